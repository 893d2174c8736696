/** The list as a file for a spreadsheet: UTF-8 with its mark, written as it is read, every row saying of what world it is. */
import type { Response } from 'express';
import { once } from 'node:events';
import { fromLocalText } from './local-text.ts';
import type { Case } from '../../wire/entity.ts';
import type { PushDeps } from '../deps.ts';
import { BadParameter } from '../records-query.ts';
import type { Asked } from './asking.ts';
import { CSV_WORDS } from './csv-words.ts';
import { readCases, type Lists } from './lists.ts';

const AT_ONCE = 500;
/** Files that are written at one time. */
const MOST = 2;
let writing = 0;

export async function exportCases({ region, inside, query: { lang, ...query } }: Asked, response: Response, lists: Lists, deps: PushDeps): Promise<null> {
  const words = CSV_WORDS[lang === undefined ? deps.language : lang as keyof typeof CSV_WORDS];
  if (words === undefined) throw new BadParameter('lang', lang, Object.keys(CSV_WORDS).join(', '));
  if (writing >= MOST) { response.status(503).set('Retry-After', '5').json({ error: `found ${MOST} files being written, expected fewer: ask again` }); return null; }
  writing++;
  try {
    const { index, rows } = await lists.rows({ region, inside, query });
    const { sources, departments } = await deps.categories();
    const now = deps.clock.now();
    const text = fromLocalText(deps.clock.zone);
    const mark = [deps.masked ? words.masked : words.world[deps.world], deps.city.simulated ? words.simulated : ''].filter((word) => word !== '').join(' · ');
    response.set({ 'Content-Type': 'text/csv; charset=utf-8', 'Cache-Control': 'no-store', 'Content-Disposition': `attachment; filename="cases.csv"; filename*=UTF-8''${encodeURIComponent(`${[words.file, mark, text(now).slice(0, 16).replace(/[: ]/g, '')].filter((part) => part !== '').join('-')}.csv`)}` });
    response.write(`\ufeff${line(words.columns)}`);
    const cells = (c: Case): readonly (string | number)[] => {
      const time = (ms: number | undefined): string => (ms === undefined ? '' : text(ms));
      const { reported, accepted, filed, dispatched, handled, verified, closed } = c.times;
      return [
        c.id, time(reported), deps.categoryName(c.category), c.category, words.status[c.status], words.stage[c.stage], yes(c.urgent), yes(c.supervised), yes(deps.judge.overdue(c, now)), time(c.deadline),
        sources?.[c.source] ?? c.source, c.department === undefined ? '' : departments[c.department] ?? c.department, deps.regions.path(c.region).map(({ name }) => name).join('/'), c.address, c.lng ?? '', c.lat ?? '',
        time(accepted), time(filed), time(dispatched), time(handled), time(verified), time(closed), time(c.times.void), c.suspendedSeconds, c.reworks, c.satisfaction ?? '', mark,
      ];
    };
    const yes = (value: boolean): string => (value ? words.yes : words.no);
    for (let from = 0; from < rows.length && !response.destroyed; from += AT_ONCE) {
      const ids = Array.from(rows.subarray(from, from + AT_ONCE), (row) => index.idOf(row)).filter((id) => id !== '');
      const part = await readCases(ids, deps.store, index);
      // Who reads slowly is waited for.
      if (!response.write(part.map((c) => line(cells(c))).join(''))) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    response.end();
  } finally { writing--; }
  return null;
}

/** A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function line(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => {
    if (typeof cell === 'number') return String(cell);
    const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }).join(',')}\r\n`;
}

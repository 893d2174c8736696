/** Today's cases by where they came from. Pure. */
import { NO_SOURCE, type CounterRow } from '../../../server/wire/counters.ts';
import { largest, type BarRow } from '../../charts/bars.ts';
import { count } from '../../look/format.ts';
import { SOURCES } from '../../look/words.ts';

const PREFIX = 'today.source.';

/** `names`: source key → its name, as the city's tables have it. */
export function sourceRows(row: CounterRow, names: Readonly<Record<string, string>>, most: number): BarRow[] {
  const all = Object.entries(row).filter(([name, n]) => name.startsWith(PREFIX) && n > 0).map(([name, n]) => ({ key: name.slice(PREFIX.length), n }));
  const { top, rest } = largest(all, most, ({ n }) => n);
  const unit = Math.max(1, top[0]?.n ?? 0);
  const rows: BarRow[] = top.map(({ key, n }) => ({ key, label: names[key] ?? (key === NO_SOURCE ? SOURCES.other : key), share: n / unit, text: count(n) }));
  if (rest.length > 0) {
    const sum = rest.reduce((total, { n }) => total + n, 0);
    rows.push({ key: 'rest', label: SOURCES.rest(rest.length), share: sum / unit, text: count(sum), tone: 'quiet' });
  }
  return rows;
}

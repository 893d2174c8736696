/** What was refused, by feed and reason: the largest first. Pure. */
import type { FeedHealth } from '../../../server/wire/messages.ts';
import { largest, type BarRow } from '../../charts/bars.ts';
import { count } from '../../look/format.ts';
import { FEEDS, REJECTS as W } from '../../look/words.ts';

export function rejectRows(feeds: readonly FeedHealth[], most: number): BarRow[] {
  const all = feeds.flatMap(({ feed, reasons }) => Object.entries(reasons).filter(([reason, n]) => reason !== 'ignored' && n > 0)
    .map(([reason, n]) => ({ key: `${feed} ${reason}`, label: `${FEEDS.names[feed] ?? feed} · ${W.reasons[reason] ?? reason}`, n })));
  const { top, rest } = largest(all, most, ({ n }) => n);
  const unit = Math.max(1, top[0]?.n ?? 0);
  const rows: BarRow[] = top.map(({ key, label, n }) => ({ key, label, share: n / unit, text: count(n), tone: 'attention' as const }));
  if (rest.length > 0) rows.push({ key: 'rest', label: W.rest(rest.length), share: null, text: count(rest.reduce((sum, { n }) => sum + n, 0)), tone: 'quiet' });
  return rows;
}

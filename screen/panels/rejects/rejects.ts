/** What was refused, and what was taken with a note, by feed and reason: the largest first. Pure. */
import type { FeedHealth } from '../../../server/wire/messages.ts';
import { largest, type BarRow } from '../../charts/bars.ts';
import { count } from '../../look/format.ts';
import { FEEDS, REJECTS as W } from '../../look/words.ts';

export interface RejectRows { refused: BarRow[]; noted: BarRow[] }

/** At most `most` rows together, the line between the two included: what was refused has the room that the notes leave, and half of it at least. */
export function rejectRows(feeds: readonly FeedHealth[], most: number): RejectRows {
  const refused = counted(feeds, ({ reasons }) => reasons, W.reasons).filter(({ reason }) => reason !== 'ignored');
  const noted = counted(feeds, ({ notes }) => notes, W.notes);
  if (noted.length === 0) return { refused: rowsOf(refused, most, 'attention'), noted: [] };
  const room = most - 1;
  const first = Math.min(Math.max(refused.length, 1), Math.max(Math.ceil(room / 2), room - noted.length));
  return { refused: rowsOf(refused, first, 'attention'), noted: rowsOf(noted, room - first, 'quiet') };
}

interface Counted { key: string; reason: string; label: string; n: number }

const counted = (feeds: readonly FeedHealth[], of: (feed: FeedHealth) => Readonly<Record<string, number>>, words: Readonly<Record<string, string>>): Counted[] =>
  feeds.flatMap((feed) => Object.entries(of(feed)).filter(([, n]) => n > 0)
    .map(([reason, n]) => ({ key: `${feed.feed} ${reason}`, reason, label: `${FEEDS.names[feed.feed] ?? feed.feed} · ${words[reason] ?? reason}`, n })));

function rowsOf(all: readonly Counted[], most: number, tone: 'attention' | 'quiet'): BarRow[] {
  if (most < 1) return [];
  const { top, rest } = largest(all, most, ({ n }) => n);
  const unit = Math.max(1, top[0]?.n ?? 0);
  const rows: BarRow[] = top.map(({ key, label, n }) => ({ key, label, share: n / unit, text: count(n), tone }));
  if (rest.length > 0) rows.push({ key: 'rest', label: W.rest(rest.length), share: null, text: count(rest.reduce((sum, { n }) => sum + n, 0)), tone: 'quiet' });
  return rows;
}

/** Each feed in one line: is it here, how old, how whole, what was refused. Pure. */
import type { FeedHealth } from '../../../server/wire/messages.ts';
import { ageText, compact, count, percent } from '../../look/format.ts';
import { FEEDS as W } from '../../look/words.ts';

/** `fresh` of `all`: also of those for which there is no line; these are the least to worry about. */
export interface FeedList { rows: FeedRow[]; fresh: number; all: number }
export interface FeedRow { feed: string; name: string; state: FeedHealth['state']; word: string; age: string; text: string }

/** What is wrong stands first; of equals the oldest. */
const WORST: Record<FeedHealth['state'], number> = { failed: 0, late: 1, waiting: 2, loading: 3, fresh: 4, off: 5 };

/** `refused`: everything rejected except what the mapping leaves out on purpose. */
export const refusedOf = ({ rejected, reasons }: FeedHealth): number => rejected - (reasons['ignored'] ?? 0);

export function feedList(feeds: readonly FeedHealth[], now: number, kind: string | null, most: number): FeedList {
  const asked = feeds.filter(({ kinds }) => kind === null || kinds?.some((one) => one === kind));
  return { rows: feedRows(asked, now, most), fresh: asked.filter(({ state }) => state === 'fresh').length, all: asked.length };
}

function feedRows(feeds: readonly FeedHealth[], now: number, most: number): FeedRow[] {
  return [...feeds]
    .sort((a, b) => WORST[a.state] - WORST[b.state] || (a.asOf ?? 0) - (b.asOf ?? 0) || (a.feed < b.feed ? -1 : 1))
    .slice(0, most)
    .map((feed) => {
      const refused = refusedOf(feed);
      return {
        feed: feed.feed, name: W.names[feed.feed] ?? feed.feed, state: feed.state, word: W.states[feed.state],
        age: feed.asOf === null ? '' : ageText(Math.max(0, now - feed.asOf)),
        text: feed.error !== null && feed.state === 'failed' ? feed.error
          : [W.accepted(compact(feed.accepted)), ...(feed.coverage === null ? [] : [W.coverage(percent(feed.coverage))]),
            ...(feed.progress === null ? [] : [W.progress(percent(feed.progress, 0))]), ...(refused > 0 ? [W.refused(count(refused))] : [])].join(' · '),
      };
    });
}

/** How many of the feeds are whole, how old the oldest is, and how far a first load has come. Pure. */
import type { FeedHealth } from '../../server/wire/messages.ts';
import { asOfFeeds } from '../store/panel-status.ts';

export interface FeedCount { good: number; all: number; /** ms of the oldest feed's data. */ age: number | null; /** Whole per cent while any feed is loading its history. */ progress: number | null }

export function feedCount(feeds: readonly FeedHealth[], now: number): FeedCount {
  const used = feeds.filter((feed) => feed.state !== 'off');
  const asOf = asOfFeeds(used);
  const loading = used.flatMap((feed) => (feed.state === 'loading' && feed.progress !== null ? [feed.progress] : []));
  return {
    good: used.filter((feed) => feed.state === 'fresh').length,
    all: used.length,
    age: asOf === null ? null : Math.max(0, now - asOf),
    progress: loading.length === 0 ? null : Math.floor(Math.min(...loading) * 100),
  };
}

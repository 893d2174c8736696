/** One station's past readings, asked once: raw records, as the feed's `answer` says. */
import type { ConfigOf } from '../config.ts';
import { PullError } from './errors.ts';
import { answerReader } from './protocol.ts';
import { get, type Fetch } from './request.ts';

export interface SeriesOptions { zone: string; signal: AbortSignal; fetch?: Fetch; wall: () => number }

/** Records of `station` between `from` and `to` (epoch ms, world). Throws PullError. */
export async function fetchSeries(feed: ConfigOf<'reading'>, station: string, from: number, to: number, options: SeriesOptions): Promise<unknown[]> {
  const { series } = feed;
  if (!series || series.url === '') throw new PullError('refused', `feed ${feed.name ?? 'reading'}: found no series, expected its address`);
  const url = new URL(series.url);
  url.searchParams.set(series.station, station);
  url.searchParams.set(series.from, String(from));
  url.searchParams.set(series.to, String(to));
  const answer = await get(url.href, { fetch: options.fetch ?? fetch, headers: feed.headers, timeout: feed.timeout, limit: feed.limit, signal: options.signal, wall: options.wall });
  // Past readings bear their own times; what the answer says of its own does not matter.
  const { asOf: _asOf, ...shape } = feed.answer;
  return answerReader({ ...feed, name: feed.name ?? 'reading', answer: shape }, options.zone)(answer, to).records;
}

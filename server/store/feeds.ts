/** Feed state as it is kept with the data: of several shards the least cursor is where to pull on. */
import type { FeedState } from './types.ts';

/** `order`, `least`: the greatest and the least place among the feed's cursors that a shard has. */
export interface FeedStand extends FeedState { order: number; least: number }

/** `replies`: HGETALL of the feed's hash in each shard. */
export function mergeFeed(feed: string, replies: readonly string[][]): FeedStand {
  const state: FeedStand =
    { feed, cursor: null, asOf: null, accepted: 0, rejected: 0, expired: 0, reasons: {}, notes: {}, order: 0, least: 0 };
  let least = Infinity;
  let everywhere = true;
  for (const reply of replies) {
    const hash = new Map<string, string>();
    for (let i = 0; i < reply.length; i += 2) hash.set(reply[i]!, reply[i + 1]!);
    state.accepted += Number(hash.get('accepted') ?? 0);
    state.rejected += Number(hash.get('rejected') ?? 0);
    state.expired += Number(hash.get('expired') ?? 0);
    for (const [field, n] of hash) {
      const counts = field.startsWith('r:') ? state.reasons : field.startsWith('n:') ? state.notes : null;
      if (counts) counts[field.slice(2)] = (counts[field.slice(2)] ?? 0) + Number(n);
    }
    const order = Number(hash.get('order') ?? 0);
    state.order = Math.max(state.order, order);
    if (!hash.has('cursor')) everywhere = false;
    else if (order < least) { least = order; state.cursor = hash.get('cursor')!; }
    const asOf = hash.get('asOf');
    if (asOf !== undefined) state.asOf = Math.min(state.asOf ?? Infinity, Number(asOf));
  }
  // A shard that has no cursor has seen no page: from the beginning.
  if (!everywhere) state.cursor = null;
  state.least = everywhere && least !== Infinity ? least : 0;
  return state;
}

export function withoutOrders({ order: _order, least: _least, ...state }: FeedStand): FeedState { return state; }

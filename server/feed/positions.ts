/** Positions: changes whose records are rows of columns, for there are tens of thousands in one answer. */
import { makeChangesProtocol } from './changes.ts';
import type { FeedOf, Protocol } from './protocol.ts';

/** Throws when the feed does not say where the names of its columns stand. */
export function makePositionsProtocol(feed: FeedOf<'positions'>, zone: string): Protocol {
  if (feed.answer.columns === undefined) throw new Error(`feed ${feed.name}: answer.columns: found nothing, expected the path of the columns' names`);
  return makeChangesProtocol(feed, zone);
}

/** The server's clock as a tile can know it: from round trips, of which the quickest say most. Pure. */

/** One question: the page's monotonic clock before and after, and the server's clock in between. */
export interface Trip { sent: number; got: number; server: number }

/** Trips that are kept, and how many of them, the quickest, have a say. */
const KEPT = 15;
const BEST = 5;

export const withTrip = (trips: readonly Trip[], trip: Trip): Trip[] => [...trips, trip].slice(-KEPT);

/** Server's clock less the monotonic one, ms; null before the first trip. What a trip is wrong by is at most half of its length. */
export function offsetOf(trips: readonly Trip[]): number | null {
  const best = [...trips].sort((a, b) => a.got - a.sent - (b.got - b.sent)).slice(0, BEST).map(({ sent, got, server }) => server - (sent + got) / 2).sort((a, b) => a - b);
  const middle = best.length >> 1;
  return best.length === 0 ? null : best.length % 2 === 1 ? best[middle]! : (best[middle - 1]! + best[middle]!) / 2;
}

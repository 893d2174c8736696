/** Tells the log how far each feed's load is, so that nobody at the terminal waits for they know not what. */
import type { Logger } from 'pino';
import type { FeedHealth } from '../wire/messages.ts';

/** ms of wall time between two lines of one feed. */
const EVERY = 5_000;

interface Loading { began: number; from: number; toldAt: number }

/** `wall`: ms. The returned look costs nothing while no feed loads. */
export function makeProgress(log: Pick<Logger, 'info'>, wall: () => number): (feeds: readonly FeedHealth[]) => void {
  const loading = new Map<string, Loading>();
  return (feeds) => {
    const now = wall();
    for (const { feed, progress, accepted, rejected } of feeds) {
      const records = accepted + rejected, known = loading.get(feed);
      if (progress === null) {
        if (!known) continue;
        loading.delete(feed);
        log.info({ feed, progress: 1, records: records - known.from, seconds: seconds(now - known.began) }, 'loaded');
      } else if (!known) loading.set(feed, { began: now, from: records, toldAt: now });
      else if (now - known.toldAt >= EVERY) {
        known.toldAt = now;
        log.info({ feed, progress: Math.round(progress * 1000) / 1000, records: records - known.from, seconds: seconds(now - known.began) }, 'loading');
      }
    }
  };
}

const seconds = (ms: number): number => Math.round(ms / 100) / 10;

/** How long to wait after a failure: full jitter, so that many clients of one upstream do not return together. */

export interface Backoff { base: number; cap: number }

/** Longest that an upstream's Retry-After is obeyed, ms of wall time. */
const PATIENCE = 5 * 60_000;

/** ms to wait before try number `failures` + 1. `rng` gives [0, 1). The upstream's own wish is the least. */
export function backoffMs(backoff: Backoff, failures: number, retryAfterMs: number | null, rng: () => number): number {
  const ceiling = Math.min(backoff.cap, backoff.base * 2 ** Math.min(failures - 1, 30));
  const jittered = rng() * ceiling;
  return retryAfterMs === null ? jittered : Math.min(PATIENCE, retryAfterMs) + jittered;
}

/**
 * A log histogram of whole seconds whose bins can be taken back again, so that median and P90 move
 * with corrections. A value read from it is within 2 % of the true one.
 */
const ERROR = 0.02;
const GAMMA = (1 + ERROR) / (1 - ERROR);
const LOG_GAMMA = Math.log(GAMMA);
/** Bins 0…539: up to 2³¹ seconds; rows.lua reads as many. */
export const MOST_SECONDS = 2 ** 31 - 1;

/** Bin of `seconds` (0 … MOST_SECONDS): 0 holds zero alone. */
export const binOf = (seconds: number): number => (seconds <= 0 ? 0 : 1 + Math.floor(Math.log(seconds) / LOG_GAMMA));

/** The value that is within 2 % of every value of the bin. */
export const valueOf = (bin: number): number => (bin === 0 ? 0 : (2 * GAMMA ** bin) / (1 + GAMMA));

/** Nearest-rank quantile `q` (0–1) of bin → count, in seconds; null where there is nothing. */
export function quantile(bins: ReadonlyMap<number, number>, q: number): number | null {
  const sorted = [...bins].filter(([, count]) => count > 0).sort((a, b) => a[0] - b[0]);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  let left = Math.max(1, Math.ceil(q * total));
  for (const [bin, count] of sorted) {
    left -= count;
    if (left <= 0) return valueOf(bin);
  }
  return null;
}

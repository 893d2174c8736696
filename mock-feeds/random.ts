/**
 * Randomness as an argument. `hash` gives the same number for the same integers in any order of
 * asking, so state at any time can be found without replaying what came before; `rngOf` gives a
 * stream for what is generated in one go.
 */
import type { Rng } from './city/types.ts';

/** Uint32 from any integers (murmur3's mixing; numbers are taken modulo 2^32). */
export function hash(seed: number, a: number, b = 0, c = 0): number {
  let h = seed | 0;
  h = mix(h, a | 0);
  h = mix(h, b | 0);
  h = mix(h, c | 0);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

function mix(h: number, k: number): number {
  k = Math.imul(k, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  h ^= Math.imul(k, 0x1b873593);
  h = (h << 13) | (h >>> 19);
  return (Math.imul(h, 5) + 0xe6546b64) | 0;
}

/** Uniform in [0, 1) from any integers. */
export const chance = (seed: number, a: number, b = 0, c = 0): number => hash(seed, a, b, c) / 4294967296;

/** Uint32 from text, to be an argument of `hash`. */
export function textHash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** A stream in [0, 1) (sfc32). */
export function rngOf(seed: number, a: number, b = 0): Rng {
  let s0 = hash(seed, a, b, 1) | 0;
  let s1 = hash(seed, a, b, 2) | 0;
  let s2 = hash(seed, a, b, 3) | 0;
  let count = 1;
  return () => {
    const t = (((s0 + s1) | 0) + count) | 0;
    count = (count + 1) | 0;
    s0 = s1 ^ (s1 >>> 9);
    s1 = (s2 + (s2 << 3)) | 0;
    s2 = ((s2 << 21) | (s2 >>> 11)) + t | 0;
    return (t >>> 0) / 4294967296;
  };
}

/** Log-normal with the given median; spread 0.5 is narrow, 1.2 wide. */
export function logNormal(rng: Rng, median: number, spread: number): number {
  const gauss = Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
  return median * Math.exp(spread * gauss);
}

/** Index drawn from cumulative weights (ascending, the last is the total). */
export function drawIndex(rng: Rng, cumulative: readonly number[]): number {
  const at = rng() * cumulative[cumulative.length - 1]!;
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (cumulative[mid]! > at) high = mid; else low = mid + 1;
  }
  return low;
}

/** Running sums. */
export function cumulate(weights: readonly number[]): number[] {
  let sum = 0;
  return weights.map((w) => (sum += w));
}

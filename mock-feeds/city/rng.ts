/** Seeded randomness and smooth noise. Nothing here has state that outlives a call's arguments. */
import type { Rng } from './types.ts';

/** Mixes integers to 32 well-spread bits. */
export function hash(...values: number[]): number {
  let h = 0x9e3779b9;
  for (const value of values) {
    h = Math.imul(h ^ (value | 0), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h >>> 0;
}

/** Uniform in [0, 1) from integers. */
export const hashUnit = (...values: number[]): number => hash(...values) / 4294967296;

export function hashText(text: string): number {
  let h = 2166136261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return h >>> 0;
}

/** A stream of uniform numbers in [0, 1) (mulberry32), its own for each (seed, purpose). */
export function makeRng(seed: number, purpose: string): Rng {
  let state = hash(seed, hashText(purpose));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Standard normal. */
export const normal = (rng: Rng): number => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());

export function shuffled<T>(items: readonly T[], rng: Rng): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

/** `hash` of three integers, without the cost of a list: noise asks millions of times. */
function hash3(a: number, b: number, c: number): number {
  let h = Math.imul(0x9e3779b9 ^ a, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16) ^ b, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16) ^ c, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const HALF = 2147483648;

/** Smooth noise in about [−1, 1] with features of size 1. No inner functions: they cost more than the sums. */
function noise(seed: number, x: number, y: number): number {
  const xi = Math.floor(x), yi = Math.floor(y);
  const tx = x - xi, ty = y - yi;
  const fx = tx * tx * tx * (tx * (tx * 6 - 15) + 10), fy = ty * ty * ty * (ty * (ty * 6 - 15) + 10);
  const a = hash3(seed, xi, yi), b = hash3(seed, xi + 1, yi), c = hash3(seed, xi, yi + 1), d = hash3(seed, xi + 1, yi + 1);
  const top = a + (b - a) * fx, bottom = c + (d - c) * fx;
  return (top + (bottom - top) * fy) / HALF - 1;
}

/** Several octaves of noise; features of size `size` and smaller. */
export function fractalNoise(seed: number, x: number, y: number, size: number, octaves = 3): number {
  let sum = 0, amplitude = 1, total = 0;
  for (let o = 0; o < octaves; o++) {
    const scale = 2 ** o / size;
    sum += amplitude * noise(seed + o * 101, x * scale + o * 17.3, y * scale - o * 9.1);
    total += amplitude;
    amplitude *= 0.5;
  }
  return sum / total;
}

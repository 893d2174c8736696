/** How far apart two maps are while they fly together. Pure: where each looked in each of its frames, in; the worst of it, out. */

/** At `at` (epoch ms) the middle of the city stood at x,y px of the wall, at `k` px a metre. */
export interface Look { at: number; x: number; y: number; k: number }

/** Half the wall's width, px: what a difference of scale moves its edges by. */
const HALF = 1920;
/** A frame that follows the last by more is the beginning of another flight. */
const PAUSE_MS = 400;
/** px/ms below which a flight is at its slow ends, where a time says nothing. */
const SLOW = 0.5;

/** px by which the picture of one lies off the other's, at its edge. */
const between = (a: Look, b: Look): number => Math.hypot((a.x - HALF) / a.k - (b.x - HALF) / b.k, (a.y - HALF / 2) / a.k - (b.y - HALF / 2) / b.k) * Math.min(a.k, b.k) + Math.abs(Math.log(a.k / b.k)) * HALF;

function lookAt(looks: readonly Look[], at: number): Look | null {
  const next = looks.findIndex((look) => look.at >= at);
  const [a, b] = next < 0 ? [looks.at(-1), undefined] : [looks[next - 1], looks[next]];
  if (!a) return null;
  // Between two flights it stands where the last one ended, also where the other's next has begun.
  if (!b || b.at - a.at > PAUSE_MS) return a;
  const t = (at - a.at) / (b.at - a.at || 1);
  const mix = (from: number, to: number): number => from + (to - from) * t;
  return { at, x: mix(a.x, b.x), y: mix(a.y, b.y), k: mix(a.k, b.k) };
}

/** `lag`: ms that one is behind, worst; `pixels`: the same as px; `every`: ms from frame to frame. Throws where nothing flew. */
export function flightOf(a: readonly Look[], b: readonly Look[]): { lag: number; pixels: number; every: number } {
  let [lag, pixels, frames] = [0, 0, 0];
  const every: number[] = [];
  for (let i = 1; i < a.length; i++) {
    const [before, now] = [a[i - 1]!, a[i]!];
    const passed = now.at - before.at;
    if (passed <= 0 || passed > PAUSE_MS) continue;
    every.push(passed);
    const speed = between(before, now) / passed;
    const other = lookAt(b, now.at);
    if (!other || speed < SLOW) continue;
    const off = between(now, other);
    frames++;
    pixels = Math.max(pixels, off);
    lag = Math.max(lag, off / speed);
  }
  if (frames === 0) throw new Error('no flight was seen on both tiles at once');
  return { lag, pixels, every: every.sort((x, y) => x - y)[every.length >> 1]! };
}

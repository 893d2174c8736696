/**
 * Rain as a pure function of place and time. A rain day runs from noon to noon, so that the storm's
 * night belongs to it whole. Every 7th rain day is a storm day; the others have a few showers.
 */
import type { Point } from './plane.ts';
import { fractalNoise, hash, makeRng } from './rng.ts';
import type { Rng } from './types.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const STEP = 5 * 60_000;
const STEPS = DAY / STEP;
/** Clouds go from south-west to north-east; km/h. */
const WIND: Point = [13, 8.5];

/** A patch of rain that drifts, swells and dies; hours count from the rain day's noon. */
interface Cell { peakAt: number; x: number; y: number; vx: number; vy: number; sigma: number; rate: number; life: number }
interface RainDay { storm: boolean; from: number; cells: Cell[]; factor: number }

/** Hours since noon → strength of the storm: up from 14:00, full 19:30–20:30, over at 02:00. */
export function stormEnvelope(h: number): number {
  const ease = (t: number): number => t * t * (3 - 2 * t);
  const points: [number, number][] = [[2, 0], [5, 0.45], [7.5, 1], [8.5, 1], [11, 0.32], [14, 0]];
  if (h <= 2 || h >= 14) return 0;
  const i = points.findIndex(([at]) => at >= h);
  const [h0, v0] = points[i - 1]!, [h1, v1] = points[i]!;
  return v0 + (v1 - v0) * ease((h - h0) / (h1 - h0));
}

function stormCells(rng: Rng, core: Point): Cell[] {
  const cells: Cell[] = [{ peakAt: 8, x: core[0] - 1, y: core[1], vx: WIND[0] * 0.75, vy: WIND[1] * 0.75, sigma: 17, rate: 24, life: 2.5 }];
  for (let k = 0; k < 22; k++) {
    const across = (rng() * 2 - 1) * 42, along = (rng() * 2 - 1) * 26;
    cells.push({
      peakAt: 4 + 7.5 * (rng() + rng()) / 2 + 0.8, x: core[0] + along * 0.84 - across * 0.54, y: core[1] + along * 0.54 + across * 0.84,
      vx: WIND[0] * (1.3 + 0.6 * rng()), vy: WIND[1] * (1.3 + 0.6 * rng()), sigma: 4 + 5 * rng(), rate: 9 + 22 * rng(), life: 0.7 + 0.8 * rng(),
    });
  }
  return cells;
}

function showers(rng: Rng): Cell[] {
  const count = rng() < 0.35 ? 0 : 1 + Math.floor(rng() * 5);
  return Array.from({ length: count }, () => ({
    peakAt: 2 + 9 * rng(), x: (rng() * 2 - 1) * 50, y: (rng() * 2 - 1) * 36, vx: WIND[0] * (0.6 + rng()), vy: WIND[1] * (0.6 + rng()),
    sigma: 2.5 + 3.5 * rng(), rate: 2 + 9 * rng(), life: 0.4 + 0.5 * rng(),
  }));
}

export interface Rain {
  dayOf(ms: number): number;
  startOf(day: number): number;
  isStorm(day: number): boolean;
  /** mm/h */
  rate(p: Point, ms: number): number;
  /** mm in the window up to `ms`. */
  sum(p: Point, ms: number, windowMs: number): number;
  /** mm per 5 minutes of a rain day at a point; read only. */
  steps(p: Point, day: number): Float32Array;
}

export interface RainOptions { seed: number; origin: number; zoneOffsetMs: number; core: Point }

/** What the storm brings to the core in the 3 h before 19:52, when the orange signal goes out (≥ 50 mm in 3 h). */
const ORANGE = { at: 7 + 52 / 60, mm: 50.4 };

export function makeRain({ seed, origin, zoneOffsetMs, core }: RainOptions): Rain {
  const stormDay = Math.floor((origin + zoneOffsetMs) / DAY);
  const isStorm = (day: number): boolean => (((day - stormDay) % 7) + 7) % 7 === 0;
  const startOf = (day: number): number => day * DAY - zoneOffsetMs + 12 * HOUR;
  const dayOf = (ms: number): number => Math.floor((ms + zoneOffsetMs - 12 * HOUR) / DAY);
  const days = new Map<number, RainDay>();
  const rateOf = (day: RainDay, [x, y]: Point, ms: number): number => {
    const h = (ms - day.from) / HOUR;
    const envelope = day.storm ? stormEnvelope(h) : 1;
    if (envelope === 0) return 0;
    let sum = day.storm ? 5 * envelope : 0;
    for (const c of day.cells) {
      const t = h - c.peakAt;
      if (Math.abs(t) > 2.4 * c.life) continue;
      const dx = x - c.x - c.vx * t, dy = y - c.y - c.vy * t;
      const far = (dx * dx + dy * dy) / (c.sigma * c.sigma);
      if (far < 12) sum += c.rate * Math.exp(-far / 2 - (t / c.life) ** 2);
    }
    if (sum < 0.05) return 0;
    const gust = Math.exp(0.55 * fractalNoise(seed + 977, x - WIND[0] * h, y - WIND[1] * h, 4.5, 2));
    return sum * gust * (day.storm ? envelope ** 0.4 : 1) * day.factor;
  };
  const dayAt = (n: number): RainDay => {
    const known = days.get(n);
    if (known) return known;
    const rng = makeRng(seed, `rain ${n}`);
    const day: RainDay = { storm: isStorm(n), from: startOf(n), cells: isStorm(n) ? stormCells(rng, core) : showers(rng), factor: 1 };
    if (day.storm) day.factor = ORANGE.mm / sumOver(day, core, ORANGE.at - 3, ORANGE.at);
    if (days.size > 400) days.clear();
    days.set(n, day);
    return day;
  };
  const sumOver = (day: RainDay, p: Point, fromH: number, toH: number): number => {
    let sum = 0;
    for (let h = fromH + 1 / 24; h < toH; h += 1 / 12) sum += rateOf(day, p, day.from + h * HOUR) / 12;
    return sum;
  };
  const cache = new DayCache();
  const steps = (p: Point, n: number): Float32Array => cache.get(n, p, () => {
    const day = dayAt(n);
    return Float32Array.from({ length: STEPS }, (_, i) => rateOf(day, p, day.from + (i + 0.5) * STEP) / 12);
  });
  /** mm from the rain day's start to `ms`, linear within a step. */
  const since = (p: Point, n: number, ms: number): number => {
    const list = steps(p, n);
    const at = (ms - startOf(n)) / STEP;
    const whole = Math.min(STEPS, Math.floor(at));
    let sum = 0;
    for (let i = 0; i < whole; i++) sum += list[i]!;
    return whole < STEPS ? sum + list[whole]! * (at - whole) : sum;
  };
  const sum = (p: Point, ms: number, windowMs: number): number => {
    const from = ms - Math.min(windowMs, DAY), last = dayOf(ms), first = dayOf(from);
    if (first === last) return since(p, last, ms) - since(p, last, from);
    return since(p, last, ms) + since(p, first, startOf(last)) - since(p, first, from);
  };
  return { dayOf, startOf, isStorm, steps, sum, rate: (p, ms) => rateOf(dayAt(dayOf(ms)), p, ms) };
}

/** A few days' series by point: gauges are asked again and again for the same days. */
export class DayCache {
  private readonly days = new Map<number, Map<number, Float32Array>>();
  get(day: number, p: Point, make: () => Float32Array): Float32Array {
    let points = this.days.get(day);
    if (!points) {
      if (this.days.size >= 4) this.days.delete(this.days.keys().next().value!);
      this.days.set(day, points = new Map());
    }
    const key = Math.round(p[0] * 2000) * 1_000_000 + Math.round(p[1] * 2000);
    let list = points.get(key);
    if (!list) {
      if (points.size > 20_000) points.clear();
      points.set(key, list = make());
    }
    return list;
  }
}

/** An even choice in [low, high) that belongs to a name. */
export const trait = (seed: number, id: number, which: number, low: number, high: number): number => low + (high - low) * (hash(seed, id, which) / 4294967296);

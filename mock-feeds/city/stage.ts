/**
 * How rivers and reservoirs answer a storm: closed forms of the time since it began, later the
 * further downstream. Levels are metres above datum.
 */
import { fractalNoise, hash, hashText } from './rng.ts';
import { HOUR } from './storm.ts';
import type { City, Waterway } from './types.ts';

/** Level at rest and the rise a usual storm brings at one place of a river, in m. */
export interface Reach { base: number; rise: number; bed: number; restFlow: number; lagH: number; startH: number; peakH: number; tide: number }

/** The main gauge: 4.38 m at 20:16, rising 0.21 m an hour, 警戒 4.55 m reached about 21:04. */
export const MAIN_GAUGE = { name: '江湾站', base: 3.325, rise: 1.556, thresholds: { alert: 4.2, warning: 4.55, danger: 5.2 } };
const WAVE_KMH = 18;

export interface Rivers {
  main: Waterway;
  /** km of 江湾站 on the main river. */
  gaugeKm: number;
  reach(river: string, km: number): Reach;
}

export function makeRivers(city: City, core: [number, number]): Rivers {
  const main = city.waterways.find((w) => w.kind === 'main');
  if (!main) throw new Error('the city has no main river');
  const gaugeKm = nearestKm(city, main, core);
  const byName = new Map(city.waterways.map((w) => [w.name, w]));
  const mainReach = (km: number): Reach => {
    const up = gaugeKm - km;
    return {
      base: MAIN_GAUGE.base + (up > 0 ? 0.046 : 0.022) * up, rise: MAIN_GAUGE.rise * (1 + 0.12 * Math.sin(km / 17) - 0.12 * Math.sin(gaugeKm / 17)),
      bed: MAIN_GAUGE.base + 0.03 * up - 6.5, restFlow: 1500 + 6 * km, lagH: -up / WAVE_KMH, startH: 3, peakH: 10.2,
      tide: 0.22 * Math.exp((km - main.lengthKm) / 14),
    };
  };
  const reach = (name: string, km: number): Reach => {
    const river = byName.get(name);
    if (!river) throw new Error(`no waterway is called "${name}"; known: ${[...byName.keys()].join(', ')}`);
    if (river.kind === 'main') return mainReach(km);
    const mouth = river.joins ? mainReach(river.joins.atKm) : mainReach(gaugeKm);
    if (river.kind === 'arm') return { ...mainReach(Math.max(0, (river.joins?.atKm ?? 0) - river.lengthKm + km)), restFlow: 420 };
    const up = river.lengthKm - km;
    const id = hashText(name);
    return {
      base: mouth.base + 0.2 + 0.55 * up, rise: 1.1 + 0.9 * ((id % 97) / 97) * (0.5 + 0.5 * (km / river.lengthKm)), bed: mouth.base - 1.4 + 0.55 * up,
      restFlow: river.widthM * 0.12, lagH: km / 9, startH: 2.6, peakH: 4.4, tide: 0,
    };
  };
  return { main, gaugeKm, reach };
}

/** km along a waterway of the point nearest to a place on the plane. */
export function nearestKm(city: City, river: Waterway, at: readonly [number, number]): number {
  let best = Infinity, found = 0, done = 0;
  for (let i = 0; i < river.line.length; i++) {
    const p = city.toKm(river.line[i]![0], river.line[i]![1]);
    if (i > 0) {
      const q = city.toKm(river.line[i - 1]![0], river.line[i - 1]![1]);
      done += Math.hypot(p[0] - q[0], p[1] - q[1]);
    }
    const d = Math.hypot(p[0] - at[0], p[1] - at[1]);
    if (d < best) { best = d; found = done; }
  }
  return found;
}

/** Shape of a flood wave: 0 before `x` = 0, 1 at x = 1, then slowly back. */
const wave = (x: number, n: number): number => (x <= 0 ? 0 : x ** n * Math.exp(n * (1 - x)));

export interface RainDays { dayOf(ms: number): number; startOf(day: number): number; isStorm(day: number): boolean }

/** How strong day `n` is for rivers: a storm about 1 (the origin's own exactly), showers almost nothing. */
function strength(seed: number, n: number, days: RainDays, origin: number): number {
  if (!days.isStorm(n)) return (0.07 * hash(seed, n, 5)) / 4294967296;
  return n === origin ? 1 : 0.88 + (0.2 * hash(seed, n, 6)) / 4294967296;
}

export interface StageOptions { seed: number; days: RainDays; originDay: number }

function answer(ms: number, startH: number, peakH: number, lagH: number, n: number, back: number, o: StageOptions): number {
  const today = o.days.dayOf(ms);
  let sum = 0;
  for (let day = today - back; day <= today; day++) {
    const x = ((ms - o.days.startOf(day)) / HOUR - startH - lagH) / peakH;
    if (x > 0) sum += strength(o.seed, day, o.days, o.originDay) * wave(x, n);
  }
  return sum;
}

export function riverStage(reach: Reach, ms: number, o: StageOptions): { level: number; flow: number } {
  const h = ms / HOUR;
  const rise = reach.rise * answer(ms, reach.startH, reach.peakH, reach.lagH, 2.2, 4, o);
  const ripple = 0.004 * fractalNoise(o.seed + 31, h, reach.base * 10, 1.5, 2);
  const level = reach.base + rise + ripple + reach.tide * Math.sin((2 * Math.PI * (h - reach.lagH)) / 12.42);
  return { level, flow: reach.restFlow * Math.max(0.05, (level - reach.bed) / (reach.base - reach.bed)) ** 1.65 };
}

/** Reservoirs fill late and empty for days. */
export function reservoirStage(id: number, ms: number, o: StageOptions): number {
  const { base, rise } = reservoirOf(id);
  return base + rise * answer(ms, 4, 15, 0, 0.9, 8, o) + 0.03 * fractalNoise(o.seed + id % 991, ms / HOUR, 0.5, 30, 2);
}

export const reservoirOf = (id: number): { base: number; rise: number } => ({ base: 38 + (id % 8200) / 100, rise: 0.6 + ((id >>> 5) % 100) / 110 });

/**
 * Gauges that a demonstration makes pass their thresholds: the level follows a line that crosses the threshold at the
 * cue's instant and blends into the story's own level before and after. At the instant itself the station reports out of
 * turn (加报), as real ones do when a threshold is passed.
 */
import type { StationReading } from '../city/types.ts';
import type { Gauge } from '../hydrology/stations.ts';
import { HOUR, MINUTE, dayOf, formatDay } from '../local-time.ts';
import { BadCue } from './read.ts';
import type { Cue } from './read.ts';

/** `level` (rain: of the last hour) is reached at `at`, ms. */
interface Knot { at: number; level: number }
export interface CuedGauges {
  has(station: number): boolean;
  /** Reports out of turn, ascending. */
  extra(station: number): readonly number[];
  /** Whether the station is kept from falling silent then. */
  heard(station: number, at: number): boolean;
  value(station: number, at: number, natural: StationReading): StationReading;
}

const PONDING = { alert: 3, warning: 10, danger: 25 };
/** Rise an hour: m, cm of ponding, mm of an hour's rain. */
const SLOPES = { ZZ: 0.3, ZQ: 0.3, RR: 0.1, DD: 0.3, JS: 30, PP: 40, BZ: 0 } as const;
const [RAMP, STEADY, AFTER, HOLD] = [2 * HOUR, 40 * MINUTE, 4 * HOUR, 20 * MINUTE];
const NONE: readonly number[] = [];

export function cuedGauges(cues: readonly Cue[], gauges: readonly Gauge[]): CuedGauges {
  const knots = new Map<number, Knot[]>();
  cues.forEach((cue, number) => {
    if (cue.kind !== 'gauge') return;
    const station = stationOf(gauges, cue.station, number);
    const level = thresholdOf(gauges[station]!, cue.passes, cue.at);
    if (level === null) throw new BadCue(number, 'passes', cue.passes, `a threshold that ${gauges[station]!.site.name} has`);
    knots.set(station, [...knots.get(station) ?? [], { at: cue.at, level }].sort((a, b) => a.at - b.at));
    const list = knots.get(station)!;
    if (list.some((knot, i) => i > 0 && (knot.level <= list[i - 1]!.level || knot.at === list[i - 1]!.at))) throw new BadCue(number, 'passes', cue.passes, 'the thresholds of one station in order, each later than the lower one');
  });
  const whole = (ms: number): number => Math.floor(ms / 1000) * 1000;
  return {
    has: (station) => knots.has(station),
    extra: (station) => knots.get(station)?.map(({ at }) => at) ?? NONE,
    heard: (station, at) => {
      const list = knots.get(station);
      return list !== undefined && at >= list[0]!.at - RAMP - HOUR && at <= list.at(-1)!.at + AFTER + HOUR;
    },
    value(station, at, natural) {
      const list = knots.get(station);
      if (!list) return natural;
      const { type } = gauges[station]!;
      // A report is of its second: the one of a cue has reached the threshold.
      const moment = list.find((knot) => whole(knot.at) === at)?.at ?? at;
      const weight = weightAt(list, moment);
      if (weight === 0) return natural;
      const blend = (own: number, digits: number): number => down(own + (lineAt(list, moment, SLOPES[type]) - own) * weight, digits);
      if (type === 'PP') {
        const rain1h = Math.max(0, blend(natural.rain1h ?? 0, 1));
        return { rain5m: Math.max(natural.rain5m ?? 0, down(rain1h / 12, 1)), rain1h, rain24h: down((natural.rain24h ?? 0) + Math.max(0, rain1h - (natural.rain1h ?? 0)), 1) };
      }
      return { ...natural, level: type === 'JS' ? Math.max(0, blend(natural.level ?? 0, 1)) : blend(natural.level ?? 0, 2) };
    },
  };
}

/** Never up to a threshold that is not reached. */
const down = (value: number, digits: number): number => Math.floor(value * 10 ** digits + 1e-6) / 10 ** digits;
const ease = (t: number): number => { const x = Math.max(0, Math.min(1, t)); return x * x * (3 - 2 * x); };

/** How far the line holds instead of the story: 0–1. */
function weightAt(list: readonly Knot[], at: number): number {
  const first = list[0]!.at, last = list.at(-1)!.at;
  if (at <= last + HOLD) return ease((at - (first - RAMP)) / (RAMP - STEADY));
  return 1 - ease((at - last - HOLD) / (AFTER - HOLD));
}

function lineAt(list: readonly Knot[], at: number, slope: number): number {
  const first = list[0]!, last = list.at(-1)!;
  if (at <= first.at) return first.level - (slope * (first.at - at)) / HOUR;
  if (at >= last.at) return last.level + (slope * Math.min(at - last.at, HOLD)) / HOUR;
  const next = list.findIndex((knot) => knot.at >= at);
  const [a, b] = [list[next - 1]!, list[next]!];
  return a.level + ((b.level - a.level) * (at - a.at)) / (b.at - a.at);
}

function stationOf(gauges: readonly Gauge[], asked: string, number: number): number {
  const found = gauges.flatMap(({ code, site }, i) => (code === asked || site.name === asked || site.id === asked ? [i] : []));
  if (found.length !== 1) throw new BadCue(number, 'station', asked, found.length === 0 ? 'the id or the name of a station' : `an id: ${found.length} stations have this name`);
  return found[0]!;
}

function thresholdOf(gauge: Gauge, passes: 'alert' | 'warning' | 'danger', at: number): number | null {
  if (gauge.type === 'BZ') return null;
  if (gauge.type === 'JS') return PONDING[passes];
  if (passes !== 'warning' || gauge.limits.length === 0) return gauge[passes];
  const day = formatDay(dayOf(at)).slice(5);
  return (gauge.limits.filter(({ from }) => from <= day).at(-1) ?? gauge.limits.at(-1)!).level;
}

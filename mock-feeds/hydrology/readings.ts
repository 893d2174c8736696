/** Readings every five minutes of simulated time. Some stations fall silent for hours, more in the storm. */
import type { StationReading, Weather } from '../city/types.ts';
import { HOUR, MINUTE, formatSeconds } from '../local-time.ts';
import { chance, textHash } from '../random.ts';
import type { CuedGauges } from '../cues/gauges.ts';
import type { Gauge } from './stations.ts';

export const TICK = 5 * MINUTE;
const BLOCK = 6 * HOUR;
/** A silence lies within one block, so the last reading before it is never further back. */
const BACK = BLOCK / TICK + 1;

/** Ms (simulated) by which the reading of a station at a tick comes late. */
export type ReadingLateness = (station: number, tick: number) => number;

export interface Readings {
  /** Time of the latest reading that can be had at `now`, and when it came; null where the station never reported. */
  latest(i: number, now: number, late: ReadingLateness): { at: number; seen: number } | null;
  value(i: number, at: number): StationReading;
  /** JSON row of the reading at tick `at`. */
  row(i: number, at: number): string;
  isSilent(i: number, at: number): boolean;
  /** Reports out of turn within [from, to], ms: when they came. */
  extra(i: number, from: number, to: number): number[];
}

export function makeReadings(gauges: readonly Gauge[], weather: Weather, seed: number, cued: CuedGauges | null = null): Readings {
  const own = seed ^ textHash('reading');
  const rows = new Array<{ at: number; text: string } | undefined>(gauges.length);

  function isSilent(i: number, at: number): boolean {
    if (cued?.heard(i, at)) return false;
    if (gauges[i]!.dead) return true;
    const block = Math.floor(at / BLOCK);
    const share = weather.stormFactor(block * BLOCK + BLOCK / 2) > 0 ? 0.04 : 0.008;
    if (chance(own, i, block) >= share) return false;
    const from = block * BLOCK + chance(own, i, block, 1) * 2 * HOUR;
    return at >= from && at < from + HOUR * (0.6 + 3.4 * chance(own, i, block, 2));
  }

  const value = (i: number, at: number): StationReading => {
    const natural = weather.levelAt(gauges[i]!.site, at);
    return cued ? cued.value(i, at, natural) : natural;
  };
  const extra = (i: number, from: number, to: number): number[] => cued?.extra(i).filter((at) => at >= from && at <= to) ?? [];

  return {
    isSilent, value, extra,
    latest(i, now, late) {
      const gauge = gauges[i]!;
      const seen = cued?.extra(i).findLast((at) => at <= now);
      const told = seen === undefined ? null : { at: Math.floor(seen / 1000) * 1000, seen };
      if (gauge.dead && !cued?.has(i)) return null;
      const newest = Math.floor(now / TICK);
      for (let tick = newest; tick > newest - BACK - 8; tick--) {
        const seen = tick * TICK + gauge.delayMs + late(i, tick);
        if (seen <= now && !isSilent(i, tick * TICK)) return told && told.at >= tick * TICK ? told : { at: tick * TICK, seen };
      }
      return told;
    },
    row(i, at) {
      const known = rows[i];
      if (known?.at === at) return known.text;
      const text = readingRow(gauges[i]!, at, value(i, at));
      rows[i] = { at, text };
      return text;
    },
  };
}

const orNull = (v: number | undefined): number | string => v ?? 'null';

/** Z in m, Q in m³/s, DRP DRP1H DRP24H in mm, JSSD in cm, RUN 1 or 0. */
export function readingRow(g: Gauge, at: number, r: StationReading): string {
  const ponding = g.type === 'JS';
  return `{"STCD":"${g.code}","TM":"${formatSeconds(at)}","Z":${ponding ? 'null' : orNull(r.level)},"Q":${g.type === 'ZZ' ? 'null' : orNull(r.flow)}`
    + `,"DRP":${orNull(r.rain5m)},"DRP1H":${orNull(r.rain1h)},"DRP24H":${orNull(r.rain24h)},"JSSD":${ponding ? orNull(r.level) : 'null'}`
    + `,"RUN":${r.running === undefined ? 'null' : r.running ? 1 : 0}}`;
}

/**
 * Who should be on duty, and who is. A day is cut into five segments at 0, 6, 8, 16 and 20 o'clock;
 * shifts run 08–20 and 20–08, and in a storm nearly all are called in from 16:00 to 06:00.
 */
import type { Weather } from '../city/types.ts';
import { HOUR, dayOf, startOfDay, timeOfDay } from '../local-time.ts';
import { chance, textHash } from '../random.ts';

/** Number of the segment: local day × 5 + part. */
const STARTS = [0, 6, 8, 16, 20] as const;

export function segmentAt(ms: number): number {
  const hour = Math.floor(timeOfDay(ms) / HOUR);
  return dayOf(ms) * 5 + (hour < 6 ? 0 : hour < 8 ? 1 : hour < 16 ? 2 : hour < 20 ? 3 : 4);
}

export const segmentStart = (segment: number): number => startOfDay(Math.floor(segment / 5)) + STARTS[segment % 5]! * HOUR;

/** 1 网格长, 2 专职, 3 兼职, 4 指导员. Only 专职 and 兼职 carry a phone that reports. */
export type Role = 1 | 2 | 3 | 4;

export interface Shifts {
  /** By person: 1 where the roster wants them in the segment. */
  expected(segment: number): Uint8Array;
  /** By person: 1 where they are on duty and report. */
  present(segment: number): Uint8Array;
  stormCall(segment: number): boolean;
}

export interface ShiftOptions {
  roles: Uint8Array;
  /** By person: local days on which they join and leave, both at 08:00. */
  joins: Int32Array;
  leaves: Int32Array;
  weather: Weather;
  seed: number;
}

const KEEP = 60;

export function makeShifts(o: ShiftOptions): Shifts {
  const own = o.seed ^ textHash('shift');
  const wanted = new Map<number, Uint8Array>();
  const there = new Map<number, Uint8Array>();

  function stormCall(segment: number): boolean {
    const part = segment % 5;
    const day = Math.floor(segment / 5);
    if (part === 3 || part === 4) return o.weather.isStormDay(startOfDay(day) + 15 * HOUR);
    return part === 0 && o.weather.isStormDay(startOfDay(day - 1) + 15 * HOUR);
  }

  const compute = (segment: number): Uint8Array => {
    const part = segment % 5;
    const day = Math.floor(segment / 5) - (part < 2 ? 1 : 0);
    const night = part < 2 || part === 4;
    const call = stormCall(segment);
    return o.roles.map((role, i) => {
      if (role === 1 || role === 4 || !belongs(o, i, segment)) return 0;
      if (call && chance(own, i, day, 2) < 0.985) return 1;
      const share = role === 2 ? (night ? 0.2 : 0.62) : night ? 0.06 : 0.34;
      return chance(own, i, day, night ? 1 : 0) < share ? 1 : 0;
    });
  };

  const expected = (segment: number): Uint8Array => cached(wanted, segment, compute);
  const present = (segment: number): Uint8Array => cached(there, segment, () => {
    const day = Math.floor(segment / 5);
    return expected(segment).map((due, i) => {
      if (o.roles[i] === 1 || o.roles[i] === 4 || !belongs(o, i, segment) || chance(own, i, 7) < 0.006) return 0;
      return chance(own, i, day, 3 + (segment % 5)) < (due ? 0.965 : 0.008) ? 1 : 0;
    });
  });
  return { expected, present, stormCall };
}

/** Whether person `i` is on the roster in the segment. */
export function belongs(o: Pick<ShiftOptions, 'joins' | 'leaves'>, i: number, segment: number): boolean {
  const joined = o.joins[i]! * 5 + 2;
  const left = o.leaves[i]! * 5 + 2;
  return segment >= joined && segment < left;
}

function cached(map: Map<number, Uint8Array>, key: number, make: (key: number) => Uint8Array): Uint8Array {
  let value = map.get(key);
  if (!value) {
    value = make(key);
    map.set(key, value);
    if (map.size > KEEP) map.delete(map.keys().next().value!);
  }
  return value;
}

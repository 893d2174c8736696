/**
 * Every change of every case in one order, (time, orderNo). Days are generated as the clock reaches
 * them and dropped when nothing of them can change any more. Changes are kept by the hour as sorted
 * numbers that hold time, day and event at once, so that the native sort and a binary search do.
 */
import { HOUR, dayOf } from '../local-time.ts';
import { generateCaseDay, orderNo } from './day.ts';
import type { CaseContext, CaseDay } from './day.ts';
import { insertEvent, plannedNumber } from './insert.ts';

/** Room for 2^21 events of one day's cases, 64 days of life. */
const EVENTS = 2 ** 21;
const DAYS = 64;

export interface Change { day: CaseDay; index: number; event: number; at: number }
export interface Cursor { at: number; orderNo: string }
/** When a change (by its number in the plan) can be seen, in ms after it happened; 0 unless the platform is late. */
export type Lateness = (day: number, event: number) => number;
/** The longest lateness there is. */
export const LATEST_MS = 30 * 60_000;

export interface Ledger {
  /** Makes every day up to `now`; from then on anything up to `now` can be asked. */
  reach(now: number): void;
  days(): Iterable<CaseDay>;
  day(day: number): CaseDay | null;
  firstDay(): number;
  /** Changes after the cursor that are the latest of their case as of `now`, in order, until `take` says stop. */
  scan(after: Cursor | null, now: number, late: Lateness | null, take: (change: Change) => boolean): void;
  /** Number of the last event of case `index` as of `now`; −1 if it is not there yet. */
  lastEvent(day: CaseDay, index: number, now: number, late: Lateness | null): number;
  /** Puts an event that nobody planned into a case's life, after all that had happened by `at`; gives its number. */
  insert(day: CaseDay, index: number, kind: number, at: number): number;
}

export interface LedgerOptions { ctx: CaseContext; firstDay: number; keepDays: number; progress?: (done: number, all: number) => void }

export function makeLedger({ ctx, firstDay, keepDays, progress }: LedgerOptions): Ledger {
  const days = new Map<number, CaseDay>();
  const parts = new Map<number, Float64Array[]>();
  const sorted = new Map<number, Float64Array>();
  let first = firstDay;
  let next = firstDay;

  function reach(now: number): void {
    const today = dayOf(now);
    const all = today - next + 1;
    // A platform brought back after long leaves out what nobody can ask for any more.
    if (today - next > keepDays) first = next = today - keepDays;
    for (let done = 1; next <= today; next++, done++) {
      addDay(generateCaseDay(ctx, next));
      progress?.(done, all);
    }
    while (first < today - keepDays) dropDay(first++);
  }

  function addDay(day: CaseDay): void {
    days.set(day.day, day);
    const counts = new Map<number, number>();
    for (const at of day.eventAt) {
      const hour = Math.floor(at / HOUR);
      counts.set(hour, (counts.get(hour) ?? 0) + 1);
    }
    const open = new Map([...counts].map(([hour, n]) => [hour, { keys: new Float64Array(n), used: 0 }]));
    for (let e = 0; e < day.eventAt.length; e++) {
      const at = day.eventAt[e]!;
      const part = open.get(Math.floor(at / HOUR))!;
      part.keys[part.used++] = keyOf(at, day.day, e);
    }
    for (const [hour, { keys }] of open) {
      const known = parts.get(hour);
      if (known) known.push(keys); else parts.set(hour, [keys]);
    }
  }

  function dropDay(day: number): void {
    days.delete(day);
    const end = Math.floor((day + 1) * 24) - 8;
    for (let hour = end - 24; hour < end; hour++) { parts.delete(hour); sorted.delete(hour); }
  }

  /** Only asked of hours that no later day can add to. */
  function keysOf(hour: number): Float64Array | null {
    let keys = sorted.get(hour);
    if (keys) return keys;
    const list = parts.get(hour);
    if (!list) return null;
    keys = new Float64Array(list.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of list) { keys.set(part, at); at += part.length; }
    keys.sort();
    sorted.set(hour, keys);
    parts.delete(hour);
    return keys;
  }

  function scan(after: Cursor | null, now: number, late: Lateness | null, take: (change: Change) => boolean): void {
    reach(now);
    const from = after ? Math.max(after.at, first * 24 * HOUR - 8 * HOUR) : first * 24 * HOUR - 8 * HOUR;
    const lastHour = Math.floor(now / HOUR);
    for (let hour = Math.floor(from / HOUR); hour <= lastHour; hour++) {
      const keys = keysOf(hour);
      if (!keys) continue;
      for (let i = after ? firstAfter(keys, hour, after) : 0; i < keys.length; i++) {
        const change = decode(keys[i]!, hour);
        if (change && change.at > now) return;
        if (change && isLatest(change, now, late) && !take(change)) return;
      }
    }
  }

  function firstAfter(keys: Float64Array, hour: number, after: Cursor): number {
    if (after.at < hour * HOUR) return 0;
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (isAfter(keys[mid]!, hour, after)) high = mid; else low = mid + 1;
    }
    return low;
  }

  function isAfter(key: number, hour: number, after: Cursor): boolean {
    const at = hour * HOUR + Math.floor(key / (EVENTS * DAYS));
    if (at !== after.at) return at > after.at;
    const change = decode(key, hour);
    return change !== null && orderNo(change.day.day, change.index) > after.orderNo;
  }

  /** Null where the day was dropped. */
  function decode(key: number, hour: number): Change | null {
    const event = key % EVENTS;
    const back = DAYS - 1 - (Math.floor(key / EVENTS) % DAYS);
    const at = hour * HOUR + Math.floor(key / (EVENTS * DAYS));
    const day = days.get(dayOf(hour * HOUR) - back);
    return day ? { day, index: day.caseOfEvent[event]!, event, at } : null;
  }

  function isLatest({ day, index, event }: Change, now: number, late: Lateness | null): boolean {
    if (!late) return event + 1 >= day.eventsFrom[index + 1]! || day.eventAt[event + 1]! > now;
    return lastEvent(day, index, now, late) === event;
  }

  function lastEvent(day: CaseDay, index: number, now: number, late: Lateness | null): number {
    const begin = day.eventsFrom[index]!;
    for (let e = day.eventsFrom[index + 1]! - 1; e >= begin; e--) {
      if (day.eventAt[e]! + (late ? late(day.day, plannedNumber(day, e)) : 0) <= now) return e;
    }
    return -1;
  }

  function insert(day: CaseDay, index: number, kind: number, at: number): number {
    const number = insertEvent(day, index, kind, at);
    // Those of the day that come after it are numbered on; their order stays.
    for (const [hour, keys] of [...sorted].concat([...parts].flatMap(([of, list]) => list.map((part): [number, Float64Array] => [of, part])))) {
      const back = DAYS - 1 - (dayOf(hour * HOUR) - day.day);
      for (let i = 0; i < keys.length; i++) if (Math.floor(keys[i]! / EVENTS) % DAYS === back && keys[i]! % EVENTS >= number) keys[i]!++;
    }
    const hour = Math.floor(day.eventAt[number]! / HOUR);
    const own = Float64Array.of(keyOf(day.eventAt[number]!, day.day, number));
    const known = sorted.get(hour);
    if (known) sorted.set(hour, Float64Array.from([...known, ...own]).sort());
    else parts.set(hour, [...parts.get(hour) ?? [], own]);
    return number;
  }

  return { insert, reach, days: () => days.values(), day: (day) => days.get(day) ?? null, firstDay: () => first, scan, lastEvent };
}

function keyOf(at: number, day: number, event: number): number {
  const hour = Math.floor(at / HOUR);
  const back = dayOf(hour * HOUR) - day;
  return ((at - hour * HOUR) * DAYS + (DAYS - 1 - back)) * EVENTS + event;
}

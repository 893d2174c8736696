/** 班次: which shift is on at an instant, and when it began, by the city's own wall clock. Pure. */
import { z } from 'zod';
import { dayStart, fromLocal, localDay, zoneOffset } from './clock.ts';

/** Minutes after local midnight at which a shift begins; it lasts until the next one of the list does. */
export interface ShiftRule { name: string; from: number }

export const Shift = z.object({
  /** `YYYY-MM-DD-HHMM` of its beginning, local time. */
  id: z.string(),
  name: z.string(),
  /** [from, to), epoch ms */
  from: z.number().int(), to: z.number().int(),
});
export type Shift = z.infer<typeof Shift>;

/** `YYYY-MM-DD` of a local day number. */
export const dayText = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
/** Day number of `YYYY-MM-DD`; null where it is no date of the calendar. */
export function dayOfText(text: string): number | null {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isNaN(ms) || dayText(ms / 86_400_000) !== text ? null : ms / 86_400_000;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** A minute of a local day as epoch ms; on the day of a clock change the hour by the wall still counts. */
function instant(zone: string, day: number, minute: number): number {
  const date = new Date(day * 86_400_000);
  return fromLocal(zone, date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), Math.floor(minute / 60), minute % 60);
}

/** `rules` in order of their beginnings. */
function begun(zone: string, rules: readonly ShiftRule[], day: number, at: number): Shift {
  const rule = rules[at]!;
  const last = at === rules.length - 1;
  return {
    id: `${dayText(day)}-${two(Math.floor(rule.from / 60))}${two(rule.from % 60)}`, name: rule.name,
    from: instant(zone, day, rule.from), to: instant(zone, last ? day + 1 : day, rules[last ? 0 : at + 1]!.from),
  };
}

const ordered = (rules: readonly ShiftRule[]): ShiftRule[] => [...rules].sort((a, b) => a.from - b.from);

/** The shift that `now` (epoch ms) falls into, and the `count` − 1 before it, newest first. */
export function shiftsUntil(zone: string, rules: readonly ShiftRule[], now: number, count: number): Shift[] {
  const sorted = ordered(rules);
  const found: Shift[] = [];
  for (let day = localDay(zone, now); found.length < count; day--) {
    for (let at = sorted.length - 1; at >= 0 && found.length < count; at--) {
      const shift = begun(zone, sorted, day, at);
      if (shift.from <= now) found.push(shift);
    }
  }
  return found;
}

/** The shift of an id; null where the city has none that begins then. */
export function shiftOf(zone: string, rules: readonly ShiftRule[], id: string): Shift | null {
  const day = dayOfText(id.slice(0, 10));
  const sorted = ordered(rules);
  const at = sorted.findIndex((rule) => id.slice(10) === `-${two(Math.floor(rule.from / 60))}${two(rule.from % 60)}`);
  return day === null || at < 0 ? null : begun(zone, sorted, day, at);
}

/** The same date a year before; 29 February has none and takes the 28th. */
export function yearBefore(day: number): number {
  const date = new Date(day * 86_400_000);
  const before = Date.UTC(date.getUTCFullYear() - 1, date.getUTCMonth(), date.getUTCDate()) / 86_400_000;
  return new Date(before * 86_400_000).getUTCMonth() === date.getUTCMonth() ? before : before - 1;
}

/** Minutes after local midnight of an instant, by the wall. */
export const minuteOfDay = (zone: string, ms: number): number => Math.floor((ms + zoneOffset(zone)(ms)) / 60_000) % 1440;
/** [from, to) of a local day, epoch ms. */
export const dayWindow = (zone: string, day: number): { from: number; to: number } => ({ from: dayStart(zone, day), to: dayStart(zone, day + 1) });

/**
 * The strip on which the cursor is put: where what lies on it, what is recorded, and what may be gone to. Pure; times
 * are world's ms, places on the strip shares of its width from the left.
 */
import { dayStart, fromLocal, localDay, zoneOffset } from '../../../server/wire/clock.ts';
import type { Stretch } from '../../../server/wire/playback.ts';
import { localParts } from '../../look/format.ts';

export interface Span { from: number; to: number }
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Lengths of the strip in hours, beside all that is kept. */
const LENGTHS = [24, 72] as const;

/** Lengths that are worth offering where so many days are kept. */
export function lengths(days: number): number[] {
  const all = Math.max(24, Math.ceil(days * 24));
  return [...LENGTHS.filter((hours) => hours < all), all];
}
/** The strip up to now, in whole minutes: as long as chosen, or as it must be so that the cursor is on it. */
export function spanOf(now: number, hours: number, offered: readonly number[], cursor: number | null): Span {
  const to = Math.ceil(now / MINUTE) * MINUTE;
  const holds = (h: number): boolean => cursor === null || cursor >= to - h * HOUR;
  const long = holds(hours) ? hours : offered.find((h) => h > hours && holds(h)) ?? Math.max(hours, ...offered);
  return { from: to - long * HOUR, to };
}

export const shareOf = ({ from, to }: Span, at: number): number => (at - from) / (to - from);
export const timeAt = ({ from, to }: Span, share: number): number => Math.round(from + Math.min(1, Math.max(0, share)) * (to - from));

/** What is recorded within the span. */
export const recorded = (span: Span, stretches: readonly Stretch[]): Span[] =>
  stretches.flatMap(({ from, to }) => (to > span.from && from < span.to ? [{ from: Math.max(from, span.from), to: Math.min(to, span.to) }] : []));
/** What lies between, in order. */
export function gaps(span: Span, stretches: readonly Stretch[]): Span[] {
  const edges = [span.from, ...recorded(span, stretches).flatMap(({ from, to }) => [from, to]), span.to];
  return edges.flatMap((from, i) => (i % 2 === 0 && edges[i + 1]! > from ? [{ from, to: edges[i + 1]! }] : []));
}

/** The recorded instant nearest to a time; null: nothing at all is recorded. */
export function nearest(stretches: readonly Stretch[], at: number): number | null {
  let best: number | null = null;
  for (const { from, to } of stretches) {
    const here = Math.min(to, Math.max(from, at));
    if (best === null || Math.abs(here - at) < Math.abs(best - at)) best = here;
  }
  return best;
}
/** So far from the cursor; a step into a gap is a step over it. */
export function stepped(stretches: readonly Stretch[], at: number, by: number): number | null {
  const to = at + by;
  const inside = stretches.find((one) => to >= one.from && to <= one.to);
  if (inside) return to;
  const beyond = by > 0 ? stretches.find(({ from }) => from > at)?.from : stretches.findLast((one) => one.to < at)?.to;
  return beyond ?? nearest(stretches, to);
}
/** An end of the stretch that the cursor is in, or nearest to; there already, that of the next one. */
export function edge(stretches: readonly Stretch[], at: number, which: 'from' | 'to'): number | null {
  const here = nearest(stretches, at);
  const i = stretches.findIndex(({ from, to }) => here !== null && here >= from && here <= to);
  if (i < 0) return null;
  const own = stretches[i]![which];
  return Math.abs(own - at) < 1000 ? stretches[which === 'from' ? i - 1 : i + 1]?.[which] ?? own : own;
}

export interface Tick { at: number; /** A local day begins here. */ day: boolean }
/** Full local hours that get a label, so many apart that `most` fit; midnights among them whatever the zone does that day. */
export function ticks(zone: string, span: Span, most: number): Tick[] {
  const apart = [1, 2, 3, 4, 6, 12, 24].find((hours) => (span.to - span.from) / (hours * HOUR) <= most) ?? 24;
  const out: Tick[] = [];
  for (let day = localDay(zone, span.from); day <= localDay(zone, span.to); day += 1) {
    const { y, mo, d } = localParts(zone, dayStart(zone, day));
    for (let hour = 0; hour < 24; hour += apart) {
      const at = hour === 0 ? dayStart(zone, day) : fromLocal(zone, y, mo, d, hour);
      // On the day of a shift an hour may be left out.
      if (at >= span.from && at <= span.to && (hour === 0 || localParts(zone, at).h === hour)) out.push({ at, day: hour === 0 });
    }
  }
  return out;
}

export interface Shift { at: number; /** ms by which the city's clocks are put on; negative: back. */ by: number }
/** Where the city's zone changes its offset. */
export function shifts(zone: string, span: Span): Shift[] {
  const offset = zoneOffset(zone);
  const out: Shift[] = [];
  for (let at = span.from; at < span.to; at += DAY) {
    const end = Math.min(span.to, at + DAY);
    if (offset(at) === offset(end)) continue;
    let [low, high] = [at, end];
    while (high - low > MINUTE) { const middle = Math.floor((low + high) / 2); if (offset(middle) === offset(at)) low = middle; else high = middle; }
    out.push({ at: Math.ceil(low / MINUTE) * MINUTE, by: offset(end) - offset(at) });
  }
  return out;
}

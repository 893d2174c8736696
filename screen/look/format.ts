/** Numbers and times as the wall writes them. Pure; times are epoch ms with the city's zone. */
import { zoneOffset } from '../../server/wire/clock.ts';
import { LANGUAGE } from './language.ts';
import { TIME } from './words.ts';
import type { Day } from './words/day.ts';

export const NONE = '—';
const two = (n: number): string => String(n).padStart(2, '0');

/** 12345 → "12,345"; null → "—". */
const whole = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 0 });
export const count = (n: number | null): string => (n === null || !Number.isFinite(n) ? NONE : whole.format(Math.round(n) + 0));

const short = [0, 1].map((digits) => new Intl.NumberFormat(LANGUAGE, { notation: 'compact', minimumFractionDigits: digits, maximumFractionDigits: digits }));
/** A count in a narrow place: from 100,000 on as the language shortens it, 180363 → "18.0万", "180.4K". */
export const compact = (n: number): string => (n < 100_000 ? count(n) : short[n < 10_000_000 ? 1 : 0]!.format(n));

export const fixed = (n: number | null, digits = 1): string => (n === null || !Number.isFinite(n) ? NONE : n.toFixed(digits));

/** 0.9372 → "93.7". Never rounds up to 100.0 what is not whole, nor down to 0.0 what is something. */
export function percent(share: number | null, digits = 1): string {
  if (share === null || !Number.isFinite(share)) return NONE;
  const shown = (share * 100).toFixed(digits);
  const edge = 10 ** -digits;
  if (share < 1 && Number(shown) >= 100) return (100 - edge).toFixed(digits);
  if (share > 0 && Number(shown) === 0) return edge.toFixed(digits);
  return shown;
}

interface Parts { y: number; mo: number; d: number; h: number; mi: number; s: number }
export function localParts(zone: string, ms: number): Parts {
  const t = new Date(ms + zoneOffset(zone)(ms));
  return { y: t.getUTCFullYear(), mo: t.getUTCMonth() + 1, d: t.getUTCDate(), h: t.getUTCHours(), mi: t.getUTCMinutes(), s: t.getUTCSeconds() };
}
export const clockTime = (zone: string, ms: number): string => { const p = localParts(zone, ms); return `${two(p.h)}:${two(p.mi)}:${two(p.s)}`; };
export const minuteTime = (zone: string, ms: number): string => { const p = localParts(zone, ms); return `${two(p.h)}:${two(p.mi)}`; };

const month = new Intl.DateTimeFormat(LANGUAGE, { month: 'short', timeZone: 'UTC' });
const weekday = new Intl.DateTimeFormat(LANGUAGE, { weekday: 'short', timeZone: 'UTC' });
function dayOf(zone: string, ms: number): Day {
  const { y, mo, d } = localParts(zone, ms);
  const utc = ms + zoneOffset(zone)(ms);
  return { year: String(y), month: month.format(utc), month2: two(mo), day: String(d), day2: two(d), weekday: weekday.format(utc) };
}
export const dateText = (zone: string, ms: number): string => TIME.date(dayOf(zone, ms));
/** "20:16" today, "昨 20:16" yesterday, "明 20:16" tomorrow, "07-03 20:16" otherwise. */
export function whenText(zone: string, ms: number, now: number): string {
  const day = (t: number): number => Math.floor((t + zoneOffset(zone)(t)) / 86_400_000);
  const back = day(now) - day(ms);
  if (back === 0) return minuteTime(zone, ms);
  return (back === -1 ? TIME.after : back === 1 ? TIME.before : TIME.far)(dayOf(zone, ms), minuteTime(zone, ms));
}

/** Elapsed ms as "00:01:05"; hours run on beyond 99. */
export function elapsed(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  return `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}
/** An age in words: "8 秒", "12 分", "3.5 小时", "2 天". */
export function ageText(ms: number): string {
  const s = Math.max(0, ms / 1000);
  if (s < 90) return TIME.seconds(String(Math.floor(s)));
  if (s < 90 * 60) return TIME.minutes(String(Math.floor(s / 60)));
  if (s < 48 * 3600) return TIME.hours(fixed(s / 3600, 1));
  return TIME.days(String(Math.floor(s / 86_400)));
}
/** Seconds as hours with one decimal, or minutes below one hour: value and unit apart. */
export function durationParts(seconds: number | null): { value: string; unit: string } {
  if (seconds === null || !Number.isFinite(seconds)) return { value: NONE, unit: '' };
  return seconds < 3600 ? { value: fixed(seconds / 60, 0), unit: TIME.unit.minute } : { value: fixed(seconds / 3600, 1), unit: TIME.unit.hour };
}
export const durationText = (seconds: number | null): string => {
  const { value, unit } = durationParts(seconds);
  return unit === '' ? value : (unit === TIME.unit.hour ? TIME.shortHours : TIME.minutes)(value);
};

/** A time as an officer types it, by the city's own clock. Pure. */
import { dayStart, fromLocal, localDay } from '../../../server/wire/clock.ts';
import { localParts } from '../../look/format.ts';

const FORM = /^(?:(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})[\sT]+)?(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?$/;

/**
 * "20:16", "20:16:30", "07-15 20:16", "2025-07-15 20:16" → world's ms. Without a day the last such time that has been;
 * without a year the last such day. null: it cannot be read, or there is no such day or hour.
 */
export function parseTime(zone: string, text: string, now: number): number | null {
  const found = FORM.exec(text.trim());
  if (!found) return null;
  const [year, month, day, h, mi, s] = found.slice(1).map((part) => (part === undefined ? null : Number(part)));
  const at = (y: number, mo: number, d: number): number | null => {
    const ms = fromLocal(zone, y, mo, d, h!, mi!, s ?? 0);
    const is = localParts(zone, ms);
    return is.y === y && is.mo === mo && is.d === d && is.h === h && is.mi === mi ? ms : null;
  };
  if (month != null && day != null) {
    if (year != null) return at(year, month, day);
    const { y } = localParts(zone, now);
    const here = at(y, month, day);
    return here !== null && here > now ? at(y - 1, month, day) : here;
  }
  const today = localDay(zone, now);
  for (const d of [today, today - 1]) {
    const { y, mo, d: dom } = localParts(zone, dayStart(zone, d));
    const here = at(y, mo, dom);
    if (here !== null && here <= now) return here;
  }
  return null;
}

const two = (n: number): string => String(n).padStart(2, '0');
/** As it can be typed again. */
export function writeTime(zone: string, ms: number): string {
  const { mo, d, h, mi, s } = localParts(zone, ms);
  return `${two(mo)}-${two(d)} ${two(h)}:${two(mi)}${s === 0 ? '' : `:${two(s)}`}`;
}

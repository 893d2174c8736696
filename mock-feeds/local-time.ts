/**
 * The upstreams speak local text (China Standard Time, UTC+8 all year). Formatting is on the hot
 * path of every page, so days and minutes are looked up.
 */
export const LOCAL_OFFSET = 8 * 3_600_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** Local calendar day as a day number since 1970-01-01. */
export const dayOf = (ms: number): number => Math.floor((ms + LOCAL_OFFSET) / DAY);
/** Epoch ms at which local day `day` begins. */
export const startOfDay = (day: number): number => day * DAY - LOCAL_OFFSET;
/** Ms since local midnight. */
export const timeOfDay = (ms: number): number => ms + LOCAL_OFFSET - dayOf(ms) * DAY;

const pad = (n: number, width: number): string => String(n).padStart(width, '0');
const minuteText = Array.from({ length: 1440 }, (_, m) => `${pad(Math.floor(m / 60), 2)}:${pad(m % 60, 2)}:`);
const secondText = Array.from({ length: 60 }, (_, s) => pad(s, 2));
const milliText = Array.from({ length: 1000 }, (_, s) => pad(s, 3));
const dayText = new Map<number, string>();

/** "2024-09-01" of a local day number. */
export function formatDay(day: number): string {
  let text = dayText.get(day);
  if (text === undefined) {
    text = new Date(day * DAY).toISOString().slice(0, 10);
    if (dayText.size > 5_000) dayText.clear();
    dayText.set(day, text);
  }
  return text;
}

/** "yyyy-MM-dd HH:mm:ss.SSS" */
export function formatMs(ms: number): string {
  const day = dayOf(ms);
  const rest = ms + LOCAL_OFFSET - day * DAY;
  const minute = Math.floor(rest / MINUTE);
  const inMinute = rest - minute * MINUTE;
  const second = Math.floor(inMinute / 1000);
  return `${formatDay(day)} ${minuteText[minute]}${secondText[second]}.${milliText[inMinute - second * 1000]}`;
}

/** "yyyy-MM-dd HH:mm:ss" */
export const formatSeconds = (ms: number): string => formatMs(ms).slice(0, 19);

const TEXT = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?$/;

/** Epoch ms of local text as above (time of day optional); null if it is none. */
export function parseLocal(text: string): number | null {
  const m = TEXT.exec(text);
  if (!m) return null;
  const part = (i: number): number => Number(m[i] ?? 0);
  const ms = Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6), Number((m[7] ?? '').padEnd(3, '0')));
  return Number.isNaN(ms) ? null : ms - LOCAL_OFFSET;
}

/** Epoch ms of "1725192360000", ISO 8601 with a zone, or local text; null if it is none. */
export function parseInstant(text: string): number | null {
  if (/^-?\d+$/.test(text)) return Number(text);
  const local = parseLocal(text);
  if (local !== null) return local;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

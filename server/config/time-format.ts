/** Text or number → epoch ms, by a declared format and zone; compiled once, then some 200 ns a time. */
import { fromLocal } from '../wire/clock.ts';

/** undefined: of a wrong type; null: not a time. */
export type ReadTime = (value: unknown) => number | null | undefined;

const QUARTER = 15 * 60_000;
const KEPT = 100_000;

/** `format`: iso, epochMs, epochS, or a pattern of yyyy MM dd HH hh mm ss SSS a and other characters as they are. */
export function compileTime(format: string, zone: string): ReadTime {
  if (format === 'epochMs') return (value) => epoch(value, 1);
  if (format === 'epochS') return (value) => epoch(value, 1000);
  if (format === 'iso') return isoTime;
  return localTime(format, zone);
}

function epoch(value: unknown, factor: number): number | null | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.round(value * factor) : null;
  if (typeof value !== 'string') return undefined;
  return /^\d{1,16}(\.\d+)?$/.test(value) ? Math.round(Number(value) * factor) : null;
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;
function isoTime(value: unknown): number | null | undefined {
  if (typeof value !== 'string') return undefined;
  if (!ISO.test(value)) return null;
  const ms = Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(ms) ? null : ms;
}

type Part = 'yyyy' | 'MM' | 'dd' | 'HH' | 'hh' | 'mm' | 'ss' | 'SSS' | 'a';
interface Token { part: Part | null; at: number; width: number; literal: string }

function tokens(format: string): { list: Token[]; length: number } {
  const list: Token[] = [];
  let at = 0;
  for (const [text] of format.matchAll(/yyyy|MM|dd|HH|hh|mm|ss|SSS|a|'[^']*'|./gs)) {
    const isPart = /^(yyyy|MM|dd|HH|hh|mm|ss|SSS|a)$/.test(text);
    const literal = text.length > 1 && text.startsWith("'") ? text.slice(1, -1) : text;
    const width = text === 'a' ? 2 : isPart ? text.length : literal.length;
    list.push({ part: isPart ? (text as Part) : null, at, width, literal });
    at += width;
  }
  return { list, length: at };
}

function localTime(format: string, zone: string): ReadTime {
  const { list, length } = tokens(format);
  const literals = list.filter((token) => token.part === null);
  const positions = new Map(list.flatMap((token) => (token.part === null ? [] : [[token.part, token] as const])));
  const quarters = new Map<number, number>();
  const number = (text: string, part: Part, absent: number): number => {
    const token = positions.get(part);
    return token ? digits(text, token.at, token.width) : absent;
  };
  return (value) => {
    if (typeof value !== 'string') return undefined;
    if (value.length !== length) return null;
    for (const { at, literal } of literals) if (!value.startsWith(literal, at)) return null;
    const hour = hourOf(value, number(value, 'HH', -2), number(value, 'hh', -2), positions.get('a'));
    const y = number(value, 'yyyy', 0), mo = number(value, 'MM', 1), d = number(value, 'dd', 1);
    const mi = number(value, 'mm', 0), s = number(value, 'ss', 0), ms = number(value, 'SSS', 0);
    if (hour < 0 || y < 0 || mo < 1 || mo > 12 || d < 1 || d > daysIn(y, mo) || mi < 0 || mi > 59 || s < 0 || s > 59 || ms < 0) return null;
    // Zones change on quarter hours only.
    const quarter = Math.floor(mi / 15);
    const key = (((y * 13 + mo) * 32 + d) * 24 + hour) * 4 + quarter;
    let base = quarters.get(key);
    if (base === undefined) {
      if (quarters.size >= KEPT) quarters.clear();
      quarters.set(key, base = fromLocal(zone, y, mo, d, hour, quarter * 15));
    }
    return base + mi * 60_000 - quarter * QUARTER + s * 1000 + ms;
  };
}

function digits(text: string, at: number, width: number): number {
  let value = 0;
  for (let i = at; i < at + width; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** −2 stands for "the format has none", −1 for "no digits". */
function hourOf(text: string, hour24: number, hour12: number, half: Token | undefined): number {
  if (hour24 !== -2) return hour24 <= 23 ? hour24 : -1;
  if (hour12 === -2) return 0;
  if (hour12 < 1 || hour12 > 12 || !half) return -1;
  const word = text.slice(half.at, half.at + 2).toUpperCase();
  if (word !== 'AM' && word !== 'PM') return -1;
  return (hour12 % 12) + (word === 'PM' ? 12 : 0);
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const daysIn = (y: number, mo: number): number => (mo === 2 && (y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0)) ? 29 : DAYS[mo - 1] ?? 0);

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** Epoch ms → text of a format, the inverse of `compileTime` (queries speak the upstream's own times). */
export function formatTime(format: string, zoneOffset: (ms: number) => number): (ms: number) => string {
  if (format === 'epochMs') return String;
  if (format === 'epochS') return (ms) => String(Math.floor(ms / 1000));
  if (format === 'iso') return (ms) => new Date(ms).toISOString();
  const { list } = tokens(format);
  return (ms) => {
    const local = new Date(ms + zoneOffset(ms));
    const hour = local.getUTCHours();
    const parts: Record<Part, string> = {
      yyyy: pad(local.getUTCFullYear(), 4), MM: pad(local.getUTCMonth() + 1, 2), dd: pad(local.getUTCDate(), 2), HH: pad(hour, 2), hh: pad(hour % 12 === 0 ? 12 : hour % 12, 2),
      mm: pad(local.getUTCMinutes(), 2), ss: pad(local.getUTCSeconds(), 2), SSS: pad(local.getUTCMilliseconds(), 3), a: hour < 12 ? 'AM' : 'PM',
    };
    return list.map((token) => (token.part === null ? token.literal : parts[token.part])).join('');
  };
}

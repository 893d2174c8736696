/** Spoils one row in one of the ways that real interfaces have been seen to. */
import type { Rng } from './city/types.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const ABSURD_DATES: Json[] = ['0000-00-00 00:00:00', '9999-12-31 23:59:59.999', '2024-13-45 25:61:61', '1/9/24', '', 'null', -1, 4102444800000];
const WRONG: Json[] = [null, '', '�', 'NaN', -1, 1e308, true, [], {}, '<b>?</b>', [[1]], 'undefined'];
const DATE_TEXT = /^\d{4}-\d\d-\d\d/;

/** JSON text of the spoilt row; still JSON, but for one way in twelve. */
export function spoil(rng: Rng, row: string): string {
  const value = JSON.parse(row) as Json;
  const way = Math.floor(rng() * 12);
  if (way === 0) return rng() < 0.5 ? 'null' : JSON.stringify(row.slice(0, 40));
  if (value === null || typeof value !== 'object') return 'null';
  const keys = Object.keys(value);
  const fields = value as { [key: string]: Json };
  const any = keys[Math.floor(rng() * keys.length)]!;
  if (way === 1) fields[keys[0]!] = null;
  else if (way === 2) fields[keys[0]!] = 'x'.repeat(300);
  else if (way <= 4) spoilDate(rng, fields, keys);
  else if (way <= 6) swapPoint(fields, keys);
  else if (way === 7) delete fields[any];
  else if (way === 8) fields[any] = 'z'.repeat(20_000);
  else fields[any] = WRONG[Math.floor(rng() * WRONG.length)]!;
  return JSON.stringify(Array.isArray(value) ? value.filter((v) => v !== undefined) : value);
}

function spoilDate(rng: Rng, fields: { [key: string]: Json }, keys: string[]): void {
  const dates = keys.filter((k) => typeof fields[k] === 'string' ? DATE_TEXT.test(fields[k]) : typeof fields[k] === 'number' && fields[k] > 1e9);
  const key = dates[Math.floor(rng() * dates.length)] ?? keys[keys.length - 1]!;
  fields[key] = ABSURD_DATES[Math.floor(rng() * ABSURD_DATES.length)]!;
}

const POINTS = [['x', 'y'], ['Longitude', 'Latitude'], ['LGTD', 'LTTD'], ['1', '2']] as const;

function swapPoint(fields: { [key: string]: Json }, keys: string[]): void {
  const pair = POINTS.find(([a, b]) => keys.includes(a) && keys.includes(b));
  if (!pair) { fields[keys[0]!] = -1; return; }
  const [a, b] = pair;
  const kept = fields[a]!;
  fields[a] = fields[b]!;
  fields[b] = kept;
}

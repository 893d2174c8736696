/** Parameters of a question for records: each is read strictly, and a bad one is told with what was expected. Pure. */
import { MOST_RECORDS } from '../wire/records.ts';

export type Query = Readonly<Record<string, unknown>>;

export class BadParameter extends Error {
  constructor(name: string, found: unknown, expected: string) {
    super(`${name}: found ${(JSON.stringify(found) ?? 'nothing').slice(0, 80)}, expected ${expected}`);
  }
}

/** Refuses a name that is not known: a misspelt filter must not look like one that matched everything. */
export function only(query: Query, names: readonly string[]): void {
  const strange = Object.keys(query).find((name) => !names.includes(name));
  if (strange !== undefined) throw new BadParameter('parameter', strange, names.join(', '));
}

function text(query: Query, name: string, expected: string): string | null {
  const value = query[name];
  if (value === undefined) return null;
  if (typeof value !== 'string' || value === '') throw new BadParameter(name, value, expected);
  return value;
}

/** Words to be looked for. */
export const textOf = (query: Query, name: string): string | null => text(query, name, 'words');

/** `a,b`: any of the values known; null where it was not asked. */
export function someOf<T extends string>(query: Query, name: string, values: readonly T[]): ReadonlySet<T> | null {
  const expected = `some of ${values.join(', ')}, with a comma between`;
  const parts = text(query, name, expected)?.split(',') ?? null;
  if (parts === null) return null;
  return new Set(parts.map((part) => {
    const found = values.find((value) => value === part);
    if (found === undefined) throw new BadParameter(name, part, expected);
    return found;
  }));
}

/** `a,b`: keys that are the city's own. */
export function keys(query: Query, name: string): ReadonlySet<string> | null {
  const value = text(query, name, 'keys with a comma between');
  return value === null ? null : new Set(value.split(','));
}

export function flag(query: Query, name: string): boolean | null {
  const value = text(query, name, '1 or 0');
  if (value === null) return null;
  if (value !== '1' && value !== '0') throw new BadParameter(name, value, '1 or 0');
  return value === '1';
}

export function whole(query: Query, name: string, least: number, most: number): number | null {
  const expected = `a whole number from ${least} to ${most}`;
  const value = text(query, name, expected);
  if (value === null) return null;
  const number = /^\d{1,16}$/.test(value) ? Number(value) : NaN;
  if (!(number >= least && number <= most)) throw new BadParameter(name, value, expected);
  return number;
}

/** Degrees, which must be given. */
export function degrees(query: Query, name: string, most: number): number {
  const expected = `degrees (WGS-84) from ${-most} to ${most}`;
  const value = text(query, name, expected) ?? '';
  const number = /^-?\d{1,3}(\.\d{1,15})?$/.test(value) ? Number(value) : NaN;
  if (!(Math.abs(number) <= most)) throw new BadParameter(name, query[name], expected);
  return number;
}

/** A time in epoch ms. */
export const time = (query: Query, name: string): number | null => whole(query, name, 0, Number.MAX_SAFE_INTEGER);

/** How many records to answer with: 50 where nothing is said. */
export const limitOf = (query: Query): number => whole(query, 'limit', 1, MOST_RECORDS) ?? 50;

/** `classification:class`, or null. */
export function classOf(query: Query): { classification: string; key: string } | null {
  const value = text(query, 'class', 'CLASSIFICATION:CLASS');
  if (value === null) return null;
  const at = value.indexOf(':');
  if (at <= 0 || at === value.length - 1) throw new BadParameter('class', value, 'CLASSIFICATION:CLASS');
  return { classification: value.slice(0, at), key: value.slice(at + 1) };
}

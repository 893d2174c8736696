/**
 * What of a record is kept among the dead letters: the fields that the mapping reads, cut short, behind what
 * was wrong with it. What else an upstream sends nobody here knows the meaning of, and names and telephones go
 * no further than `contacts` of city.yaml lets them.
 */
import type { FeedConfig } from '../config.ts';
import type { RejectDetail } from '../normalise/outcome.ts';
import type { Reject } from '../store/index.ts';
import type { Contacts } from '../wire/nearby.ts';

const SAMPLE_CHARACTERS = 1_000;
const FIELD_CHARACTERS = 80;
const HIDDEN = '***';
/** Fields of an entity that say who somebody is. */
const PERSONAL = ['name', 'phone'];
/** A mobile telephone, wherever it stands. */
const MOBILE = /(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)/g;

export interface Sampler {
  /** `detail` null: nothing is wrong with it. */
  of(detail: RejectDetail | null, raw: unknown): string;
  /** The same without the samples of records that were the last of their reason to be kept: one that comes with every pull is kept once. */
  fresh(counts: readonly Reject[]): Reject[];
  /** They are stored. */
  kept(counts: readonly Reject[]): void;
}

export function makeSampler(feed: Pick<FeedConfig, 'kind' | 'map'>, contacts: Contacts): Sampler {
  const open = contacts === 'full';
  const personal = feed.kind === 'staff' && !open;
  const read = new Set<string>(), hidden = new Set<string>();
  for (const [field, expr] of Object.entries(feed.map)) for (const key of wordsOf(expr)) (personal && PERSONAL.includes(field) ? hidden : read).add(key);
  const said = (text: string): string => (open ? text : text.replace(MOBILE, '$1****$2'));

  const shown = (raw: unknown): string => {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return personal ? typeof raw : json(raw);
    const picked: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(raw)) if (hidden.has(key)) picked[key] = HIDDEN; else if (read.has(key)) picked[key] = short(value);
    return json(picked);
  };
  /** The record's part of a sample: what is expected of a time moves with the clock. */
  const last = new Map<string, string>();
  const recordOf = (sample: string): string => sample.slice(sample.lastIndexOf(' | ') + 3);
  return {
    of(detail, raw) {
      if (detail === null) return said(shown(raw)).slice(0, SAMPLE_CHARACTERS);
      const { where, found, expected } = detail;
      const unsaid = personal && (where === '' || PERSONAL.some((field) => where.startsWith(`${field} `)));
      return said(`${where}: found ${unsaid ? HIDDEN : found}, expected ${expected} | ${shown(raw)}`).slice(0, SAMPLE_CHARACTERS);
    },
    fresh: (counts) => counts.map((count) => (count.sample !== undefined && last.get(count.reason) === recordOf(count.sample) ? { reason: count.reason, count: count.count } : count)),
    kept: (counts) => { for (const { reason, sample } of counts) if (sample !== undefined) last.set(reason, recordOf(sample)); },
  };
}

/** Every word of a mapping by which it may read a field: more than there are fields, but none that it does not read. */
function wordsOf(expr: unknown): string[] {
  if (typeof expr === 'string') return [expr, ...[...expr.matchAll(/\{([^}]+)\}/g)].map(([, key]) => key ?? '')].flatMap((path) => [path, path.split('.')[0] ?? path]);
  return typeof expr === 'object' && expr !== null ? Object.values(expr).flatMap(wordsOf) : [];
}

function short(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  const text = typeof value === 'string' ? value : json(value);
  return text.length > FIELD_CHARACTERS ? `${text.slice(0, FIELD_CHARACTERS - 1)}…` : text;
}

function json(value: unknown): string {
  try { return JSON.stringify(value) ?? String(value); } catch { return typeof value; }
}

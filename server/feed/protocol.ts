/** What every protocol is given, and what it hands on. */
import type { FeedConfig, Pull } from '../config.ts';
import { compilePath } from '../config/path.ts';
import { compileTime } from '../config/time-format.ts';
import { PullError } from './errors.ts';
import type { Answer } from './request.ts';

export interface Page {
  feed: string;
  /** Raw, in the upstream's order. May be empty: then the page only moves `cursor`, `asOf` or tells completeness. */
  records: unknown[];
  /** The upstream's own time up to which its data are given with this page, epoch ms. */
  asOf: number;
  /** What is to be kept with the last record of this page; absent: as it was. */
  cursor?: string;
  /** From 0 within one pull. */
  index: number;
  /** Given with the last page of a whole list: whether nothing was missing … */
  complete?: boolean;
  /** … and then the ids of all that the list holds. */
  ids?: string[];
}

/** One pull of one feed. */
export interface Session {
  /** GET of the feed's address with these parameters. Throws PullError. */
  get(params: Record<string, string>, etag?: string): Promise<Answer>;
  /** Waits until the page is stored. */
  deliver(page: Omit<Page, 'feed' | 'index'>): Promise<void>;
  /** The same in two steps: what it resolves to stores the page. */
  read(page: Omit<Page, 'feed' | 'index'>): Promise<() => Promise<void>>;
  readCursor(): Promise<string | null>;
  /** World time, epoch ms. */
  now(): number;
  /** Wall time, epoch ms. */
  wall(): number;
  /** Wall ms → world ms. */
  readonly rate: number;
  /** World time so far beyond which no cursor is kept: what stands there has not happened. Epoch ms, moves with the clock. */
  latest(): number;
  /** Share of a first load that is done; null when it is over. */
  progress(share: number | null): void;
  /** Share of a whole list that came; `error` says what was missing. */
  covered(share: number, error: string | null): void;
  /** Waits before a page is asked for once more. */
  pause(): Promise<void>;
}

export interface Protocol {
  pull(session: Session): Promise<void>;
  /** Cursor position of one record; undefined where the protocol has none. */
  cursorOf?(record: unknown): string | undefined;
  /** Forgets what upstream and store were thought to have in common (ETags): everything is asked for anew. */
  reset(): void;
}

/** A feed whose `pull` is of one protocol. */
export type FeedOf<P extends Pull['protocol']> = FeedConfig & { pull: Extract<Pull, { protocol: P }> };

export interface Read { records: unknown[]; asOf: number; json: unknown }

/** Reads answers as the feed's `answer` says. `zone`: of local times that name none. */
export function answerReader(feed: FeedConfig, zone: string): (answer: Answer, asked: number) => Read {
  const { answer: shape } = feed;
  const records = compilePath(shape.records);
  const columns = shape.columns === undefined ? null : compilePath(shape.columns);
  const ok = shape.ok ? { ...shape.ok, get: compilePath(shape.ok.path), say: compilePath(shape.ok.message ?? '') } : null;
  const asOf = shape.asOf ? { get: compilePath(shape.asOf.path), read: compileTime(shape.asOf.time, shape.asOf.zone ?? zone), ...shape.asOf } : null;
  const bad = (where: string, found: unknown, expected: string): PullError =>
    new PullError('shape', `${feed.url}: ${where}: found ${JSON.stringify(found)?.slice(0, 120) ?? 'nothing'}, expected ${expected}`);
  return ({ json }, asked) => {
    if (ok && ok.get(json) !== ok.equals) {
      throw new PullError('refused', `${feed.url}: ${ok.path}: found ${JSON.stringify(ok.get(json)) ?? 'nothing'}${ok.message === undefined ? '' : ` (${String(ok.say(json))})`}, expected ${JSON.stringify(ok.equals)}`);
    }
    const list = records(json);
    if (!Array.isArray(list)) throw bad(shape.records || 'the answer', list, 'a list');
    const time = asOf ? asOf.read(asOf.get(json)) : asked;
    if (typeof time !== 'number') throw bad(asOf?.path ?? 'asOf', asOf?.get(json), `a time as ${asOf?.time ?? ''}`);
    // An upstream's clock may run ahead; its data are no fresher for that.
    return { records: columns ? toObjects(list, columns(json), bad) : list, asOf: Math.min(time, Math.max(asked, 0)), json };
  };
}

function toObjects(rows: unknown[], names: unknown, bad: (where: string, found: unknown, expected: string) => PullError): unknown[] {
  if (!Array.isArray(names) || !names.every((name): name is string => typeof name === 'string')) throw bad('columns', names, 'a list of names');
  return rows.map((row) => {
    if (!Array.isArray(row)) return row;
    const record: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i += 1) record[names[i] ?? ''] = row[i];
    return record;
  });
}

/** Text of an id in a record; null when it has none. */
export function idReader(path: string): (record: unknown) => string | null {
  const get = compilePath(path);
  return (record) => {
    const value = get(record);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : typeof value === 'number' ? String(value) : null;
  };
}

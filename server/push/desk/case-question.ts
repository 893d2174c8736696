/** The desk's list of cases: which rows of the index match a question, and in what order. Pure but for the reading of the index. */
import { CASE_ORDERS, CASE_SORTS, MOST_SEARCHED, MOST_WORDS, type CaseOrder, type CaseSort } from '../../wire/case-list.ts';
import { CASE_STATUSES } from '../../wire/entity.ts';
import { DEGREE, NO_PLACE } from '../../store/index.ts';
import { caseQuery, type CaseQuery } from '../case-records.ts';
import { BadParameter, only, someOf, textOf, type Query } from '../records-query.ts';
import { fold, type CaseIndex, type Chunk } from './case-index.ts';
import { columnMatcher, isOpen } from './heat-question.ts';
import { ROWS } from './text-column.ts';

export interface Near { lng: number; lat: number; metres: number }
export interface ListQuestion extends Pick<CaseQuery, 'status' | 'stage' | 'category' | 'class' | 'source' | 'urgent' | 'overdue' | 'supervised' | 'from' | 'to'> {
  near: Near | null;
  /** Each as typed; all must be found. */
  words: readonly string[];
  sort: CaseSort; order: CaseOrder;
}
/** What the city knows of the names that rows stand for. */
export interface Naming {
  inside(region: string): boolean;
  classOf(category: string): string;
  categoryName(category: string): string;
  /** Names of a region and of those above it, folded. */
  placeText(region: string): string;
  /** Codes from the city down. */
  placeCodes(region: string): string;
  language: string;
}

const METRES_A_DEGREE = 111_320;
const NEAR = 'LNG,LAT,METRES';
const NAMES = ['status', 'stage', 'category', 'class', 'source', 'urgent', 'overdue', 'supervised', 'from', 'to', 'near', 'q', 'sort', 'order'];

/** Everything but the page: what the order of the list depends on. */
export function listQuestion(query: Query): ListQuestion {
  only(query, NAMES);
  const { near, q: _words, sort: _sort, order: _order, ...filters } = query;
  const [sort = 'reported'] = someOf(query, 'sort', CASE_SORTS) ?? [];
  const [order = sort === 'reported' || sort === 'urgency' ? 'desc' : 'asc'] = someOf(query, 'order', CASE_ORDERS) ?? [];
  const text = textOf(query, 'q')?.replace(/\p{C}/gu, ' ').trim() ?? '';
  if (text.length > MOST_SEARCHED) throw new BadParameter('q', text, `at most ${MOST_SEARCHED} characters`);
  const words = text.split(/\s+/u).filter((word) => fold(word) !== '').slice(0, MOST_WORDS);
  return { ...caseQuery(filters), near: near === undefined ? null : nearOf(near), words, sort, order };
}

function nearOf(value: unknown): Near {
  const [lng, lat, metres, ...more] = typeof value === 'string' && value !== '' ? value.split(',').map(Number) : [];
  if (lng === undefined || lat === undefined || metres === undefined || more.length > 0 || !(Math.abs(lng) <= 180 && Math.abs(lat) <= 90 && metres > 0 && metres <= 100_000)) throw new BadParameter('near', value, NEAR);
  return { lng, lat, metres };
}

/** Metres from a place to a row; NaN for one without a position. */
export function metresTo({ lng, lat }: Pick<Near, 'lng' | 'lat'>): (chunk: Chunk, i: number) => number {
  const shrink = Math.cos((lat * Math.PI) / 180);
  return (chunk, i) => (chunk.lng[i] === NO_PLACE ? NaN : Math.hypot((chunk.lng[i]! / DEGREE - lng) * shrink, chunk.lat[i]! / DEGREE - lat) * METRES_A_DEGREE);
}

/** Rows that match, in the question's order. `now`: ms of the world's clock. */
export function listed(index: CaseIndex, q: ListQuestion, naming: Naming, now: number): Uint32Array {
  const matching = matches(index, q, naming, now);
  const all = index.rows();
  const rows = new Uint32Array(all.length);
  let n = 0;
  for (const row of all) if (matching[row]) rows[n++] = row;
  const found = rows.slice(0, n);
  if (q.sort === 'reported') return q.order === 'desc' ? found : found.reverse();
  return sorted(found, keysOf(index, found, q, naming));
}

/** A byte a row. */
function matches(index: CaseIndex, q: ListQuestion, naming: Naming, now: number): Uint8Array {
  const out = new Uint8Array(index.chunks.length * ROWS);
  const plain = columnMatcher(index.names, q, (region) => naming.inside(region), (category) => naming.classOf(category));
  const [first, end] = [q.from === null ? 0 : Math.ceil(q.from / 1000), q.to === null ? Infinity : Math.ceil(q.to / 1000)];
  const metres = q.near && metresTo(q.near);
  const found = q.words.map((word) => searcher(index, word, naming));
  index.chunks.forEach((chunk, n) => {
    const has = found.map((search) => search(chunk));
    for (let i = 0; i < chunk.count; i++) {
      if (chunk.flags[i] === 0 || chunk.reported[i]! < first || chunk.reported[i]! >= end || !plain(chunk, i)) continue;
      if (q.overdue !== null && q.overdue !== (isOpen(chunk.flags[i]!) && chunk.deadline[i]! > 0 && chunk.deadline[i]! * 1000 < now)) continue;
      if (metres !== null && !(metres(chunk, i) <= q.near!.metres)) continue;
      if (has.every((one) => one(i))) out[n * ROWS + i] = 1;
    }
  });
  return out;
}

/** Whether a word stands in a row's id or address, or in the name of its category or of a region it lies in. */
function searcher(index: CaseIndex, word: string, { categoryName, placeText }: Naming): (chunk: Chunk) => (i: number) => boolean {
  const folded = fold(word);
  const ids = new Set([word, folded, word.toUpperCase()]);
  const categories = Uint8Array.from(index.names.categories.words, (key) => (fold(categoryName(key)).includes(folded) ? 1 : 0));
  const regions = Uint8Array.from(index.names.regions.words, (code) => (placeText(code).includes(folded) ? 1 : 0));
  return (chunk) => {
    const text = new Uint8Array(ROWS);
    const mark = (row: number): void => { text[row] = 1; };
    for (const id of ids) chunk.ids.find(id, mark);
    chunk.addresses.find(folded, mark);
    return (i) => text[i] === 1 || categories[chunk.category[i]!] === 1 || regions[chunk.region[i]!] === 1;
  };
}

const NEVER = 0xffffffff;
/** A key a row: the smaller stands first. */
function keysOf(index: CaseIndex, rows: Uint32Array, { sort, order }: ListQuestion, naming: Naming): Uint32Array {
  const down = order === 'desc';
  const keyed = (key: (chunk: Chunk, i: number) => number): Uint32Array => Uint32Array.from(rows, (row) => key(index.chunk(row), row % ROWS));
  const turned = (key: number): number => (down ? NEVER - 8 - key : key);
  const ranks = (words: readonly string[], of: (word: string) => string, compare: (a: string, b: string) => number): Uint32Array => {
    const names = words.map(of);
    const out = new Uint32Array(words.length);
    names.map((_, i) => i).sort((a, b) => compare(names[a]!, names[b]!)).forEach((n, rank, all) => { out[n] = rank > 0 && compare(names[all[rank - 1]!]!, names[n]!) === 0 ? out[all[rank - 1]!]! : rank; });
    return out;
  };
  switch (sort) {
    case 'remaining': return keyed(({ flags, deadline }, i) => {
      const status = CASE_STATUSES[(flags[i]! >> 3) & 3]!;
      return deadline[i] === 0 || status === 'closed' || status === 'void' ? NEVER : status === 'suspended' ? NEVER - 1 : turned(deadline[i]!);
    });
    case 'stage': return keyed(({ flags }, i) => turned((flags[i]! & 7) * 4 + ((flags[i]! >> 3) & 3)));
    case 'urgency': return keyed(({ flags }, i) => turned(((flags[i]! & 32) > 0 ? 2 : 0) + ((flags[i]! & 64) > 0 ? 1 : 0)));
    case 'category': {
      const { compare } = new Intl.Collator(naming.language);
      const rank = ranks(index.names.categories.words, (key) => naming.categoryName(key), compare);
      return keyed(({ category }, i) => turned(rank[category[i]!]!));
    }
    default: {
      const rank = ranks(index.names.regions.words, (code) => naming.placeCodes(code), (a, b) => (a < b ? -1 : a > b ? 1 : 0));
      return keyed(({ region }, i) => turned(rank[region[i]!]!));
    }
  }
}

/** By key, 16 bits at a time from the lowest; alike rows stay as they stood. */
export function sorted(rows: Uint32Array, keys: Uint32Array): Uint32Array {
  let order = Uint32Array.from(rows, (_, i) => i);
  for (const shift of [0, 16]) {
    const starts = new Uint32Array(65_537);
    for (const key of keys) starts[((key >>> shift) & 0xffff) + 1]!++;
    if (starts.includes(keys.length)) continue;
    for (let n = 1; n < starts.length; n++) starts[n]! += starts[n - 1]!;
    const next = new Uint32Array(order.length);
    for (const i of order) next[starts[(keys[i]! >>> shift) & 0xffff]!++] = i;
    order = next;
  }
  return order.map((i) => rows[i]!);
}

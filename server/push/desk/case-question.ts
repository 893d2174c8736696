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
  /** Of each region of the index, where it stands among them by the codes from the city down. */
  placeRanks(): Uint32Array;
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

/** Metres from a place to a row; NaN for one without a position, or farther than `most` to the north or south. */
export function metresTo({ lng, lat, metres: most }: Near): (chunk: Chunk, i: number) => number {
  const shrink = Math.cos((lat * Math.PI) / 180);
  const [south, north] = [lat - most / METRES_A_DEGREE, lat + most / METRES_A_DEGREE].map((degrees) => degrees * DEGREE) as [number, number];
  return (chunk, i) => {
    const at = chunk.lat[i]!;
    if (at < south || at > north || at === NO_PLACE) return NaN;
    return Math.hypot((chunk.lng[i]! / DEGREE - lng) * shrink, at / DEGREE - lat) * METRES_A_DEGREE;
  };
}

/** Rows that match, in the question's order. `now`: ms of the world's clock. */
export function listed(index: CaseIndex, q: ListQuestion, naming: Naming, now: number): Uint32Array {
  const matching = matches(index, q, naming, now);
  const all = index.rows();
  const rows = new Uint32Array(all.length);
  let n = 0;
  for (let i = 0; i < all.length; i++) if (matching[all[i]!]) rows[n++] = all[i]!;
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
    const { flags, reported, deadline } = chunk;
    for (let i = 0; i < chunk.count; i++) {
      if (flags[i] === 0 || reported[i]! < first || reported[i]! >= end || !plain(chunk, i)) continue;
      if (q.overdue !== null && q.overdue !== (isOpen(flags[i]!) && deadline[i]! > 0 && deadline[i]! * 1000 < now)) continue;
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

/** Of each word, how many other names stand before its own; of one name, the same. */
export function ranks(words: readonly string[], of: (word: string) => string, compare: (a: string, b: string) => number): Uint32Array {
  const [names, out] = [words.map(of), new Uint32Array(words.length)];
  const order = names.map((_, i) => i).sort((a, b) => compare(names[a]!, names[b]!));
  order.forEach((n, rank) => { const before = order[rank - 1]; out[n] = before !== undefined && compare(names[before]!, names[n]!) === 0 ? out[before]! : rank; });
  return out;
}

const NEVER = 0xffffffff;
/** A key a row: the smaller stands first. */
function keysOf(index: CaseIndex, rows: Uint32Array, { sort, order }: ListQuestion, naming: Naming): Uint32Array {
  const down = order === 'desc';
  const keyed = (key: (chunk: Chunk, i: number) => number): Uint32Array => {
    const keys = new Uint32Array(rows.length);
    for (let i = 0; i < keys.length; i++) keys[i] = key(index.chunk(rows[i]!), rows[i]! % ROWS);
    return keys;
  };
  const turned = (key: number): number => (down ? NEVER - 8 - key : key);
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
      const rank = naming.placeRanks();
      return keyed(({ region }, i) => turned(rank[region[i]!]!));
    }
  }
}

/** By key, eleven bits at a time from the lowest; alike rows stay as they stood. */
export function sorted(rows: Uint32Array, keys: Uint32Array): Uint32Array {
  let [from, by] = [rows, keys];
  for (const shift of [0, 11, 22]) {
    const starts = new Uint32Array(2_049);
    for (let i = 0; i < by.length; i++) starts[((by[i]! >>> shift) & 0x7ff) + 1]!++;
    // All alike in these bits.
    if (starts.includes(by.length)) continue;
    for (let n = 1; n < starts.length; n++) starts[n]! += starts[n - 1]!;
    const [next, nextBy] = [new Uint32Array(from.length), new Uint32Array(from.length)];
    for (let i = 0; i < by.length; i++) {
      const to = starts[(by[i]! >>> shift) & 0x7ff]!++;
      next[to] = from[i]!;
      nextBy[to] = by[i]!;
    }
    [from, by] = [next, nextBy];
  }
  return from;
}

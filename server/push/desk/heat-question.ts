/** How many cases stand where, by any window and any filter at once: counts by H3 cell over the table's columns. Pure. */
import { cellToLatLng, cellToParent } from 'h3-js';
import { CASE_STAGES, CASE_STATUSES } from '../../wire/entity.ts';
import type { Region } from '../../wire/region.ts';
import type { CaseQuery } from '../case-records.ts';
import { nearby } from '../heat-reach.ts';
import type { CaseTable, Day, Names } from './case-table.ts';

const MINUTE = 60_000;
const OPEN = CASE_STATUSES.indexOf('open');
const [URGENT, SUPERVISED] = [32, 64];

export type HeatFilter = Pick<CaseQuery, 'status' | 'stage' | 'category' | 'class' | 'source' | 'urgent' | 'overdue' | 'supervised'>;
export interface HeatCount { total: number; located: number; cells: Map<string, number> }

/** Which of `names` are wanted, a byte each, so that a row is one look-up. */
export function wanted(names: Names, is: (word: string) => boolean): Uint8Array {
  return Uint8Array.from(names.words, (word) => (is(word) ? 1 : 0));
}

function maskOf(values: readonly string[], chosen: ReadonlySet<string> | null): number {
  return values.reduce((mask, value, i) => (chosen === null || chosen.has(value) ? mask | (1 << i) : mask), 0);
}

/** What of a row says whether it matches, beside its times. */
export type Columns = Pick<Day, 'flags' | 'region' | 'category' | 'source'>;

/** Whether row `i` matches all of the question but for its times. */
export function columnMatcher(names: Pick<CaseTable, 'regions' | 'categories' | 'sources'>, q: HeatFilter, inside: (region: string) => boolean, classes: (category: string) => string): (rows: Columns, i: number) => boolean {
  const regions = wanted(names.regions, inside);
  const categories = wanted(names.categories, (category) => (q.category?.has(category) ?? true) && (q.class === null || classes(category) === q.class.key));
  const sources = wanted(names.sources, (source) => q.source?.has(source) ?? true);
  const [statuses, stages] = [maskOf(CASE_STATUSES, q.status), maskOf(CASE_STAGES, q.stage)];
  const is = (asked: boolean | null, value: boolean): boolean => asked === null || asked === value;
  return (rows, i) => {
    const flags = rows.flags[i]!;
    if (!(statuses & (1 << ((flags >> 3) & 3))) || !(stages & (1 << (flags & 7)))) return false;
    if (!regions[rows.region[i]!] || !categories[rows.category[i]!] || !sources[rows.source[i]!]) return false;
    return is(q.urgent, (flags & URGENT) > 0) && is(q.supervised, (flags & SUPERVISED) > 0);
  };
}
export const isOpen = (flags: number): boolean => ((flags >> 3) & 3) === OPEN;

/** Whether row `i` of a day matches. `now` in ms of the world's clock decides what is overdue, as of the row's whole minute. */
export function rowMatcher(table: CaseTable, q: HeatFilter, inside: (region: string) => boolean, classes: (category: string) => string, now: number): (day: Day, i: number) => boolean {
  const matches = columnMatcher(table, q, inside, classes);
  return (day, i) => matches(day, i) && (q.overdue === null || q.overdue === (isOpen(day.flags[i]!) && day.deadline[i]! > 0 && (day.deadline[i]! + 1) * MINUTE <= now));
}

/** Reported within [from, to), epoch ms of whole minutes. */
export function countCells(table: CaseTable, days: readonly Day[], from: number, to: number, matches: (day: Day, i: number) => boolean): HeatCount {
  const [first, end] = [Math.floor(from / MINUTE), Math.ceil(to / MINUTE)];
  const counts = new Uint32Array(table.cells.words.length);
  let total = 0;
  for (const day of days) {
    for (let i = 0; i < day.count; i++) {
      const minute = day.minute[i]!;
      if (minute < first || minute >= end || !matches(day, i)) continue;
      total++;
      counts[day.cell[i]!]!++;
    }
  }
  const cells = new Map<string, number>();
  for (let n = 1; n < counts.length; n++) if (counts[n]! > 0) cells.set(table.cells.words[n]!, counts[n]!);
  return { total, located: total - counts[0]!, cells };
}

/** The same counts in larger cells. */
export function coarser(cells: ReadonlyMap<string, number>, resolution: number): Map<string, number> {
  const out = new Map<string, number>();
  for (const [cell, count] of cells) {
    const parent = cellToParent(cell, resolution);
    out.set(parent, (out.get(parent) ?? 0) + count);
  }
  return out;
}

/** What else decides a region's colours: the cells of the whole city that lie near it and are not its own, or have more than its own; and the greatest of all. */
export function colouring(whole: ReadonlyMap<string, number>, own: ReadonlyMap<string, number>, { bbox }: Region, kernel: number): { around: Record<string, number>; most: number } {
  const near = nearby(bbox, kernel);
  const around: Record<string, number> = {};
  let most = 0;
  for (const [cell, count] of whole) {
    most = Math.max(most, count);
    const others = count - (own.get(cell) ?? 0);
    if (others <= 0) continue;
    const [lat, lng] = cellToLatLng(cell);
    if (near(lng, lat)) around[cell] = others;
  }
  return { around, most };
}

/** What is known of a long list: rows by their place, and how an answer changes them. Pure. */
import type { ApiDeskCases } from '../../../server/wire/case-list.ts';
import type { CaseRecord } from '../../../server/wire/records.ts';

export interface Known {
  rows: ReadonlyMap<number, CaseRecord>;
  total: number;
  revision: number;
  filling: ApiDeskCases['filling'];
  /** Rows that have come above what is seen since its top was last looked at. */
  above: number;
}
export const NOTHING: Known = { rows: new Map(), total: 0, revision: -1, filling: null, above: 0 };
/** Rows on either side of a page that are kept. */
const KEPT = 300;

/** `shift`: how many rows the anchor has moved down. What is not in the page moves with it, and is known until the next look. */
export function withAnswer(known: Known, answer: Pick<ApiDeskCases, 'items' | 'offset' | 'total' | 'revision' | 'filling'>, shift: number): Known {
  const { total, revision, filling } = answer;
  const above = Math.max(0, known.above + shift);
  const rows = new Map<number, CaseRecord>();
  const ids = new Set(answer.items?.map(({ id }) => id));
  const [low, high] = answer.items ? [answer.offset - KEPT, answer.offset + answer.items.length + KEPT] : [-Infinity, Infinity];
  for (const [at, row] of known.rows) {
    const to = at + shift;
    if (to >= 0 && to < total && to >= low && to < high && !ids.has(row.id)) rows.set(to, row);
  }
  answer.items?.forEach((item, i) => rows.set(answer.offset + i, item));
  return { rows, total, revision, filling, above };
}

/** Where a row stands; null: it is not among those known. */
export function placeOf({ rows }: Known, id: string): number | null {
  for (const [at, row] of rows) if (row.id === id) return at;
  return null;
}

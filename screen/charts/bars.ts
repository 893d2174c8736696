/** Rows of a bar list, and how many of them fit. Pure. */
export interface BarRow {
  key: string;
  label: string;
  /** Length of the bar, 0–1; null where the row has none (a gap, no data). */
  share: number | null;
  text: string;
  /** Small figure before the value: the parts of a rate. */
  part?: string;
  tone?: 'good' | 'attention' | 'quiet';
  touch?: boolean;
}

/**
 * At most `most` rows of a ranking: the best and the worst, with one row that says how many stand
 * between. What is decided from a league is decided at its ends.
 */
export function ends<T>(rows: readonly T[], most: number): { head: readonly T[]; hidden: number; tail: readonly T[] } {
  if (rows.length <= most) return { head: rows, hidden: 0, tail: [] };
  const tail = Math.floor((most - 1) / 2) + (most > 1 ? 1 : 0);
  const head = Math.max(0, most - 1 - tail);
  return { head: rows.slice(0, head), hidden: rows.length - head - tail, tail: rows.slice(rows.length - tail) };
}

/** The largest `most − 1` and the sum of the rest, or all where they fit. */
export function largest<T>(rows: readonly T[], most: number, amount: (row: T) => number): { top: readonly T[]; rest: readonly T[] } {
  const sorted = [...rows].sort((a, b) => amount(b) - amount(a));
  return sorted.length <= most ? { top: sorted, rest: [] } : { top: sorted.slice(0, most - 1), rest: sorted.slice(most - 1) };
}

/** Differences between what was published and what is; the inverse of wire/fold.ts. Pure. */
import type { CounterRow } from '../wire/counters.ts';

/** null where both are equal; otherwise only the names that differ, null for those that are gone. */
export function diffRow(before: CounterRow, after: CounterRow): Record<string, number | null> | null {
  let changed: Record<string, number | null> | null = null;
  for (const name in after) {
    if (!Object.hasOwn(before, name) || before[name] !== after[name]) (changed ??= {})[name] = after[name]!;
  }
  for (const name in before) {
    if (!Object.hasOwn(after, name)) (changed ??= {})[name] = null;
  }
  return changed;
}

export type Series = Record<string, (number | null)[]>;

/** Window moved by `shift` buckets to the left; freed places are null. */
export function shifted(values: readonly (number | null)[], shift: number): (number | null)[] {
  if (shift <= 0) return values.slice();
  const moved = values.slice(shift);
  while (moved.length < values.length) moved.push(null);
  return moved;
}

/** [index, value] pairs by series, of what must be written after the shift; names without any are left out. */
export function diffSeries(before: Series, after: Series, shift: number): Record<string, [number, number | null][]> {
  const changes: Record<string, [number, number | null][]> = {};
  for (const [name, values] of Object.entries(after)) {
    const base = shifted(before[name] ?? new Array<null>(values.length).fill(null), shift);
    const pairs: [number, number | null][] = [];
    values.forEach((value, i) => { if (value !== base[i]) pairs.push([i, value]); });
    if (pairs.length > 0) changes[name] = pairs;
  }
  return changes;
}

/** Counts that differ; 0 for a cell that is gone. null where none does. */
export function diffCells(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): Record<string, number> | null {
  let changed: Record<string, number> | null = null;
  for (const [cell, count] of after) if (before.get(cell) !== count) (changed ??= {})[cell] = count;
  for (const cell of before.keys()) if (!after.has(cell)) (changed ??= {})[cell] = 0;
  return changed;
}

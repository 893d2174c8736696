/** Today's cases by class of one classification. Pure. */
import type { CounterRow } from '../../../server/wire/counters.ts';
import { largest, type BarRow } from '../../charts/bars.ts';
import { count } from '../../look/format.ts';
import { CLASSES, UNCLASSIFIED } from '../../look/words.ts';
import type { ApiCategories } from '../../../server/wire/categories.ts';

const PREFIX = 'today.category.';
const NO_CLASS = 'unclassified';

/** class key → today's cases; a category that the table lacks counts as unclassified, never as nothing. `only`: the cases of one class of the city's own classification. */
export function byClass(row: CounterRow, categories: ApiCategories, classification: string, only: string | null = null): Map<string, number> {
  const sums = new Map<string, number>(Object.keys(categories.classifications[classification]?.classes ?? {}).map((key) => [key, 0]));
  for (const [name, value] of Object.entries(row)) {
    if (!name.startsWith(PREFIX)) continue;
    if (only !== null && (categories.categories[name.slice(PREFIX.length)]?.[categories.classification ?? ''] ?? NO_CLASS) !== only) continue;
    const key = categories.categories[name.slice(PREFIX.length)]?.[classification] ?? NO_CLASS;
    sums.set(key, (sums.get(key) ?? 0) + value);
  }
  return sums;
}

export function classRows(row: CounterRow, categories: ApiCategories, classification: string, most: number, only: string | null = null): BarRow[] {
  const names = categories.classifications[classification]?.classes ?? {};
  const all = [...byClass(row, categories, classification, only)].map(([key, amount]) => ({ key, amount }))
    .filter(({ key, amount }) => key !== NO_CLASS || amount > 0);
  const { top, rest } = largest(all, most, ({ amount }) => amount);
  const unit = Math.max(1, top[0]?.amount ?? 0);
  const rows: BarRow[] = top.map(({ key, amount }) => ({
    key, label: names[key] ?? (key === NO_CLASS ? UNCLASSIFIED : key), share: amount / unit, text: count(amount), ...(key === NO_CLASS ? { tone: 'quiet' as const } : {}),
  }));
  if (rest.length > 0) {
    const sum = rest.reduce((total, { amount }) => total + amount, 0);
    rows.push({ key: 'rest', label: CLASSES.rest(rest.length), share: sum / unit, text: count(sum), tone: 'quiet' });
  }
  return rows;
}

/** The next classification after `key`, round and round. */
export function nextOf(keys: readonly string[], key: string): string {
  return keys[(keys.indexOf(key) + 1) % keys.length] ?? key;
}

/** What the case platform knows of categories: the table of the city folder, and how often each is reported. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const Table = z.object({
  sources: z.record(z.string(), z.string()),
  departments: z.record(z.string(), z.string()),
  categories: z.record(z.string().regex(/^[12]-\d{4}$/), z.looseObject({
    name: z.string(), gb: z.string(), department: z.string(), limit: z.string().regex(/^\d+h$/),
  })),
});

export interface Category {
  /** "2-0405": kind-code */
  key: string;
  kind: '1' | '2';
  big: string;
  small: string;
  name: string;
  /** Its 大类, "2-04". */
  class: string;
  department: string;
  limitMs: number;
  /** Relative frequency on a calm day, and among the surplus of a storm. */
  weight: number;
  stormWeight: number;
}

export interface CategoryTable { categories: Category[]; sources: Record<string, string>; departments: Record<string, string> }

/** What people report most; every other category weighs 1. */
const WEIGHTS: Record<string, number> = {
  '2-0102': 14, '2-0103': 8, '2-0104': 12, '2-0505': 16, '2-0506': 10, '2-0504': 9, '2-0501': 8, '2-0507': 7, '2-0118': 7,
  '2-0609': 6, '2-0110': 5, '2-0203': 4, '2-0201': 4, '2-0508': 3, '2-0509': 3, '2-0601': 5, '2-0603': 4, '2-0602': 3,
  '2-0301': 4, '2-0302': 4, '2-0606': 3, '2-0608': 3, '1-0118': 4, '1-0305': 4, '1-0402': 4, '1-0103': 3, '1-0104': 3,
  '1-0209': 2, '1-0210': 2, '1-0214': 3, '1-0405': 3, '2-0409': 0.1, '2-0403': 0.3, '2-0401': 0.3, '1-0501': 0.1,
  '2-0405': 0.6, '2-0410': 0.6, '2-0412': 0.1, '1-0506': 0.2,
};
const STORM: Record<string, number> = {
  '2-0405': 44, '2-0410': 18, '1-0118': 9, '2-0404': 8, '1-0103': 6, '1-0104': 5, '2-0408': 4, '1-0210': 3, '1-0506': 2,
  '2-0412': 1.5, '2-0401': 1, '2-0204': 3, '2-0606': 3,
};

/**
 * Reads `categories.yaml`. Throws with the file's name where it does not fit.
 */
export function readCategories(file: string): CategoryTable {
  const table = Table.safeParse(parse(readFileSync(file, 'utf8')));
  if (!table.success) throw new Error(`${file}: ${z.prettifyError(table.error)}`);
  const categories = Object.entries(table.data.categories).map(([key, c]): Category => ({
    key, kind: key.startsWith('1') ? '1' : '2', big: key.slice(2, 4), small: key.slice(2), name: c.name, class: c.gb,
    department: c.department, limitMs: Number(c.limit.slice(0, -1)) * 3_600_000,
    weight: WEIGHTS[key] ?? 1, stormWeight: STORM[key] ?? 0,
  }));
  return { categories, sources: table.data.sources, departments: table.data.departments };
}

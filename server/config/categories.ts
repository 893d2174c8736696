/** categories.yaml: from a case's category to its class in each of the city's classifications. */
import { z } from 'zod';

/** What no table names. */
export const UNCLASSIFIED = 'unclassified';

const Rule = z.strictObject({
  /** Regular expression over the category; its named groups fill the templates "{group}". */
  pattern: z.string().refine((text) => { try { return new RegExp(text, 'u').test('') || true; } catch { return false; } }, 'a regular expression'),
  name: z.string(),
  /** Template of the class, by classification. */
  classes: z.record(z.string(), z.string()),
});

export const CategoriesFile = z.object({
  classifications: z.record(z.string(), z.strictObject({ name: z.string(), classes: z.record(z.string(), z.string()) })),
  categories: z.record(z.string(), z.object({ name: z.string() }).catchall(z.union([z.string(), z.number()]).transform(String))).default({}),
  /** For upstreams whose categories are not known beforehand: tried in turn for those not in `categories`. */
  rules: z.array(Rule).default([]),
  sources: z.record(z.string(), z.string()).default({}),
  departments: z.record(z.string(), z.string()).default({}),
});
export type CategoriesFile = z.infer<typeof CategoriesFile>;

/** Look-ups over the tables; answers are kept, at most `KEPT` of them. */
export interface Categories {
  readonly file: CategoriesFile;
  /** Class of a category in a classification; 'unclassified' where none is declared. */
  classOf(category: string, classification: string): string;
  nameOf(category: string): string;
  known(category: string): boolean;
}

interface Entry { known: boolean; name: string; classes: Map<string, string> }
const KEPT = 20_000;

export function makeCategories(file: CategoriesFile): Categories {
  const rules = file.rules.map((rule) => ({ ...rule, regexp: new RegExp(rule.pattern, 'u') }));
  const table = new Map(Object.entries(file.categories));
  const kept = new Map<string, Entry>();
  const compute = (category: string): Entry => {
    const row = table.get(category);
    const classes = new Map<string, string>();
    const put = (classification: string, key: string): void => {
      if (Object.hasOwn(file.classifications[classification]?.classes ?? {}, key)) classes.set(classification, key);
    };
    if (row) {
      for (const classification of Object.keys(file.classifications)) put(classification, String(row[classification] ?? UNCLASSIFIED));
      return { known: true, name: row.name, classes };
    }
    for (const rule of rules) {
      const groups = rule.regexp.exec(category)?.groups;
      if (!groups) continue;
      for (const [classification, template] of Object.entries(rule.classes)) put(classification, fill(template, groups));
      return { known: true, name: fill(rule.name, groups), classes };
    }
    return { known: false, name: category, classes };
  };
  const entry = (category: string): Entry => {
    let found = kept.get(category);
    if (!found) {
      if (kept.size >= KEPT) kept.clear();
      kept.set(category, found = compute(category));
    }
    return found;
  };
  return {
    file,
    classOf: (category, classification) => entry(category).classes.get(classification) ?? UNCLASSIFIED,
    nameOf: (category) => entry(category).name,
    known: (category) => entry(category).known,
  };
}

const fill = (template: string, groups: Record<string, string | undefined>): string =>
  template.replace(/\{(\w+)\}/g, (_whole, name: string) => groups[name] ?? '');

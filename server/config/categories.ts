/** categories.yaml: from a case's category to its class in each of the city's classifications. */
import { z } from 'zod';
import { NO_DEPARTMENT } from '../wire/counters.ts';

/** What no table names. */
export const UNCLASSIFIED = 'unclassified';

const Rule = z.strictObject({
  /** Regular expression over the category; its named groups fill the templates "{group}". */
  pattern: z.string().refine((text) => { try { return new RegExp(text, 'u').test('') || true; } catch { return false; } }, 'a regular expression'),
  name: z.string(),
  /** Template of the class, by classification. */
  classes: z.record(z.string(), z.string()),
});

/** As records name it: a comma parts keys in a question, and NO_DEPARTMENT is nobody's. */
const DEPARTMENT_KEY = /^[^,\p{C}]{1,60}$/u;
const DEPARTMENT_KEY_EXPECTED = `its key to be 1 to 60 characters without a comma, and not "${NO_DEPARTMENT}"`;

const Tables = z.object({
  classifications: z.record(z.string(), z.strictObject({ name: z.string(), classes: z.record(z.string(), z.string()) })),
  categories: z.record(z.string(), z.object({ name: z.string() }).catchall(z.union([z.string(), z.number()]).transform(String))).default({}),
  /** For upstreams whose categories are not known beforehand: tried in turn for those not in `categories`. */
  rules: z.array(Rule).default([]),
  sources: z.record(z.string(), z.string()).default({}),
  departments: z.record(z.string(), z.string().min(1)).default({}),
});
/** The store numbers every word and counter once and for ever, and has some thousands of numbers. */
const MOST = { categories: 2_000, sources: 300, departments: 300 } as const;

export const CategoriesFile = Tables.superRefine(({ categories, classifications, departments, sources }, context) => {
  const issue = (path: string[], message: string): void => { context.addIssue({ code: 'custom', path, message }); };
  for (const [name, table] of Object.entries({ categories, sources, departments })) {
    const most = MOST[name as keyof typeof MOST], found = Object.keys(table).length;
    if (found > most) issue([name], `at most ${most} of them, not ${found}`);
  }
  for (const key of Object.keys(departments)) if (!DEPARTMENT_KEY.test(key) || key === NO_DEPARTMENT) issue(['departments', key], DEPARTMENT_KEY_EXPECTED);
  // Two rows of one name on the wall are a riddle.
  for (const [of, { classes }] of Object.entries(classifications)) {
    const names = new Set<string>();
    for (const [key, name] of Object.entries(classes)) if (names.has(name)) issue(['classifications', of, 'classes', key], `a name of its own: another class here is called "${name}"`); else names.add(name);
  }
  // A city may also have a classification of that name; then the word is a class.
  if (Object.hasOwn(classifications, 'department')) return;
  for (const [key, { department }] of Object.entries<Record<string, string>>(categories)) {
    if (department !== undefined && !Object.hasOwn(departments, department)) issue(['categories', key, 'department'], `one of departments: ${Object.keys(departments).join(', ') || 'none is named'}`);
  }
});
export type CategoriesFile = z.infer<typeof CategoriesFile>;

/** Look-ups over the tables; answers are kept, at most `KEPT` of them. */
export interface Categories {
  readonly file: CategoriesFile;
  /** Class of a category in a classification; 'unclassified' where none is declared. */
  classOf(category: string, classification: string): string;
  nameOf(category: string): string;
  known(category: string): boolean;
  /** The department itself where the table has it, else NO_DEPARTMENT. */
  departmentKey(department: string | undefined): string;
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
    departmentKey: (department) => (department !== undefined && Object.hasOwn(file.departments, department) ? department : NO_DEPARTMENT),
  };
}

const fill = (template: string, groups: Record<string, string | undefined>): string =>
  template.replace(/\{(\w+)\}/g, (_whole, name: string) => groups[name] ?? '');

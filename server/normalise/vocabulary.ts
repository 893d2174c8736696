/**
 * Which free text counts under its own name. Every category, source and department that a case bears gets a
 * number in the store, and most a counter at every level; there are some thousands of them for ever, and one
 * feed that fills a code with prose would use them up. What the city's tables name always counts; beside it so
 * many others as a city may not have listed yet; the rest is counted together.
 */

/** Of each kind, beside the tables. With the most that tables may hold (config/categories.ts) they stay below the store's numbers. */
export const FREE_WORDS = { category: 1_000, source: 200, department: 200 } as const;

export type WordKind = keyof typeof FREE_WORDS;

export interface Vocabulary {
  /** Whether the word keeps its name; one that once did always does. */
  admits(kind: WordKind, word: string): boolean;
}

export interface Tables { categories: object; sources: object; departments: object }

/**
 * `counters`: names of what is counted in the store already; `words`: all that have a number there. What they
 * hold was admitted before, so that a restart goes on where it stopped.
 */
export function makeVocabulary(tables: Tables, counters: Iterable<string> = [], words: Iterable<string> = []): Vocabulary {
  const listed: Record<WordKind, ReadonlySet<string>> = {
    category: new Set(Object.keys(tables.categories)), source: new Set(Object.keys(tables.sources)), department: new Set(Object.keys(tables.departments)),
  };
  const free: Record<WordKind, Set<string>> = { category: new Set(), source: new Set(), department: new Set() };
  for (const name of counters) {
    const [, kind, word] = /^(?:today\.)?(category|source)\.(.+)$/s.exec(name) ?? [];
    if (kind !== undefined && word !== undefined && !listed[kind as WordKind].has(word)) free[kind as WordKind].add(word);
  }
  // A department that no table lists has no counter: what has a number and is nothing else.
  for (const word of words) if (!Object.values(listed).some((list) => list.has(word)) && !free.category.has(word) && !free.source.has(word)) free.department.add(word);
  return {
    admits(kind, word) {
      if (listed[kind].has(word) || free[kind].has(word)) return true;
      if (free[kind].size >= FREE_WORDS[kind]) return false;
      free[kind].add(word);
      return true;
    },
  };
}

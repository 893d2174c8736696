/** Lists of cases as questions order them: found once for all the pages of one, and anew when cases have changed. */
import type { Case } from '../../wire/entity.ts';
import { NO_CLASS } from '../case-records.ts';
import type { PushDeps } from '../deps.ts';
import type { Asked, State } from './asking.ts';
import { fold, type CaseIndex } from './case-index.ts';
import { listed, listQuestion, ranks, type Naming } from './case-question.ts';

/** A list is found anew this seldom where cases change all the time, ms; so many are kept. */
const AGAIN_MS = 1_000;
const MOST_KEPT = 4;
export const MOST_ROWS = 10_000_000;

interface Kept { index: CaseIndex; revision: number; removals: number; at: number; timeless: boolean; rows: Uint32Array }

export class Lists {
  private readonly kept = new Map<string, Kept>();
  private readonly places = new Map<string, string>();
  private placeRanks: { of: readonly string[]; count: number; ranks: Uint32Array } | null = null;

  constructor(private readonly deps: PushDeps, private readonly state: State) {}

  /** The rows of a question, in its order; `query` without what is about the page. */
  async rows({ region, inside, query }: Asked): Promise<{ index: CaseIndex; rows: Uint32Array }> {
    const q = listQuestion(query);
    const index = this.index();
    const key = JSON.stringify([region, query]);
    const [wall, known] = [this.state.wall(), this.kept.get(key)];
    const same = known?.index === index && known.removals === index.removals && ((known.revision === index.revision && known.timeless) || wall - known.at < AGAIN_MS);
    if (known && same) return { index, rows: known.rows };
    const { categories } = q.class === null ? { categories: {} } : await this.deps.categories();
    const naming: Naming = {
      inside, language: this.deps.language, categoryName: (category) => this.deps.categoryName(category),
      classOf: (category) => (q.class === null ? '' : (categories as Record<string, Record<string, string>>)[category]?.[q.class.classification] ?? NO_CLASS),
      placeText: (code) => this.placeText(code), placeRanks: () => this.ranksOf(index.names.regions.words),
    };
    const { revision, removals } = index;
    const rows = listed(index, q, naming, this.deps.clock.now());
    this.kept.delete(key);
    for (const old of this.kept.keys()) if (this.kept.size >= MOST_KEPT) this.kept.delete(old);
    this.kept.set(key, { index, revision, removals, at: wall, timeless: q.overdue === null, rows });
    return { index, rows };
  }

  /** Of the present mirrors, and being filled from now on. */
  index(): CaseIndex {
    const { caseIndex, cases } = this.state.mirrors();
    caseIndex.ask(this.deps.store, this.deps.clock.now(), cases.all());
    return caseIndex;
  }

  private placeText(code: string): string {
    let text = this.places.get(code);
    if (text === undefined) this.places.set(code, text = fold(this.deps.regions.path(code).map(({ name }) => name).join('')));
    return text;
  }

  /** Anew only where a region came that no case stood in before. */
  private ranksOf(words: readonly string[]): Uint32Array {
    if (this.placeRanks?.of !== words || this.placeRanks.count !== words.length) {
      const codes = (region: string): string => this.deps.regions.path(region).map(({ code }) => code).join('/');
      this.placeRanks = { of: words, count: words.length, ranks: ranks(words, codes, (a, b) => (a < b ? -1 : a > b ? 1 : 0)) };
    }
    return this.placeRanks.ranks;
  }
}

/** In the order of the ids. What the store has no more is not in the index either from now on. */
export async function readCases(ids: readonly string[], store: Pick<PushDeps['store'], 'get'>, index: CaseIndex): Promise<Case[]> {
  const found = await store.get('case', ids);
  index.remove(ids.filter((_, i) => found[i] === null));
  return found.flatMap((entity) => (entity?.kind === 'case' ? [entity] : []));
}

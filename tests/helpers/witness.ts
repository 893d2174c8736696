/**
 * Holds the server's totals against the simulator's truth, which shares no code with the server:
 * every counter of every region at every level, at the cursor and the times that were applied.
 */
import { loadCity } from '../../server/config.ts';
import { loadRegions } from '../../server/normalise/regions.ts';
import { openStore, type FeedState, type Store } from '../../server/store/index.ts';
import type { CounterRow } from '../../server/wire/counters.ts';
import { isUnplaced, unplacedOf } from '../../server/wire/region.ts';
import { fromLocal } from '../../server/wire/clock.ts';
import type { Product } from './product.ts';

export const FAMILIES = ['case', 'video', 'station', 'alert', 'staff'] as const;
export type Family = (typeof FAMILIES)[number];

export interface Difference { region: string; name: string; server: number; truth: number }
export interface FamilyVerdict { family: Family; /** Figures held against each other, zeros of either side included. */ compared: number; names: Set<string>; differences: Difference[]; /** The simulator was asked as of a moment that the server has reached in this family. */ asked: boolean }

/** Word of /truth's query that says as of which moment a family is wanted. */
const MOMENT_OF: Record<Family, string> = { case: 'cursor', video: 'video', station: 'hydro', alert: 'alerts', staff: 'staff' };

interface TruthAnswer { now: number; regions: Record<string, { counters: CounterRow; hours?: Record<string, CounterRow>; minutes?: Record<string, CounterRow> }>; heat: Record<string, number> }

export interface Witness {
  readonly store: Store;
  readonly codes: string[];
  /** One comparison, at one moment. A moment within a page, or within the beat of the due set, may differ: see `untilEqual`. */
  compare(families: readonly Family[]): Promise<FamilyVerdict[]>;
  /** Repeats until every family was equal once; throws with the last differences when that does not come. */
  untilEqual(families?: readonly Family[], ms?: number): Promise<FamilyVerdict[]>;
  truth(query: Record<string, string>): Promise<TruthAnswer>;
  close(): Promise<void>;
}

/** Which family a counter's name belongs to; null for what the truth does not tell. */
function familyOf(name: string): Family | null {
  if (name.startsWith('yesterday.')) return null;
  const head = /^(video|station|alert|staff)\./.exec(name)?.[1];
  return head === undefined ? 'case' : head as Family;
}

/** Median and P90 come from a histogram whose error is at most 2 %. */
const APPROXIMATE = new Set(['today.durationMedian', 'today.durationP90']);
const same = (name: string, a: number, b: number): boolean => (APPROXIMATE.has(name) ? Math.abs(a - b) <= 0.02 * Math.max(a, b) + 1 : a === b);

export async function startWitness(product: Product, configDir: string): Promise<Witness> {
  const city = process.env.YIPING_WITNESS_CITY ?? `${product.dir}/city`;
  const config = loadCity(configDir, { ...process.env, YIPING_CITY_DATA: city, YIPING_FEEDS_URL: product.feedsUrl });
  const tree = await loadRegions(config.regions, config.city, product.now());
  const open = (): Promise<Store> => openStore({ redis: product.redisUrl, world: config.city.world, city: config.city.code, zone: config.city.zone, regions: tree.all, retention: config.city.retention });
  const store = await open();
  const leaf = tree.levels[tree.levels.length - 1]?.level;
  const codes = tree.all.flatMap((region) => (region.level === leaf ? [region.code] : [region.code, unplacedOf(region.code)]));
  const deepest = new Set(tree.all.flatMap((region) => (region.level === 'grid' ? [region.code] : region.level === 'community' ? [unplacedOf(region.code)] : [])));
  const belowStreet = new Set(tree.all.flatMap((region) => (region.level === 'grid' || region.level === 'community' ? [region.code, unplacedOf(region.code)] : region.level === 'street' ? [unplacedOf(region.code)] : [])));
  const feedsOf: Record<Family, string[]> = { case: [], video: [], station: [], alert: [], staff: [] };
  for (const feed of config.feeds) {
    const kind = feed.kind === 'video-status' ? 'video' : feed.kind === 'reading' ? 'station' : feed.kind === 'position' ? 'staff' : feed.kind;
    feedsOf[kind].push(feed.name ?? '');
  }
  const feedNames = Object.values(feedsOf).flat();

  const truth = async (query: Record<string, string>): Promise<TruthAnswer> => {
    const answer = await fetch(`${product.feedsUrl}/truth?${new URLSearchParams(query).toString()}`);
    if (!answer.ok) throw new Error(`/truth answered ${answer.status}: ${await answer.text()}`);
    return await answer.json() as TruthAnswer;
  };

  const moments = (feeds: Map<string, FeedState>): Record<string, string> => {
    const asOf = (name: string): string | null => { const at = feeds.get(name)?.asOf; return at === null || at === undefined ? null : String(at); };
    const cursor = feeds.get('case')?.cursor ?? null;
    const parts = cursor === null ? null : /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3})\|(.*)$/.exec(cursor);
    const at = parts ? fromLocal(product.clock.zone, ...parts.slice(1, 8).map(Number) as [number, number, number, number, number, number, number]) : null;
    const query: Record<string, string | null> = {
      cursor: at === null ? null : `${at},${parts?.[8] ?? ''}`, video: asOf('video-status'), hydro: asOf('reading'), alerts: asOf('alert'), staff: asOf('position'), roster: asOf('roster'),
    };
    return Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null));
  };

  const compare = async (families: readonly Family[]): Promise<FamilyVerdict[]> => {
    // A store of its own each time: indicators that the server named meanwhile are known to it.
    const fresh = await open();
    const now = product.now();
    const { rows, feeds } = await fresh.snapshotRead(codes, now, feedNames).finally(() => fresh.close());
    const reached = moments(new Map(feeds.map((feed) => [feed.feed, feed])));
    const answer = await truth({ now: String(now), families: families.join(','), ...reached });
    return families.map((family) => ({ ...verdictOf(family, codes, { category: deepest, department: belowStreet }, rows, answer), asked: MOMENT_OF[family] in reached }));
  };

  return {
    store, codes, compare, truth,
    untilEqual: async (families = FAMILIES, ms = 60_000) => {
      const limit = Date.now() + ms;
      const equal = new Map<Family, FamilyVerdict>();
      let last: FamilyVerdict[] = [];
      for (;;) {
        const open = families.filter((family) => !equal.has(family));
        if (open.length === 0) return families.map((family) => equal.get(family)!);
        if (Date.now() > limit) throw new Error(`totals differ from the truth after ${ms} ms:\n${last.map(describeVerdict).join('\n')}`);
        try {
          last = await compare(open);
        } catch (cause) {
          // Redis or the simulator may be down just now: that is what these tests do.
          if (Date.now() > limit) throw cause;
          await new Promise((done) => setTimeout(done, 200));
          continue;
        }
        // After the storm no alert is in force: nothing on either side is equal too, once that feed has been read.
        for (const verdict of last) if (verdict.differences.length === 0 && (verdict.compared > 0 || (verdict.family === 'alert' && verdict.asked))) equal.set(verdict.family, verdict);
        await new Promise((done) => setTimeout(done, 50));
      }
    },
    close: () => store.close(),
  };
}

/** Day × category stops at 社区: a grid, and what lies in a community but in no grid, have none. Departments stop at 街道. */
interface Without { category: ReadonlySet<string>; department: ReadonlySet<string> }
const tooDeep = (name: string, region: string, without: Without): boolean =>
  (name.startsWith('today.category.') && without.category.has(region)) || (/^(today\.)?department\./.test(name) && without.department.has(region));

function verdictOf(family: Family, codes: readonly string[], without: Without, rows: Record<string, CounterRow>, answer: TruthAnswer): FamilyVerdict {
  const verdict: FamilyVerdict = { family, compared: 0, names: new Set(), differences: [], asked: false };
  for (const region of codes) {
    const server = rows[region] ?? {}, truth = answer.regions[region]?.counters ?? {};
    for (const name of new Set([...Object.keys(server), ...Object.keys(truth)])) {
      if (familyOf(name) !== family || tooDeep(name, region, without)) continue;
      verdict.compared += 1;
      verdict.names.add(name);
      const a = server[name] ?? 0, b = truth[name] ?? 0;
      if (!same(name, a, b)) verdict.differences.push({ region, name, server: a, truth: b });
    }
  }
  const strangers = Object.keys(answer.regions).filter((code) => !codes.includes(code));
  for (const region of strangers) verdict.differences.push({ region, name: '(region)', server: 0, truth: 1 });
  return verdict;
}

export function describeVerdict({ family, compared, names, differences }: FamilyVerdict): string {
  const some = differences.slice(0, 12).map((d) => `    ${d.region}${isUnplaced(d.region) ? ' (未落格)' : ''} ${d.name}: server ${d.server}, truth ${d.truth}`);
  return [`  ${family}: ${compared} figures of ${names.size} counters compared, ${differences.length} differ`, ...some].join('\n');
}

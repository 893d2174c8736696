/**
 * Holds the server's totals against the simulator's truth, which shares no code with the server:
 * every counter of every region at every level, at the cursor and the times that were applied.
 *
 * A look is one moment of the store, rows and cursors read at once. Within a page, which is several scripts,
 * a look honestly differs; so equality is asked at several cursors, each another page's end, and what
 * differs while nothing moves is a fault, whatever comes later. What time alone changes is applied some
 * moments after its time: a figure may be as it was that short while ago.
 */
import { loadCity } from '../../server/config.ts';
import { loadRegions } from '../../server/normalise/regions.ts';
import { openStore, type FeedState, type Store } from '../../server/store/index.ts';
import type { CounterRow } from '../../server/wire/counters.ts';
import { unplacedOf, type Level } from '../../server/wire/region.ts';
import { fromLocal } from '../../server/wire/clock.ts';
import type { Product } from './product.ts';
import { describeVerdict, FAMILIES, familyOf, Fault, Held, verdictOf, type Family, type FamilyVerdict, type Proof, type TruthAnswer } from './verdict.ts';

export { describeVerdict, FAMILIES };

export interface Wanted {
  families?: readonly Family[];
  /** Wall time after which it is given up, ms. */
  ms?: number;
  /** Distinct applied cursors at which a family must be equal. */
  cursors?: number;
  /** Looks of a family count once its feeds hold answers of this world time or later, epoch ms: what lies half done where a process was killed is its to mend. */
  since?: number;
}

export interface Witness {
  readonly store: Store;
  readonly codes: string[];
  readonly regions: readonly { code: string; level: Level }[];
  /** One look. It may have met a page half done: see `untilEqual`. */
  compare(families: readonly Family[]): Promise<FamilyVerdict[]>;
  /** Looks on until every family was equal at so many cursors. Throws at a difference that stands while nothing moves, and when equality does not come in time. */
  untilEqual(wanted?: Wanted): Promise<Proof[]>;
  /** `read` between two readings of the cases' cursor that are the same, with the words that ask for the truth of that cursor, and a store that knows every indicator named by now. */
  atCursor<T>(read: (asked: Record<string, string>, store: Store) => Promise<T>): Promise<T>;
  truth(query: Record<string, string>): Promise<TruthAnswer>;
  close(): Promise<void>;
}

/** The feed whose answers change a family from moment to moment. */
const NEWS_OF: Record<Family, string> = { case: 'case', video: 'video-status', station: 'reading', alert: 'alert', staff: 'position' };

/** Word of /truth's query that says as of which moment a family is wanted. */
const MOMENT_OF: Record<Family, string> = { case: 'cursor', video: 'video', station: 'hydro', alert: 'alerts', staff: 'staff' };

/** Wall time within which what time alone changes is applied; the timekeeper looks every 200 ms. */
const BEAT_MS = 1_000;
/** More than ever waits of all kinds together. */
const DUE_AT_ONCE = 5_000;

interface Look {
  now: number;
  rows: Record<string, CounterRow>;
  feeds: Map<string, FeedState>;
  /** Kinds of which something waited to be applied as of `now`: the timekeeper of a busy or starting server has yet to come to it. */
  waits: Set<string>;
}

/** What of a running product the witness must know. */
export type Witnessed = Pick<Product, 'dir' | 'config' | 'clock' | 'now' | 'feedsUrl' | 'redisUrl'>;

export async function startWitness(product: Witnessed): Promise<Witness> {
  const config = loadCity(product.config, { ...process.env, YIPING_CITY_DATA: `${product.dir}/city`, YIPING_FEEDS_URL: product.feedsUrl });
  const tree = await loadRegions(config.regions, config.city, product.now());
  const districtOf = (code: string): string => tree.ancestor(code.replace(/\/-$/, ''), 'district') ?? config.city.code;
  const shards = config.city.shardBy === 'district' ? { shards: { of: districtOf, all: [config.city.code, ...tree.children(config.city.code).map(({ code }) => code)] } } : {};
  const open = (): Promise<Store> => openStore({ redis: product.redisUrl, world: config.city.world, city: config.city.code, zone: config.city.zone, regions: tree.all, retention: config.city.retention, ...shards });
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
    const query: Record<string, string | null> = {
      cursor: cursorOf(feeds.get('case')?.cursor ?? null, product.clock.zone), video: asOf('video-status'), hydro: asOf('reading'), alerts: asOf('alert'), staff: asOf('position'), roster: asOf('roster'),
    };
    return Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null));
  };

  /** A store of its own each time: indicators that the server named meanwhile are known to it. */
  const look = async (): Promise<Look> => {
    const fresh = await open();
    const now = product.now();
    try {
      // Asked before the rows: what is due and no longer waits is in them.
      const waits = new Set<string>((await fresh.due(now, DUE_AT_ONCE)).map(({ kind }) => kind));
      const { rows, feeds } = await fresh.snapshotRead(codes, now, feedNames);
      return { now, rows, feeds: new Map(feeds.map((feed) => [feed.feed, feed])), waits };
    } finally { await fresh.close(); }
  };

  const judge = async (families: readonly Family[], { now, rows, feeds }: Look): Promise<FamilyVerdict[]> => {
    const reached = moments(feeds);
    const beat = Math.ceil(BEAT_MS * product.clock.rate);
    const ask = (at: number): Promise<TruthAnswer> => truth({ now: String(at), families: families.join(','), ...reached });
    const answers = [await ask(now)];
    const judged = (family: Family): FamilyVerdict => ({ ...verdictOf(family, codes, { category: deepest, department: belowStreet }, rows, answers), asked: MOMENT_OF[family] in reached });
    const found = families.map(judged);
    if (found.every((verdict) => verdict.differences.length === 0)) return found;
    answers.push(await ask(now - beat));
    return families.map(judged);
  };

  /** What stands in the store of a family: when two looks have the same, nothing moved between them. */
  const printOf = (family: Family, { rows, feeds }: Look): string => JSON.stringify([
    feedsOf[family].map((name) => [feeds.get(name)?.cursor, feeds.get(name)?.asOf, feeds.get(name)?.accepted]),
    codes.map((code) => Object.entries(rows[code] ?? {}).filter(([name]) => familyOf(name) === family)),
  ]);
  const standOf = (family: Family, { feeds }: Look): string => JSON.stringify(family === 'case' ? feeds.get('case')?.cursor : feedsOf[family].map((name) => feeds.get(name)?.asOf));
  const heard = (family: Family, { feeds }: Look, since: number): boolean => (feeds.get(NEWS_OF[family])?.asOf ?? 0) >= since;

  return {
    store, codes, truth, regions: tree.all,
    compare: async (families) => judge(families, await look()),
    untilEqual: async ({ families = FAMILIES, ms = 60_000, cursors = 1, since = 0 } = {}) => {
      const limit = Date.now() + ms;
      const proofs = new Map(families.map((family) => [family, new Held(family)]));
      let last: FamilyVerdict[] = [];
      for (;;) {
        const open = families.filter((family) => proofs.get(family)!.cursors < cursors);
        if (open.length === 0) return families.map((family) => proofs.get(family)!.proof());
        if (Date.now() > limit) throw new Error(`totals differ from the truth after ${ms} ms (${families.map((family) => proofs.get(family)!.toString()).join(', ')}):\n${last.map(describeVerdict).join('\n')}`);
        try {
          const seen = await look();
          last = await judge(open, seen);
          for (const verdict of last) if (heard(verdict.family, seen, since)) proofs.get(verdict.family)!.take(verdict, standOf(verdict.family, seen), seen.waits.has(verdict.family) ? null : printOf(verdict.family, seen), Date.now());
        } catch (cause) {
          // Redis or the simulator may be down just now: that is what these tests do.
          if (cause instanceof Fault || Date.now() > limit) throw cause;
          await new Promise((done) => setTimeout(done, 200));
          continue;
        }
        await new Promise((done) => setTimeout(done, 50));
      }
    },
    atCursor: async (read) => {
      const fresh = await open();
      try {
        for (let tries = 0; tries < 50; tries += 1) {
          const before = await fresh.feedState('case');
          const answer = await read({ now: String(product.now()), ...moments(new Map([['case', before]])) }, fresh);
          if ((await fresh.feedState('case')).cursor === before.cursor) return answer;
        }
      } finally { await fresh.close(); }
      throw new Error('the cursor of the cases moved during each of 50 readings');
    },
    close: () => store.close(),
  };
}

/** "2025-07-15 19:40:00.000|2507…" as /truth takes it: epoch ms, a comma and the order's number. */
function cursorOf(text: string | null, zone: string): string | null {
  const parts = text === null ? null : /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3})\|(.*)$/.exec(text);
  return parts ? `${fromLocal(zone, ...parts.slice(1, 8).map(Number) as [number, number, number, number, number, number, number])},${parts[8] ?? ''}` : null;
}


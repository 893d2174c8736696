/** Holds what the product says of New York against what counting by hand says, figure by figure, and keeps account of what was held. */
import { latLngToCell } from 'h3-js';
import { loadCity } from '../../server/config.ts';
import { loadRegions, type RegionTree } from '../../server/normalise/regions.ts';
import { openStore, type Store } from '../../server/store/index.ts';
import type { CounterRow } from '../../server/wire/counters.ts';
import { allRows, countBuckets, countRows, pointsOf, STEPS, type Grain, type Moment } from './count-nyc.ts';
import type { Nyc } from './nyc-files.ts';

const FEEDS = ['case', 'video'];
const HOUR = STEPS.hour;

/** What was compared, so that the report can say it. */
export class Coverage {
  readonly figures = new Map<string, number>();
  readonly names = new Set<string>();
  /** Buckets that are empty in the product as in the files. */
  empty = 0;
  private readonly failures: string[] = [];

  /** `what` is the family in the report; 2 % is what the histogram of durations promises. */
  hold(what: string, where: string, name: string, product: number, counted: number): void {
    this.figures.set(what, (this.figures.get(what) ?? 0) + 1);
    this.names.add(name);
    if (product === counted) return;
    const near = /duration(Median|P90)$/.test(name) ? 0.02 * counted + 1 : 0;
    if (Math.abs(product - counted) > near) this.failures.push(`${what}: ${where} ${name}: product ${product}, counted ${counted}`);
  }

  differences(): string[] { return this.failures.splice(0); }
  toString(): string { return `${[...this.figures].map(([what, n]) => `${what} ${n}`).join(', ')}; ${this.names.size} counters${this.empty > 0 ? `; ${this.empty} buckets empty on both sides` : ''}`; }
}

export function holdRow(coverage: Coverage, what: string, code: string, product: CounterRow, counted: ReadonlyMap<string, number>, only = /./): void {
  for (const name of new Set([...Object.keys(product), ...counted.keys()])) if (only.test(name)) coverage.hold(what, code, name, product[name] ?? 0, counted.get(name) ?? 0);
}

export interface NycReader {
  tree: RegionTree;
  /** Rows of every region and 未落格 together with how far the feeds are, in one atomic read. asOf is null before the first page. */
  rows(now: number): Promise<{ rows: Record<string, CounterRow>; asOf: number | null }>;
  withStore<T>(use: (store: Store) => Promise<T>): Promise<T>;
}

export async function nycReader(redis: string, dir: string, nyc: Nyc): Promise<NycReader> {
  const config = loadCity(dir, {});
  const tree = await loadRegions(config.regions, config.city, Date.UTC(2024, 8, 1));
  // Opened anew for each reading: indicators that the server named meanwhile are known to it.
  const withStore = async <T>(use: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openStore({ redis, world: config.city.world, city: config.city.code, zone: config.city.zone, regions: tree.all, retention: config.city.retention });
    return use(store).finally(() => store.close());
  };
  return {
    tree, withStore,
    rows: (now) => withStore(async (store) => {
      const { rows, feeds } = await store.snapshotRead(allRows(nyc), now, FEEDS);
      const asOf = feeds.every((feed) => feed.asOf !== null) ? feeds.find(({ feed }) => feed === 'case')?.asOf ?? null : null;
      return { rows, asOf };
    }),
  };
}

/** Every counter of every row, at what the product says it has applied. Returns the differences. */
export async function compareRows(reader: NycReader, nyc: Nyc, now: number, coverage: Coverage): Promise<string[]> {
  const { rows, asOf } = await reader.rows(now);
  if (asOf === null) return ['nothing is applied yet'];
  const counted = countRows(nyc, { asOf, now });
  const trial = new Coverage();
  for (const [code, row] of counted) holdRow(trial, LEVELS[levelOf(nyc, code)] ?? '?', code, rows[code] ?? {}, row);
  const differences = trial.differences();
  if (differences.length === 0) for (const [code, row] of counted) holdRow(coverage, LEVELS[levelOf(nyc, code)] ?? '?', code, rows[code] ?? {}, row);
  return differences;
}

const LEVELS = ['city', 'borough', 'community district', 'neighbourhood'];
/** 未落格 stands a level below what it lies in. */
const levelOf = (nyc: Nyc, code: string): number => (code.endsWith('/-') ? (nyc.levels.get(code.slice(0, -2)) ?? 0) + 1 : nyc.levels.get(code) ?? 0);

/** Buckets of every row that has them at this grain, in [from, to); those that are empty on either side are held too. Hours of single categories stop at the community district. */
export async function compareBuckets(reader: NycReader, nyc: Nyc, moment: Moment, grain: Grain, from: number, to: number, coverage: Coverage): Promise<void> {
  const buckets = countBuckets(nyc, moment, grain);
  const names = [...buckets.get(nyc.city)?.keys() ?? []];
  await reader.withStore(async (store) => {
    for (const code of allRows(nyc)) {
      const wanted = names.filter((name) => hasGrain(grain, name, levelOf(nyc, code)));
      const { starts, series } = await store.readBuckets(code, wanted, grain, from, to);
      for (const name of wanted) {
        const counted = buckets.get(code)?.get(name);
        // Most are empty on both sides: these are only numbered.
        const full = starts.map((start, i) => ({ start, product: series[name]?.[i] ?? 0, counted: counted?.get(start) ?? 0 })).filter((one) => one.product !== 0 || one.counted !== 0);
        for (const one of full) coverage.hold(`${grain}s`, `${code} ${new Date(one.start).toISOString()}`, name, one.product, one.counted);
        coverage.empty += starts.length - full.length;
      }
    }
  });
}

function hasGrain(grain: Grain, name: string, level: number): boolean {
  if (/^today\.department\./.test(name)) return grain === 'day' && level <= 2;
  if (grain === 'day') return true;
  if (/^today\.category\./.test(name)) return grain === 'hour' && level <= 2;
  if (/^today\.source\./.test(name)) return grain === 'hour';
  return /^today\.(reported|closed)$/.test(name);
}

/** Cases by hexagon over whole hours; from and to are beginnings of hours. */
export async function compareHeat(reader: NycReader, nyc: Nyc, moment: Moment, from: number, to: number, coverage: Coverage): Promise<void> {
  const counted = new Map<string, number>();
  for (const [lng, lat] of pointsOf(nyc, moment, from, to)) { const cell = latLngToCell(lat, lng, 9); counted.set(cell, (counted.get(cell) ?? 0) + 1); }
  const product = await reader.withStore((store) => store.readHeat(from / HOUR, to / HOUR));
  for (const cell of new Set([...product.keys(), ...counted.keys()])) coverage.hold('heat cells', cell, 'heat', product.get(cell) ?? 0, counted.get(cell) ?? 0);
}

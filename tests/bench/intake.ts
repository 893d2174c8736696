/** Intake: a pulled page → all its counters applied in Redis, beside a bare batched script that sends the same increments. */
import { shippedCity, STORM_AT } from '../helpers/product.ts';
import { startRedis } from '../helpers/redis.ts';
import { bareSeconds } from './bare-script.ts';
import { interleave, median, result, type Bench, type Benchmark, type Result } from './harness.ts';
import { Moves, type Increment } from './increments.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';
import { vendorCases, vendorDay, type Page, type VendorCases } from './vendor-cases.ts';

const PAGE = 1_000;
/** What is sent, and the increments that it comes to. */
interface Load { pages: Page[]; records: number; increments: Increment[] }
interface Work { fresh: Load; updated: Load; loaded: Load }

/** Seconds. */
async function applyAll(pipeline: Pipeline, pages: readonly Page[]): Promise<number> {
  const began = performance.now();
  for (const { applied, unchanged } of await pipeline.applyAll(pages)) {
    if (applied < unchanged * 99) throw new Error(`${unchanged} records of a page changed nothing, ${applied} were applied: not the work that is to be measured`);
  }
  return (performance.now() - began) / 1000;
}

/** All pages of the day before the storm's: first reports, then every later state, then (for another Redis) all at their last state. */
async function prepare(bench: Bench, vendor: VendorCases, config: string, cityFolder: string): Promise<Work> {
  const day = vendorDay(STORM_AT) - 1;
  const most = bench.quick ? 3 : 40;
  const fresh = vendor.firstReports(day, PAGE).slice(0, most);
  const updated = vendor.updates(day, STORM_AT, PAGE).slice(0, most);
  const loaded = vendor.latest(day, STORM_AT, PAGE).slice(0, most);
  // The increments are counted by code of its own, and outside the time that is measured.
  const redis = await startRedis();
  const pipeline = await openPipeline({ config, cityFolder, redis: redis.url, now: STORM_AT });
  try {
    const count = (moves: Moves, pages: Page[]): Load => {
      const load: Load = { pages, records: 0, increments: [] };
      for (const page of pages) {
        for (const { entity, contribution } of pipeline.items(page)) {
          load.records++;
          for (const increment of moves.move(entity.id, contribution, [...pipeline.tree.chain(entity.region)].reverse())) load.increments.push(increment);
        }
      }
      return load;
    };
    const moves = new Moves();
    return { fresh: count(moves, fresh), updated: count(moves, updated), loaded: count(new Moves(), loaded) };
  } finally { await pipeline.close(); await redis.stop(); }
}

/** Seconds each; `longest`: the longest that one script has held Redis, ms; `overlong`: how many of `scripts` took more than 5 ms. */
interface Times { fresh: number; updated: number; loaded: number }
interface ProductTimes extends Times { longest: number; scripts: number; overlong: number }

async function product(work: Work, config: string, cityFolder: string): Promise<ProductTimes> {
  let longest = 0, scripts = 0, overlong = 0;
  const through = async (loads: Load[]): Promise<number[]> => {
    const redis = await startRedis();
    const pipeline = await openPipeline({ config, cityFolder, redis: redis.url, now: STORM_AT });
    const seconds: number[] = [];
    try {
      for (const load of loads) seconds.push(await applyAll(pipeline, load.pages));
      const stats = pipeline.store.stats();
      longest = Math.max(longest, stats.longestMicros / 1000);
      scripts += stats.scripts;
      overlong += stats.overlong;
    } finally { await pipeline.close(); await redis.stop(); }
    return seconds;
  };
  const [fresh = NaN, updated = NaN] = await through([work.fresh, work.updated]);
  const [loaded = NaN] = await through([work.loaded]);
  return { fresh, updated, loaded, longest, scripts, overlong };
}

async function bare(work: Work): Promise<Times> {
  const redis = await startRedis();
  try {
    const fresh = await bareSeconds(redis.path, work.fresh.increments);
    const updated = await bareSeconds(redis.path, work.updated.increments);
    return { fresh, updated, loaded: await bareSeconds(redis.path, work.loaded.increments) };
  } finally { await redis.stop(); }
}

export const intake: Benchmark = {
  name: 'intake',
  about: 'records pulled → all counters applied, beside a bare batched script with the same increments',
  run: async (bench) => {
    const scale = bench.quick ? 0.02 : 1;
    const [config, cityFolder] = [await shippedCity(), bench.cityFolder(scale)];
    const vendor = vendorCases({ cityFolder, config, seed: 1, scale, origin: STORM_AT });
    bench.say('intake: making the records and counting their increments');
    const work = await prepare(bench, vendor, config, cityFolder);
    const runs = await interleave(bench.runs, async () => {
      const times = await product(work, config, cityFolder);
      bench.say(`intake: new ${rate(work.fresh.records, times.fresh)}, updated ${rate(work.updated.records, times.updated)}, first load ${rate(work.loaded.records, times.loaded)} cases/s`);
      return times;
    }, () => bare(work));
    const longest = runs.a.map((t) => t.longest);
    const sum = (what: 'scripts' | 'overlong'): number => runs.a.reduce((all, t) => all + t[what], 0);
    return [
      ...(['fresh', 'updated', 'loaded'] as const).flatMap((name) => results(name, work[name], median(runs.a.map((t) => t[name])), median(runs.b.map((t) => t[name])))),
      result({ name: 'intake.longest-script', value: median(longest), unit: 'ms', budget: { on: 'value', atMost: 5 }, note: `the longest that one script held Redis, by Redis' own clock, in each run; worst of all ${Math.max(...longest).toFixed(1)} ms; ${sum('overlong')} of ${sum('scripts')} scripts took more than 5 ms, those that waited for a processor among them` }),
    ];
  },
};

const rate = (count: number, seconds: number): string => Math.round(count / seconds).toLocaleString('en-US');
const WORDS = { fresh: 'new', updated: 'updated', loaded: 'first-load' } as const;
const LEAST = { fresh: 5_000, updated: 8_000, loaded: null } as const;

function results(name: keyof Work, load: Load, seconds: number, bareSecs: number): Result[] {
  const each = load.increments.length / load.records;
  const least = LEAST[name];
  return [
    result({ name: `intake.${WORDS[name]}`, value: load.records / seconds, unit: 'cases/s', baseline: load.records / bareSecs, ...(least === null ? {} : { budget: { on: 'value' as const, atLeast: least } }), note: `${load.records} records, ${each.toFixed(1)} increments each` }),
    result({ name: `intake.${WORDS[name]}.increments`, value: load.increments.length / seconds, unit: 'increments/s', baseline: load.increments.length / bareSecs, budget: { on: 'ratio', atLeast: 0.5 } }),
  ];
}

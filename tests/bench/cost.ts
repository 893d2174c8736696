/**
 * Cost per record in a city ten times the size: ten copies of the city's regions and of its cases
 * under one root, coming in together, so that a page holds a tenth of the time and ten times the
 * regions. The store alone is measured: what it costs must not be thinned by stages that do not grow.
 */
import { openStore, type Item, type RegionNode } from '../../server/store/index.ts';
import { shippedCity, STORM_AT } from '../helpers/product.ts';
import { startRedis } from '../helpers/redis.ts';
import { interleave, median, result, type Benchmark } from './harness.ts';
import { openPipeline } from './pipeline.ts';
import { probeRedis } from './redis-info.ts';
import { vendorCases, vendorDay } from './vendor-cases.ts';

const PAGE = 1_000;

interface Source { city: string; zone: string; retention: Parameters<typeof openStore>[0]['retention']; regions: RegionNode[]; items: Item[] }
interface Cost { commands: number; net: number; memory: number; ms: number }

/** Codes and ids of a copy are as long as those of the original. */
const ofCopy = (copy: number, code: string, city: string): string => (code === city ? code : `${copy}${code.slice(1)}`);

function regionsOf(source: Source, copies: number): RegionNode[] {
  const out: RegionNode[] = source.regions.filter((region) => region.code === source.city);
  for (let copy = 0; copy < copies; copy++) {
    for (const { code, level, parent } of source.regions) {
      if (code !== source.city) out.push({ code: ofCopy(copy, code, source.city), level, parent: parent === null ? null : ofCopy(copy, parent, source.city) });
    }
  }
  return out;
}

/** Pages of all copies' records, merged as they would come. */
function* pagesOf(source: Source, copies: number): Generator<Item[]> {
  let page: Item[] = [];
  for (const { entity, contribution } of source.items) {
    for (let copy = 0; copy < copies; copy++) {
      page.push({ entity: { ...entity, id: `${String.fromCharCode(65 + copy)}${entity.id.slice(1)}`, region: ofCopy(copy, entity.region, source.city) }, contribution });
      if (page.length === PAGE) { yield page; page = []; }
    }
  }
  if (page.length) yield page;
}

async function costOf(source: Source, copies: number): Promise<Cost> {
  const redis = await startRedis();
  const probe = probeRedis(redis.path);
  const store = await openStore({ redis: redis.url, world: 'live', city: source.city, zone: source.zone, regions: regionsOf(source, copies), retention: source.retention });
  try {
    const read = async (): Promise<[number, number, number]> =>
      [(await probe.calls()).all, await probe.number('total_net_input_bytes') + await probe.number('total_net_output_bytes'), await probe.number('used_memory')];
    const before = await read();
    let ms = 0;
    let records = 0;
    for (const page of pagesOf(source, copies)) {
      const began = performance.now();
      await store.put('case', page, { feed: 'case', cursor: String(records), asOf: STORM_AT, now: STORM_AT });
      ms += performance.now() - began;
      records += page.length;
    }
    const after = await read();
    const each = (i: 0 | 1 | 2): number => (after[i] - before[i]) / records;
    return { commands: each(0), net: each(1), memory: each(2), ms: ms / records };
  } finally { probe.close(); await store.close(); await redis.stop(); }
}

export const cost: Benchmark = {
  name: 'cost',
  about: 'cost per record in a city ten times the size: Redis commands, bytes, time',
  run: async (bench) => {
    const scale = bench.quick ? 0.02 : 1;
    const [config, cityFolder] = [await shippedCity(), bench.cityFolder(scale)];
    const vendor = vendorCases({ cityFolder, config, seed: 1, scale, origin: STORM_AT });
    const redis = await startRedis();
    const pipeline = await openPipeline({ config, cityFolder, redis: redis.url, now: STORM_AT });
    let source: Source;
    try {
      const day = vendorDay(STORM_AT) - 1;
      // A day's reports, then as many of their later states.
      const reports = vendor.firstReports(day, PAGE);
      const updates = vendor.updates(day, STORM_AT, PAGE).slice(0, reports.length);
      source = { city: pipeline.tree.city.code, zone: pipeline.zone, retention: pipeline.retention, regions: [...pipeline.tree.all], items: [...reports, ...updates].flatMap((page) => pipeline.items(page)) };
    } finally { await pipeline.close(); await redis.stop(); }
    const runs = await interleave(bench.runs, () => costOf(source, 10), () => costOf(source, 1));
    const show = (c: Cost): string => `${c.commands.toFixed(1)} commands, ${c.net.toFixed(0)} bytes sent, ${c.memory.toFixed(0)} bytes kept, ${(c.ms * 1000).toFixed(0)} µs`;
    for (const [i, ten] of runs.a.entries()) bench.say(`cost: per record at 10× ${show(ten)}; at 1× ${runs.b[i] ? show(runs.b[i]) : ''}`);
    const line = (name: string, unit: string, pick: (c: Cost) => number, atMost: number, note?: string) =>
      result({ name, unit, value: median(runs.a.map(pick)), baseline: median(runs.b.map(pick)), budget: { on: 'ratio', atMost }, ...(note === undefined ? {} : { note }) });
    return [
      line('cost.commands', 'commands/record', (c) => c.commands, 1.1, `${source.items.length} records at 1×, ten times as many at 10×; commands inside scripts count too; the baseline is 1×`),
      line('cost.bytes', 'bytes/record', (c) => c.net, 1.1, 'sent to and from Redis'),
      line('cost.memory', 'bytes/record', (c) => c.memory, 1.1, 'kept by Redis, a day\'s cases and an equal number of updates'),
      line('cost.time', 'µs/record', (c) => c.ms * 1000, 1.35),
    ];
  },
};

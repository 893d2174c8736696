/** 60,000 staff every 10 s: CPU of Node and of Redis, an append-only rewrite in every window. */
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../helpers/child.ts';
import { shippedCity, startProduct, STORM_AT, type Product } from '../helpers/product.ts';
import { startRedisProcess } from '../../server/start/redis-process.ts';
import { interleave, median, result, type Bench, type Benchmark } from './harness.ts';
import { cpuSeconds, cpuSecondsWithChildren, cpuShare, pass } from './process-stat.ts';
import { probeRedis } from './redis-info.ts';

/** The shipped city folder with its staffing feeds alone: no other work stands in the figures. */
async function staffingOnly(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yp-staff-'));
  await cp(await shippedCity(), folder, { recursive: true });
  const feeds = join(folder, 'feeds');
  for (const file of await readdir(feeds)) {
    const text = await readFile(join(feeds, file), 'utf8');
    if (!/^(kind|of):\s*(staff|position)/m.test(text) && !/staff/.test(file)) await rm(join(feeds, file));
  }
  return folder;
}

/** Share of a core of Node and of Redis while positions come and the append-only file is rewritten once. */
async function window(bench: Bench, node: number, redis: { pid: number; path: string }): Promise<{ node: number; redis: number; rewrite: number }> {
  const probe = probeRedis(redis.path);
  let rewrite = 0;
  try {
    const before = cpuSecondsWithChildren(redis.pid);
    const { shares, seconds } = await cpuShare([node], async () => {
      const lasts = pass(bench.quick ? 10 : 40);
      const began = performance.now();
      await probe.rewrite();
      rewrite = (performance.now() - began) / 1000;
      await lasts;
    }, cpuSeconds);
    return { node: shares[0] ?? NaN, redis: (cpuSecondsWithChildren(redis.pid) - before) / seconds, rewrite };
  } finally { probe.close(); }
}

async function measure(bench: Bench, product: Product): Promise<{ node: number; redis: number; bareNode: number; bareRedis: number; staff: number }> {
  const bareRedis = await startRedisProcess({ dir: join(product.dir, 'bare-redis') });
  const bare = await startChild({ name: 'bare positions', args: ['tests/bench/bare-positions.ts', product.feedsUrl, bareRedis.socket ?? ''] });
  try {
    const staff = await bare.until('it wrote positions', (line) => /"wrote":(\d+)/.exec(line)?.[1], 60_000);
    // The first beats bring everybody's place; what is measured is the daily run.
    await pass(bench.quick ? 3 : 25);
    const runs = await interleave(bench.runs,
      () => window(bench, product.pid('server'), { pid: product.pid('redis'), path: product.redisPath }),
      () => window(bench, bare.pid, { pid: bareRedis.pid, path: bareRedis.socket ?? '' }));
    return {
      node: median(runs.a.map((r) => r.node)), redis: median(runs.a.map((r) => r.redis)),
      bareNode: median(runs.b.map((r) => r.node)), bareRedis: median(runs.b.map((r) => r.redis)), staff: Number(staff),
    };
  } finally { await bare.kill(); await bareRedis.kill(); }
}

export const positions: Benchmark = {
  name: 'positions',
  about: '60,000 staff every 10 s: CPU of Node and Redis, an append-only rewrite included',
  run: async (bench) => {
    const config = await staffingOnly();
    const scale = bench.quick ? 0.05 : 1;
    try {
      const product = await startProduct({ scale, historyDays: 0, config, city: bench.cityFolder(scale), origin: STORM_AT });
      try {
        await product.untilLoaded(120_000);
        const m = await measure(bench, product);
        const note = `whole process, ${m.staff} staff with positions, one rewrite a window; the baseline pulls, parses, packs and writes one block`;
        return [
          result({ name: 'positions.node', value: m.node * 100, unit: '% of a core', baseline: m.bareNode * 100, budget: { on: 'value', atMost: 25 }, note }),
          result({ name: 'positions.redis', value: m.redis * 100, unit: '% of a core', baseline: m.bareRedis * 100, budget: { on: 'value', atMost: 15 } }),
        ];
      } finally { await product.stop(); }
    } finally { await rm(config, { recursive: true, force: true }); }
  },
};

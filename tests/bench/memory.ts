/** Memory at full city, beside a bare process with the same libraries and a Redis that holds the same cases as bare strings. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedisProcess } from '../../server/start/redis-process.ts';
import { startChild } from '../helpers/child.ts';
import { interleave, median, result, type Benchmark } from './harness.ts';
import { listen } from './listen.ts';
import { viewOf } from './crowd.ts';
import { pass, peakRssBytes, rssBytes } from './process-stat.ts';
import { probeRedis } from './redis-info.ts';

const MB = 1e6;
const CASE_BYTES = 200;

async function bareNode(): Promise<number> {
  const child = await startChild({ name: 'bare process', args: ['tests/bench/bare-process.ts'] });
  try {
    await child.until('it loaded its libraries', (line) => (line === 'loaded' ? true : undefined), 60_000);
    return rssBytes(child.pid);
  } finally { await child.kill(); }
}

/** used_memory of a Redis that holds `count` strings of 200 bytes. */
async function bareRedis(count: number): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), 'yp-'));
  const redis = await startRedisProcess({ dir });
  const probe = probeRedis(redis.socket ?? '');
  try {
    const body = 'x'.repeat(CASE_BYTES);
    for (let from = 0; from < count; from += 5_000) {
      const batch = probe.client.pipeline();
      for (let i = from; i < Math.min(count, from + 5_000); i++) batch.set(`AJ20250715${String(i).padStart(7, '0')}`, body);
      await batch.exec();
    }
    return await probe.number('used_memory');
  } finally { probe.close(); await redis.kill(); await rm(dir, { recursive: true, force: true }); }
}

export const memory: Benchmark = {
  name: 'memory',
  about: 'memory of server and Redis at full city, one wall connected',
  run: async (bench) => {
    const product = await bench.fullCity();
    const summary = await product.summary();
    const wall = await listen(product.url, viewOf(summary.region.code, true));
    const probe = probeRedis(product.redisPath);
    try {
      await pass(bench.quick ? 2 : 10);
      const cases = summary.feeds.filter((f) => f.kinds?.includes('case')).reduce((sum, f) => sum + f.accepted, 0);
      const runs = await interleave(bench.runs, async () => {
        await pass(bench.quick ? 1 : 6);
        return { server: rssBytes(product.pid('server')), redis: await probe.number('used_memory') };
      }, async () => ({ server: await bareNode(), redis: await bareRedis(cases) }));
      const [value, baseline] = [runs.a, runs.b].map((list) => ({ server: median(list.map((one) => one.server)) / MB, redis: median(list.map((one) => one.redis)) / MB })) as [Record<'server' | 'redis', number>, Record<'server' | 'redis', number>];
      return [
        result({ name: 'memory.server', value: value.server, unit: 'MB', baseline: baseline.server, budget: { on: 'value', atMost: 400 }, note: `resident; its peak, the first load included, was ${(peakRssBytes(product.pid('server')) / MB).toFixed(0)} MB; the baseline has only loaded the libraries` }),
        result({ name: 'memory.redis', value: value.redis, unit: 'MB', baseline: baseline.redis, budget: { on: 'value', atMost: 1_500 }, note: `used_memory, ${await probe.client.dbsize()} keys; the baseline holds ${cases} strings of ${CASE_BYTES} bytes and no total` }),
      ];
    } finally { probe.close(); wall.close(); }
  },
};

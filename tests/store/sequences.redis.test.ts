/**
 * Random histories — updates, repeats, reorderings, deletions, moves between regions, clock steps,
 * retention, reorganisations, crashes between any two steps — after each of which every counter in
 * Redis must equal a plain recount, and every parent its children and 未落格.
 */
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type TestRedis } from '../helpers/redis.ts';
import { anOp, Run } from './sequences.ts';

/** Sequences in all; `npm run check:full` sets more. */
const SEQUENCES = Number(process.env['YIPING_SEQUENCES'] ?? 10_000);

let redis: TestRedis;
let raw: Redis;
beforeAll(async () => {
  redis = await startRedis({ config: ['--appendfsync', 'no'] });
  raw = new Redis(redis.path);
});
afterAll(async () => { raw.disconnect(); await redis.stop(); });

async function runAll(seed: number, runs: number, place: { sharded: boolean; zone: string; half: number }): Promise<void> {
  let compared = 0;
  await fc.assert(fc.asyncProperty(fc.array(anOp, { minLength: 5, maxLength: 20 }), async (ops) => {
    const run = new Run({ url: redis.url, raw, city: 'C0', ...place });
    await raw.flushdb();
    await run.open();
    try {
      for (const op of ops) await run.apply(op);
      await run.compare();
      compared++;
    } finally {
      await run.close();
    }
  }), { seed, numRuns: runs, interruptAfterTimeLimit: 900_000, markInterruptAsFailure: true, endOnFailure: process.env['YIPING_SHRINK'] === undefined });
  expect(compared).toBeGreaterThanOrEqual(runs);
}

describe('totals equal a recount', () => {
  it.each([
    { name: 'one shard, Shanghai', share: 0.5, seed: 11, sharded: false, zone: 'Asia/Shanghai', half: 0 },
    { name: 'one shard, New York over a clock change', share: 0.15, seed: 12, sharded: false, zone: 'America/New_York', half: 0 },
    { name: 'one shard, a zone off by half an hour', share: 0.1, seed: 13, sharded: false, zone: 'Asia/Kolkata', half: 1_800_000 },
    { name: 'a shard a district', share: 0.25, seed: 14, sharded: true, zone: 'Asia/Shanghai', half: 0 },
  ])('$name', async ({ share, seed, sharded, zone, half }) => {
    await runAll(seed, Math.ceil(SEQUENCES * share), { sharded, zone, half });
  }, 600_000);
});

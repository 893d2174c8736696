/** Runs many random histories against one Redis; shared by the files that split them over the cores. */
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect } from 'vitest';
import { atLength } from '../helpers/length.ts';
import { startRedis, type TestRedis } from '../helpers/redis.ts';
import { anOp, nothingKept, Run } from './sequences.ts';

/** Sequences in all files together. YIPING_SEQUENCES asks for fewer, as `npm run mutants` does: few find a plain bug. */
export const SEQUENCES = Number(process.env['YIPING_SEQUENCES'] ?? atLength(10_000, 100_000));
/** How long one share of them may take, ms. */
export const LONGEST = atLength(900_000, 7_200_000);

export type Runner = (share: number, seed: number, place: { sharded: boolean; zone: string; half: number }) => Promise<void>;

export function useSequences(): Runner {
  let redis: TestRedis;
  let raw: Redis;
  beforeAll(async () => {
    redis = await startRedis({ config: ['--appendfsync', 'no'] });
    raw = new Redis(redis.path);
  });
  afterAll(async () => { raw.disconnect(); await redis.stop(); });
  return async (share, seed, place) => {
    const runs = Math.ceil(SEQUENCES * share);
    const kept = nothingKept('C0');
    let compared = 0;
    await raw.flushdb();
    await fc.assert(fc.asyncProperty(fc.array(anOp, { minLength: 5, maxLength: 20 }), async (ops) => {
      // Every eighth begins as a new process, the others as one whose Redis was emptied under it.
      const run = new Run({ url: redis.url, raw, city: 'C0', ...(compared % 8 === 0 ? {} : { kept }), ...place });
      await raw.flushdb();
      await run.open();
      try {
        for (const op of ops) await run.apply(op);
        await run.compare();
        compared++;
      } finally {
        await run.close();
      }
    }), { seed, numRuns: runs, endOnFailure: process.env['YIPING_SHRINK'] === undefined });
    await kept.store?.close();
    expect(compared).toBeGreaterThanOrEqual(runs);
  };
}

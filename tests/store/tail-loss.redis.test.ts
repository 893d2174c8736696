/**
 * `kill -9` of Redis under load, and its append-only file put back with a torn or older tail: pulling
 * again from the stored cursor makes every total right.
 */
import { readdir, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startRedis, type TestRedis } from '../helpers/redis.ts';
import { anOp, Run, type Op } from './sequences.ts';

/** 10 in CI, 50 in `npm run check:full`. */
const KILLS = Number(process.env['YIPING_KILLS'] ?? 10);
/** So that nothing is dropped by age: what is dropped, lost and sent again is a matter of its own. */
const LONG = 400 * 86_400_000;

let redis: TestRedis;
let raw: Redis;
beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.path);
  raw.on('error', () => undefined);
});
afterAll(async () => { raw.disconnect(); await redis.stop(); });

/** The increment file that is being appended to. */
async function tailFile(): Promise<string> {
  const folder = join(redis.dir, 'appendonlydir');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.incr.aof')).sort();
  return join(folder, names.at(-1)!);
}

describe.each([{ sharded: false, seed: 51 }, { sharded: true, seed: 52 }])('a shard a district: $sharded', ({ sharded, seed }) => {
  it('after each kill and each lost tail', async () => {
    await raw.flushall();
    const run = new Run({ url: redis.url, raw, city: 'C0', sharded, zone: 'Asia/Shanghai', half: 0, keepCases: LONG });
    await run.open();
    const parts = fc.sample(fc.array(anOp, { minLength: 25, maxLength: 25 }), { seed, numRuns: Math.ceil(KILLS / 2) })
      .map((list) => list.filter((op: Op) => op.do !== 'crash' && op.do !== 'reorganise' && op.do !== 'reclassify'));
    const cuts = fc.sample(fc.integer({ min: 0, max: 4000 }), { seed, numRuns: parts.length });
    for (const [i, ops] of parts.entries()) {
      const half = Math.floor(ops.length / 2);
      for (const op of ops.slice(0, half)) await run.apply(op);
      const killed = redis.kill();
      const rest = (async () => { for (const op of ops.slice(half)) await run.applyThroughOutage(op); })();
      await killed;
      const file = await tailFile();
      const size = (await stat(file)).size;
      // Every second time the tail is cut, in the middle of a command as it falls.
      if (i % 2 === 1) await truncate(file, Math.max(0, size - cuts[i]!));
      else await readFile(file);
      await redis.restart();
      await rest;
      await run.repull();
      await run.apply({ do: 'reap' });
      await run.compare();
    }
    await run.close();
  }, 180_000);
});

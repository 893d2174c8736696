/** The store behind Redis Sentinel: found by the master's name, followed when it fails over under load. */
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { atLength, FULL } from '../helpers/length.ts';
import { startSentinels, type TestSentinel } from '../helpers/redis-sentinel.ts';
import { anOp, Run, type Op } from './sequences.ts';
import { open } from './small-city.ts';

const FAILOVERS = atLength(2, 15);
/** So that nothing is dropped by age: what is dropped, lost and sent again is a matter of its own. */
const LONG = 400 * 86_400_000;

let sentinel: TestSentinel;
let raw: Redis;
beforeAll(async () => {
  sentinel = await startSentinels();
  raw = new Redis({ sentinels: [{ host: '127.0.0.1', port: sentinel.port }], name: sentinel.name, retryStrategy: (times) => Math.min(times * 50, 500) });
  raw.on('error', () => undefined);
}, 120_000);
afterAll(async () => { raw?.disconnect(); await sentinel?.stop(); });

it('a master is killed under load, Sentinel names another, and pulling again repairs what was lost', async () => {
  const run = new Run({ url: sentinel.url, raw, city: 'C0', sharded: false, zone: 'Asia/Shanghai', half: 0, keepCases: LONG });
  await run.open();
  const parts = fc.sample(fc.array(anOp, { minLength: 40, maxLength: 40 }), { seed: 61, numRuns: FAILOVERS })
    .map((list) => list.filter((op: Op) => op.do !== 'crash' && op.do !== 'reorganise' && op.do !== 'reclassify'));
  for (const part of parts) {
    const killed = sentinel.failover();
    for (const op of part) await run.applyThroughOutage(op);
    await killed;
    await run.repull();
    await run.apply({ do: 'reap' });
    await run.compare();
  }
  await run.close();
});

// Thirty seconds of waiting: at length only.
it.runIf(FULL)('a name that Sentinel does not know is told, and not waited for without end', async () => {
  await expect(open(sentinel.url.replace(/city$/, 'town'))).rejects.toThrow(/Redis at redis\+sentinel:\/\/.*\/town does not answer/);
});

/** The same histories on a three-node Redis Cluster, one shard a district, and masters that are killed. */
import fc from 'fast-check';
import { Cluster } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atLength } from '../helpers/length.ts';
import { startCluster, type TestCluster } from '../helpers/redis-cluster.ts';
import { anOp, Run, type Op } from './sequences.ts';

const SEQUENCES = atLength(200, 2_000);
const FAILOVERS = atLength(3, 30);
/** So that nothing is dropped by age: what is dropped, lost and sent again is a matter of its own. */
const LONG = 400 * 86_400_000;

let cluster: TestCluster;
let raw: Cluster;
beforeAll(async () => {
  cluster = await startCluster(3);
  raw = new Cluster(cluster.nodes, { slotsRefreshInterval: 500 });
  await raw.ping();
}, 120_000);
afterAll(async () => { raw.disconnect(); await cluster.stop(); });

const TAGS = ['{live:C0}', '{live:D1}', '{live:D2}'];
/** By the slot of each shard: a list of nodes may still name a dead one. */
const flush = async (): Promise<void> => { for (const tag of TAGS) await raw.eval("return redis.call('FLUSHALL')", 1, tag); };
const place = (sharded: boolean) => ({ url: cluster.url, raw, city: 'C0', sharded, zone: 'Asia/Shanghai', half: 0 });

describe('on a three-node cluster', () => {
  it('the shards lie on different nodes', async () => {
    const slots = await Promise.all(TAGS.map((tag) => raw.cluster('KEYSLOT', tag)));
    expect(new Set(slots.map((slot) => Math.floor(Number(slot) / (16_384 / 3)))).size).toBeGreaterThan(1);
  });

  it.each([{ sharded: true, seed: 21 }, { sharded: false, seed: 22 }])('totals equal a recount (a shard a district: $sharded)', async ({ sharded, seed }) => {
    let compared = 0;
    const runs = Math.ceil(SEQUENCES / 2);
    await fc.assert(fc.asyncProperty(fc.array(anOp, { minLength: 5, maxLength: 20 }), async (ops) => {
      await flush();
      const run = new Run(place(sharded));
      await run.open();
      try {
        for (const op of ops) await run.apply(op);
        await run.compare();
        compared++;
      } finally {
        await run.close();
      }
    }), { seed, numRuns: runs, endOnFailure: true });
    expect(compared).toBe(runs);
  });

  it('a master is killed under load, its replica takes over, and pulling again repairs what was lost', async () => {
    await flush();
    const run = new Run({ ...place(true), keepCases: LONG });
    await run.open();
    // What a rebuild did and a failover lost, only another rebuild makes good: not the feed's to repair.
    const ops = fc.sample(fc.array(anOp, { minLength: 60, maxLength: 60 }), { seed: 23, numRuns: FAILOVERS })
      .map((list) => list.filter((op: Op) => op.do !== 'crash' && op.do !== 'reorganise' && op.do !== 'reclassify'));
    for (const [i, part] of ops.entries()) {
      const killed = cluster.failover(['{live:D2}', '{live:C0}', '{live:D1}'][i % 3]!);
      for (const op of part) await run.applyThroughOutage(op);
      await killed;
      await run.repull();
      await run.apply({ do: 'reap' });
      await run.compare();
      await cluster.revive();
    }
    await run.close();
  });
});

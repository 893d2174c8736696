/** The whole product where Redis is a Cluster, and where each district is a shard: `npm run check:full` only, since what differs lies in the store and is tested there. */
import { expect, it } from 'vitest';
import { FULL } from '../helpers/length.ts';
import { startProduct, type Product } from '../helpers/product.ts';
import { startCluster } from '../helpers/redis-cluster.ts';
import { FAMILIES, startWitness } from '../helpers/witness.ts';

async function holds(product: Product): Promise<void> {
  try {
    await product.untilReady(180_000);
    const witness = await startWitness(product);
    try {
      const proofs = await witness.untilEqual({ ms: 180_000, cursors: 5 });
      await product.kill('server');
      const since = product.now();
      await product.start('server');
      const again = await witness.untilEqual({ ms: 180_000, cursors: 3, since });
      expect([proofs, again].map((list) => list.map(({ family }) => family))).toEqual([[...FAMILIES], [...FAMILIES]]);
      const summary = await product.summary();
      expect(summary.children.length).toBeGreaterThan(1);
      const open = [...summary.children.map(({ counters }) => counters), summary.unplaced].reduce((sum, row) => sum + (row['open'] ?? 0), 0);
      expect(open).toBe(summary.counters['open']);
    } finally { await witness.close(); }
  } finally { await product.stop(); }
}

it.runIf(FULL)('equals the truth with a shard a district', async () => {
  await holds(await startProduct({ scale: 0.02, speed: 60, historyDays: 2, shardBy: 'district' }));
});

it.runIf(FULL).each(['city', 'district'] as const)('equals the truth on a three-node Cluster, a shard a %s', async (shardBy) => {
  const cluster = await startCluster(3);
  try {
    await holds(await startProduct({ scale: 0.02, speed: 60, historyDays: 2, redisUrl: cluster.url, ...(shardBy === 'district' ? { shardBy } : {}) }));
  } finally { await cluster.stop(); }
});

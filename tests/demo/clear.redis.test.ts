/** A world that is not to last goes out of Redis whole, on a Cluster too, and takes no key of another with it. */
import { afterEach, expect, it } from 'vitest';
import { Cluster, Redis } from 'ioredis';
import { clearWorld } from '../../server/store/index.ts';
import { startRedis } from '../helpers/redis.ts';
import { startCluster } from '../helpers/redis-cluster.ts';

const closes: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const close of closes.splice(0)) await close(); });

const OTHERS = ['{live:c}:m', '{demo:c2}:m', '{demo:c}', '{replay:c}:m', 'demo:c:m', '{demo:cx}:m'];
async function tried(redis: Redis | Cluster, url: string): Promise<void> {
  await Promise.all([...Array.from({ length: 5_000 }, (_, i) => `{demo:c}:q:${i}`), ...OTHERS].map((key) => redis.set(key, 1)));
  expect(await clearWorld(url, 'demo', 'c')).toBe(5_000);
  expect(await Promise.all(OTHERS.map((key) => redis.exists(key)))).toEqual(OTHERS.map(() => 1));
  expect([await clearWorld(url, 'demo', 'c'), await redis.exists('{demo:c}:q:7')]).toEqual([0, 0]);
}

it('from one Redis', async () => {
  const server = await startRedis();
  closes.push(() => server.stop());
  const redis = new Redis(server.path);
  closes.unshift(() => redis.quit());
  await tried(redis, server.url);
});

it('from a Cluster', async () => {
  const cluster = await startCluster(3);
  closes.push(() => cluster.stop());
  const redis = new Cluster(cluster.nodes);
  closes.unshift(() => redis.quit());
  await tried(redis, cluster.url);
}, 60_000);

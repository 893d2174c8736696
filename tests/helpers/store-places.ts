/** What the tests of the store run on: one Redis, and a Redis Cluster of three masters with a replica each, a shard a district. */
import { readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Cluster, Redis } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';
import type { StoreOptions } from '../../server/store/index.ts';
import type { Raw } from '../store/dump.ts';
import { startCluster } from './redis-cluster.ts';
import { startRedis } from './redis.ts';

export const PLACES = [{ place: 'one Redis' }, { place: 'a three-node Cluster' }] as const;
export type PlaceName = (typeof PLACES)[number]['place'];

export interface StorePlace {
  /** What REDIS_URL would be. */
  readonly url: string;
  readonly raw: Raw;
  /** On the Cluster each district is a shard of its own; on one Redis there is but the city's. */
  readonly sharded: boolean;
  /** Empties it, whatever was in it. */
  flush(): Promise<void>;
  /** SIGKILL of all of it, then `tear` in the data folder of each process, then all of it started again on the same files. */
  blow(tear?: (dir: string) => Promise<void>): Promise<void>;
}

type Started = StorePlace & { stop(): Promise<void> };

const STARTS: Record<PlaceName, (config: string[]) => Promise<Started>> = {
  'one Redis': async (config) => {
    const redis = await startRedis({ config });
    const raw = new Redis(redis.path);
    raw.on('error', () => undefined);
    return {
      url: redis.url, raw, sharded: false,
      flush: async () => { await raw.flushall(); },
      blow: async (tear) => { await redis.kill(); await tear?.(redis.dir); await redis.restart(); },
      stop: async () => { raw.disconnect(); await redis.stop(); },
    };
  },
  'a three-node Cluster': async (config) => {
    const cluster = await startCluster(3, config);
    const raw = new Cluster(cluster.nodes, { slotsRefreshInterval: 500 });
    raw.on('error', () => undefined);
    await raw.ping();
    return {
      url: cluster.url, raw, sharded: true,
      flush: async () => { await Promise.all(raw.nodes('master').map((node) => node.flushall())); },
      blow: (tear) => cluster.blow(tear),
      stop: async () => { raw.disconnect(); await cluster.stop(); },
    };
  },
};

/** Started before the tests of this block and ended after them. `config`: further redis.conf words. */
export function usePlace(name: PlaceName, config: string[] = []): StorePlace {
  let started: Started | null = null;
  const there = (): Started => {
    if (!started) throw new Error(`${name}: asked before it was started`);
    return started;
  };
  beforeAll(async () => { started = await STARTS[name](config); }, 120_000);
  afterAll(async () => { await started?.stop(); });
  return {
    get url() { return there().url; }, get raw() { return there().raw; }, get sharded() { return there().sharded; },
    flush: () => there().flush(), blow: (tear) => there().blow(tear),
  };
}

/** The shards of a city whose districts are `districts`, for a store opened at `place`: none on one Redis. */
export function shardsAt(place: StorePlace, city: string, districtOf: (code: string) => string | null, districts: string[]): Pick<StoreOptions, 'shards'> {
  return place.sharded ? { shards: { all: [city, ...districts], of: (code) => districtOf(code.replace(/\/-$/, '')) ?? city } } : {};
}

/** The increment file that Redis appends to in `dir`. */
export async function tailFile(dir: string): Promise<string> {
  const folder = join(dir, 'appendonlydir');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.incr.aof')).sort();
  return join(folder, names.at(-1) ?? '');
}

/** Takes the last `bytes` off the file that Redis appends to in `dir`, in the middle of a command as it falls. */
export async function cutTail(dir: string, bytes: number): Promise<void> {
  const file = await tailFile(dir);
  const { size } = await stat(file);
  await truncate(file, Math.max(0, size - bytes));
}

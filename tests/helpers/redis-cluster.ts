/** A real Redis Cluster for one test file: n masters with a replica each, on loopback ports. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startRedisProcess, type RedisProcess } from '../../server/start/redis-process.ts';

export interface TestCluster {
  /** What REDIS_URL would be. */
  url: string;
  nodes: { host: string; port: number }[];
  /** SIGKILLs the master that holds `key` and resolves once its replica has taken over. */
  failover(key: string): Promise<void>;
  /** Starts again every node that was killed; resolves once each follows a master. */
  revive(): Promise<void>;
  /** SIGKILLs every node at once, as a power cut would, does `tear` in each one's data folder, and starts all again. */
  blow(tear?: (dir: string) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

interface Node { port: number; dir: string; bus: number; config: string[]; process: RedisProcess | null }

const SLOTS = 16_384;
const HOST = '127.0.0.1';

/** A loopback port that nothing listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, HOST, done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Of a node that starts for the first time: between its choice and its use another may have taken its port, so that it is given others. */
async function startNew(node: Node): Promise<void> {
  for (let tries = 5; ; tries--) {
    try { await startNode(node); return; } catch (cause) {
      if (tries === 0 || !(cause instanceof Error && cause.message.includes('Address already in use'))) throw cause;
      [node.port, node.bus] = [await freePort(), await freePort()];
    }
  }
}

async function startNode(node: Node): Promise<void> {
  node.process = await startRedisProcess({
    dir: node.dir, port: node.port,
    config: ['--cluster-enabled', 'yes', '--cluster-node-timeout', '1500', '--cluster-port', String(node.bus), '--cluster-replica-validity-factor', '0',
      '--repl-diskless-sync-delay', '0', '--cluster-require-full-coverage', 'no', '--appendfsync', 'no', ...node.config],
  });
}

async function ask<T>(node: Node, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({ host: HOST, port: node.port, lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

async function until(what: string, reached: () => Promise<boolean>, limitMs = 60_000): Promise<void> {
  const limit = Date.now() + limitMs;
  while (Date.now() < limit) {
    if (await reached().catch(() => false)) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`Redis Cluster: ${what} not reached within ${limitMs} ms`);
}

const call = (redis: Redis, ...words: string[]): Promise<unknown> => redis.call('CLUSTER', ...words);

/** `config`: further redis.conf words of each node. */
export async function startCluster(masters = 3, config: string[] = []): Promise<TestCluster> {
  const root = await mkdtemp(join(tmpdir(), 'yc-'));
  const all: Node[] = [];
  for (let i = 0; i < masters * 2; i++) all.push({ port: await freePort(), bus: await freePort(), dir: join(root, String(i)), config, process: null });
  await Promise.all(all.map(startNew));
  const alive = (): Node[] => all.filter((node) => node.process);
  const ids = await Promise.all(all.map((node) => ask(node, (redis) => call(redis, 'MYID'))));
  await Promise.all(all.slice(1).map((node) => ask(node, (redis) => call(redis, 'MEET', HOST, String(all[0]!.port), String(all[0]!.bus)))));
  for (let i = 0; i < masters; i++) {
    const from = Math.floor((i * SLOTS) / masters), to = Math.floor(((i + 1) * SLOTS) / masters) - 1;
    await ask(all[i]!, (redis) => call(redis, 'ADDSLOTSRANGE', String(from), String(to)));
  }
  for (let i = 0; i < masters; i++) {
    const replica = all[masters + i]!;
    await until('a replica knowing its master', () => ask(replica, async (redis) => { await call(redis, 'REPLICATE', String(ids[i])); return true; }));
  }
  const settled = (): Promise<void> => until('one view of all nodes', async () => {
    for (const node of alive()) {
      const info = String(await ask(node, (redis) => call(redis, 'INFO')));
      if (!info.includes('cluster_state:ok') || !info.includes(`cluster_known_nodes:${all.length}`)) return false;
      const replication = await ask(node, (redis) => redis.info('replication'));
      if (replication.includes('role:slave') && !replication.includes('master_link_status:up')) return false;
    }
    return true;
  });
  await settled();
  const revive = async (): Promise<void> => {
    await Promise.all(all.filter((node) => !node.process).map(startNode));
    await settled();
  };
  return {
    url: `redis+cluster://${all.map((node) => `${HOST}:${node.port}`).join(',')}`,
    nodes: all.map(({ port }) => ({ host: HOST, port })),
    failover: async (key) => {
      const slot = Number(await ask(alive()[0]!, (redis) => call(redis, 'KEYSLOT', key)));
      const owner = async (node: Node): Promise<number | null> => {
        const ranges = await ask(node, (redis) => call(redis, 'SLOTS')) as [number, number, [string, number]][];
        return ranges.find(([from, to]) => slot >= from && slot <= to)?.[2][1] ?? null;
      };
      const port = await owner(alive()[0]!);
      const victim = all.find((node) => node.port === port)!;
      await victim.process!.kill();
      victim.process = null;
      await until('a replica taking over', async () => {
        for (const node of alive()) {
          const now = await owner(node);
          if (now === null || now === port) return false;
          if (!String(await ask(node, (redis) => call(redis, 'INFO'))).includes('cluster_state:ok')) return false;
        }
        return true;
      });
    },
    revive,
    blow: async (tear) => {
      await Promise.all(alive().map(async (node) => {
        await node.process?.kill();
        node.process = null;
      }));
      for (const node of all) await tear?.(node.dir);
      await revive();
    },
    stop: async () => {
      await Promise.all(alive().map((node) => node.process!.kill()));
      await rm(root, { recursive: true, force: true });
    },
  };
}

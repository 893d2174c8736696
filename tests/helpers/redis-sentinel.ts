/** A master with a replica and a Sentinel that watches them, each a process of its own, on loopback ports. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findRedis, onPath } from '../../server/start/redis-binary.ts';
import { startRedisProcess, type RedisProcess } from '../../server/start/redis-process.ts';
import { waitFor } from './child.ts';
import { freePort } from './redis-cluster.ts';

export interface TestSentinel {
  /** What REDIS_URL would be. */
  url: string;
  port: number;
  name: string;
  /** SIGKILLs the master and resolves once Sentinel names another; what was killed then comes back as its replica. */
  failover(): Promise<void>;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const NAME = 'city';

async function startSentinel(dir: string, port: number, master: number): Promise<ChildProcess> {
  const file = join(dir, 'sentinel.conf');
  await writeFile(file, [
    `port ${port}`, `bind ${HOST}`, `dir ${dir}`, `sentinel monitor ${NAME} ${HOST} ${master} 1`, `sentinel down-after-milliseconds ${NAME} 700`,
    `sentinel failover-timeout ${NAME} 3000`, '',
  ].join('\n'));
  const { command, env } = await findRedis();
  const words = [command, file, '--sentinel'];
  // As with every Redis of a test: a killed runner leaves nothing behind.
  const guard = await onPath(['setpriv']);
  const all = guard ? [guard, '--pdeathsig', 'KILL', ...words] : words;
  return spawn(all[0] ?? '', all.slice(1), { env: { ...process.env, ...env }, stdio: 'ignore', detached: true });
}

async function infoOf(port: number): Promise<string> {
  const redis = new Redis({ host: HOST, port, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try { return await redis.info('replication'); } finally { redis.disconnect(); }
}

/** Resolves once Sentinel knows master and replica. */
export async function startSentinels(): Promise<TestSentinel> {
  const root = await mkdtemp(join(tmpdir(), 'ys-'));
  const ports = [await freePort(), await freePort()];
  const startNode = (i: number, more: string[]): Promise<RedisProcess> =>
    startRedisProcess({ dir: join(root, String(i)), port: ports[i], config: ['--repl-diskless-sync-delay', '0', ...more] });
  const nodes = [await startNode(0, []), await startNode(1, ['--replicaof', HOST, String(ports[0])])];
  const port = await freePort();
  const sentinel = await startSentinel(root, port, ports[0]!);
  const asked = new Redis({ host: HOST, port, retryStrategy: () => 100, maxRetriesPerRequest: null });
  asked.on('error', () => undefined);
  const masterPort = async (): Promise<number> => Number(((await asked.call('SENTINEL', 'get-master-addr-by-name', NAME)) as string[])[1]);
  // The master is asked, not Sentinel: that looks at replicas every ten seconds only.
  const usable = (): Promise<unknown> => waitFor('a replica in step that Sentinel knows', async () => {
    const master = nodes[ports.indexOf(await masterPort())]!;
    const replicas = await asked.call('SENTINEL', 'replicas', NAME) as string[][];
    return replicas.length === 1 && !replicas[0]!.includes('s_down,slave') && (await infoOf(master.port ?? 0)).includes('state=online');
  }, 30_000);
  await usable();
  return {
    url: `redis+sentinel://${HOST}:${port}/${NAME}`, port, name: NAME,
    failover: async () => {
      const before = await masterPort();
      const i = ports.indexOf(before);
      await nodes[i]!.kill();
      await waitFor('Sentinel to name another master', async () => (await masterPort()) !== before, 30_000);
      nodes[i] = await startNode(i, ['--replicaof', HOST, String(await masterPort())]);
      await usable();
    },
    stop: async () => {
      asked.disconnect();
      sentinel.kill('SIGKILL');
      await Promise.all(nodes.map((node) => node.kill()));
      await rm(root, { recursive: true, force: true });
    },
  };
}

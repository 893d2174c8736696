/** A real Redis for one test file: private process, unix socket, data in a temp folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedisProcess, type RedisProcess } from '../../server/start/redis-process.ts';

export interface TestRedis {
  /** Path of the unix socket; the same after restart(). */
  path: string;
  /** What REDIS_URL would be. */
  url: string;
  dir: string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Starts it again on the same files, after kill() or not. */
  restart(): Promise<void>;
  /** Ends it and deletes its files. */
  stop(): Promise<void>;
}

export async function startRedis(options: { config?: string[] } = {}): Promise<TestRedis> {
  const dir = await mkdtemp(join(tmpdir(), 'yp-'));
  const start = (): Promise<RedisProcess> => startRedisProcess({ dir, config: options.config });
  let redis = await start();
  const path = redis.socket ?? '';
  return {
    path, dir, url: `unix://${path}`,
    kill: () => redis.kill(),
    restart: async () => { await redis.kill(); redis = await start(); },
    stop: async () => { await redis.kill(); await rm(dir, { recursive: true, force: true }); },
  };
}

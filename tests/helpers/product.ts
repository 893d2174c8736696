/**
 * The whole product as child processes: simulated feeds, a private Redis, the server; ports chosen
 * by the system and kept over a restart, state in a temp folder. Shared by benchmarks, chaos and
 * browser tests.
 */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { LEAN } from '../../server/start/lean.ts';
import { startRedisProcess, type RedisProcess } from '../../server/start/redis-process.ts';
import type { ClockSpec } from '../../server/wire/clock.ts';
import type { ApiSummary } from '../../server/wire/messages.ts';
import { Hopeless, ROOT, startChild, waitFor, type TestChild } from './child.ts';

/** 19:40 local time of a storm day of the simulated city: rain near its peak. Epoch ms. */
export const STORM_AT = Date.parse('2025-07-15T19:40:00+08:00');
const ADMIN_TOKEN = 'test-admin-token';

export interface ProductOptions {
  /** 1 = full published size; default 0.01. */
  scale?: number;
  seed?: number;
  /** Simulated seconds a second. */
  speed?: number;
  /** Simulated time at the start, epoch ms; default STORM_AT. */
  origin?: number;
  historyDays?: number;
  /** none | mild | wild | ahead, or JSON. */
  faults?: string;
  /** City folder (configuration); default the one the repository ships, whose alerts take no wall over. */
  config?: string;
  /** REDIS_URL of a Redis that is there already; then none is started, and `kill` and `start` of it do nothing. */
  redisUrl?: string;
  /** A shard for each district, in the shipped city; the whole city is one unless told. */
  shardBy?: 'district';
  /** Folder of the generated city, to share it between starts; default inside the temp folder. */
  city?: string;
  /** Further words of the server's environment. */
  env?: Record<string, string>;
  /** Further redis.conf words. */
  redisConfig?: string[];
  /** Words for the server's node, as ['--cpu-prof']. */
  serverNode?: string[];
  /** false: feeds and Redis only; start('server') later. */
  server?: boolean;
  onProgress?: (text: string) => void;
}

export type Part = 'server' | 'redis' | 'feeds';
export interface Product {
  /** http://127.0.0.1:PORT of the server. */
  url: string;
  feedsUrl: string;
  adminToken: string;
  /** Path of Redis' unix socket. */
  redisPath: string;
  redisUrl: string;
  /** Temp folder: server/, redis/, city/ */
  dir: string;
  /** City folder (configuration) that the server reads. */
  config: string;
  clock: ClockSpec;
  /** Simulated now, epoch ms. */
  now(): number;
  /** Process id of a running part. Throws when it is not running. */
  pid(part: Part): number;
  /** Last lines that a part printed. */
  lines(part: 'server' | 'feeds'): string[];
  /** SIGKILL, as a power cut would. */
  kill(part: Part): Promise<void>;
  /** SIGTERM. */
  end(part: Part): Promise<void>;
  /** Starts a part again, on the same port and files. Resolves when it listens. */
  start(part: Part): Promise<void>;
  /** Until /readyz answers 200. */
  untilReady(ms?: number): Promise<void>;
  /** Until every feed of /api/summary is past its first load. */
  untilLoaded(ms?: number): Promise<void>;
  summary(region?: string): Promise<ApiSummary>;
  /** Ends all and deletes the temp folder. */
  stop(): Promise<void>;
}

/** Folder of the city that the repository ships. */
export async function shippedCity(): Promise<string> {
  const folders = (await readdir(join(ROOT, 'config'), { withFileTypes: true })).filter((entry) => entry.isDirectory());
  if (!folders[0]) throw new Error('config/: found no city folder');
  return join(ROOT, 'config', folders[0].name);
}

/** The same city without takeovers: its storm's alerts would lead the wall away from what a test looks at. */
async function undisturbed(city: string, dir: string, shardBy: 'city' | 'district'): Promise<string> {
  const folder = join(dir, 'config', basename(city));
  await cp(city, folder, { recursive: true });
  const file = join(folder, 'city.yaml');
  const text = await readFile(file, 'utf8');
  for (const key of ['takeover', 'shardBy']) if (!new RegExp(`^${key}:`, 'm').test(text)) throw new Error(`${file}: found no line "${key}:", expected the shipped city's`);
  await writeFile(file, text.replace(/^takeover:.*$/m, 'takeover: { colours: [] }').replace(/^shardBy:.*$/m, `shardBy: ${shardBy}`));
  return folder;
}

/** {"listening":"http://…"} as a line of JSON, or the same inside a log line. */
const listening = (line: string): string | undefined => /"listening":\s*"(http[^"]+)"/.exec(line)?.[1];

export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const dir = await mkdtemp(join(tmpdir(), 'yp-'));
  const clock: ClockSpec = { origin: options.origin ?? STORM_AT, startedAt: Date.now(), rate: options.speed ?? 1, zone: 'Asia/Shanghai' };
  const city = options.city ?? join(dir, 'city');
  const config = options.config ?? await undisturbed(await shippedCity(), dir, options.shardBy ?? 'city');
  const parts: { server?: TestChild; feeds?: TestChild; redis?: RedisProcess } = {};
  const ports = { server: '0', feeds: '0' };
  const product: Product = {
    url: '', feedsUrl: '', adminToken: ADMIN_TOKEN, redisPath: '', redisUrl: options.redisUrl ?? '', dir, config, clock,
    now: () => Math.floor(clock.origin + (Date.now() - clock.startedAt) * clock.rate),
    pid: (part) => {
      const running = parts[part];
      if (!running) throw new Error(`${part} is not running`);
      return running.pid;
    },
    lines: (part) => parts[part]?.lines() ?? [],
    kill: async (part) => { await parts[part]?.kill(); },
    end: async (part) => { await parts[part]?.stop(); },
    start: (part) => starters[part](),
    untilReady: async (ms = 60_000) => { await waitFor('/readyz to answer 200', async () => alive() && (await fetch(`${product.url}/readyz`)).ok, ms, 100); },
    untilLoaded: async (ms = 120_000) => {
      let told = 0;
      await waitFor('every feed to be past its first load', async () => {
        if (!alive()) return false;
        const { feeds } = await product.summary();
        if (options.onProgress && feeds.length > 0 && Date.now() - told > 5_000) { told = Date.now(); options.onProgress(feeds.map((f) => `${f.feed} ${f.state}${f.progress === null ? '' : ` ${Math.round(f.progress * 100)} %`}`).join(', ')); }
        return feeds.length > 0 && feeds.every((f) => f.state === 'fresh' || f.state === 'late' || f.state === 'off');
      }, ms, 250);
    },
    summary: async (region) => {
      const answer = await fetch(`${product.url}/api/summary${region === undefined ? '' : `?region=${encodeURIComponent(region)}`}`);
      if (!answer.ok) throw new Error(`/api/summary answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
      return await answer.json() as ApiSummary;
    },
    stop: async () => {
      await parts.server?.stop();
      await Promise.all([parts.feeds?.stop(), parts.redis?.kill()]);
      await rm(dir, { recursive: true, force: true });
    },
  };

  /** A server that has died makes every wait for it end at once, with its last words. */
  const alive = (): true => {
    const child = parts.server;
    if (!child || child.process.exitCode !== null || child.process.signalCode !== null) throw new Hopeless(`the server is not running. Its last lines:\n${child?.lines().slice(-30).join('\n') ?? ''}`);
    return true;
  };

  const starters: Record<Part, () => Promise<void>> = {
    redis: async () => {
      if (options.redisUrl !== undefined) return;
      parts.redis = await startRedisProcess({ dir: join(dir, 'redis'), config: options.redisConfig });
      product.redisPath = parts.redis.socket ?? '';
      product.redisUrl = `unix://${product.redisPath}`;
    },
    feeds: async () => {
      const child = await startChild({
        name: 'mock-feeds',
        args: ['mock-feeds/main.ts', 'serve', '--port', ports.feeds, '--city', city, '--seed', String(options.seed ?? 1), '--scale', String(options.scale ?? 0.01),
          '--speed', String(clock.rate), '--origin', String(clock.origin), '--started-at', String(clock.startedAt),
          '--history-days', String(options.historyDays ?? 2), '--faults', options.faults ?? 'none', '--admin-token', ADMIN_TOKEN, '--orders', join(dir, 'case-orders.ndjson')],
        ...(options.onProgress ? { onLine: options.onProgress } : {}),
      });
      parts.feeds = child;
      product.feedsUrl = await child.until('it listened', listening, 300_000);
      ports.feeds = new URL(product.feedsUrl).port;
    },
    server: async () => {
      const child = await startChild({
        name: 'server', args: ['server/main.ts'], node: options.serverNode ?? [],
        env: {
          ...LEAN, ...process.env, PORT: ports.server, YIPING_CONFIG: config, YIPING_DATA: join(dir, 'server'), YIPING_CITY_DATA: city,
          YIPING_FEEDS_URL: product.feedsUrl, REDIS_URL: product.redisUrl,
          YIPING_CLOCK_ORIGIN: String(clock.origin), YIPING_CLOCK_STARTED_AT: String(clock.startedAt), YIPING_CLOCK_RATE: String(clock.rate),
          ...options.env,
        },
      });
      parts.server = child;
      product.url = await child.until('it listened', listening, 120_000);
      ports.server = new URL(product.url).port;
    },
  };

  try {
    await Promise.all([starters.redis(), starters.feeds()]);
    if (options.server !== false) await starters.server();
  } catch (cause) {
    await product.stop();
    throw cause;
  }
  return product;
}

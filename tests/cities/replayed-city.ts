/**
 * The real product on a recorded city: the server as its own process, a private Redis, and the
 * recording served by mock-feeds; all can be killed, and begun again at another time or speed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRedisProcess, type RedisProcess } from '../../server/start/redis-process.ts';
import type { ApiSummary } from '../../server/wire/messages.ts';
import { startChild, waitFor, type TestChild } from '../helpers/child.ts';

/** As good as standing still: a wall second is a world millisecond, and what is due in hours does not come. */
export const STILL = 0.001;

export interface CityOptions {
  /** Folder under tests/cities/. */
  folder: string;
  /** Words of `mock-feeds/main.ts replay`; absent: no feed is connected. */
  replay?: string[];
}

export interface ReplayedCity {
  redisUrl: string;
  url(): string;
  now(): number;
  /** Last lines of the server. */
  lines(): string[];
  /** (Re)starts server and recording at `origin` (epoch ms), `rate` world seconds a second; Redis goes on as it is. */
  begin(origin: number, rate: number): Promise<void>;
  /** SIGKILL. */
  kill(part: 'server' | 'redis'): Promise<void>;
  /** Starts what was killed: the clock went on meanwhile. */
  start(part: 'server' | 'redis'): Promise<void>;
  /** Until /readyz answers 200. */
  untilReady(): Promise<void>;
  get(path: string): Promise<Response>;
  summary(region?: string): Promise<ApiSummary>;
  stop(): Promise<void>;
}

const listening = (line: string): string | undefined => /"listening":\s*"(http[^"]+)"/.exec(line)?.[1];
const PATIENCE = 120_000;

export async function startReplayedCity({ folder, replay }: CityOptions): Promise<ReplayedCity> {
  const dir = await mkdtemp(join(tmpdir(), 'yp-'));
  const clock = { origin: Date.now(), startedAt: Date.now(), rate: 1 };
  let redis: RedisProcess | null = null, server: TestChild | null = null, feeds: TestChild | null = null;
  let url = '', feedsUrl = '', port = '0';
  const startRedis = async (): Promise<void> => { redis = await startRedisProcess({ dir: join(dir, 'redis') }); };
  const startFeeds = async (words: string[]): Promise<void> => {
    feeds = await startChild({ name: 'replay', args: ['mock-feeds/main.ts', 'replay', '--port', '0', '--speed', String(clock.rate), '--origin', String(clock.origin), '--started-at', String(clock.startedAt), ...words] });
    feedsUrl = await feeds.until('it listened', listening, PATIENCE);
  };
  const startServer = async (): Promise<void> => {
    server = await startChild({
      name: 'server', args: ['server/main.ts'],
      env: {
        ...process.env, PORT: port, YIPING_CONFIG: fileURLToPath(new URL(folder, import.meta.url)), YIPING_DATA: join(dir, 'server'), YIPING_FEEDS_URL: feedsUrl, REDIS_URL: city.redisUrl,
        YIPING_CLOCK_ORIGIN: String(clock.origin), YIPING_CLOCK_STARTED_AT: String(clock.startedAt), YIPING_CLOCK_RATE: String(clock.rate),
      },
    });
    url = await server.until('it listened', listening, PATIENCE);
    port = new URL(url).port;
  };
  const city: ReplayedCity = {
    redisUrl: '',
    url: () => url,
    now: () => Math.floor(clock.origin + (Date.now() - clock.startedAt) * clock.rate),
    lines: () => server?.lines() ?? [],
    begin: async (origin, rate) => {
      await Promise.all([server?.stop(), feeds?.stop()]);
      Object.assign(clock, { origin, startedAt: Date.now(), rate });
      if (replay) await startFeeds(replay);
      await startServer();
    },
    kill: async (part) => { await (part === 'redis' ? redis : server)?.kill(); },
    start: (part) => (part === 'redis' ? startRedis() : startServer()),
    untilReady: async () => { await waitFor('/readyz to answer 200', async () => (await fetch(`${url}/readyz`)).ok, PATIENCE); },
    get: (path) => fetch(url + path),
    summary: async (region) => {
      const answer = await fetch(`${url}/api/summary${region === undefined ? '' : `?region=${encodeURIComponent(region)}`}`);
      if (!answer.ok) throw new Error(`/api/summary answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
      return await answer.json() as ApiSummary;
    },
    stop: async () => {
      await server?.stop();
      await Promise.all([feeds?.stop(), redis?.kill()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
  await startRedis();
  city.redisUrl = `unix://${(redis as RedisProcess | null)?.socket ?? ''}`;
  return city;
}

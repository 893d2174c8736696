/** A real HTTP upstream in the test's hand, and a feed pulling from it without waiting for a clock. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FeedFile, type FeedConfig } from '../../server/config/feeds.ts';
import { startFeed, type Feed, type FeedOptions, type Page } from '../../server/feed/index.ts';

export type Handler = (query: URLSearchParams, response: ServerResponse, request: IncomingMessage) => void;

export interface Upstream {
  url: string;
  /** Query of every request, in order. */
  asked: URLSearchParams[];
  answer: Handler;
  stop(): Promise<void>;
}

export async function startUpstream(answer: Handler): Promise<Upstream> {
  const upstream: Upstream = { url: '', asked: [], answer, stop: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }) };
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://x').searchParams;
    upstream.asked.push(query);
    upstream.answer(query, response, request);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  upstream.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data`;
  return upstream;
}

export const json = (response: ServerResponse, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};

export const feedConfig = (url: string, pull: object, more: Record<string, unknown> = {}): FeedConfig => ({
  ...FeedFile.parse({
    title: 'x', kind: 'alert', url, every: '10s', late: '1m', timeout: '2s', backoff: { base: '1s', cap: '8s' }, pull, answer: { records: 'rows', asOf: { path: 'asOf', time: 'epochMs' } },
    map: { id: 'id', version: { revision: 'v' }, updatedAt: 'at', colour: 'c', event: 'e', title: 't', issuer: 'i', issuedAt: 'at' }, ...more,
  }),
  name: 'test',
});

export interface Running {
  feed: Feed;
  pages: Page[];
  /** What the feed asked to wait for between pulls, ms of wall time. */
  waits: number[];
  cursor: string | null;
  /** World time. */
  now: number;
  wall: number;
  /** Lets the next pull begin; resolves when it is over. */
  pull(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The feed has made its first pull when this resolves (unless `wait` is false); every further one is
 * let go by `pull()`. `skipPauses`: what it waits within a pull takes no time.
 */
export async function run(config: FeedConfig, more: Partial<FeedOptions> & { cursor?: string; rate?: number; onEach?: (page: Page) => Promise<void> | void; skipPauses?: boolean; wait?: false } = {}): Promise<Running> {
  let resume: (() => void) | null = null;
  let idle: (() => void) | null = null;
  const state: Omit<Running, 'feed'> = {
    pages: [], waits: [], cursor: more.cursor ?? null, now: 1_000_000_000_000, wall: 5_000,
    async pull() {
      const over = new Promise<void>((resolve) => { idle = resolve; });
      resume?.();
      await over;
    },
    async stop() { await feed.stop(); },
  };
  const first = new Promise<void>((resolve) => { idle = resolve; });
  const feed = startFeed(config, {
    clock: { zone: 'UTC', rate: more.rate ?? 1, now: () => state.now }, ahead: 120_000, rng: () => 0.5, log: { info: () => undefined, warn: () => undefined },
    readCursor: () => Promise.resolve(state.cursor), wall: () => state.wall,
    onPage: (page) => Promise.resolve(async () => {
      await more.onEach?.(page);
      state.pages.push(page);
      if (page.cursor !== undefined) state.cursor = page.cursor;
    }),
    sleep: (ms, signal) => (more.skipPauses && ms <= 500 ? Promise.resolve() : new Promise((resolve) => {
      state.waits.push(ms);
      const end = (): void => { signal.removeEventListener('abort', end); resolve(); };
      signal.addEventListener('abort', end, { once: true });
      resume = end;
      idle?.();
    })),
    ...more,
  });
  const running = Object.assign(state, { feed });
  if (more.wait !== false) await Promise.race([first, feed.done]);
  return running;
}

/**
 * Pulls one feed at its cadence, for ever: no two pulls of it at once, pages are stored one after another,
 * and a failure is waited out.
 */
import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import type { FeedConfig } from '../config.ts';
import type { Clock } from '../wire/clock.ts';
import type { FeedHealth } from '../wire/messages.ts';
import { backoffMs } from './backoff.ts';
import { makeCatalogueProtocol } from './catalogue.ts';
import { makeChangesProtocol } from './changes.ts';
import { makeCursorProtocol } from './cursor.ts';
import { PullError } from './errors.ts';
import { makeHealth, type HealthKeeper, type Tally } from './health.ts';
import { makePositionsProtocol } from './positions.ts';
import type { FeedOf, Page, Protocol, Session } from './protocol.ts';
import { get, type Fetch } from './request.ts';
import { makeSnapshotProtocol } from './snapshot.ts';

export type { Page } from './protocol.ts';
export type { Tally } from './health.ts';
export { PullError } from './errors.ts';

export interface FeedOptions {
  /** World clock: cadence, ages and the first history are measured by it. */
  clock: Clock;
  /** ms of world time: a record further ahead of the clock is refused, and no cursor is kept beyond. */
  ahead: number;
  /** [0, 1): jitter. */
  rng: () => number;
  log: Pick<Logger, 'info' | 'warn'>;
  /** The cursor that the store holds; null before the first page. */
  readCursor: () => Promise<string | null>;
  /**
   * Reads a page, perhaps while the one before is being stored; what it resolves to stores it, and is called once that one
   * is, or never. Must be idempotent: a page may come again after a failure.
   */
  onPage: (page: Page) => Promise<() => Promise<void>>;
  /** What the store already holds of this feed, for its age before the first pull. */
  asOf?: number | null;
  fetch?: Fetch;
  /** Wall clock, epoch ms. */
  wall?: () => number;
  /** Resolves after `ms` of wall time, or when the signal is aborted. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface Feed {
  readonly name: string;
  health(): FeedHealth;
  /** What became of the records of a page; the stage that normalised them says it. */
  tally(tally: Tally): void;
  /** Cursor position of one record, where the protocol has one. */
  cursorOf(record: unknown): string | undefined;
  /** The store began anew: nothing may be taken as known to it. */
  reset(): void;
  /** Ends after the page in hand; resolves when nothing more will come. */
  stop(): Promise<void>;
  /** Rejects on a mistake of the program (not of upstream or store), which no retry mends. */
  readonly done: Promise<void>;
}

/** A feed that is pulled when it is told to: no cadence and no jitter, and what fails is thrown. */
export interface PulledFeed extends Pick<Feed, 'name' | 'health' | 'tally' | 'reset'> {
  /** Throws PullError, and notes it. Without an address nothing is pulled. */
  pull(signal: AbortSignal): Promise<void>;
}

/** Least wall time between two pulls of one feed, ms. */
const LEAST_CADENCE = 250;
/** What a timer can wait at most, ms: a longer wait would end at once, and pull without a pause. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** Throws when the feed's configuration contradicts its protocol. A feed without address never pulls: its health says 'off'. */
export function startFeed(feed: FeedConfig, options: FeedOptions): Feed {
  const connected = feed.url !== '';
  const health = makeHealth(feed.name, feed.late, connected, options.asOf ?? null);
  const protocol = protocolOf(feed, options.clock.zone);
  const control = new AbortController();
  // Many pages of one feed may be under way, and each listens.
  setMaxListeners(0, control.signal);
  const done = connected ? run(feed, protocol, health, control.signal, options) : Promise.resolve();
  // Whoever composes the stages waits on `done`; until then its rejection is not unhandled.
  done.catch(() => undefined);
  return {
    name: feed.name, done,
    health: () => health.report(options.clock.now()),
    tally: (tally) => health.tally(tally),
    cursorOf: (record) => protocol.cursorOf?.(record),
    reset: () => protocol.reset(),
    async stop() {
      control.abort(new Error('stopped'));
      await done.catch(() => undefined);
    },
  };
}

/** Throws when the feed's configuration contradicts its protocol. */
export function openFeed(feed: FeedConfig, options: Omit<FeedOptions, 'rng' | 'log'>): PulledFeed {
  const connected = feed.url !== '';
  const health = makeHealth(feed.name, feed.late, connected, options.asOf ?? null);
  const protocol = protocolOf(feed, options.clock.zone);
  return {
    name: feed.name,
    health: () => health.report(options.clock.now()), tally: (tally) => health.tally(tally), reset: () => protocol.reset(),
    async pull(signal) {
      if (!connected) return;
      try {
        await protocol.pull(session(feed, health, signal, options));
        health.succeeded();
      } catch (cause) {
        if (cause instanceof PullError) health.failed(cause.message);
        throw cause;
      }
    },
  };
}

function protocolOf(feed: FeedConfig, zone: string): Protocol {
  switch (feed.pull.protocol) {
    case 'cursor': return makeCursorProtocol(feed as FeedOf<'cursor'>, zone);
    case 'catalogue': return makeCatalogueProtocol(feed as FeedOf<'catalogue'>, zone);
    case 'snapshot': return makeSnapshotProtocol(feed as FeedOf<'snapshot'>, zone);
    case 'changes': return makeChangesProtocol(feed as FeedOf<'changes'>, zone);
    case 'positions': return makePositionsProtocol(feed as FeedOf<'positions'>, zone);
  }
}

async function run(feed: FeedConfig, protocol: Protocol, health: HealthKeeper, signal: AbortSignal, options: FeedOptions): Promise<void> {
  const wall = options.wall ?? Date.now, sleep = options.sleep ?? sleepFor;
  const cadence = Math.max(LEAST_CADENCE, feed.every / (options.clock.rate > 0 ? options.clock.rate : 1));
  while (!signal.aborted) {
    const began = wall();
    let wait: number;
    try {
      await protocol.pull(session(feed, health, signal, options));
      if (health.failures() > 0) options.log.info({ feed: feed.name, failures: health.failures() }, 'feed is back');
      health.succeeded();
      wait = cadence - (wall() - began);
    } catch (cause) {
      if (signal.aborted) break;
      if (!(cause instanceof PullError)) throw cause;
      health.failed(cause.message);
      wait = backoffMs(feed.backoff, health.failures(), cause.retryAfterMs, options.rng);
      options.log.warn({ feed: feed.name, kind: cause.kind, failures: health.failures(), waitMs: Math.round(wait), error: cause.message }, 'pull failed');
    }
    if (wait > 0) await sleep(wait, signal);
  }
}

function session(feed: FeedConfig, health: HealthKeeper, signal: AbortSignal, options: Omit<FeedOptions, 'rng' | 'log'> & { rng?: () => number }): Session {
  const wall = options.wall ?? Date.now;
  let index = 0;
  return {
    get: (params, etag) => get(address(feed, params), { fetch: options.fetch ?? fetch, headers: feed.headers, timeout: feed.timeout, limit: feed.limit, signal, etag, wall }),
    async read(page) {
      const store = await ofStore(() => options.onPage({ ...page, feed: feed.name, index: index++ }));
      return async () => {
        if (signal.aborted) throw new PullError('connection', 'stopped');
        await ofStore(store);
        health.stored(page.asOf);
      };
    },
    async deliver(page) { await (await this.read(page))(); },
    readCursor: () => ofStore(options.readCursor),
    now: () => options.clock.now(),
    latest: () => options.clock.now() + options.ahead,
    wall,
    rate: options.clock.rate > 0 ? options.clock.rate : 1,
    progress: (share) => health.progress(share),
    covered: (share, error) => health.covered(share, error),
    pause: () => (options.sleep ?? sleepFor)(backoffMs(feed.backoff, 1, null, options.rng ?? (() => 0)), signal),
  };
}

/** A store that is away comes back; a mistake of the program does not mend itself. */
async function ofStore<T>(call: () => Promise<T>): Promise<T> {
  try { return await call(); } catch (cause) {
    if (cause instanceof TypeError || cause instanceof ReferenceError || cause instanceof RangeError || cause instanceof PullError) throw cause;
    throw new PullError('store', `the page was not stored: ${cause instanceof Error ? cause.message : String(cause)}`, null, { cause });
  }
}

function address(feed: FeedConfig, params: Record<string, string>): string {
  const url = new URL(feed.url);
  for (const [name, value] of Object.entries({ ...feed.params, ...params })) url.searchParams.set(name, value);
  return url.href;
}

function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) { resolve(); return; }
    const end = (): void => { clearTimeout(timer); signal.removeEventListener('abort', end); resolve(); };
    const timer = setTimeout(end, Math.min(ms, LONGEST_WAIT));
    signal.addEventListener('abort', end, { once: true });
  });
}

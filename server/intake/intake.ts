/** Joins the stages of intake: each feed is pulled, normalised, stored and told to the screens; time does its part. */
import type { Logger } from 'pino';
import type { Rules } from '../aggregate/index.ts';
import type { FeedConfig } from '../config.ts';
import { startFeed, type Feed, type Page } from '../feed/index.ts';
import type { NormaliserRules } from '../normalise/normalise.ts';
import type { Reading, Store } from '../store/index.ts';
import type { Clock } from '../wire/clock.ts';
import type { Kind } from '../wire/entity.ts';
import type { Contacts } from '../wire/nearby.ts';
import type { FeedHealth } from '../wire/messages.ts';
import { backfillSeries } from './backfill.ts';
import { kindOf, makeDeliver, type Delivered, type Told } from './deliver.ts';
import { makeParts } from './parts.ts';
import { makeProgress } from './progress.ts';
import { keepTime } from './timekeeper.ts';

/** ms between two looks at how far the feeds' loads are. */
const LOOK_MS = 500;

export interface IntakeDeps {
  feeds: readonly FeedConfig[];
  store: Store;
  told: Told & { onReadings(readings: readonly Reading[]): void };
  clock: Clock;
  rules: Rules;
  normaliser: NormaliserRules;
  contacts: Contacts;
  limits: { staffSilence: number; speedLimit: number };
  log: Logger;
  /** [0, 1): jitter of back-off. */
  rng: () => number;
  /** Counts records for /metrics. */
  count?: (feed: string, outcome: 'applied' | 'unchanged' | 'expired' | 'rejected' | 'removed', records: number) => void;
}

export interface Intake {
  feeds(): FeedHealth[];
  /** Ends after the pages in hand. */
  stop(): Promise<void>;
  /** Rejects on a mistake of the program, which no retry mends. */
  readonly failed: Promise<never>;
}

export async function startIntake(deps: IntakeDeps): Promise<Intake> {
  const { store, clock, log } = deps;
  const parts = makeParts(deps.limits, store, log);
  await parts.ensure();
  const feeds: { feed: Feed; config: FeedConfig; before: Counted }[] = [];
  let epoch = store.epoch();
  /** Another Redis, or an older state of it: what upstream and store had in common is forgotten. */
  const noticeEpoch = (): void => {
    if (store.epoch() === epoch) return;
    epoch = store.epoch();
    for (const { feed } of feeds) feed.reset();
  };
  for (const config of deps.feeds) {
    const deliver = makeDeliver(config, { ...deps, parts });
    const state = await store.feedState(config.name);
    const feed: Feed = startFeed(config, {
      clock, ahead: deps.normaliser.ahead, rng: deps.rng, log, asOf: state.asOf,
      readCursor: async () => { noticeEpoch(); return (await store.feedState(config.name)).cursor; },
      onPage: async (page) => {
        const store = await deliver.read(rawPage(config, page));
        return async () => {
          noticeEpoch();
          const delivered = await store();
          feed.tally(tallyOf(delivered));
          countAll(deps, config.name, delivered);
        };
      },
    });
    feeds.push({ feed, config, before: state });
  }
  const time = keepTime({
    store, clock, rules: deps.rules, log,
    hooks: {
      lastSeen: (id) => parts.staff.latest(id)?.seenAt,
      moved: (kind, entities) => { deps.told.onApplied(kind, entities); },
    },
  });
  const ending = new AbortController();
  const backfill = backfillSeries({ ...deps, parts }, ending.signal);
  const progress = makeProgress(log, Date.now);
  const looking = setInterval(() => { progress(feeds.map(({ feed }) => feed.health())); }, LOOK_MS);
  const failed = Promise.race([backfill.then(() => new Promise<never>(() => undefined)), ...feeds.map(({ feed }) => feed.done.then(() => new Promise<never>(() => undefined)))]) as Promise<never>;
  failed.catch(() => undefined);
  return {
    failed,
    feeds: () => feeds.map(({ feed, config, before }) => sinceEver(feed.health(), before, kindOf(config.kind))),
    stop: async () => {
      clearInterval(looking);
      ending.abort();
      await backfill.catch(() => undefined);
      await Promise.all(feeds.map(({ feed }) => feed.stop()));
      await time.stop();
    },
  };
}

export function rawPage(config: FeedConfig, page: Page): Parameters<ReturnType<typeof makeDeliver>>[0] {
  return {
    records: page.records, asOf: page.asOf, cursor: page.cursor,
    wholeList: config.absence === 'remove' && page.complete === true && page.ids ? new Set(page.ids) : undefined,
  };
}

export function tallyOf({ tally }: Delivered): Parameters<Feed['tally']>[0] {
  return {
    accepted: tally.accepted,
    rejected: Object.fromEntries(tally.rejects().map(({ reason, count }) => [reason, count])),
    notes: Object.fromEntries(tally.notes().map(({ reason, count }) => [reason, count])),
  };
}

function countAll(deps: IntakeDeps, feed: string, delivered: Delivered): void {
  if (!deps.count) return;
  for (const outcome of ['applied', 'unchanged', 'expired', 'removed'] as const) deps.count(feed, outcome, delivered[outcome]);
  deps.count(feed, 'rejected', delivered.tally.rejects().reduce((sum, { count }) => sum + count, 0));
}

export type Counted = Pick<FeedHealth, 'accepted' | 'rejected' | 'reasons' | 'notes'>;

/** Counts go on over a restart: what this process counted stands on what the store had. */
export function sinceEver(health: FeedHealth, before: Counted, kind: Kind): FeedHealth {
  return {
    ...health, kinds: [kind], accepted: before.accepted + health.accepted, rejected: before.rejected + health.rejected,
    reasons: sum(before.reasons, health.reasons), notes: sum(before.notes, health.notes),
  };
}

function sum(before: Readonly<Record<string, number>>, since: Readonly<Record<string, number>>): Record<string, number> {
  const all = { ...before };
  for (const [reason, count] of Object.entries(since)) all[reason] = (all[reason] ?? 0) + count;
  return all;
}

/**
 * Intake of a world whose time is led step by step: the same stages as the live one's, but each feed is pulled, and
 * what time alone changes is applied, when it is told to.
 */
import { processDue } from '../aggregate/due.ts';
import type { FeedKind } from '../config.ts';
import { openFeed, type PulledFeed } from '../feed/index.ts';
import type { FeedHealth } from '../wire/messages.ts';
import { backfillSeries } from './backfill.ts';
import { kindOf, makeDeliver } from './deliver.ts';
import { rawPage, sinceEver, tallyOf, type Counted, type IntakeDeps } from './intake.ts';
import { makeParts } from './parts.ts';

export interface SteppedIntake {
  /** In the order in which they are pulled; `every` in ms of the world's time. */
  readonly feeds: readonly { name: string; kind: FeedKind; every: number }[];
  health(): FeedHealth[];
  /** Rejects where the upstream or the store does not answer: asking again does no harm. */
  pull(name: string, signal: AbortSignal): Promise<void>;
  /** Applies what is due by the clock's now. */
  due(): Promise<void>;
  /** Drops what is past its time. */
  reap(): Promise<void>;
  /** Stations' past readings: once, after their list and their latest readings. */
  past(signal: AbortSignal): Promise<void>;
}

/** A list comes before the parts that belong to what it names. */
const ORDER: readonly FeedKind[] = ['station', 'staff', 'video', 'reading', 'position', 'video-status', 'alert', 'case'];

export async function openSteppedIntake(deps: Omit<IntakeDeps, 'rng' | 'count'>): Promise<SteppedIntake> {
  const { store, clock, log, rules, told } = deps;
  const parts = makeParts(deps.limits, store, log);
  await parts.ensure();
  const feeds = new Map<string, { feed: PulledFeed; kind: FeedKind; every: number; before: Counted }>();
  const sorted = [...deps.feeds].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  for (const config of sorted) {
    const deliver = makeDeliver(config, { ...deps, parts });
    const feed: PulledFeed = openFeed(config, {
      clock, ahead: deps.normaliser.ahead, wall: () => clock.now(), sleep: () => Promise.resolve(),
      readCursor: async () => (await store.feedState(config.name)).cursor,
      onPage: async (page) => {
        const store = await deliver.read(rawPage(config, page));
        return async () => { feed.tally(tallyOf(await store())); };
      },
    });
    feeds.set(config.name, { feed, kind: config.kind, every: config.every, before: await store.feedState(config.name) });
  }
  return {
    feeds: [...feeds].map(([name, { kind, every }]) => ({ name, kind, every })),
    health: () => [...feeds.values()].map(({ feed, kind, before }) => sinceEver(feed.health(), before, kindOf(kind))),
    pull: async (name, signal) => { await feeds.get(name)?.feed.pull(signal); },
    due: async () => {
      await processDue(store, clock.now(), rules, { lastSeen: (id) => parts.staff.latest(id)?.seenAt, moved: (kind, entities) => { told.onApplied(kind, entities); } });
    },
    reap: async () => { await store.reap(clock.now()); },
    past: (signal) => backfillSeries({ ...deps, parts }, signal),
  };
}

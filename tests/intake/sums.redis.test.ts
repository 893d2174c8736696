/** Accepted + rejected = sent: of mutated records of every feed, in the product and in the store, over a restart. */
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FeedConfig } from '../../server/config.ts';
import { startIntake, type Intake } from '../../server/intake/intake.ts';
import { openStore, type Store } from '../../server/store/index.ts';
import { json, startUpstream, type Upstream } from '../feed/upstream.ts';
import { waitFor } from '../helpers/child.ts';
import { startRedis, type TestRedis } from '../helpers/redis.ts';
import { demoFeeds } from '../normalise/demo-feeds.ts';
import { mutate, seeded } from '../normalise/mutate.ts';
import { DAY, HOUR, RULES } from '../store/small-city.ts';
import { LIMITS } from './video-feed.ts';

const PAGE = 500, PAGES = 4;

let redis: TestRedis;
let demo: Awaited<ReturnType<typeof demoFeeds>>;
let upstream: Upstream;
/** By feed: records sent, and pages that are still to be sent. */
const sent = new Map<string, number>(), left = new Map<string, number>();
beforeAll(async () => {
  redis = await startRedis();
  demo = await demoFeeds();
  const rng = seeded(4);
  upstream = await startUpstream((query, response) => {
    const name = query.get('feed') ?? '', more = left.get(name) ?? 0;
    const records = demo.feeds.find(({ feed }) => feed.name === name)?.records ?? [];
    const rows = more === 0 ? [] : Array.from({ length: PAGE }, () => mutate(rng, records[Math.floor(rng() * records.length)] ?? {}) ?? null);
    left.set(name, Math.max(0, more - 1));
    sent.set(name, (sent.get(name) ?? 0) + rows.length);
    json(response, { rows });
  });
});
afterAll(async () => { await upstream.stop(); await redis.stop(); });

/** The city's feed, its mapping as it is, all in one answer. */
const fromUpstream = (feed: FeedConfig): FeedConfig => ({ ...feed, url: `${upstream.url}?feed=${feed.name}`, params: {}, every: 250, absence: 'keep', pull: { protocol: 'snapshot' }, answer: { records: 'rows' } } as FeedConfig);
const open = (): Promise<Store> => openStore({
  redis: redis.url, world: 'live', city: demo.rules.tree.city.code, zone: demo.rules.zone, regions: demo.rules.tree.all,
  retention: { minutes: 25 * HOUR, hours: 35 * DAY, days: 400 * DAY, cases: 35 * DAY },
});

async function sendPages(store: Store): Promise<Intake> {
  for (const { feed } of demo.feeds) left.set(feed.name, PAGES);
  const intake = await startIntake({
    store, clock: { zone: demo.rules.zone, rate: 1, now: () => demo.now }, rules: RULES, normaliser: demo.rules, contacts: 'masked', limits: LIMITS, log: pino({ level: 'silent' }), rng: () => 0,
    told: { onApplied: () => undefined, onRemoved: () => undefined, onPositions: () => undefined, onReadings: () => undefined },
    feeds: demo.feeds.map(({ feed }) => fromUpstream(feed)),
  });
  await waitFor('every page to be sent', () => [...left.values()].every((pages) => pages === 0), 60_000);
  // What was sent last is counted once it is stored.
  await waitFor('every record to be counted', () => intake.feeds().every(({ feed, accepted, rejected }) => accepted + rejected === sent.get(feed)), 30_000)
    .catch(() => { expect(intake.feeds().map(({ feed, accepted, rejected, error }) => ({ feed, counted: accepted + rejected, error }))).toEqual([...sent].map(([feed, counted]) => ({ feed, counted, error: null }))); });
  await intake.stop();
  return intake;
}

it('of every feed, before a restart and after it', async () => {
  for (const round of [1, 2]) {
    const store = await open();
    const health = (await sendPages(store)).feeds();
    expect(health).toHaveLength(demo.feeds.length);
    for (const { feed, accepted, rejected, reasons, notes } of health) {
      expect({ feed, sum: accepted + rejected }).toEqual({ feed, sum: round * PAGES * PAGE });
      expect({ feed, rejected }).toEqual({ feed, rejected: Object.values(reasons).reduce((sum, n) => sum + n, 0) });
      // The store and the product agree, to each reason and note.
      const { cursor: _cursor, asOf: _asOf, expired: _expired, ...kept } = await store.feedState(feed);
      expect(kept).toEqual({ feed, accepted, rejected, reasons, notes });
    }
    await store.close();
  }
});

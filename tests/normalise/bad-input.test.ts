/** 100,000 mutated records of each feed: no crash, nothing uncounted, every reason occurs. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { ConfigOf, FeedKind } from '../../server/config.ts';
import { makeDeliver } from '../../server/intake/deliver.ts';
import { makeNormaliser } from '../../server/normalise/normalise.ts';
import { REJECT_REASONS, type RejectReason } from '../../server/normalise/outcome.ts';
import type { PutAt, Store } from '../../server/store/index.ts';
import { Entity } from '../../server/wire/entity.ts';
import { clock, deliverDeps } from '../intake/video-feed.ts';
import { demoFeeds, type DemoFeed } from './demo-feeds.ts';
import { mutate, seeded } from './mutate.ts';

const SENT = 100_000, PAGE = 1_000;

/** What can be wrong with a record of each kind: every one must occur, and no other. */
const POSSIBLE: Record<FeedKind, RejectReason[]> = {
  case: ['notObject', 'missing', 'type', 'format', 'range', 'time', 'ahead', 'enum', 'tooLong', 'id'],
  video: ['notObject', 'ignored', 'missing', 'type', 'format', 'range', 'time', 'ahead', 'enum', 'tooLong', 'id'],
  'video-status': ['notObject', 'missing', 'type', 'time', 'ahead', 'enum', 'id'],
  station: ['notObject', 'missing', 'type', 'format', 'range', 'time', 'enum', 'id'],
  reading: ['notObject', 'missing', 'type', 'format', 'range', 'time', 'ahead', 'enum', 'id'],
  alert: ['notObject', 'missing', 'type', 'format', 'range', 'time', 'ahead', 'enum', 'id'],
  staff: ['notObject', 'missing', 'type', 'enum', 'id'],
  position: ['notObject', 'missing', 'type', 'format', 'range', 'time', 'ahead', 'enum', 'id', 'outside', 'speed'],
};

let demo: Awaited<ReturnType<typeof demoFeeds>>;
beforeAll(async () => { demo = await demoFeeds(); });
const KIND_LIST = Object.keys(POSSIBLE) as FeedKind[];
const feedOf = (kind: FeedKind): DemoFeed => {
  const found = demo.feeds.find(({ feed }) => feed.kind === kind);
  if (!found || found.records.length === 0) throw new Error(`no records of ${kind}`);
  return found;
};

describe.each(KIND_LIST)('%s', (kind) => {
  test('as the simulator sends it is accepted whole', () => {
    const { feed, records } = feedOf(kind);
    const normaliser = makeNormaliser(feed, demo.rules);
    const refused = records.map((raw) => normaliser.normalise(raw, { asOf: demo.now, now: demo.now })).filter((outcome) => !outcome.ok && outcome.reason !== 'ignored');
    expect(refused).toEqual([]);
  });

  test(`mutated ${SENT} times: accepted + rejected = sent, at least a fifth accepted, every reason`, async () => {
    const { feed, records } = feedOf(kind);
    const store = countingStore(demo.feeds.find(({ feed: other }) => other.kind === 'staff')?.records ?? []);
    const deliver = makeDeliver(feed, { ...deliverDeps(store), normaliser: demo.rules, clock: { ...clock, now: () => demo.now } });
    const rng = seeded(20_240_710);
    let applied = 0;
    for (let at = 0; at < SENT; at += PAGE) {
      // Positions of the same person follow each other, so that they can contradict each other.
      const later = (raw: unknown): unknown => (kind === 'position' && typeof raw === 'object' && raw !== null && typeof (raw as { ts?: unknown }).ts === 'number' ? { ...raw, ts: (raw as { ts: number }).ts + Math.floor(at / PAGE) } : raw);
      const page = Array.from({ length: PAGE }, () => mutate(rng, records[Math.floor(rng() * records.length)] ?? {}));
      applied += (await deliver({ records: page.map(later), asOf: demo.now })).applied;
    }
    // What the store was told, by a tally that knows nothing of how many were sent.
    const { accepted, reasons } = store.told;
    const rejected = [...reasons.values()].reduce((sum, n) => sum + n, 0);
    expect(accepted + rejected).toBe(SENT);
    expect(accepted).toBeGreaterThanOrEqual(SENT / 5);
    expect([...reasons.keys()].sort()).toEqual([...POSSIBLE[kind]].sort());
    expect(applied).toBeLessThanOrEqual(accepted);
    expect(store.told.samples.filter((sample) => sample.length > 1_000 || !/: found .+, expected ./.test(sample))).toEqual([]);
  });
});

/** Stands for the store: remembers what it was told of the pages, and checks that every tenth entity is one as the wire knows it. */
function countingStore(roster: readonly object[]): Store & { told: { accepted: number; reasons: Map<string, number>; samples: string[] } } {
  const told = { accepted: 0, reasons: new Map<string, number>(), samples: [] as string[] };
  let seen = 0;
  const staff = makeNormaliser(feedOf('staff').feed as ConfigOf<'staff'> & { name: string }, demo.rules);
  const known = roster.flatMap((raw) => { const outcome = staff.normalise(raw, { asOf: demo.now, now: demo.now }); return outcome.ok ? [{ shard: '', entity: outcome.entity }] : []; });
  return {
    told,
    epoch: () => 'one', names: () => ({ counters: new Set<string>(), words: new Set<string>() }),
    scan: async function* (kind: string) { if (kind === 'staff') yield known; },
    readPositions: async () => ({ blocks: [], slots: new Map<string, number>() }), putPositions: async () => [], freePositions: async () => undefined, appendReadings: async () => undefined,
    get: async (_kind: string, ids: readonly string[]) => ids.map(() => null),
    put: async (_kind: string, items: readonly { entity: unknown }[], at: PutAt) => {
      told.accepted += at.accepted ?? NaN;
      for (const { reason, count, sample } of at.rejects ?? []) {
        told.reasons.set(reason, (told.reasons.get(reason) ?? 0) + count);
        if (sample !== undefined) told.samples.push(sample);
      }
      for (const { entity } of items) if (seen++ % 10 === 0) Entity.parse(entity);
      return { applied: items.length, unchanged: 0, expired: 0, changed: items.map(({ entity }) => (entity as { id: string }).id) };
    },
  } as unknown as Store & { told: typeof told };
}

test('every reason there is can occur', () => {
  expect([...new Set(Object.values(POSSIBLE).flat())].sort()).toEqual([...REJECT_REASONS].sort());
});

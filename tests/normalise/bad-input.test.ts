/** 100,000 mutated records of each feed: no crash, nothing uncounted, every reason occurs. */
import { beforeAll, describe, expect, test } from 'vitest';
import { Entity, KINDS } from '../../server/wire/entity.ts';
import { makeNormaliser } from '../../server/normalise/normalise.ts';
import { REJECT_REASONS, type Outcome, type RejectReason } from '../../server/normalise/outcome.ts';
import { makePositionGate } from '../../server/normalise/position-gate.ts';
import type { FeedKind } from '../../server/config.ts';
import { demoFeeds, type DemoFeed } from './demo-feeds.ts';
import { mutate, seeded } from './mutate.ts';

const SENT = 100_000;

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

  test(`mutated ${SENT} times: accepted + rejected = sent, at least a fifth accepted, every reason`, () => {
    const { feed, records } = feedOf(kind);
    const normaliser = makeNormaliser(feed, demo.rules);
    const gate = makePositionGate(120);
    const rng = seeded(20_240_710);
    const reasons = new Map<RejectReason, number>();
    let accepted = 0, rejected = 0;
    const judge = (raw: unknown): Outcome<unknown> | ReturnType<typeof gate.check> => {
      const outcome = normaliser.normalise(raw, { asOf: demo.now, now: demo.now });
      if (!outcome.ok || outcome.entity.kind !== 'position') return outcome;
      // Positions of the same person follow each other, so that they can contradict each other.
      const verdict = gate.check({ ...outcome.entity, at: outcome.entity.at + accepted });
      return verdict !== null && verdict !== 'stale' ? verdict : outcome;
    };
    for (let i = 0; i < SENT; i += 1) {
      const outcome = judge(mutate(rng, records[Math.floor(rng() * records.length)] ?? {}));
      if (outcome !== null && outcome !== 'stale' && !outcome.ok) {
        rejected += 1;
        reasons.set(outcome.reason, (reasons.get(outcome.reason) ?? 0) + 1);
        // Not by expect(): it would cost more than all the rest.
        if (outcome.detail.found.length > 120 || outcome.detail.expected === '') throw new Error(`a reject that says too much or too little: ${JSON.stringify(outcome)}`);
        continue;
      }
      accepted += 1;
      if (i % 20 === 0 && outcome !== null && outcome !== 'stale') checkEntity(outcome.entity);
    }
    expect(accepted + rejected).toBe(SENT);
    expect(accepted).toBeGreaterThanOrEqual(SENT / 5);
    expect([...reasons.keys()].sort()).toEqual([...POSSIBLE[kind]].sort());
  });
});

/** Whatever is accepted is an entity as the wire knows it. */
function checkEntity(entity: unknown): void {
  if ((KINDS as readonly string[]).includes((entity as { kind: string }).kind)) Entity.parse(entity);
}

test('every reason there is can occur', () => {
  expect([...new Set(Object.values(POSSIBLE).flat())].sort()).toEqual([...REJECT_REASONS].sort());
});

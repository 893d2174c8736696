import { beforeEach, describe, expect, it } from 'vitest';
import type { Refusal, Snapshot, Subscribe } from '../../server/wire/messages.ts';
import { canonical, SubscriptionHub } from '../../screen/store/subscriptions.ts';
import { HandClock, HandFrame, settle, snapshot, summaryDelta } from './messages.ts';

let clock: HandClock;
let frame: HandFrame;
let asked: Subscribe[];
let dropped: string[];
let answer: (request: Subscribe) => Promise<Snapshot | Refusal>;
let hub: SubscriptionHub;
const SUMMARY = { region: 'C', topic: 'summary' as const };
const whole = (n: number, over: Partial<Snapshot<'summary'>> = {}): Snapshot => snapshot('summary', { region: 'C', rows: { C: { open: n } } }, over) as Snapshot;

beforeEach(() => {
  clock = new HandClock();
  frame = new HandFrame();
  asked = [];
  dropped = [];
  answer = () => Promise.resolve(whole(1));
  hub = new SubscriptionHub(
    { subscribe: (request) => { asked.push(request); return answer(request); }, unsubscribe: (sub) => { dropped.push(sub); } },
    { schedule: frame.schedule, later: clock.later, lingerMs: 1000, retryMs: 500 },
  );
  hub.up();
  hub.hello('live', 'e1');
});
const open = async () => { const lease = hub.open(SUMMARY); await settle(); frame.draw(); return lease; };
const openCount = (lease: Awaited<ReturnType<typeof open>>) => lease.frame.value.data?.rows['C']?.['open'];

describe('one subscription for whoever asks the same', () => {
  it('asks once, and lets go after the last reader and a while', async () => {
    const [a, b] = [await open(), await open()];
    expect(asked).toHaveLength(1);
    expect(a.frame).toBe(b.frame);
    a.release(); a.release();
    clock.run(5000);
    expect(dropped).toEqual([]);
    b.release();
    clock.run(999);
    expect(dropped).toEqual([]);
    clock.run(1);
    expect(dropped).toEqual(['summary|C']);
    expect(hub.size).toBe(0);
  });
  it('stays warm for one who comes back', async () => {
    const a = await open();
    a.release();
    clock.run(500);
    const b = hub.open(SUMMARY);
    clock.run(5000);
    expect(asked).toHaveLength(1);
    expect(openCount(b)).toBe(1);
  });
  it('keeps only so many warm, and lets go of the one left longest ago', async () => {
    answer = (request) => Promise.resolve(whole(1, { sub: `summary|${request.region}` }));
    for (let i = 0; i < 18; i++) { const lease = hub.open({ region: `R${i}`, topic: 'summary' }); await settle(); lease.release(); }
    expect(dropped).toEqual(['summary|R0', 'summary|R1']);
    expect(hub.size).toBe(16);
  });
  it('is one for requests that mean the same, another for each that differs', () => {
    expect(canonical({ region: 'C', topic: 'heat', window: 24, filter: {} })).toBe(canonical({ topic: 'heat', region: 'C', window: 24 }));
    const keys = [{ region: 'C', topic: 'heat', window: 24 }, { region: 'C', topic: 'heat', window: 168 }, { region: 'D', topic: 'heat', window: 24 }, { region: 'C', topic: 'heat', window: 24, filter: { class: 'x' } }] satisfies Subscribe[];
    expect(new Set(keys.map((k) => canonical(k))).size).toBe(4);
  });
});

describe('snapshot and deltas', () => {
  it('folds a burst once a frame', async () => {
    const lease = await open();
    const before = frame.scheduled;
    const seen: unknown[] = [];
    for (let seq = 1; seq <= 50; seq++) { hub.delta(summaryDelta(seq, { open: seq })); seen.push(openCount(lease)); }
    expect(new Set(seen)).toEqual(new Set([1]));
    expect(frame.scheduled).toBe(before + 1);
    frame.draw();
    expect(openCount(lease)).toBe(50);
    expect(lease.frame.value.seq).toBe(50);
  });
  it('takes no delta twice and none of the past', async () => {
    const lease = await open();
    hub.delta(summaryDelta(1, { open: 5 }));
    hub.delta(summaryDelta(1, { open: 99 }));
    hub.delta(summaryDelta(0, { open: 98 }));
    frame.draw();
    expect(openCount(lease)).toBe(5);
    expect(asked).toHaveLength(1);
  });
  it('asks again at a gap, keeps the last picture meanwhile, and is right after', async () => {
    const lease = await open();
    hub.delta(summaryDelta(1, { open: 2 }));
    answer = () => Promise.resolve(whole(40, { seq: 7 }));
    hub.delta(summaryDelta(3, { open: 4 }));
    frame.draw();
    expect(openCount(lease)).toBe(2);
    await settle();
    frame.draw();
    expect(hub.gaps).toBe(1);
    expect(openCount(lease)).toBe(40);
    hub.delta(summaryDelta(8, { open: 41 }));
    frame.draw();
    expect(openCount(lease)).toBe(41);
  });
  it('takes a snapshot that came unasked', async () => {
    const lease = await open();
    hub.delta(summaryDelta(1, { open: 2 }));
    hub.snapshot(whole(70, { seq: 9 }));
    hub.delta(summaryDelta(10, { open: 71 }));
    frame.draw();
    expect(openCount(lease)).toBe(71);
    expect(asked).toHaveLength(1);
  });
  it('asks again for what cannot be folded, and keeps the picture', async () => {
    const lease = await open();
    hub.delta({ ...summaryDelta(1, {}), data: null as never });
    frame.draw();
    expect(openCount(lease)).toBe(1);
    expect(lease.frame.value.refused).not.toBeNull();
    clock.run(500);
    await settle();
    frame.draw();
    expect(asked).toHaveLength(2);
    expect(lease.frame.value.refused).toBeNull();
  });
});

describe('links, epochs, worlds', () => {
  it('asks again after a reconnect, under whichever name the server now gives', async () => {
    const lease = await open();
    hub.down();
    hub.delta(summaryDelta(1, { open: 9 }));
    frame.draw();
    expect(openCount(lease)).toBe(1);
    answer = () => Promise.resolve(whole(20, { seq: 3, sub: 'other' }));
    hub.up();
    hub.hello('live', 'e1');
    await settle();
    hub.delta(summaryDelta(4, { open: 21 }, { sub: 'other' }));
    frame.draw();
    expect(openCount(lease)).toBe(21);
  });
  it('asks again when a beat tells of another epoch, and refuses frames of the old', async () => {
    const lease = await open();
    answer = () => Promise.resolve(whole(30, { epoch: 'e2' }));
    hub.beat('live', 'e2');
    await settle();
    hub.delta(summaryDelta(1, { open: 99 }));
    frame.draw();
    expect(openCount(lease)).toBe(30);
    expect(asked).toHaveLength(2);
  });
  it('asks again when a hello on the same link tells of another epoch', async () => {
    const lease = await open();
    answer = () => Promise.resolve(whole(30, { epoch: 'e2' }));
    hub.hello('live', 'e2');
    await settle();
    frame.draw();
    expect(openCount(lease)).toBe(30);
    expect(asked).toHaveLength(2);
    hub.hello('live', 'e2');
    hub.beat('live', 'e2');
    expect(asked).toHaveLength(2);
  });
  it('refuses frames of another world, and counts them', async () => {
    const lease = await open();
    hub.delta(summaryDelta(1, { open: 99 }, { world: 'replay' }));
    hub.snapshot(whole(98, { world: 'demo', seq: 5 }));
    frame.draw();
    expect(openCount(lease)).toBe(1);
    expect(hub.refusedFrames).toBe(2);
  });
  it('shows nothing of the former world once it is in another', async () => {
    const lease = await open();
    hub.down();
    hub.up();
    hub.hello('demo', 'd1');
    expect(lease.frame.value.data).toBeNull();
  });
  it('takes no late answer to an earlier question', async () => {
    let late: (s: Snapshot) => void = () => undefined;
    answer = () => new Promise((resolve) => { late = resolve; });
    const lease = hub.open(SUMMARY);
    hub.down();
    answer = () => Promise.resolve(whole(2));
    hub.up();
    hub.hello('live', 'e1');
    await settle();
    late(whole(1));
    await settle();
    frame.draw();
    expect(openCount(lease)).toBe(2);
  });
  it('asks nothing before it knows whose world it is in', () => {
    asked = [];
    const fresh = new SubscriptionHub({ subscribe: (r) => { asked.push(r); return Promise.resolve(whole(1)); }, unsubscribe: () => undefined }, { schedule: frame.schedule, later: clock.later });
    fresh.open(SUMMARY);
    fresh.up();
    expect(asked).toHaveLength(0);
    fresh.hello('live', 'e1');
    expect(asked).toHaveLength(1);
  });
});

it('says that it was refused, and asks again by itself', async () => {
  answer = () => Promise.resolve({ error: 'too many' });
  const lease = await open();
  expect(lease.frame.value.refused).toBe('too many');
  answer = () => Promise.resolve(whole(3));
  clock.run(500);
  await settle();
  frame.draw();
  expect(openCount(lease)).toBe(3);
  expect(lease.frame.value.refused).toBeNull();
});

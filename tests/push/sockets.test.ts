import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PROTOCOL, Beat, Hello, TOPIC_SCHEMAS, TOPICS, type CasesData, type PointsData, type SummaryData } from '../../server/wire/messages.ts';
import { shown } from './folding-screen.ts';
import { stage, type Stage } from './screens.ts';
import { aCamera, aCase, anAlert, aStaff, aStation, T0 } from './small-city.ts';

let open: Stage | null = null;
afterEach(async () => { await open?.close(); open = null; });
const begin = async (...args: Parameters<typeof stage>): Promise<Stage> => {
  open = await stage(...args);
  await open.push.tick();
  return open;
};
const wait = { timeout: 5000, interval: 5 };

describe('a screen', () => {
  it('is greeted, hears the beat, and every topic is of its schema', async () => {
    const { push, hands, screen } = await begin();
    push.onApplied('case', [aCase('a', 'c1111', 1)]);
    push.onApplied('video', [aCamera('a', 'c1111', 1)]);
    push.onApplied('station', [aStation('a', 'c1111', 1, { reading: { at: T0, level: 3 } })]);
    push.onApplied('alert', [anAlert('a', 'c1111', 1)]);
    push.onApplied('staff', [aStaff('a', 'c1111', 1)]);
    push.onPositions([{ id: 'a', lng: 118.1, lat: 29.1, at: T0, duty: 'patrol' }]);
    hands.store.change('c', { open: 1 });
    await push.tick();
    const one = await screen();
    expect(Hello.parse(one.hellos[0])).toMatchObject({ protocol: PROTOCOL, epoch: push.epoch(), world: 'demo', clock: { now: T0 } });
    push.beat();
    await vi.waitFor(() => { expect(one.beats).toHaveLength(1); }, wait);
    expect(Beat.parse(one.beats[0])).toEqual({ world: 'demo', epoch: push.epoch(), now: T0, feeds: hands.feeds, storeAwaySince: null });
    for (const topic of TOPICS) {
      const answer = await one.subscribe({ region: 'c', topic });
      if ('error' in answer) throw new Error(answer.error);
      expect(answer).toMatchObject({ world: 'demo', epoch: push.epoch(), topic, seq: 0 });
      TOPIC_SCHEMAS[topic].snapshot.parse(answer.data);
    }
  });

  it('gets one delta for what changed, binary too, and the same as its neighbour', async () => {
    const { push, hands, screen } = await begin();
    push.onApplied('staff', Array.from({ length: 500 }, (_, i) => aStaff(`p${i}`, 'c1111', 1)));
    const screens = await Promise.all([screen(), screen({ transports: ['polling'] }), screen()]);
    const keys = await Promise.all(screens.map(async (one) => [await one.hold({ region: 'c', topic: 'staff' }), await one.hold({ region: 'c', topic: 'summary' })] as const));
    const deltas: unknown[] = [];
    screens[0]!.socket.on('delta', (delta) => deltas.push(delta));
    push.onPositions(Array.from({ length: 400 }, (_, i) => ({ id: `p${i}`, lng: 118 + i / 1000, lat: 29.5, at: T0 + 1000, duty: 'patrol' as const })));
    hands.store.change('c1', { open: 4 });
    expect((await push.tick()).deltas).toBe(2);
    expect((await push.tick()).deltas).toBe(0);
    for (const [i, one] of screens.entries()) {
      await vi.waitFor(() => { expect([...one.folded.held.values()].map((held) => held.deltas)).toEqual([1, 1]); }, wait);
      const points = one.folded.data(keys[i]![0]) as PointsData;
      expect(shown(points).filter((point) => point.endsWith(',1'))).toHaveLength(400);
      expect((one.folded.data(keys[i]![1]) as SummaryData).rows['c1']).toEqual({ open: 4 });
    }
    expect(deltas).toHaveLength(2);
  });

  it('that joins late holds what the others hold', async () => {
    const { push, screen } = await begin();
    const early = await screen();
    const key = await early.hold({ region: 'c1', topic: 'cases' });
    for (let i = 0; i < 5; i++) { push.onApplied('case', [aCase(`k${i}`, 'c1111', 1)]); await push.tick(); }
    const late = await screen();
    await late.hold({ region: 'c1', topic: 'cases' });
    push.onApplied('case', [aCase('last', 'c1111', 1)]);
    await push.tick();
    await vi.waitFor(() => {
      expect((late.folded.data(key) as CasesData).total).toBe(6);
      expect(late.folded.held.get(key)!.snapshot).toEqual(early.folded.held.get(key)!.snapshot);
    }, wait);
    expect([early.folded.gaps, late.folded.gaps]).toEqual([0, 0]);
  });

  it('that loses deltas asks again and is right', async () => {
    const { push, screen } = await begin();
    const one = await screen();
    const key = await one.hold({ region: 'c1', topic: 'cases' });
    const lost = one.folded.held.get(key)!;
    push.onApplied('case', [aCase('a', 'c1111', 1)]);
    await push.tick();
    await vi.waitFor(() => { expect(one.folded.held.get(key)!.deltas).toBe(1); }, wait);
    one.folded.held.set(key, lost); // as if it had never come
    push.onApplied('case', [aCase('b', 'c1111', 1)]);
    await push.tick();
    await vi.waitFor(() => { expect(one.folded.gaps).toBe(1); }, wait);
    await one.hold({ region: 'c1', topic: 'cases' });
    expect((one.folded.data(key) as CasesData).total).toBe(2);
  });

  it('that goes, or takes its subscription back, leaves nothing behind', async () => {
    const { push, hands, screen } = await begin({ limits: { lingerMs: 0 } });
    const one = await screen();
    const two = await screen();
    const key = await one.hold({ region: 'c', topic: 'summary' });
    await two.hold({ region: 'c', topic: 'summary' });
    await two.hold({ region: 'c1', topic: 'summary' });
    const kept = async (): Promise<number> => { await push.tick(); return Number(/yiping_push_subscriptions (\d+)/.exec(await push.metrics.registry.metrics())![1]); };
    expect(await kept()).toBe(2);
    two.socket.disconnect();
    await vi.waitFor(async () => { expect(await kept()).toBe(1); }, wait);
    one.socket.emit('unsubscribe', key);
    await vi.waitFor(async () => { expect(await kept()).toBe(0); }, wait);
    hands.store.change('c', { open: 1 });
    expect((await push.tick()).deltas).toBe(0);
  });

  it('may take back what is still being read', async () => {
    const { push, hands, screen } = await begin({ limits: { lingerMs: 0 } });
    const one = await screen();
    const held: (() => void)[] = [];
    hands.store.before = (call) => (call === 'readRows' ? new Promise<void>((resolve) => { held.push(resolve); }) : undefined);
    const answer = one.subscribe({ region: 'c', topic: 'summary' });
    await vi.waitFor(() => { expect(hands.store.calls).toContain('readRows'); }, wait);
    one.socket.emit('unsubscribe', 'c|summary||');
    await one.subscribe({ region: 'none', topic: 'summary' }); // heard after the line above
    hands.store.before = () => undefined;
    for (const release of held) release();
    expect(await answer).toEqual({ error: 'subscribe: taken back meanwhile' });
    one.socket.disconnect();
    await vi.waitFor(async () => { await push.tick(); expect(await push.metrics.registry.metrics()).toContain('yiping_push_subscriptions 0'); }, wait);
  });
});

describe('another epoch', () => {
  it('reaches every screen with its snapshots, without being asked', async () => {
    const { push, hands, screen } = await begin();
    const screens = await Promise.all([screen(), screen(), screen()]);
    const key = await screens[0]!.hold({ region: 'c', topic: 'stations' });
    await Promise.all(screens.map((one) => one.hold({ region: 'c', topic: 'stations' })));
    const before = push.epoch();
    hands.store.keep(aStation('s', 'c1111', 1));
    hands.store.era = 'after the restart';
    await push.tick();
    expect(push.epoch()).not.toBe(before);
    for (const one of screens) {
      await vi.waitFor(() => { expect(one.hellos.at(-1)!.epoch).toBe(push.epoch()); }, wait);
      expect(one.folded.held.get(key)!.snapshot).toMatchObject({ epoch: push.epoch(), seq: 0, data: { total: 1 } });
      expect(one.resent).toBe(1);
    }
  });

  it('a jump of the clock is told', async () => {
    const { push, hands, screen } = await begin();
    const one = await screen();
    push.beat();
    hands.now += 1000; hands.wall += 1000;
    push.beat();
    hands.now += 3_600_000; hands.wall += 1000;
    push.beat();
    await vi.waitFor(() => { expect(one.hellos).toHaveLength(2); }, wait);
    expect(one.hellos[1]!.clock.now).toBe(T0 + 3_601_000);
  });
});

describe('bounds', () => {
  it('refuses the one subscription too many of a screen, and of all, saying which bound it was', async () => {
    const { screen } = await begin({ limits: { subscriptionsPerSocket: 2, subscriptions: 3 } });
    const [one, two] = await Promise.all([screen(), screen()]);
    await one.hold({ region: 'c', topic: 'summary' });
    await one.hold({ region: 'c', topic: 'cases' });
    await one.hold({ region: 'c', topic: 'cases' }); // again is not another
    expect(await one.subscribe({ region: 'c', topic: 'alerts' })).toEqual({ error: 'subscribe: a screen may hold 2 subscriptions' });
    await two.hold({ region: 'c', topic: 'alerts' });
    expect(await two.subscribe({ region: 'c', topic: 'heat' })).toEqual({ error: 'subscribe: the server keeps up 3 distinct subscriptions already' });
    await two.hold({ region: 'c', topic: 'summary' });
  });

  it('slows down a screen that asks without end', async () => {
    const { screen, hands } = await begin({ limits: { requestBurst: 5, requestsPerSecond: 1 } });
    const one = await screen();
    const answers = await Promise.all(Array.from({ length: 8 }, () => one.subscribe({ region: 'none', topic: 'summary' })));
    expect(answers.filter((answer) => 'error' in answer && answer.error.includes('too many requests'))).toHaveLength(3);
    hands.wall += 1000;
    expect(await one.subscribe({ region: 'none', topic: 'summary' })).toMatchObject({ error: expect.stringContaining('no region') });
  });

  it('refuses the screen too many, pages of other sites, and requests too large', async () => {
    const { screen } = await begin({ limits: { sockets: 2 }, refuseConnection: ({ headers }) => (headers.origin === 'http://evil' ? 'no' : null) });
    await expect(screen({ extraHeaders: { origin: 'http://evil' } })).rejects.toThrow();
    const one = await screen();
    const two = await screen();
    await expect(screen()).rejects.toThrow();
    const gone = new Promise((resolve) => { one.socket.once('disconnect', resolve); });
    one.socket.emit('subscribe', { region: 'x'.repeat(20_000), topic: 'summary' }, () => undefined);
    await gone;
    expect(two.socket.connected).toBe(true);
  });

  it('says that the data cannot be read, and recovers', async () => {
    const { screen, hands } = await begin();
    const one = await screen();
    hands.store.down = true;
    expect(await one.subscribe({ region: 'c', topic: 'summary' })).toMatchObject({ error: expect.stringContaining('cannot be read just now') });
    hands.store.down = false;
    await one.hold({ region: 'c', topic: 'summary' });
  });

  it('stands any garbage, and answers it clearly', async () => {
    const { screen, push } = await begin({ limits: { requestBurst: 1e6 } });
    const one = await screen();
    const anything = fc.oneof(fc.jsonValue(), fc.record({ region: fc.constantFrom('c', 'c1', 'x', ''), topic: fc.constantFrom(...TOPICS, 'x'), window: fc.option(fc.nat()), filter: fc.jsonValue() }, { requiredKeys: [] }));
    const requests = fc.sample(anything, { seed: 99, numRuns: 1000 });
    let refused = 0;
    for (const request of requests) {
      const answer = await one.subscribe(request as object);
      if ('error' in answer) { refused++; expect(answer.error).toMatch(/^subscribe: \S/); }
    }
    expect(refused).toBeGreaterThan(500);
    for (const event of ['unsubscribe', 'subscribe', 'delta', 'x']) for (const value of requests.slice(0, 100)) one.socket.emit(event as 'unsubscribe', value as string);
    expect(await one.subscribe({ region: 'x', topic: 'summary' })).toMatchObject({ error: expect.stringContaining('no region') });
    await push.tick();
    expect(one.socket.connected).toBe(true);
  });

  it('stands bytes that are no Socket.IO at all', async () => {
    const { url, screen } = await begin();
    const port = Number(new URL(url).port);
    for (const text of ['GET /socket.io/?EIO=4&transport=polling&sid=x HTTP/1.1\r\nHost: a\r\n\r\n', 'GET /socket.io/?EIO=9&transport=websocket HTTP/1.1\r\n\r\n', '\u0000\u0001garbage\r\n\r\n']) {
      const reply = await new Promise<string>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.end(text));
        let heard = '';
        socket.on('data', (data) => { heard += String(data); });
        socket.on('close', () => { resolve(heard); });
        socket.on('error', () => { resolve(heard); });
      });
      expect(reply).toMatch(/^HTTP\/1.1 4\d\d/);
    }
    await (await screen()).hold({ region: 'c', topic: 'summary' });
  });
});

describe('a slow screen', () => {
  it('loses its queue, costs no memory, and starts from snapshots when it can hear again', async () => {
    const { push, hands, screen } = await begin({ limits: { queueBytes: 200_000, queueMs: 1e9 } });
    push.onApplied('staff', Array.from({ length: 20_000 }, (_, i) => aStaff(`p${i}`, 'c1111', 1)));
    const [slow, quick] = await Promise.all([screen(), screen()]);
    const staff = await slow.hold({ region: 'c', topic: 'staff' });
    const cases = await slow.hold({ region: 'c', topic: 'cases' });
    // The same people at every level: more bytes than the kernel takes for one connection.
    for (const region of ['c1', 'c11', 'c111', 'c1111']) await slow.hold({ region, topic: 'staff' });
    await quick.hold({ region: 'c', topic: 'staff' });
    await quick.hold({ region: 'c', topic: 'cases' });
    const raw = rawSocket(slow.socket);
    raw.pause();
    let memory = 0;
    for (let round = 0; round < 50; round++) {
      hands.now += 1000; hands.wall += 1000;
      push.onPositions(Array.from({ length: 20_000 }, (_, i) => ({ id: `p${i}`, lng: 118 + ((i * 7 + round * 131) % 1000) / 1000, lat: 29.5, at: hands.now, duty: 'patrol' as const })));
      push.onApplied('case', [aCase(`k${round}`, 'c1111', 1)]);
      await push.tick();
      push.beat();
      await vi.waitFor(() => { expect(quick.folded.held.get(staff)!.deltas).toBe(round + 1); }, wait);
      memory = Math.max(memory, await waiting(push));
    }
    // 50 rounds are 20 MB; what waits outside the kernel stays within the bound, a tick's deltas and one batch on its way.
    expect(memory).toBeLessThan(1_500_000);
    expect(await push.metrics.registry.metrics()).toContain('yiping_push_dropped_queues_total 1');
    raw.resume();
    await vi.waitFor(async () => {
      await push.tick();
      expect(slow.folded.held.get(cases)?.snapshot.data).toEqual(quick.folded.data(cases));
      expect(shown(slow.folded.data(staff) as PointsData)).toEqual(shown(quick.folded.data(staff) as PointsData));
    }, { timeout: 10_000, interval: 20 });
    expect(slow.resent).toBeGreaterThan(0);
    // And it hears deltas again.
    push.onApplied('case', [aCase('after', 'c1111', 1)]);
    await push.tick();
    await vi.waitFor(() => { expect((slow.folded.data(cases) as CasesData).items.some((item) => item.id === 'after')).toBe(true); }, wait);
  }, 30_000);
});

/** The TCP socket under a client: pausing it is what a stuck browser does. */
function rawSocket(socket: object): { pause(): void; resume(): void } {
  const engine: unknown = Reflect.get(Reflect.get(socket, 'io') as object, 'engine');
  const ws: unknown = Reflect.get(Reflect.get(engine as object, 'transport') as object, 'ws');
  return Reflect.get(ws as object, '_socket') as { pause(): void; resume(): void };
}

/** Bytes that wait in the server for all screens. */
async function waiting(push: Stage['push']): Promise<number> {
  return Number(/yiping_push_buffered_bytes (\d+)/.exec(await push.metrics.registry.metrics())![1]);
}

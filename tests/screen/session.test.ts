// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryHistory, type Router } from 'vue-router';
import type { Hello } from '../../server/wire/messages.ts';
import { RecordedSource, type RecordedMessage } from '../../screen/source/recorded.ts';
import { HttpError, useCity } from '../../screen/store/city.ts';
import { useHold } from '../../screen/store/hold.ts';
import { useLink } from '../../screen/store/link.ts';
import { usePlace } from '../../screen/store/place.ts';
import { startSession } from '../../screen/store/session.ts';
import { bindAddress, makeRouter } from '../../screen/router.ts';
import { useScenes } from '../../screen/store/scenes.ts';
import { useWall } from '../../screen/store/wall.ts';
import { scenesHttp } from './scenes.ts';
import { beat, feed, HandClock, HandFrame, hello, regionsOf, settle, snapshot, T0 } from './messages.ts';

let clock: HandClock;
let source: RecordedSource;
let reloads: number;
let memory: Map<string, string>;
let router: Router;
let asked: string[];
let down = false;

function start(messages: RecordedMessage[] = []): void {
  setActivePinia(createPinia());
  clock = new HandClock();
  reloads = 0;
  memory = new Map();
  asked = [];
  down = false;
  source = new RecordedSource(messages, (request) => snapshot('summary', { region: request.region, rows: {} }, { sub: `summary|${request.region}` }) as never);
  useCity().useHttp(async (path) => {
    asked.push(path);
    if (down) throw new TypeError('network');
    if (path === '/api/categories') return { classifications: {}, categories: {} };
    const found = regionsOf(new URL(path, 'http://x').searchParams.get('region') ?? '');
    if (!found) throw new HttpError(404, path);
    return found;
  });
  router = makeRouter(createMemoryHistory());
  useScenes().useHttp(scenesHttp);
  bindAddress(router, usePlace(), useScenes(), useWall());
  void router.push('/');
  startSession(source, { mono: clock.mono, later: clock.later, every: clock.every, schedule: new HandFrame().schedule, reload: () => { reloads++; }, memory: { getItem: (k) => memory.get(k) ?? null, setItem: (k, v) => { memory.set(k, v); } } });
}
const meet = async (message: Hello = hello()): Promise<void> => {
  source.play({ at: 0, event: 'up' });
  source.play({ at: 0, event: 'hello', data: message });
  await flush();
};
const flush = async (): Promise<void> => { await router.isReady(); await new Promise((done) => setTimeout(done, 0)); await settle(); };

describe('the link', () => {
  beforeEach(() => start());
  it('plays a recording by its own time', async () => {
    start([{ at: 0, event: 'up' }, { at: 10, event: 'hello', data: hello() }, { at: 1010, event: 'beat', data: beat({ now: T0 + 1000 }) }, { at: 2000, event: 'down', data: 'transport close' }]);
    const link = useLink();
    source.advance(10);
    clock.run(1000);
    source.advance(1000);
    expect(link.state.phase).toBe('live');
    source.advance(990);
    expect(link.lost).toBe(true);
  });
  it('is lost 3 s after the last beat, says where the data stand, and is right again with the next', async () => {
    const link = useLink();
    await meet();
    source.play({ at: 0, event: 'beat', data: beat({ now: T0 }) });
    clock.run(3000);
    expect(link.lost).toBe(false);
    clock.run(250);
    expect(link.lost).toBe(true);
    clock.run(61_750);
    expect(link.outage).toBe(65_000);
    expect(link.state.lastBeatWorld).toBe(T0);
    expect(link.now).toBe(T0 + 65_000);
    expect(source.restarts).toBeGreaterThan(5);
    source.play({ at: 0, event: 'beat', data: beat({ now: T0 + 65_200 }) });
    expect(link.lost).toBe(false);
    expect(link.now).toBe(T0 + 65_000);
  });
  it('is right again after an outage of nine hours over midnight, with the day\'s own clock, at the first word of the server', async () => {
    const HOURS = 9 * 3_600_000;
    const link = useLink();
    await meet();
    source.play({ at: 0, event: 'beat', data: beat({ now: T0, feeds: [feed('case')] }) });
    source.play({ at: 0, event: 'down', data: 'transport close' });
    clock.run(HOURS);
    // 20:16 in the city, and nine hours on it is the next day's 05:16: said as an outage, with the time at which the data stand.
    expect([link.lost, link.outage, link.stoppedAt, link.now]).toEqual([true, HOURS, T0, Math.floor((T0 + HOURS) / 1000) * 1000]);
    // Tried for ever, at the same pace.
    expect(source.restarts).toBeGreaterThan(HOURS / 6_000);
    expect(source.restarts).toBeLessThanOrEqual(HOURS / 5_000);
    const late = T0 + HOURS + 4_000;
    await meet(hello({ epoch: 'e2', clock: { now: late, rate: 1, zone: 'Asia/Shanghai' } }));
    expect([link.lost, link.outage, link.now, link.state.outages, reloads]).toEqual([false, 0, Math.floor(late / 1000) * 1000, 1, 0]);
    source.play({ at: 0, event: 'beat', data: beat({ now: late, epoch: 'e2', feeds: [feed('case', { state: 'late' })] }) });
    expect(link.known?.map(({ state }) => state)).toEqual(['late']);
    // The clock runs on from the server's word, not from what was measured yesterday.
    clock.run(10_000);
    expect(link.now).toBe(Math.floor((late + 10_000) / 1000) * 1000);
  });
  it('tells the store from the link: a beat that says the store is away stops the figures where it last answered', async () => {
    const link = useLink();
    await meet();
    source.play({ at: 0, event: 'beat', data: beat({ now: T0 + 4000, storeAwaySince: T0 + 1000 }) });
    expect([link.lost, link.stopped, link.stoppedAt, link.outage]).toEqual([false, 'store', T0 + 1000, 3000]);
    source.play({ at: 0, event: 'beat', data: beat({ now: T0 + 5000 }) });
    expect([link.stopped, link.outage]).toEqual([null, 0]);
  });
  it('hears no beat of another world', async () => {
    await meet();
    source.play({ at: 0, event: 'beat', data: beat({ world: 'replay', now: 1 }) });
    expect(useLink().now).toBe(T0);
  });
  it('keeps a clock that runs at the world\'s rate', async () => {
    await meet(hello({ clock: { now: T0, rate: 60, zone: 'Asia/Shanghai' } }));
    clock.run(2000);
    expect(useLink().now).toBe(T0 + 120_000);
  });
});

describe('a server of another version', () => {
  beforeEach(() => start());
  it('makes the page reload itself, once for each build it meets', async () => {
    await meet();
    await meet(hello({ build: 'b2', epoch: 'e2' }));
    expect(reloads).toBe(1);
    expect(useCity().outdated).toBe('reloading');
    // The reloaded page is the same as before (a cache in between): it goes on rather than reload for ever.
    await meet(hello({ build: 'b2', epoch: 'e2' }));
    expect(reloads).toBe(1);
    expect(useCity().outdated).toBe('no');
  });
  it('never replaces the page while it is held, and does when the last holder lets go', async () => {
    await meet();
    const [first, second] = [useHold().take(), useHold().take()];
    await meet(hello({ build: 'b2', epoch: 'e2' }));
    expect([reloads, useCity().outdated, useCity().hello?.epoch]).toEqual([0, 'no', 'e2']);
    first();
    // Letting go twice is letting go once.
    first();
    expect([reloads, useHold().held]).toEqual([0, true]);
    second();
    expect([reloads, useCity().outdated, useHold().held]).toEqual([1, 'reloading', false]);
  });
  it('keeps its picture while it is held before a server of another protocol', async () => {
    await meet();
    const release = useHold().take();
    await meet(hello({ protocol: 99, epoch: 'e2' }));
    expect([reloads, useCity().outdated, useCity().hello?.epoch]).toEqual([0, 'mismatch', 'e1']);
    release();
    expect([reloads, useCity().outdated]).toEqual([1, 'reloading']);
  });
  it('does not replace the page after a hold for a version that is no longer served', async () => {
    await meet();
    const release = useHold().take();
    await meet(hello({ build: 'b2', epoch: 'e2' }));
    await meet(hello({ epoch: 'e3' }));
    release();
    expect([reloads, useCity().outdated]).toEqual([0, 'no']);
  });
  it('does not go on where the protocol differs', async () => {
    await meet(hello({ protocol: 99 }));
    await meet(hello({ protocol: 99 }));
    expect(reloads).toBe(1);
    expect(useCity().outdated).toBe('mismatch');
    expect(useCity().hello).toBeNull();
  });
});

describe('the place', () => {
  beforeEach(async () => { start(); await meet(); });
  const here = (): string | null => usePlace().code;
  it('is the city without a word in the address, and follows it down and back', async () => {
    const place = usePlace();
    expect([here(), place.children.map((c) => c.code)]).toEqual(['C', ['A', 'B']]);
    place.drill('A');
    await flush();
    expect([router.currentRoute.value.fullPath, here()]).toEqual(['/?region=A', 'A']);
    place.drill('A1');
    await flush();
    expect(place.trail.map((r) => r.code)).toEqual(['C', 'A', 'A1']);
    place.back();
    await flush();
    expect([router.currentRoute.value.fullPath, here()]).toEqual(['/?region=A', 'A']);
    place.back();
    await flush();
    expect([router.currentRoute.value.fullPath, here()]).toEqual(['/', 'C']);
    place.back();
    await flush();
    expect(here()).toBe('C');
  });
  it('goes back to where it came from by a key pressed while the next place is still on its way', async () => {
    down = true;
    usePlace().drill('A');
    await flush();
    expect([here(), usePlace().region]).toEqual(['A', null]);
    usePlace().back();
    await flush();
    expect([router.currentRoute.value.fullPath, here()]).toEqual(['/', 'C']);
  });
  it('obeys the browser\'s own back', async () => {
    usePlace().drill('B');
    await flush();
    router.back();
    await flush();
    expect(here()).toBe('C');
  });
  it('keeps the other words of the address', async () => {
    await router.push('/?wall=2');
    usePlace().drill('A');
    await flush();
    expect(router.currentRoute.value.query).toEqual({ wall: '2', region: 'A' });
  });
  it('leads an unknown code back to the city, and says so', async () => {
    await router.push('/?region=NOWHERE');
    await flush();
    expect([router.currentRoute.value.fullPath, here(), usePlace().notice]).toEqual(['/', 'C', 'unknown']);
  });
  it('asks for each region once in an epoch, and again in the next', async () => {
    usePlace().drill('A');
    await flush();
    usePlace().back();
    await flush();
    expect(asked.filter((p) => p === '/api/regions?region=C')).toHaveLength(1);
    await meet(hello({ epoch: 'e2' }));
    expect(asked.filter((p) => p === '/api/regions?region=C')).toHaveLength(2);
  });
  it('tries again for a region that could not be fetched', async () => {
    down = true;
    usePlace().drill('A');
    await flush();
    expect(usePlace().notice).toBe('failed');
    down = false;
    clock.run(2000);
    await flush();
    expect([usePlace().notice, usePlace().region?.code]).toEqual(['none', 'A']);
  });
});

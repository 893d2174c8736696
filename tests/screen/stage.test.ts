// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { computed } from 'vue';
import { createMemoryHistory, type Router } from 'vue-router';
import type { Hello, Refusal, Snapshot } from '../../server/wire/messages.ts';
import type { PlayerState } from '../../server/wire/playback.ts';
import { bindAddress, makeRouter } from '../../screen/router.ts';
import { RecordedSource } from '../../screen/source/recorded.ts';
import { useCity } from '../../screen/store/city.ts';
import { useLevels } from '../../screen/store/levels.ts';
import { useLink } from '../../screen/store/link.ts';
import { useOfficer } from '../../screen/store/officer.ts';
import { panelStatus } from '../../screen/store/panel-status.ts';
import { usePlace } from '../../screen/store/place.ts';
import { useScenes } from '../../screen/store/scenes.ts';
import { startSession } from '../../screen/store/session.ts';
import { atPlayer, useStage } from '../../screen/store/stage.ts';
import { useTopics } from '../../screen/store/topics.ts';
import { useWall } from '../../screen/store/wall.ts';
import { whenText } from '../../screen/look/format.ts';
import { beat, feed, HandClock, HandFrame, hello, regionsOf, settle, snapshot, summaryDelta, T0 } from './messages.ts';
import { scenesHttp } from './scenes.ts';

const HOUR = 3_600_000;
const THEN = T0 - 5 * HOUR;
const ZONE = 'Asia/Shanghai';
let clock: HandClock;
let frame: HandFrame;
let source: RecordedSource;
let router: Router;
/** Whose figures the server sends now, and how many there are. */
let world: 'live' | 'replay' | 'demo';
let epoch: string;
let figure: number;
let put: string[];

const state = (over: Partial<PlayerState> = {}): PlayerState => ({ player: 'p1', at: THEN, rate: 1, seeking: false, wall: false, held: null, ...over });
const replayHello = (over: Partial<Hello['clock']> = {}, of = 'r1'): Hello => { world = 'replay'; epoch = of; return hello({ world: 'replay', epoch: of, clock: { now: THEN, rate: 1, zone: ZONE, ...over } }); };
const liveHello = (of = 'e1'): Hello => { world = 'live'; epoch = of; return hello({ epoch: of, clock: { now: T0 + clock.at, rate: 1, zone: ZONE } }); };
const say = (data: Hello): void => source.play({ at: 0, event: 'hello', data });
const tell = (over: Partial<PlayerState> = {}): void => source.play({ at: 0, event: 'player', data: state(over) });
const flush = async (): Promise<void> => { await settle(); await new Promise((done) => setTimeout(done, 0)); await settle(); frame.draw(); };
/** Answers what is asked of the stage, in order. */
const answer = (...answers: (PlayerState | Refusal)[]): void => { const left = [...answers]; source.stage = () => Promise.resolve(left.shift() ?? { error: 'nothing more is answered' }); };

beforeEach(async () => {
  setActivePinia(createPinia());
  [clock, frame, figure, put] = [new HandClock(), new HandFrame(), 7, []];
  source = new RecordedSource([], ({ region, topic }) => snapshot('summary', { region, rows: { [region]: { open: figure } } }, { world, epoch, sub: `${topic}|${region}` }) as Snapshot);
  useCity().useHttp((path) => Promise.resolve(path === '/api/categories' ? { classifications: {}, categories: {} } : regionsOf(new URL(path, 'http://x').searchParams.get('region') ?? '')));
  useScenes().useHttp(scenesHttp);
  router = makeRouter(createMemoryHistory());
  bindAddress(router, usePlace(), useScenes(), useWall());
  void router.push('/');
  startSession(source, { mono: clock.mono, later: clock.later, every: clock.every, schedule: frame.schedule, reload: () => undefined, memory: window.sessionStorage });
  source.play({ at: 0, event: 'up' });
  say(liveHello());
  await flush();
});
/** What a reader of the city's summary sees. */
const reader = (): (() => number | null) => { const lease = useTopics().hub!.open({ region: 'C', topic: 'summary' }); const seen = computed(() => lease.frame.value.data?.rows['C']?.['open'] ?? null); return () => seen.value; };
/** Enters a playback of the desk's own. */
async function enter(at = THEN, over: Partial<PlayerState> = {}): Promise<void> {
  answer(state({ at, ...over }));
  const asked = useStage().seek(at);
  say(replayHello({ now: at }));
  await asked;
  await flush();
}

describe('entering and leaving', () => {
  it('shows the recorded figures with the recorded time, none of the present\'s, and the present\'s again after', async () => {
    const [link, stage, sees] = [useLink(), useStage(), reader()];
    await flush();
    expect([stage.past, sees(), link.now]).toEqual([false, 7, T0]);
    figure = 3;
    // A delta that waits to be folded is of the present.
    source.play({ at: 0, event: 'delta', data: summaryDelta(1, { open: 8 }) });
    await enter();
    expect(source.entered).toEqual([{ stage: 'playback', at: THEN, rate: 1 }]);
    expect([stage.past, stage.own, sees(), link.now, link.present]).toEqual([true, true, 3, THEN, T0]);
    clock.run(10_000);
    tell({ at: THEN + 10_000 });
    expect([link.now, link.present, link.lost]).toEqual([THEN + 10_000, T0 + 10_000, false]);
    figure = 9;
    answer(state({ player: '', at: T0 + 10_000 }));
    const leaving = stage.leave();
    say(liveHello());
    expect(sees()).toBeNull();
    await leaving;
    await flush();
    expect([stage.past, stage.player, sees(), link.now]).toEqual([false, null, 9, T0 + 10_000]);
  });
  it('folds nothing of the present that still waited when the past begins', async () => {
    const sees = reader();
    await flush();
    source.play({ at: 0, event: 'snapshot', data: snapshot('summary', { region: 'C', rows: { C: { open: 99 } } }, { seq: 1 }) as Snapshot });
    answer(state());
    const asked = useStage().seek(THEN);
    say(replayHello());
    frame.draw();
    expect(sees()).toBeNull();
    await asked;
  });
  it('refuses every frame of another world than the one shown, and a hello of one it has not asked for', async () => {
    const [link, stage, sees] = [useLink(), useStage(), reader()];
    await flush();
    const of = world;
    say(replayHello());
    [world, epoch] = [of, 'e1'];
    source.play({ at: 0, event: 'beat', data: beat({ world: 'replay', epoch: 'r1', now: 5 }) });
    source.play({ at: 0, event: 'snapshot', data: snapshot('summary', { region: 'C', rows: { C: { open: 99 } } }, { world: 'replay', epoch: 'r1' }) as Snapshot });
    tell();
    await flush();
    expect([stage.past, sees(), link.now, useTopics().hub!.refusedFrames]).toEqual([false, 7, T0, 1]);
    await enter();
    source.play({ at: 0, event: 'delta', data: summaryDelta(1, { open: 99 }) });
    source.play({ at: 0, event: 'snapshot', data: snapshot('summary', { region: 'C', rows: { C: { open: 99 } } }, { epoch: 'e1' }) as Snapshot });
    source.play({ at: 0, event: 'beat', data: beat({ now: T0 + 1 }) });
    frame.draw();
    expect([stage.past, sees(), link.now]).toEqual([true, 7, THEN]);
  });
  it('puts the former view back when the present is here, and not sooner', async () => {
    const stage = useStage();
    stage.useKeeper({ keep: () => () => { put.push(stage.past ? 'too soon' : 'back'); } });
    await enter();
    answer(state({ at: THEN - HOUR }), state({ player: '' }));
    await stage.seek(THEN - HOUR);
    expect(put).toEqual([]);
    const leaving = stage.leave();
    say(liveHello());
    await leaving;
    expect(put).toEqual(['back']);
  });
  it('makes a new link where the server does not let it go', async () => {
    await enter();
    source.stage = () => new Promise(() => undefined);
    void useStage().leave();
    clock.run(1_000);
    expect(source.restarts).toBe(0);
    clock.run(750);
    expect(source.restarts).toBe(1);
    source.play({ at: 0, event: 'down', data: 'io client disconnect' });
    source.play({ at: 0, event: 'up' });
    say(liveHello());
    expect([useStage().past, source.entered.length]).toEqual([false, 2]);
  });
  it('is asked again for everything where it left before it had come', async () => {
    const sees = reader();
    await flush();
    const before = source.asked.length;
    answer(state(), state({ player: '' }));
    void useStage().seek(THEN);
    void useStage().leave();
    say(replayHello());
    say(liveHello());
    await flush();
    // The server forgot what was subscribed, twice; world and epoch are as if nothing had been.
    expect([source.asked.length - before, sees(), useStage().past]).toEqual([1, 7, false]);
  });
  it('makes a new link where the server is still busy with what was asked before', async () => {
    answer(state(), { error: 'enter: the last one is still under way' });
    void useStage().seek(THEN);
    void useStage().leave();
    await flush();
    expect([source.restarts, useStage().wanted]).toEqual([1, { stage: 'live' }]);
  });
  it('says why the server would not, and shows the present', async () => {
    answer({ error: 'nothing is recorded then' });
    await useStage().seek(THEN);
    expect([useStage().notice, useStage().wanted, useStage().target]).toEqual([{ what: 'refused', why: 'nothing is recorded then' }, { stage: 'live' }, null]);
  });
});

describe('the cursor', () => {
  it('is put at the last of many times at once, one question after the other, and tells when it has come', async () => {
    const stage = useStage();
    await enter();
    answer(state({ at: 1, seeking: true }), state({ at: THEN - 3 * HOUR, seeking: true }));
    void stage.seek(1);
    void stage.seek(2);
    void stage.seek(THEN - 3 * HOUR);
    expect([stage.cursor, stage.seeking]).toEqual([THEN - 3 * HOUR, true]);
    await flush();
    // The first has not been made yet.
    expect([source.steered, stage.cursor]).toEqual([[{ at: 1 }], THEN - 3 * HOUR]);
    tell({ at: 1 });
    await flush();
    // … and one is not asked for right after another.
    expect(source.steered.length).toBe(1);
    clock.run(150);
    await flush();
    expect(source.steered).toEqual([{ at: 1 }, { at: THEN - 3 * HOUR }]);
    const jumps = stage.jumps;
    expect([stage.seeking, useLink().now]).toEqual([true, THEN - 3 * HOUR]);
    tell({ at: THEN - 3 * HOUR });
    expect([stage.seeking, stage.jumps]).toEqual([false, jumps + 1]);
  });
  it('keeps the picture while it moves within a playback, though the player begins anew', async () => {
    const sees = reader();
    await enter();
    figure = 4;
    answer(state({ at: THEN - HOUR, seeking: true }));
    const moved = useStage().seek(THEN - HOUR);
    say(replayHello({ now: THEN - HOUR }, 'r2'));
    expect(sees()).toBe(7);
    await moved;
    await flush();
    expect([sees(), useLink().now]).toEqual([4, THEN - HOUR]);
  });
  it.each([0, 1, 10, 60, 300, 600])('at %i× tells no false loss of the link and no false age', async (rate) => {
    const link = useLink();
    await enter(THEN, { rate });
    const ages: number[] = [];
    for (let s = 1; s <= 20; s++) {
      clock.run(1000);
      const now = THEN + s * 1000 * rate;
      tell({ at: now, rate });
      source.play({ at: 0, event: 'beat', data: beat({ world: 'replay', epoch: 'r1', now, feeds: [feed('case', { asOf: now - 2000, kinds: ['case'] })] }) });
      // Between two beats the clock runs on; what it says of ages does not.
      clock.run(500);
      expect([link.lost, link.stopped]).toEqual([false, null]);
      ages.push(link.told - link.feeds[0]!.asOf!);
      expect(panelStatus({ hasData: true, asOf: now, now: link.told, stopped: link.stopped, refused: null, broken: false, absent: null, feeds: [...link.feeds], connected: true }).state).toBe('fresh');
      expect(link.now).toBeGreaterThanOrEqual(now);
      expect(link.now).toBeLessThanOrEqual(now + 500 * rate);
      clock.at -= 500;
    }
    expect(Math.max(...ages)).toBe(2000);
  });
  it('stands in a gap and at the end, whatever its rate, and while the link is lost', async () => {
    const link = useLink();
    await enter(THEN, { rate: 600 });
    tell({ at: THEN + 60_000, rate: 600, held: 'end' });
    clock.run(2000);
    expect([link.now, useStage().held]).toEqual([THEN + 60_000, 'end']);
    tell({ at: THEN, rate: 600 });
    clock.run(10_000);
    expect(link.lost).toBe(true);
    const stood = link.now;
    clock.run(60_000);
    expect(link.now).toBe(stood);
    expect(link.present).toBe(T0 + 72_000);
  });
  it('rolls over midnight: what was today is yesterday', async () => {
    const midnight = Date.parse('2025-07-16T00:00:00+08:00');
    const link = useLink();
    await enter(midnight - 60_000, { rate: 60 });
    const before = midnight - 30 * 60_000;
    expect(whenText(ZONE, before, link.now)).toBe('23:30');
    clock.run(1500);
    tell({ at: midnight + 30_000, rate: 60 });
    expect(whenText(ZONE, before, link.now)).toBe('昨 23:30');
  });
  it('put elsewhere, knows nothing of the levels gathered before', async () => {
    const [levels, stage] = [useLevels(), useStage()];
    await enter();
    const before = levels.outlook;
    answer(state({ at: THEN - HOUR }));
    await stage.seek(THEN - HOUR);
    expect(levels.outlook).not.toBe(before);
  });
});

describe('the link that comes back', () => {
  beforeEach(async () => {
    await enter(THEN, { rate: 10 });
    clock.run(1000);
    tell({ at: THEN + 10_000, rate: 10 });
    source.play({ at: 0, event: 'down', data: 'transport close' });
    clock.run(30_000);
  });
  it('goes on where the cursor was, shows nothing of the present meanwhile, and says so', async () => {
    const [stage, sees] = [useStage(), reader()];
    answer(state({ player: 'p2', at: THEN + 10_000, rate: 10, seeking: true }));
    source.play({ at: 0, event: 'up' });
    expect(source.entered.at(-1)).toEqual({ stage: 'playback', at: THEN + 10_000, rate: 10 });
    say(liveHello('e9'));
    expect([stage.past, sees()]).toEqual([true, null]);
    say(replayHello({ now: THEN + 10_000 }, 'r2'));
    await flush();
    expect([stage.past, stage.player?.player, stage.notice, sees()]).toEqual([true, 'p2', { what: 'resumed', at: THEN + 10_000 }, 7]);
  });
  it('shows the present with the former view where it cannot, and says why', async () => {
    const stage = useStage();
    answer({ error: 'too many players' });
    source.play({ at: 0, event: 'up' });
    say(liveHello('e9'));
    await flush();
    expect([stage.past, stage.wanted, stage.notice, useCity().hello?.epoch]).toEqual([false, { stage: 'live' }, { what: 'refused', why: 'too many players' }, 'e9']);
  });
});

describe('a wall', () => {
  it('follows what the wall shows from its first link on, and again after each, but steers nothing', async () => {
    const [stage, sees] = [useStage(), reader()];
    answer(state({ player: '', wall: true }), state({ player: '', wall: true }));
    stage.followWall();
    await flush();
    expect([source.entered, stage.past]).toEqual([[{ stage: 'wall' }], false]);
    say(replayHello());
    tell({ wall: true });
    await flush();
    expect([stage.past, stage.own, sees(), stage.path('/api/cases?region=C')]).toEqual([true, false, 7, '/api/playback/p1/cases?region=C']);
    void stage.setRate(600);
    expect(source.steered).toEqual([]);
    source.play({ at: 0, event: 'down', data: 'transport close' });
    source.play({ at: 0, event: 'up' });
    expect(source.entered.length).toBe(2);
    say(liveHello());
    tell({ player: '' });
    await flush();
    expect([stage.past, stage.player, sees()]).toEqual([false, null, 7]);
  });
});

it('asks of the player what is of a moment, and of nobody else what is of none', async () => {
  expect(['/api/heat?region=C', '/api/desk/watch?region=C', '/api/cases', '/api/regions?region=C', '/api/playback', '/api/geo/base', '/api/categories', '/api/tours'].map((path) => atPlayer(path, 'a/b'))).toEqual([
    '/api/playback/a%2Fb/heat?region=C', '/api/playback/a%2Fb/desk/watch?region=C', '/api/playback/a%2Fb/cases', '/api/regions?region=C', '/api/playback', '/api/geo/base', '/api/categories', '/api/playback/a%2Fb/tours']);
  const stage = useStage();
  expect(stage.path('/api/heat')).toBe('/api/heat');
  answer(state());
  const asked = stage.seek(THEN);
  say(replayHello());
  // Nobody knows yet which player it is: nothing is asked of the present meanwhile.
  expect([stage.path('/api/heat'), stage.shown]).toEqual([null, '?']);
  await asked;
  expect([stage.path('/api/heat'), stage.shown]).toEqual(['/api/playback/p1/heat', 'p1']);
});

it('bars an officer from acting on what is past, and says so; a name is not asked for', async () => {
  const officer = useOfficer();
  officer.set('张三');
  expect(await officer.need()).toBe('张三');
  await enter();
  expect([await officer.need(), useStage().notice, officer.asking]).toEqual([null, { what: 'barred' }, null]);
  expect(await officer.need({ past: true })).toBe('张三');
});

it('hears of real alerts while the past is shown, until they are over or the present is back', async () => {
  const stage = useStage();
  await enter();
  source.play({ at: 0, event: 'realAlerts', data: [{ id: 'A' } as never] });
  expect(stage.realAlerts.length).toBe(1);
  answer(state({ player: '' }));
  const leaving = stage.leave();
  say(liveHello());
  await leaving;
  expect(stage.realAlerts).toEqual([]);
});

describe('a demonstration', () => {
  const demoHello = (of = 'd1'): Hello => { world = 'demo'; epoch = of; return hello({ world: 'demo', epoch: of, clock: { now: THEN, rate: 0, zone: ZONE } }); };
  async function follow(): Promise<void> {
    answer(state({ player: '', wall: true }));
    useStage().followWall();
    await flush();
  }

  it('is shown by a page of the wall with its own figures and time, by its own way of asking, and ended by the next hello of the present', async () => {
    const [stage, link, sees] = [useStage(), useLink(), reader()];
    await follow();
    figure = 3;
    say(demoHello());
    // Whose stage it is, is not known yet: nothing is asked of the present meanwhile.
    expect([stage.demo, stage.past, stage.path('/api/cases?region=C')]).toEqual([true, false, null]);
    tell({ player: 'k1', wall: true, rate: 0 });
    await flush();
    expect([sees(), link.now, stage.path('/api/cases?region=C'), stage.path('/api/alerts/A/ack'), stage.mayAct()]).toEqual([3, THEN, '/api/playback/k1/cases?region=C', '/api/playback/k1/alerts/A/ack', true]);
    // Its clock stands where the last second was published; the present's runs on.
    clock.run(5_000);
    expect([link.now, link.present]).toEqual([THEN, T0 + 5_000]);
    figure = 9;
    say(liveHello('e2'));
    tell({ player: '' });
    await flush();
    expect([stage.demo, stage.player, sees(), stage.path('/api/cases')]).toEqual([false, null, 9, '/api/cases']);
  });

  it('is refused by every other page, whole or in part', async () => {
    const [stage, sees] = [useStage(), reader()];
    await flush();
    say(demoHello());
    await flush();
    expect([stage.demo, sees(), useCity().hello?.world]).toEqual([false, 7, 'live']);
    source.play({ at: 0, event: 'delta', data: summaryDelta(1, { open: 88 }, { world: 'demo', epoch: 'd1' }) });
    await flush();
    expect(sees()).toBe(7);
  });

  it('refuses frames and beats of the present while it is shown', async () => {
    const [link, sees] = [useLink(), reader()];
    await follow();
    figure = 3;
    say(demoHello());
    await flush();
    source.play({ at: 0, event: 'delta', data: summaryDelta(1, { open: 88 }) });
    source.play({ at: 0, event: 'beat', data: beat({ now: T0 + 9_000 }) });
    await flush();
    expect([sees(), link.now]).toEqual([3, THEN]);
  });

  it('is no other world to a server that lives in one', async () => {
    setActivePinia(createPinia());
    const stage = useStage();
    const demo = hello({ world: 'demo', epoch: 'd1' });
    expect([stage.takes(demo), stage.away(demo), stage.takes(hello({ world: 'live' }))]).toEqual([true, false, false]);
  });
});

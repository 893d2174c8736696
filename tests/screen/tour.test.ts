// @vitest-environment happy-dom
/** The tour: its state by a hand clock, and its steps as the address sees them. */
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryHistory, type Router } from 'vue-router';
import { OVERVIEW } from '../../server/config/scenes.ts';
import type { Tour } from '../../server/wire/tour.ts';
import { bindAddress, makeRouter } from '../../screen/router.ts';
import { RecordedSource } from '../../screen/source/recorded.ts';
import { HttpError, useCity } from '../../screen/store/city.ts';
import { useHold } from '../../screen/store/hold.ts';
import { usePlace } from '../../screen/store/place.ts';
import { useScenes } from '../../screen/store/scenes.ts';
import { startSession } from '../../screen/store/session.ts';
import { useTour } from '../../screen/store/tour.ts';
import { left, moved, mustShow, newTour, onTick, onTouch, toggled, type TourState } from '../../screen/store/tour-state.ts';
import { useWall } from '../../screen/store/wall.ts';
import { beat, HandClock, HandFrame, hello, regionsOf, settle, snapshot } from './messages.ts';

const TOUR: Tour = { auto: true, idle: 120_000, steps: [{ scene: 'overview', region: null, dwell: 30_000 }, { scene: 'flood', region: 'A', dwell: 10_000 }, { scene: 'flood', region: 'B', dwell: 10_000 }] };

describe('the state', () => {
  const after = (state: TourState, ms: number, held = false): TourState => onTick(state, TOUR, state.at + ms, held);
  const running = newTour(TOUR, 0, 0);

  it('stands at each step for its time, then goes to the next, and from the last to the first', () => {
    let state = running;
    const seen: string[] = [];
    for (let second = 0; second < 60; second++) {
      const next = after(state, 1_000);
      if (mustShow(state, next)) seen.push(`${second + 1} s: ${next.step}`);
      state = next;
    }
    expect(seen).toEqual(['30 s: 1', '40 s: 2', '50 s: 0']);
  });
  it('goes one step on after a sleep of hours, not many', () => {
    expect(after(running, 5 * 3_600_000)).toMatchObject({ step: 1, stood: 0 });
  });
  it('says how much of the step is left, by whole seconds', () => {
    expect([running, after(running, 14_600), after(running, 29_999)].map((s) => left(s, TOUR))).toEqual([1, 16 / 30, 1 / 30]);
  });
  it('pauses at a touch, goes on once nobody has touched the wall for the idle time, and shows its step again', () => {
    const touched = onTouch(after(running, 20_000));
    expect(touched.mode).toBe('paused');
    const again = onTouch(after(touched, 119_000));
    const late = after(again, 119_000);
    expect(late.mode).toBe('paused');
    const on = after(late, 1_000);
    expect([on.mode, on.step, on.stood, mustShow(late, on)]).toEqual(['running', 0, 0, true]);
  });
  it('stops when asked, and no touch and no time starts it again', () => {
    const off = toggled(running);
    expect([off, onTouch(off), after(off, 9e6), moved(off, TOUR, 1)].map(({ mode }) => mode)).toEqual(['off', 'off', 'off', 'off']);
    expect(toggled(off)).toMatchObject({ mode: 'running', stood: 0 });
    expect(toggled(onTouch(running)).mode).toBe('running');
  });
  it('goes to the next step and the one before, round both ends', () => {
    expect([moved(running, TOUR, 1), moved(running, TOUR, -1), moved(onTouch(running), TOUR, -1)].map(({ mode, step }) => [mode, step])).toEqual([['running', 1], ['running', 2], ['running', 2]]);
  });
  it('stands still while it is held, running or paused, and loses nothing of its step', () => {
    const held = after(after(running, 20_000), 600_000, true);
    expect(held).toMatchObject({ step: 0, stood: 20_000 });
    expect(after(held, 10_000).step).toBe(1);
    expect(after(onTouch(running), 600_000, true).mode).toBe('paused');
  });
  it('begins at what the wall shows, and lets what somebody asked for stand first', () => {
    expect([newTour(TOUR, 2, 5), newTour(TOUR, null, 5), newTour({ ...TOUR, auto: false }, 0, 5)].map(({ mode, step }) => [mode, step])).toEqual([['running', 2], ['paused', 0], ['off', 0]]);
  });
});

describe('on the wall', () => {
  let clock: HandClock;
  let router: Router;
  let pushes: number;
  let source: RecordedSource;
  const flush = async (): Promise<void> => { for (let i = 0; i < 3; i++) { await new Promise((done) => setTimeout(done, 0)); await settle(); } };
  const pass = async (ms: number): Promise<void> => { for (let gone = 0; gone < ms; gone += 1_000) { clock.run(1_000); source.play({ at: 0, event: 'beat', data: beat() }); } await flush(); };
  const address = (): string => router.currentRoute.value.fullPath;

  async function start(tour: Tour | null, path = '/'): Promise<void> {
    setActivePinia(createPinia());
    clock = new HandClock();
    pushes = 0;
    source = new RecordedSource([], (request) => snapshot('summary', { region: request.region, rows: {} }, { sub: `summary|${request.region}` }) as never);
    useCity().useHttp(async (asked) => {
      if (asked === '/api/categories') return { classifications: {}, categories: {} };
      const found = regionsOf(new URL(asked, 'http://x').searchParams.get('region') ?? '');
      if (!found) throw new HttpError(404, asked);
      return found;
    });
    useScenes().useHttp((asked) => Promise.resolve(asked === '/api/tour' ? { tour } : asked === '/api/walls' ? { walls: [] } : { scenes: [OVERVIEW, { ...OVERVIEW, id: 'flood', name: '防汛', key: 2 }] }));
    const history = createMemoryHistory();
    const push = history.push.bind(history);
    history.push = (...args) => { pushes++; push(...args); };
    router = makeRouter(history);
    bindAddress(router, usePlace(), useScenes(), useWall());
    await router.push(path);
    pushes = 0;
    startSession(source, { mono: clock.mono, later: clock.later, every: clock.every, schedule: new HandFrame().schedule, reload: () => undefined, memory: { getItem: () => null, setItem: () => undefined } });
    source.play({ at: 0, event: 'up' });
    source.play({ at: 0, event: 'hello', data: hello() });
    await flush();
  }
  beforeEach(async () => { await start(TOUR); });

  it('walks scene and place together, in the address, without growing the history', async () => {
    expect([address(), useTour().mode]).toEqual(['/', 'running']);
    await pass(30_000);
    expect([address(), useScenes().current?.id, usePlace().code]).toEqual(['/scene/flood?region=A', 'flood', 'A']);
    await pass(10_000);
    expect(address()).toBe('/scene/flood?region=B');
    await pass(10_000);
    expect([address(), pushes]).toEqual(['/', 0]);
  });
  it('keeps the other words of the address', async () => {
    await start(TOUR, '/?wall=main');
    await pass(30_000);
    expect(router.currentRoute.value.query).toEqual({ wall: 'main', region: 'A' });
  });
  it('leaves where people go to them, whose way stands in the history, and comes back to its step when they have gone', async () => {
    await pass(30_000);
    useTour().touch();
    usePlace().drill('C');
    await flush();
    expect([address(), pushes, useTour().mode]).toEqual(['/scene/flood', 1, 'paused']);
    await pass(119_000);
    expect(address()).toBe('/scene/flood');
    await pass(2_000);
    expect([address(), pushes, useTour().mode]).toEqual(['/scene/flood?region=A', 1, 'running']);
  });
  it('stands while something holds the wall, and goes on from there', async () => {
    await pass(20_000);
    const release = useHold().take();
    await pass(600_000);
    expect(address()).toBe('/');
    release();
    await pass(9_000);
    expect(address()).toBe('/');
    await pass(2_000);
    expect(address()).toBe('/scene/flood?region=A');
  });
  it('stands while the link is lost: nothing of another place could be shown', async () => {
    clock.run(600_000);
    await flush();
    expect([address(), useTour().held]).toEqual(['/', true]);
  });
  it('goes on from the step that the address names, and lets another address stand until nobody is there', async () => {
    await start(TOUR, '/scene/flood?region=B');
    expect([useTour().mode, useTour().step]).toEqual(['running', 2]);
    await start(TOUR, '/?region=B');
    expect([useTour().mode, address()]).toEqual(['paused', '/?region=B']);
    await pass(121_000);
    expect([useTour().mode, address()]).toEqual(['running', '/']);
  });
  it('goes on where it stands when a server began anew with the same tour', async () => {
    await pass(30_000);
    source.play({ at: 0, event: 'hello', data: hello({ epoch: 'e2' }) });
    await flush();
    expect([useTour().step, address()]).toEqual([1, '/scene/flood?region=A']);
  });
  it('does nothing in a city without one', async () => {
    await start(null);
    useTour().toggle();
    useTour().move(1);
    await pass(60_000);
    expect([useTour().mode, address()]).toEqual(['off', '/']);
  });
});

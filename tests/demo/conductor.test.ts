/** Scripts on walls: second by second, paused, stepped, left, cut off and taken up again, over a world in memory. */
import { describe, expect, it } from 'vitest';
import { worldAt } from '../../server/demo/timeline.ts';
import { House, realAlert } from './small-stage.ts';
import { ORIGIN, three } from './scripts.ts';

const SECOND = 1_000;
async function playing(seconds: number, house = new House()): Promise<House> {
  expect(await house.start()).toEqual({ done: true });
  await house.pass(seconds * SECOND);
  return house;
}

describe('a script on a wall', () => {
  it('makes its world, then shows every second of it in order: first applied, then shown', async () => {
    const house = new House();
    house.held = [];
    expect(await house.start()).toEqual({ done: true });
    await house.still();
    expect(house.shown()).toMatchObject({ mode: 'preparing', stage: 'live', scene: null });
    expect(house.states.get('main')!.playing!.progress).toBe(0.5);
    house.held[0]!();
    await house.pass(34 * SECOND);
    expect(house.specs).toMatchObject([{ seed: 7, scale: 0.1, historyDays: 1, origin: ORIGIN, cues: [{ at: ORIGIN + 220_000 }, {}, {}, {}] }]);
    const shown = house.seen.filter(({ mode }) => mode === 'running');
    expect(shown.map(({ second }) => second)).toEqual(Array.from({ length: 35 }, (_, second) => second));
    for (const { second, at } of shown) expect(at).toBe(worldAt(three(), second!));
    await house.pass(SECOND);
    expect(house.shown()).toMatchObject({ mode: 'ended', stage: 'world 1', second: 34 });
    expect(house.deeds.map(({ deed, who }) => `${deed} ${who}`)).toEqual(['start 张三', 'ended server']);
  });

  it('waits for a second that takes longer, and skips none', async () => {
    const house = new House();
    house.slowness = 2_500;
    await playing(26, house);
    const seconds = house.seen.filter(({ mode }) => mode === 'running').map(({ second }) => second);
    expect(seconds).toEqual(Array.from({ length: seconds.length }, (_, second) => second));
    expect(seconds.length).toBe(10);
    house.slowness = 0;
    await house.pass(5 * SECOND);
    // It does not run after what it lost.
    expect(house.shown().second).toBeLessThanOrEqual(16);
  });

  it('begins again by itself where it says so', async () => {
    const house = new House([three((text) => text.replace('chapters:', 'loop: true\nchapters:'))]);
    await playing(35, house);
    expect([house.shown().second, house.shown().stage, house.worlds[0]!.open]).toEqual([0, 'world 2', false]);
  });

  it('stands while it is paused, and leaves what people move meanwhile until it goes on', async () => {
    const house = await playing(7);
    await house.do('pause');
    await house.pass(60 * SECOND);
    expect(house.shown()).toMatchObject({ second: 7, mode: 'paused', at: worldAt(three(), 7) });
    house.touch({ region: 'elsewhere' });
    expect(await house.do('resume')).toEqual({ done: true });
    await house.pass(2 * SECOND);
    expect(house.shown()).toMatchObject({ second: 9, mode: 'running', region: '770101' });
  });

  it('shows the second that is under way before it pauses', async () => {
    const house = new House();
    house.slowness = 400;
    // In the midst of the next.
    await playing(1.6, house);
    const paused = house.do('pause');
    await house.pass(3 * SECOND);
    await paused;
    expect(house.shown().at).toBe(worldAt(three(), house.shown().second!));
  });

  it('leaves a chapter\'s picture to people within the chapter', async () => {
    const house = await playing(15);
    house.touch({ region: 'elsewhere', layers: ['heat'] });
    await house.pass(3 * SECOND);
    expect(house.view()).toMatchObject({ region: 'elsewhere', layers: ['heat'] });
    await house.pass(13 * SECOND);
    expect(house.view()).toMatchObject({ scene: 'a', region: null, layers: null });
  });

  it('goes to the next chapter in the same world, and back only in one that is made anew', async () => {
    const house = await playing(5);
    await house.do('next');
    expect(house.shown()).toMatchObject({ second: 10, scene: 'b', stage: 'world 1' });
    await house.pass(8 * SECOND);
    await house.do('back');
    await house.still();
    expect(house.seen.at(-1)).toMatchObject({ mode: 'running', second: 10, stage: 'world 2' });
    expect(house.worlds.map(({ open }) => open)).toEqual([false, true]);
    // Just begun: the chapter before.
    await house.do('back');
    await house.still();
    expect(house.shown()).toMatchObject({ second: 0, scene: 'a', stage: 'world 3' });
    await house.do('next');
    await house.do('next');
    expect(await house.do('next')).toEqual({ done: false, why: 'this is the last chapter' });
    expect(house.seen.some(({ stage }) => stage === 'closed')).toBe(false);
  });

  it('begins at a chapter, with all that happened before it', async () => {
    const house = new House();
    await house.start('three', 2);
    await house.still();
    expect([house.shown().second, house.worlds[0]!.passed]).toEqual([30, [worldAt(three(), 30)]]);
  });

  it('is refused where there is none, twice at once, and without a record of it', async () => {
    const house = new House();
    expect(await house.start('opera')).toEqual({ done: false, why: 'script: expected one of three' });
    expect(await house.start('three', 9)).toEqual({ done: false, why: 'chapter: found 9, expected one from 0 to 2' });
    expect(await house.conductor.command('attic', { do: 'pause' }, 'x')).toMatchObject({ done: false });
    for (const what of ['pause', 'resume', 'next', 'back', 'live'] as const) expect(await house.do(what)).toEqual({ done: false, why: 'no script plays on this wall' });
    house.disk = false;
    expect(await house.start()).toEqual({ done: false, why: 'it could not be written: it does not count' });
    expect([house.shown().mode, house.worlds.length]).toEqual([null, 0]);
    house.disk = true;
    await house.start();
    await house.still();
    expect(await house.conductor.command('side', { do: 'start', script: 'three' }, 'x')).toEqual({ done: false, why: 'wall main plays a script already, and one plays at a time' });
  });

  it('does not begin while the store is away', async () => {
    const house = new House();
    house.away = true;
    expect(await house.start()).toEqual({ done: false, why: 'it cannot be done just now; ask again' });
    house.away = false;
    await house.pass(5 * SECOND);
    expect([house.conductor.of('main'), house.shown().mode, house.worlds.every(({ open }) => !open)]).toEqual([null, null, true]);
    expect(await house.start()).toEqual({ done: true });
  });

  it('tries a second again, and gives up where its world is broken', async () => {
    const house = await playing(3);
    house.broken = true;
    await house.pass(2 * SECOND);
    house.broken = false;
    await house.pass(SECOND);
    expect(house.shown()).toMatchObject({ mode: 'running', second: 4 });
    house.broken = true;
    await house.pass(10 * SECOND);
    expect(house.shown()).toMatchObject({ mode: 'interrupted', second: 4, stage: 'live' });
    expect(house.deeds.at(-1)).toMatchObject({ deed: 'interrupted', because: 'failed' });
  });
});

describe('back to live', () => {
  const BEFORE = { scene: 'b', region: '770102', layers: ['heat', 'staff'], indicator: 'overdue', camera: { x: 3, y: 4, k: 0.5 }, tour: { mode: 'running', step: 3 } } as const;
  const before = (house: House): object => { house.touch({ ...BEFORE, layers: [...BEFORE.layers] }); return house.view(); };

  it.each([0, 1, 5, 6, 10, 12, 29, 34, 35, 60])('from second %i gives back the former view exactly, at once', async (second) => {
    const house = new House();
    const was = before(house);
    await playing(second, house);
    const at = house.mono;
    expect(await house.do('live')).toEqual({ done: true });
    expect([house.view(), house.shown(), house.mono - at]).toEqual([was, expect.objectContaining({ mode: null, second: null, stage: 'live' }), 0]);
    await house.pass(60 * SECOND);
    expect([house.view(), house.conductor.of('main'), house.worlds.map(({ open }) => open)]).toEqual([was, null, [false]]);
    expect(house.deeds.at(-1)).toMatchObject({ deed: 'live', who: '张三', wall: 'main', script: 'three' });
  });

  it('does not wait for a world that is being made, nor leaves it open, and another script waits for its end', async () => {
    const house = new House();
    house.held = [];
    const was = before(house);
    await house.start();
    await house.still();
    expect(await house.do('live')).toEqual({ done: true });
    expect(house.shown()).toMatchObject({ mode: null, stage: 'live' });
    await house.start();
    await house.pass(5 * SECOND);
    expect(house.held.length).toBe(1);
    house.held.shift()!();
    await house.still();
    expect(house.worlds[0]!.open).toBe(false);
    house.held[0]!();
    await house.pass(2 * SECOND);
    expect(house.shown()).toMatchObject({ mode: 'running', stage: 'world 2' });
    await house.do('live');
    expect(house.view()).toEqual(was);
  });

  it('comes at once from a second that hangs', async () => {
    const house = await playing(4);
    house.slowness = 3_600_000;
    await house.pass(1_500);
    expect(await house.do('live')).toEqual({ done: true });
    expect(house.shown()).toMatchObject({ mode: null, stage: 'live', scene: null });
    // Its world is gone too, and another may begin.
    expect(house.worlds[0]!.open).toBe(false);
  });

  it('comes within half a second while the store is away, and the view when it is back', async () => {
    const house = new House();
    const was = before(house);
    await playing(12, house);
    house.away = true;
    const left = house.do('live');
    await house.pass(600);
    expect([await left, house.shown().stage]).toEqual([{ done: true }, 'live']);
    house.away = false;
    await house.pass(2 * SECOND);
    expect(house.view()).toEqual(was);
  });

  it('comes though it cannot be written, and says so', async () => {
    const house = await playing(4);
    house.disk = false;
    expect(await house.do('live')).toMatchObject({ done: false });
    expect(house.shown()).toMatchObject({ mode: null, stage: 'live' });
  });

  it('ends a takeover of the script\'s own world with it, and every chapter that has none', async () => {
    const house = new House();
    const was = before(house);
    await playing(12, house);
    house.touch({ taken: { on: 'orange D1', due: ['orange D1'] }, region: '770101', camera: null });
    await house.pass(2 * SECOND);
    expect(house.view()).toMatchObject({ taken: { on: 'orange D1' }, region: '770101' });
    await house.pass(17 * SECOND);
    expect(house.view()).toMatchObject({ taken: null, scene: 'a', region: null });
    house.touch({ taken: { on: 'orange D1', due: ['orange D1'] } });
    await house.do('live');
    expect(house.view()).toEqual(was);
  });
});

describe('a real alert', () => {
  it.each([0, 5, 12, 34])('breaks through at second %i: the wall is live before the takeover, and the script can be resumed', async (second) => {
    const house = new House();
    house.touch({ scene: 'b', region: '770102' });
    const was = house.view();
    await playing(second, house);
    house.conductor.real([realAlert('A', house.now)]);
    await house.still();
    expect([house.shown(), house.view()]).toEqual([expect.objectContaining({ mode: 'interrupted', second, stage: 'live' }), was]);
    // At no moment did the live world stand in the script's view.
    expect(house.seen.filter(({ mode }) => mode === 'interrupted')[0]).toMatchObject({ scene: 'b', region: '770102' });
    expect(house.states.get('main')!.playing).toMatchObject({ because: 'alert' });
    expect(house.deeds.at(-1)).toMatchObject({ deed: 'interrupted', because: 'alert', alert: 'A', second });
    expect(await house.do('resume')).toEqual({ done: false, why: 'A红色预警 has the wall until it is acknowledged' });
    house.conductor.real([]);
    expect(await house.do('resume', '李四')).toEqual({ done: true });
    await house.still();
    expect(house.shown()).toMatchObject({ mode: 'running', second, at: worldAt(three(), second), stage: 'world 2' });
    expect(house.deeds.at(-1)).toMatchObject({ deed: 'resume', who: '李四', second });
    await house.do('live');
    expect(house.view()).toEqual(was);
  });

  it('breaks through while the world is being made', async () => {
    const house = new House();
    house.held = [];
    await house.start();
    await house.still();
    house.conductor.real([realAlert('A', house.now)]);
    await house.still();
    house.held[0]!();
    await house.pass(3 * SECOND);
    expect([house.shown().mode, house.shown().stage, house.worlds[0]!.open]).toEqual(['interrupted', 'live', false]);
  });

  it('that has stood for long does not, nor keeps a script from beginning', async () => {
    const house = new House();
    house.conductor.real([realAlert('A', house.now - 3 * 3_600_000)]);
    await playing(3, house);
    house.conductor.real([realAlert('A', house.now - 3 * 3_600_000)]);
    await house.pass(SECOND);
    expect(house.shown().mode).toBe('running');
    house.conductor.real([realAlert('B', house.now), realAlert('A', house.now - 3 * 3_600_000)]);
    await house.still();
    expect(house.shown().mode).toBe('interrupted');
  });

  it('leaves nothing to resume of a script that was over, and of one that is given up', async () => {
    const house = await playing(40);
    house.conductor.real([realAlert('A', house.now)]);
    await house.still();
    expect([house.shown().mode, house.shown().stage]).toEqual([null, 'live']);
    house.conductor.real([]);
    await playing(3, house);
    house.conductor.real([realAlert('B', house.now)]);
    await house.still();
    expect(await house.do('live')).toEqual({ done: true });
    expect(house.conductor.of('main')).toBeNull();
  });
});

describe('after a power cut', () => {
  it.each([0, 7, 12, 34])('the wall is live with its former view, and the script goes on at second %i', async (second) => {
    const house = new House();
    house.touch({ scene: 'b', region: '770102' });
    const was = house.view();
    await playing(second, house);
    const after = new House([three()], house.states);
    await after.conductor.began();
    expect([after.shown(), after.view()]).toEqual([expect.objectContaining({ mode: 'interrupted', second, stage: 'live' }), was]);
    expect([after.conductor.of('main'), after.deeds]).toMatchObject([{ because: 'restart' }, [{ deed: 'interrupted', because: 'restart', second }]]);
    // A second cut before anybody resumed it changes nothing.
    const again = new House([three()], after.states);
    await again.conductor.began();
    expect([again.deeds, again.shown().mode]).toEqual([[], 'interrupted']);
    expect(await again.do('resume')).toEqual({ done: true });
    await again.pass(SECOND);
    expect(again.worlds[0]!.passed.slice(0, 1)).toEqual([worldAt(three(), second)]);
    await again.do('live');
    expect(again.view()).toEqual(was);
  });

  it('nothing is left of a script that was over, or that the city has no more', async () => {
    for (const [seconds, scripts] of [[40, [three()]], [5, []]] as const) {
      const house = await playing(seconds);
      const after = new House([...scripts], house.states);
      await after.conductor.began();
      expect([after.shown(), after.conductor.of('main')]).toEqual([expect.objectContaining({ mode: null, stage: 'live' }), null]);
    }
  });

  it('a script that a server begins by itself waits for whoever may resume the one before', async () => {
    const house = await playing(7);
    const after = new House([three()], house.states);
    await after.conductor.began();
    await after.conductor.begin('main', 'three');
    expect(after.shown().mode).toBe('interrupted');
    const fresh = new House();
    fresh.conductor.real([realAlert('A', fresh.now)]);
    const begun = fresh.conductor.begin('main', 'three');
    await fresh.pass(3 * SECOND);
    fresh.conductor.real([]);
    await fresh.pass(3 * SECOND);
    expect([await begun, fresh.shown().mode]).toEqual([{ done: true }, 'running']);
  });

  it('a server that ends in order ends its script: there is nothing to resume', async () => {
    const house = await playing(7);
    await house.conductor.close();
    expect([house.shown().mode, house.worlds[0]!.open, house.deeds.at(-1)]).toMatchObject([null, false, { deed: 'live', who: 'server' }]);
    expect(await house.start()).toEqual({ done: false, why: 'the server is ending' });
  });
});

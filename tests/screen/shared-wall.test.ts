// @vitest-environment happy-dom
/** A page of a whole wall: it shows what the wall shows, whoever moved it; what its own people do, or its address asks for, all its pages show. */
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryHistory, type Router } from 'vue-router';
import { OVERVIEW } from '../../server/config/scenes.ts';
import { firstState, fold } from '../../server/push/walls/fold.ts';
import type { TileAnswer, TileJoin, WallPatch, WallState } from '../../server/wire/tile.ts';
import { bindAddress, makeRouter } from '../../screen/router.ts';
import { RecordedSource } from '../../screen/source/recorded.ts';
import type { TileLink, TileListener } from '../../screen/source/tile-link.ts';
import { useCity } from '../../screen/store/city.ts';
import { usePlace } from '../../screen/store/place.ts';
import { useScenes } from '../../screen/store/scenes.ts';
import { startSession } from '../../screen/store/session.ts';
import { startTiles } from '../../screen/store/tile-session.ts';
import { useTile } from '../../screen/store/tile.ts';
import { useTour } from '../../screen/store/tour.ts';
import { useWall } from '../../screen/store/wall.ts';
import { HandClock, HandFrame, hello, regionsOf, settle, snapshot } from './messages.ts';

const SCENES = [OVERVIEW, { ...OVERVIEW, id: 'port', key: 2, region: 'B' }, { ...OVERVIEW, id: 'staff', key: 3 }];
const TOUR = { auto: true, idle: 120_000, steps: [{ scene: 'overview', region: null, dwell: 30_000 }, { scene: 'port', region: null, dwell: 30_000 }] };
const MAIN = { id: 'main', name: '墙', width: 3840, height: 2160, pitch: 1.25, distance: 6_000, seams: { x: [], y: [] }, tiles: null, night: null, shift: false };

/** The server's side of the wall, and of other pages of it. */
class FakeWall implements TileLink {
  state: WallState;
  joins: TileJoin[] = [];
  refuses: string | null = null;
  private listener: TileListener | null = null;
  constructor(walks = false) { this.state = firstState(walks, 0); }
  start(listener: TileListener): void { this.listener = listener; }
  up(): void { this.listener?.up(); }
  down(): void { this.listener?.down(); }
  join(request: TileJoin): ReturnType<TileLink['join']> { this.joins.push(request); return Promise.resolve(this.refuses === null ? { done: true, state: this.state } : { error: this.refuses }); }
  change({ base, patch }: { base: number; patch: WallPatch }): Promise<TileAnswer> {
    if (base !== this.state.version) return Promise.resolve({ done: false, state: this.state });
    this.others(patch);
    return Promise.resolve({ done: true, state: this.state });
  }
  report(): void { /* nobody asks */ }
  remote(): Promise<{ done: true }> { return Promise.resolve({ done: true }); }
  clock(): Promise<number> { return Promise.resolve(0); }
  others(patch: WallPatch): void { this.state = fold(this.state, patch, 1, 'remote 张三'); this.listener?.wall(this.state); }
}

let router: Router;
let far: FakeWall;
const memory = (): Pick<Storage, 'getItem' | 'setItem'> => { const kept = new Map<string, string>(); return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) }; };
const flush = async (): Promise<void> => { for (let i = 0; i < 5; i++) { await new Promise((done) => setTimeout(done, 0)); await settle(); } };
const here = (): [string, string | null, string | null] => [router.currentRoute.value.fullPath, useScenes().current?.id ?? null, usePlace().code];
/** Opens a page; of a tab that was here before with its memory. */
async function start(path: string, wall = new FakeWall(), tab = memory()): Promise<Pick<Storage, 'getItem' | 'setItem'>> {
  setActivePinia(createPinia());
  far = wall;
  const clock = new HandClock();
  const source = new RecordedSource([], (request) => snapshot('summary', { region: request.region, rows: {} }, { sub: `summary|${request.region}` }) as never);
  useCity().useHttp((asked) => Promise.resolve(asked === '/api/categories' ? { classifications: {}, categories: {}, departments: {} } : regionsOf(new URL(asked, 'http://x').searchParams.get('region') ?? '')));
  useScenes().useHttp((asked) => Promise.resolve(asked === '/api/tour' ? { tour: TOUR } : asked === '/api/walls' ? { walls: [MAIN] } : { scenes: SCENES }));
  router = makeRouter(createMemoryHistory());
  bindAddress(router, usePlace(), useScenes(), useWall());
  startTiles(far, { mono: clock.mono, every: clock.every, frame: () => undefined, glass: () => ({ width: 1, height: 1 }), memory: tab });
  await router.push(path);
  startSession(source, { mono: clock.mono, later: clock.later, every: clock.every, schedule: new HandFrame().schedule, reload: () => undefined, memory: memory() });
  far.up();
  source.play({ at: 0, event: 'up' });
  source.play({ at: 0, event: 'hello', data: hello() });
  await flush();
  return tab;
}

describe('a page of the whole wall', () => {
  beforeEach(async () => { await start('/?wall=main'); });
  it('joins it as the whole, and shows what others make it show', async () => {
    expect(far.joins).toEqual([{ wall: 'main', tile: null }]);
    far.others({ scene: 'port', region: 'B', layers: ['roads'] });
    await flush();
    expect(here()).toEqual(['/scene/port?wall=main&region=B', 'port', 'B']);
    expect([useWall().layers.roads, useWall().layers.heat]).toEqual([true, false]);
  });
  it('what its people do goes to all pages', async () => {
    useScenes().showKey(2);
    useWall().toggle('staff');
    await flush();
    expect(far.state).toMatchObject({ scene: 'port', region: 'B', layers: expect.arrayContaining(['staff']) as string[] });
    usePlace().drill('A');
    await flush();
    expect([far.state.region, here()[2]]).toEqual(['A', 'A']);
  });
  it('back in the browser, or an address changed by hand, is what its people want', async () => {
    await router.push('/scene/staff?wall=main&region=A');
    await flush();
    expect([far.state.scene, far.state.region]).toEqual(['staff', 'A']);
    await router.push('/scene/port?wall=main');
    await flush();
    expect([far.state.scene, far.state.region, ...here()]).toEqual(['port', 'B', '/scene/port?wall=main&region=B', 'port', 'B']);
  });
  it('is in the same frame after the link was lost, whatever was done meanwhile', async () => {
    far.down();
    far.state = fold(far.state, { scene: 'staff', region: 'A' }, 5, 'wall');
    far.up();
    await flush();
    expect(here()).toEqual(['/scene/staff?wall=main&region=A', 'staff', 'A']);
  });
});

describe('how it is opened', () => {
  it('by its wall alone it shows what the wall shows', async () => {
    const wall = new FakeWall();
    wall.others({ scene: 'staff', region: 'A' });
    await start('/?wall=main', wall);
    expect([here(), far.state.version]).toEqual([['/scene/staff?wall=main&region=A', 'staff', 'A'], 1]);
  });
  it('by an address of a scene and a place it shows that, and so does the wall', async () => {
    const wall = new FakeWall();
    wall.others({ scene: 'staff', region: 'A' });
    await start('/scene/port?wall=main', wall);
    expect([here(), far.state.scene, far.state.region]).toEqual([['/scene/port?wall=main&region=B', 'port', 'B'], 'port', 'B']);
  });
  it('anew, its address is an echo of what it showed: the wall has gone on meanwhile', async () => {
    const tab = await start('/scene/port?wall=main');
    const wall = far;
    wall.others({ scene: 'staff', region: 'A' });
    await start('/scene/port?wall=main&region=B', wall, tab);
    expect([here(), far.state.version]).toEqual([['/scene/staff?wall=main&region=A', 'staff', 'A'], wall.state.version]);
  });
  it.each<[string, WallPatch]>([
    ['an alert has it', { taken: { on: 'red a', due: [] } }],
    ['somebody holds it', { holder: { name: '张三', device: 'd', since: 0 } }],
  ])('while %s, an address moves nothing', async (_who, patch) => {
    const wall = new FakeWall();
    wall.others(patch);
    await start('/scene/port?wall=main', wall);
    expect([here(), far.state.scene]).toEqual([['/?wall=main', 'overview', 'C'], null]);
  });
  it('a page that names no wall is a view of its own; so is one that the server does not take', async () => {
    await start('/scene/port');
    expect([far.joins, useTile().on]).toEqual([[], false]);
    const wall = new FakeWall();
    wall.refuses = 'join: found wall "main", expected one of this city\'s';
    await start('/?wall=main', wall);
    expect(useTile().on).toBe(false);
    useScenes().showKey(3);
    await flush();
    expect([here(), far.state.version]).toEqual([['/scene/staff?wall=main', 'staff', 'C'], 0]);
    expect(useTour().mode).toBe('running');
  });
  it('one that cannot be read just now is asked for again', async () => {
    const wall = new FakeWall();
    wall.refuses = 'what the wall shows cannot be read or kept just now; ask again';
    await start('/?wall=main', wall);
    expect([useTile().on, useTile().state]).toEqual([true, null]);
  });
  it('pages beside the wall join none', async () => {
    await start('/duty?wall=main');
    expect([far.joins, useTile().on]).toEqual([[], false]);
  });
});

describe('while somebody holds the wall', () => {
  it('the tour waits, and goes on when it is free', async () => {
    const wall = new FakeWall(true);
    wall.others({ holder: { name: '张三', device: 'd', since: 0 } });
    await start('/?wall=main', wall);
    expect([useTour().mode, useTour().held]).toEqual(['running', true]);
    wall.others({ holder: null });
    await flush();
    expect(useTour().held).toBe(false);
  });
});

// @vitest-environment happy-dom
/** A tile of a wall: which part it shows, what it knows of the server's clock, how its changes are decided and its tour is shared. */
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Refusal } from '../../server/wire/messages.ts';
import type { ApiTiles, TileAnswer, TileChange, TileHealth, WallState } from '../../server/wire/tile.ts';
import { firstState, fold } from '../../server/push/walls/fold.ts';
import { partView, screenX, screenY } from '../../screen/map/view.ts';
import { tileRows } from '../../screen/panels/tiles/tiles.ts';
import { offsetOf, withTrip, type Trip } from '../../screen/store/tile-clock.ts';
import { partOf, placeOf, problemOf, touches, wider } from '../../screen/store/tile-part.ts';
import { useTile } from '../../screen/store/tile.ts';
import { mustTell, onTick, onTouch, shared, toggled } from '../../screen/store/tour-state.ts';
import type { Box } from '../../screen/wall/answer-place.ts';
import { roomOf } from '../../screen/wall/answer-room.ts';

const NO_SEAMS = { x: [], y: [] };
const FIGURE: Box = { left: 100, top: 300, right: 140, bottom: 320 };

const GRID = { width: 3840, height: 2160, tiles: { columns: 2, rows: 2 } };

describe('the part of a wall that a tile shows', () => {
  it('is named by column and row, counted from 1', () => {
    expect(placeOf('2,1')).toEqual({ column: 2, row: 1 });
    for (const text of ['', '2', '0,1', '2,1,1', 'a,b', '2, 1', null]) expect(placeOf(text)).toBeNull();
    expect(partOf(GRID, { column: 2, row: 1 })).toEqual({ x: 1920, y: 0, width: 1920, height: 1080 });
  });
  it('is refused where the wall has none such, with the reason', () => {
    expect([problemOf('2,2', GRID), problemOf('3,1', GRID), problemOf('x', GRID), problemOf('1,1', { tiles: null }), problemOf('1,1', null)])
      .toEqual([null, 'outside', 'unreadable', 'noTiles', 'noWall']);
  });
  it('parts laid side by side look at the whole: each point of the city is at the same pixel', () => {
    const [view, size] = [{ x: 1234.5, y: -321, k: 0.0371 }, { width: 3840, height: 2160 }];
    for (const place of ['1,1', '2,1', '1,2', '2,2']) {
      const part = wider(partOf(GRID, placeOf(place)!), 4);
      const own = partView(view, size, part);
      for (const [x, y] of [[0, 0], [40_000, -20_000], [-3, 7]] as const) {
        expect(screenX(own, part, x) + part.x).toBeCloseTo(screenX(view, size, x), 6);
        expect(screenY(own, part, y) + part.y).toBeCloseTo(screenY(view, size, y), 6);
      }
    }
  });
  it('touches what lies in it or reaches into it, and nothing beside it', () => {
    const part = partOf(GRID, { column: 2, row: 1 });
    expect(touches(part, { x: 1800, y: 100, width: 121, height: 10 })).toBe(true);
    expect(touches(part, { x: 1800, y: 100, width: 120, height: 10 })).toBe(false);
    expect(touches(part, { x: 2000, y: 1080, width: 10, height: 10 })).toBe(false);
  });
  it('holds the card of a figure whole, under the title where that is in it', () => {
    expect(roomOf(GRID, partOf(GRID, { column: 2, row: 1 }), 2, 84, NO_SEAMS, FIGURE)).toEqual({ left: 1968, right: 3792, top: 236, bottom: 1032 });
    expect(roomOf(GRID, partOf(GRID, { column: 1, row: 2 }), 2, 84, NO_SEAMS, FIGURE)).toEqual({ left: 48, right: 1872, top: 1128, bottom: 2112 });
    expect(roomOf({ width: 1920, height: 1080 }, null, 1, 84, NO_SEAMS, FIGURE)).toEqual({ left: 24, right: 1896, top: 118, bottom: 1056 });
  });
  it('keeps the card of a figure between the seams of a wall of one browser', () => {
    const at = (left: number, top: number): Box => ({ left, top, right: left + 40, bottom: top + 20 });
    const long = { x: [1920, 3840, 5760], y: [] };
    expect(roomOf({ width: 7680, height: 2160 }, null, 2, 84, long, at(2000, 300))).toEqual({ left: 1944, right: 3816, top: 236, bottom: 2112 });
    expect(roomOf(GRID, null, 2, 84, { x: [1920], y: [1080] }, at(100, 1700))).toEqual({ left: 48, right: 1896, top: 1104, bottom: 2112 });
    // Parts too small for a card are no room for one: it stands in what is left without them.
    expect(roomOf(GRID, null, 2, 84, { x: [1920], y: [700, 1400] }, at(100, 900))).toEqual({ left: 48, right: 1896, top: 236, bottom: 2112 });
  });
});

describe('the server\'s clock', () => {
  const trip = (sent: number, there: number, back: number, offset = 5_000): Trip => ({ sent, got: sent + there + back, server: sent + there + offset });
  it('is what the quickest trips say, however late others come', () => {
    const slow = Array.from({ length: 8 }, (_, i) => trip(i * 10, 2, 300 + i));
    const quick = [trip(100, 1, 1), trip(110, 1, 1.4), trip(120, 1.2, 1), trip(130, 1, 1), trip(140, 1, 1.2)];
    expect(Math.abs(offsetOf([...slow, ...quick])! - 5_000)).toBeLessThan(0.2);
    expect(offsetOf([])).toBeNull();
  });
  it('is forgotten trip by trip, so that a clock that was set is followed', () => {
    let trips: readonly Trip[] = [];
    for (let i = 0; i < 20; i++) trips = withTrip(trips, trip(i, 1, 1, i < 5 ? 0 : 9_000));
    expect(offsetOf(trips)).toBe(9_000);
  });
});

/** A server that keeps one state, and what others did meanwhile. */
function server(first: WallState): { state: WallState; asked: TileChange[]; send: (change: TileChange) => Promise<TileAnswer | Refusal> } {
  const of = { state: first, asked: [] as TileChange[], send: (change: TileChange): Promise<TileAnswer | Refusal> => {
    of.asked.push(change);
    if (change.base !== of.state.version) return Promise.resolve({ done: false, state: of.state });
    of.state = fold(of.state, change.patch, 1_000, '1,1');
    return Promise.resolve({ done: true, state: of.state });
  } };
  return of;
}

describe('a change', () => {
  beforeEach(() => { setActivePinia(createPinia()); });
  it('is decided anew on what the wall shows meanwhile, until it is made', async () => {
    const [tile, far] = [useTile(), server(firstState(false, 0))];
    tile.useSend(far.send);
    tile.adopt(far.state);
    far.state = fold(far.state, { layers: ['heat'] }, 500, '2,2');
    await tile.change((now) => ({ layers: [...(now.layers ?? []), 'roads'] }));
    expect(far.asked.map(({ base }) => base)).toEqual([0, 1]);
    expect([far.state.layers, tile.state]).toEqual([['heat', 'roads'], far.state]);
  });
  it('that is no longer wanted by then is dropped', async () => {
    const [tile, far] = [useTile(), server(firstState(true, 0))];
    tile.useSend(far.send);
    tile.adopt(far.state);
    far.state = fold(far.state, { tour: { mode: 'running', step: 1 } }, 500, '2,2');
    await tile.change((now) => (now.tour.step === 0 ? { tour: { mode: 'running', step: 1 } } : null));
    expect([far.asked.length, far.state.version, tile.state?.tour.step]).toEqual([1, 1, 1]);
  });
  it('is not made twice where the link fails, and the next one is', async () => {
    const [tile, far] = [useTile(), server(firstState(false, 0))];
    tile.adopt(far.state);
    await tile.change(() => ({ region: 'a' }));
    tile.useSend(far.send);
    await tile.change(() => ({ region: 'b' }));
    expect([far.asked.length, far.state.region]).toEqual([1, 'b']);
  });
  it('an older state does not undo a newer one, but what a join answers holds', () => {
    const tile = useTile();
    const at = (version: number): WallState => ({ ...firstState(false, 0), version });
    tile.adopt(at(7));
    tile.follow(at(6));
    expect(tile.state?.version).toBe(7);
    tile.follow(at(8));
    tile.adopt(at(3));
    expect(tile.state?.version).toBe(3);
  });
});

describe('a tour that tiles share', () => {
  const tour = { auto: true, idle: 5_000, steps: [{ scene: 'a', region: null, dwell: 1_000 }, { scene: 'b', region: null, dwell: 1_000 }] };
  it('is due when the shared step has stood its time, on every tile alike', () => {
    expect(mustTell(shared({ mode: 'running', step: 0 }, 999, 0), onTick(shared({ mode: 'running', step: 0 }, 999, 0), tour, 0, false))).toBe(false);
    expect(onTick(shared({ mode: 'running', step: 0 }, 1_000, 0), tour, 0, false)).toMatchObject({ mode: 'running', step: 1 });
    expect(onTick(shared({ mode: 'paused', step: 1 }, 5_000, 0), tour, 0, false)).toMatchObject({ mode: 'running', step: 1 });
  });
  it('a touch is told at once where it pauses, then only now and then', () => {
    const told = (mode: 'running' | 'paused' | 'off', passed: number): boolean => { const before = shared({ mode, step: 0 }, passed, 0); return mustTell(before, onTouch(before)); };
    expect([told('running', 10), told('paused', 500), told('paused', 3_000), told('off', 9_000)]).toEqual([true, false, true, false]);
    expect(mustTell(shared({ mode: 'off', step: 0 }, 0, 0), toggled(shared({ mode: 'off', step: 0 }, 0, 0)))).toBe(true);
  });
});

describe('the panel of tiles', () => {
  const live: TileHealth = { column: 1, row: 1, state: 'live', screens: 1, age: 1_000, frameAge: 900, build: 'b1', version: 9, width: 1920, height: 1080 };
  const api = (...tiles: Partial<TileHealth>[]): ApiTiles => ({ wall: 'grid', build: 'b1', version: 9, width: 1920, height: 1080, tiles: tiles.map((tile) => ({ ...live, ...tile })) });
  it('names the worst first: silent, never there, standing still, of another build', () => {
    const rows = tileRows(api({}, { column: 2, build: 'b0' }, { column: 3, frameAge: 60_000 }, { column: 4, state: 'never', age: null, frameAge: null, build: null, version: null }, { column: 5, state: 'silent', age: 95_000 }), 9);
    expect(rows.map(({ key, word }) => [key, word])).toEqual([['5,1', '失联'], ['4,1', '未上线'], ['3,1', '画面停住'], ['2,1', '版本不一'], ['1,1', '在线']]);
    expect(rows[0]!.age).toContain('上报');
  });
  it('says of a live one what is not as it should be', () => {
    expect(tileRows(api({ width: 1280, screens: 2, version: 3 }), 9)[0]!.text).toMatch(/窗口 1280×1080.*画面未跟上.*2 个浏览器/);
    expect(tileRows(api({}), 9)[0]!.text).not.toMatch(/窗口|未跟上|浏览器/);
  });
});

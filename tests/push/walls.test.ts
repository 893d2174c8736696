/** Walls of one browser and of many: what a change comes to, who may make one, which of two at once is made, and which tiles live. */
import { io, type Socket } from 'socket.io-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WallFile } from '../../server/config/walls.ts';
import { OVERVIEW } from '../../server/config/scenes.ts';
import { firstState, fold } from '../../server/push/walls/fold.ts';
import { SILENT_MS, Tiles } from '../../server/push/walls/tiles.ts';
import { refuseWrite } from '../../server/access/index.ts';
import type { ClientEvents, Refusal, ServerEvents } from '../../server/wire/messages.ts';
import type { ApiTiles, TileAnswer, TilePatch, TilePlace, TileReport, WallState } from '../../server/wire/tile.ts';
import { stage, type Stage } from './screens.ts';

const wait = { timeout: 10_000, interval: 10 };
const GRID = { ...WallFile.parse({ name: '墙', width: 3840, height: 2160, pitch: '1.25mm', distance: '8m', tiles: { columns: 2, rows: 2 } }), id: 'grid' };
const PLAIN = { ...GRID, id: 'plain', tiles: null };
const SCENES = [OVERVIEW, { ...OVERVIEW, id: 'flood', key: 2 }];

describe('what a wall shows after a change', () => {
  const first = firstState(false, 100);
  it('another scene forgets what was switched, another place where the map was moved to', () => {
    const switched = fold(first, { layers: ['heat'], indicator: 'open', camera: { x: 1, y: 2, k: 3 } }, 200, '1,1');
    expect(switched).toMatchObject({ version: 1, at: 200, placedAt: 200, by: '1,1', layers: ['heat'], indicator: 'open', camera: { x: 1, y: 2, k: 3 } });
    const placed = fold(switched, { region: 'c1' }, 300, '2,1');
    expect(placed).toMatchObject({ version: 2, placedAt: 300, region: 'c1', layers: ['heat'], indicator: 'open', camera: null });
    expect(fold(placed, { scene: 'flood' }, 400, '')).toMatchObject({ placedAt: 400, region: 'c1', scene: 'flood', layers: null, indicator: null });
  });
  it('a switch is no flight: the wall stands in its place as long as before', () => {
    expect(fold({ ...first, region: 'c1' }, { region: 'c1', layers: [] }, 300, '')).toMatchObject({ at: 300, placedAt: 100 });
  });
  it('the first takeover keeps the view, a graver one does not, and the end gives it back whole', () => {
    const before = fold({ ...first, tour: { mode: 'running', step: 1, at: 100 } }, { scene: 'flood', region: 'c1', layers: ['roads'], camera: { x: 1, y: 1, k: 1 } }, 200, '');
    const taken = fold(before, { taken: { on: 'orange a', due: ['orange a'] }, region: 'c11', layers: ['cameras'] }, 300, '');
    const graver = fold(taken, { taken: { on: 'red b', due: ['red b'] }, region: 'c2' }, 400, '');
    expect(graver.taken).toMatchObject({ on: 'red b', due: ['orange a', 'red b'], former: { scene: 'flood', region: 'c1', layers: ['roads'], camera: { x: 1, y: 1, k: 1 } } });
    const over = fold(graver, { taken: null }, 500, '');
    expect(over).toMatchObject({ scene: 'flood', region: 'c1', layers: ['roads'], camera: { x: 1, y: 1, k: 1 }, taken: null, placedAt: 500, tour: { mode: 'running', step: 1, at: 500 } });
    expect(fold(over, { taken: null }, 600, '')).toEqual({ ...over, version: over.version + 1, at: 600 });
  });
});

describe('the tiles of a wall', () => {
  it('live while they report, fall silent, and are named also where none ever came', () => {
    const tiles = new Tiles({ columns: 2, rows: 1 });
    tiles.came({ column: 1, row: 1 });
    tiles.report({ column: 1, row: 1 }, { build: 'b', version: 4, frameAge: 20, width: 1920, height: 1080 }, 1_000);
    const of = (now: number): unknown[] => tiles.health(now).map(({ column, state, age, frameAge }) => [column, state, age, frameAge]);
    expect(of(1_500)).toEqual([[1, 'live', 500, 520], [2, 'never', null, null]]);
    expect(of(1_001 + SILENT_MS)).toEqual([[1, 'silent', SILENT_MS + 1, SILENT_MS + 21], [2, 'never', null, null]]);
  });
});

type Answer = TileAnswer | Refusal;
interface Tile { heard: WallState[]; join(wall: string, tile: TilePlace | null): Promise<Answer>; change(base: number, patch: TilePatch): Promise<Answer>; report(report: TileReport): void; clock(): Promise<number>; close(): void }

describe('over sockets', () => {
  let open: Stage;
  const sockets: Socket[] = [];
  afterEach(async () => { for (const socket of sockets.splice(0)) socket.disconnect(); await open.close(); });
  const begin = async (): Promise<void> => { open = await stage({ walls: [GRID, PLAIN], scenes: SCENES, refuseWrite: (request) => refuseWrite(request, []) }); };

  /** As a page of this server opens it, unless told; `from` null: a program. */
  async function tile(from: string | null = open.url): Promise<Tile> {
    const socket: Socket<ServerEvents, ClientEvents> = io(open.url, { transports: ['websocket'], reconnection: false, forceNew: true, ...(from === null ? {} : { extraHeaders: { origin: from } }) });
    sockets.push(socket as Socket);
    const heard: WallState[] = [];
    socket.on('wall', (state) => heard.push(state));
    await new Promise<void>((done, fail) => { socket.once('hello', () => done()); socket.once('connect_error', fail); });
    return {
      heard, join: (wall, place) => socket.emitWithAck('tileJoin', { wall, tile: place }), change: (base, patch) => socket.emitWithAck('tileChange', { base, patch }),
      report: (report) => { socket.emit('tileReport', report); }, clock: () => socket.emitWithAck('tileClock'), close: () => { socket.disconnect(); },
    };
  }
  const joined = async (column: number, row: number): Promise<Tile> => { const one = await tile(); expect(await one.join('grid', { column, row })).toMatchObject({ done: true }); return one; };
  const health = async (): Promise<ApiTiles> => await (await fetch(`${open.url}/api/walls/grid/tiles`)).json() as ApiTiles;

  it('a change on one tile is told to all, and who joins later finds it', async () => {
    await begin();
    const [one, two] = [await joined(1, 1), await joined(2, 2)];
    expect(await one.change(0, { region: 'c1', scene: 'flood' })).toMatchObject({ done: true, state: { version: 1, region: 'c1', scene: 'flood', by: '1,1' } });
    await vi.waitFor(() => { expect(two.heard).toHaveLength(1); }, wait);
    expect(two.heard).toEqual(one.heard);
    expect(await (await tile()).join('grid', { column: 2, row: 1 })).toMatchObject({ state: { version: 1, region: 'c1' } });
  });

  it('of changes decided on the same version one is made; the others get what the wall shows', async () => {
    await begin();
    const tiles = [await joined(1, 1), await joined(2, 1), await joined(1, 2), await joined(2, 2)];
    const answers = await Promise.all(tiles.map((one, i) => one.change(0, { region: `c${i % 2 + 1}` })));
    expect(answers.filter((answer) => 'done' in answer && answer.done)).toHaveLength(1);
    const [won] = answers.flatMap((answer) => ('done' in answer && answer.done ? [answer.state] : []));
    expect(answers.map((answer) => ('state' in answer ? answer.state : null))).toEqual(tiles.map(() => won));
    await vi.waitFor(() => { for (const { heard } of tiles) expect(heard).toEqual([won]); }, wait);
  });

  it.each<[string, string | null | undefined, string, TilePlace, RegExp]>([
    ['a program that names no page', null, 'grid', { column: 1, row: 1 }, /no Origin/],
    ['a wall without tiles', undefined, 'plain', { column: 1, row: 1 }, /found a tile of wall "plain", expected one that has tiles/],
    ['a wall that is none', undefined, 'x', { column: 1, row: 1 }, /found wall "x", expected one of this city's/],
    ['a tile that the wall has not', undefined, 'grid', { column: 3, row: 1 }, /found tile 3,1/],
    ['what is no place', undefined, 'grid', { column: 0, row: 1 }, /tile: column/],
  ])('does not let %s join, nor then change anything', async (_who, from, wall, place, words) => {
    await begin();
    const stranger = await tile(from);
    expect(await stranger.join(wall, place)).toEqual({ error: expect.stringMatching(words) as string });
    expect(await stranger.change(0, { region: 'c1' })).toEqual({ error: 'change: expected a socket that has joined as a tile' });
    expect(open.hands.store.walls.size).toBe(0);
  });

  it.each<[string, object, RegExp]>([
    ['an unknown region', { region: 'nowhere' }, /region: found "nowhere"/],
    ['an unknown scene', { scene: 'opera' }, /scene: found "opera"/],
    ['a step of no tour', { tour: { mode: 'running', step: 0 } }, /tour: found step 0/],
    ['a word that is none', { colour: 'red' }, /colour/],
    ['a camera at no scale', { camera: { x: 0, y: 0, k: 0 } }, /camera/],
  ])('refuses a change to %s', async (_what, patch, words) => {
    await begin();
    const one = await joined(1, 1);
    expect(await one.change(0, patch)).toEqual({ error: expect.stringMatching(words) as string });
    expect(one.heard).toEqual([]);
  });

  it('a page of the whole wall, of one browser or of many, shows and changes what its other pages do', async () => {
    await begin();
    const [one, whole, alone] = [await joined(1, 1), await tile(), await tile()];
    expect(await whole.join('grid', null)).toMatchObject({ done: true, state: { version: 0 } });
    expect(await alone.join('plain', null)).toMatchObject({ done: true, state: { version: 0 } });
    expect(await whole.change(0, { region: 'c1' })).toMatchObject({ done: true, state: { by: 'wall' } });
    await vi.waitFor(() => { expect(one.heard).toMatchObject([{ region: 'c1' }]); }, wait);
    expect(await alone.change(0, { scene: 'flood' })).toMatchObject({ done: true });
    // A second page of it comes in the same frame; no other wall hears of it.
    expect(await (await tile()).join('plain', null)).toMatchObject({ state: { version: 1, scene: 'flood', region: null } });
    expect(one.heard).toHaveLength(1);
  });

  it('no page may say who holds the wall, or what it plays', async () => {
    await begin();
    const one = await joined(1, 1);
    for (const patch of [{ holder: { name: '张三', device: 'd', since: 0 } }, { asking: null }, { playing: null }]) expect(await one.change(0, patch as TilePatch)).toEqual({ error: expect.stringMatching(/Unrecognized key/) as string });
    expect(open.hands.store.walls.size).toBe(0);
  });

  it('the server changes it by what it shows by then, however many change it at once', async () => {
    await begin();
    const one = await joined(1, 1);
    const states = await Promise.all(Array.from({ length: 20 }, (_, i) => open.push.walls.change('grid', ({ layers }) => ({ layers: [...(layers ?? []), `l${i}`] }), '脚本')));
    expect(new Set((await open.push.walls.read('grid')).layers)).toEqual(new Set(Array.from({ length: 20 }, (_, i) => `l${i}`)));
    expect(new Set(states.map(({ version }) => version)).size).toBe(20);
    await vi.waitFor(() => { expect(one.heard.at(-1)).toMatchObject({ version: 20, by: '脚本' }); }, wait);
    expect(await open.push.walls.change('grid', () => null, '脚本')).toMatchObject({ version: 20 });
    await expect(open.push.walls.change('nowhere', () => ({}), '脚本')).rejects.toThrow(/wall: found "nowhere", expected one of grid, plain/);
  });

  it('is rate limited', async () => {
    await begin();
    const one = await joined(1, 1);
    const answers = await Promise.all(Array.from({ length: 120 }, () => one.change(99, {})));
    expect(answers.filter((answer) => 'error' in answer && answer.error.includes('too many'))).not.toHaveLength(0);
    open.hands.wall += 1_000;
    expect(await one.change(0, { region: 'c1' })).toMatchObject({ done: true });
  });

  it('says that it cannot while the store is away, and goes on after', async () => {
    await begin();
    const one = await joined(1, 1);
    open.hands.store.down = true;
    expect(await one.change(0, { region: 'c1' })).toEqual({ error: expect.stringContaining('cannot be read or kept') as string });
    open.hands.store.down = false;
    expect(await one.change(0, { region: 'c1' })).toMatchObject({ done: true });
  });

  it('what another build kept and this one cannot read begins anew, under a later version', async () => {
    await begin();
    open.hands.store.walls.set('grid', { version: 41, text: '{"of":"another build"}' });
    const one = await joined(1, 1);
    expect(await one.change(41, { region: 'c2' })).toMatchObject({ done: true, state: { version: 42, region: 'c2' } });
  });

  it('tells who lives, over HTTP and to Prometheus, and gives its clock', async () => {
    await begin();
    const one = await joined(2, 1);
    expect(await one.clock()).toBe(open.hands.wall);
    one.report({ build: 'b7', version: 0, frameAge: 16, width: 1920, height: 1080 });
    await vi.waitFor(async () => { expect((await health()).tiles[1]).toMatchObject({ column: 2, row: 1, state: 'live', screens: 1, build: 'b7' }); }, wait);
    expect((await health()).tiles.map(({ state }) => state)).toEqual(['never', 'live', 'never', 'never']);
    open.hands.wall += SILENT_MS + 1;
    one.close();
    await vi.waitFor(async () => { expect((await health()).tiles[1]).toMatchObject({ state: 'silent', screens: 0 }); }, wait);
    const metrics = await (await fetch(`${open.url}/metrics`)).text();
    expect(metrics).toContain('yiping_tile_up{wall="grid",tile="2,1"} 0');
    expect(metrics).toMatch(/yiping_tile_report_age_seconds\{wall="grid",tile="2,1"\} 10\.001/);
    expect(metrics).toContain('yiping_tile_build{wall="grid",tile="2,1",build="b7"} 1');
    expect((await fetch(`${open.url}/api/walls/plain/tiles`)).status).toBe(404);
  });
});

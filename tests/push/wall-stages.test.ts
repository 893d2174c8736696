/** A wall that shows a world of its own: all its pages, later ones too, and nobody else; a real alert is told there. */
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OVERVIEW } from '../../server/config/scenes.ts';
import { WallFile } from '../../server/config/walls.ts';
import { LIMITS } from '../../server/push/deps.ts';
import { Engine } from '../../server/push/engine.ts';
import type { Stage as World } from '../../server/push/stages/stage.ts';
import type { AlertItem, ClientEvents, Hello, ServerEvents } from '../../server/wire/messages.ts';
import type { PlayerState } from '../../server/wire/playback.ts';
import { MemoryStore } from './memory-store.ts';
import { handsAndDeps } from './push-deps.ts';
import { stage, type Stage } from './screens.ts';
import { anAlert, T0 } from './small-city.ts';

const wait = { timeout: 10_000, interval: 10 };
const written = WallFile.parse({ name: '墙', width: 3840, height: 2160, pitch: '1.25mm', distance: '8m', tiles: { columns: 2, rows: 1 } });
let open: Stage;
let played: World & { close(): void };
const sockets: Socket[] = [];

interface Page { socket: Socket<ServerEvents, ClientEvents>; hellos: Hello[]; real: AlertItem[][]; players: PlayerState[]; world(): string; figure(): Promise<number | undefined> }
async function page(wall: string | null, tile: string | null = null): Promise<Page> {
  const socket: Socket<ServerEvents, ClientEvents> = io(open.url, { transports: ['websocket'], reconnection: false, forceNew: true, extraHeaders: { origin: open.url } });
  sockets.push(socket as Socket);
  const of: Page = {
    socket, hellos: [], real: [], players: [], world: () => of.hellos.at(-1)!.world,
    figure: async () => { const answer = await socket.emitWithAck('subscribe', { region: 'c', topic: 'summary' }); return 'error' in answer ? undefined : (answer.data as { rows: Record<string, Record<string, number>> }).rows['c']?.['open']; },
  };
  socket.on('hello', (hello) => of.hellos.push(hello));
  socket.on('realAlerts', (alerts) => of.real.push(alerts));
  socket.on('player', (state) => of.players.push(state));
  await vi.waitFor(() => { expect(of.hellos.length).toBeGreaterThan(0); }, wait);
  if (wall !== null) expect(await socket.emitWithAck('tileJoin', { wall, tile: tile === null ? null : { column: Number(tile[0]), row: Number(tile[2]) } })).toMatchObject({ done: true });
  return of;
}

beforeEach(async () => {
  open = await stage({ world: 'live', walls: [{ ...written, id: 'grid' }, { ...written, id: 'main', tiles: null }], scenes: [OVERVIEW] });
  open.hands.store.change('c', { open: 60 });
  await open.push.tick();
  const store = new MemoryStore();
  store.change('c', { open: 7 });
  const { deps } = handsAndDeps({ store, world: 'demo', randomHex: () => 'of-the-demo' });
  const engine = new Engine(deps, LIMITS, { delta: () => undefined, snapshot: () => undefined, epoch: () => undefined, storeTime: () => undefined });
  await engine.renew();
  played = { key: 'demo-1', world: 'demo', engine, clock: { zone: 'Asia/Shanghai', rate: 0, now: () => T0 + 40_000 }, feeds: () => [], storeAwaySince: () => null, close: () => engine.close() };
});
afterEach(async () => { for (const socket of sockets.splice(0)) socket.disconnect(); played.close(); await open.close(); });

it('shows it on all its pages, tiles and whole, also on one that comes later, and on no other', async () => {
  const pages = [await page('grid', '1,1'), await page('grid', '2,1'), await page('grid')];
  const [other, alone] = [await page('main'), await page(null)];
  open.push.showOnWall('grid', played);
  const late = await page('grid', '2,1');
  const looker = await page(null);
  expect(await looker.socket.emitWithAck('enter', { stage: 'wall', wall: 'grid' })).toMatchObject({ player: 'demo-1', at: T0 + 40_000, rate: 0 });
  for (const one of [...pages, late, looker]) {
    await vi.waitFor(() => { expect(one.hellos.at(-1)).toMatchObject({ world: 'demo', epoch: played.engine.epoch, clock: { now: T0 + 40_000 } }); }, wait);
    expect(await one.figure()).toBe(7);
  }
  for (const one of [other, alone]) expect([one.world(), await one.figure()]).toEqual(['live', 60]);
  open.push.showOnWall('grid', null);
  for (const one of [...pages, late, looker]) { await vi.waitFor(() => { expect(one.world()).toBe('live'); }, wait); expect(await one.figure()).toBe(60); }
  expect((await page('grid')).hellos.map(({ world }) => world)).toEqual(['live']);
});

it('each wall shows its own', async () => {
  const [grid, main] = [await page('grid', '1,1'), await page('main')];
  open.push.showOnWall('grid', played);
  await vi.waitFor(() => { expect([grid.world(), main.world()]).toEqual(['demo', 'live']); }, wait);
  open.push.showOnWall('main', { ...played, key: 'demo-2' } as World);
  await vi.waitFor(() => { expect([grid.world(), main.world()]).toEqual(['demo', 'demo']); }, wait);
  open.push.showOnWall('grid', null);
  await vi.waitFor(() => { expect([grid.world(), main.world()]).toEqual(['live', 'demo']); }, wait);
});

it('a page that turns to the present of its own accord is shown that', async () => {
  const one = await page('grid', '1,1');
  open.push.showOnWall('grid', played);
  await vi.waitFor(() => { expect(one.world()).toBe('demo'); }, wait);
  expect(await one.socket.emitWithAck('enter', { stage: 'live' })).toMatchObject({ player: '' });
  expect(one.world()).toBe('live');
});

it('a real alert is told on it, and whoever comes to it is told at once', async () => {
  const one = await page('grid', '1,1');
  open.push.showOnWall('grid', played);
  await vi.waitFor(() => { expect(one.world()).toBe('demo'); }, wait);
  open.push.onApplied('alert', [anAlert('red1', 'c1', 1, { colour: 'red' })]);
  await open.push.tick();
  await vi.waitFor(() => { expect(one.real.at(-1)?.map(({ id }) => id)).toEqual(['red1']); }, wait);
  const late = await page('grid', '2,1');
  await vi.waitFor(() => { expect(late.real.at(-1)?.map(({ id }) => id)).toEqual(['red1']); }, wait);
});

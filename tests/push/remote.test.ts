/** The remote over HTTP: who may pair, read and ask; what it does to the wall, once; what the record says of it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAudit, refuseWrite, Remotes, WallMoves, type Audit, type AuditLine } from '../../server/access/index.ts';
import { remoteOf } from '../../server/actions.ts';
import { OVERVIEW } from '../../server/config/scenes.ts';
import { WallFile } from '../../server/config/walls.ts';
import type { PushDemo } from '../../server/push/index.ts';
import type { ClientEvents, ServerEvents } from '../../server/wire/messages.ts';
import type { DemoCommand } from '../../server/wire/demo.ts';
import { RemoteAnswer, RemoteView, type Pairing, type RemoteAct, type RemoteCommand } from '../../server/wire/remote.ts';
import type { WallState } from '../../server/wire/tile.ts';
import { stage, type Stage } from './screens.ts';

const wait = { timeout: 10_000, interval: 10 };
const MAIN = { ...WallFile.parse({ name: '指挥大厅', width: 3840, height: 2160, pitch: '1.25mm', distance: '8m' }), id: 'main' };
const GRID = { ...WallFile.parse({ name: '拼接墙', width: 3840, height: 2160, pitch: '1.25mm', distance: '8m', tiles: { columns: 2, rows: 1 } }), id: 'grid' };
const SCENES = [OVERVIEW, { ...OVERVIEW, layers: ['heat', 'stations'], id: 'flood', key: 2, region: 'c1' }];

let open: Stage;
let dir: string;
let audit: Audit;
let moves: WallMoves;
let scripts: { wall: string; command: DemoCommand; by: string }[];
const sockets: Socket[] = [];
const demo: PushDemo = { scripts: () => [], of: () => null, real: () => undefined, command: (wall, command, by) => { scripts.push({ wall, command, by }); return Promise.resolve(command.do === 'next' ? { done: false, why: '此后无章节' } : { done: true }); } };

async function begin(extra: Parameters<typeof stage>[0] = {}): Promise<void> {
  const log = { warn: () => undefined };
  const lines: AuditLine[] = [];
  audit = await openAudit({ file: join(dir, 'audit.ndjson'), now: () => 0, log, each: (line) => { lines.push(line); } });
  moves = new WallMoves(audit, 'live');
  for (const line of lines) moves.take(line);
  let chance = Date.now();
  const remotes = await Remotes.open({ file: join(dir, 'remotes.json'), expires: 12 * 3_600_000, moves, randomHex: (bytes) => (++chance).toString(16).padStart(bytes * 2, 'a'), log });
  const store = open?.hands.store;
  open = await stage({ walls: [MAIN, GRID], scenes: SCENES, refuseWrite: (request) => refuseWrite(request, []), remote: remoteOf({ moves, remotes }, { remote: { expires: 12 * 3_600_000, silence: 300_000 } }), demo, ...(store ? { store } : {}), ...extra });
}
const end = async (): Promise<void> => { for (const socket of sockets.splice(0)) socket.disconnect(); await open.close(); await audit.close(); };
beforeEach(async () => { dir = await mkdtemp(join(tmpdir(), 'yp-remote-')); scripts = []; open = undefined as unknown as Stage; await begin(); });
afterEach(async () => { await end(); await rm(dir, { recursive: true }); });

const lines = async (): Promise<AuditLine[]> => (await readFile(join(dir, 'audit.ndjson'), 'utf8')).trim().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as AuditLine);
const actions = async (): Promise<string[]> => (await lines()).map(({ action, who }) => `${action} ${who}`);

interface Page { heard: WallState[]; pairings: (Pairing | null)[]; remote(ask: string): Promise<object> }
async function page(wall = 'main'): Promise<Page> {
  const socket: Socket<ServerEvents, ClientEvents> = io(open.url, { transports: ['websocket'], reconnection: false, forceNew: true, extraHeaders: { origin: open.url } });
  sockets.push(socket as Socket);
  const of: Page = { heard: [], pairings: [], remote: (ask) => socket.emitWithAck('tileRemote', ask as never) };
  socket.on('wall', (state) => of.heard.push(state));
  socket.on('pairing', (pairing) => of.pairings.push(pairing));
  await new Promise<void>((done) => { socket.once('hello', () => done()); });
  expect(await socket.emitWithAck('tileJoin', { wall, tile: null })).toMatchObject({ done: true });
  return of;
}
/** The code that a wall shows. */
async function codeOf(on: Page): Promise<string> {
  expect(await on.remote('code')).toEqual({ done: true });
  await vi.waitFor(() => { expect(on.pairings.at(-1)?.code).toMatch(/^\d{6}$/); }, wait);
  return on.pairings.at(-1)!.code!;
}
const post = (path: string, body: object, { cookie, origin = open.url }: { cookie?: string; origin?: string | null } = {}): Promise<Response> =>
  fetch(`${open.url}/api/remote/${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...(origin === null ? {} : { origin }), ...(cookie === undefined ? {} : { cookie }) }, body: JSON.stringify(body) });
const state = (cookie?: string): Promise<Response> => fetch(`${open.url}/api/remote/state`, cookie === undefined ? {} : { headers: { cookie } });

let pages = 0;
interface Device { cookie: string; wall: string; name: string; page: string; seq: number; ask(act: RemoteAct, more?: Partial<RemoteCommand>): Promise<RemoteAnswer>; view(): Promise<RemoteView> }
async function paired(name: string, wall = 'main', on?: Page): Promise<Device> {
  const answer = await post('pair', { wall, code: await codeOf(on ?? await page(wall)), name });
  expect(answer.status).toBe(200);
  const set = answer.headers.get('set-cookie')!;
  expect(set).toMatch(/^yiping\.remote=[0-9a-f]{64}; Max-Age=43200; Path=\/api\/remote; Expires=.*; HttpOnly; SameSite=Strict$/);
  const device: Device = {
    cookie: set.split(';')[0]!, wall, name, page: `page-of-the-test-${++pages}`, seq: 0,
    ask: async (act, more = {}) => RemoteAnswer.parse(await (await post('command', command(device, act, more), { cookie: device.cookie })).json()),
    view: async () => RemoteView.parse(await (await state(device.cookie)).json()),
  };
  return device;
}
const command = (device: Device, act: RemoteAct, more: Partial<RemoteCommand> = {}): RemoteCommand => { const seq = device.seq++; return { wall: device.wall, id: `${device.page}-${seq}`, page: device.page, seq, settle: false, act, ...more }; };
const short = ({ outcome, why, words }: RemoteAnswer): (string | null)[] => [outcome, why, words];

describe('pairing', () => {
  it('by the code that every page of the wall shows; who was first holds the wall, and all of it stands in the record', async () => {
    const [one, two] = [await page(), await page()];
    const code = await codeOf(one);
    await vi.waitFor(() => { expect(two.pairings.at(-1)).toMatchObject({ code, paired: null, devices: 0 }); }, wait);
    // A page that comes later shows it too; another wall does not.
    expect([(await page()).pairings.at(-1)?.code, (await page('grid')).pairings.at(-1)]).toEqual([code, null]);
    const answer = await post('pair', { wall: 'main', code, name: ' 张三 ' });
    expect(RemoteView.parse(await answer.json())).toMatchObject({ wall: { id: 'main', name: '指挥大厅' }, me: { name: '张三' }, state: { holder: { name: '张三' } } });
    await vi.waitFor(() => { expect([two.pairings.at(-1)?.paired, two.heard.at(-1)?.holder?.name]).toEqual(['张三', '张三']); }, wait);
    expect(await actions()).toEqual(['wall.paired 张三', 'wall.taken 张三']);
    open.hands.wall += 7_000;
    open.push.beat();
    await vi.waitFor(() => { expect(two.pairings.at(-1)).toBeNull(); }, wait);
  });

  it('a code is used once, and no longer than five minutes', async () => {
    const on = await page();
    const code = await codeOf(on);
    expect((await post('pair', { wall: 'main', code, name: '张三' })).status).toBe(200);
    expect((await post('pair', { wall: 'main', code, name: '李四' })).status).toBe(403);
    const next = await codeOf(on);
    open.hands.wall += 300_000;
    open.push.beat();
    await vi.waitFor(() => { expect(on.pairings.at(-1)).toBeNull(); }, wait);
    expect((await post('pair', { wall: 'main', code: next, name: '李四' })).status).toBe(403);
  });

  it('guesses are locked out, and void the code that is shown', async () => {
    const on = await page();
    const code = await codeOf(on);
    const wrong = code === '000000' ? '111111' : '000000';
    const answers = [];
    for (let i = 0; i < 7; i++) answers.push((await post('pair', { wall: 'main', code: wrong, name: '贼' })).status);
    expect(answers).toEqual([403, 403, 403, 403, 429, 429, 429]);
    expect(await (await post('pair', { wall: 'main', code, name: '张三' })).json()).toMatchObject({ why: 'locked', wait: 600_000 });
    await vi.waitFor(() => { expect(on.pairings.at(-1)).toBeNull(); }, wait);
    expect(await lines()).toEqual([]);
    open.hands.wall += 600_001;
    expect((await post('pair', { wall: 'main', code: await codeOf(on), name: '张三' })).status).toBe(200);
  });

  it('only a page of the wall has a code shown, and only a page of this server pairs', async () => {
    const stranger: Socket<ServerEvents, ClientEvents> = io(open.url, { transports: ['websocket'], reconnection: false, forceNew: true, extraHeaders: { origin: open.url } });
    sockets.push(stranger as Socket);
    expect(await stranger.emitWithAck('tileRemote', 'code')).toMatchObject({ error: expect.stringContaining('joined a wall') as string });
    const on = await page();
    expect(await on.remote('open')).toMatchObject({ error: expect.any(String) as string });
    const code = await codeOf(on);
    for (const origin of [null, 'http://evil.example']) expect((await post('pair', { wall: 'main', code, name: '贼' }, { origin })).status).toBe(403);
    expect((await post('pair', { wall: 'main', code: '12', name: '贼' })).status).toBe(400);
    expect((await post('pair', { wall: 'main', code, name: '张三' })).status).toBe(200);
  });
});

describe('a device that is not paired', () => {
  it('reads nothing and changes nothing', async () => {
    const on = await page();
    const zhang = await paired('张三', 'main', on);
    const { version } = (await zhang.view()).state;
    const forged = [undefined, 'yiping.remote=', `yiping.remote=${'a'.repeat(64)}`, 'yiping.remote=x', zhang.cookie.slice(0, -1)];
    for (const cookie of forged) {
      expect((await state(cookie)).status).toBe(401);
      expect((await post('command', command(zhang, { do: 'scene', scene: 'flood' }), cookie === undefined ? {} : { cookie })).status).toBe(401);
      expect((await post('unpair', {}, cookie === undefined ? {} : { cookie })).status).toBe(401);
    }
    // Nor is one of another site, with the right cookie.
    for (const origin of [null, 'http://evil.example']) expect((await post('command', command(zhang, { do: 'release' }), { cookie: zhang.cookie, origin })).status).toBe(403);
    expect((await zhang.view()).state).toMatchObject({ version, scene: null, holder: { name: '张三' } });
  });
  it('with the token of another wall does nothing on this one', async () => {
    const li = await paired('李四', 'grid');
    const zhang = await paired('张三');
    expect((await post('command', command({ ...li, wall: 'main' }, { do: 'takeBack', reason: '偷' }), { cookie: li.cookie })).status).toBe(403);
    expect((await zhang.view()).state.holder?.name).toBe('张三');
    expect((await li.view()).wall.id).toBe('grid');
  });
  it('is any that was unpaired: by itself, by the wall, by time', async () => {
    const on = await page();
    const [zhang, li] = [await paired('张三', 'main', on), await paired('李四', 'main', on)];
    expect((await post('unpair', {}, { cookie: zhang.cookie })).status).toBe(200);
    expect([(await state(zhang.cookie)).status, (await li.view()).state.holder]).toEqual([401, null]);
    expect(await on.remote('unpair')).toEqual({ done: true });
    expect((await state(li.cookie)).status).toBe(401);
    const wang = await paired('王五', 'main', on);
    open.hands.wall += 12 * 3_600_000;
    expect((await state(wang.cookie)).status).toBe(401);
    open.push.beat();
    await vi.waitFor(() => { expect(on.heard.at(-1)?.holder).toBeNull(); }, wait);
    expect((await actions()).filter((action) => action.startsWith('wall.unpaired'))).toEqual(['wall.unpaired 张三', 'wall.unpaired wall']);
  });
  it('stays what it was over a restart of the server', async () => {
    const zhang = await paired('张三');
    await zhang.ask({ do: 'scene', scene: 'flood' });
    await end();
    await begin();
    expect(await zhang.view()).toMatchObject({ me: { name: '张三' }, state: { scene: 'flood', region: 'c1', holder: { name: '张三' } } });
  });
});

describe('what the holder asks for', () => {
  it('is shown by all pages of the wall: scene with its place, place, layers, colour', async () => {
    const on = await page();
    const zhang = await paired('张三', 'main', on);
    for (const act of [{ do: 'scene', scene: 'flood' }, { do: 'layer', layer: 'staff', on: true }, { do: 'layer', layer: 'heat', on: false }, { do: 'indicator', indicator: 'open' }, { do: 'region', region: 'c2' }] as RemoteAct[]) expect(short(await zhang.ask(act))).toEqual(['done', null, null]);
    await vi.waitFor(() => { expect(on.heard.at(-1)).toMatchObject({ scene: 'flood', region: 'c2', layers: ['stations', 'staff'], indicator: 'open', by: 'remote 张三' }); }, wait);
    expect(short(await zhang.ask({ do: 'region', region: 'c' }))).toEqual(['done', null, null]);
    expect((await zhang.view()).state.region).toBeNull();
    expect((await lines()).slice(2).map(({ action, who, detail }) => [action, who, detail['scene'] ?? detail['layer'] ?? detail['indicator'] ?? detail['region']])).toEqual([
      ['wall.scene', '张三', 'flood'], ['wall.layer', '张三', 'staff'], ['wall.layer', '张三', 'heat'], ['wall.indicator', '张三', 'open'], ['wall.region', '张三', 'c2'], ['wall.region', '张三', 'c'],
    ]);
    // What is so already is neither moved nor written.
    const { version } = (await zhang.view()).state;
    expect(short(await zhang.ask({ do: 'region', region: null }))).toEqual(['done', null, null]);
    expect([(await zhang.view()).state.version, (await lines()).length]).toEqual([version, 8]);
  });
  it('is refused with the reason: not his, none such, an alert, no scripts, no recordings', async () => {
    const [zhang, li] = [await paired('张三'), await paired('李四')];
    expect(short(await li.ask({ do: 'scene', scene: 'flood' }))).toEqual(['not', 'holder', '张三']);
    expect((await zhang.ask({ do: 'scene', scene: 'opera' })).words).toContain('found "opera"');
    expect(short(await zhang.ask({ do: 'past', at: 0, rate: 1 }))).toEqual(['not', 'noPast', null]);
    expect(short(await zhang.ask({ do: 'script', command: { do: 'next' } }))).toEqual(['not', 'refused', '此后无章节']);
    await open.push.walls.change('main', () => ({ taken: { on: 'red a', due: ['red a'] } }), '1,1');
    expect(short(await zhang.ask({ do: 'scene', scene: 'flood' }))).toEqual(['not', 'alert', null]);
    expect(short(await zhang.ask({ do: 'script', command: { do: 'pause' } }))).toEqual(['done', null, null]);
    expect(scripts).toMatchObject([{ wall: 'main', command: { do: 'next' }, by: '张三' }, { command: { do: 'pause' } }]);
  });
  it('goes on with the next holder: asked for, handed over, taken back with a reason, lost by silence', async () => {
    const on = await page();
    const [zhang, li] = [await paired('张三', 'main', on), await paired('李四', 'main', on)];
    expect(short(await li.ask({ do: 'ask' }))).toEqual(['done', null, null]);
    expect((await zhang.view()).state.asking?.name).toBe('李四');
    await zhang.ask({ do: 'hand' });
    expect(short(await zhang.ask({ do: 'scene', scene: 'flood' }))).toEqual(['not', 'holder', '李四']);
    await zhang.ask({ do: 'takeBack', reason: '领导要看全市' });
    expect((await li.view()).state.holder?.name).toBe('张三');
    expect((await lines()).map(({ action, who, detail }) => [action.slice(5), who, detail['to'] ?? detail['reason'] ?? null]).slice(-3)).toEqual([['asked', '李四', null], ['handed', '张三', '李四'], ['takenBack', '张三', '领导要看全市']]);
    open.hands.wall += 299_000;
    await li.view();
    open.push.beat();
    open.hands.wall += 2_000;
    open.push.beat();
    await vi.waitFor(() => { expect(on.heard.at(-1)?.holder).toBeNull(); }, wait);
    expect((await actions()).at(-1)).toBe('wall.silent server');
    expect(short(await zhang.ask({ do: 'take' }))).toEqual(['done', null, null]);
  });
  it('the record that cannot be written is what did not happen', async () => {
    const zhang = await paired('张三');
    const { version } = (await zhang.view()).state;
    const { wrote } = moves;
    moves.wrote = () => Promise.reject(new Error('disk full'));
    expect(short(await zhang.ask({ do: 'scene', scene: 'flood' }))).toEqual(['not', 'failed', null]);
    expect((await zhang.view()).state).toMatchObject({ version, scene: null });
    moves.wrote = wrote;
    open.hands.store.down = true;
    expect(short(await zhang.ask({ do: 'scene', scene: 'flood' })).slice(0, 2)).toEqual(['unknown', 'failed']);
    open.hands.store.down = false;
  });
});

describe('a command', () => {
  it('is done once, however often it comes, and answered alike', async () => {
    const zhang = await paired('张三');
    const next = command(zhang, { do: 'script', command: { do: 'resume' } });
    const answers = await Promise.all(Array.from({ length: 5 }, async () => RemoteAnswer.parse(await (await post('command', next, { cookie: zhang.cookie })).json())));
    expect([scripts.length, new Set(answers.map(({ outcome }) => outcome))]).toEqual([1, new Set(['done'])]);
  });
  it('that was given up, or is overtaken by a later one, is never done', async () => {
    const zhang = await paired('张三');
    const [one, two] = [command(zhang, { do: 'scene', scene: 'flood' }), command(zhang, { do: 'indicator', indicator: 'open' })];
    const send = async (sent: RemoteCommand): Promise<unknown> => short(RemoteAnswer.parse(await (await post('command', sent, { cookie: zhang.cookie })).json()));
    expect(await send(two)).toEqual(['done', null, null]);
    expect(await send(one)).toEqual(['not', 'overtaken', null]);
    const three = command(zhang, { do: 'scene', scene: 'flood' });
    expect(await send({ ...three, settle: true })).toEqual(['not', 'late', null]);
    expect(await send(three)).toEqual(['not', 'late', null]);
    expect(await send({ ...two, settle: true })).toEqual(['done', null, null]);
    expect((await zhang.view()).state).toMatchObject({ scene: null, indicator: 'open' });
  });
  it('that was begun before the server was restarted is not done again, and not called undone', async () => {
    const zhang = await paired('张三');
    const back = command(zhang, { do: 'script', command: { do: 'back' } });
    await post('command', back, { cookie: zhang.cookie });
    await end();
    await begin();
    expect(short(RemoteAnswer.parse(await (await post('command', back, { cookie: zhang.cookie })).json()))).toEqual(['unknown', 'restart', null]);
    expect(scripts).toHaveLength(1);
  });
});

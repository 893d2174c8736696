/** Sockets in a playback: a cursor of one's own, the wall's, and a real alert that breaks through; the same questions over HTTP. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiPlayback, PlayerState, WallPlayback } from '../../server/wire/playback.ts';
import type { AlertItem, ApiSummary, SummaryData } from '../../server/wire/messages.ts';
import { ApiVideo } from '../../server/wire/records.ts';
import type { PushAcks, WallPlayed } from '../../server/push/deps.ts';
import { Recorder } from '../../server/playback/index.ts';
import { MemoryStore } from '../push/memory-store.ts';
import { stage, type Screen, type Stage } from '../push/screens.ts';
import { aCamera, anAlert, aStaff, T0 } from '../push/small-city.ts';
import { libraryAt, playbackOf, ZONE } from './recording.ts';

const wait = { timeout: 10_000, interval: 5 };
const OFFICER = '王芳';
let open: Stage;
let written: WallPlayed[];
let quiet: AlertItem['quiet'];
let acked: boolean;
let folder: string;
let recorder: Recorder;
let store: MemoryStore;
/** When each figure was shown, by the figure. */
let moments: Map<number, number>;

beforeEach(async () => {
  [written, quiet, acked, moments] = [[], null, false, new Map()];
  folder = await mkdtemp(join(tmpdir(), 'yp-rec-'));
  const library = await libraryAt(folder);
  const acks: PushAcks = { revision: 0, of: () => (acked ? { by: OFFICER, at: T0 } : null), quiet: () => quiet, acknowledge: () => Promise.reject(new Error('not here')) };
  store = new MemoryStore();
  let names = 0;
  // The recorder is there before the screens: time begins with them.
  const hands = (): Pick<Stage['hands'], 'now' | 'wall'> => (begun ? open.hands : { now: T0, wall: 1_000_000 });
  let begun = false;
  recorder = new Recorder({ library, store, zone: ZONE, bytesPerDay: 1 << 30, recentCases: 100, now: () => hands().now, wall: () => hands().wall, randomHex: () => `a${++names}`, log: { info: () => undefined, warn: () => undefined, error: (fields) => { throw new Error(JSON.stringify(fields)); } }, flushMs: 0 });
  open = await stage({ store, acks, playback: playbackOf({ library, recorder, store }, written), shown: (picture) => { recorder.take(picture); } });
  begun = true;
  open.push.onApplied('video', [aCamera('v', 'c1111', 1)]);
  store.keep(aCamera('v', 'c1111', 1));
  store.keep(aStaff('s', 'c1111', 1));
  await tick(0);
  await expect.poll(() => recorder.recording, wait).toBe(true);
  await expect.poll(async () => { await tick(1); return library.segments.length; }, wait).toBe(1);
  // What somebody looks at is recorded as it is shown; all else within the second.
  await (await open.screen()).hold({ region: 'c', topic: 'summary' });
  for (let figure = 1; figure <= 60; figure++) {
    store.change('c', { open: figure });
    if (figure === 30) open.push.onApplied('video', [aCamera('v', 'c1111', 2, { status: 'off' })]);
    await tick(10_000);
    moments.set(figure, open.hands.now);
  }
  await recorder.written();
});
afterEach(async () => { await recorder.close(); await open.close(); await rm(folder, { recursive: true }); });

async function tick(ms: number): Promise<void> { open.hands.now += ms; open.hands.wall += Math.max(250, ms / 10); await open.push.tick(); }
const enter = (screen: Screen, request: object): Promise<PlayerState | { error: string }> => new Promise((resolve) => { screen.socket.emit('enter', request as never, resolve); });
const steer = (screen: Screen, request: object): Promise<PlayerState | { error: string }> => new Promise((resolve) => { screen.socket.emit('steer', request as never, resolve); });
const entered = async (screen: Screen, request: object): Promise<PlayerState> => PlayerState.parse(await enter(screen, request));
const openOf = (screen: Screen, key: string): number | undefined => (screen.folded.data(key) as SummaryData).rows['c']!['open'];
const api = async <T>(path: string): Promise<T> => (await fetch(open.url + path)).json() as Promise<T>;
const post = (path: string, body: object): Promise<Response> => fetch(open.url + path, { method: 'POST', headers: { 'content-type': 'application/json', origin: open.url }, body: JSON.stringify(body) });
const openAt = (at: number): number => [...moments].findLast(([, moment]) => moment <= at)![0];
const states = (screen: Screen): PlayerState[] => { const heard: PlayerState[] = []; screen.socket.on('player', (state) => heard.push(state)); return heard; };

describe('a desk in playback', () => {
  it('has a cursor of its own, of which each message and each answer is', async () => {
    const [one, two] = [await open.screen(), await open.screen()];
    const first = await entered(one, { stage: 'playback', at: moments.get(20), rate: 0 });
    const second = await entered(two, { stage: 'playback', at: moments.get(40), rate: 0 });
    expect([first.at, second.at, first.held, first.wall, first.player === second.player]).toEqual([moments.get(20), moments.get(40), null, false, false]);
    expect(one.hellos.at(-1)).toMatchObject({ world: 'replay', clock: { now: moments.get(20), rate: 0 } });
    expect(one.hellos.at(-1)!.epoch).not.toBe(two.hellos.at(-1)!.epoch);
    const [keyOne, keyTwo] = [await one.hold({ region: 'c', topic: 'summary' }), await two.hold({ region: 'c', topic: 'summary' })];
    expect([openOf(one, keyOne), openOf(two, keyTwo)]).toEqual([20, 40]);
    const [there, now] = [await api<ApiSummary>(`/api/playback/${first.player}/summary`), await api<ApiSummary>('/api/summary')];
    expect([there.world, there.now, there.counters['open'], now.world, now.counters['open']]).toEqual(['replay', moments.get(20), 20, 'demo', 60]);
    const camera = async (player: string): Promise<string | undefined> => ApiVideo.parse(await api(`/api/playback/${player}/video`)).items[0]?.status;
    expect([await camera(first.player), await camera(second.player)]).toEqual(['on', 'off']);
    expect((await fetch(`${open.url}/api/playback/nobody/summary`)).status).toBe(404);
    expect((await post(`/api/playback/${first.player}/alerts/x/ack`, { name: OFFICER })).status).toBe(405);
  });

  it('is moved by its own hand alone, and what it held goes with it', async () => {
    const [one, other] = [await open.screen(), await open.screen()];
    const heard = states(one);
    await entered(one, { stage: 'playback', at: moments.get(20), rate: 0 });
    const key = await one.hold({ region: 'c', topic: 'summary' });
    const { epoch } = one.hellos.at(-1)!;
    expect(await steer(other, { at: moments.get(30) })).toHaveProperty('error');
    expect(await steer(one, { at: moments.get(50), rate: 0 })).toMatchObject({ at: moments.get(50), seeking: true });
    await expect.poll(() => openOf(one, key), wait).toBe(50);
    expect(one.hellos.at(-1)!.epoch).not.toBe(epoch);
    await expect.poll(() => heard.at(-1), wait).toMatchObject({ at: moments.get(50), seeking: false });
    await steer(one, { at: moments.get(10) });
    await expect.poll(() => openOf(one, key), wait).toBe(10);
    expect(await steer(one, { rate: 700 })).toHaveProperty('error');
  });

  it('goes on by itself at its rate, and stands at the end', async () => {
    const screen = await open.screen();
    const heard = states(screen);
    await entered(screen, { stage: 'playback', at: moments.get(50), rate: 0 });
    const key = await screen.hold({ region: 'c', topic: 'summary' });
    await steer(screen, { rate: 600 });
    // A second of the wall is ten minutes: its clock is in the test's hand.
    const timer = setInterval(() => { open.hands.wall += 20; }, 5);
    await expect.poll(() => openOf(screen, key), wait).toBe(60);
    await expect.poll(() => heard.at(-1), wait).toMatchObject({ held: 'end', rate: 600, at: moments.get(60) });
    clearInterval(timer);
    const seen = [screen.folded.gaps, screen.resent];
    expect(seen[0]).toBe(0);
  });

  it('comes back to the present, and its player ends; so it does when its socket leaves', async () => {
    const screen = await open.screen();
    const { player } = await entered(screen, { stage: 'playback', at: moments.get(20), rate: 0 });
    await screen.hold({ region: 'c', topic: 'summary' });
    expect(await entered(screen, { stage: 'live' })).toMatchObject({ player: '', wall: false });
    expect(screen.hellos.at(-1)).toMatchObject({ world: 'demo', epoch: open.push.epoch() });
    await expect.poll(async () => (await fetch(`${open.url}/api/playback/${player}/summary`)).status, wait).toBe(404);
    const key = await screen.hold({ region: 'c', topic: 'summary' });
    expect(openOf(screen, key)).toBe(60);
    const again = await entered(screen, { stage: 'playback', at: moments.get(20), rate: 0 });
    screen.socket.disconnect();
    await expect.poll(async () => (await fetch(`${open.url}/api/playback/${again.player}/summary`)).status, wait).toBe(404);
  });

  it('beyond those that the server keeps up is refused', async () => {
    const screens = await Promise.all([1, 2, 3, 4].map(() => open.screen()));
    for (const screen of screens.slice(0, 3)) await entered(screen, { stage: 'playback', at: moments.get(20), rate: 0 });
    expect(await enter(screens[3]!, { stage: 'playback', at: moments.get(20), rate: 0 })).toMatchObject({ error: expect.stringContaining('3 recordings at once') as unknown });
    expect(screens[3]!.hellos.at(-1)!.world).toBe('demo');
  });
});

describe('the wall in playback', () => {
  it('takes everybody who follows it along, is written down, and comes back', async () => {
    const [wall, tile, desk] = [await open.screen(), await open.screen(), await open.screen()];
    for (const screen of [wall, tile]) expect(await entered(screen, { stage: 'wall' })).toMatchObject({ player: '', wall: true });
    const begun = WallPlayback.parse(await (await post('/api/playback/wall', { name: OFFICER, at: moments.get(30), rate: 0 })).json());
    expect(begun).toEqual({ at: moments.get(30), rate: 0, by: OFFICER, since: open.hands.now });
    for (const screen of [wall, tile]) await expect.poll(() => screen.hellos.at(-1), wait).toMatchObject({ world: 'replay', epoch: wall.hellos.at(-1)!.epoch });
    expect(desk.hellos.at(-1)!.world).toBe('demo');
    const key = await wall.hold({ region: 'c', topic: 'summary' });
    expect(openOf(wall, key)).toBe(30);
    await post('/api/playback/wall', { name: '李强', at: moments.get(35), rate: 0 });
    await expect.poll(() => openOf(wall, key), wait).toBe(35);
    const late = await open.screen();
    expect(await entered(late, { stage: 'wall' })).toMatchObject({ at: moments.get(35), wall: true });
    expect(await steer(late, { at: moments.get(1) })).toHaveProperty('error');
    expect(ApiPlayback.parse(await api('/api/playback')).wall).toMatchObject({ at: moments.get(35), by: '李强' });
    await post('/api/playback/wall', { name: OFFICER, at: null, rate: 1 });
    for (const screen of [wall, tile, late]) await expect.poll(() => screen.hellos.at(-1)!.world, wait).toBe('demo');
    expect(written.map(({ who, before, after }) => [who, before.at, after.at])).toEqual([[OFFICER, null, moments.get(30)], ['李强', moments.get(30), moments.get(35)], [OFFICER, moments.get(35), null]]);
  });

  it('gives way to a real alert, which desks in playback are told of', async () => {
    const [wall, desk] = [await open.screen(), await open.screen()];
    const heard: AlertItem[][] = [];
    desk.socket.on('realAlerts', (alerts) => heard.push(alerts));
    await entered(wall, { stage: 'wall' });
    await entered(desk, { stage: 'playback', at: moments.get(20), rate: 0 });
    await post('/api/playback/wall', { name: OFFICER, at: moments.get(30), rate: 0 });
    await expect.poll(() => wall.hellos.at(-1)!.world, wait).toBe('replay');
    open.push.onApplied('alert', [anAlert('a', 'c1', 1, { colour: 'red' })]);
    await tick(250);
    await expect.poll(() => wall.hellos.at(-1)!.world, wait).toBe('demo');
    await expect.poll(() => heard.at(-1)?.map(({ id }) => id), wait).toEqual(['a']);
    expect(desk.hellos.at(-1)!.world).toBe('replay');
    await expect.poll(() => written.at(-1), wait).toMatchObject({ who: 'server', from: 'alert', alert: 'a', before: { at: moments.get(30), by: OFFICER }, after: { at: null } });
    const refused = await post('/api/playback/wall', { name: OFFICER, at: moments.get(30), rate: 0 });
    expect([refused.status, await refused.json()]).toEqual([409, { error: expect.stringContaining('暴雨橙色预警') as unknown, alert: 'a' }]);
    acked = true;
    open.hands.wall += 5_000;
    (open.deps.acks as { revision: number }).revision++;
    await tick(250);
    await expect.poll(() => heard.at(-1), wait).toEqual([]);
    expect((await post('/api/playback/wall', { name: OFFICER, at: moments.get(30), rate: 0 })).status).toBe(200);
  });

  it('is not disturbed by an alert that takes no wall over', async () => {
    quiet = 'colour';
    const wall = await open.screen();
    await entered(wall, { stage: 'wall' });
    await post('/api/playback/wall', { name: OFFICER, at: moments.get(30), rate: 0 });
    open.push.onApplied('alert', [anAlert('a', 'c1', 1)]);
    await tick(250);
    await expect.poll(() => wall.hellos.at(-1)!.world, wait).toBe('replay');
    expect(openAt(moments.get(30)!)).toBe(30);
  });
});

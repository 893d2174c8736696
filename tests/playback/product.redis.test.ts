/**
 * The running product, a storm at sixty times its speed: what its screens were shown, and what it answered, at some moments
 * is what a player shows at those moments, figure by figure; also after the server was killed while it recorded.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { io, type Socket } from 'socket.io-client';
import { ApiPlayback, PlayerState } from '../../server/wire/playback.ts';
import type { ApiRegions, ApiSummary, Beat, CasesData, ClientEvents, PointsData, Refusal, ServerEvents, Snapshot, Subscribe, SummaryData } from '../../server/wire/messages.ts';
import { waitFor } from '../helpers/child.ts';
import { atLength } from '../helpers/length.ts';
import { startProduct, type Product } from '../helpers/product.ts';
import { comparable, FoldingScreen } from '../push/folding-screen.ts';

/** Twenty in check:full. */
const MOMENTS = atLength(8, 20);
const REGIONS = 50;
/** Subscriptions that one socket may hold. */
const A_SOCKET = 38;
/** A delta so soon after a beat may bear its very instant, ms. */
const SAME_INSTANT = 6;
/** A picture comes four times a second, on a busy machine later: so long in the world's time, ms. */
const PICTURE = 15_000;
/** A heat map may be of cells that were read for another region so long before, in the world's time, ms. */
const HELD = 240_000;

let product: Product;
let codes: string[];
const screens: Watcher[] = [];
beforeAll(async () => {
  product = await startProduct({ scale: 0.05, speed: 60, historyDays: 2 });
  await product.untilReady();
  await product.untilLoaded();
  codes = await someRegions();
}, 240_000);
afterAll(async () => { for (const { socket } of screens) socket.disconnect(); await product.stop(); });

const get = async <T>(path: string): Promise<T> => {
  const answer = await fetch(product.url + path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return await answer.json() as T;
};

/** The city, and regions of every level below it. */
async function someRegions(): Promise<string[]> {
  const found: string[] = [];
  let level = [(await get<ApiRegions>('/api/regions')).region.code];
  while (level.length > 0 && found.length <= REGIONS) {
    found.push(...level.slice(0, 16));
    level = (await Promise.all(level.slice(0, 16).map(async (code) => (await get<ApiRegions>(`/api/regions?region=${encodeURIComponent(code)}`)).children.map((child) => child.code)))).flat();
  }
  return found.slice(0, REGIONS + 1);
}

interface Watcher { socket: Socket<ServerEvents, ClientEvents>; folded: FoldingScreen; deltas: number[]; changed: Map<string, number>; subscribe(request: Subscribe): Promise<string> }

async function watcher(): Promise<Watcher> {
  const socket: Watcher['socket'] = io(product.url, { transports: ['websocket'], forceNew: true });
  const watching: Watcher = {
    socket, folded: new FoldingScreen(), deltas: [], changed: new Map(),
    subscribe: (request) => new Promise((resolve, reject) => { socket.emit('subscribe', request, (answer: Snapshot | Refusal) => {
      if ('error' in answer) { reject(new Error(answer.error)); return; }
      watching.folded.snapshot(answer.sub, answer);
      resolve(answer.sub);
    }); }),
  };
  socket.on('delta', (delta) => { watching.deltas.push(performance.now()); watching.changed.set(delta.sub, performance.now()); watching.folded.delta(delta.sub, delta); });
  socket.on('snapshot', (snapshot) => { watching.folded.snapshot(snapshot.sub, snapshot); });
  screens.push(watching);
  await new Promise<void>((resolve) => { socket.once('hello', () => { resolve(); }); });
  return watching;
}

/** Every view that is compared, spread over as many sockets as it takes. */
const views = (): Subscribe[] => [...codes.map((region) => ({ region, topic: 'summary' as const })), ...(['alerts', 'stations', 'cameras', 'staff', 'cases'] as const).map((topic) => ({ region: codes[0]!, topic }))];
async function lookAtAll(before: (one: Watcher) => Promise<void> = () => Promise.resolve()): Promise<Map<string, Watcher>> {
  const held = new Map<string, Watcher>();
  const wanted = views();
  for (let i = 0; i < wanted.length; i += A_SOCKET) {
    const one = await watcher();
    await before(one);
    for (const view of wanted.slice(i, i + A_SOCKET)) held.set(await one.subscribe(view), one);
  }
  return held;
}

/** An answer as a summary's rows. */
const rowsOf = (code: string, { counters, unplaced, children }: ApiSummary): object => Object.fromEntries([[code, without(counters)], ...children.map((child) => [child.code, without(child.counters)] as const), [`${code}/-`, without(unplaced)]]);

interface Note { at: number; shown: Map<string, unknown>; answers: Map<string, ApiSummary>; quiet: Set<string>; fresh: { request: Subscribe; data: unknown; from: number; to: number }[] }

/** What is shown, without what a clock alone moves at another pace than the rest: the comparison with yesterday is tried apart. */
function shownOf(one: Watcher, key: string): unknown {
  const { snapshot: { topic, data } } = one.folded.held.get(key)!;
  if (topic === 'summary') return Object.fromEntries(Object.entries((data as SummaryData).rows).map(([code, row]) => [code, without(row)]));
  if (topic === 'staff') return [...(data as PointsData).state as Uint8Array].sort();
  // The store keeps a case's place to a tenth of a metre.
  if (topic === 'cases') return (data as CasesData).items.map((item) => ({ ...item, lng: item.lng && Math.round(item.lng * 1e6), lat: item.lat && Math.round(item.lat * 1e6) })).sort((a, b) => (a.id < b.id ? -1 : 1));
  const list = data as { items?: { id: string }[] };
  return list.items ? [...list.items].sort((a, b) => (a.id < b.id ? -1 : 1)) : comparable(topic, data);
}
const without = (row: Record<string, number>): Record<string, number> => Object.fromEntries(Object.entries(row).filter(([name, value]) => value !== 0 && !name.startsWith('yesterday.')));
const yesterday = (row: Record<string, number>): number[] => [row['yesterday.reported'] ?? 0, row['yesterday.closed'] ?? 0];

/** How many figures a value holds. */
const figures = (value: unknown): number => (typeof value === 'object' && value !== null ? Object.values(value).reduce<number>((sum, part) => sum + figures(part), 0) : 1);

const nextBeat = (one: Watcher): Promise<{ beat: Beat; at: number }> => new Promise((resolve) => { one.socket.once('beat', (beat) => { resolve({ beat, at: performance.now() }); }); });

/** At one beat that no delta comes close to. */
async function note(held: ReadonlyMap<string, Watcher>, fresh: Watcher, region: string): Promise<Note> {
  const watching = [...new Set(held.values())];
  for (;;) {
    const seen = await Promise.all(watching.map(async (one) => {
      const { beat, at } = await nextBeat(one);
      return { beat, at, shown: [...held].filter(([, holder]) => holder === one).map(([key]) => [key, structuredClone(shownOf(one, key))] as const) };
    }));
    const answers = await Promise.all(codes.map((code) => get<ApiSummary>(`/api/summary?region=${encodeURIComponent(code)}`)));
    const moments = new Set(seen.map(({ beat }) => beat.now));
    await Promise.all(watching.map(nextBeat));
    const close = watching.some((one, i) => one.deltas.splice(0).some((at) => Math.abs(at - seen[i]!.at) < SAME_INSTANT));
    if (moments.size !== 1 || close) continue;
    const quiet = new Set([...held].flatMap(([key, one]) => { const i = watching.indexOf(one); const view = one.folded.held.get(key)!.snapshot; return view.topic === 'summary' && (one.changed.get(key) ?? 0) < seen[i]!.at ? [(view.data as SummaryData).region] : []; }));
    return {
      at: seen[0]!.beat.now, shown: new Map(seen.flatMap(({ shown }) => shown)), answers: new Map(answers.map((answer, i) => [codes[i]!, answer])), quiet,
      fresh: await readFresh(fresh, region),
    };
  }
}

/** Trends and heat are read anew every few seconds only: one that nobody held is read when it is asked for. */
async function readFresh(one: Watcher, region: string): Promise<Note['fresh']> {
  const out: Note['fresh'] = [];
  for (const request of [{ region, topic: 'trend', window: 1 }, { region, topic: 'trend', window: 24 }, { region, topic: 'heat', window: 24 }] as const) {
    const from = product.now();
    const key = await one.subscribe(request);
    const { data } = one.folded.held.get(key)!.snapshot;
    out.push({ request, data: structuredClone(data), from, to: product.now() });
    one.socket.emit('unsubscribe', key);
  }
  return out;
}

const enter = (one: Watcher, request: object): Promise<PlayerState> => new Promise((resolve, reject) => { one.socket.emit('enter', request as never, (answer) => { if ('error' in answer) reject(new Error(answer.error)); else resolve(PlayerState.parse(answer)); }); });
const steer = async (one: Watcher, at: number): Promise<PlayerState> => {
  const there = new Promise<PlayerState>((resolve) => { const hear = (state: PlayerState): void => { if (!state.seeking && (state.at === at || state.held !== null)) { one.socket.off('player', hear); resolve(state); } }; one.socket.on('player', hear); });
  const refused = await new Promise<string | null>((resolve) => { one.socket.emit('steer', { at }, (answer) => { resolve('error' in answer ? answer.error : null); }); });
  if (refused !== null) { await waitFor('the next request to be allowed', () => Promise.resolve(performance.now() > 0), 1_000, 300); return steer(one, at); }
  return there;
};

/** Where two values differ first; null where nowhere. */
function difference(was: unknown, is: unknown, path = ''): string | null {
  if (Object.is(was, is)) return null;
  if (typeof was !== 'object' || typeof is !== 'object' || was === null || is === null) return `${path} was ${JSON.stringify(was)}, is ${JSON.stringify(is)}`;
  for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const found = difference((was as Record<string, unknown>)[key], (is as Record<string, unknown>)[key], `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

interface Tally { figures: number; moments: number; differences: string[] }
const tally = (): Tally => ({ figures: 0, moments: 0, differences: [] });
function same(into: Tally, what: string, was: unknown, is: unknown): void {
  into.figures += figures(was);
  const other = difference(was, is);
  if (other !== null) into.differences.push(`${what}: ${other}`);
}

async function compare(notes: readonly Note[], into: Tally): Promise<void> {
  let [player, begun] = ['', false];
  const players: Watcher[] = [];
  const held = await lookAtAll(async (one) => { const state = await enter(one, { stage: 'playback', at: notes[0]!.at, rate: 0 }); players.push(one); player = state.player; });
  for (const { at, shown, answers, quiet, fresh } of notes) {
    if (begun) for (const one of players) same(into, `cursor at ${at}`, { at, held: null }, await steer(one, at).then((state) => ({ at: state.at, held: state.held })));
    begun = true;
    for (const [key, was] of shown) same(into, `${key} at ${at}`, was, shownOf(held.get(key)!, key));
    const last = players.at(-1)!;
    for (const code of quiet) {
      // A page of records is applied in parts: an answer from between two of them was on no screen.
      if (difference(shown.get([...held.keys()].find((key) => key.startsWith(`${code}|summary`))!), rowsOf(code, answers.get(code)!)) !== null) continue;
      const answer = await get<ApiSummary>(`/api/playback/${player}/summary?region=${encodeURIComponent(code)}`);
      const { counters, unplaced, children } = answers.get(code)!;
      const plain = ({ counters: own, unplaced: rest, children: below }: Pick<ApiSummary, 'counters' | 'unplaced' | 'children'>): object => ({ own: without(own), rest: without(rest), below: below.map((child) => without(child.counters)) });
      same(into, `/api/summary ${code} at ${at}`, plain({ counters, unplaced, children }), plain(answer));
    }
    const city = answers.get(codes[0]!)!;
    await steer(last, city.now);
    same(into, `yesterday at ${city.now}`, yesterday(city.counters), yesterday((await get<ApiSummary>(`/api/playback/${player}/summary`)).counters));
    for (const { request, data, from, to } of fresh) {
      const before = request.topic === 'heat' ? Array.from({ length: (4 * HELD) / PICTURE }, (_, i) => from - ((i + 1) * PICTURE) / 4) : [];
      await compareFresh(into, last, request, data, [from, to, ...Array.from({ length: 16 }, (_, i) => to + ((i + 1) * PICTURE) / 4), ...before]);
    }
    into.moments++;
  }
  for (const one of players) one.socket.disconnect();
}

/** Read some time between two instants, and what was read is recorded with the next picture. */
async function compareFresh(into: Tally, one: Watcher, request: Subscribe, data: unknown, at: readonly number[]): Promise<void> {
  for (const [i, moment] of at.entries()) {
    await steer(one, moment);
    const key = await one.subscribe(request);
    const there = one.folded.held.get(key)!.snapshot.data;
    one.socket.emit('unsubscribe', key);
    const plain = (value: unknown): unknown => (request.topic === 'heat' ? (value as { cells: unknown }).cells : value);
    if (difference(plain(data), plain(there)) === null || i === at.length - 1) { same(into, `${request.topic} ${request.window} of ${request.region} at ${moment}`, plain(data), plain(there)); return; }
  }
}

const playback = async (): Promise<ApiPlayback> => ApiPlayback.parse(await get('/api/playback'));
/** Waits until what was shown at `at` is on disk. */
const recorded = async (at: number): Promise<void> => { await waitFor('the recording to be on disk', async () => (await playback()).stretches.some(({ from, to }) => from <= at && at <= to), 60_000, 200); };

it('what is shown at T is what was shown at T, for every figure, also on both sides of a kill', async () => {
  await waitFor('the recording to begin', async () => (await playback()).stretches.length > 0, 120_000, 200);
  const held = await lookAtAll();
  const fresh = await watcher();
  await recorded(product.now());
  const notes: Note[] = [];
  while (notes.length < MOMENTS) notes.push(await note(held, fresh, codes[1 + notes.length]!));
  await recorded(notes.at(-1)!.fresh.at(-1)!.to + 4 * PICTURE);
  const before = tally();
  await compare(notes, before);
  console.info(`playback: ${before.figures} figures at ${before.moments} moments compared, ${before.differences.length} differences`);
  expect(before.differences).toEqual([]);
  expect(before.figures).toBeGreaterThan(50_000);

  await product.kill('server');
  await product.start('server');
  await product.untilReady();
  await waitFor('the recording to go on', async () => (await playback()).stretches.length > 1, 120_000, 200);
  const [first, second] = (await playback()).stretches;
  expect(second!.from).toBeGreaterThan(first!.to);
  for (const { socket } of screens.splice(0)) socket.disconnect();
  const again = await lookAtAll();
  await recorded(product.now());
  const later = [await note(again, await watcher(), codes[1]!)];
  await recorded(later[0]!.fresh.at(-1)!.to + 4 * PICTURE);
  const after = tally();
  await compare([notes[0]!, notes.at(-1)!, ...later], after);
  expect(after.differences).toEqual([]);
  const inGap = await enter(await watcher(), { stage: 'playback', at: (first!.to + second!.from) / 2, rate: 60 });
  expect(inGap).toMatchObject({ at: first!.to, held: 'gap' });
  console.info(`playback: after a kill ${after.figures} figures at ${after.moments} moments, ${after.differences.length} differences; a gap of ${Math.round((second!.from - first!.to) / 1000)} s is said`);
}, 600_000);

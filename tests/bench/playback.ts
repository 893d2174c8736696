/** What it costs to record what the screens show, and to show it again: half an hour of a full city made up, then the full city itself. */
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { contributions, makeRules } from '../../server/aggregate/index.ts';
import { CHUNK, content, list } from '../../server/playback/chunk-file.ts';
import { Cursor, type Library } from '../../server/playback/index.ts';
import { LIMITS } from '../../server/push/deps.ts';
import { Engine } from '../../server/push/engine.ts';
import type { ClientEvents, ServerEvents } from '../../server/wire/messages.ts';
import type { ApiPlayback } from '../../server/wire/playback.ts';
import type { Region } from '../../server/wire/region.ts';
import { waitFor } from '../helpers/child.ts';
import type { Product } from '../helpers/product.ts';
import { makeDice } from '../helpers/random.ts';
import { MemoryStore } from '../push/memory-store.ts';
import { handsAndDeps } from '../push/push-deps.ts';
import { recordHour, type FullHour } from './full-hour.ts';
import { interleave, median, quantile, result, type Bench, type Benchmark, type Result } from './harness.ts';
import { cpuShare, pass, rssBytes } from './process-stat.ts';

const MB = 1e6;
const ZONE = 'Asia/Shanghai';
const DAY = 86_400;
const rules = makeRules({
  city: { silence: { staff: 300_000, station: 1_200_000 }, retention: { cases: 35 * DAY * 1000 }, heat: { resolution: 9 }, classification: 'gb' },
  categories: { classOf: () => '1-01', departmentKey: () => '-' },
});

/** A cursor on it, and the memory of a screen's world that follows it. */
function playerOf(library: Library, city: Region): { cursor: Cursor; engine: Engine } {
  const { deps } = handsAndDeps();
  const below = (code: string): Region => ({ ...city, code, level: 'grid', parent: city.code });
  const regions = { ...deps.regions, city, get: (code: string) => (code === city.code ? city : below(code)), path: (code: string) => (code === city.code ? [city] : [city, below(code)]), children: () => [] };
  const cursor = new Cursor({ library, zone: ZONE, regions, live: new MemoryStore(), recentCases: 10_000, contribution: (entity) => contributions(entity, entity.updatedAt, rules) });
  const engine = new Engine({
    ...deps, regions, world: 'replay', store: cursor.store, clock: { zone: ZONE, rate: 600, now: () => cursor.at }, feeds: () => cursor.feeds(), recordedAlerts: cursor,
    judge: { ...deps.judge, duty: (reported) => reported, stationState: ({ id }) => cursor.stationState(id) },
  }, LIMITS, { delta: () => undefined, snapshot: () => undefined, storeTime: () => undefined, epoch: () => undefined });
  return { cursor, engine };
}

/** Reads and unzips what a seek to `at` needs, and does nothing with it. */
async function bareRead(library: Library, at: number): Promise<number> {
  const began = performance.now();
  const segment = library.at(at)!;
  const file = await open(segment.path, 'r');
  for (const chunk of await library.chunksOf(segment)) if (chunk.type === CHUNK.keyframe || chunk.from <= at) await content(file, chunk);
  await file.close();
  return performance.now() - began;
}

async function madeUp(bench: Bench): Promise<Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'yp-hour-'));
  const share = bench.quick ? 0.02 : 1;
  const city: Region = { code: 'c', name: '城', level: 'city', parent: null, bbox: [118, 29, 119.5, 30.5], label: [118.5, 29.5] };
  try {
    const hour = await recordHour({ folder, zone: ZONE, seconds: bench.quick ? 60 : 1_790, share, changes: 500, from: Date.UTC(2025, 6, 15, 11), regions: Array.from({ length: Math.ceil(19_000 * share) }, (_, i) => `9901${String(i).padStart(8, '0')}`) });
    bench.say(`playback: ${hour.seconds} s of pictures recorded, ${(hour.library.bytes / MB).toFixed(1)} MB`);
    return [...await seeks(bench, hour, city), ...await costs(hour)];
  } finally { await rm(folder, { recursive: true, force: true }); }
}

async function seeks(bench: Bench, { library, from, to }: FullHour, city: Region): Promise<Result[]> {
  const dice = makeDice(3);
  const { cursor, engine } = playerOf(library, city);
  const heap = (): number => { globalThis.gc?.(); const { heapUsed, arrayBuffers } = process.memoryUsage(); return (heapUsed + arrayBuffers) / MB; };
  const before = heap();
  const seek = async (at: number): Promise<number> => { const began = performance.now(); await cursor.seek(at); await engine.renew(); cursor.settled(); return performance.now() - began; };
  const runs = await interleave(bench.quick ? 3 : 15, () => seek(dice.int(from, to)), () => bareRead(library, dice.int(from, to)));
  const memory = heap() - before;
  await seek(from);
  const cpu = process.cpuUsage();
  const [began, reach] = [cursor.at, Math.min(to, from + 1_500_000)];
  for (let at = began; at < reach; at += 150_000) { await cursor.advance(at, engine); await engine.tick(); }
  const { user, system } = process.cpuUsage(cpu);
  engine.close();
  await cursor.close();
  return [
    result({ name: 'playback.seek', value: median(runs.a), unit: 'ms', baseline: median(runs.b), budget: { on: 'value', atMost: 1_000 }, note: `to any moment of half an hour, everything in memory; p95 ${quantile(runs.a, 0.95).toFixed(0)} ms; the baseline only reads and unzips` }),
    result({ name: 'playback.at-600', value: (user + system) / 1000 / ((reach - began) / 600), unit: 'of a core', note: 'the memory of one player at 600 times the speed, no screen looking' }),
    result({ name: 'playback.player', value: memory, unit: 'MB', note: 'heap and buffers of one player' }),
  ];
}

async function costs({ library, took, seconds }: FullHour): Promise<Result[]> {
  const chunks = (await Promise.all(library.segments.map(async ({ path }) => (await list(path))!.chunks))).flat();
  const of = (type: number): number => chunks.filter((chunk) => chunk.type === type).reduce((sum, { length }) => sum + length, 0);
  return [
    result({ name: 'playback.record', value: took / seconds / 1000, unit: 'of a core', note: 'of the recorder alone, four pictures a second; rows read for it are Redis\' and come on top' }),
    result({ name: 'playback.bytes', value: ((of(CHUNK.frames) / seconds) * DAY + of(CHUNK.keyframe) * 48) / MB, unit: 'MB a day', note: `500 rows a second change in three counters each, a third of the staff walk without a rest; ${(of(CHUNK.keyframe) / MB).toFixed(1)} MB a keyframe` }),
  ];
}

const kept = async (product: Product): Promise<ApiPlayback> => (await fetch(`${product.url}/api/playback`)).json() as Promise<ApiPlayback>;

/** Whether the city's server records: by its city.yaml, so that it begins anew. */
async function recording(product: Product, record: boolean): Promise<void> {
  const [name] = await readdir(join(product.dir, 'config'));
  const file = join(product.dir, 'config', name!, 'city.yaml');
  const text = (await readFile(file, 'utf8')).replace(/^playback:.*$/m, `playback: { record: ${record} }`);
  await product.end('server');
  await writeFile(file, text);
  await product.start('server');
  await product.untilLoaded(600_000);
  if (record) await waitFor('the recording to begin', async () => (await kept(product)).stretches.length > 0, 120_000, 250);
}

async function enterTimes(product: Product, times: number): Promise<{ ms: number[]; rss: number }> {
  const socket: Socket<ServerEvents, ClientEvents> = io(product.url, { transports: ['websocket'], forceNew: true });
  const dice = makeDice(9);
  const { from, to } = (await kept(product)).stretches.at(-1)!;
  const before = rssBytes(product.pid('server'));
  const ms: number[] = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    const answer = await new Promise<object>((resolve) => { socket.emit('enter', { stage: 'playback', at: dice.int(from, to), rate: 0 }, resolve); });
    if ('error' in answer) throw new Error(String(answer.error));
    ms.push(performance.now() - began);
  }
  const rss = rssBytes(product.pid('server')) - before;
  socket.disconnect();
  return { ms, rss };
}

async function fullCity(bench: Bench): Promise<Result[]> {
  const product = await bench.fullCity();
  const window = bench.quick ? 8 : 120;
  const share = async (): Promise<number> => (await cpuShare([product.pid('server')], () => pass(window))).shares[0] ?? NaN;
  let seen: { ms: number[]; rss: number } | null = null;
  let bytes = NaN;
  const runs = await interleave(bench.quick ? 1 : 2, async () => {
    await recording(product, true);
    const before = (await kept(product)).bytes;
    const used = await share();
    bytes = (((await kept(product)).bytes - before) / window) * DAY + before * 48;
    seen = await enterTimes(product, bench.quick ? 2 : 6);
    return used;
  }, async () => { await recording(product, false); return share(); });
  await recording(product, true);
  const entered = seen as { ms: number[]; rss: number } | null;
  return [
    result({ name: 'playback.city-cpu', value: median(runs.a), unit: 'of a core', baseline: median(runs.b), note: 'the server mid-storm while it records, beside the same that does not' }),
    result({ name: 'playback.city-bytes', value: bytes / MB, unit: 'MB a day', budget: { on: 'value', atMost: 500 }, note: 'at the rate of two minutes of the storm, keyframes included' }),
    result({ name: 'playback.city-enter', value: median(entered?.ms ?? []), unit: 'ms', budget: { on: 'value', atMost: 1_000 }, note: `from a socket's wish to the player's answer; a player took ${((entered?.rss ?? 0) / MB).toFixed(0)} MB of resident memory` }),
  ];
}

export const playback: Benchmark = {
  name: 'playback',
  about: 'recording what screens show, and seeking in it',
  run: async (bench) => [...await madeUp(bench), ...await fullCity(bench)],
};

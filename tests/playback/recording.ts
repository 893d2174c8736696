/** An engine on a store in memory whose pictures are recorded to a temp folder, with time in the test's hand. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contributions, makeRules } from '../../server/aggregate/index.ts';
import { Cursor, Library, Recorder, type RecorderOptions } from '../../server/playback/index.ts';
import { LIMITS, type PushPlayback, type WallPlayed } from '../../server/push/deps.ts';
import { Engine } from '../../server/push/engine.ts';
import { canonical } from '../../server/push/subscription-key.ts';
import type { Case, Entity } from '../../server/wire/entity.ts';
import type { PointsData, Snapshot, SummaryData, Topic } from '../../server/wire/messages.ts';
import { asBytes, asU16, NOWHERE } from '../../server/wire/fold.ts';
import { waitFor } from '../helpers/child.ts';
import { comparable } from '../push/folding-screen.ts';
import { handsAndDeps, type Hands } from '../push/push-deps.ts';
import { smallCity } from '../push/small-city.ts';

const DAY = 86_400_000;
export const ZONE = 'Asia/Shanghai';
export const rules = makeRules({
  city: { silence: { staff: 300_000, station: 1_200_000 }, retention: { cases: 35 * DAY }, heat: { resolution: 9 }, classification: 'gb' },
  categories: { classOf: () => '1-01', departmentKey: () => '-' },
});
export const SILENT = { delta: () => undefined, snapshot: () => undefined, storeTime: () => undefined, epoch: () => undefined };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface Recording {
  hands: Hands; engine: Engine; recorder: Recorder; library: Library; folder: string;
  put(entity: Entity): void;
  drop(kind: Entity['kind'], id: string): void;
  tick(ms: number): Promise<void>;
  /** What an engine shows of a subscription. */
  shows(engine: Engine, region: string, topic: Topic): Promise<unknown>;
  close(): Promise<void>;
}

export const libraryAt = async (folder: string, keep = 7 * DAY): Promise<Library> => {
  const library = new Library({ folder, zone: ZONE, keep, log });
  await library.load();
  return library;
};

/** Recording already when it is given. */
export async function record(options: Partial<RecorderOptions> = {}): Promise<Recording> {
  const folder = await mkdtemp(join(tmpdir(), 'yp-rec-'));
  const { hands, deps } = handsAndDeps();
  const library = await libraryAt(folder);
  let names = 0;
  const recorder = new Recorder({
    library, store: hands.store, zone: ZONE, bytesPerDay: 1 << 30, recentCases: 1_000, now: () => hands.now, wall: () => hands.wall,
    randomHex: () => `abc${++names}`, log, flushMs: 0, ...options,
  });
  const engine = new Engine(deps, LIMITS, { ...SILENT, shown: (picture) => { recorder.take({ ...picture, feeds: hands.feeds }); } });
  const recording: Recording = {
    hands, engine, recorder, library, folder, shows,
    put: (entity) => { hands.store.keep(entity); engine.put(entity.kind, [entity]); recorder.onApplied(entity.kind, [entity]); },
    drop: (kind, id) => { hands.store.drop(kind, id); engine.remove(kind, [id]); recorder.onRemoved(kind, [id]); },
    tick: async (ms) => { hands.now += ms; hands.wall += Math.max(ms, 1_000); await engine.tick(); },
    close: async () => { await recorder.close(); engine.close(); await rm(folder, { recursive: true, force: true }); },
  };
  await recording.tick(0);
  await waitFor('the recorder to have read every row', () => Promise.resolve(recorder.recording), 5_000, 1);
  await waitFor('the first keyframe to be on disk', async () => { await recording.tick(1); return library.segments.length > 0; }, 5_000, 1);
  return recording;
}

async function shows(engine: Engine, region: string, topic: Topic): Promise<unknown> {
  const wanted = canonical({ region, topic }, { region: () => true });
  if (typeof wanted === 'string') throw new Error(wanted);
  return { region, topic, data: whole(topic, engine.snapshot(await engine.acquire(wanted)).data) };
}

/** Rows without the comparison with yesterday, which this store has none of; of staff who there is in which state, their places being thinned. */
export function whole(topic: Topic, data: Snapshot['data']): unknown {
  if (topic === 'summary') {
    const { rows } = data as SummaryData;
    return Object.fromEntries(Object.entries(rows).map(([code, row]) => [code, Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('yesterday.')))]));
  }
  if (topic !== 'staff') return comparable(topic, data);
  const { xy, state } = data as PointsData;
  const places = asU16(xy);
  return Array.from(asBytes(state)).filter((value, slot) => value !== 0 || places[slot * 2] !== NOWHERE).sort();
}

/** A cursor on recordings, and an engine that follows it. */
export async function player(library: Library, hands: Hands): Promise<{ cursor: Cursor; engine: Engine; seek(at: number): Promise<void> }> {
  const cursor = new Cursor({ library, zone: ZONE, regions: smallCity(), live: hands.store, recentCases: 1_000, contribution: (entity: Case) => contributions(entity, entity.updatedAt, rules) });
  const { deps } = handsAndDeps();
  const engine = new Engine({
    ...deps, world: 'replay', store: cursor.store, clock: { zone: ZONE, rate: 1, now: () => cursor.at }, feeds: () => cursor.feeds(), recordedAlerts: cursor,
    judge: { ...deps.judge, duty: (reported) => reported, stationState: ({ id }) => cursor.stationState(id) },
  }, LIMITS, SILENT);
  return { cursor, engine, seek: async (at) => { await cursor.seek(at); await engine.renew(); await engine.tick(); } };
}

/** As server/main.ts joins them. */
export function playbackOf({ library, recorder, store }: Pick<Recording, 'library' | 'recorder'> & { store: Hands['store'] }, written: WallPlayed[], players = 3): PushPlayback {
  return {
    players, stretches: () => library.stretches(), kept: () => ({ bytes: library.bytes, bytesPerDay: 1 << 30, days: 7, thinned: [...recorder.thinned] }),
    open: () => new Cursor({ library, zone: ZONE, regions: smallCity(), live: store, recentCases: 1_000, contribution: (entity) => contributions(entity, entity.updatedAt, rules) }),
    wrote: (played) => { written.push(played); return Promise.resolve(); },
  };
}

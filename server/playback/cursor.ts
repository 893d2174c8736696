/** One cursor over the recordings: finds the state at any moment, and goes on from there. */
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { localDay } from '../wire/clock.ts';
import type { Entity, Kind, Position } from '../wire/entity.ts';
import { DUTY_STATES } from '../wire/entity.ts';
import type { AlertItem, FeedHealth, StationItem } from '../wire/messages.ts';
import type { Reading } from '../store/index.ts';
import { CHUNK, content, type ChunkRef } from './chunk-file.ts';
import { Fold, type Changes } from './fold.ts';
import type { Library, Segment } from './library.ts';
import { PlaybackStore, type StoreDeps } from './store.ts';

export interface CursorDeps extends StoreDeps { library: Library; recentCases: number }
/** Who keeps memory of what is shown: told what changed, as by the intake. */
export interface Follower {
  put(kind: Kind, entities: readonly Entity[]): void;
  remove(kind: Kind, ids: readonly string[]): void;
  positions(positions: readonly Position[]): void;
  readings(readings: readonly Reading[]): void;
}
export type Held = 'end' | 'gap' | null;

class Damaged extends Error { constructor(readonly segment: Segment, readonly chunk: ChunkRef, cause: unknown) { super(`${segment.path}: found a damaged part at ${chunk.at}`, { cause }); } }

/** Chunks that are on their way while one is folded. */
const AHEAD = 4;

export class Cursor {
  readonly store: PlaybackStore;
  at = 0;
  held: Held = null;
  /** Grows with each change of the alerts shown. */
  alertRevision = 0;
  private fold: Fold;
  private segment: Segment | null = null;
  private file: FileHandle | null = null;
  private nextChunk = 0;
  private day = NaN;
  private versions = 0;

  constructor(private readonly deps: CursorDeps) {
    this.fold = new Fold(deps.zone);
    this.store = new PlaybackStore(deps);
    this.store.show(this.fold, 0);
  }

  feeds(): FeedHealth[] { return [...this.fold.feeds.values()]; }
  alerts(): Iterable<AlertItem> { return this.fold.alerts.values(); }
  stationState(id: string): StationItem['state'] { return this.fold.states.get(id) ?? 'silent'; }

  /** Moves to `at`, ms, or, where nothing was recorded then, to the nearest instant before. Throws where there are no recordings. */
  async seek(at: number): Promise<void> {
    // Each damaged part makes what is known of the recordings less: it ends.
    for (;;) {
      try { await this.find(at); return; } catch (error) { this.leaveOut(error); }
    }
  }

  private leaveOut(error: unknown): void {
    if (!(error instanceof Damaged)) throw error;
    this.deps.library.damaged(error.segment, error.chunk, error.cause);
  }

  private async find(at: number): Promise<void> {
    const { library, zone, recentCases } = this.deps;
    const there = library.nearest(at);
    if (there === null) throw new Error('there are no recordings yet');
    const segment = library.at(there)!;
    const fold = new Fold(zone);
    await this.enter(segment, fold);
    const chunks = await library.chunksOf(segment);
    for await (const [bytes] of this.contents(chunks.filter(({ type }) => type === CHUNK.keyframe))) fold.keyframe(bytes, segment.from);
    await this.read(there, segment, fold);
    fold.prune(there, recentCases);
    fold.take();
    fold.followed = true;
    this.fold = fold;
    this.arrive(there, at);
    this.day = localDay(zone, there);
    this.alertRevision++;
    this.store.show(fold, there);
  }

  /** Whoever asked for the past readings has them. */
  settled(): void { this.fold.series = null; }

  /** Moves on to `at`, at most to the end of what is recorded; tells the follower what changed. Gives true where all must be read afresh. */
  async advance(at: number, follower: Follower): Promise<boolean> {
    try { return await this.goTo(at, follower); } catch (error) { this.leaveOut(error); }
    await this.seek(at);
    return true;
  }

  private async goTo(at: number, follower: Follower): Promise<boolean> {
    for (;;) {
      const segment = this.segment!;
      await this.read(Math.min(at, segment.to), segment, this.fold);
      if (at <= segment.to) break;
      const next = this.deps.library.after(segment);
      if (!next) break;
      if (next.lineage !== segment.lineage) { await this.seek(at); return true; }
      await this.goOn(next, segment.to);
    }
    this.arrive(Math.min(at, this.segment!.to), at);
    this.store.now = this.at;
    this.tell(this.fold.take(), follower);
    const day = localDay(this.deps.zone, this.at);
    if (day !== this.day) { this.day = day; this.fold.prune(this.at, this.deps.recentCases); }
    return false;
  }

  async close(): Promise<void> { await this.file?.close(); this.file = null; }

  private arrive(at: number, wanted: number): void {
    this.at = at;
    const { segments } = this.deps.library;
    this.held = at >= wanted ? null : segments.some(({ from }) => from > at) ? 'gap' : 'end';
  }

  private async enter(segment: Segment, fold: Fold): Promise<void> {
    await this.close();
    // It may get its last name at this very moment.
    this.file = await open(segment.path, 'r').catch(() => sleep(20).then(() => open(segment.path, 'r')));
    this.segment = segment;
    this.fold = fold;
    this.nextChunk = 0;
  }

  /** What the next segment says of the time before this one's end was applied; a chunk of it begins where this one ends. */
  private async goOn(next: Segment, until: number): Promise<void> {
    await this.enter(next, this.fold);
    const chunks = await this.deps.library.chunksOf(next);
    while (this.nextChunk < chunks.length && (chunks[this.nextChunk]!.type !== CHUNK.frames || chunks[this.nextChunk]!.from < until)) this.nextChunk++;
  }

  /** Applies frames up to `until`. */
  private async read(until: number, segment: Segment, fold: Fold): Promise<void> {
    if (!fold.until(until)) return;
    const chunks = await this.deps.library.chunksOf(segment);
    const wanted: ChunkRef[] = [];
    for (let i = this.nextChunk; i < chunks.length && chunks[i]!.from <= until; i++) if (chunks[i]!.type === CHUNK.frames) wanted.push(chunks[i]!);
    for await (const [frames, chunk] of this.contents(wanted)) {
      this.nextChunk = chunks.indexOf(chunk) + 1;
      fold.open(frames, chunk.from);
      if (!fold.until(until)) return;
    }
  }

  private async* contents(chunks: readonly ChunkRef[]): AsyncGenerator<[Buffer, ChunkRef]> {
    const { file, segment } = this;
    const coming: Promise<Buffer>[] = [];
    for (let i = 0; i < chunks.length; i++) {
      for (let ahead = i + coming.length; ahead < Math.min(chunks.length, i + AHEAD); ahead++) {
        const next = content(file!, chunks[ahead]!);
        // Heard when its turn comes.
        next.catch(() => undefined);
        coming.push(next);
      }
      const bytes = await coming.shift()!.catch((error: unknown) => { throw new Damaged(segment!, chunks[i]!, error); });
      yield [bytes, chunks[i]!];
    }
  }

  /** Points have no versions in a recording: each change is a later one. */
  private tell(changes: Changes, follower: Follower): void {
    const { fold, store } = this;
    const version = 1_000_000 + ++this.versions;
    store.moved(changes.rows);
    const cases = [...changes.cases];
    follower.put('case', cases.flatMap(([, entity]) => (entity ? [entity] : [])));
    follower.remove('case', cases.flatMap(([id, entity]) => (entity ? [] : [id])));
    for (const kind of ['cameras', 'staff'] as const) {
      const gone = [...changes.infos[kind]].filter((i) => fold[kind].regions[i] === '').map((i) => fold[kind].ids[i]!);
      follower.remove(kind === 'cameras' ? 'video' : 'staff', gone);
    }
    const cameras = new Set([...changes.cameras, ...changes.infos.cameras]);
    follower.put('video', [...cameras].filter((i) => fold.cameras.regions[i] !== '').map((i) => store.camera(i, version)));
    follower.put('staff', [...changes.infos.staff].filter((i) => fold.staff.regions[i] !== '').map((i) => store.person(i, version)));
    follower.positions([...new Set([...changes.staff, ...changes.infos.staff])].map((i) => ({ id: fold.staff.ids[i]!, lng: fold.staff.lng(i), lat: fold.staff.lat(i), at: this.at, duty: DUTY_STATES[fold.staff.state[i]!]! })));
    follower.remove('station', [...changes.gone]);
    follower.put('station', [...changes.stations].flatMap((id) => fold.stations.get(id) ?? []));
    follower.readings(changes.readings.map(([station, at, level, rain5m]) => ({ station, at, ...(level === null ? {} : { level }), ...(rain5m === null ? {} : { rain5m }) })));
    if (changes.alerts) this.alertRevision++;
  }
}

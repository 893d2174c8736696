/**
 * Records the picture that the screens are given, a few times a second: what differs from the picture before becomes a frame.
 * Rows that were read for a screen are recorded as they were read, at the instant at which they were shown; those that nobody
 * looks at are read once a second. Nothing here may hold up the intake: what cannot be recorded is said and left out.
 */
import { dayStart, localDay } from '../wire/clock.ts';
import { KINDS, type Case, type Kind } from '../wire/entity.ts';
import type { Reading, Store } from '../store/index.ts';
import { detailOf, PLACES_EVERY, thinnedBy, type Detail } from './budget.ts';
import { CHUNK } from './chunk-file.ts';
import { keyframe, keyframeCases, type Still } from './keyframe.ts';
import { Library, SegmentWriter } from './library.ts';
import type { Picture } from './shown.ts';
import { Sketch } from './sketch.ts';
import { SlowRows } from './slow-rows.ts';
import { Target } from './target.ts';

export interface RecorderOptions {
  library: Library;
  store: Pick<Store, 'readRows' | 'changedSince' | 'scan' | 'recentCases'>;
  zone: string;
  bytesPerDay: number;
  /** Newest cases that are kept however long they have ended: those that lists are cut from. */
  recentCases: number;
  now(): number;
  /** Wall time, ms. */
  wall(): number;
  randomHex(bytes: number): string;
  log: { info(fields: object, text: string): void; warn(fields: object, text: string): void; error(fields: object, text: string): void };
  /** How long a segment is, and how often what was gathered goes to disk, wall ms. */
  segmentMs?: number; flushMs?: number;
}

/** A seek reads a keyframe and what follows it in its segment: both must be little. */
const SEGMENT_MS = 1_800_000;
/** A segment is not read faster than its frames: one that has gathered so much ends early. */
const SEGMENT_BYTES = 48 << 20;
/** Places are looked at so often, all else at every picture. */
const LOOK_EVERY_MS = 1_000;
const FILL_AT_ONCE = 240;
const AGAIN_MS = 60_000;
/** The first load of the feeds is history, not a picture: it is waited for, but not for ever. */
const PATIENCE_MS = 600_000;

/** What the store had when a keyframe was written has been told by the second picture after it. */
const AFTER_KEYFRAME = 2;

type State = 'waiting' | 'filling' | 'running' | 'resting';

export class Recorder {
  private state: State = 'waiting';
  private sketch: Sketch | null = null;
  private lineage = '';
  private targets: Target[] = [];
  private detail: Detail = 'all';
  private broken = false;
  private lastAt = -Infinity;
  private day = NaN;
  private readonly times: { since: number; flushed: number; looked: number; again: number };
  private slow: SlowRows;
  private readonly told: { cases: Map<string, Case | null>; readings: Reading[] } = { cases: new Map(), readings: [] };
  private work: Promise<void> = Promise.resolve();
  private ending = false;

  constructor(private readonly options: RecorderOptions) {
    this.slow = this.noRows();
    this.times = { since: options.wall(), flushed: 0, looked: -Infinity, again: 0 };
  }
  private noRows(): SlowRows { return new SlowRows(this.options.store, () => this.options.now()); }

  /** Kinds of which not everything is recorded now. */
  get thinned(): readonly Kind[] { return this.broken ? KINDS : thinnedBy(this.detail); }
  get recording(): boolean { return this.state === 'running'; }
  /** Rows that have changed and are not recorded yet. */
  get behind(): number { return this.slow.behind; }

  onApplied(kind: Kind, entities: readonly { kind: Kind }[]): void {
    if (this.state !== 'running') return;
    if (kind !== 'case') { this.sketch?.look(kind); return; }
    for (const entity of entities as readonly Case[]) this.told.cases.set(entity.id, entity);
  }
  onRemoved(kind: Kind, ids: readonly string[]): void {
    if (this.state !== 'running') return;
    if (kind === 'case') for (const id of ids) this.told.cases.set(id, null); else this.sketch?.look(kind);
  }
  onReadings(readings: readonly Reading[]): void { if (this.state === 'running') this.told.readings.push(...readings); }

  /** Takes a picture at the instant at which it is given out. */
  take(picture: Picture): void {
    if (this.ending) return;
    const wall = this.options.wall();
    if (this.state === 'resting') { if (wall >= this.times.again && this.mayRecord(picture.now)) this.begin(); return; }
    if (this.state === 'waiting') { if (loaded(picture) || wall - this.times.since > PATIENCE_MS) this.begin(); return; }
    this.slow.changed(picture.changed);
    if (this.state === 'filling') return;
    const sketch = this.sketch!;
    if (sketch.shown !== null && (sketch.shown !== picture.shown || picture.now < this.lastAt)) { this.restart(); return; }
    this.frame(sketch, picture);
    const next = this.targets.at(-1);
    // Its cases were read from the store, which may have had some that were not told yet.
    if (next && next.pictures !== Infinity && --next.pictures === 0) this.turn(next);
    void this.slow.read(wall);
    if (wall - this.times.flushed >= (this.options.flushMs ?? 5_000)) this.flush(wall);
    const old = this.targets.at(-1);
    if (!old || (this.targets.length === 1 && (wall - old.began >= (this.options.segmentMs ?? SEGMENT_MS) || old.raw > SEGMENT_BYTES))) this.segment(sketch.still(picture), wall);
  }

  /** Fulfilled when all that was taken is on disk. */
  async written(): Promise<void> {
    this.flush(this.options.wall());
    await this.work;
    await Promise.all(this.targets.map(({ writer }) => writer.written()));
  }

  /** What was gathered goes to disk, and the segment ends. */
  async close(): Promise<void> {
    this.ending = true;
    await this.end();
  }

  private frame(sketch: Sketch, picture: Picture): void {
    const { now } = picture;
    const day = localDay(this.options.zone, now);
    // Beside the rule that today begins anew, every row is looked at once.
    if (day !== this.day) { if (!Number.isNaN(this.day)) this.slow.changed(sketch.codes.words); this.day = day; }
    for (const { code, detail } of sketch.takeRows(picture)) this.slow.shown(code, detail);
    const late = this.slow.take();
    if (late) sketch.takeRead(late.at, late.rows);
    const look = this.options.wall() - this.times.looked >= LOOK_EVERY_MS;
    if (look) this.times.looked = this.options.wall();
    sketch.takePicture(picture, look ? PLACES_EVERY[this.detail] : null);
    sketch.takeTold(this.told.cases, this.told.readings);
    this.told.cases = new Map();
    this.told.readings = [];
    const body = sketch.body();
    this.lastAt = now;
    if (body) for (const target of this.targets) target.frame(now, body);
  }

  /** Reads every row there is, then goes on with pictures. */
  private begin(): void {
    this.state = 'filling';
    this.slow = this.noRows();
    this.day = NaN;
    this.lineage = this.options.randomHex(6);
    const sketch = this.sketch = new Sketch(this.options.zone);
    void this.fill(sketch).then(() => { if (this.sketch === sketch && !this.ending) { this.state = 'running'; this.times.flushed = this.options.wall(); } }, (error: unknown) => { this.rest(error, 'the counters could not be read for the recording'); });
  }

  private async fill(sketch: Sketch): Promise<void> {
    const { codes } = await this.options.store.changedSince(null);
    for (let i = 0; i < codes.length && this.sketch === sketch; i += FILL_AT_ONCE) {
      const at = this.options.now();
      const rows = await this.options.store.readRows(codes.slice(i, i + FILL_AT_ONCE), at, { detail: true });
      sketch.takeRead(at, Object.entries(rows).map(([code, row]) => ({ code, row, detail: true })));
    }
    sketch.body();
  }

  /** Begins a segment beside the one that is being written, which goes on until the new one's keyframe is on disk. */
  private segment(still: Still, wall: number): void {
    const { library } = this.options;
    const target = new Target(new SegmentWriter(library, { format: 1, lineage: this.lineage, began: still.now }), wall, still.now);
    this.targets.push(target);
    this.work = this.keyframe(target, still).then(() => { target.pictures = AFTER_KEYFRAME; }).catch((error: unknown) => { this.rest(error, 'the recording cannot be written'); });
  }

  /** Given up without a word where the segment is no longer wanted. */
  private async keyframe(target: Target, still: Still): Promise<void> {
    const { store, recentCases, zone } = this.options;
    for (const parts of [keyframe(still), keyframeCases(store, recentCases, dayStart(zone, localDay(zone, still.now) - 1))]) {
      for await (const part of parts) {
        if (!this.targets.includes(target)) return;
        await target.writer.append(CHUNK.keyframe, still.now, still.now, part);
      }
    }
  }

  /** From the picture just taken on the new segment speaks, and what was written beside it ends. */
  private turn(target: Target): void {
    const { library } = this.options;
    const [at, before] = [this.lastAt, this.targets.filter((other) => other !== target)];
    this.targets = [target];
    target.pictures = Infinity;
    const writing = [target, ...before].map((one) => one.flush(at));
    this.work = (async () => {
      await Promise.all(writing);
      for (const { writer } of before) await writer.close();
      await target.writer.append(CHUNK.whole, at, at, Buffer.alloc(0));
      library.add(target.writer.segment);
      this.broken = false;
      await library.drop(at);
    })().catch((error: unknown) => { this.rest(error, 'the recording cannot be written'); });
  }

  private flush(wall: number): void {
    this.times.flushed = wall;
    const { library, zone, bytesPerDay } = this.options;
    const now = this.lastAt;
    for (const target of this.targets) target.flush(now).catch((error: unknown) => { this.rest(error, 'the recording cannot be written'); });
    this.setDetail(detailOf(library.bytesOn(localDay(zone, now)), bytesPerDay, goneOf(zone, now)));
    if (this.detail === 'nothing') void this.end().then(() => { this.state = 'resting'; this.times.again = 0; });
  }

  private setDetail(detail: Detail): void {
    if (detail === this.detail) return;
    this.detail = detail;
    this.options.log.warn({ detail, thinned: thinnedBy(detail), bytesPerDay: this.options.bytesPerDay }, detail === 'all' ? 'everything is recorded again' : 'the bytes for recordings of the day run out: less is recorded');
  }

  private mayRecord(now: number): boolean {
    const { library, zone, bytesPerDay } = this.options;
    this.setDetail(detailOf(library.bytesOn(localDay(zone, now)), bytesPerDay, goneOf(zone, now)));
    return this.detail !== 'nothing';
  }

  /** Another picture than the one that was recorded so far: its numbers mean nothing any more. */
  private restart(): void { void this.end().then(() => { if (!this.ending) this.begin(); }); }

  /** Ends what is being written. */
  private async end(): Promise<void> {
    const { targets } = this;
    this.targets = [];
    this.sketch = null;
    this.state = 'filling';
    for (const target of targets) {
      await target.flush(this.lastAt).catch(() => undefined);
      await target.writer.close().catch((error: unknown) => { this.options.log.error({ err: error }, 'a recording could not be closed'); });
    }
    await this.work.catch(() => undefined);
  }

  /** After a failure: said once, and tried again a minute later. */
  private rest(error: unknown, words: string): void {
    if (this.state === 'resting' || this.ending) return;
    if (!this.broken) this.options.log.error({ err: error }, `${words}; it is tried again in a minute`);
    this.broken = true;
    void this.end().then(() => { this.state = 'resting'; this.times.again = this.options.wall() + AGAIN_MS; });
  }
}

const loaded = ({ feeds }: Picture): boolean => feeds.length > 0 && feeds.every(({ state }) => state !== 'waiting' && state !== 'loading');

/** Share of the local day that is over. */
function goneOf(zone: string, now: number): number {
  const day = localDay(zone, now);
  const [start, end] = [dayStart(zone, day), dayStart(zone, day + 1)];
  return (now - start) / (end - start);
}

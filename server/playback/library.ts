/** The recordings on disk: which stretches there are, what they take, and what has had its time. */
import { mkdir, open, readdir, rename, rm, stat, truncate, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { localDay } from '../wire/clock.ts';
import type { Stretch } from '../wire/playback.ts';
import { CHUNK, headOf, list, packed, type ChunkRef, type ChunkType, type Head } from './chunk-file.ts';

/** `from`, `to`: what can be shown of it, world's ms. `chunks`: null while the file was not looked into. */
export interface Segment { path: string; lineage: string; from: number; to: number; bytes: number; chunks: ChunkRef[] | null; open: boolean }
export interface LibraryOptions { folder: string; zone: string; /** ms */ keep: number; log: { info(fields: object, text: string): void; warn(fields: object, text: string): void } }

const CLOSED = /^(\d+)-(\d+)-(\w+)\.rec$/;
const OPEN = /\.open$/;

export class Library {
  /** By `from`. */
  readonly segments: Segment[] = [];

  constructor(readonly options: LibraryOptions) {}

  /** Reads what is there; what a crash left open ends at its last whole chunk. */
  async load(): Promise<void> {
    const { folder, log } = this.options;
    await mkdir(folder, { recursive: true });
    for (const name of (await readdir(folder)).sort()) {
      const path = join(folder, name);
      if (OPEN.test(name)) { await this.mend(path); continue; }
      const parts = CLOSED.exec(name);
      if (!parts) { log.warn({ path }, 'found a file that is no recording; it is left alone'); continue; }
      this.add({ path, lineage: parts[3]!, from: Number(parts[1]), to: Number(parts[2]), bytes: (await stat(path)).size, chunks: null, open: false });
    }
  }

  private async mend(path: string): Promise<void> {
    const { log, folder } = this.options;
    const found = await list(path).catch(() => null);
    const whole = found?.chunks.find(({ type }) => type === CHUNK.whole);
    if (!found || !whole) { await rm(path); log.info({ path }, 'a recording that had only begun was given up'); return; }
    if (found.end < found.size) { await truncate(path, found.end); log.warn({ path, bytes: found.size - found.end }, 'a recording ended in an unfinished part, which was cut off'); }
    const to = found.chunks.reduce((most, chunk) => Math.max(most, chunk.to), whole.from);
    const closed = join(folder, `${whole.from}-${to}-${found.head.lineage}.rec`);
    await rename(path, closed);
    this.add({ path: closed, lineage: found.head.lineage, from: whole.from, to, bytes: found.end, chunks: found.chunks, open: false });
  }

  add(segment: Segment): void {
    this.segments.push(segment);
    this.segments.sort((a, b) => a.from - b.from || a.to - b.to);
  }

  /** Oldest first; one that goes on where another ends is one with it. */
  stretches(): Stretch[] {
    const out: Stretch[] = [];
    for (const { from, to } of this.segments) {
      const last = out.at(-1);
      if (last && from <= last.to) last.to = Math.max(last.to, to); else out.push({ from, to });
    }
    return out;
  }

  get bytes(): number { return this.segments.reduce((sum, { bytes }) => sum + bytes, 0); }
  /** Bytes of what began on a local day. */
  bytesOn(day: number): number { return this.segments.reduce((sum, { from, bytes }) => sum + (localDay(this.options.zone, from) === day ? bytes : 0), 0); }

  /** The one to show `at` from; null where nothing was recorded. */
  at(at: number): Segment | null { return this.segments.findLast(({ from, to }) => from <= at && at <= to) ?? null; }
  /** The one that goes on where `segment` ends; null: there is none. */
  after(segment: Segment): Segment | null {
    return this.segments.find((next) => next !== segment && next.from <= segment.to && next.to > segment.to && next.from >= segment.from) ?? null;
  }
  /** The last recorded instant before `at`, else the first after it; null: there are no recordings. */
  nearest(at: number): number | null {
    const before = this.segments.filter(({ from }) => from <= at).reduce((most, { to }) => Math.max(most, Math.min(to, at)), -Infinity);
    return before > -Infinity ? before : this.segments[0]?.from ?? null;
  }

  async chunksOf(segment: Segment): Promise<readonly ChunkRef[]> {
    if (!segment.chunks) {
      const found = await list(segment.path);
      if (!found) throw new Error(`${segment.path}: found another file, expected a recording`);
      segment.chunks = found.chunks;
    }
    return segment.chunks;
  }

  /** What follows a damaged chunk cannot be shown before the next segment; without its keyframe nothing of one can. */
  damaged(segment: Segment, chunk: ChunkRef, error: unknown): void {
    this.options.log.warn({ path: segment.path, at: chunk.at, err: error }, 'a recording is damaged; what follows in it is left out');
    if (chunk.type === CHUNK.frames && chunk.from >= segment.from) {
      segment.to = Math.min(segment.to, chunk.from);
      segment.chunks = segment.chunks!.slice(0, segment.chunks!.indexOf(chunk));
    } else this.segments.splice(this.segments.indexOf(segment), 1);
  }

  /** Drops what is older than it is kept. */
  async drop(now: number): Promise<void> {
    for (const segment of this.segments.filter(({ to, open }) => !open && to < now - this.options.keep)) {
      this.segments.splice(this.segments.indexOf(segment), 1);
      await rm(segment.path, { force: true });
    }
  }
}

/** A segment that is being written. Its chunks go to disk in the order in which they are given. */
export class SegmentWriter {
  readonly segment: Segment;
  private file: FileHandle | null = null;
  private queue: Promise<void> = Promise.resolve();
  private failed: Error | null = null;

  constructor(private readonly library: Library, private readonly head: Head) {
    const path = join(library.options.folder, `${head.began}-${head.lineage}.open`);
    this.segment = { path, lineage: head.lineage, from: Infinity, to: -Infinity, bytes: 0, chunks: [], open: true };
  }

  /** Fulfilled when it is with the system. After a failure nothing more is written. */
  append(type: ChunkType, from: number, to: number, content: Buffer): Promise<void> {
    const making = packed(type, from, to, content);
    making.catch(() => undefined);
    const done = this.queue.then(async () => {
      if (this.failed) throw this.failed;
      const { bytes, header } = await making;
      try {
        this.file ??= await this.begin();
        await this.file.appendFile(bytes);
      } catch (cause) {
        this.failed = new Error(`${this.segment.path}: a recording could not be written`, { cause });
        throw this.failed;
      }
      this.segment.chunks!.push({ type, from, to, at: this.segment.bytes + header, length: bytes.length - header });
      this.segment.bytes += bytes.length;
      if (type === CHUNK.whole) this.segment.from = from;
      this.segment.to = Math.max(this.segment.to, to);
    });
    this.queue = done.catch(() => undefined);
    return done;
  }

  private async begin(): Promise<FileHandle> {
    const file = await open(this.segment.path, 'wx');
    const head = headOf(this.head);
    await file.appendFile(head);
    this.segment.bytes = head.length;
    return file;
  }

  written(): Promise<void> { return this.queue; }

  /** Under its last name; one that never became whole is deleted. */
  async close(): Promise<void> {
    await this.queue;
    const { segment, library } = this;
    await this.file?.close();
    segment.open = false;
    if (segment.from === Infinity) { await rm(segment.path, { force: true }); return; }
    const closed = join(library.options.folder, `${segment.from}-${segment.to}-${segment.lineage}.rec`);
    await rename(segment.path, closed);
    segment.path = closed;
  }
}

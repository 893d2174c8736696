/**
 * Every case that is kept, by id and with what is searched, sorted and filtered: what the desk's list is answered from.
 * Columns of numbers and two buffers of text a chunk of rows, about 95 bytes a case and no object. Read from the store at
 * the first question and fed by the intake from then on: who never asks pays nothing. What a row shows is read from the
 * store, a page at a time.
 */
import { DEGREE, NO_PLACE } from '../../store/index.ts';
import { CASE_STAGES, CASE_STATUSES, type Case } from '../../wire/entity.ts';
import type { PushStore } from '../deps.ts';
import type { CaseTable } from './case-table.ts';
import { hashOf, IdTable } from './id-table.ts';
import { NewestFirst } from './newest-first.ts';
import { ROWS, TextColumn } from './text-column.ts';

const HERE = 0x80;
/** What has ended and is past its time is looked for so seldom, ms of the world's clock. */
const FORGET_MS = 3_600_000;

/** As searched: no blanks, one width, lower case. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');

/** Times in whole seconds; `deadline` 0: none. `flags` as the store's rows have them; 0: no case stands in this row. */
export class Chunk {
  count = 0;
  readonly version = new Float64Array(ROWS);
  readonly reported = new Uint32Array(ROWS);
  readonly deadline = new Uint32Array(ROWS);
  readonly region = new Uint32Array(ROWS);
  readonly category = new Uint16Array(ROWS);
  readonly source = new Uint16Array(ROWS);
  readonly flags = new Uint8Array(ROWS);
  readonly lng = new Int32Array(ROWS);
  readonly lat = new Int32Array(ROWS);
  readonly hash = new Uint32Array(ROWS);
  readonly ids = new TextColumn('utf8');
  readonly addresses = new TextColumn('utf16le');

  get byteLength(): number {
    const columns = [this.version, this.reported, this.deadline, this.region, this.category, this.source, this.flags, this.lng, this.lat, this.hash];
    return columns.reduce((sum, { byteLength }) => sum + byteLength, this.ids.byteLength + this.addresses.byteLength);
  }
}

export interface Filling { known: number; expected: number }

export class CaseIndex {
  readonly chunks: Chunk[] = [];
  /** Grows with every change. */
  revision = 0;
  /** Grows when a case goes: a row may then be another's. */
  removals = 0;
  size = 0;
  private readonly rowOf = new IdTable((row) => this.chunk(row).hash[row % ROWS]!, (row, id) => this.idOf(row) === id);
  private readonly newest = new NewestFirst((row) => this.chunk(row).reported[row % ROWS]!, (row) => this.idOf(row));
  private readonly free: number[] = [];
  private state: 'idle' | 'filling' | 'whole' = 'idle';
  private asked = false;
  private expected = 0;
  private readonly gone = new Set<string>();
  private forgotAt = -Infinity;
  /** What had ended and was reported before this is not here, ms. */
  private floor = -Infinity;

  constructor(readonly names: Pick<CaseTable, 'regions' | 'categories' | 'sources'>, private readonly retention: number) {}

  get byteLength(): number { return this.chunks.reduce((sum, chunk) => sum + chunk.byteLength, this.rowOf.byteLength + this.newest.byteLength); }

  /** Begins to read where nothing is known yet, with `first` at once; null: all is known. */
  ask(store: Pick<PushStore, 'scan' | 'count'>, now: number, first: Iterable<Case>): Filling | null {
    if (now - this.forgotAt >= FORGET_MS) this.forget(now);
    if (this.state === 'idle') void this.fill(store, first);
    return this.state === 'whole' ? null : { known: this.size, expected: Math.max(this.expected, this.size) };
  }

  put(cases: Iterable<Case>): void { if (this.asked) for (const entity of cases) this.take(entity, false); }

  remove(ids: readonly string[]): void {
    for (const id of ids) {
      if (this.state === 'filling') this.gone.add(id);
      const row = this.rowOf.find(id);
      if (row >= 0) this.drop(row, id);
    }
  }

  /** Rows, newest report first. */
  rows(): Uint32Array { return this.newest.rows(); }
  /** -1: not here. */
  find(id: string): number { return this.rowOf.find(id); }
  idOf(row: number): string { return this.chunk(row).ids.get(row % ROWS); }
  chunk(row: number): Chunk { return this.chunks[(row / ROWS) | 0]!; }

  private async fill(store: Pick<PushStore, 'scan' | 'count'>, first: Iterable<Case>): Promise<void> {
    this.state = 'filling';
    this.asked = true;
    try {
      for (const entity of first) this.take(entity, true);
      this.expected = await store.count('case');
      for await (const page of store.scan('case')) for (const { entity } of page) this.take(entity, true);
      this.state = 'whole';
      this.revision++;
    } catch {
      // The store is away. What is known stays and is fed; the next question reads the rest, and versions order it.
      this.state = 'idle';
    }
    this.gone.clear();
  }

  /** `read`: it was read from the store at some moment, so that what the intake told of the same version is newer. */
  private take(entity: Case, read: boolean): void {
    const { id, version: { value } } = entity;
    const row = this.rowOf.find(id);
    if (read && this.gone.has(id)) return;
    const known = row < 0 ? -Infinity : this.chunk(row).version[row % ROWS]!;
    if (value < known || (read && value === known)) return;
    if (!this.wanted(entity)) { if (row >= 0) this.drop(row, id); return; }
    this.revision++;
    this.write(row < 0 ? this.add(id) : row, entity, row < 0);
  }

  private wanted({ status, times }: Case): boolean { return status === 'open' || status === 'suspended' || times.reported >= this.floor; }

  private add(id: string): number {
    let row = this.free.pop();
    if (row === undefined) {
      let last = this.chunks.at(-1);
      if (!last || last.count === ROWS) this.chunks.push(last = new Chunk());
      row = (this.chunks.length - 1) * ROWS + last.count++;
    }
    const [chunk, at] = [this.chunk(row), row % ROWS];
    chunk.ids.put(at, id);
    chunk.hash[at] = hashOf(id);
    this.rowOf.add(id, row);
    this.size++;
    return row;
  }

  private write(row: number, c: Case, isNew: boolean): void {
    const [chunk, at] = [this.chunk(row), row % ROWS];
    const reported = Math.floor(c.times.reported / 1000);
    if (isNew || chunk.reported[at] !== reported) { chunk.reported[at] = reported; this.newest.put(row); }
    const address = fold(c.address);
    if (isNew || chunk.addresses.get(at) !== address) chunk.addresses.put(at, address);
    chunk.version[at] = c.version.value;
    chunk.deadline[at] = c.deadline === undefined ? 0 : Math.floor(c.deadline / 1000);
    chunk.region[at] = this.names.regions.numberOf(c.region);
    chunk.category[at] = this.names.categories.numberOf(c.category);
    chunk.source[at] = this.names.sources.numberOf(c.source);
    chunk.flags[at] = HERE | CASE_STAGES.indexOf(c.stage) | (CASE_STATUSES.indexOf(c.status) << 3) | (c.urgent ? 32 : 0) | (c.supervised ? 64 : 0);
    const placed = c.lng !== undefined && c.lat !== undefined;
    chunk.lng[at] = placed ? Math.round(c.lng! * DEGREE) : NO_PLACE;
    chunk.lat[at] = placed ? Math.round(c.lat! * DEGREE) : NO_PLACE;
  }

  private drop(row: number, id: string): void {
    this.rowOf.delete(id);
    this.newest.remove(row);
    this.chunk(row).flags[row % ROWS] = 0;
    this.free.push(row);
    this.size--;
    this.revision++;
    this.removals++;
  }

  /** The store drops what has ended when its time is over and tells nobody. */
  private forget(now: number): void {
    this.forgotAt = now;
    this.floor = now - this.retention;
    const seconds = Math.floor(this.floor / 1000);
    this.chunks.forEach((chunk, n) => {
      for (let i = 0; i < chunk.count; i++) {
        const flags = chunk.flags[i]!;
        if (flags === 0 || chunk.reported[i]! >= seconds || ((flags >> 3) & 3) < CASE_STATUSES.indexOf('closed')) continue;
        const row = n * ROWS + i;
        this.drop(row, this.idOf(row));
      }
    });
  }
}

/**
 * The counters of every region, 10 bytes each: a city's 20,000 rows in 5 MB. A row is of the local day on which it was
 * read; on another day what it says of today counts no more. Counters that are 0 are not kept. Two tables to which the same is done
 * in the same order have each counter at the same place: so a change need not be looked for.
 */
import type { CounterRow } from '../wire/counters.ts';
import { isYesterday, type CounterNames } from './names.ts';

/** `place`: where in the row the counter stands at that moment; one past its end for a new one. */
export interface Change { place: number; name: number; before: number; after: number }

const LEAST_ROOM = 8;

export class RowTable {
  private starts = new Uint32Array(1024);
  private rooms = new Uint16Array(1024);
  private lengths = new Uint16Array(1024);
  private days = new Int32Array(1024);
  private names = new Uint16Array(16_384);
  private values = new Float64Array(16_384);
  private end = 0;
  private wasted = 0;

  constructor(private readonly counters: CounterNames) {}

  /** Rows that may be kept: numbers below it. */
  get size(): number { return this.starts.length; }
  lengthOf(row: number): number { return this.lengths[row] ?? 0; }
  dayOf(row: number): number { return this.days[row] ?? 0; }

  /** Moves a row to the local day `day`: what was of another one's today is gone. */
  setDay(row: number, day: number): void {
    this.reserve(row);
    if (this.days[row] === day) return;
    this.days[row] = day;
    for (let i = this.lengths[row]! - 1; i >= 0; i--) if (this.counters.isToday(this.names[this.starts[row]! + i]!)) this.drop(row, i);
  }

  get(row: number, name: number): number {
    const at = this.find(row, name);
    return at < 0 ? 0 : this.values[at]!;
  }

  /** Gives where in the row it was, or would be. */
  set(row: number, name: number, value: number): number {
    this.reserve(row);
    const at = this.find(row, name);
    const place = at < 0 ? this.lengths[row]! : at - this.starts[row]!;
    if (at < 0 && value !== 0) this.append(row, name, value);
    else if (at >= 0) this.put(row, place, value);
    return place;
  }

  at(row: number, place: number): number { return this.values[this.starts[row]! + place]!; }
  /** A counter that is there. */
  put(row: number, place: number, value: number): void {
    if (value === 0) this.drop(row, place); else this.values[this.starts[row]! + place] = value;
  }
  /** One that is not there yet. */
  append(row: number, name: number, value: number): void {
    if (this.lengths[row] === this.rooms[row]) this.move(row);
    const at = this.starts[row]! + this.lengths[row]!++;
    this.names[at] = name;
    this.values[at] = value;
  }
  /** Room for `count` counters of an empty row, so that it need not be moved while it is filled. */
  prepare(row: number, count: number): void {
    this.reserve(row);
    if (this.rooms[row]! < count) this.move(row, count);
  }

  /** Brings a row to what was read on `day`, and says what differs. A row without details says nothing of them. */
  take(row: number, day: number, read: CounterRow, detail: boolean): Change[] {
    this.setDay(row, day);
    const changes: Omit<Change, 'place'>[] = [];
    for (const word in read) {
      if (isYesterday(word)) continue;
      const name = this.counters.numberOf(word);
      const [before, after] = [this.get(row, name), read[word]!];
      if (before !== after) changes.push({ name, before, after });
    }
    const start = this.starts[row]!;
    for (let at = start; at < start + this.lengths[row]!; at++) {
      const name = this.names[at]!;
      if ((detail || !this.counters.isDetail(name)) && !Object.hasOwn(read, this.counters.words[name]!)) changes.push({ name, before: this.values[at]!, after: 0 });
    }
    return changes.map((change) => ({ ...change, place: this.set(row, change.name, change.after) }));
  }

  /** As it stands on local day `day`. */
  row(row: number, day: number, detail: boolean): CounterRow {
    const out: CounterRow = {};
    const start = this.starts[row] ?? 0;
    const today = this.days[row] === day;
    for (let at = start; at < start + this.lengthOf(row); at++) {
      const name = this.names[at]!;
      if ((today || !this.counters.isToday(name)) && (detail || !this.counters.isDetail(name))) out[this.counters.words[name]!] = this.values[at]!;
    }
    return out;
  }

  *entries(row: number): Iterable<[name: number, value: number]> {
    const start = this.starts[row] ?? 0;
    for (let at = start; at < start + this.lengthOf(row); at++) yield [this.names[at]!, this.values[at]!];
  }

  /** Its own arrays; one that stands still while this one goes on. */
  copy(): RowTable {
    const copy = new RowTable(this.counters);
    copy.starts = this.starts.slice(); copy.rooms = this.rooms.slice(); copy.lengths = this.lengths.slice(); copy.days = this.days.slice();
    copy.names = this.names.slice(0, this.end); copy.values = this.values.slice(0, this.end);
    copy.end = this.end; copy.wasted = this.wasted;
    return copy;
  }

  private find(row: number, name: number): number {
    const start = this.starts[row] ?? 0;
    const { names } = this;
    for (let at = start, end = start + this.lengthOf(row); at < end; at++) if (names[at] === name) return at;
    return -1;
  }

  private drop(row: number, place: number): void {
    const [at, last] = [this.starts[row]! + place, this.starts[row]! + --this.lengths[row]!];
    this.names[at] = this.names[last]!;
    this.values[at] = this.values[last]!;
  }

  private reserve(row: number): void {
    if (row < this.starts.length) return;
    const size = Math.max(row + 1, this.starts.length * 2);
    const wider = <T extends Uint32Array | Uint16Array | Int32Array>(from: T, to: T): T => { to.set(from); return to; };
    this.starts = wider(this.starts, new Uint32Array(size));
    this.rooms = wider(this.rooms, new Uint16Array(size));
    this.lengths = wider(this.lengths, new Uint16Array(size));
    this.days = wider(this.days, new Int32Array(size));
  }

  /** To a larger place at the end. */
  private move(row: number, least = LEAST_ROOM): void {
    const room = Math.max(least, this.rooms[row]! + (this.rooms[row]! >> 1));
    if (this.wasted > 65_536 && this.wasted > this.end / 2) this.close();
    if (this.end + room > this.names.length) this.grow(this.end + room);
    const [from, length] = [this.starts[row]!, this.lengths[row]!];
    this.names.copyWithin(this.end, from, from + length);
    this.values.copyWithin(this.end, from, from + length);
    this.wasted += this.rooms[row]!;
    this.starts[row] = this.end;
    this.rooms[row] = room;
    this.end += room;
  }

  private grow(least: number): void {
    const size = Math.max(least, Math.ceil(this.names.length * 1.5));
    const [names, values] = [new Uint16Array(size), new Float64Array(size)];
    names.set(this.names); values.set(this.values);
    this.names = names; this.values = values;
  }

  /** Rows moved together, the places they left given up. */
  private close(): void {
    const [names, values] = [new Uint16Array(this.names.length), new Float64Array(this.names.length)];
    let end = 0;
    for (let row = 0; row < this.starts.length; row++) {
      const [from, length, room] = [this.starts[row]!, this.lengths[row]!, this.rooms[row]!];
      names.set(this.names.subarray(from, from + length), end);
      values.set(this.values.subarray(from, from + length), end);
      this.starts[row] = end;
      end += room;
    }
    this.names = names; this.values = values; this.end = end; this.wasted = 0;
  }
}

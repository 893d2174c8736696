/**
 * Every case of the days that are kept, as columns in memory: what the desk asks over hundreds of thousands of cases is
 * answered from here. Read from the store's packed rows, a day at a time, when it is first asked for; a day that a case
 * of has changed since is read again. About 30 bytes a case.
 */
import { latLngToCell } from 'h3-js';
import { DEGREE, NO_PLACE, type CaseRows } from '../../store/index.ts';
import { localDay } from '../../wire/clock.ts';
import type { Case } from '../../wire/entity.ts';
import type { PushStore } from '../deps.ts';

/** Words of all shards and days under one numbering. */
export class Names {
  readonly words: string[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(word: string): number {
    let n = this.numbers.get(word);
    if (n === undefined) { this.numbers.set(word, n = this.words.length); this.words.push(word); }
    return n;
  }
}

/** Columns of one local day. `cell`: number of an H3 cell in `cells`, 0 for a case without a position. */
export interface Day {
  count: number;
  minute: Uint32Array; region: Uint32Array; category: Uint16Array; source: Uint16Array; flags: Uint8Array; deadline: Uint32Array; lng: Int32Array; lat: Int32Array; cell: Uint32Array;
}
interface Kept { day: Promise<Day>; readAt: number; stale: boolean }

/** A day in which cases change all the time is read again at most this often, ms. */
const AGAIN_MS = 2_000;
/** Any day this often, ms, for a case may have left it for another: behind the question that finds it so, but one so old that nobody asked meanwhile is waited for. */
const OLD_MS = 60_000;
const TOO_OLD_MS = 300_000;

export class CaseTable {
  readonly regions = new Names();
  readonly categories = new Names();
  readonly sources = new Names();
  /** H3 cells; the first stands for none. */
  readonly cells = new Names();
  private readonly kept = new Map<number, Kept>();
  /** Days that are read again behind the questions, one after the other. */
  private behind: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: Pick<PushStore, 'readCaseRows'>, private readonly zone: string, private readonly resolution: number) { this.cells.numberOf(''); }

  /** Cases the store has just taken: their days are read again when they are next asked for. */
  put(cases: readonly Pick<Case, 'times'>[]): void {
    for (const { times } of cases) {
      const kept = this.kept.get(localDay(this.zone, times.reported));
      if (kept) kept.stale = true;
    }
  }

  /** Cases were taken out, of which the day is not known. */
  remove(_ids: readonly string[]): void { for (const kept of this.kept.values()) kept.stale = true; }

  /** The days that [from, to) touches, epoch ms; `wall` ms tells how old what is kept may be. */
  async days(from: number, to: number, wall: number): Promise<Day[]> {
    const days: Day[] = [];
    const last = localDay(this.zone, Math.max(from, to - 1));
    // One after the other: a month decoded at once would hold up everybody else.
    for (let day = localDay(this.zone, from); day <= last; day++) days.push(await this.day(day, wall));
    return days;
  }

  /** Days before `day` are over their retention. */
  forget(day: number): void { for (const known of this.kept.keys()) if (known < day) this.kept.delete(known); }

  private day(day: number, wall: number): Promise<Day> {
    const before = this.kept.get(day);
    if (!before) return this.read(day, wall);
    const age = wall - before.readAt;
    if (before.stale ? age >= AGAIN_MS : age >= TOO_OLD_MS) return this.read(day, wall, before);
    if (age >= OLD_MS) {
      before.readAt = wall;
      this.behind = this.behind.then(() => (this.kept.get(day) === before ? this.read(day, wall, before).catch(() => undefined) : undefined));
    }
    return before.day;
  }

  private read(day: number, wall: number, before?: Kept): Promise<Day> {
    const read = (async () => this.decode(await this.store.readCaseRows(day), await before?.day.catch(() => undefined)))();
    const kept: Kept = { day: read, readAt: wall, stale: false };
    this.kept.set(day, kept);
    // What could not be read is asked for again by the next question.
    read.catch(() => { if (this.kept.get(day) === kept) this.kept.delete(day); });
    return read;
  }

  private decode(parts: readonly CaseRows[], before: Day | undefined): Day {
    const count = parts.reduce((sum, part) => sum + part.count, 0);
    const day: Day = {
      count, minute: new Uint32Array(count), region: new Uint32Array(count), category: new Uint16Array(count), source: new Uint16Array(count),
      flags: new Uint8Array(count), deadline: new Uint32Array(count), lng: new Int32Array(count), lat: new Int32Array(count), cell: new Uint32Array(count),
    };
    let at = 0;
    for (const part of parts) {
      day.minute.set(part.minute, at); day.flags.set(part.flags, at); day.deadline.set(part.deadline, at); day.lng.set(part.lng, at); day.lat.set(part.lat, at);
      this.renumber(part.path, day.region, at, (path) => this.regions.numberOf(part.regionOf(path)));
      this.renumber(part.category, day.category, at, (word) => this.categories.numberOf(part.wordOf(word)));
      this.renumber(part.source, day.source, at, (word) => this.sources.numberOf(part.wordOf(word)));
      at += part.count;
    }
    this.place(day, before);
    return day;
  }

  private renumber(from: Uint32Array | Uint16Array, to: Uint16Array | Uint32Array, at: number, numberOf: (number: number) => number): void {
    const known: number[] = [];
    for (let i = 0; i < from.length; i++) to[at + i] = known[from[i]!] ??= numberOf(from[i]!);
  }

  /** A cell is dear (microseconds), and most rows stand where they stood. */
  private place(day: Day, before: Day | undefined): void {
    for (let i = 0; i < day.count; i++) {
      const [lng, lat] = [day.lng[i]!, day.lat[i]!];
      if (lng === NO_PLACE) continue;
      const same = before !== undefined && i < before.count && before.lng[i] === lng && before.lat[i] === lat;
      day.cell[i] = same ? before.cell[i]! : this.cells.numberOf(latLngToCell(lat / DEGREE, lng / DEGREE, this.resolution));
    }
  }
}

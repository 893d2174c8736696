/**
 * The state at one moment, folded from operations in the order in which they were written. What has changed since it was last
 * asked is gathered, so that memory built on it can follow.
 */
import { Reader } from '../store/bytes.ts';
import { dayStart, localDay } from '../wire/clock.ts';
import type { Case, Station } from '../wire/entity.ts';
import type { AlertItem, FeedHealth, StationItem } from '../wire/messages.ts';
import { CounterNames, Names } from './names.ts';
import { OP, POINTS, readJson, readRows, readWords, REMOVED, type PointsKind } from './ops.ts';
import { PointColumns, UNITS } from './points.ts';
import { RowTable } from './row-table.ts';
import { KeptSeries } from './series.ts';

export interface AlertChange { put: AlertItem[]; remove: string[] }
export type Late = [station: string, at: number, level: number | null, rain5m: number | null];
/** What changed, each once: its last state is the fold's. */
export interface Changes {
  rows: Set<number>; cameras: Set<number>; staff: Set<number>; infos: { cameras: Set<number>; staff: Set<number> };
  cases: Map<string, Case | null>; stations: Set<string>; gone: Set<string>; readings: Late[]; alerts: boolean;
}
const nothing = (): Changes => ({ rows: new Set(), cameras: new Set(), staff: new Set(), infos: { cameras: new Set(), staff: new Set() }, cases: new Map(), stations: new Set(), gone: new Set(), readings: [], alerts: false });

export class Fold {
  readonly counters = new CounterNames();
  readonly codes = new Names();
  readonly rows = new RowTable(this.counters);
  readonly cameras = new PointColumns(UNITS.cameras);
  readonly staff = new PointColumns(UNITS.staff);
  readonly cases = new Map<string, Case>();
  readonly stations = new Map<string, Station>();
  readonly states = new Map<string, StationItem['state']>();
  readonly alerts = new Map<string, AlertItem>();
  readonly feeds = new Map<string, FeedHealth>();
  /** Past readings by station; null once they are with whoever asked for them. */
  series: Map<string, KeptSeries> | null = new Map();
  /** Grows when any case does. */
  caseRevision = 0;
  /** World's ms of the last frame. */
  now = 0;
  /** Whether somebody follows it from change to change, who will ask what they were. */
  followed = false;
  private changes = nothing();
  private reader: Reader | null = null;
  /** Of the open chunk: when its last frame was, and of the frame that comes next when it is and how long. */
  private base = 0;
  private next: number | null = null;
  private length = 0;

  constructor(private readonly zone: string) {}

  take(): Changes { const { changes } = this; this.changes = nothing(); return changes; }

  /** A keyframe's part: all of it counts as of `at`. */
  keyframe(bytes: Buffer, at: number): void {
    this.now = at;
    const from = new Reader(bytes);
    while (from.left > 0) this.apply(from.u8(), from);
  }

  /** Goes on with a chunk that begins at `from`: `until` applies its frames. */
  open(bytes: Buffer, from: number): void { this.reader = new Reader(bytes); this.now = Math.max(this.now, from); this.next = null; this.base = from; }

  /** Applies the frames of the open chunk up to `until`, ms, included. True where it is read to its end. */
  until(until: number): boolean {
    const { reader } = this;
    if (!reader) return true;
    for (;;) {
      if (this.next === null) {
        if (reader.left === 0) { this.reader = null; return true; }
        if (reader.u8() !== OP.frame) throw new Error(`a chunk of frames: found another operation at ${reader.at - 1}, expected a frame`);
        this.next = this.base += reader.varint();
        this.length = reader.varint();
      }
      if (this.next > until) return false;
      this.now = this.next;
      this.next = null;
      for (const end = reader.at + this.length; reader.at < end;) this.apply(reader.u8(), reader);
    }
  }

  private apply(op: number, from: Reader): void {
    const { changes } = this;
    switch (op) {
      case OP.name: this.counters.numberOf(readWords(from)); break;
      case OP.code: this.codes.numberOf(readWords(from)); break;
      case OP.rows: readRows(from, this.rows, this.followed ? changes.rows : null); break;
      case OP.infos: this.infos(POINTS[from.u8()]!, from); break;
      case OP.moves: { const kind = POINTS[from.u8()]!; this[kind].readMoves(from, this.now, this.followed ? changes[kind] : null); break; }
      case OP.station: this.station(readJson<Station>(from)); break;
      case OP.reading: this.reading(readJson(from)); break;
      case OP.states: for (const [id, state] of readJson<[string, StationItem['state']][]>(from)) { this.states.set(id, state); if (this.stations.has(id)) changes.stations.add(id); } break;
      case OP.series: { const station = readWords(from); const series = new KeptSeries(from); this.series?.set(station, series); break; }
      case OP.readings: for (const late of readJson<Late[]>(from)) { changes.readings.push(late); this.late(late); } break;
      case OP.cases: for (const entity of readJson<Case[]>(from)) this.case(entity); break;
      case OP.remove: this.remove(REMOVED[from.u8()]!, readWords(from)); break;
      case OP.alerts: this.alert(readJson<AlertChange>(from)); break;
      case OP.feeds: for (const feed of readJson<FeedHealth[]>(from)) this.feeds.set(feed.feed, feed); break;
      default: throw new Error(`a recording: found operation ${op} before ${from.at}, expected one of ${Object.values(OP).join(', ')}`);
    }
  }

  private infos(kind: PointsKind, from: Reader): void {
    let index = from.varint();
    const infos = readJson<[string, string, ...string[]][]>(from);
    const points = this[kind];
    points.reserve(index + infos.length);
    for (const [id, region, ...rest] of infos) {
      points.ids[index] = id; points.regions[index] = region; points.infos[index] = rest;
      this.changes.infos[kind].add(index++);
    }
  }

  private station(station: Station): void {
    this.stations.set(station.id, station);
    this.changes.stations.add(station.id);
    this.changes.gone.delete(station.id);
    if (station.reading) this.late([station.id, station.reading.at, station.reading.level ?? null, station.reading.rain5m ?? null]);
  }

  private reading([id, version, updatedAt, reading]: [string, number, number, NonNullable<Station['reading']>]): void {
    const known = this.stations.get(id);
    if (known) this.station({ ...known, version: { ...known.version, value: version }, updatedAt, reading });
  }

  private late([station, at, level, rain5m]: Late): void {
    if (!this.series) return;
    let series = this.series.get(station);
    if (!series) this.series.set(station, series = new KeptSeries(null));
    series.add(at, level, rain5m);
  }

  /** In a keyframe one may be older than what is here already. */
  private case(entity: Case): void {
    const before = this.cases.get(entity.id);
    if (before && entity.version.value < before.version.value) return;
    this.cases.set(entity.id, entity);
    this.changes.cases.set(entity.id, entity);
    this.caseRevision++;
  }

  private remove(kind: (typeof REMOVED)[number], id: string): void {
    if (kind === 'case') { this.cases.delete(id); this.changes.cases.set(id, null); this.caseRevision++; }
    else { this.stations.delete(id); this.states.delete(id); this.changes.stations.delete(id); this.changes.gone.add(id); }
  }

  private alert({ put, remove }: AlertChange): void {
    for (const item of put) this.alerts.set(item.id, item);
    for (const id of remove) this.alerts.delete(id);
    this.changes.alerts = true;
  }

  /** Lets go of cases that no figure of today or yesterday counts any more, as of the cursor, and of all but the newest `most`. */
  prune(at: number, most: number): void {
    const from = dayStart(this.zone, localDay(this.zone, at) - 1);
    const newest = [...this.cases.values()].map((c) => c.times.reported).sort((a, b) => b - a)[most] ?? -Infinity;
    for (const [id, entity] of this.cases) if (entity.times.reported <= newest && !counts(entity, from)) this.cases.delete(id);
  }
}

/** Whether a figure of the present, or of a time since `from`, counts it. */
export function counts({ status, times }: Pick<Case, 'status' | 'times'>, from: number): boolean {
  if (status === 'open' || status === 'suspended') return true;
  return Object.values(times).some((at) => at !== undefined && at >= from);
}

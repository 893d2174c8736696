/** The last picture as it was recorded, and the frame in the making: what the next picture has that this one has not. */
import { localDay } from '../wire/clock.ts';
import type { Case, Kind, Staff, Station } from '../wire/entity.ts';
import type { AlertItem, FeedHealth, StationItem } from '../wire/messages.ts';
import type { CounterRow } from '../wire/counters.ts';
import type { Reading } from '../store/index.ts';
import { writeInfos, type Still } from './keyframe.ts';
import { CounterNames, Names } from './names.ts';
import { OP, Ops, POINTS, writeRows, type PointsKind, type RowChanges } from './ops.ts';
import { PointColumns, UNITS } from './points.ts';
import { RowTable } from './row-table.ts';
import type { Picture, Shown, ShownPoints, ShownStation } from './shown.ts';

interface Read { code: string; detail: boolean; row: CounterRow }
interface KeptStation { entity: Station; base: string; state: StationItem['state']; series: ShownStation['series'] }

const baseOf = ({ reading: _reading, version: _version, updatedAt: _updatedAt, ...rest }: Station): string => JSON.stringify(rest);

export class Sketch {
  readonly counters = new CounterNames();
  readonly codes = new Names();
  /** What was looked at; null before the first. */
  shown: Shown | null = null;
  private readonly rows = new RowTable(this.counters);
  private readonly points = { cameras: new PointColumns(UNITS.cameras), staff: new PointColumns(UNITS.staff) };
  private readonly stations = new Map<string, KeptStation>();
  private readonly alerts = new Map<string, string>();
  private readonly feeds = new Map<string, string>();
  private alertRevision = NaN;
  private readonly stale = { cameras: true, staff: true };
  private written = { counters: 0, codes: 0 };
  private readonly out = new Ops();

  constructor(private readonly zone: string) {}

  /** The frame, and another begins; null: nothing differs. */
  body(): Buffer | null {
    if (this.out.length === 0) return null;
    const bytes = this.out.take();
    this.out.reset();
    return bytes;
  }

  /** Rows that were read for the picture. */
  takeRows({ rows: { at, read } }: Picture): readonly Read[] {
    const list = [...read];
    this.takeRead(at, list);
    return list;
  }

  takeRead(at: number, read: Iterable<Read>): void {
    const day = localDay(this.zone, at);
    const changed: RowChanges[] = [];
    for (const { code, row, detail } of read) {
      const number = this.codes.numberOf(code);
      const turned = this.rows.dayOf(number) !== day;
      const changes = this.rows.take(number, day, row, detail);
      if (turned || changes.length > 0) changed.push({ row: number, changes });
    }
    this.words();
    writeRows(this.out, day, changed);
  }

  /** New words come before what is said with them. */
  private words(): void {
    for (; this.written.counters < this.counters.size; this.written.counters++) this.out.text(OP.name, this.counters.words[this.written.counters]!);
    for (; this.written.codes < this.codes.size; this.written.codes++) this.out.text(OP.code, this.codes.words[this.written.codes]!);
  }

  takeTold(cases: ReadonlyMap<string, Case | null>, readings: readonly Reading[]): void {
    const put = [...cases.values()].filter((entity) => entity !== null);
    if (put.length > 0) this.out.json(OP.cases, put);
    for (const [id, entity] of cases) if (!entity) this.out.removed('case', id);
    if (readings.length > 0) this.out.json(OP.readings, readings.map(({ station, at, level, rain5m }) => [station, at, level ?? null, rain5m ?? null]));
  }

  /** Records of this kind have changed: what is shown of each is compared with the next picture. */
  look(kind: Kind): void { if (kind === 'video') this.stale.cameras = true; else if (kind === 'staff') this.stale.staff = true; }

  /** `every`: how old a place must be before the next of the same person is written, ms; null: places are not looked at this time. */
  takePicture({ now, shown, feeds }: Picture, every: number | null): void {
    this.shown = shown;
    const { cameras, staff } = shown;
    const moved = this.stale.cameras || cameras.points.size > this.points.cameras.size;
    this.takePoints('cameras', cameras.points, (i, known) => (known[0] === cameras.names[i] ? null : [cameras.names[i] ?? '']), now, moved ? 0 : Infinity);
    this.takePoints('staff', staff.points, (i, known) => {
      const [post, name = '', phone = ''] = [staff.posts[i], staff.names[i], staff.phones[i]];
      if (!post) return known.length === 0 ? null : [];
      return known[0] === post.role && known[1] === expectedOf(post) && known[2] === name && known[3] === phone ? null : [post.role, expectedOf(post), name, phone];
    }, now, every ?? Infinity);
    this.takeStations(shown);
    this.takeAlerts(shown);
    this.takeFeeds(feeds);
  }

  private takePoints(kind: PointsKind, shown: ShownPoints, infoOf: (index: number, known: readonly string[]) => readonly string[] | null, now: number, every: number): void {
    const [points, number] = [this.points[kind], POINTS.indexOf(kind)];
    if (shown.size > points.size) this.stale[kind] = true;
    points.reserve(shown.size);
    for (let i = 0; this.stale[kind] && i < shown.size; i++) {
      const info = infoOf(i, points.infos[i]!);
      if (info === null && points.regions[i] === shown.region(i) && points.ids[i] !== '') continue;
      points.ids[i] = shown.idOf(i);
      points.regions[i] = shown.region(i);
      if (info !== null) points.infos[i] = info;
      writeInfos(this.out, kind, points, i, i + 1);
    }
    this.stale[kind] = false;
    const moves = new Ops();
    if (points.takeMoves(shown, now, every, moves) === 0) return;
    this.out.u8(OP.moves);
    this.out.u8(number);
    this.out.raw(moves.take());
  }

  private takeStations({ stations }: Shown): void {
    const states: [string, string][] = [];
    const present = new Set<string>();
    for (const { id, entity, state, series } of stations.inside(() => true)) {
      present.add(id);
      const known = this.stations.get(id);
      if (known?.entity !== entity) this.takeStation(entity, known, series, state);
      const kept = this.stations.get(id)!;
      kept.series = series;
      if (known && known.state === state) continue;
      kept.state = state;
      states.push([id, state]);
    }
    if (states.length > 0) this.out.json(OP.states, states);
    if (present.size < this.stations.size) for (const id of this.stations.keys()) if (!present.has(id)) { this.stations.delete(id); this.out.removed('station', id); }
  }

  private takeStation(entity: Station, known: KeptStation | undefined, series: ShownStation['series'], state: KeptStation['state']): void {
    const base = baseOf(entity);
    if (known && known.base === base && entity.reading) this.out.json(OP.reading, [entity.id, entity.version.value, entity.updatedAt, entity.reading]);
    else this.out.json(OP.station, entity);
    if (known) { known.entity = entity; known.base = base; } else this.stations.set(entity.id, { entity, base, state, series });
  }

  private takeAlerts({ alerts }: Shown): void {
    if (alerts.revision === this.alertRevision) return;
    this.alertRevision = alerts.revision;
    const [put, present] = [[] as AlertItem[], new Set<string>()];
    for (const item of alerts.inForce()) {
      present.add(item.id);
      const text = JSON.stringify(item);
      if (this.alerts.get(item.id) !== text) { this.alerts.set(item.id, text); put.push(item); }
    }
    const remove = [...this.alerts.keys()].filter((id) => !present.has(id));
    for (const id of remove) this.alerts.delete(id);
    if (put.length + remove.length > 0) this.out.json(OP.alerts, { put, remove });
  }

  private takeFeeds(feeds: readonly FeedHealth[]): void {
    const changed = feeds.filter((feed) => {
      const text = JSON.stringify(feed);
      if (this.feeds.get(feed.feed) === text) return false;
      this.feeds.set(feed.feed, text);
      return true;
    });
    if (changed.length > 0) this.out.json(OP.feeds, changed);
  }

  /** All of it, standing still. Series are read as they are written: what they have gained by then is no harm before the segment begins to count. */
  still({ now }: Picture): Still {
    return {
      now, counters: this.counters, codes: this.codes, rows: this.rows.copy(), cameras: this.points.cameras.copy(), staff: this.points.staff.copy(),
      stations: [...this.stations.values()].map(({ entity, state, series }) => ({ entity, state, series })),
      alerts: [...this.alerts.values()].map((text) => JSON.parse(text) as AlertItem), feeds: [...this.feeds.values()].map((text) => JSON.parse(text) as FeedHealth),
    };
  }
}

const expectedOf = ({ expected }: Pick<Staff, 'expected'>): string => (expected ? '1' : '0');

/**
 * What push reads of the store, answered from a fold. What is older than the fold knows (hours of a week's trend, heat and
 * case tables of days before yesterday) is asked of the live store, as it is known now.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { BucketRead, CaseRows, ChangeToken, Contribution, Grain, PositionBlock, Reading, Store, Stored, StoreStats } from '../store/index.ts';
import { DUTY_STATES, type Case, type Entity, type Kind, type Staff, type VideoPoint } from '../wire/entity.ts';
import type { CounterRow } from '../wire/counters.ts';
import { dayStart, hourOf, localDay, zoneFraction } from '../wire/clock.ts';
import { isUnplaced, LEVELS, unplacedOf, type Region } from '../wire/region.ts';
import { caseRows } from './case-rows.ts';
import { NOWHERE } from './points.ts';
import type { Fold } from './fold.ts';

export interface PlaybackRegions { path(code: string): readonly Region[]; children(code: string): readonly Region[]; get(code: string): Region | undefined; readonly city: Region }
export interface StoreDeps {
  zone: string;
  regions: PlaybackRegions;
  live: Pick<Store, 'readBuckets' | 'readHeat' | 'readCaseRows' | 'get'>;
  /** In which buckets and which cell of the heat map a case stands. */
  contribution(entity: Case): Contribution;
}

const [MINUTE, HOUR] = [60_000, 3_600_000];
const AT_ONCE = 500;
const STEP = 16;
/** `minute`, `hour`: how many levels from the city its buckets go. */
interface Event { name: string; at: number; minute: number; hour: number }
interface Traits { events: Event[]; heat: { hour: number; cell: string; class: string } | null }

export class PlaybackStore {
  private fold: Fold | null = null;
  private seeks = 0;
  private everything = true;
  private readonly changed = new Set<string>();
  private readonly traits = new WeakMap<Case, Traits>();
  private readonly depths = new Map<string, { code: string; depth: number }[]>();
  private yesterdays: { key: string; counts: Map<string, { reported: number; closed: number }> } | null = null;
  /** World's ms of the cursor. */
  now = 0;

  constructor(private readonly deps: StoreDeps) {}

  /** Another state, which has nothing in common with the one before. */
  show(fold: Fold, now: number): void { this.fold = fold; this.now = now; this.seeks++; this.everything = true; this.changed.clear(); this.yesterdays = null; }
  /** Rows of these numbers are others now. */
  moved(rows: Iterable<number>): void { for (const row of rows) { const code = this.at.codes.words[row]; if (code !== undefined) this.changed.add(code); } }

  deadLetters(): Promise<[]> { return Promise.resolve([]); }
  stats(): StoreStats { return { scripts: 0, micros: 0, longestMicros: 0, increments: 0, negatives: 0, overlong: 0 }; }
  epoch(): string { return `recorded.${this.seeks}`; }
  answers(): Promise<void> { return Promise.resolve(); }
  readWall(): Promise<null> { return Promise.reject(new Error('a recording: a wall keeps nothing there')); }
  keepWall(): Promise<null> { return Promise.reject(new Error('a recording: a wall keeps nothing there')); }

  changedSince(_token: ChangeToken | null): Promise<{ token: ChangeToken; codes: string[] }> {
    const codes = this.everything ? [...this.at.codes.words] : [...this.changed];
    this.everything = false;
    this.changed.clear();
    return Promise.resolve({ token: {}, codes });
  }

  /** A fold stands still while it is read. */
  still<T>(work: () => Promise<T>): Promise<T> { return work(); }
  readRows(codes: readonly string[], now: number, { detail = false }: { detail?: boolean } = {}): Promise<Record<string, CounterRow>> {
    const { codes: numbers, rows } = this.at;
    const day = localDay(this.deps.zone, now);
    const yesterdays = this.yesterday(now);
    return Promise.resolve(Object.fromEntries(codes.map((code) => {
      const number = numbers.find(code);
      const row = number === undefined ? {} : rows.row(number, day, detail);
      const before = yesterdays.get(code);
      if (before && before.reported > 0) row['yesterday.reported'] = before.reported;
      if (before && before.closed > 0) row['yesterday.closed'] = before.closed;
      return [code, row];
    })));
  }

  async readBuckets(code: string, names: readonly string[], grain: Grain, from: number, to: number): Promise<BucketRead> {
    const { zone, live } = this.deps;
    const since = dayStart(zone, localDay(zone, this.now) - 1);
    const plain = names.map((name) => name.replace(/^today\./, ''));
    // The shape of the answer, and what lies before the fold, are the live store's.
    if (grain === 'day') return live.readBuckets(code, names, grain, from, to);
    const old = from < since ? await live.readBuckets(code, names, grain, from, to) : null;
    const starts = old?.starts ?? startsOf(zone, grain, from, to);
    const series = Object.fromEntries(names.map((name) => [name, starts.map((start, i) => (start < since ? old?.series[name]?.[i] ?? 0 : 0))]));
    const step = grain === 'hour' ? HOUR : MINUTE;
    const wanted = this.level(code);
    for (const entity of this.at.cases.values()) {
      if (!this.inside(entity.region, code)) continue;
      for (const event of this.traitsOf(entity).events) {
        const name = names[plain.indexOf(event.name)];
        if (name === undefined || wanted > event[grain] || event.at < since) continue;
        const at = Math.floor((event.at - starts[0]!) / step);
        if (at >= 0 && at < starts.length) series[name]![at]! += 1;
      }
    }
    return { from: starts[0] ?? from, starts, series };
  }

  async readHeat(fromHour: number, toHour: number, heatClass?: string): Promise<Map<string, number>> {
    const { zone, live } = this.deps;
    const since = hourOf(zone, dayStart(zone, localDay(zone, this.now) - 1));
    const cells = fromHour < since ? new Map(await live.readHeat(fromHour, Math.min(toHour, since), heatClass)) : new Map<string, number>();
    for (const entity of this.at.cases.values()) {
      const { heat } = this.traitsOf(entity);
      if (heat && heat.hour >= Math.max(fromHour, since) && heat.hour < toHour && (heatClass === undefined || heat.class === heatClass)) cells.set(heat.cell, (cells.get(heat.cell) ?? 0) + 1);
    }
    return cells;
  }

  readCaseRows(day: number): Promise<CaseRows[]> {
    const { zone, live } = this.deps;
    if (day < localDay(zone, this.now) - 1) return live.readCaseRows(day);
    return Promise.resolve([caseRows([...this.at.cases.values()].filter(({ times }) => localDay(zone, times.reported) === day))]);
  }

  /** Cases that ended before yesterday are in no recording: of them the present knows. */
  async get(kind: Kind, ids: readonly string[]): Promise<(Entity | null)[]> {
    const found = kind === 'case' ? this.at.cases : kind === 'station' ? this.at.stations : new Map<string, Entity>();
    const elsewhere = ids.filter((id) => !found.has(id));
    const live = new Map((kind === 'case' && elsewhere.length > 0 ? await this.deps.live.get(kind, elsewhere) : []).flatMap((entity) => (entity && 'times' in entity && entity.times.reported <= this.now ? [[entity.id, entity] as const] : [])));
    return ids.map((id) => found.get(id) ?? live.get(id) ?? null);
  }
  count(kind: Kind): Promise<number> { return Promise.resolve([...this.entities(kind)].length); }

  recentCases(count: number): Promise<Case[]> {
    return Promise.resolve([...this.at.cases.values()].sort((a, b) => b.times.reported - a.times.reported).slice(0, count));
  }

  /** Alerts are shown as they were recorded, not judged again: there are none here. */
  async* scan<K extends Kind>(kind: K): AsyncGenerator<Stored<Extract<Entity, { kind: K }>>[]> {
    let page: Stored<Extract<Entity, { kind: K }>>[] = [];
    for (const entity of this.entities(kind)) {
      page.push({ shard: '', entity: entity as Extract<Entity, { kind: K }> });
      // Others have their turn between two pages.
      if (page.length === AT_ONCE) { yield page; page = []; await breathe(); }
    }
    if (page.length > 0) yield page;
  }

  private entities(kind: Kind): Iterable<Entity> {
    switch (kind) {
      case 'case': return this.at.cases.values();
      case 'station': return this.at.stations.values();
      case 'video': return this.each('cameras', (i) => this.camera(i));
      case 'staff': return this.each('staff', (i) => this.person(i));
      case 'alert': return [];
    }
  }
  private *each<T>(kind: 'cameras' | 'staff', make: (index: number) => T): Iterable<T> {
    const points = this.at[kind];
    for (let i = 0; i < points.size; i++) if (points.regions[i] !== '') yield make(i);
  }

  camera(i: number, version = this.seeks): VideoPoint {
    const { cameras: points } = this.at;
    const place = points.x[i] === NOWHERE ? {} : { lng: points.lng(i), lat: points.lat(i) };
    return { kind: 'video', id: points.ids[i]!, region: points.regions[i]!, version: { by: 'revision', value: version }, updatedAt: 0, name: points.infos[i]![0] ?? '', status: points.state[i] === 1 ? 'on' : 'off', ...place };
  }

  /** The duty is the one that was shown: whoever reads it must not judge it again. */
  person(i: number, version = this.seeks): Staff {
    const { staff: points } = this.at;
    const [role = 'fullTime', expected, name = '', phone = ''] = points.infos[i]!;
    return { kind: 'staff', id: points.ids[i]!, region: points.regions[i]!, version: { by: 'revision', value: version }, updatedAt: 0, role: role as Staff['role'], expected: expected === '1', duty: DUTY_STATES[points.state[i]!]!, name, phone };
  }

  readPositions(): Promise<{ blocks: PositionBlock[]; slots: ReadonlyMap<string, number> }> {
    const { staff: points } = this.at;
    const bytes = new Uint8Array(points.size * STEP);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < points.size; i++) {
      if (points.x[i] === NOWHERE || points.ids[i] === '') continue;
      view.setInt32(i * STEP, Math.round(points.lng(i) * 1e7), true);
      view.setInt32(i * STEP + 4, Math.round(points.lat(i) * 1e7), true);
      view.setUint32(i * STEP + 8, Math.max(1, points.at[i]!), true);
      view.setUint8(i * STEP + 12, points.state[i]!);
    }
    return Promise.resolve({ blocks: [{ from: 0, count: points.size, bytes }], slots: new Map(points.ids.map((id, slot) => [id, slot])) });
  }

  readSeries(station: string): Promise<Reading[]> {
    return Promise.resolve(this.at.series?.get(station)?.readings(station) ?? []);
  }

  private get at(): Fold {
    if (!this.fold) throw new Error('a recording: nothing is shown yet');
    return this.fold;
  }

  private traitsOf(entity: Case): Traits {
    let traits = this.traits.get(entity);
    if (!traits) this.traits.set(entity, traits = this.makeTraits(entity));
    return traits;
  }
  private makeTraits(entity: Case): Traits {
    const { stamps, heat } = this.deps.contribution(entity);
    const events = stamps.flatMap(({ at, indicators }) => indicators.flatMap(({ name, depth }): Event[] => (EVENTS.has(name) ? [{ name: name.slice('today.'.length), at, minute: depth.minute, hour: depth.hour }] : [])));
    return { events, heat: heat ? { hour: hourOf(this.deps.zone, heat.at), cell: heat.cell, class: heat.class } : null };
  }

  /** Equal elapsed window of yesterday, of every region: whole hours, then the minutes of the hour that has begun. */
  private yesterday(now: number): Map<string, { reported: number; closed: number }> {
    const { zone } = this.deps;
    const today = localDay(zone, now);
    const start = dayStart(zone, today - 1);
    const fraction = zoneFraction(zone);
    const minute = (ms: number): number => Math.floor((ms + fraction) / MINUTE);
    const target = minute(Math.min(start + (now - dayStart(zone, today)), dayStart(zone, today)));
    const partial = Math.floor(target / 60) * 60;
    const key = `${start} ${target} ${this.at.caseRevision}`;
    if (this.yesterdays?.key === key) return this.yesterdays.counts;
    const counts = new Map<string, { reported: number; closed: number }>();
    const first = minute(start);
    for (const entity of this.at.cases.values()) {
      for (const { name, at, minute: minuteDepth, hour: hourDepth } of this.traitsOf(entity).events) {
        const when = minute(at);
        if (when < first || when >= target || (name !== 'reported' && name !== 'closed')) continue;
        for (const { code, depth } of this.pathOf(entity.region)) {
          if (depth > (when < partial ? hourDepth : minuteDepth)) continue;
          let sum = counts.get(code);
          if (!sum) counts.set(code, sum = { reported: 0, closed: 0 });
          sum[name]++;
        }
      }
    }
    this.yesterdays = { key, counts };
    return counts;
  }

  /** As the store's tree has it: down to the region, and below it its 未落格 unless it is of the lowest level. */
  private pathOf(region: string): readonly { code: string; depth: number }[] {
    let path = this.depths.get(region);
    if (!path) {
      const { regions } = this.deps;
      const known = regions.path(region);
      const steps = known.length > 0 ? known : [regions.city];
      path = steps.map(({ code, level }) => ({ code, depth: LEVELS.indexOf(level) + 1 }));
      const last = path.at(-1)!;
      const below = LEVELS[last.depth];
      if (below !== undefined) path.push({ code: unplacedOf(last.code), depth: last.depth + 1 });
      this.depths.set(region, path);
    }
    return path;
  }
  private inside(region: string, code: string): boolean { return this.pathOf(region).some((step) => step.code === code); }
  private level(code: string): number {
    const own = isUnplaced(code) ? code.slice(0, -2) : code;
    const region = this.deps.regions.get(own);
    return region ? LEVELS.indexOf(region.level) + (own === code ? 1 : 2) : Infinity;
  }
}

const EVENTS: ReadonlySet<string> = new Set(['today.reported', 'today.closed']);

function startsOf(zone: string, grain: 'minute' | 'hour', from: number, to: number): number[] {
  const [fraction, step] = [zoneFraction(zone), grain === 'hour' ? HOUR : MINUTE];
  const starts: number[] = [];
  for (let start = Math.floor((from + fraction) / step) * step - fraction; start < to; start += step) starts.push(start);
  return starts;
}

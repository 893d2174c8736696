/** stations, alerts, cases: lists of a region, told apart item by item. */
import { alertOrder, caseOrder, stationOrder } from '../../wire/fold.ts';
import type { Case } from '../../wire/entity.ts';
import type { AlertItem, AlertsData, AlertsDelta, CaseItem, CasesData, CasesDelta, StationItem, StationsData, StationsDelta } from '../../wire/messages.ts';
import type { PushRegions } from '../deps.ts';
import { within } from '../fan.ts';
import type { AlertMirror } from '../mirrors/alerts.ts';
import type { CaseMirror } from '../mirrors/cases.ts';
import type { StationMirror } from '../mirrors/stations.ts';
import type { Source, Tick } from './source.ts';

/** Items are flat, so equal means equal name by name. */
function sameItem<T extends object>(a: T | undefined, b: T): boolean {
  if (a === undefined) return false;
  for (const name in b) if (a[name] !== b[name]) return false;
  return true;
}

interface Change<T> { put: T[]; remove: string[] }
/** Moves `published` to `present` and says how. */
function settle<T extends { id: string }>(published: Map<string, T>, present: ReadonlyMap<string, T>): Change<T> {
  const put: T[] = [];
  const remove: string[] = [];
  for (const [id, item] of present) if (!sameItem(published.get(id), item)) { published.set(id, item); put.push(item); }
  for (const id of published.keys()) if (!present.has(id)) { published.delete(id); remove.push(id); }
  return { put, remove };
}
const empty = (change: Change<unknown>): boolean => change.put.length === 0 && change.remove.length === 0;

export class StationsSource implements Source<'stations'> {
  readonly topic = 'stations';
  private readonly published = new Map<string, StationItem>();
  private touched = new Set<string>();
  private readonly inside: (region: string) => boolean;

  constructor(private readonly region: string, private readonly mirror: StationMirror, regions: PushRegions) {
    this.inside = within(regions, region);
    mirror.fan.add(region, this);
  }

  touch(id: string): void { this.touched.add(id); }

  load(tick: Tick): Promise<void> {
    this.published.clear();
    this.touched.clear();
    for (const { id } of this.mirror.inside(this.inside)) this.published.set(id, this.mirror.item(id, tick.now)!);
    return Promise.resolve();
  }

  due(): boolean { return this.touched.size > 0; }

  commit(tick: Tick): StationsDelta | null {
    const change: Change<StationItem> = { put: [], remove: [] };
    for (const id of this.touched) {
      const region = this.mirror.region(id);
      const item = region !== undefined && this.inside(region) ? this.mirror.item(id, tick.now) : null;
      if (item && !sameItem(this.published.get(id), item)) { this.published.set(id, item); change.put.push(item); }
      if (!item && this.published.delete(id)) change.remove.push(id);
    }
    this.touched = new Set();
    return empty(change) ? null : { total: this.published.size, ...change };
  }

  snapshot(): StationsData {
    return { region: this.region, total: this.published.size, items: [...this.published.values()].sort(stationOrder) };
  }
  close(): void { this.mirror.fan.delete(this.region, this); }
}

/** Alerts in force for a region: those of the region, of what lies in it, and of what it lies in. */
export class AlertsSource implements Source<'alerts'> {
  readonly topic = 'alerts';
  private readonly published = new Map<string, AlertItem>();
  private revision = -1;
  private readonly inside: (region: string) => boolean;
  private readonly above: ReadonlySet<string>;

  constructor(private readonly region: string, private readonly mirror: AlertMirror, regions: PushRegions) {
    this.inside = within(regions, region);
    this.above = new Set(regions.path(region).map((step) => step.code));
  }

  load(): Promise<void> {
    this.published.clear();
    this.commit();
    return Promise.resolve();
  }

  due(): boolean { return this.revision !== this.mirror.revision; }

  commit(): AlertsDelta | null {
    this.revision = this.mirror.revision;
    const present = new Map<string, AlertItem>();
    for (const item of this.mirror.inForce()) if (this.above.has(item.region) || this.inside(item.region)) present.set(item.id, item);
    const change = settle(this.published, present);
    return empty(change) ? null : { total: this.published.size, ...change };
  }

  snapshot(): AlertsData {
    return { region: this.region, total: this.published.size, items: [...this.published.values()].sort(alertOrder) };
  }
  close(): void { /* follows the mirror's revision */ }
}

const SHOWN = 40;
/** Kept ready beyond those shown, so that one that leaves is followed by the next without a search. */
const NEAR = 160;

/** The newest cases of a region, of those that `matches` lets through. `total`: how many of them are in memory. */
export class CasesSource implements Source<'cases'> {
  readonly topic = 'cases';
  private readonly published = new Map<string, CaseItem>();
  private touched = new Set<string>();
  private readonly members = new Set<string>();
  private near: Case[] = [];
  /** Whether `near` holds every member. */
  private whole = true;
  private turnsAt = Infinity;
  private total = 0;
  private readonly belongs: (entity: Case) => boolean;

  constructor(private readonly region: string, private readonly mirror: CaseMirror, regions: PushRegions, matches: ((entity: Case) => boolean) | null = null) {
    const inside = within(regions, region);
    this.belongs = matches ? (entity) => inside(entity.region) && matches(entity) : (entity) => inside(entity.region);
    mirror.fan.add(region, this);
  }

  touch(id: string): void { this.touched.add(id); }

  load(tick: Tick): Promise<void> {
    this.published.clear();
    this.touched.clear();
    this.members.clear();
    this.search();
    this.commit(tick);
    return Promise.resolve();
  }

  due(tick: Tick): boolean { return this.touched.size > 0 || tick.now >= this.turnsAt; }

  commit(tick: Tick): CasesDelta | null {
    this.takeTouched();
    const shown = this.near.slice(0, SHOWN);
    this.turnsAt = shown.reduce((least, entity) => Math.min(least, this.mirror.turnsAt(entity, tick.now)), Infinity);
    const change = settle(this.published, new Map(shown.map((entity) => [entity.id, this.mirror.item(entity, tick.now)])));
    if (empty(change) && this.total === this.members.size) return null;
    this.total = this.members.size;
    return { total: this.total, ...change };
  }

  snapshot(): CasesData {
    return { region: this.region, total: this.total, items: [...this.published.values()].sort(caseOrder) };
  }
  close(): void { this.mirror.fan.delete(this.region, this); }

  private takeTouched(): void {
    if (this.touched.size === 0) return;
    const touched = this.touched;
    this.touched = new Set();
    const near = this.near.filter((entity) => !touched.has(entity.id));
    const oldest = this.near[this.near.length - 1]?.times.reported ?? -Infinity;
    for (const id of touched) {
      const entity = this.mirror.get(id);
      if (!entity || !this.belongs(entity)) { this.members.delete(id); continue; }
      this.members.add(id);
      if (this.whole || entity.times.reported >= oldest) near.push(entity);
    }
    this.near = newestFirst(near);
    if (this.near.length > NEAR * 2) { this.near.length = NEAR; this.whole = false; }
    if (!this.whole && this.near.length < SHOWN) this.search();
  }

  private search(): void {
    const found: Case[] = [];
    for (const entity of this.mirror.all()) {
      if (!this.belongs(entity)) continue;
      found.push(entity);
      this.members.add(entity.id);
    }
    this.near = newestFirst(found);
    this.whole = found.length <= NEAR;
    if (!this.whole) this.near.length = NEAR;
  }
}

const newestFirst = (cases: Case[]): Case[] =>
  cases.sort((a, b) => b.times.reported - a.times.reported || (a.id < b.id ? -1 : 1));

/**
 * The totals by plain counting, sharing no code with the product: every entity as it was last accepted,
 * counted one by one into text keys. Slow and simple on purpose.
 *
 *   "REGION g NAME"            present state
 *   "REGION m|h START NAME"    minute and hour buckets by their first millisecond
 *   "REGION d DAY NAME"        local days; durations as ~sum, ~count and ~bin N
 *   "heat START CLASS CELL"
 */
import type { Alert, Case, Entity, Staff, Station } from '../../server/wire/entity.ts';

export interface Node { code: string; level: string; parent: string | null }
export interface World {
  zone: string; nodes: Node[]; silence: number; keepMinutes: number; keepHours: number; keepDays: number; keepCases: number;
  keysOf: (category: string) => string[]; classOf: (category: string) => string; hasDepartment: (department: string) => boolean; cellOf: (lng: number, lat: number) => string;
}

type Held = { entity: Entity; gone: false } | { version: Entity['version']; purgeAt: number; gone: true };

const ORDER = ['city', 'district', 'street', 'community', 'grid'];
const MIN = 60_000, HOUR = 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();
const minutesSeen = new Map<string, { day: number; sinceHour: number }>();

function local(zone: string, ms: number): { day: number; sinceHour: number } {
  const minute = Math.floor(ms / MIN), key = `${zone} ${minute}`;
  let found = minutesSeen.get(key);
  if (!found) {
    if (minutesSeen.size > 100_000) minutesSeen.clear();
    minutesSeen.set(key, found = localAt(zone, minute * MIN));
  }
  return { day: found.day, sinceHour: found.sinceHour + (ms - minute * MIN) };
}

function localAt(zone: string, ms: number): { day: number; sinceHour: number } {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', minute: '2-digit', hour: '2-digit' });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(ms).map((p) => [p.type, p.value]));
  return { day: Date.UTC(Number(part['year']), Number(part['month']) - 1, Number(part['day'])) / 86_400_000, sinceHour: Number(part['minute']) * MIN };
}
export const localDayOf = (zone: string, ms: number): number => local(zone, ms).day;

/** How many levels from the city a name is counted at, by kind of bucket. */
function levels(name: string): { m: number; h: number; d: number } {
  if (name.startsWith('today.department.')) return { m: 0, h: 0, d: 3 };
  if (name.startsWith('today.category.')) return { m: 0, h: 3, d: 4 };
  if (name.startsWith('today.source.')) return { m: 0, h: 4, d: 5 };
  if (/^today\.(reported|accepted|filed|dispatched|handled|verified|closed|void)$/.test(name)) return { m: 4, h: 4, d: 5 };
  return { m: 0, h: 0, d: 5 };
}

export class Recount {
  readonly held = new Map<string, Held>();
  /** Entities dropped by age, by "kind:id". */
  readonly dropped = new Set<string>();
  world: World;
  private frozen = new Map<string, number>();
  private frozenRows: string[] = [];
  private kept = { minute: -Infinity, day: -Infinity, block: -Infinity, column: -Infinity };
  expired = 0;

  constructor(world: World) { this.world = world; }

  put(entity: Entity, now: number): void {
    const key = `${entity.kind}:${entity.id}`;
    const old = this.held.get(key);
    if (old && !this.isNewer(entity, old)) return;
    if ((!old || old.gone) && this.isOver(entity, now)) { this.expired++; return; }
    this.held.set(key, { entity, gone: false });
  }

  private isNewer(entity: Entity, old: Held): boolean {
    const version = old.gone ? old.version : old.entity.version;
    if (version.by !== entity.version.by) return true;
    if (version.value !== entity.version.value) return entity.version.value > version.value;
    if (version.by === 'revision' || old.gone) return false;
    return JSON.stringify(sorted(old.entity)) !== JSON.stringify(sorted(entity));
  }

  remove(kind: string, id: string, version: Entity['version'] | null, now: number): void {
    const key = `${kind}:${id}`;
    const old = this.held.get(key);
    if (!old) return;
    const stored = old.gone ? old.version : old.entity.version;
    const at = version ?? stored;
    if (at.by === stored.by && at.value < stored.value) return;
    this.held.set(key, { version: at, purgeAt: now + this.world.keepCases, gone: true });
  }

  private endOf(entity: Entity): number | null {
    if (entity.kind === 'case' && entity.status === 'closed') return entity.times.closed ?? entity.updatedAt;
    if (entity.kind === 'case' && entity.status === 'void') return entity.times.void ?? entity.updatedAt;
    if (entity.kind === 'alert' && (entity.revokedAt !== undefined || entity.expiresAt !== undefined)) {
      return Math.min(entity.revokedAt ?? Infinity, entity.expiresAt ?? Infinity);
    }
    return null;
  }
  private isOver(entity: Entity, now: number): boolean {
    const end = this.endOf(entity);
    return end !== null && now >= end + this.world.keepCases;
  }

  /** Time passes: what is over and past its time goes, its buckets stay. */
  tick(now: number, which: 'all' | 'living' = 'all'): void {
    for (const [key, old] of [...this.held]) {
      if (old.gone && which === 'living') continue;
      if (old.gone ? now >= old.purgeAt : this.isOver(old.entity, now)) {
        if (!old.gone) {
          this.count(old.entity, now, this.frozen);
          if (old.entity.kind === 'case') this.frozenRows.push(this.row(old.entity));
        }
        if (!old.gone) this.dropped.add(key);
        this.held.delete(key);
      }
    }
  }

  reap(now: number): void {
    const w = this.world;
    const half = local(w.zone, now).sinceHour - (now % HOUR);
    const hourOf = (ms: number): number => Math.floor((ms + half) / HOUR) * HOUR - half;
    this.kept.minute = Math.max(this.kept.minute, hourOf(now - w.keepMinutes));
    this.kept.day = Math.max(this.kept.day, local(w.zone, now - w.keepHours).day);
    this.kept.block = Math.max(this.kept.block, Math.floor(local(w.zone, now - w.keepDays).day / 32));
    this.kept.column = Math.max(this.kept.column, local(w.zone, now - w.keepCases).day);
  }

  alive(kind: string): Entity[] {
    return [...this.held.values()].flatMap((h) => (!h.gone && h.entity.kind === kind ? [h.entity] : []));
  }

  expected(now: number): Map<string, number> {
    const all = new Map(this.frozen);
    for (const h of this.held.values()) if (!h.gone) this.count(h.entity, now, all);
    for (const [key, n] of all) if (n === 0 || !this.isKept(key)) all.delete(key);
    return all;
  }

  private isKept(key: string): boolean {
    const [a, kind, at] = key.split(' ') as [string, string, string];
    if (a === 'heat') return local(this.world.zone, Number(kind)).day >= this.kept.day;
    if (kind === 'm') return Number(at) >= this.kept.minute;
    if (kind === 'h') return local(this.world.zone, Number(at)).day >= this.kept.day;
    if (kind === 'd') return Math.floor(Number(at) / 32) >= this.kept.block;
    return true;
  }

  /** "DAY MINUTE CATEGORY SOURCE STATUS STAGE" of every case of a day that is kept. */
  rows(): string[] {
    const rows = [...this.frozenRows, ...this.alive('case').map((c) => this.row(c as Case))];
    return rows.filter((row) => Number(row.split(' ')[0]) >= this.kept.column).sort();
  }
  private row(c: Case): string {
    return `${local(this.world.zone, c.times.reported).day} ${Math.floor(c.times.reported / MIN)} ${c.category} ${c.source} ${c.status} ${c.stage}`;
  }

  /** The region and all that contain it, with 未落格 below it where it is not of the lowest level: [code, level number]. */
  lineOf(code: string): [string, number][] {
    const byCode = new Map(this.world.nodes.map((n) => [n.code, n]));
    const city = this.world.nodes.find((n) => n.parent === null)!;
    const there = ORDER.filter((l) => this.world.nodes.some((n) => n.level === l));
    const line: [string, number][] = [];
    const start = byCode.get(code) ?? city;
    const below = there[there.indexOf(start.level) + 1];
    if (below !== undefined) line.push([`${start.code}/-`, ORDER.indexOf(below) + 1]);
    for (let n: Node | undefined = start; n; n = n.parent === null ? undefined : byCode.get(n.parent)) line.push([n.code, ORDER.indexOf(n.level) + 1]);
    return line;
  }

  private count(entity: Entity, now: number, into: Map<string, number>): void {
    const line = this.lineOf(entity.region);
    const add = (key: string, n: number): void => { into.set(key, (into.get(key) ?? 0) + n); };
    for (const name of presentNames(entity, now, this.world)) {
      for (const [region, level] of line) if (level <= (name.startsWith('department.') ? 3 : 5)) add(`${region} g ${name}`, 1);
    }
    if (entity.kind !== 'case') return;
    for (const [name, at] of eventsOf(entity, now, this.world)) {
      const { day, sinceHour } = local(this.world.zone, at);
      const to = levels(name);
      for (const [region, level] of line) {
        if (level <= to.m) add(`${region} m ${at - (at % MIN)} ${name}`, 1);
        if (level <= to.h) add(`${region} h ${at - sinceHour} ${name}`, 1);
        if (level <= to.d) add(`${region} d ${day} ${name}`, 1);
      }
    }
    const closed = entity.times.closed;
    if (entity.status === 'closed' && closed !== undefined) {
      const seconds = Math.max(0, Math.floor((closed - entity.times.reported) / 1000) - entity.suspendedSeconds);
      const bin = seconds === 0 ? 0 : 1 + Math.floor(Math.log(seconds) / Math.log(1.02 / 0.98));
      for (const [region] of line) {
        const where = `${region} d ${local(this.world.zone, closed).day}`;
        add(`${where} ~sum`, seconds); add(`${where} ~count`, 1); add(`${where} ~bin ${bin}`, 1);
      }
    }
    if (entity.lng !== undefined && entity.lat !== undefined) {
      const at = entity.times.reported;
      add(`heat ${at - local(this.world.zone, at).sinceHour} ${this.world.classOf(entity.category)} ${this.world.cellOf(entity.lng, entity.lat)}`, 1);
    }
  }
}

function presentNames(e: Entity, now: number, world: World): string[] {
  if (e.kind === 'case') return caseNames(e, now, world);
  if (e.kind === 'video') return ['video.total', `video.${e.status}`];
  if (e.kind === 'station') return stationNames(e, now, world);
  if (e.kind === 'alert') return alertNames(e, now);
  return staffNames(e, now, world);
}

/** Whose case it is: '-' where it names nobody of the city. */
const whose = (c: Case, world: World): string => (c.department !== undefined && world.hasDepartment(c.department) ? c.department : '-');
const isLate = (c: Case, now: number): boolean => c.status === 'open' && c.deadline !== undefined && now > c.deadline;

function caseNames(c: Case, now: number, world: World): string[] {
  if (c.status === 'closed' || c.status === 'void') return [];
  const names = ['open', `stage.${c.stage}`, `source.${c.source}`, `department.open.${whose(c, world)}`];
  for (const key of world.keysOf(c.category)) names.push(`category.${key}`);
  if (c.status === 'suspended') names.push('suspended');
  if (c.urgent) names.push('urgent');
  if (c.supervised) names.push('supervised');
  if (isLate(c, now)) { names.push('overdue', `department.overdue.${whose(c, world)}`); if (c.urgent) names.push('overdueUrgent'); }
  return names;
}

function eventsOf(c: Case, now: number, world: World): [string, number][] {
  const t = c.times;
  const list: [string, number][] = [['today.reported', t.reported], [`today.source.${c.source}`, t.reported]];
  for (const key of world.keysOf(c.category)) list.push([`today.category.${key}`, t.reported]);
  if (c.urgent) list.push(['today.urgent', t.reported]);
  for (const stage of ['accepted', 'filed', 'dispatched', 'handled', 'verified'] as const) if (t[stage] !== undefined) list.push([`today.${stage}`, t[stage]]);
  if (t.handled !== undefined) {
    for (let i = 0; i <= c.reworks; i++) list.push(['today.handledTimes', t.handled]);
    for (let i = 0; i < c.reworks; i++) list.push(['today.reworked', t.handled]);
  }
  let end: number | undefined;
  if (c.status === 'closed' && t.closed !== undefined) {
    end = t.closed;
    list.push(['today.closed', end], [`today.department.closed.${whose(c, world)}`, end], [c.deadline === undefined || end <= c.deadline ? 'today.closedOnTime' : 'today.closedLate', end]);
  }
  if (c.status === 'void' && t.void !== undefined) { end = t.void; list.push(['today.void', end]); }
  if (c.deadline !== undefined && end !== undefined && end > c.deadline) list.push(['today.overdueIn', c.deadline], ['today.overdueOut', end]);
  if (c.deadline !== undefined && isLate(c, now)) list.push(['today.overdueIn', c.deadline]);
  return list;
}

function stationNames(s: Station, now: number, world: World): string[] {
  let state = 'silent';
  if (s.reading && now - s.reading.at < world.silence) {
    const value = s.type === 'rain' ? s.reading.rain1h : s.reading.level;
    const begun = (s.datedLimits ?? []).filter((l) => l.from <= now).sort((a, b) => a.from - b.from);
    const warning = begun.length > 0 ? begun[begun.length - 1]!.warning : s.thresholds.warning;
    state = 'normal';
    if (value !== undefined && s.thresholds.alert !== undefined && value >= s.thresholds.alert) state = 'alert';
    if (value !== undefined && warning !== undefined && value >= warning) state = 'warning';
    if (value !== undefined && s.thresholds.danger !== undefined && value >= s.thresholds.danger) state = 'danger';
  }
  return ['station.total', `station.${state}`, `station.${s.type}.${state}`];
}

function alertNames(a: Alert, now: number): string[] {
  const over = (a.revokedAt !== undefined && now >= a.revokedAt) || (a.expiresAt !== undefined && now >= a.expiresAt);
  return now < a.issuedAt || over ? [] : ['alert.active', `alert.${a.colour}`];
}

function staffNames(s: Staff, now: number, world: World): string[] {
  const seen = s.seenAt !== undefined && now - s.seenAt < world.silence;
  const duty = seen ? s.duty : 'offDuty';
  const names = ['staff.total', `staff.${s.role}`, `staff.${duty}`, `staff.${s.role}.${duty}`];
  if (s.expected) { names.push('staff.expected'); if (duty !== 'offDuty') names.push('staff.expectedOn'); }
  return names;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, sorted(v)]));
}

/** Random histories of a small city, and how to run one against the store and against the recount. */
import fc from 'fast-check';
import { contributions, processDue, rebuild, type Rules } from '../../server/aggregate/index.ts';
import { openStore, type Store } from '../../server/store/index.ts';
import { dayStart } from '../../server/wire/clock.ts';
import { CASE_STAGES, CASE_STATUSES, DUTY_STATES, STATION_TYPES, type Entity, type Kind } from '../../server/wire/entity.ts';
import type { Level } from '../../server/wire/region.ts';
import { dump, type Raw, type Zone } from './dump.ts';
import { Recount, type Node, type World } from './recount.ts';

const MIN = 60_000, HOUR = 60 * MIN, DAY = 24 * HOUR;
/** A Saturday; in New York the clocks go forward the night after. */
export const T0 = Date.UTC(2026, 2, 7, 15, 20);
export const KEEP = { minutes: 3 * HOUR, hours: 2 * DAY, days: 40 * DAY, cases: 3 * DAY };
const SILENCE = 20 * MIN;

export const NODES: (Node & { level: Level })[] = [
  { code: 'C', level: 'city', parent: null },
  ...['D1', 'D2'].map((code) => ({ code, level: 'district' as const, parent: 'C' })),
  { code: 'S1', level: 'street', parent: 'D1' }, { code: 'S2', level: 'street', parent: 'D2' }, { code: 'S3', level: 'street', parent: 'D2' },
  { code: 'M1', level: 'community', parent: 'S1' }, { code: 'M2', level: 'community', parent: 'S2' },
  { code: 'G1', level: 'grid', parent: 'M1' }, { code: 'G2', level: 'grid', parent: 'M2' }, { code: 'G3', level: 'grid', parent: 'M2' },
];
const CODES = [...NODES.map((n) => n.code), 'withdrawn'];
const CELLS = ['8931aa5aad3ffff', '8931aa5aac7ffff'];

/** The first region at or above `code` that is a district, else the city. */
export function shardOf(code: string, nodes: readonly Node[]): string {
  for (let n = nodes.find((x) => x.code === code); n; n = nodes.find((x) => x.code === n!.parent)) if (n.level === 'district') return n.code;
  return 'C';
}

const minutesAround = (back: number, on: number): fc.Arbitrary<number> => fc.integer({ min: -back, max: on }).map((m) => T0 + m * MIN + ((m * 7919) % MIN));
const versionOf = (id: number): fc.Arbitrary<Entity['version']> =>
  fc.integer({ min: 1, max: 6 }).map((value) => ({ by: id % 2 === 0 ? 'revision' as const : 'updated' as const, value }));
const region = fc.constantFrom(...CODES);

const aCase = fc.integer({ min: 0, max: 4 }).chain((n) => fc.record({
  n: fc.constant(n), version: versionOf(n), region, status: fc.constantFrom(...CASE_STATUSES), stage: fc.constantFrom(...CASE_STAGES),
  category: fc.constantFrom('1-0101', '1-0203', '2-0101'), source: fc.constantFrom('12345', 'grid'), urgent: fc.boolean(), supervised: fc.boolean(),
  reported: minutesAround(4 * 1440, 0), steps: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 7, maxLength: 7 }), mask: fc.integer({ min: 0, max: 127 }),
  deadline: fc.option(minutesAround(1440, 1440), { nil: undefined }), suspended: fc.integer({ min: 0, max: 900 }),
  reworks: fc.integer({ min: 0, max: 2 }), department: fc.constantFrom(undefined, 'D01', 'D02', 'D99'), cell: fc.integer({ min: -1, max: 1 }),
})).map((r): Entity => {
  const times: { reported: number } & Record<string, number> = { reported: r.reported };
  let at = r.reported;
  (['accepted', 'filed', 'dispatched', 'handled', 'verified', 'closed', 'void'] as const).forEach((stage, i) => {
    at += r.steps[i]! * MIN;
    if (r.mask & (1 << i)) times[stage] = at;
  });
  return {
    kind: 'case', id: `case-${r.n}`, version: r.version, updatedAt: at, region: r.region, category: r.category, source: r.source, urgent: r.urgent,
    supervised: r.supervised, status: r.status, stage: r.stage, times, suspendedSeconds: r.suspended, reworks: r.reworks, address: `第${r.n}号`,
    ...(r.deadline === undefined ? {} : { deadline: r.deadline }), ...(r.department === undefined ? {} : { department: r.department }),
    ...(r.cell < 0 ? {} : { lng: 118 + r.cell / 10, lat: 29.4 }),
  };
});

const aStaff = fc.integer({ min: 0, max: 2 }).chain((n) => fc.record({
  version: versionOf(n), region, role: fc.constantFrom('lead' as const, 'fullTime' as const), expected: fc.boolean(),
  duty: fc.constantFrom(...DUTY_STATES), seenAt: fc.option(minutesAround(30, 200), { nil: undefined }),
}).map(({ seenAt, ...r }): Entity => ({ kind: 'staff', id: `staff-${n}`, updatedAt: T0, ...r, ...(seenAt === undefined ? {} : { seenAt }) })));

const aStation = fc.integer({ min: 0, max: 2 }).chain((n) => fc.record({
  version: versionOf(n), region, type: fc.constantFrom(...STATION_TYPES), at: minutesAround(30, 200), level: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
  warning: fc.option(fc.integer({ min: 5, max: 30 }), { nil: undefined }), limits: fc.array(fc.record({ from: minutesAround(100, 3000), warning: fc.integer({ min: 5, max: 30 }) }), { maxLength: 2 }),
}).map((r): Entity => ({
  kind: 'station', id: `station-${n}`, updatedAt: r.at, version: r.version, region: r.region, type: r.type, name: '站', datedLimits: r.limits,
  thresholds: { alert: 5, danger: 35, ...(r.warning === undefined ? {} : { warning: r.warning }) },
  reading: { at: r.at, ...(r.level === undefined ? {} : { level: r.level, rain1h: r.level }) },
})));

const anAlert = fc.integer({ min: 0, max: 1 }).chain((n) => fc.record({
  version: versionOf(n), region, colour: fc.constantFrom('yellow' as const, 'red' as const), issuedAt: minutesAround(300, 300),
  expiresAt: fc.option(minutesAround(200, 3000), { nil: undefined }), revokedAt: fc.option(minutesAround(200, 3000), { nil: undefined }),
}).map(({ expiresAt, revokedAt, ...r }): Entity => ({
  kind: 'alert', id: `alert-${n}`, updatedAt: T0, event: '暴雨', title: '暴雨预警', issuer: '气象台', ...r,
  ...(expiresAt === undefined ? {} : { expiresAt }), ...(revokedAt === undefined ? {} : { revokedAt }),
})));

const aCamera = fc.integer({ min: 0, max: 1 }).chain((n) => fc.record({ version: versionOf(n), region, status: fc.constantFrom('on' as const, 'off' as const) })
  .map((r): Entity => ({ kind: 'video', id: `video-${n}`, updatedAt: T0, name: '点位', ...r })));

export type Op =
  | { do: 'put'; entities: Entity[]; again: boolean }
  | { do: 'remove'; kind: Kind; n: number; version: number | null }
  | { do: 'clock'; by: number } | { do: 'tick' } | { do: 'reap' } | { do: 'again' }
  | { do: 'crash'; after: number } | { do: 'reorganise' } | { do: 'reclassify' };

const put = fc.oneof({ weight: 5, arbitrary: fc.array(aCase, { minLength: 1, maxLength: 5 }) },
  ...[aStaff, aStation, anAlert, aCamera].map((one) => ({ weight: 1, arbitrary: fc.array(one, { minLength: 1, maxLength: 3 }) })));

export const anOp: fc.Arbitrary<Op> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('put' as const), entities: put, again: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), kind: fc.constantFrom('staff' as const, 'video' as const, 'case' as const, 'station' as const), n: fc.integer({ min: 0, max: 2 }), version: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 4, arbitrary: fc.constantFrom(MIN, 17 * MIN, 3 * HOUR, DAY, 2 * DAY, -5 * MIN).map((by) => ({ do: 'clock' as const, by })) },
  { weight: 3, arbitrary: fc.constant({ do: 'tick' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'reap' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'again' as const }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 6 }).map((after) => ({ do: 'crash' as const, after })) },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'reorganise' as const }, { do: 'reclassify' as const }) },
);

class Crash extends Error {}
type Delivery = { kind: Kind; entities: Entity[] } | { kind: Kind; id: string; version: Entity['version'] };

export interface Kept { store: Store | null; hook: () => void; shardOf: (code: string) => string }

export const nothingKept = (city: string): Kept => ({ store: null, hook: () => undefined, shardOf: () => city });

export interface Place {
  url: string; raw: Raw; city: string; sharded: boolean; zone: string; half: number;
  /** How long cases are kept, ms (default: so short that many are dropped). */
  keepCases?: number;
  /** Keeps the store open from one run to the next, over a flush: it must notice by itself that all is gone. */
  kept?: Kept;
}

/** One city with its store, its recount, and the records its feed has delivered. */
export class Run {
  store!: Store;
  readonly recount: Recount;
  now = T0;
  private latest = T0;
  private nodes: (Node & { level: Level })[];
  private readonly place: Place;
  private readonly log: Delivery[] = [];
  private readonly rules: Rules;
  private countdown = Infinity;
  private detailed = false;
  private moved = false;
  private reorganised = false;

  private readonly kept: Kept;
  private readonly keep: typeof KEEP;
  private fresh = true;

  constructor(place: Place) {
    this.place = place;
    this.kept = place.kept ?? nothingKept(place.city);
    this.nodes = this.named(NODES);
    this.keep = { ...KEEP, cases: place.keepCases ?? KEEP.cases };
    const world: World = {
      zone: place.zone, nodes: this.nodes, silence: SILENCE, keepMinutes: KEEP.minutes, keepHours: KEEP.hours, keepDays: KEEP.days, keepCases: this.keep.cases,
      keysOf: (category) => (this.detailed ? [category, category[0]!] : [category]), classOf: (category) => category.slice(0, 4), hasDepartment: (department) => department === 'D01' || (department === 'D02' && !this.detailed), cellOf: (lng) => CELLS[lng > 118.05 ? 1 : 0]!,
    };
    this.recount = new Recount(world);
    this.rules = {
      silence: { staff: SILENCE, station: SILENCE }, retention: { cases: this.keep.cases },
      categoryKeys: world.keysOf, departmentKey: (department) => (department !== undefined && world.hasDepartment(department) ? department : '-'), heatClass: world.classOf, cellOf: world.cellOf,
    };
  }

  /** The city's own code is the run's, so that runs do not meet in Redis. */
  private named(nodes: readonly (Node & { level: Level })[]): (Node & { level: Level })[] {
    const own = (code: string): string => (code === 'C' ? this.place.city : code);
    return nodes.map((n) => ({ ...n, code: own(n.code), parent: n.parent === null ? null : own(n.parent) }));
  }
  get shards(): string[] { return this.place.sharded ? [this.place.city, 'D1', 'D2'] : [this.place.city]; }

  async open(): Promise<void> {
    const kept = this.kept;
    kept.hook = () => { if (--this.countdown <= 0) throw new Crash('between two steps'); };
    kept.shardOf = (code) => shardOf(code, this.nodes).replace(/^C$/, this.place.city);
    if (kept.store) {
      kept.store.setRegions(this.nodes);
      // As intake does before each pull.
      await kept.store.feedState('f');
    } else {
      kept.store = await this.openFresh(kept);
    }
    this.store = kept.store;
  }

  private openFresh(kept: Kept): Promise<Store> {
    return openStore({
      redis: this.place.url, world: 'live', city: this.place.city, zone: this.place.zone, regions: this.nodes, retention: this.keep,
      ...(this.place.sharded ? { shards: { all: this.shards, of: (code: string) => kept.shardOf(code) } } : {}),
      afterScript: () => { kept.hook(); },
    });
  }

  async apply(op: Op): Promise<void> {
    switch (op.do) {
      case 'put': {
        const entities = op.entities.map((e) => (e.region === 'C' ? { ...e, region: this.place.city } : e));
        this.log.push({ kind: entities[0]!.kind, entities });
        await this.safely(() => this.deliver(this.log.length - 1));
        if (op.again) await this.safely(() => this.deliver(this.log.length - 1));
        return;
      }
      case 'remove': {
        const version: Entity['version'] = { by: op.n % 2 === 0 ? 'revision' : 'updated', value: op.version ?? 0 };
        this.log.push({ kind: op.kind, id: `${op.kind}-${op.n}`, version });
        return this.safely(() => this.deliver(this.log.length - 1));
      }
      case 'clock': this.now += op.by; this.latest = Math.max(this.latest, this.now); return;
      case 'tick': this.recount.tick(this.now); return this.safely(() => this.tick());
      case 'reap': return this.safely(async () => { this.recount.reap(this.now); this.fresh = false; await this.store.reap(this.now); });
      case 'again': return this.safely(async () => { if (this.log.length > 0) await this.deliver(this.log.length - 1); });
      case 'crash': this.countdown = op.after; return;
      case 'reorganise': this.recount.tick(this.now, 'living'); this.moved = !this.moved; return this.safely(() => this.reorganise());
      case 'reclassify': this.recount.tick(this.now, 'living'); this.detailed = !this.detailed; return this.safely(() => this.reorganise());
    }
  }

  private async deliver(index: number): Promise<void> {
    const d = this.log[index]!;
    // The same rules for a repeat: that it changes nothing follows from its version.
    const entities = 'entities' in d ? d.entities.filter((e) => !this.isForgotten(e)) : [];
    // Where there is no watermark yet, the first record sets it.
    if (entities.length > 0 && this.fresh) this.recount.reap(this.now);
    if (entities.length > 0) this.fresh = false;
    if ('entities' in d) for (const entity of entities) this.recount.put(entity, this.now);
    else this.recount.remove(d.kind, d.id, d.version, this.now);
    const at = { feed: 'f', cursor: String(index + 1), asOf: this.now, now: this.now };
    if ('entities' in d && this.fresh) this.recount.reap(this.now);
    if ('entities' in d) this.fresh = false;
    if ('entities' in d) await this.store.put(d.kind, entities.map((entity) => ({ entity, contribution: contributions(entity, this.now, this.rules) })), at);
    else await this.store.remove(d.kind, [d.id], d.version, at);
  }

  /**
   * One shard takes an old record of a case that it has dropped for a new case; of several, one may still
   * have the tombstone of a move and refuse it. Either will do, so it is not asked.
   */
  private isForgotten(entity: Entity): boolean {
    const key = `${entity.kind}:${entity.id}`;
    return this.place.sharded && this.recount.dropped.has(key) && !this.recount.held.has(key);
  }

  private async tick(): Promise<void> { await processDue(this.store, this.now, this.rules); }

  /** M2 with its grids moves to another street, of another district, and back. */
  private async reorganise(): Promise<void> {
    this.reorganised ||= this.moved;
    this.nodes = this.named(NODES).map((n) => (n.code === 'M2' && this.moved ? { ...n, parent: 'S1' } : n));
    this.recount.world = { ...this.recount.world, nodes: this.nodes };
    this.store.setRegions(this.nodes);
    await rebuild(this.store, () => this.now, this.rules);
  }

  /** Does a step; where it crashes, a new process opens the store, pulls again from the cursor and does it again. */
  private async safely(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.countdown = Infinity;
      await this.restart();
      const from = Number((await this.store.feedState('f')).cursor ?? 0);
      for (let i = from; i < this.log.length; i++) await this.deliver(i);
      await step();
    }
  }

  /** As `apply`, while Redis may not answer or may have lost its last writes: tried until it is done. */
  async applyThroughOutage(op: Op): Promise<void> {
    const limit = Date.now() + 60_000;
    const known = this.log.length;
    for (;;) {
      try {
        if (this.log.length > known) await this.repull(); else await this.apply(op);
        return;
      } catch (error) {
        if (Date.now() > limit) throw error;
        if (String(error).includes('REWOUND')) await this.repull().catch(() => undefined);
        await new Promise((done) => setTimeout(done, 100));
      }
    }
  }

  /** Pulls again from the stored cursor, as intake does after every failure. */
  async repull(): Promise<void> {
    for (;;) {
      const from = Number((await this.store.feedState('f')).cursor ?? 0);
      if (from >= this.log.length) return;
      await this.deliver(from);
    }
  }

  /** Brings the store to the present and compares every counter with the recount. */
  async compare(): Promise<void> {
    this.countdown = Infinity;
    this.now = Math.max(this.now, this.latest);
    this.recount.tick(this.now);
    await this.tick();
    const zone: Zone = { half: this.place.half, firstHour: (day) => Math.floor((dayStart(this.place.zone, day) + this.place.half) / HOUR) };
    const found = await dump(this.place.raw, 'live', this.shards, zone);
    const wanted = this.recount.expected(this.now);
    const wrong: string[] = [];
    for (const key of new Set([...found.keys(), ...wanted.keys()])) {
      if (found.get(key) !== wanted.get(key)) wrong.push(`${key}: found ${found.get(key) ?? 0}, counted ${wanted.get(key) ?? 0}`);
    }
    if (wrong.length > 0) throw new Error(`${wrong.length} totals differ:\n${wrong.slice(0, 12).join('\n')}`);
    // What was dropped by age stays in the regions it was counted in, also when these are reorganised.
    if (!this.reorganised) checkSums(found, this.nodes);
  }

  private async restart(): Promise<void> {
    await this.store.close();
    this.kept.store = null;
    await this.open();
  }

  async close(): Promise<void> { if (!this.place.kept) await this.store.close(); }
}

/** Parent = Σ children + 未落格, for every name and bucket that the children carry too. */
export function checkSums(found: ReadonlyMap<string, number>, nodes: readonly Node[]): void {
  const levelsAll = ['city', 'district', 'street', 'community', 'grid'];
  const sums = new Map<string, number>();
  const parents = new Map(nodes.map((n) => [n.code, n]));
  for (const [key, n] of found) {
    const [code, ...rest] = key.split(' ') as [string, ...string[]];
    const parent = code.endsWith('/-') ? code.slice(0, -2) : parents.get(code)?.parent;
    if (parent === undefined || parent === null || code === 'heat') continue;
    const sum = `${parent} ${rest.join(' ')}`;
    sums.set(sum, (sums.get(sum) ?? 0) + n);
  }
  for (const [key, n] of found) {
    const [code, kind, , name] = key.split(' ') as [string, string, string, string];
    const level = parents.get(code)?.level;
    if (level === undefined || level === 'grid') continue;
    const childDepth = levelsAll.indexOf(level) + 2;
    const deepest = / (today\.)?department\./.test(key) ? 3 : kind === 'm' ? 4 : kind === 'h' ? (name.startsWith('today.category.') ? 3 : 4) : kind === 'd' && name.startsWith('today.category.') ? 4 : 5;
    if (childDepth > deepest) continue;
    if (sums.get(key) !== n) throw new Error(`${key}: ${n}, but its children and unplaced make ${sums.get(key) ?? 0}`);
  }
}

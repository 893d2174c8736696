/**
 * One page of a feed: raw records → entities → the store → the screens. The order matters: what was
 * not stored is not shown, and after a failed write nothing in memory is trusted until read again.
 */
import { contributions, type Rules } from '../aggregate/index.ts';
import type { FeedConfig, FeedKind } from '../config.ts';
import { absenceVersion } from '../normalise/join.ts';
import { makeNormaliser, type NormaliserRules } from '../normalise/normalise.ts';
import type { EntityOf } from '../normalise/outcome.ts';
import type { Item, PutAt, Store } from '../store/index.ts';
import type { Clock } from '../wire/clock.ts';
import type { Entity, Kind, Position } from '../wire/entity.ts';
import type { Contacts } from '../wire/nearby.ts';
import type { Parts } from './parts.ts';
import { makeSampler } from './samples.ts';
import { inSlices } from './slices.ts';
import { Tally } from './tally.ts';

/** What of push the intake tells what was applied. */
export interface Told {
  onApplied(kind: Kind, entities: readonly Entity[]): void;
  onRemoved(kind: Kind, ids: readonly string[]): void;
  onPositions(positions: readonly Position[]): void;
}

export interface DeliverDeps { store: Store; parts: Parts; told: Told; clock: Clock; rules: Rules; normaliser: NormaliserRules; /** How much of a name and a telephone the dead letters may hold. */ contacts: Contacts }

export interface Delivered { tally: Tally; applied: number; unchanged: number; expired: number; removed: number }

export interface RawPage {
  records: readonly unknown[];
  /** The upstream's own time of the answer, epoch ms. */
  asOf: number;
  cursor?: string | undefined;
  /** Ids of a complete list: what is known and not in it is gone. */
  wholeList?: ReadonlySet<string> | undefined;
}

export interface Deliver {
  (page: RawPage): Promise<Delivered>;
  /** The same in two steps: what it resolves to stores the page, once the one before is stored. */
  read(page: RawPage): Promise<() => Promise<Delivered>>;
}

/** Entities that make up the page's outcome: what to put, and what a position changes beside it. */
interface Read { kind: Kind; entities: Entity[]; positions: Position[] }

export function makeDeliver(feed: FeedConfig, deps: DeliverDeps): Deliver {
  const { store, parts, told, clock, rules } = deps;
  const normaliser = makeNormaliser(feed, deps.normaliser), sampler = makeSampler(feed, deps.contacts);
  /** Parts are joined to what the page before named: they are read when it is their turn. */
  const joins = feed.kind !== 'case' && feed.kind !== 'alert';

  async function read(page: RawPage): Promise<() => Promise<Delivered>> {
    const now = clock.now();
    const tally = new Tally(sampler.of);
    const accept = (raw: unknown): AnyEntity | null => {
      const outcome = normaliser.normalise(raw, { asOf: page.asOf, now });
      if (outcome.ok) { tally.accept(outcome.flags, raw); return outcome.entity; }
      tally.reject(outcome, raw);
      return null;
    };
    const readAll = async (): Promise<Read & { items: Item[] }> => {
      const whole: Read & { items: Item[] } = { kind: kindOf(feed.kind), entities: [], positions: [], items: [] };
      await inSlices(page.records, (records) => {
        const { entities, positions } = readPage(feed.kind, records, accept, parts, tally);
        for (const entity of entities) { whole.entities.push(entity); whole.items.push({ entity, contribution: contributions(entity, now, rules) }); }
        for (const position of positions) whole.positions.push(position);
      });
      return whole;
    };
    const ahead = joins ? null : await readAll();
    return async () => {
      await parts.ensure();
      const whole = ahead ?? await readAll();
      const at: PutAt = { feed: feed.name, now, asOf: page.asOf, rejects: sampler.fresh(tally.rejects()), notes: sampler.fresh(tally.notes()), accepted: tally.accepted, ...(page.cursor === undefined ? {} : { cursor: page.cursor }) };
      try {
        const delivered = await apply(feed, page, whole, at, tally);
        sampler.kept([...tally.rejects(), ...tally.notes()]);
        return delivered;
      } catch (cause) {
        parts.distrust();
        throw cause;
      }
    };
  }
  return Object.assign(async (page: RawPage) => (await read(page))(), { read });

  async function apply(from: FeedConfig, page: RawPage, read: Read & { items: Item[] }, at: PutAt, tally: Tally): Promise<Delivered> {
    const gone = page.wholeList ? absent(from.kind, page.wholeList, page.asOf, parts) : [];
    let removed = 0;
    for (const { id, version } of gone) removed += (await store.remove(kindOf(from.kind), [id], version, { feed: from.name, now: at.now })).applied;
    if (gone.length > 0) {
      await forget(from.kind, gone.map(({ id }) => id), parts, store);
      told.onRemoved(kindOf(from.kind), gone.map(({ id }) => id));
    }
    if (read.positions.length > 0) await store.putPositions(read.positions);
    const result = await store.put(read.kind, read.items, at);
    const changed = new Set(result.changed);
    if (changed.size > 0) told.onApplied(read.kind, read.entities.filter((entity) => changed.has(entity.id)));
    // After the roster's entries: a screen's dot belongs to somebody.
    if (read.positions.length > 0) told.onPositions(read.positions);
    await reseedRefused(read, changed, store, parts);
    const readings = read.entities.flatMap((entity) => (entity.kind === 'station' && entity.reading && from.kind === 'reading' ? [{ station: entity.id, ...entity.reading }] : []));
    if (readings.length > 0) await store.appendReadings(readings);
    return { tally, applied: result.applied, unchanged: result.unchanged, expired: result.expired, removed };
  }
}

/** What the store refused (older than a tombstone, say) must not stand in memory as if it were stored. */
async function reseedRefused({ kind, entities }: Read, changed: ReadonlySet<string>, store: Store, parts: Parts): Promise<void> {
  if (kind !== 'video' && kind !== 'station' && kind !== 'staff') return;
  const refused = entities.map(({ id }) => id).filter((id) => !changed.has(id));
  if (refused.length === 0) return;
  const stored = await store.get(kind, refused);
  refused.forEach((id, at) => {
    const entity = stored[at];
    if (!entity) parts[kind].remove(id);
    else if (entity.kind === 'video') parts.video.seed(entity);
    else if (entity.kind === 'station') parts.station.seed(entity);
    else if (entity.kind === 'staff') parts.staff.seed(entity);
  });
}

/** Kind of entity that a feed of this kind ends in. */
export function kindOf(kind: FeedKind): Kind {
  switch (kind) {
    case 'video-status': return 'video';
    case 'reading': return 'station';
    case 'position': return 'staff';
    default: return kind;
  }
}

type AnyEntity = EntityOf[FeedKind];

function readPage(kind: FeedKind, records: readonly unknown[], accept: (raw: unknown) => AnyEntity | null, parts: Parts, tally: Tally): Read {
  const entities: Entity[] = [];
  const positions: Position[] = [];
  for (const raw of records) {
    const read = accept(raw);
    if (read === null) continue;
    const place = isPart(read) ? placeOf(read, parts) : 'listed';
    if (place === 'unlisted') tally.note('unlisted', raw);
    else if (place === 'listed' && read.kind === 'position') {
      const verdict = parts.gate.check(read);
      if (verdict === 'stale') continue;
      if (verdict !== null) { tally.accepted -= 1; tally.reject(verdict, raw); continue; }
      positions.push(read);
    }
    // Reported before the roster named the person.
    const before = read.kind === 'staff' ? parts.staff.waiting(read.id) : undefined;
    if (before && parts.gate.check(before) === null) positions.push(before);
    const whole = joined(read, parts);
    if (whole !== null) entities.push(whole);
  }
  return { kind: kindOf(kind), entities, positions };
}

type Part = EntityOf['video-status' | 'reading' | 'position'];
const isPart = (read: AnyEntity): read is Part => read.kind === 'video-status' || read.kind === 'reading' || read.kind === 'position';

/** Whether its list has named the part's entity. It waits for it; one that comes again and waits still is noted, for at a start all come before their lists. */
function placeOf(part: Part, parts: Parts): 'listed' | 'waits' | 'unlisted' {
  const join = part.kind === 'video-status' ? parts.video : part.kind === 'reading' ? parts.station : parts.staff;
  if (join.get(part.id) !== undefined) return 'listed';
  return join.waiting(part.id) === undefined ? 'waits' : 'unlisted';
}

/** A part becomes the whole entity; null when it says nothing new. */
function joined(read: AnyEntity, parts: Parts): Entity | null {
  switch (read.kind) {
    case 'case': case 'alert': return read;
    case 'video': return parts.video.base(read);
    case 'video-status': return parts.video.part(read);
    case 'station': return parts.station.base(read);
    case 'reading': return parts.station.part(read);
    case 'staff': return parts.staff.base(read);
    case 'position': return parts.staff.part(read);
  }
}

function absent(kind: FeedKind, list: ReadonlySet<string>, asOf: number, parts: Parts) {
  const join = kind === 'video' ? parts.video : kind === 'station' ? parts.station : kind === 'staff' ? parts.staff : null;
  if (!join) return [];
  return [...join.ids()].filter((id) => !list.has(id)).flatMap((id) => {
    const entity = join.get(id);
    const version = entity ? absenceVersion(entity, asOf) : null;
    return version === null ? [] : [{ id, version }];
  });
}

/** Last in memory: where the store fails meanwhile it is read again, and what is left over with it. */
async function forget(kind: FeedKind, ids: readonly string[], parts: Parts, store: Store): Promise<void> {
  if (kind === 'staff') await store.freePositions(ids);
  if (kind === 'station') await store.dropSeries(ids);
  const join = kind === 'video' ? parts.video : kind === 'station' ? parts.station : parts.staff;
  for (const id of ids) { join.remove(id); if (kind === 'staff') parts.gate.forget(id); }
}

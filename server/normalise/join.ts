/**
 * Entities of which two feeds know a part each: a camera and its status, a station and its reading,
 * a member of staff and the last position. A join holds the whole and says what of it is new. It has
 * state, so it is seeded from the store at start and cleared when the store begins anew.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Staff, Station, Version, VideoPoint } from '../wire/entity.ts';
import type { PositionReport, StationReading, VideoStatus } from './outcome.ts';

export interface Join<E, P> {
  /** The entity as its own feed gives it → the whole, or null when nothing of it is new. */
  base(entity: E): E | null;
  /** A part → the whole, or null: nothing new, older than what is known, or of an entity not yet known (kept for it). */
  part(part: P): E | null;
  get(id: string): E | undefined;
  /** The part that waits for its entity. */
  waiting(id: string): P | undefined;
  /** An entity as the store has it. */
  seed(entity: E): void;
  remove(id: string): void;
  ids(): IterableIterator<string>;
  clear(): void;
}

interface Whole { id: string; version: Version; updatedAt: number }
interface Rules<E, P> {
  /** What the base feed gives, with what is held of the other part. */
  merge(base: E, held: E): E;
  /** The whole with the part, or null when it is older or adds nothing. */
  patch(held: E, part: P): E | null;
}

/** Parts that wait for their entity; of more the oldest are forgotten. */
const WAITING = 100_000;

function makeJoin<E extends Whole, P extends { id: string }>(rules: Rules<E, P>): Join<E, P> {
  const wholes = new Map<string, E>();
  const waiting = new Map<string, P>();
  const settle = (entity: E): E => { wholes.set(entity.id, entity); return entity; };
  return {
    base(entity) {
      const held = wholes.get(entity.id);
      if (held) {
        const merged = rules.merge(entity, held);
        return sameButVersion(merged, held) ? null : settle(merged);
      }
      const part = waiting.get(entity.id);
      waiting.delete(entity.id);
      return settle((part ? rules.patch(entity, part) : null) ?? entity);
    },
    part(part) {
      const held = wholes.get(part.id);
      if (!held) {
        waiting.delete(part.id);
        waiting.set(part.id, part);
        if (waiting.size > WAITING) waiting.delete(waiting.keys().next().value ?? '');
        return null;
      }
      const patched = rules.patch(held, part);
      return patched === null ? null : settle(patched);
    },
    get: (id) => wholes.get(id),
    waiting: (id) => waiting.get(id),
    seed: (entity) => void wholes.set(entity.id, entity),
    remove: (id) => { wholes.delete(id); waiting.delete(id); },
    ids: () => wholes.keys(),
    clear: () => { wholes.clear(); waiting.clear(); },
  };
}

/** A feed that lists everything each time would otherwise renew everything each time. */
function sameButVersion(a: Whole, b: Whole): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  keys.delete('version');
  keys.delete('updatedAt');
  for (const key of keys) if (!isDeepStrictEqual((a as unknown as Record<string, unknown>)[key], (b as unknown as Record<string, unknown>)[key])) return false;
  return true;
}

const later = (a: Version, b: Version): Version => (b.value > a.value ? b : a);

export const makeVideoJoin = (): Join<VideoPoint, VideoStatus> => makeJoin({
  merge: (base, held) => (held.version.value > base.version.value ? { ...base, status: held.status, version: held.version, updatedAt: held.updatedAt } : base),
  patch(held, part) {
    if (part.version.value < held.version.value || (part.version.value === held.version.value && part.status === held.status)) return null;
    return { ...held, status: part.status, version: part.version, updatedAt: part.updatedAt };
  },
});

export const makeStationJoin = (): Join<Station, StationReading> => makeJoin({
  merge: (base, held) => (held.reading ? { ...base, reading: held.reading, version: later(base.version, held.version), updatedAt: held.reading.at } : base),
  patch(held, part) {
    const before = held.reading;
    if (before && (part.reading.at < before.at || (part.reading.at === before.at && JSON.stringify(part.reading) === JSON.stringify(before)))) return null;
    return { ...held, reading: part.reading, version: later(held.version, part.version), updatedAt: part.updatedAt };
  },
});

export interface StaffJoin extends Join<Staff, PositionReport> {
  /** The person with the last sign of life, however recent: to be applied again when silence falls due. */
  latest(id: string): Staff | undefined;
}

/**
 * A position is new only when it changes the duty, or when the person would by now count as silent
 * (`silence` ms after the sign of life last handed out): 60,000 people report every few seconds.
 */
export function makeStaffJoin(silence: number): StaffJoin {
  const seen = new Map<string, number>();
  const withSign = (person: Staff, duty: Staff['duty'], at: number): Staff =>
    ({ ...person, duty, seenAt: at, version: later(person.version, { by: person.version.by, value: person.version.by === 'updated' ? at : person.version.value }), updatedAt: Math.max(person.updatedAt, at) });
  const join = makeJoin<Staff, PositionReport>({
    merge: (base, held) => (held.seenAt === undefined ? base : { ...base, duty: held.duty, seenAt: held.seenAt, version: later(base.version, held.version), updatedAt: Math.max(base.updatedAt, held.updatedAt) }),
    patch(held, part) {
      const last = Math.max(held.seenAt ?? 0, seen.get(part.id) ?? 0);
      if (part.at < last) return null;
      seen.set(part.id, part.at);
      return part.duty !== held.duty || held.seenAt === undefined || part.at - held.seenAt >= silence ? withSign(held, part.duty, part.at) : null;
    },
  });
  return {
    ...join,
    latest(id) {
      const person = join.get(id);
      const at = seen.get(id);
      if (!person || at === undefined || at <= (person.seenAt ?? 0)) return person;
      const fresh = withSign(person, person.duty, at);
      join.seed(fresh);
      return fresh;
    },
    remove: (id) => { join.remove(id); seen.delete(id); },
    clear: () => { join.clear(); seen.clear(); },
  };
}

/**
 * Version of the tombstone of an entity that a complete list as of `asOf` has no more; null when the
 * entity has been heard of since. The later arrival of two equal versions wins, so its own suffices.
 */
export function absenceVersion(entity: Whole, asOf: number): Version | null {
  if (entity.updatedAt > asOf) return null;
  return entity.version.by === 'updated' ? { by: 'updated', value: Math.max(asOf, entity.version.value) } : entity.version;
}

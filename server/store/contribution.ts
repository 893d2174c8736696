/**
 * What one entity adds to the totals: the answer of `server/aggregate/contributions.ts`, and all that
 * the store knows of the meaning of an entity.
 */

/**
 * How deep an indicator goes, counted in levels from the city (city 1, 区 2, 街道 3, 社区 4, 网格 5;
 * 0 = not at all). It is part of the indicator's identity: the same name with another depth gets
 * another number, so that sets stored earlier are taken back exactly as they were added.
 */
export interface Depth { readonly gauge: number; readonly minute: number; readonly hour: number; readonly day: number }

/** Interned: one object a (name, depth) a process; `id` is only an index into caches of this process. */
export interface Indicator { readonly id: number; readonly name: string; readonly depth: Depth }

const interned = new Map<string, Indicator>();

export function indicator(name: string, depth: Partial<Depth>): Indicator {
  const full: Depth = { gauge: 0, minute: 0, hour: 0, day: 0, ...depth };
  const key = identityOf(name, full);
  let known = interned.get(key);
  if (!known) interned.set(key, known = { id: interned.size, name, depth: full });
  return known;
}

/** The identity kept in Redis: "0444|today.reported" (depth of gauge, minute, hour, day | name). */
export const identityOf = (name: string, depth: Depth): string =>
  `${depth.gauge}${depth.minute}${depth.hour}${depth.day}|${name}`;

/** +1 for each of `indicators` in the buckets of `at` (epoch ms); one listed twice counts twice. */
export interface Stamp { at: number; indicators: readonly Indicator[] }

export interface Contribution {
  /** Present state, +1 each. */
  gauges: readonly Indicator[];
  stamps: readonly Stamp[];
  /** Integer seconds, in the day of `at` (epoch ms), at every level. */
  duration?: { at: number; seconds: number };
  /** One case in H3 cell `cell` (hex index) in the hour of `at`, under a primary class. */
  heat?: { at: number; cell: string; class: string };
  /** Epoch ms at which time alone changes this contribution, or the entity may be dropped; null: never. */
  nextChangeAt: number | null;
  /** The entity is over and past its retention: dropped when stored, counted as 过期 when not. */
  expired: boolean;
}

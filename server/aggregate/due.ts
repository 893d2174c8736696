/**
 * What time alone changes: entities whose instant has come are re-applied as of that instant, so that
 * after downtime every total is what it would have been.
 */
import { KINDS, type Entity, type Kind } from '../wire/entity.ts';
import type { Item, Store } from '../store/index.ts';
import { contributions, type Rules } from './contributions.ts';

export interface DueHooks {
  /** Last sign of life of a member of staff that the stored record does not know of (positions), epoch ms. */
  lastSeen?: (staffId: string) => number | undefined;
  /** Told after each round which entities moved or went. */
  moved?: (kind: Kind, entities: readonly Entity[]) => void;
}

const AT_ONCE = 500;

/**
 * Applies all that is due at `now`; returns how many entities. An entity that is due several times
 * (overdue, then dropped) is taken through each of its instants.
 */
export async function processDue(store: Store, now: number, rules: Rules, hooks: DueHooks = {}): Promise<number> {
  let total = 0;
  for (;;) {
    const due = await store.due(now, AT_ONCE);
    if (due.length === 0) return total;
    for (const kind of KINDS) {
      const mine = due.filter((d) => d.kind === kind);
      const gone = mine.filter((d) => d.entity === null);
      if (gone.length > 0) await store.purge(kind, gone);
      const items = mine.filter((d) => d.entity !== null).map((d) => itemOf(d.entity!, d.shard, d.at, now, rules, hooks));
      if (items.length === 0) continue;
      await store.reapply(kind, items);
      hooks.moved?.(kind, items.map((i) => i.entity));
    }
    total += due.length;
  }
}

function itemOf(entity: Entity, shard: string, at: number, now: number, rules: Rules, hooks: DueHooks): Item & { shard: string } {
  const seen = entity.kind === 'staff' ? hooks.lastSeen?.(entity.id) : undefined;
  const known = entity.kind === 'staff' && seen !== undefined && seen > (entity.seenAt ?? 0) ? { ...entity, seenAt: seen } : entity;
  let contribution = contributions(known, Math.min(at, now), rules);
  // An instant that does not move on (a due time from other rules) is taken as of now.
  if (!contribution.expired && contribution.nextChangeAt !== null && contribution.nextChangeAt <= at) contribution = contributions(known, now, rules);
  // The record itself stays as it is stored; only its set and its next instant follow what is known.
  return { entity, contribution, shard };
}

/**
 * Takes every stored entity's set back and adds the one that today's rules, regions and indicators
 * give. Total at any moment stay whole: each entity moves in one step. Returns how many moved.
 */
export async function rebuild(store: Store, now: () => number, rules: Rules, progress?: (kind: Kind, done: number) => void): Promise<number> {
  let done = 0;
  for (const kind of KINDS) {
    for await (const page of store.scan(kind)) {
      const items = page.map(({ entity, shard }) => ({ entity, shard, contribution: contributions(entity, now(), rules) }));
      done += await store.reapply(kind, items);
      progress?.(kind, done);
    }
  }
  return done;
}

/**
 * Writes that may touch several shards. An entity that comes to another shard is written there first,
 * then tombstoned in the old one with the same version.
 *
 * A locator (id → shards that may hold the entity) in the city's shard is written ahead of the entity,
 * so that it always names at least those that do. The cursor of the shard that is left moves in the
 * script of the tombstone, and pulling resumes at the least cursor over the shards: after a crash
 * between any two steps the record comes again and finds both shards in the locator.
 */
import { type Kind, type Version } from '../wire/entity.ts';
import type { Connection } from './connection.ts';
import { KEY } from './keys.ts';
import { FLAG } from './value-codec.ts';
import type { Outcome, Page, Removal, Shard, Written } from './shard.ts';
import type { Item } from './types.ts';

interface Placed { index: number; item: Item; target: string; holders: string[] }
interface Leaving { shard: string; placed: Placed; version: Version }
interface Held { version: Version; tombstone: boolean; moved: boolean }

export class Mover {
  private readonly redis: Connection;
  private readonly city: Shard;
  private readonly shards: ReadonlyMap<string, Shard>;
  private readonly shardOf: (region: string) => string;
  private readonly afterScript: (name: string) => void;

  constructor(redis: Connection, city: Shard, shards: ReadonlyMap<string, Shard>, shardOf: (region: string) => string, afterScript: (name: string) => void) {
    this.redis = redis; this.city = city; this.shards = shards; this.shardOf = shardOf; this.afterScript = afterScript;
  }

  async put(kind: Kind, items: readonly Item[], at: Page): Promise<Written> {
    const outcomes: Outcome[] = new Array<Outcome>(items.length).fill('u');
    let expired = 0;
    // One record of an entity at a time: where it lies now decides what the next one of it does.
    for (const wave of wavesOf(items)) {
      const last = wave.isLast;
      const written = await this.putWave(kind, wave.items, last ? at : { feed: at.feed, now: at.now, order: 0, after: 0 }, last);
      wave.indexes.forEach((index, i) => { outcomes[index] = written.outcomes[i]!; });
      expired += written.expired;
    }
    return { outcomes, expired };
  }

  private async putWave(kind: Kind, items: readonly Item[], at: Page, final: boolean): Promise<Written> {
    const located = await this.locate(kind, items.map((i) => i.entity.id));
    const all = items.map((item, index): Placed => ({ index, item, target: this.targetOf(item), holders: located[index]! }));
    const outcomes: Outcome[] = new Array<Outcome>(items.length).fill('u');
    const { fresh, left } = await this.sift(kind, all);
    await this.writeLocator(kind, fresh.filter((p) => !p.holders.includes(p.target)).map((p) => [p.item.entity.id, [...p.holders, p.target]]));
    const leaving = groupBy([...left, ...fresh.flatMap((p) => p.holders.filter((h) => h !== p.target)
      .map((shard): Leaving => ({ shard, placed: p, version: p.item.entity.version })))], (l) => l.shard);
    const coming = groupBy(fresh, (p) => p.target);
    let expired = 0;
    const ends = (shard: Shard): boolean => final && !leaving.has(shard.name);
    await allDone([...coming].map(async ([name, part]) => {
      const shard = this.shard(name);
      const written = await shard.put(kind, part.map((p) => p.item), pageFor(at, shard === this.city), ends(shard));
      part.forEach((p, i) => { outcomes[p.index] = written.outcomes[i]!; });
      expired += written.expired;
    }));
    // After the records: a shard without a watermark yet refuses those, and the page that is then sent again counts once.
    await allDone([...this.shards.values()].filter((shard) => !coming.has(shard.name) && ends(shard) && worthWriting(at, shard === this.city))
      .map((shard) => shard.setFeed(pageFor(at, shard === this.city))));
    // What was over and past its time came to no shard: it left none, and the tombstones it met still count.
    const came = (p: Placed): boolean => outcomes[p.index] !== 'x';
    await allDone([...leaving].map(([name, list]) => this.shard(name).remove(kind,
      list.filter((l) => came(l.placed)).map(({ placed, version }): Removal => ({ id: placed.item.entity.id, version })),
      pageFor(at, this.shard(name) === this.city), final, true)));
    await this.writeLocator(kind, fresh.filter((p) => came(p) && p.holders.some((h) => h !== p.target)).map((p) => [p.item.entity.id, [p.target]]));
    await this.dropLocator(kind, fresh.filter((p) => !came(p) && p.holders.length === 0).map((p) => p.item.entity.id));
    return { outcomes, expired };
  }

  async remove(kind: Kind, removals: readonly Removal[], at: Page): Promise<Written> {
    const located = await this.locate(kind, removals.map((r) => r.id));
    const outcomes: Outcome[] = new Array<Outcome>(removals.length).fill('u');
    const leaving = groupBy(removals.flatMap((removal, index) => located[index]!.map((shard) => ({ shard, removal, index }))), (l) => l.shard);
    await allDone([...this.shards.values()].map(async (shard) => {
      const list = leaving.get(shard.name);
      const here = pageFor(at, shard === this.city);
      if (!list) return worthWriting(at, shard === this.city) ? shard.setFeed(here) : undefined;
      const written = await shard.remove(kind, list.map((l) => l.removal), here, true);
      list.forEach((l, i) => { if (written.outcomes[i] === 'a') outcomes[l.index] = 'a'; });
    }));
    return { outcomes, expired: 0 };
  }

  /** After a reorganisation: stored entities whose region now belongs to another shard, versions unchanged. */
  async relocate(kind: Kind, from: Shard, items: readonly Item[], now: number): Promise<void> {
    const page: Page = { feed: '', now, order: 0, after: 0 };
    for (const [name, list] of groupBy(items, (i) => this.targetOf(i))) {
      const target = this.shard(name);
      const ids = list.map((i) => i.entity.id);
      await this.writeLocator(kind, ids.map((id) => [id, [from.name, name]]));
      // A tombstone left by an earlier move the other way has the same version and would refuse them.
      await target.purge(kind, ids);
      await target.put(kind, list, page, false);
      await from.remove(kind, list.map((i) => ({ id: i.entity.id, version: i.entity.version })), page, false, true);
      await this.writeLocator(kind, ids.map((id) => [id, [name]]));
    }
  }

  /** Of entities that are gone for good, where no other shard may hold them. */
  async forget(kind: Kind, shard: string, ids: readonly string[]): Promise<void> {
    const located = await this.locate(kind, ids);
    const gone = ids.filter((_, i) => located[i]!.length === 1 && located[i]![0] === shard);
    await this.dropLocator(kind, gone);
  }

  targetOf(item: Item): string { return this.shardOf(item.entity.region); }

  private shard(name: string): Shard {
    const shard = this.shards.get(name);
    if (!shard) throw new Error(`shard ${name} is not among the store's shards ${[...this.shards.keys()].join(', ')}`);
    return shard;
  }

  private async locate(kind: Kind, ids: readonly string[]): Promise<string[][]> {
    if (ids.length === 0) return [];
    const stored = await this.redis.client.hmget(KEY.locator(this.city.prefix, kind), ...ids);
    return stored.map((names) => (names ? names.split(',') : []));
  }

  private async writeLocator(kind: Kind, entries: [id: string, shards: string[]][]): Promise<void> {
    if (entries.length === 0) return;
    await this.redis.client.hset(KEY.locator(this.city.prefix, kind), new Map(entries.map(([id, shards]) => [id, shards.join(',')])));
    this.afterScript('locator');
  }

  private async dropLocator(kind: Kind, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.redis.client.hdel(KEY.locator(this.city.prefix, kind), ...ids);
  }

  /**
   * Leaves out records that are older than what another shard holds of the same entity. `left`: what is
   * older still in a further one, where a move was cut short and the regions were reorganised since.
   */
  private async sift(kind: Kind, all: Placed[]): Promise<{ fresh: Placed[]; left: Leaving[] }> {
    const spread = all.filter((p) => p.holders.some((h) => h !== p.target));
    const holding = groupBy(spread.flatMap((p) => p.holders.map((shard) => ({ shard, placed: p }))), (l) => l.shard);
    const heldBy = new Map(spread.map((p) => [p, new Map<string, Held>()]));
    await allDone([...holding].map(async ([name, list]) => {
      const held = await this.headers(this.shard(name), kind, list.map((l) => l.placed.item.entity.id));
      list.forEach(({ placed }, i) => { if (held[i]) heldBy.get(placed)!.set(name, held[i]); });
    }));
    const left: Leaving[] = [];
    const fresh = all.filter((placed) => {
      const everywhere = [...heldBy.get(placed) ?? []];
      const elsewhere = everywhere.filter(([name]) => name !== placed.target);
      if (elsewhere.some(([, held]) => wins(held, placed.item.entity.version))) {
        const [kept, { version }] = everywhere.reduce((a, b) => (outranks(b[1], a[1]) ? b : a));
        left.push(...everywhere.filter(([name, held]) => name !== kept && !held.tombstone).map(([shard]) => ({ shard, placed, version })));
        return false;
      }
      const { contribution } = placed.item;
      // It is over, but was never dropped: it is not one of those that are gone.
      if (contribution.expired && elsewhere.some(([, held]) => !held.tombstone)) {
        placed.item = { ...placed.item, contribution: { ...contribution, expired: false, nextChangeAt: 0 } };
      }
      return true;
    });
    return { fresh, left };
  }

  private async headers(shard: Shard, kind: Kind, ids: string[]): Promise<(Held | null)[]> {
    const values = await this.redis.client.hmgetBuffer(KEY.entities(shard.prefix, kind), ...ids);
    return values.map((value) => value && {
      version: { by: value[8]! & FLAG.byRevision ? 'revision' : 'updated', value: value.readDoubleBE(0) },
      tombstone: (value[8]! & FLAG.tombstone) > 0,
      moved: (value[8]! & FLAG.moved) > 0,
    });
  }
}

/** Whether what another shard holds is to stay, as put.lua decides it inside one shard. */
function wins(held: Held, version: Version): boolean {
  if (held.version.by !== version.by) return false;
  if (held.version.value !== version.value) return held.version.value > version.value;
  // A tombstone of the same version that says "moved" is the one this very move left behind.
  return held.tombstone ? !held.moved : version.by === 'revision';
}

/** Of two that shards hold of one entity, whether `a` is the one to keep. */
function outranks(a: Held, b: Held): boolean {
  if (a.version.by !== b.version.by) return false;
  if (a.version.value !== b.version.value) return a.version.value > b.version.value;
  const rank = (held: Held): number => (held.tombstone ? (held.moved ? 0 : 2) : 1);
  return rank(a) > rank(b);
}

/** Waits for all, also where one fails: nothing of this call may still be under way when the next begins. */
async function allDone(work: Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}

/** What became of records is counted once, in the city's shard; the cursor stands in all. */
export const pageFor = (at: Page, city: boolean): Page => (city ? at : { ...at, rejects: [], notes: [], ...(at.accepted === undefined ? {} : { accepted: 0 }) });
const worthWriting = (at: Page, city: boolean): boolean =>
  at.cursor !== undefined || at.asOf !== undefined || (city && ((at.rejects?.length ?? 0) > 0 || (at.notes?.length ?? 0) > 0 || (at.accepted ?? 0) > 0));

function groupBy<T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const group = groups.get(key(item));
    if (group) group.push(item); else groups.set(key(item), [item]);
  }
  return groups;
}

/** Splits so that no id occurs twice in one part, keeping the order of arrival. */
function wavesOf(items: readonly Item[]): { items: Item[]; indexes: number[]; isLast: boolean }[] {
  const waves: { items: Item[]; indexes: number[]; isLast: boolean }[] = [{ items: [], indexes: [], isLast: false }];
  let seen = new Set<string>();
  items.forEach((item, index) => {
    if (seen.has(item.entity.id)) { seen = new Set(); waves.push({ items: [], indexes: [], isLast: false }); }
    seen.add(item.entity.id);
    waves.at(-1)!.items.push(item);
    waves.at(-1)!.indexes.push(index);
  });
  waves.at(-1)!.isLast = true;
  return waves;
}

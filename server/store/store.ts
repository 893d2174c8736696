/** The store: joins shards, movers and readers into the interface of types.ts. */
import type { Case, Entity, Kind, Position, Version } from '../wire/entity.ts';
import { KINDS } from '../wire/entity.ts';
import type { CounterRow } from '../wire/counters.ts';
import type { World } from '../wire/messages.ts';
import { decodeRows } from './columns.ts';
import { connect, type Connection } from './connection.ts';
import { mergeFeed, withoutOrders, type FeedStand } from './feeds.ts';
import { KEY } from './keys.ts';
import { Lock } from './lock.ts';
import { Mover, pageFor } from './mover.ts';
import { Positions } from './positions.ts';
import { reapShard } from './reaper.ts';
import { RegionTree } from './region-tree.ts';
import { readRows } from './rows.ts';
import { Series } from './series.ts';
import { Shard, type Page, type Written } from './shard.ts';
import type {
  BucketRead, CaseRows, ChangeToken, DeadLetter, DueItem, FeedState, Grain, Item, PositionBlock, PutAt, PutResult, Reading,
  KeptWall, RegionNode, Store, Stored, StoreOptions, StoreStats,
} from './types.ts';
import { readBuckets, readHeat } from './buckets.ts';
import { WallStates } from './walls.ts';

/** Regions that one script reads at most, so that it stays short. */
const ROWS_AT_ONCE = 24;
const SCAN_AT_ONCE = 500;

export async function openStore(options: StoreOptions): Promise<Store> {
  const tree = new RegionTree(options.city, options.regions);
  const redis = await connect(options.redis);
  const names = [...new Set([options.city, ...(options.shards?.all ?? [])])];
  const shards = new Map(names.map((shard) => [shard, new Shard(redis, {
    world: options.world, shard, zone: options.zone, tree, recent: options.recent ?? 5000, scriptMs: options.scriptMs ?? 3.5,
    tombstoneMs: options.retention.cases, afterScript: options.afterScript,
  })]));
  const store = new RedisStore(redis, shards, options);
  try {
    await store.begin();
  } catch (error) {
    await redis.close();
    throw error;
  }
  return store;
}

class RedisStore implements Store {
  readonly world: World;
  private readonly redis: Connection;
  private readonly all: readonly Shard[];
  private readonly city: Shard;
  private readonly options: StoreOptions;
  private readonly mover: Mover;
  private readonly positions: Positions;
  private readonly series: Series;
  private readonly walls: WallStates;
  /** Writes over several shards, one after another: each reads where an entity lies before it writes. */
  private readonly lock = new Lock();
  /** Of each feed: the greatest place given to a cursor, and from which the next page may go on. */
  private readonly stands = new Map<string, { order: number; after: number; rewound: boolean }>();
  private generation = 0;
  private held = 0;
  private run = '';

  constructor(redis: Connection, shards: ReadonlyMap<string, Shard>, options: StoreOptions) {
    this.redis = redis;
    this.all = [...shards.values()];
    this.city = shards.get(options.city)!;
    this.options = options;
    this.world = options.world;
    this.mover = new Mover(redis, this.city, shards, options.shards?.of ?? (() => options.city), (name) => options.afterScript?.(name));
    this.positions = new Positions(redis, this.city.prefix);
    this.series = new Series(redis, this.city.prefix);
    this.walls = new WallStates(redis, this.city.prefix);
  }

  async begin(): Promise<void> {
    await Promise.all(this.all.map((shard) => shard.load()));
    const info = await this.redis.client.info('server');
    this.run = /run_id:(\w+)/.exec(info)?.[1]?.slice(0, 12) ?? '';
    this.generation = this.redis.generation();
  }

  epoch(): string { return `${this.run}.${this.redis.generation()}`; }

  stats(): StoreStats {
    const sum = { scripts: 0, micros: 0, longestMicros: 0, overlong: 0, increments: 0, negatives: 0 };
    for (const { stats } of this.all) {
      sum.scripts += stats.scripts; sum.micros += stats.micros; sum.increments += stats.increments; sum.negatives += stats.negatives;
      sum.overlong += stats.overlong;
      sum.longestMicros = Math.max(sum.longestMicros, stats.longestMicros);
    }
    return sum;
  }

  put(kind: Kind, items: readonly Item[], at: PutAt): Promise<PutResult> {
    return this.withPage(at, async (page) => {
      const apply = (): Promise<Written> => (this.all.length === 1 ? this.city.put(kind, items, page, true) : this.lock.run(() => this.mover.put(kind, items, page)));
      const written = await apply().catch(async (error: unknown) => {
        if (!(error instanceof Error && error.message.startsWith('WATERMARK'))) throw error;
        await this.reap(at.now);
        return apply();
      });
      return resultOf(written, items.map((i) => i.entity.id));
    });
  }

  remove(kind: Kind, ids: readonly string[], version: Version | null, at: PutAt): Promise<PutResult> {
    const removals = ids.map((id) => ({ id, version }));
    return this.withPage(at, async (page) => resultOf(this.all.length === 1
      ? await this.city.remove(kind, removals, page, true)
      : await this.lock.run(() => this.mover.remove(kind, removals, page)), ids));
  }

  async setFeed(at: PutAt): Promise<void> {
    const everywhere = at.cursor !== undefined || at.asOf !== undefined;
    await this.withPage(at, (page) => Promise.all((everywhere ? this.all : [this.city]).map((shard) =>
      shard.setFeed(pageFor(page, shard === this.city)))));
  }

  /** Numbers the cursors of a feed, going on from those that were read or written last. */
  private async withPage<T>(at: PutAt, work: (page: Page) => Promise<T>): Promise<T> {
    if (at.cursor === undefined) return work({ ...at, order: 0, after: 0 });
    const stand = this.stands.get(at.feed) ?? this.standOf(await this.readFeed(at.feed));
    if (stand.rewound) throw new Error(`REWOUND feed ${at.feed}: the store lost its last writes; read feedState and pull again from its cursor`);
    const order = ++stand.order;
    try {
      const result = await work({ ...at, order, after: stand.after });
      stand.after = order;
      return result;
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('REWOUND')) stand.rewound = true;
      throw error;
    }
  }

  private standOf(state: FeedStand): { order: number; after: number; rewound: boolean } {
    const stand = { order: Math.max(state.order, this.stands.get(state.feed)?.order ?? 0), after: state.least, rewound: false };
    this.stands.set(state.feed, stand);
    return stand;
  }

  async due(now: number, limit: number): Promise<DueItem[]> {
    await this.refresh();
    const parts = await Promise.all(this.all.map((shard) => this.dueOf(shard, now, limit)));
    return parts.flat().sort((a, b) => a.at - b.at).slice(0, limit);
  }

  private async dueOf(shard: Shard, now: number, limit: number): Promise<DueItem[]> {
    const reply = await this.redis.client.zrangebyscore(KEY.due(shard.prefix), '-inf', now, 'WITHSCORES', 'LIMIT', 0, limit);
    const items: DueItem[] = [];
    for (let i = 0; i < reply.length; i += 2) {
      const at = reply[i]!.indexOf(':');
      items.push({ kind: reply[i]!.slice(0, at) as Kind, id: reply[i]!.slice(at + 1), at: Number(reply[i + 1]), shard: shard.name, entity: null });
    }
    for (const kind of KINDS) {
      const mine = items.filter((item) => item.kind === kind);
      const entities = await this.entities(shard, kind, mine.map((item) => item.id));
      mine.forEach((item, i) => { item.entity = entities[i]!; });
    }
    return items;
  }

  async reapply(kind: Kind, items: readonly (Item & { shard: string })[]): Promise<number> {
    return this.lock.run(async () => {
      let moved = 0;
      for (const shard of this.all) {
        const mine = items.filter((item) => item.shard === shard.name);
        // What is over and past its time is dropped where it lies: its buckets stay there.
        const stays = (item: Item): boolean => this.all.length === 1 || item.contribution.expired || this.mover.targetOf(item) === shard.name;
        const stay = mine.filter(stays);
        if (stay.length < mine.length) {
          const leave = mine.filter((item) => !stays(item));
          await this.mover.relocate(kind, shard, leave, Math.max(...leave.map((i) => i.entity.updatedAt)));
          moved += leave.length;
        }
        if (stay.length === 0) continue;
        const { outcomes } = await shard.reapply(kind, stay);
        moved += outcomes.filter((o) => o !== 'u').length;
        const dropped = stay.filter((_, i) => outcomes[i] === 'x').map((i) => i.entity.id);
        if (dropped.length > 0 && this.all.length > 1) await this.mover.forget(kind, shard.name, dropped);
      }
      return moved;
    });
  }

  async purge(kind: Kind, items: readonly { id: string; shard: string }[]): Promise<void> {
    await this.lock.run(async () => {
      for (const shard of this.all) {
        const ids = items.filter((item) => item.shard === shard.name).map((item) => item.id);
        if (ids.length === 0) continue;
        await shard.purge(kind, ids);
        if (this.all.length > 1) await this.mover.forget(kind, shard.name, ids);
      }
      await this.leave(kind, items.map(({ id }) => id));
    });
  }

  /** What is kept beside an entity that is gone for good: where its removal was cut short it is here still. */
  private async leave(kind: Kind, ids: readonly string[]): Promise<void> {
    if (kind !== 'staff' && kind !== 'station') return;
    const alive = await this.get(kind, ids);
    const gone = ids.filter((_, at) => alive[at] === null);
    if (gone.length === 0) return;
    if (kind === 'staff') await this.positions.free(gone);
    else await this.series.drop(gone);
  }

  async reap(now: number): Promise<{ keys: number }> {
    const { zone, retention, afterScript } = this.options;
    const dropped = await Promise.all(this.all.map((shard) =>
      reapShard(this.redis, shard, now, zone, retention, (name) => afterScript?.(name))));
    return { keys: dropped.reduce((sum, n) => sum + n, 0) };
  }

  async feedState(feed: string): Promise<FeedState> {
    const state = await this.readFeed(feed);
    this.standOf(state);
    return withoutOrders(state);
  }

  private async readFeed(feed: string): Promise<FeedStand> {
    const replies = await Promise.all(this.all.map((shard) => this.redis.client.hgetall(KEY.feed(shard.prefix, feed))));
    return mergeFeed(feed, replies.map((hash) => Object.entries(hash).flat()));
  }

  async deadLetters(feed: string, count: number): Promise<DeadLetter[]> {
    const entries = await this.redis.client.xrevrange(KEY.deadLetters(this.city.prefix, feed), '+', '-', 'COUNT', count);
    return entries.map(([id, fields]) => ({ id, feed, reason: fields[1] ?? '', sample: fields[3] ?? '', at: Number(fields[5] ?? 0), accepted: fields[7] === 'n' }));
  }

  async still<T>(work: () => Promise<T>): Promise<T> {
    await this.refresh();
    const undisturbed = async (): Promise<T> => {
      this.held += 1;
      try { return await work(); } finally { this.held -= 1; }
    };
    const hold = ([first, ...rest]: readonly Shard[]): Promise<T> => (first ? first.hold(() => hold(rest)) : undisturbed());
    // An entity that moves between shards is in both for a script's time: those are waited for, page and all.
    return this.all.length === 1 ? hold(this.all) : this.lock.run(() => hold(this.all));
  }

  async readRows(codes: readonly string[], now: number, options: { detail?: boolean } = {}): Promise<Record<string, CounterRow>> {
    await this.refresh();
    return (await readRows(this.redis, this.all, codes, this.options.zone, now, options.detail ?? false, [], ROWS_AT_ONCE)).rows;
  }

  async snapshotRead(codes: readonly string[], now: number, feeds: readonly string[]): Promise<{ rows: Record<string, CounterRow>; feeds: FeedState[] }> {
    await this.refresh();
    const read = await readRows(this.redis, this.all, codes, this.options.zone, now, true, feeds, Infinity);
    return { rows: read.rows, feeds: feeds.map((feed) => withoutOrders(mergeFeed(feed, read.feeds.get(feed)!))) };
  }

  async readBuckets(code: string, names: readonly string[], grain: Grain, from: number, to: number): Promise<BucketRead> {
    await this.refresh();
    return readBuckets(this.redis, this.all, this.options.zone, code, names, grain, from, to);
  }

  async readHeat(fromHour: number, toHour: number, heatClass?: string): Promise<Map<string, number>> {
    await this.refresh();
    return readHeat(this.redis, this.all, fromHour, toHour, heatClass);
  }

  async readCaseRows(day: number): Promise<CaseRows[]> {
    await this.refresh();
    const parts = await Promise.all(this.all.map(async (shard) => {
      const bytes = await this.redis.client.getBuffer(KEY.columns(shard.prefix, day));
      return bytes ? [decodeRows(bytes, shard.registry)] : [];
    }));
    return parts.flat();
  }

  async recentCases(count: number): Promise<Case[]> {
    await this.refresh();
    const parts = await Promise.all(this.all.map(async (shard) => {
      const ids = await this.redis.client.zrevrange(KEY.recent(shard.prefix), 0, count - 1);
      return this.entities(shard, 'case', ids);
    }));
    return parts.flat().filter((e): e is Case => e?.kind === 'case')
      .sort((a, b) => b.times.reported - a.times.reported).slice(0, count);
  }

  async get(kind: Kind, ids: readonly string[]): Promise<(Entity | null)[]> {
    await this.refresh();
    const found = new Array<Entity | null>(ids.length).fill(null);
    for (const shard of this.all) {
      const part = await this.entities(shard, kind, ids);
      part.forEach((entity, i) => { found[i] ??= entity; });
    }
    return found;
  }

  async count(kind: Kind): Promise<number> {
    const counts = await Promise.all(this.all.map((shard) => this.redis.client.hlen(KEY.entities(shard.prefix, kind))));
    return counts.reduce((sum, n) => sum + n, 0);
  }

  async* scan<K extends Kind>(kind: K): AsyncGenerator<Stored<Extract<Entity, { kind: K }>>[]> {
    await this.refresh();
    for (const shard of this.all) {
      let cursor = '0';
      do {
        const [next, reply] = await this.redis.client.hscanBuffer(KEY.entities(shard.prefix, kind), cursor, 'COUNT', SCAN_AT_ONCE);
        cursor = next.toString();
        const page: Stored<Extract<Entity, { kind: K }>>[] = [];
        for (let i = 0; i < reply.length; i += 2) {
          const entity = shard.codec.decode(kind, reply[i]!.toString(), reply[i + 1]!);
          if (entity) page.push({ shard: shard.name, entity: entity as Extract<Entity, { kind: K }> });
        }
        if (page.length > 0) yield page;
      } while (cursor !== '0');
    }
  }

  async answers(): Promise<void> {
    await Promise.all(this.all.map((shard) => this.redis.client.exists(KEY.meta(shard.prefix))));
  }

  async changedSince(token: ChangeToken | null): Promise<{ token: ChangeToken; codes: string[] }> {
    await this.refresh();
    const next: ChangeToken = {};
    const codes = new Set<string>();
    await Promise.all(this.all.map(async (shard) => {
      const seen = token?.[shard.name] ?? 0;
      const seq = Number(await this.redis.client.hget(KEY.meta(shard.prefix), 'seq') ?? 0);
      // A lower number than the one seen: this Redis was put back, so anything may differ.
      const since = seq < seen ? 0 : seen;
      const regions = seq === seen ? [] : await this.redis.client.zrangebyscore(KEY.changed(shard.prefix), since + 1, '+inf');
      for (const n of regions) { const code = shard.registry.regionCode(Number(n)); if (code !== undefined) codes.add(code); }
      next[shard.name] = seq;
    }));
    return { token: next, codes: [...codes] };
  }

  putPositions(positions: readonly Position[]): Promise<PositionBlock[]> { return this.lock.run(() => this.positions.put(positions)); }
  readPositions(): Promise<{ blocks: PositionBlock[]; slots: ReadonlyMap<string, number> }> { return this.lock.run(() => this.positions.read()); }
  freePositions(ids: readonly string[]): Promise<void> { return this.lock.run(() => this.positions.free(ids)); }
  dropSeries(stations: readonly string[]): Promise<void> { return this.series.drop(stations); }
  appendReadings(readings: readonly Reading[]): Promise<void> { return this.series.append(readings); }
  readSeries(station: string, from: number, to: number): Promise<Reading[]> { return this.series.read(station, from, to); }
  readWall(wall: string): Promise<KeptWall | null> { return this.walls.read(wall); }
  keepWall(wall: string, base: number, text: string): Promise<KeptWall | null> { return this.walls.keep(wall, base, text); }

  names(): { counters: ReadonlySet<string>; words: ReadonlySet<string> } {
    return { counters: new Set(this.all.flatMap(({ registry }) => [...registry.allNames()])), words: new Set(this.all.flatMap(({ registry }) => [...registry.allWords()])) };
  }

  setRegions(regions: Iterable<RegionNode>): void {
    const tree = new RegionTree(this.options.city, regions);
    for (const shard of this.all) shard.registry.setTree(tree);
  }

  async close(): Promise<void> { await this.redis.close(); }

  private async entities(shard: Shard, kind: Kind, ids: readonly string[]): Promise<(Entity | null)[]> {
    if (ids.length === 0) return [];
    const values = await this.redis.client.hmgetBuffer(KEY.entities(shard.prefix, kind), ...ids);
    return values.map((value, i) => (value ? shard.codec.decode(kind, ids[i]!, value) : null));
  }

  /** After a lost connection the Redis that answers may be an older one: its numbers are read again. */
  private async refresh(): Promise<void> {
    const now = this.redis.generation();
    if (now === this.generation) return;
    // While the shards are held a page in hand waits within their locks.
    await Promise.all(this.all.map((shard) => (this.held > 0 ? shard.registry.load() : shard.load())));
    this.generation = now;
  }
}

function resultOf(written: Written, ids: readonly string[]): PutResult {
  const applied = written.outcomes.filter((o) => o === 'a').length;
  const changed = [...new Set(ids.filter((_, i) => written.outcomes[i] === 'a'))];
  return { applied, unchanged: ids.length - applied - written.expired, expired: written.expired, changed };
}

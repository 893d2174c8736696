/**
 * One shard: the smallest thing that is atomic. Its writes go one after another; scripts of one call
 * overlap with the encoding of the next, but the one that moves the cursor waits for all before it.
 */
import { localDay } from '../wire/clock.ts';
import type { Kind, Version } from '../wire/entity.ts';
import type { Arg, Connection, ScriptName } from './connection.ts';
import { encodeRow } from './columns.ts';
import { KEY, prefixOf, type Prefix } from './keys.ts';
import { Gate } from './gate.ts';
import { Lock } from './lock.ts';
import type { RegionTree } from './region-tree.ts';
import { Registry } from './registry.ts';
import type { Item, PutAt, StoreStats } from './types.ts';
import { FLAG, NO_COLUMN, ValueCodec } from './value-codec.ts';

/**
 * `order`: the place of `cursor` among this feed's cursors, by which the least over the shards is known;
 * `after`: the least that a shard must have for the page to go on from there.
 */
export interface Page extends PutAt { order: number; after: number }
/** `version` null: that of the stored record. */
export interface Removal { id: string; version: Version | null }

export interface ShardOptions {
  world: string; shard: string; zone: string; recent: number; scriptMs: number;
  tree: RegionTree; tombstoneMs: number; afterScript?: ((name: string) => void) | undefined;
}

/** a applied, u unchanged, x expired or dropped. */
export type Outcome = 'a' | 'u' | 'x';
export interface Written { outcomes: Outcome[]; expired: number }

const MOST_ITEMS = 1000;
/** While a script runs nobody else is answered: the budget of one. */
const LONG_MICROS = 5_000;
/** Of a first load each may come to a hundred increments. */
const FIRST_ITEMS = 8;
/** As many as that at most, until it is known what it costs to apply one. */
const UNTRIED_ITEMS = 16;
/** Applied by one script: fewer tell nothing of the cost of one. */
const TELLING = 4;

export class Shard {
  readonly name: string;
  readonly prefix: Prefix;
  readonly registry: Registry;
  readonly stats: StoreStats = { scripts: 0, micros: 0, longestMicros: 0, overlong: 0, increments: 0, negatives: 0 };
  readonly codec: ValueCodec;
  private readonly redis: Connection;
  private readonly options: ShardOptions;
  private readonly lock = new Lock();
  private readonly gate = new Gate();
  private readonly meta: string;
  /** Items a script, by kind of script and entity, learnt from how long the last ones took. */
  private readonly sizes = new Map<string, number>();
  private readonly costs = new Map<string, number[]>();

  constructor(redis: Connection, options: ShardOptions) {
    this.redis = redis;
    this.options = options;
    this.name = options.shard;
    this.prefix = prefixOf(options.world, options.shard);
    this.meta = KEY.meta(this.prefix);
    this.registry = new Registry(redis, this.prefix, options.tree);
    this.codec = new ValueCodec(options.zone, this.registry);
  }

  /** Keeps its scripts waiting while `work` goes on. */
  hold<T>(work: () => Promise<T>): Promise<T> { return this.gate.hold(work); }
  load(): Promise<void> { return this.lock.run(() => this.registry.load()); }

  /** `final`: the page ends here, so the last script moves the cursor and counts. */
  put(kind: Kind, given: readonly Item[], at: Page, final: boolean): Promise<Written> {
    const order = byPlace(given);
    const items = order.map((index) => given[index]!);
    return this.lock.run(() => this.numbered(items, async () => {
      let expired = 0;
      const { outcomes } = await this.inBatches('put', kind, items.length, final, async (from, to, last) => {
        const args: Arg[] = [this.prefix, kind, this.registry.counts, kind === 'case' ? this.options.recent : 0,
          ...this.feedArgs(last && final ? at : null, at.accepted ?? items.length, expired, at.now)];
        for (let i = from; i < to; i++) this.pushItem(args, items[i]!);
        const reply = await this.run('put', args);
        expired += Number(reply[4]);
        return reply;
      });
      const asGiven = new Array<Outcome>(given.length);
      order.forEach((index, i) => { asGiven[index] = outcomes[i]!; });
      return { outcomes: asGiven, expired };
    }));
  }

  reapply(kind: Kind, items: readonly Item[]): Promise<Written> {
    return this.lock.run(() => this.numbered(items, () =>
      this.inBatches('reapply', kind, items.length, false, (from, to) => {
        const args: Arg[] = [this.prefix, kind, this.registry.counts];
        for (let i = from; i < to; i++) {
          const { entity, contribution } = items[i]!;
          args.push(entity.id, this.codec.encode(entity, contribution, NO_COLUMN), dueOf(contribution));
        }
        return this.run('reapply', args);
      })));
  }

  /** `moved`: they live on in another shard. */
  remove(kind: Kind, removals: readonly Removal[], at: Page, final: boolean, moved = false): Promise<Written> {
    return this.lock.run(() => this.inBatches('remove', kind, removals.length, final, (from, to, last) => this.run('remove', [
      this.prefix, kind, at.now + this.options.tombstoneMs, moved ? FLAG.moved : 0, ...this.feedArgs(last && final ? at : null, at.accepted ?? 0, 0, at.now),
      ...removals.slice(from, to).flatMap((r): Arg[] => [r.id, r.version?.value ?? '', r.version?.by === 'revision' ? 1 : 0]),
    ])));
  }

  async setFeed(at: Page): Promise<void> {
    await this.lock.run(() => this.gate.pass(() => this.redis.run('feed', this.meta, [this.prefix, ...this.feedArgs(at, at.accepted ?? 0, 0, at.now)])));
    this.options.afterScript?.('feed');
  }

  async purge(kind: Kind, ids: readonly string[]): Promise<void> {
    for (let i = 0; i < ids.length; i += MOST_ITEMS) {
      await this.gate.pass(() => this.redis.run('purge', this.meta, [this.prefix, kind, ...ids.slice(i, i + MOST_ITEMS)]));
      this.options.afterScript?.('purge');
    }
  }

  private pushItem(args: Arg[], { entity, contribution }: Item): void {
    const isCase = entity.kind === 'case';
    const day = isCase ? localDay(this.options.zone, entity.times.reported) : NO_COLUMN;
    args.push(entity.id, this.codec.encode(entity, contribution, day), dueOf(contribution),
      isCase ? encodeRow(entity, this.registry) : '', isCase ? entity.times.reported : '');
  }

  private feedArgs(at: Page | null, accepted: number, expired: number, now: number): Arg[] {
    if (!at) return ['', '', 0, 0, '', 0, 0, now, 0];
    const counts = [...(at.rejects ?? []).map((reject) => ({ ...reject, of: 'r' })), ...(at.notes ?? []).map((note) => ({ ...note, of: 'n' }))];
    return [at.feed, at.cursor ?? '', at.order, at.after, at.asOf ?? '', accepted, expired, now, counts.length,
      ...counts.flatMap(({ of, reason, count, sample }) => [`${of}:${reason}`, count, sample ?? ''])];
  }

  /** Numbers first; where this Redis has others than we knew, once more with its own. */
  private async numbered<T>(items: readonly Item[], work: () => Promise<T>): Promise<T> {
    try {
      await this.registry.ensure(items);
      return await work();
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('REGISTRY'))) throw error;
      await this.registry.load();
      await this.registry.ensure(items);
      return work();
    }
  }

  private async inBatches(script: ScriptName, kind: Kind, count: number, final: boolean,
    send: (from: number, to: number, last: boolean) => Promise<unknown[]>): Promise<Written> {
    const outcomes: Outcome[] = new Array<Outcome>(count);
    const key = `${script} ${kind}`;
    const waiting: Promise<void>[] = [];
    let from = 0;
    do {
      const size = this.sizes.get(key) ?? FIRST_ITEMS;
      const start = from, to = Math.min(count, start + size);
      const last = to >= count;
      if (last && final) await all(waiting);
      const sent = send(start, to, last).then((reply) => {
        const text = String(reply[0]);
        for (let i = 0; i < text.length; i++) outcomes[start + i] = text[i] as Outcome;
        this.adapt(key, text.length - (text.split('u').length - 1), Number(reply[1]));
      });
      sent.catch(() => undefined);
      waiting.push(sent);
      if (waiting.length > 1) await waiting.shift();
      from = to;
    } while (from < count);
    await all(waiting);
    return { outcomes, expired: 0 };
  }

  private async run(script: ScriptName, args: readonly Arg[]): Promise<unknown[]> {
    const reply = await this.gate.pass(() => this.redis.run(script, this.meta, args)) as unknown[];
    const s = this.stats;
    s.scripts++;
    s.micros += Number(reply[1]);
    s.longestMicros = Math.max(s.longestMicros, Number(reply[1]));
    if (Number(reply[1]) > LONG_MICROS) s.overlong++;
    s.increments += Number(reply[2]);
    s.negatives += Number(reply[3]);
    this.options.afterScript?.(script);
    return reply;
  }

  /**
   * The size that takes `scriptMs` if every item of it is applied, by the median of the last scripts that applied some:
   * one that was put off by another process of the machine says nothing of the next, and a thousand repeats, which
   * cost next to nothing, say nothing of a thousand new records.
   */
  private adapt(key: string, applied: number, micros: number): void {
    const each = this.costs.get(key) ?? [];
    if (applied >= TELLING && micros > 0) {
      each.push(micros / applied);
      if (each.length > 9) each.shift();
      this.costs.set(key, each);
    }
    const size = (this.sizes.get(key) ?? FIRST_ITEMS) * 1.5;
    const median = [...each].sort((a, b) => a - b)[each.length >> 1];
    const most = median === undefined ? UNTRIED_ITEMS : (this.options.scriptMs * 1000) / median;
    this.sizes.set(key, Math.max(FIRST_ITEMS, Math.min(MOST_ITEMS, Math.floor(Math.min(size, most)))));
  }
}

/**
 * Where each of the items stands in the order of their regions: neighbours of one script share their counters above them,
 * which are then written once. As they are where an entity comes twice, for then the order of arrival decides.
 */
function byPlace(items: readonly Item[]): number[] {
  const order = items.map((_, i) => i);
  if (new Set(items.map(({ entity }) => entity.id)).size < items.length) return order;
  const region = (i: number): string => items[i]!.entity.region;
  return order.sort((a, b) => (region(a) < region(b) ? -1 : region(a) > region(b) ? 1 : a - b));
}

const dueOf = (c: { nextChangeAt: number | null; expired: boolean }): string =>
  (c.expired ? 'x' : c.nextChangeAt === null ? '' : String(c.nextChangeAt));
const all = async (waiting: Promise<void>[]): Promise<void> => { await Promise.all(waiting.splice(0)); };

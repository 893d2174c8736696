/**
 * Moves every distinct subscription to the present a few times a second and hands out one delta for
 * each that changed. Its work depends on what changed and on how many distinct subscriptions there
 * are, not on how many screens hold them.
 */
import type { Alert, Entity, Kind, Position } from '../wire/entity.ts';
import { localDay } from '../wire/clock.ts';
import type { Delta, Snapshot, Topic } from '../wire/messages.ts';
import type { ChangeToken, Reading } from '../store/index.ts';
import type { PushDeps, PushLimits } from './deps.ts';
import { Mirrors, type MirrorDeps } from './mirrors/index.ts';
import { TickRows } from './rows.ts';
import type { Wanted } from './subscription-key.ts';
import { Subscriptions, type Subscription } from './subscriptions.ts';
import { makeSource } from './topics/make-source.ts';
import { HeatReader } from './topics/heat.ts';
import type { Source, Tick } from './topics/source.ts';

export interface EngineOutput {
  delta(key: string, delta: Delta): void;
  /** Whoever holds `key` must start again from this. */
  snapshot(key: string, snapshot: Snapshot): void;
  /** How long the store took to say what changed, ms. */
  storeTime(ms: number): void;
  /** A new epoch has begun; its snapshots have been handed out. */
  epoch(): void;
  /** What all screens together have now been shown: called in the same breath as the last delta. */
  shown?(picture: Shown): void;
}
/** `rows`: those that were read for it, as of `at`; `now`, `at` in ms of the world's clock. */
export interface Shown { now: number; rows: { at: number; read: ReturnType<TickRows['all']> }; changed: ReadonlySet<string>; shown: Mirrors }

/** What an engine needs: the live world's, or a recording's. */
export type EngineDeps = Pick<PushDeps, 'world' | 'clock' | 'store' | 'regions' | 'judge' | 'acks' | 'duty' | 'contacts' | 'categoryName' | 'heat' | 'caseRetention' | 'classOf' | 'feeds' | 'log' | 'randomHex' | 'wall'> & Pick<MirrorDeps, 'recordedAlerts'>;

export interface TickReport { deltas: number; rows: number; changed: number; ms: number }

/** Kinds of entity a topic is made of: the oldest of their feeds is its age. */
const TOPIC_KINDS: Record<Topic, readonly Kind[]> = {
  summary: ['case', 'video', 'station', 'alert', 'staff'], trend: ['case', 'station'], cases: ['case'],
  alerts: ['alert'], stations: ['station'], cameras: ['video'], staff: ['staff'], heat: ['case'],
};
const FROM_MEMORY: ReadonlySet<Topic> = new Set(['cases', 'alerts', 'stations', 'cameras', 'staff']);
/** A clock that steps back further than this makes a new epoch: what was published lies in its future. */
const STEP_BACK_MS = 1000;

export class Engine {
  readonly subscriptions: Subscriptions;
  epoch: string;
  /** What is kept beside the store; others after each renewal. */
  mirrors: Mirrors;
  private heat: HeatReader;
  private token: ChangeToken | null = null;
  private storeEpoch: string | null = null;
  private lastNow = -Infinity;
  private busy: Promise<TickReport> | null = null;
  private asOfs = new Map<Topic, number | null>();
  private markLoaded: () => void = () => undefined;
  /** Fulfilled once the mirrors have been filled for the first time. */
  readonly loaded: Promise<void>;

  constructor(private readonly deps: EngineDeps, private readonly limits: PushLimits, private readonly output: EngineOutput) {
    this.epoch = deps.randomHex(8);
    this.mirrors = this.newMirrors();
    this.heat = new HeatReader(deps.store, deps.regions);
    this.subscriptions = new Subscriptions((wanted) => this.source(wanted), () => this.newTick(new Set()), limits);
    this.loaded = new Promise((resolve) => { this.markLoaded = resolve; });
  }

  /** Waits until the subscription can be read; throws Refused, or the store's error. */
  async acquire(wanted: Wanted): Promise<Subscription> {
    await this.loaded;
    const subscription = this.subscriptions.acquire(wanted);
    try {
      await subscription.loading;
    } catch (error) {
      this.release(wanted.key);
      throw error;
    }
    return subscription;
  }

  release(key: string): void { this.subscriptions.release(key, this.wall()); }

  snapshot(subscription: Subscription): Snapshot {
    return subscription.snapshot(this.deps.world, this.epoch, this.asOf(subscription.wanted.topic));
  }

  /** An alert in force now. */
  alert(id: string): Alert | null { return this.mirrors.alerts.find(id, this.deps.clock.now()); }
  put(kind: Kind, entities: readonly Entity[]): void { this.mirrors.put(kind, entities, this.deps.clock.now()); }
  remove(kind: Kind, ids: readonly string[]): void { this.mirrors.remove(kind, ids); }
  positions(positions: readonly Position[]): void { this.mirrors.positions(positions, this.deps.clock.now()); }
  readings(readings: readonly Reading[]): void { this.mirrors.readings(readings); }

  /** One tick; a second call while one runs gets the running one. Rejects while the store cannot be read. */
  tick(): Promise<TickReport> {
    this.busy ??= this.run().finally(() => { this.busy = null; });
    return this.busy;
  }

  /** A new epoch: everything is read afresh, and everybody gets a snapshot. */
  async renew(): Promise<void> {
    const storeEpoch = this.deps.store.epoch();
    const first = this.storeEpoch === null;
    const { token } = await this.deps.store.changedSince(null);
    const mirrors = this.newMirrors();
    // The intake feeds the new ones from here on; the old sources keep what was published.
    const before = this.mirrors;
    if (!first) this.mirrors = mirrors;
    this.heat.clear();
    try {
      await this.mirrors.load(this.deps.store, () => this.deps.clock.now());
      await this.reload();
    } catch (error) {
      this.mirrors = before;
      throw error;
    }
    this.token = token;
    this.storeEpoch = storeEpoch;
    this.lastNow = this.deps.clock.now();
    if (first) this.markLoaded();
  }

  close(): void { this.subscriptions.close(); }

  private async run(): Promise<TickReport> {
    const started = performance.now();
    const now = this.deps.clock.now();
    if (this.storeEpoch === null || this.deps.store.epoch() !== this.storeEpoch || now < this.lastNow - STEP_BACK_MS) await this.renew();
    this.lastNow = now;
    const { tick, due, failed } = await this.deps.store.still(() => this.look());
    this.asOfs.clear();
    due.push(...this.meanwhile(due, tick));
    const deltas = this.publish(due, tick);
    this.output.shown?.({ now: this.deps.clock.now(), rows: { at: tick.now, read: tick.rows.all() }, changed: tick.changed, shown: this.mirrors });
    await this.mend(tick);
    if (failed) throw failed.reason;
    return { deltas, rows: tick.rows.size, changed: tick.changed.size, ms: performance.now() - started };
  }

  /** What has changed, and what it changed into, of one moment: a region and its children add up, whichever summary shows them. */
  private async look(): Promise<{ tick: Tick & { rows: TickRows }; due: Subscription[]; failed: PromiseRejectedResult | undefined }> {
    const asked = performance.now();
    const { token, codes } = await this.deps.store.changedSince(this.token);
    this.output.storeTime(performance.now() - asked);
    this.token = token;
    const tick = this.newTick(new Set(codes));
    this.mirrors.sweep(tick.now, tick.wall);
    this.subscriptions.reap(tick.wall);
    const due = [...this.subscriptions.all()].filter((subscription) => subscription.live && !subscription.broken && subscription.source.due(tick));
    return { tick, due, failed: await this.prepare(due, tick) };
  }

  /** Reads all that the due sources need; a read that fails leaves its sources due. */
  private async prepare(due: readonly Subscription[], tick: Tick & { rows: TickRows }): Promise<PromiseRejectedResult | undefined> {
    const reads: Promise<void>[] = [];
    for (const { source } of due) if (source.prepare) reads.push(source.prepare(tick));
    if (tick.rows.size > 0) reads.push(tick.rows.fetch(this.deps.store, tick.now));
    const results = await Promise.allSettled(reads);
    return results.find((result) => result.status === 'rejected');
  }

  /** What is made from memory alone may have changed while others were read: so that all of it is of one moment it goes out now. */
  private meanwhile(due: readonly Subscription[], tick: Tick): Subscription[] {
    const known = new Set(due);
    return [...this.subscriptions.all()].filter((subscription) => FROM_MEMORY.has(subscription.wanted.topic) && !known.has(subscription) && subscription.live && !subscription.broken && subscription.source.due(tick));
  }

  private publish(due: readonly Subscription[], tick: Tick): number {
    let deltas = 0;
    for (const subscription of due) {
      const { key, topic } = subscription.wanted;
      try {
        const data = subscription.source.commit(tick);
        if (data === null) continue;
        this.output.delta(key, subscription.delta(this.deps.world, this.epoch, this.asOf(topic), data));
        deltas++;
      } catch (error) {
        this.deps.log.error({ err: error, subscription: key }, 'a subscription could not be moved on; it is read afresh');
        subscription.broken = true;
      }
    }
    return deltas;
  }

  /** Reads broken subscriptions afresh. */
  private async mend(tick: Tick): Promise<void> {
    for (const subscription of this.subscriptions.all()) {
      if (!subscription.broken) continue;
      const source = this.source(subscription.wanted);
      await source.load(tick);
      this.hand(subscription, source, subscription.seq + 1);
    }
  }

  /** Replaces a subscription's source and gives everybody who holds it a snapshot. */
  private hand(subscription: Subscription, source: Source, seq: number): void {
    const { key } = subscription.wanted;
    // It may have been closed while the source was read.
    if (this.subscriptions.get(key) !== subscription) { source.close(); return; }
    subscription.replace(source, seq);
    this.output.snapshot(key, this.snapshot(subscription));
  }

  /** New sources for every subscription, then, at one stroke, the new epoch. */
  private async reload(): Promise<void> {
    const tick = this.newTick(new Set());
    const fresh = new Map<Subscription, Source>();
    try {
      for (const subscription of this.subscriptions.all()) {
        if (!subscription.live) continue;
        const source = this.source(subscription.wanted);
        fresh.set(subscription, source);
        await source.load(tick);
      }
    } catch (error) {
      for (const source of fresh.values()) source.close();
      throw error;
    }
    const late = [...this.subscriptions.all()].filter((subscription) => !fresh.has(subscription));
    this.epoch = this.deps.randomHex(8);
    this.asOfs.clear();
    for (const [subscription, source] of fresh) this.hand(subscription, source, 0);
    // Opened meanwhile: its source may stand on the old mirrors.
    for (const subscription of late) subscription.broken = true;
    this.output.epoch();
  }

  private asOf(topic: Topic): number | null {
    let asOf = this.asOfs.get(topic);
    if (asOf === undefined) this.asOfs.set(topic, asOf = this.oldest(TOPIC_KINDS[topic]));
    return asOf;
  }

  /** Oldest upstream time among the feeds that bring any of `kinds`; null while one of them has none. */
  private oldest(kinds: readonly Kind[]): number | null {
    const feeds = this.deps.feeds().filter((feed) => feed.state !== 'off' && feed.kinds?.some((kind) => kinds.includes(kind)));
    if (feeds.length === 0 || feeds.some((feed) => feed.asOf === null)) return null;
    return Math.min(...feeds.map((feed) => feed.asOf ?? Infinity));
  }

  private source(wanted: Wanted): Source {
    return makeSource(wanted, this.deps, this.mirrors, this.heat);
  }
  private newMirrors(): Mirrors { return new Mirrors({ ...this.deps, recentCases: this.limits.recentCases }); }
  private newTick(changed: ReadonlySet<string>): Tick & { rows: TickRows } {
    const now = this.deps.clock.now();
    return { now, day: localDay(this.deps.clock.zone, now), wall: this.wall(), changed, rows: new TickRows() };
  }
  private wall(): number { return (this.deps.wall ?? Date.now)(); }
}

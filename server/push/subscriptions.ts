/** The distinct subscriptions: counted, capped, loaded once however many ask at the same time. */
import type { Delta, Snapshot, World } from '../wire/messages.ts';
import type { Source, Tick } from './topics/source.ts';
import type { Wanted } from './subscription-key.ts';

/** Said to a client as it is. */
export class Refused extends Error {}

export class Subscription {
  source: Source;
  seq = 0;
  /** Screens that have it or are about to. */
  holders = 0;
  /** Wall time since when nobody holds it. */
  idleSince: number | null = null;
  live = false;
  loading: Promise<void>;
  /** Its source failed: it is read afresh at the next tick. */
  broken = false;
  private kept: Snapshot | null = null;

  constructor(readonly wanted: Wanted, source: Source, loading: Promise<void>) {
    this.source = source;
    this.loading = loading;
  }

  /** Of the published value; one object for a seq, so that it is encoded once. */
  snapshot(world: World, epoch: string, asOf: number | null): Snapshot {
    if (this.kept?.epoch !== epoch || this.kept.seq !== this.seq) {
      const { key, topic } = this.wanted;
      this.kept = { world, epoch, sub: key, topic, seq: this.seq, asOf, data: this.source.snapshot() };
    }
    return this.kept;
  }

  delta(world: World, epoch: string, asOf: number | null, data: Delta['data']): Delta {
    this.seq++;
    this.kept = null;
    return { world, epoch, sub: this.wanted.key, topic: this.wanted.topic, seq: this.seq, asOf, data };
  }

  /** Another source, another count. */
  replace(source: Source, seq: number): void {
    this.source.close();
    this.source = source;
    this.seq = seq;
    this.kept = null;
    this.broken = false;
  }
}

export interface SubscriptionLimits { subscriptions: number; lingerMs: number }

export class Subscriptions {
  private readonly byKey = new Map<string, Subscription>();

  constructor(private readonly make: (wanted: Wanted) => Source, private readonly tick: () => Tick,
    private readonly limits: SubscriptionLimits) {}

  get size(): number { return this.byKey.size; }
  all(): Iterable<Subscription> { return this.byKey.values(); }
  get(key: string): Subscription | undefined { return this.byKey.get(key); }

  /** Counts one more holder; wait for `loading` before use. Throws Refused at the cap. */
  acquire(wanted: Wanted): Subscription {
    const subscription = this.byKey.get(wanted.key) ?? this.open(wanted);
    subscription.holders++;
    subscription.idleSince = null;
    return subscription;
  }

  release(key: string, wall: number): void {
    const subscription = this.byKey.get(key);
    if (subscription && --subscription.holders === 0) subscription.idleSince = wall;
  }

  /** Closes what nobody has held for a while; a screen that comes back at once finds it still warm. */
  reap(wall: number): void {
    for (const subscription of this.byKey.values()) {
      const { idleSince, live } = subscription;
      if (idleSince !== null && live && wall - idleSince >= this.limits.lingerMs) this.drop(subscription);
    }
  }

  close(): void { for (const subscription of this.byKey.values()) this.drop(subscription); }

  private open(wanted: Wanted): Subscription {
    if (this.byKey.size >= this.limits.subscriptions && !this.dropIdle()) {
      throw new Refused(`the server keeps up ${this.limits.subscriptions} distinct subscriptions already`);
    }
    const source = this.make(wanted);
    const subscription = new Subscription(wanted, source, source.load(this.tick()));
    this.byKey.set(wanted.key, subscription);
    subscription.loading = subscription.loading.then(
      () => { subscription.live = true; },
      (error: unknown) => { this.drop(subscription); throw error; },
    );
    // Each holder sees the failure where it waits; with no holder left nobody needs to.
    subscription.loading.catch(() => undefined);
    return subscription;
  }

  /** Makes room at the cap by dropping one that only lingers. */
  private dropIdle(): boolean {
    for (const subscription of this.byKey.values()) {
      if (subscription.idleSince !== null && subscription.live) { this.drop(subscription); return true; }
    }
    return false;
  }

  private drop(subscription: Subscription): void {
    subscription.source.close();
    if (this.byKey.get(subscription.wanted.key) === subscription) this.byKey.delete(subscription.wanted.key);
  }
}

/** What /metrics says, for Prometheus. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { StoreStats } from '../store/index.ts';
import type { FeedHealth } from '../wire/messages.ts';

const STATES = ['waiting', 'loading', 'fresh', 'late', 'failed', 'off'] as const;

export interface Sampled {
  players(): number; sockets(): number; subscriptions(): number; snapshotBytes(): number; buffered(): number;
  now(): number; feeds(): readonly FeedHealth[];
  store(): StoreStats;
}

export class PushMetrics {
  readonly registry = new Registry();
  private readonly of = [this.registry];
  readonly tick = new Histogram({
    name: 'yiping_push_tick_seconds', help: 'Time from the start of a tick to its last delta, waiting for the store included',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5], registers: this.of,
  });
  readonly store = new Histogram({
    name: 'yiping_store_seconds', help: 'Latency of the question what changed, which every tick asks of Redis',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5], registers: this.of,
  });
  readonly deltas = new Counter({ name: 'yiping_push_deltas_total', help: 'Deltas broadcast, each to one room', labelNames: ['topic'], registers: this.of });
  readonly failedTicks = new Counter({ name: 'yiping_push_failed_ticks_total', help: 'Ticks that could not read the store', registers: this.of });
  readonly dropped = new Counter({ name: 'yiping_push_dropped_queues_total', help: 'Queues of slow screens thrown away', registers: this.of });
  readonly refused = new Counter({ name: 'yiping_push_refused_total', help: 'Requests and connections refused', labelNames: ['why'], registers: this.of });

  constructor(sampled: Sampled) {
    collectDefaultMetrics({ register: this.registry });
    this.sample('yiping_push_sockets', 'Screens connected', sampled.sockets);
    this.sample('yiping_players', 'Players of recordings, the wall\'s among them', sampled.players);
    this.sample('yiping_push_subscriptions', 'Distinct subscriptions kept up', sampled.subscriptions);
    this.sample('yiping_push_snapshot_bytes', 'Bytes of snapshots under way', sampled.snapshotBytes);
    this.sample('yiping_push_buffered_bytes', 'Bytes that wait for screens in this process', sampled.buffered);
    this.sample('yiping_store_longest_script_seconds', 'Longest time that one script has held Redis since this process began; its budget is 5 ms', () => sampled.store().longestMicros / 1e6);
    this.sample('yiping_store_overlong_scripts', 'Scripts that held Redis for more than 5 ms, waits for the processor included', () => sampled.store().overlong);
    this.sample('yiping_store_script_seconds', 'Time that scripts have held Redis, all together', () => sampled.store().micros / 1e6);
    this.sample('yiping_store_scripts', 'Scripts run', () => sampled.store().scripts);
    this.feeds(sampled);
  }

  private sample(name: string, help: string, value: () => number): void {
    new Gauge({ name, help, registers: this.of, collect() { this.set(value()); } });
  }

  private feeds({ feeds, now }: Sampled): void {
    const perFeed = (name: string, help: string, value: (feed: FeedHealth) => number | null): void => {
      new Gauge({
        name, help, labelNames: ['feed'], registers: this.of,
        collect() {
          this.reset();
          for (const feed of feeds()) { const v = value(feed); if (v !== null) this.set({ feed: feed.feed }, v); }
        },
      });
    };
    perFeed('yiping_feed_age_seconds', 'World time since the upstream time of the data', (feed) => (feed.asOf === null ? null : (now() - feed.asOf) / 1000));
    perFeed('yiping_feed_accepted', 'Records accepted', (feed) => feed.accepted);
    perFeed('yiping_feed_rejected', 'Records rejected', (feed) => feed.rejected);
    perFeed('yiping_feed_coverage', 'Share of the records that are here and placed', (feed) => feed.coverage);
    new Gauge({
      name: 'yiping_feed_state', help: '1 for the state a feed is in', labelNames: ['feed', 'state'], registers: this.of,
      collect() {
        this.reset();
        for (const feed of feeds()) for (const state of STATES) this.set({ feed: feed.feed, state }, feed.state === state ? 1 : 0);
      },
    });
    const perReason = (name: string, help: string, counts: (feed: FeedHealth) => Readonly<Record<string, number>>): void => {
      new Gauge({
        name, help, labelNames: ['feed', 'reason'], registers: this.of,
        collect() {
          this.reset();
          for (const feed of feeds()) for (const [reason, count] of Object.entries(counts(feed))) this.set({ feed: feed.feed, reason }, count);
        },
      });
    };
    perReason('yiping_feed_rejects', 'Records rejected, by reason', (feed) => feed.reasons);
    perReason('yiping_feed_notes', 'Records accepted of which something was noted, by what it was', (feed) => feed.notes);
  }
}

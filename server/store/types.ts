/** The store's whole interface, as the composition root, aggregate and push see it. */
import type { Case, Entity, Kind, Position, Version } from '../wire/entity.ts';
import type { CounterRow } from '../wire/counters.ts';
import type { World } from '../wire/messages.ts';
import type { Level } from '../wire/region.ts';
import type { Contribution } from './contribution.ts';

export interface RegionNode { code: string; level: Level; parent: string | null }

/**
 * `redis://…`, `rediss://…` (TLS), `unix:/path` or `/path`,
 * `redis+sentinel://[user:pass@]h1:p1,h2:p2/masterName`, `redis+cluster://[user:pass@]h1:p1,h2:p2`
 * (`rediss+…` for TLS on either).
 */
export type RedisTarget = string;

export interface StoreOptions {
  redis: RedisTarget;
  world: World;
  /** Code of the city (level `city`), the root of `regions`. */
  city: string;
  zone: string;
  regions: Iterable<RegionNode>;
  /** Absent: one shard, the city's. Otherwise every shard, the city's own among them. */
  shards?: { of: (region: string) => string; all: readonly string[] };
  /** All in ms. */
  retention: { minutes: number; hours: number; days: number; cases: number };
  /** How many of the newest cases `recentCases` can give (default 5,000). */
  recent?: number;
  /** ms that one script should take at most (default 3.5, so that it stays under 5). */
  scriptMs?: number;
  /** Called after each writing script with its name; a test throws here to crash between two steps. */
  afterScript?: (name: string) => void;
}

export interface Item { entity: Entity; contribution: Contribution }

/** What a feed's page says of itself; stored in the same script as the last record it covers. */
export interface PutAt {
  feed: string;
  /** Present on the call that completes a page; absent: the cursor stays. */
  cursor?: string;
  /** The upstream's own time up to which its data are here, epoch ms. */
  asOf?: number;
  now: number;
  /** Records of this page that normalise rejected: counted with the cursor, samples go to the dead-letter stream. */
  rejects?: readonly Reject[];
  /** What was noted of records of this page that were accepted, in the same way. */
  notes?: readonly Reject[];
  /** Records of this page that were not rejected, also those that came to no item; absent: as many as there are items. */
  accepted?: number;
}
export interface Reject { reason: string; count: number; sample?: string }

export interface PutResult {
  applied: number;
  /** Repeated, late or out of order: nothing changed. */
  unchanged: number;
  /** Records of cases already dropped. */
  expired: number;
  /** Ids whose stored entity changed, in the order given. */
  changed: string[];
}

export interface DueItem {
  kind: Kind; id: string;
  /** When it became due, epoch ms: the time to re-apply it with. */
  at: number;
  shard: string;
  /** Null: a tombstone whose time is over. */
  entity: Entity | null;
}
/** An entity where it is stored now. */
export interface Stored<E extends Entity = Entity> { shard: string; entity: E }

export interface FeedState {
  feed: string;
  /** Where to pull on: the least over the shards; null before the first page. */
  cursor: string | null;
  asOf: number | null;
  accepted: number; rejected: number; expired: number;
  reasons: Record<string, number>;
  notes: Record<string, number>;
}
/** `accepted`: it was, and the reason is what was noted of it. */
export interface DeadLetter { id: string; feed: string; reason: string; sample: string; at: number; accepted: boolean }

/** Opaque; compare only through `changedSince`. */
export type ChangeToken = Record<string, number>;

export type Grain = 'minute' | 'hour' | 'day';
export interface BucketRead {
  /** Start of the first bucket, epoch ms. */
  from: number;
  /** name → one number a bucket, oldest first. */
  series: Record<string, number[]>;
  /** Start of each bucket, epoch ms (days are not all of one length). */
  starts: number[];
}

/** One reading; m (cm ponding), m³/s, mm. */
export interface Reading { station: string; at: number; level?: number; flow?: number; rain5m?: number; rain1h?: number }

/** `lng`, `lat` of a case without a position. */
export const NO_PLACE = -0x80000000;

/**
 * A day's cases of one shard as typed arrays, for questions over hundreds of thousands. `flags` as in columns.ts: stage in bits
 * 0–2, status in 3–4, urgent 32, supervised 64. `deadline`: epoch minutes, 0 for none. `lng`, `lat`: 1e-6 degrees, NO_PLACE for none.
 */
export interface CaseRows {
  count: number;
  minute: Uint32Array; path: Uint32Array; category: Uint16Array; source: Uint16Array; flags: Uint8Array; deadline: Uint32Array; lng: Int32Array; lat: Int32Array;
  regionOf(path: number): string;
  wordOf(number: number): string;
}

export interface PositionBlock { from: number; count: number; bytes: Uint8Array }

/** What a wall of many browsers shows, under its version. */
export interface KeptWall { version: number; text: string }

/** What the scripts of this process have cost Redis: `micros` all together, `longestMicros` the worst one, `overlong` how many took more than 5 ms. */
export interface StoreStats { scripts: number; micros: number; longestMicros: number; overlong: number; increments: number; negatives: number }

export interface Store {
  readonly world: World;
  /** Changes when Redis was restarted, failed over, or this process began. Push takes it into its epoch. */
  epoch(): string;
  stats(): StoreStats;

  /**
   * Applies entities of one kind. Split into scripts of ≤ 5 ms by shard. Order within `items` is the
   * order of arrival. Idempotent: after any failure read `feedState(feed)` and pull again from its cursor.
   */
  put(kind: Kind, items: readonly Item[], at: PutAt): Promise<PutResult>;
  /**
   * Leaves versioned tombstones. `version` null: that of the stored record, so that only a greater one
   * brings it back. Ids not stored, or stored with a greater version, are left as they are.
   */
  remove(kind: Kind, ids: readonly string[], version: Version | null, at: PutAt): Promise<PutResult>;
  /** Moves a feed's cursor, or counts rejects, with no record at all. */
  setFeed(at: PutAt): Promise<void>;

  /** Entities whose time has come (due ≤ now), earliest first. */
  due(now: number, limit: number): Promise<DueItem[]>;
  /**
   * Re-applies entities with a new contribution, only where the very record that was read is still stored.
   * An expired one is dropped: its buckets stay. Returns how many were moved.
   */
  reapply(kind: Kind, items: readonly (Item & { shard: string })[]): Promise<number>;
  /** Drops tombstones whose time is over. */
  purge(kind: Kind, items: readonly { id: string; shard: string }[]): Promise<void>;
  /** Moves the retention watermarks to `now` and drops what lies below; call about once a minute of the world's clock. */
  reap(now: number): Promise<{ keys: number }>;

  /**
   * Where to pull on. Read it before each pull, not for show (`snapshotRead` is for that): it is what the
   * next pages may go on from. A page with a cursor is refused with an error "REWOUND …" when the store
   * has lost later writes since; then read this again and pull from its cursor.
   */
  feedState(feed: string): Promise<FeedState>;
  /** Newest first. */
  deadLetters(feed: string, count: number): Promise<DeadLetter[]>;

  /**
   * Runs `work`, which only reads, while nothing is written by this store: all that it reads is of one moment, in every
   * shard. Scripts wait for it meanwhile, as it waits for those under way; over several shards, for the page in hand.
   */
  still<T>(work: () => Promise<T>): Promise<T>;
  /** Rows by code, names as in wire/counters.ts; without `detail` no category.*, source.*, department.* and their today.*. Unplaced regions are asked for as `unplacedOf(code)`. */
  readRows(codes: readonly string[], now: number, options?: { detail?: boolean }): Promise<Record<string, CounterRow>>;
  /** Rows together with the feeds' state, atomically by shard. */
  snapshotRead(codes: readonly string[], now: number, feeds: readonly string[]): Promise<{ rows: Record<string, CounterRow>; feeds: FeedState[] }>;
  /** Buckets from..to (epoch ms, `to` exclusive) of names like `today.reported` (the prefix `today.` may be left out). */
  readBuckets(code: string, names: readonly string[], grain: Grain, from: number, to: number): Promise<BucketRead>;
  /** Cases by H3 cell, of the hours [fromHour, toHour) as wire/clock.ts `hourOf` numbers them. */
  readHeat(fromHour: number, toHour: number, heatClass?: string): Promise<Map<string, number>>;
  /** 应结案's second term: overdue and open at the end of the local day `day`. */
  readCaseRows(day: number): Promise<CaseRows[]>;
  /** Newest first, by time of report. */
  recentCases(count: number): Promise<Case[]>;
  get(kind: Kind, ids: readonly string[]): Promise<(Entity | null)[]>;
  /** About how many of a kind are stored: tombstones count. */
  count(kind: Kind): Promise<number>;
  /** Every live entity of a kind, in pages; an entity that changes meanwhile may come twice or in either state. */
  scan<K extends Kind>(kind: K): AsyncGenerator<Stored<Extract<Entity, { kind: K }>>[]>;

  /** Regions whose counters changed since the token (null: all known), and the new token. */
  /** Resolves when every shard has answered. */
  answers(): Promise<void>;
  changedSince(token: ChangeToken | null): Promise<{ token: ChangeToken; codes: string[] }>;

  /** 16 bytes a slot: lng i32 (1e-7°), lat i32, time u32 (s), duty u8 (index into DUTY_STATES), 3 spare; little-endian. Returns the changed blocks. */
  putPositions(positions: readonly Position[]): Promise<PositionBlock[]>;
  /** Of staff who have left the roster: their slots are given to others. */
  freePositions(ids: readonly string[]): Promise<void>;
  readPositions(): Promise<{ blocks: PositionBlock[]; slots: ReadonlyMap<string, number> }>;
  /** Packed by station in 5-min slots, the last of a slot counts; 25 h back. */
  appendReadings(readings: readonly Reading[]): Promise<void>;
  /** Of stations that are no more. */
  dropSeries(stations: readonly string[]): Promise<void>;
  readSeries(station: string, from: number, to: number): Promise<Reading[]>;

  /** null: nothing is kept of this wall. */
  readWall(wall: string): Promise<KeptWall | null>;
  /** Keeps `text` as version `base` + 1; where a later one than `base` is kept already that stays, and is what is given. */
  keepWall(wall: string, base: number, text: string): Promise<KeptWall | null>;

  /** All that has ever been counted, and all words that have a number. */
  names(): { counters: ReadonlySet<string>; words: ReadonlySet<string> };
  /** New regions (reorganised, re-dated); follow with aggregate's `rebuild`. */
  setRegions(regions: Iterable<RegionNode>): void;
  close(): Promise<void>;
}

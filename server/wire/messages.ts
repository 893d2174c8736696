/**
 * Every message between server and screen. A screen subscribes to (region, topic, window, filter)
 * and gets a numbered snapshot, then numbered deltas; a gap, a reconnect or another epoch means
 * "ask again". Schemas first; a test hashes them against PROTOCOL.
 */
import { z } from 'zod';
import { ALERT_COLOURS, CASE_STAGES, CASE_STATUSES, DUTY_STATES, KINDS, STATION_STATES, STATION_TYPES } from './entity.ts';
import { CounterRow } from './counters.ts';
import { Region } from './region.ts';
import { DutyBrief } from './duty.ts';
import type { EnterRequest, PlayerState, SteerRequest } from './playback.ts';
import type { Pairing, TileRemote } from './remote.ts';
import type { TileAnswer, TileChange, TileJoin, TileReport, WallState } from './tile.ts';

export const PROTOCOL = 9;
export const WORLDS = ['live', 'demo', 'replay'] as const;
export const World = z.enum(WORLDS);
export type World = z.infer<typeof World>;

const Ms = z.number().int();

/** Health of one feed: what a panel says of its data's age, and why. */
export const FeedHealth = z.object({
  feed: z.string(),
  /** Kinds of entity it carries: by these a panel knows whose age it shows. */
  kinds: z.array(z.enum(KINDS)).optional(),
  /** 'waiting' before first data; 'late' beyond its limit; 'failed' while pulls fail; 'off' when not connected (未接入) */
  state: z.enum(['waiting', 'loading', 'fresh', 'late', 'failed', 'off']),
  /** The upstream's own time up to which its data are applied; null before the first. */
  asOf: Ms.nullable(),
  /** Share of the records it should have that are here and placed, 0–1; null where unknown. */
  coverage: z.number().min(0).max(1).nullable(),
  accepted: z.number().int(),
  rejected: z.number().int(),
  reasons: z.record(z.string(), z.number().int()),
  /** What was noted of records that were accepted, by what it was. */
  notes: z.record(z.string(), z.number().int()),
  /** First load: share done, 0–1; null when not loading. */
  progress: z.number().min(0).max(1).nullable(),
  error: z.string().nullable(),
});
export type FeedHealth = z.infer<typeof FeedHealth>;

/** Sent on connect and whenever it changes. */
export const Hello = z.object({
  protocol: z.number().int(), build: z.string(), world: World, epoch: z.string(),
  city: z.object({ code: z.string(), name: z.string(), title: z.string(), simulated: z.boolean(),
    centre: z.tuple([z.number(), z.number()]), mapApproval: z.string().nullable(), league: z.boolean(),
    levels: z.array(z.object({ level: z.string(), name: z.string() })) }),
  clock: z.object({ now: Ms, rate: z.number(), zone: z.string() }),
});
export type Hello = z.infer<typeof Hello>;

/** Once a second to every screen: the beat by which link loss and lag are seen. */
export const Beat = z.object({
  world: World, epoch: z.string(), now: Ms, feeds: z.array(FeedHealth),
  /** While the store does not answer: when it last did; no figure is newer. */
  storeAwaySince: Ms.nullable(),
});
export type Beat = z.infer<typeof Beat>;

export const TOPICS = ['summary', 'trend', 'cases', 'alerts', 'stations', 'cameras', 'staff', 'heat'] as const;
export const Topic = z.enum(TOPICS);
export type Topic = z.infer<typeof Topic>;

export const Subscribe = z.object({
  region: z.string().min(1).max(64),
  topic: Topic,
  /** Hours back: trend and heat only. */
  window: z.union([z.literal(1), z.literal(24), z.literal(168), z.literal(720)]).optional(),
  /** heat: a class of the city's own classification. cases: the same, a source, and only what is urgent. */
  filter: z.object({ class: z.string().max(80).optional(), source: z.string().max(80).optional(), urgent: z.literal(true).optional() }).strict().optional(),
}).strict();
export type Subscribe = z.infer<typeof Subscribe>;

/** summary: rows of the region itself, each child and its 未落格; child rows leave out category.*, source.* and department.* */
export const SummaryData = z.object({ region: z.string(), rows: z.record(z.string(), CounterRow) });
export type SummaryData = z.infer<typeof SummaryData>;
/** Only what changed; a null removes the name. */
export const SummaryDelta = z.object({ rows: z.record(z.string(), z.record(z.string(), z.number().nullable())) });
export type SummaryDelta = z.infer<typeof SummaryDelta>;

/** trend: `step` ms a bucket; series reported, closed (cases), rain (mm, mean over rain stations), level (m, the station nearest its threshold). */
export const TrendData = z.object({
  region: z.string(), from: Ms, step: z.number().int(), station: z.string().nullable(),
  series: z.record(z.string(), z.array(z.number().nullable())),
});
export type TrendData = z.infer<typeof TrendData>;
/** [bucket index from `from`, value] by series; `from` moves the window on. */
export const TrendDelta = z.object({
  from: Ms, station: z.string().nullable(),
  series: z.record(z.string(), z.array(z.tuple([z.number().int(), z.number().nullable()]))),
});
export type TrendDelta = z.infer<typeof TrendDelta>;

export const CaseItem = z.object({
  id: z.string(), category: z.string(), categoryName: z.string(), address: z.string(), region: z.string(),
  stage: z.enum(CASE_STAGES), status: z.enum(CASE_STATUSES), urgent: z.boolean(), overdue: z.boolean(),
  source: z.string(), reportedAt: Ms, updatedAt: Ms, lng: z.number().nullable(), lat: z.number().nullable(),
});
export type CaseItem = z.infer<typeof CaseItem>;
/** Why an alert does not take the wall over: its colour does not, a maintenance silence, or a gauge that swings after an acknowledgement. */
export const QUIETS = ['colour', 'silence', 'swing'] as const;
export const AlertItem = z.object({
  id: z.string(), colour: z.enum(ALERT_COLOURS), event: z.string(), title: z.string(), issuer: z.string(),
  issuedAt: Ms, expiresAt: Ms.nullable(), region: z.string(), station: z.string().nullable(), text: z.string().nullable(),
  /** Codes that its region lies in, the city first. */
  within: z.array(z.string()),
  /** Who acknowledged it first, and when (world's clock); null: nobody has, or its colour has grown graver since. */
  ackedBy: z.string().nullable(), ackedAt: Ms.nullable(),
  /** null: it takes the wall over until it is acknowledged or no longer in force. */
  quiet: z.enum(QUIETS).nullable(),
  /** What has been done about it; absent where nobody keeps that: in what was recorded before. */
  duty: DutyBrief.optional(),
});
export type AlertItem = z.infer<typeof AlertItem>;
export const StationItem = z.object({
  id: z.string(), type: z.enum(STATION_TYPES), name: z.string(), river: z.string().nullable(), region: z.string(),
  lng: z.number().nullable(), lat: z.number().nullable(), state: z.enum(STATION_STATES),
  level: z.number().nullable(), flow: z.number().nullable(),
  rain1h: z.number().nullable(), rain24h: z.number().nullable(), running: z.boolean().nullable(), readAt: Ms.nullable(),
  alert: z.number().nullable(), warning: z.number().nullable(), danger: z.number().nullable(),
  /** Level change per hour over the last hour, m/h (cm/h ponding). */
  rise: z.number().nullable(),
});
export type StationItem = z.infer<typeof StationItem>;

/** cases (newest 40 by reported time), alerts (in force), stations (of the region). */
export const ListData = <T extends z.ZodType>(item: T) => z.object({ region: z.string(), total: z.number().int(), items: z.array(item) });
export const ListDelta = <T extends z.ZodType>(item: T) =>
  z.object({ total: z.number().int(), put: z.array(item), remove: z.array(z.string()) });
export const CasesData = ListData(CaseItem); export type CasesData = z.infer<typeof CasesData>;
export const AlertsData = ListData(AlertItem); export type AlertsData = z.infer<typeof AlertsData>;
export const StationsData = ListData(StationItem); export type StationsData = z.infer<typeof StationsData>;
export const CasesDelta = ListDelta(CaseItem); export type CasesDelta = z.infer<typeof CasesDelta>;
export const AlertsDelta = ListDelta(AlertItem); export type AlertsDelta = z.infer<typeof AlertsDelta>;
export const StationsDelta = ListDelta(StationItem); export type StationsDelta = z.infer<typeof StationsDelta>;

const Bytes = z.custom<Uint8Array>((v) => v instanceof Uint8Array || v instanceof ArrayBuffer, 'bytes');
/**
 * cameras, staff: points as typed arrays that go to the map as they come. `xy`: Uint16 pairs, each
 * quantised over `bbox` (x = west + v/65535 × (east − west)); 0xFFFF,0xFFFF = no position.
 * `state`: Uint8 per point: cameras 0 off 1 on; staff index into DUTY_STATES. Slots are stable for an epoch.
 */
export const PointsData = z.object({
  region: z.string(), bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  count: z.number().int(), xy: Bytes, state: Bytes,
});
export type PointsData = z.infer<typeof PointsData>;
/**
 * Changed slots, whichever is shortest: `slots` Uint32 ascending, or `gaps` Uint8 (slots skipped since the last one;
 * 255 = skip 255 and read on), with `xy` and `state` of each; or whole blocks: `from` slot and runs of xy, state.
 */
export const PointsDelta = z.object({
  count: z.number().int(),
  slots: Bytes.optional(), gaps: Bytes.optional(), xy: Bytes.optional(), state: Bytes.optional(),
  blocks: z.array(z.object({ from: z.number().int(), xy: Bytes, state: Bytes })).optional(),
});
export type PointsDelta = z.infer<typeof PointsDelta>;
export const POINT_STATES = { cameras: ['off', 'on'], staff: DUTY_STATES } as const;

/** heat: H3 cells (hex index) with their count of cases reported in the window. */
export const HeatData = z.object({
  region: z.string(), window: z.number().int(), resolution: z.number().int(), from: Ms, to: Ms,
  cells: z.record(z.string(), z.number()),
  /** Cells about the region, so far as they colour it: density does not fall off where a border is. */
  around: z.record(z.string(), z.number()),
  /** Greatest count of one cell in the whole city: the ends of the colours follow from it, so that a colour means one density wherever one looks. */
  most: z.number().int(),
  /** Metres: standard deviation that a cell is drawn with, the same at every zoom. */
  kernel: z.number(),
});
export type HeatData = z.infer<typeof HeatData>;
/** `cells`, `around`: only what changed; 0 removes a cell. */
export const HeatDelta = z.object({ from: Ms, to: Ms, cells: z.record(z.string(), z.number()), around: z.record(z.string(), z.number()), most: z.number().int() });
export type HeatDelta = z.infer<typeof HeatDelta>;

/** Schema of snapshot and delta of each topic. */
export const TOPIC_SCHEMAS = {
  summary: { snapshot: SummaryData, delta: SummaryDelta },
  trend: { snapshot: TrendData, delta: TrendDelta },
  cases: { snapshot: CasesData, delta: CasesDelta },
  alerts: { snapshot: AlertsData, delta: AlertsDelta },
  stations: { snapshot: StationsData, delta: StationsDelta },
  cameras: { snapshot: PointsData, delta: PointsDelta },
  staff: { snapshot: PointsData, delta: PointsDelta },
  heat: { snapshot: HeatData, delta: HeatDelta },
} as const;
export type SnapshotOf<T extends Topic> = z.infer<(typeof TOPIC_SCHEMAS)[T]['snapshot']>;
export type DeltaOf<T extends Topic> = z.infer<(typeof TOPIC_SCHEMAS)[T]['delta']>;

/** `sub` is the canonical key of the subscription, the same for every screen that asks the same. */
export interface Snapshot<T extends Topic = Topic> { world: World; epoch: string; sub: string; topic: T; seq: number; asOf: number | null; data: SnapshotOf<T> }
export interface Delta<T extends Topic = Topic> { world: World; epoch: string; sub: string; topic: T; seq: number; asOf: number | null; data: DeltaOf<T> }
export type Refusal = { error: string };

export interface ServerEvents {
  hello: (hello: Hello) => void;
  beat: (beat: Beat) => void;
  /** Sent again when a slow client lost its queue. */
  snapshot: (snapshot: Snapshot) => void;
  delta: (delta: Delta) => void;
  /** To the pages of a wall, whenever it shows something else. */
  wall: (state: WallState) => void;
  /** To the same: the code by which a remote pairs, while it counts; null: none is shown. */
  pairing: (pairing: Pairing | null) => void;
  /** To a socket that shows a player of recordings, or has just left one: after each move of its cursor, and once a second. A hello of the new epoch has come before. */
  player: (state: PlayerState) => void;
  /** Alerts that take a wall over now in the live world, to sockets that show another: the only message that is of no world but the live one. */
  realAlerts: (alerts: AlertItem[]) => void;
}
export interface ClientEvents {
  subscribe: (request: Subscribe, reply: (answer: Snapshot | Refusal) => void) => void;
  unsubscribe: (sub: string) => void;
  /** This socket is a page of a wall from now on, a tile or the whole: only such a one may change what it shows. */
  tileJoin: (request: TileJoin, reply: (answer: TileAnswer | Refusal) => void) => void;
  tileChange: (request: TileChange, reply: (answer: TileAnswer | Refusal) => void) => void;
  tileReport: (report: TileReport) => void;
  /** The room wants a code shown or hidden, or every remote unpaired. */
  tileRemote: (ask: TileRemote, reply: (answer: { done: true } | Refusal) => void) => void;
  /** The server's clock, epoch ms. */
  tileClock: (reply: (now: number) => void) => void;
  /** The socket shows another stage from now on: a hello with that stage's world and epoch follows, and its subscriptions are void. */
  enter: (request: EnterRequest, reply: (answer: PlayerState | Refusal) => void) => void;
  steer: (request: SteerRequest, reply: (answer: PlayerState | Refusal) => void) => void;
}

/**
 * Over HTTP (GET, JSON):
 *   /api/regions?region=CODE     → { region, path: Region[], children: Region[] }        (no region: the city)
 *   /api/geo?region=CODE         → TopoJSON, objects: outline, children (properties code, name); ETag
 *   /api/geo/base                → TopoJSON, objects: rivers (Line/Polygon, width m), roads (Line, class), buildings (Polygon, height m)
 *   /api/summary?region=CODE     → ApiSummary
 *   /api/rejects?feed=NAME       → ApiRejects
 *   /api/walls/ID/tiles          → ApiTiles
 *   /healthz /readyz /metrics
 * Those that write: POST /api/alerts/ID/ack, AckRequest → AckAnswer once it is on disk; and see duty.ts, supervision.ts, remote.ts.
 */
/** An officer's name as given, proved by nothing. */
export const AckRequest = z.object({ name: z.string().trim().min(1).max(40).regex(/^[^\p{C}]+$/u) }).strict();
export type AckRequest = z.infer<typeof AckRequest>;
/** `first`: false where somebody had acknowledged it before; `by` and `at` are theirs. */
export const AckAnswer = z.object({ alert: z.string(), by: z.string(), at: Ms, first: z.boolean() });
export type AckAnswer = z.infer<typeof AckAnswer>;
export const ApiRegions = z.object({ region: Region, path: z.array(Region), children: z.array(Region) });
export type ApiRegions = z.infer<typeof ApiRegions>;
export const ApiSummary = z.object({
  world: World, region: Region, asOf: Ms.nullable(), now: Ms,
  counters: CounterRow,
  rates: z.record(z.string(), z.object({ value: z.number().nullable(), numerator: z.number(), denominator: z.number() })),
  children: z.array(z.object({ code: z.string(), name: z.string(), counters: CounterRow })),
  unplaced: CounterRow,
  feeds: z.array(FeedHealth),
});
export type ApiSummary = z.infer<typeof ApiSummary>;

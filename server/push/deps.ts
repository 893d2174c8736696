/**
 * What push needs of the other stages. Each interface is as small as push uses it; server/main.ts
 * passes what fulfils them, tests pass less.
 */
import type { IncomingMessage } from 'node:http';
import type { FeatureCollection, Position as Coordinates } from 'geojson';
import type { Logger } from 'pino';
import type { Clock } from '../wire/clock.ts';
import type { Alert, Case, DutyState, Entity, Kind, Position, Station } from '../wire/entity.ts';
import type { Note, Signer } from '../wire/handover.ts';
import type { Revision, Signature } from '../wire/report.ts';
import type { Shift, ShiftRule } from '../wire/shifts.ts';
import type { Reading, Store } from '../store/index.ts';
import type { ApiCategories } from '../wire/categories.ts';
import type { Language } from '../wire/language.ts';
import type { DemoAnswer, DemoCommand, Playing, ScriptBrief } from '../wire/demo.ts';
import type { AlertDuty, DutyBrief, StepRequest } from '../wire/duty.ts';
import type { AlertItem, FeedHealth, Hello, StationItem, World } from '../wire/messages.ts';
import type { Contacts } from '../wire/nearby.ts';
import type { Shown } from './engine.ts';
import type { Region } from '../wire/region.ts';
import type { Scene } from '../wire/scene.ts';
import type { BasemapInfo } from '../wire/basemap.ts';
import type { LiftRequest, SuperviseRequest, Supervision } from '../wire/supervision.ts';
import type { Tour } from '../wire/tour.ts';
import type { Wall } from '../wire/wall.ts';
import type { ApiPlayback, PlayerState, Stretch, WallPlayback } from '../wire/playback.ts';

/** The tree of regions, as loaded for the city. */
export interface PushRegions {
  /** The city itself. */
  readonly city: Region;
  get(code: string): Region | undefined;
  children(code: string): readonly Region[];
  /** From the city down to the region itself; [] for an unknown code. */
  path(code: string): readonly Region[];
  /** Coordinates of its MultiPolygon; the city's may be its districts', undissolved. */
  shape(code: string): Coordinates[][][] | undefined;
  /** Code of the lowest region at a point; null outside the city. */
  readonly index: { at(lng: number, lat: number): string | null };
}

/** What push reads of the store. Every promise rejects while Redis cannot be reached. */
export type PushStore = Pick<Store, 'epoch' | 'still' | 'readRows' | 'readBuckets' | 'readHeat' | 'readCaseRows' | 'scan' | 'count' | 'recentCases'
  | 'readPositions' | 'readSeries' | 'deadLetters' | 'changedSince' | 'answers' | 'readWall' | 'keepWall' | 'get' | 'stats'>;

/** Rules that only the aggregate stage knows; pure. `now` in ms of the world's clock. */
export interface Judge {
  overdue(entity: Case, now: number): boolean;
  /** When `overdue` will turn true if no record comes; null: never. */
  overdueAt(entity: Case, now: number): number | null;
  /** Key of the department that it is counted under. */
  department(entity: Case): string;
  stationState(entity: Station, now: number): StationItem['state'];
  alertInForce(entity: Alert, now: number): boolean;
  /** Duty as of `now`, given the last sign of life. */
  duty(reported: DutyState, seenAt: number | undefined, now: number): DutyState;
  /** Effective warning limit of a station at `now` (a reservoir's changes with the date). */
  warning(entity: Station, now: number): number | undefined;
}

/** Acknowledgements of alerts (access keeps them). */
export interface PushAcks {
  /** Grows with each. */
  readonly revision: number;
  of(alert: Alert): { by: string; at: number } | null;
  /** Why it takes no wall over; null: it does. `ended`: alerts that are no longer in force. */
  quiet(alert: Alert, now: number, ended: Iterable<Alert>): AlertItem['quiet'];
  /** Fulfilled once it is on disk; rejects where it cannot be written. */
  acknowledge(alert: Alert, by: string, from: string, at: number): Promise<{ by: string; at: number; first: boolean }>;
}

/** What officers do about alerts (access keeps it). */
export interface PushDuty {
  /** Grows with each step and each escalation. */
  readonly revision: number;
  brief(alert: Alert): DutyBrief | undefined;
  /** `until`: as it was at that time, world's ms. */
  duty(alert: Alert, until?: number): AlertDuty;
  /** Fulfilled once it is on disk, or with why it was not taken; rejects where it cannot be written. */
  step(alert: Alert, request: StepRequest, from: string, at: number): Promise<{ done: true; duty: AlertDuty } | { done: false; why: 'moved' | 'order'; duty: AlertDuty }>;
  /** Told once a second which alerts are in force: records what has come due. Never rejects. */
  look(alerts: Iterable<Alert>, now: number): Promise<void>;
}

/** 督办 (orders keeps and sends it). */
export interface PushSupervisions {
  /** Whether orders go to the case platform, and whether one can be taken back. */
  readonly connected: boolean;
  readonly lifts: boolean;
  readonly hours: { usual: number; most: number };
  /** The last of a case. */
  of(id: string): Supervision | null;
  all(): Supervision[];
  /** Fulfilled once it is on disk, or with why it was not; rejects where it cannot be written. */
  supervise(entity: Case, request: SuperviseRequest, from: string, at: number): Promise<SuperviseResult>;
  lift(entity: Case, request: LiftRequest, from: string, at: number): Promise<SuperviseResult>;
}
export type SuperviseResult = { done: true; supervision: Supervision } | { done: false; why: 'underway' | 'ended' | 'hours' | 'moved' | 'cannot'; supervision: Supervision | null };

/** Who did something, from where, and when (world's ms). */
export interface Actor { name: string; from: string; at: number }
/** What was kept when somebody signed; `intact`: it is still what was signed. */
export interface KeptText { text: string; intact: boolean }
/** The sheet of a shift (access keeps it). */
export interface HandoverSheet {
  shift: Shift; revision: number; notes: readonly Note[]; outgoing: Signature | null; incoming: Signature | null; hash: string | null; changed: { by: string; at: number } | null;
}
export type HandoverAnswer = { sheet: HandoverSheet } | { refused: { why: 'changed' | 'signed' | 'order' | 'same' | 'corrects'; by: string | null; at: number | null } };
/** Shifts and their sheets. What writes is fulfilled once it is on disk, and rejects where it cannot be. */
export interface PushHandovers {
  readonly rules: readonly ShiftRule[];
  all(): Iterable<HandoverSheet>;
  of(shift: Shift): HandoverSheet;
  find(id: string): HandoverSheet | null;
  document(hash: string): Promise<KeptText | null>;
  note(shift: Shift, base: number, who: Actor, text: string, corrects: string | null): Promise<HandoverAnswer>;
  sign(shift: Shift, base: number, who: Actor, as: Signer, content: (sheet: HandoverSheet) => Promise<string>): Promise<HandoverAnswer>;
  /** What officers did in [from, to), epoch ms. */
  deeds(from: number, to: number): { at: number; who: string; action: string; subject: string }[];
}
export interface SignedReport extends Signature { day: string; region: string; hash: string }
/** Daily reports that were signed, and what has changed since. */
export interface PushReports {
  /** ms that days are kept. */
  readonly retention: number;
  all(): Iterable<SignedReport>;
  find(day: string, region: string): SignedReport | null;
  document(hash: string): Promise<KeptText | null>;
  revisionsOf(day: string, region: string): Revision[];
  sign(day: string, region: string, who: Actor, make: () => Promise<string>): Promise<{ signed: SignedReport; first: boolean }>;
  notice(day: string, region: string, changes: ReadonlyMap<string, readonly [number, number]>, at: number): Promise<void>;
}

/** How what wants an officer's eye is found: the rules are the city's, the arithmetic the aggregate stage's. */
export interface PushWatch {
  hotSpot: { /** Metres. */ distance: number; /** ms */ window: number; least: number };
  hotSpots(cases: Iterable<{ id: string; category: string; lng: number; lat: number; at: number }>, now: number): { category: string; ids: string[]; lng: number; lat: number; radius: number; first: number; last: number; recent: number; before: number }[];
  /** Days that a count is compared with, and fewest that tell anything. */
  surgeDays: number;
  neededDays: number;
  surge(count: number, earlier: readonly number[]): { count: number; mean: number; most: number; days: number; chance: number } | null;
  rising(readings: readonly { at: number; level: number }[], thresholds: readonly { name: 'alert' | 'warning' | 'danger'; value: number }[], step: number): { rate: number; low: number; high: number; reaches: { name: 'alert' | 'warning' | 'danger'; value: number; soon: number; likely: number; late: number | null }[] } | null;
}

/** Raster tiles under the map (basemap has them). `get` gives null where there is none, and rejects where it cannot be had now. */
export interface PushBasemap {
  info: BasemapInfo;
  get(place: { z: number; x: number; y: number }): Promise<{ body: Uint8Array; type: string } | null>;
}

/** Who keeps memory of what a cursor shows: told as by the intake. */
export interface PlaybackFollower {
  put(kind: Kind, entities: readonly Entity[]): void;
  remove(kind: Kind, ids: readonly string[]): void;
  positions(positions: readonly Position[]): void;
  readings(readings: readonly Reading[]): void;
}

/** A cursor over recordings (playback has them). Duty of staff and states of stations are as they were shown. */
export interface PlaybackCursor {
  readonly store: PushStore;
  /** Where it stands, ms of the world's clock, and why no further. */
  readonly at: number;
  readonly held: PlayerState['held'];
  /** Moves to any moment; then everything must be read afresh. */
  seek(at: number): Promise<void>;
  /** Everything has been read. */
  settled(): void;
  /** Goes on; true where everything must be read afresh. */
  advance(at: number, follower: PlaybackFollower): Promise<boolean>;
  feeds(): readonly FeedHealth[];
  readonly alertRevision: number;
  alerts(): Iterable<AlertItem>;
  stationState(id: string): StationItem['state'];
  close(): Promise<void>;
}

/** What the wall was made to show instead of what, by whom, on which alert's account. */
export interface WallPlayed { who: string; from: string; at: number; before: WallPlayback; after: WallPlayback; alert?: string }

export interface PushPlayback {
  /** Players at once, the wall's aside. */
  players: number;
  stretches(): Stretch[];
  kept(): Pick<ApiPlayback, 'bytes' | 'bytesPerDay' | 'days' | 'thinned'>;
  open(): PlaybackCursor;
  /** Fulfilled once it is on disk; rejects where it cannot be written. */
  wrote(played: WallPlayed): Promise<void>;
}

/** Scripts on walls (demo plays them). */
export interface PushDemo {
  scripts(): readonly ScriptBrief[];
  /** null: this wall shows the present. */
  of(wall: string): Playing | null;
  /** Fulfilled once it is on record and under way, or with why not. */
  command(wall: string, command: DemoCommand, by: string): Promise<DemoAnswer>;
  /** Told which alerts take walls over in the live world, whenever that changes. */
  real(alerts: readonly AlertItem[]): void;
}

/** A remote that was paired with a wall; `until` in ms of the wall clock. */
export interface RemoteDevice { device: string; wall: string; name: string; until: number }
/** Who moved a wall from a remote, and how. `command`: names what its page asked for. */
export interface WallMoved {
  wall: string; who: string; from: string; at: number; device: string | null; command: string | null; what: string;
  detail: Record<string, string | number | boolean | null>;
}
/** Codes, paired devices and the record of what they did (access keeps them). Times in ms of the wall clock, `at` of the world's. */
export interface PushRemote {
  /** A device's pairing ends after so long; a holder that is not heard of for so long loses the wall. ms */
  readonly rules: { expires: number; silence: number };
  /** This server's address in its network; null: it has none. */
  lan(): string | null;
  /** The code that pairs with a wall: a new one where none counts. */
  issue(wall: string, now: number): { code: string; until: number };
  shown(wall: string, now: number): { code: string; until: number } | null;
  withdraw(wall: string): void;
  /** Uses a code up. */
  tryCode(wall: string, code: string, from: string, now: number): { right: true } | { right: false; lockedFor: number | null };
  /** null: no device, or none any more. */
  find(token: string, now: number): RemoteDevice | null;
  devices(wall: string, now: number): RemoteDevice[];
  /** Fulfilled with what the device proves itself by, once both are on disk. */
  pair(wall: string, name: string, from: string, now: number, at: number): Promise<{ device: RemoteDevice; token: string }>;
  /** They prove nothing from this moment on; fulfilled once that is on disk. */
  unpair(devices: readonly string[], who: string, from: string, at: number): Promise<void>;
  /** Fulfilled once it is on disk. */
  wrote(moved: WallMoved): Promise<void>;
  /** Whether a command of this name was begun before this server was: what became of it is not known. */
  begun(command: string): boolean;
}

export interface BaseLayers { rivers: FeatureCollection | null; roads: FeatureCollection | null; buildings: FeatureCollection | null }

/** Where pictures of the cameras are had: addresses with {id}; null: none of that kind. */
export interface VideoGateway { hls: string | null; snapshot: string | null; headers: Readonly<Record<string, string>>; /** ms for a whole answer. */ timeout: number; /** Bytes of one. */ limit: number }

export interface PushDeps {
  world: World;
  /** Version of the built product, shown in `hello`. */
  build: string;
  city: Hello['city'];
  clock: Clock;
  /** H3 resolution of the cells, and metres: the standard deviation that one is drawn with. */
  heat: { resolution: number; kernel: number };
  /** How long a case is kept after its end, ms. */
  caseRetention: number;
  store: PushStore;
  regions: PushRegions;
  base(): Promise<BaseLayers>;
  /** Absent: the city has none. */
  basemap?: PushBasemap;
  judge: Judge;
  watch: PushWatch;
  /** The classification that surges are counted by, and a category's class in it. */
  classification: string;
  classOf(category: string): string;
  categoryName(category: string): string;
  /** Tables from category to class, with those categories that cases stand in now. */
  categories(store?: Pick<PushStore, 'readRows'>, now?: number): Promise<ApiCategories>;
  /** What the wall can show, by key. */
  scenes: readonly Scene[];
  walls: readonly Wall[];
  /** The way the wall walks by itself; null: none. */
  tour: Tour | null;
  /** Health of every feed, now; its `kinds` say which topics' age it bounds. */
  feeds(): readonly FeedHealth[];
  /** Feeds that must have brought data before /readyz says so. */
  requiredFeeds: readonly string[];
  /** Why a socket may not be opened; null: it may (access decides). */
  refuseConnection(request: Pick<IncomingMessage, 'headers'>): string | null;
  /** Why a request may not write; null: it may. */
  refuseWrite(request: Pick<IncomingMessage, 'headers'>): string | null;
  acks: PushAcks;
  duty: PushDuty;
  supervisions: PushSupervisions;
  handovers: PushHandovers;
  reports: PushReports;
  /** null: no pictures. */
  video: VideoGateway | null;
  /** How much of staff's names and telephones a screen gets. */
  contacts: Contacts;
  /** Absent: nothing is recorded. */
  playback?: PushPlayback;
  /** Absent: no script can be played. */
  demo?: PushDemo;
  /** A recorded world that a script shows: its exports bear another mark than a playback's. */
  masked?: true;
  /** Absent: no remote pairs with a wall. */
  remote?: PushRemote;
  /** Told what all screens together are shown, after each tick. */
  shown?(picture: Shown & { feeds: readonly FeedHealth[] }): void;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** The built screen, and the language that it speaks unless its address asks for another. */
  distDir: string;
  language: Language;
  /** Random bytes as hex: names the epochs. */
  randomHex(bytes: number): string;
  limits?: Partial<PushLimits>;
  /** Wall time in ms: paces ticks and ages sockets; nothing that is shown depends on it. */
  wall?: () => number;
}

export interface PushLimits {
  /** Ticks a second. */
  tickHz: number;
  subscriptionsPerSocket: number;
  subscriptions: number;
  sockets: number;
  /** Requests a socket may make in a burst, and how many it regains a second. */
  requestBurst: number;
  requestsPerSecond: number;
  /** Bytes that may wait for one socket before its queue is dropped. */
  queueBytes: number;
  /** How long a socket's queue may stand before it is dropped, ms. */
  queueMs: number;
  /** Bytes of snapshots under way to all sockets together. */
  snapshotBytes: number;
  /** How long a subscription that nobody has is kept up, ms. */
  lingerMs: number;
  /** Cases kept in memory for the lists of newest ones. */
  recentCases: number;
}

export const LIMITS: PushLimits = {
  tickHz: 4, subscriptionsPerSocket: 40, subscriptions: 3000, sockets: 5000,
  requestBurst: 80, requestsPerSecond: 20, queueBytes: 1 << 20, queueMs: 5000, snapshotBytes: 96 << 20,
  lingerMs: 10_000, recentCases: 10_000,
};

/**
 * The entities that every stage after `normalise` speaks of. Schemas first, types inferred.
 * Times are epoch milliseconds (UTC); positions are WGS-84 degrees; `region` is the code of the
 * lowest region the entity could be placed in (the city's own code when in none).
 */
import { z } from 'zod';

const Time = z.number().int().nonnegative();
const Lng = z.number().min(-180).max(180);
const Lat = z.number().min(-90).max(90);

/**
 * What orders two records of one entity. `revision`: the upstream counts, a higher one wins.
 * `updated`: the upstream's updated time in ms; of two equal ones the later arrival wins.
 */
export const Version = z.object({ by: z.enum(['revision', 'updated']), value: z.number().nonnegative() });
export type Version = z.infer<typeof Version>;

const Base = z.object({
  id: z.string().min(1).max(64),
  version: Version,
  /** The upstream's own time of this record: ages on screens are measured from it. */
  updatedAt: Time,
  region: z.string().min(1),
});

export const CASE_STAGES = ['reported', 'accepted', 'filed', 'dispatched', 'handled', 'verified', 'closed'] as const;
export type CaseStage = (typeof CASE_STAGES)[number];
export const CASE_STATUSES = ['open', 'suspended', 'closed', 'void'] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** 案件. */
export const Case = Base.extend({
  kind: z.literal('case'),
  /** 小类: kind and code together ("1-0103"), since the numbers collide across 部件 and 事件. */
  category: z.string().min(1).max(80),
  source: z.string().min(1).max(40),
  urgent: z.boolean(),
  /** 督办 */
  supervised: z.boolean(),
  status: z.enum(CASE_STATUSES),
  stage: z.enum(CASE_STAGES),
  /** When each stage was reached; `reported` is always there, the others as they come. */
  times: z.object({
    reported: Time, accepted: Time.optional(), filed: Time.optional(), dispatched: Time.optional(),
    handled: Time.optional(), verified: Time.optional(), closed: Time.optional(), void: Time.optional(),
  }),
  deadline: Time.optional(),
  /** 挂账: completed seconds, and since when it is suspended now. */
  suspendedSeconds: z.number().int().nonnegative(),
  suspendedSince: Time.optional(),
  /** 返工 */
  reworks: z.number().int().nonnegative(),
  department: z.string().max(60).optional(),
  /** 满意度 1–5 */
  satisfaction: z.number().int().min(1).max(5).optional(),
  address: z.string().max(200),
  lng: Lng.optional(),
  lat: Lat.optional(),
});
export type Case = z.infer<typeof Case>;

/** 视频点位 (a camera; platforms and groups of the catalogue are not points). */
export const VideoPoint = Base.extend({
  kind: z.literal('video'),
  name: z.string().max(200),
  status: z.enum(['on', 'off']),
  lng: Lng.optional(),
  lat: Lat.optional(),
  stream: z.string().max(500).optional(),
});
export type VideoPoint = z.infer<typeof VideoPoint>;

export const STATION_TYPES = ['river', 'rain', 'reservoir', 'sluice', 'ponding', 'pump'] as const;
export const STATION_STATES = ['normal', 'alert', 'warning', 'danger', 'silent'] as const;
/** Thresholds: `alert` 设防 (or 积水 3 cm), `warning` 警戒/汛限 (10 cm), `danger` 保证 (25 cm). */
export const Station = Base.extend({
  kind: z.literal('station'),
  type: z.enum(STATION_TYPES),
  name: z.string().max(200),
  river: z.string().max(100).optional(),
  lng: Lng.optional(),
  lat: Lat.optional(),
  /** Metres above datum; for ponding centimetres of water. */
  thresholds: z.object({ alert: z.number().optional(), warning: z.number().optional(), danger: z.number().optional() }),
  /** A reservoir's 汛限 by date, in force from `from` on; the last one that has begun counts. */
  datedLimits: z.array(z.object({ from: Time, warning: z.number() })).optional(),
  reading: z.object({
    at: Time,
    /** m, or cm for ponding */
    level: z.number().optional(),
    /** m³/s */
    flow: z.number().optional(),
    /** mm */
    rain5m: z.number().optional(), rain1h: z.number().optional(), rain24h: z.number().optional(),
    /** pump or sluice gate running/open */
    running: z.boolean().optional(),
  }).optional(),
});
export type Station = z.infer<typeof Station>;

export const ALERT_COLOURS = ['blue', 'yellow', 'orange', 'red'] as const;
export type AlertColour = (typeof ALERT_COLOURS)[number];
/** 预警. Its colour and the 防汛应急响应 level are two facts: neither is derived from the other. */
export const Alert = Base.extend({
  kind: z.literal('alert'),
  colour: z.enum(ALERT_COLOURS),
  event: z.string().max(100),
  title: z.string().max(200),
  issuer: z.string().max(100),
  issuedAt: Time,
  expiresAt: Time.optional(),
  revokedAt: Time.optional(),
  /** Station the alert speaks of, if one. */
  station: z.string().optional(),
  text: z.string().max(1000).optional(),
});
export type Alert = z.infer<typeof Alert>;

export const STAFF_ROLES = ['lead', 'fullTime', 'partTime', 'adviser'] as const;
export const DUTY_STATES = ['onDuty', 'patrol', 'handling', 'offDuty'] as const;
export type DutyState = (typeof DUTY_STATES)[number];
/** 网格员: roster entry with present duty. `region` is the home grid. */
export const Staff = Base.extend({
  kind: z.literal('staff'),
  role: z.enum(STAFF_ROLES),
  /** Whether the roster expects this person on duty now (应在岗). */
  expected: z.boolean(),
  duty: z.enum(DUTY_STATES),
  /** Last sign of life; after the city's silence limit the person counts as offDuty. */
  seenAt: Time.optional(),
  /** As the roster gives them; what a screen gets of them city.yaml's `contacts` says. */
  name: z.string().max(40).optional(),
  phone: z.string().max(40).optional(),
});
export type Staff = z.infer<typeof Staff>;

export const Entity = z.discriminatedUnion('kind', [Case, VideoPoint, Station, Alert, Staff]);
export type Entity = z.infer<typeof Entity>;
export type Kind = Entity['kind'];
export const KINDS = ['case', 'video', 'station', 'alert', 'staff'] as const satisfies readonly Kind[];

/** One position report of one member of staff; never stored as an entity, but in packed blocks. */
export interface Position { id: string; lng: number; lat: number; at: number; duty: DutyState }

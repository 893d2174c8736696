/**
 * The mapping language of feeds/*.yaml: for every field of an entity an expression over the raw
 * record. An expression is a path ("data.x", or a key as it is), or a map with exactly one source
 * (path, const, template, page, first, when) and what is done with the value found there.
 */
import { z } from 'zod';
import { STATION_TYPES } from '../wire/entity.ts';
import { Zone } from './scalars.ts';

/** "yyyy-MM-dd HH:mm:ss.SSS" and the like (local to `zone`), or one of: iso, epochMs, epochS. */
export const TimeFormat = z.string().refine((text) => /^(iso|epochMs|epochS)$/.test(text) || (/yyyy/.test(text) && /^[yMdHhmsSaT\s\-/.:,Z']+$/.test(text)), 'iso, epochMs, epochS or a pattern such as yyyy-MM-dd HH:mm:ss.SSS or MM/dd/yyyy hh:mm:ss a');
export const DATUMS = ['wgs84', 'gcj02', 'bd09'] as const;
const Constant = z.union([z.string(), z.number(), z.boolean()]);

export interface ExprObject {
  path?: string | string[] | undefined;
  const?: string | number | boolean | undefined;
  template?: string | undefined;
  page?: string | undefined;
  first?: Expr[] | undefined;
  when?: Branch[] | undefined;
  else?: Expr | undefined;
  absent?: (string | number)[] | undefined;
  values?: Record<string, string | number | boolean> | undefined;
  otherwise?: string | number | boolean | undefined;
  time?: string | undefined;
  zone?: string | undefined;
  true?: (string | number | boolean)[] | undefined;
  false?: (string | number | boolean)[] | undefined;
  scale?: number | undefined;
  extract?: string | undefined;
  lenient?: boolean | undefined;
}
export type Expr = string | ExprObject;
export interface Branch { path: string | string[]; is?: 'present' | 'absent' | undefined; in?: (string | number | boolean)[] | undefined; then: Expr }

const Path = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)], 'a path (text), or a list of keys');
const SOURCES = ['path', 'const', 'template', 'page', 'first', 'when'] as const;

const ExprObjectSchema: z.ZodType<ExprObject> = z.lazy(() => z.strictObject({
  /** Keys joined by dots, or a list of keys where a key itself holds dots. */
  path: Path.optional(),
  const: Constant.optional(),
  /** "{kindCd}-{smallCls}": absent when any part is. */
  template: z.string().optional(),
  /** A value of the answer the record came in: asOf (epoch ms). */
  page: z.enum(['asOf']).optional(),
  /** The first that is not absent. */
  first: z.array(Expr).min(1).optional(),
  /** The first branch whose test holds; else `else`. */
  when: z.array(z.strictObject({ path: Path, is: z.enum(['present', 'absent']).optional(), in: z.array(Constant).optional(), then: Expr })).min(1).optional(),
  else: Expr.optional(),
  /** Words that mean that there is no value. */
  absent: z.array(z.union([z.string(), z.number()])).optional(),
  /** Value by raw value; any other is `otherwise`, and refused where that is not given. */
  values: z.record(z.string(), Constant).optional(),
  otherwise: Constant.optional(),
  time: TimeFormat.optional(),
  zone: Zone.optional(),
  true: z.array(Constant).optional(),
  false: z.array(Constant).optional(),
  /** What a number is multiplied by. */
  scale: z.number().optional(),
  /** Regular expression; its first group is the value, absent when it does not match. */
  extract: z.string().refine((text) => { try { return new RegExp(text, 'u').test('') || true; } catch { return false; } }, 'a regular expression').optional(),
  /** A value that cannot be read counts as absent, and is counted, instead of costing the record. */
  lenient: z.boolean().optional(),
}).superRefine((expr, context) => {
  const given = SOURCES.filter((source) => expr[source] !== undefined);
  if (given.length !== 1) context.addIssue({ code: 'custom', message: `exactly one of ${SOURCES.join(', ')}` });
  if (expr.else !== undefined && !expr.when) context.addIssue({ code: 'custom', path: ['else'], message: '`else` only beside `when`' });
}));
export const Expr: z.ZodType<Expr> = z.union([z.string().min(1), ExprObjectSchema]);

const Version = z.union([z.strictObject({ revision: Expr }), z.strictObject({ updated: Expr })]);
const Point = z.strictObject({ lng: Expr, lat: Expr, datum: z.enum(DATUMS) });

const base = {
  id: Expr,
  version: Version,
  updatedAt: Expr,
};
const placed = {
  point: Point.optional(),
  /** Codes of regions, the lowest level first. */
  region: z.array(Expr).default([]),
  /** Which decides first. */
  place: z.array(z.enum(['code', 'point'])).min(1).default(['code', 'point']),
  /** A point within the city's bounds but in none of its regions: dropped, or kept for the map. */
  outside: z.enum(['drop', 'keep']).default('drop'),
};

export const CaseMapping = z.strictObject({
  ...base, ...placed,
  category: Expr, source: Expr, urgent: Expr.optional(), supervised: Expr.optional(), status: Expr,
  /** Absent: the furthest stage that has a time. */
  stage: Expr.optional(),
  times: z.strictObject({
    reported: Expr, accepted: Expr.optional(), filed: Expr.optional(), dispatched: Expr.optional(), handled: Expr.optional(),
    verified: Expr.optional(), closed: Expr.optional(), void: Expr.optional(),
  }),
  deadline: Expr.optional(), suspendedSeconds: Expr.optional(), suspendedSince: Expr.optional(), reworks: Expr.optional(),
  department: Expr.optional(), satisfaction: Expr.optional(), address: Expr.optional(),
});
export const VideoMapping = z.strictObject({
  ...base, ...placed,
  name: Expr, status: Expr, stream: Expr.optional(),
  /** Whether the row is a point; false for platforms and groups, which are ignored. */
  keep: Expr.optional(),
});
export const VideoStatusMapping = z.strictObject({ ...base, status: Expr });
export const StationMapping = z.strictObject({
  ...base, ...placed,
  type: Expr, name: Expr, river: Expr.optional(),
  thresholds: z.strictObject({ alert: Expr.optional(), warning: Expr.optional(), danger: Expr.optional() }).default({}),
  /** Where thresholds follow from the type of station alone: used where the record gives none. */
  typeThresholds: z.partialRecord(z.enum(STATION_TYPES), z.strictObject({ alert: z.number().optional(), warning: z.number().optional(), danger: z.number().optional() })).default({}),
  /** A list of {from: MM-dd, limit}, every year anew. */
  datedLimits: z.strictObject({ list: z.string(), from: z.string(), limit: z.string() }).optional(),
});
export const ReadingMapping = z.strictObject({
  ...base,
  level: Expr.optional(), flow: Expr.optional(), rain5m: Expr.optional(), rain1h: Expr.optional(), rain24h: Expr.optional(), running: Expr.optional(),
});
export const AlertMapping = z.strictObject({
  ...base, ...placed,
  colour: Expr, event: Expr, title: Expr, issuer: Expr, issuedAt: Expr, expiresAt: Expr.optional(), revokedAt: Expr.optional(),
  station: Expr.optional(), text: Expr.optional(),
});
export const StaffMapping = z.strictObject({ ...base, ...placed, role: Expr, expected: Expr, name: Expr.optional(), phone: Expr.optional() });
export const PositionMapping = z.strictObject({ id: Expr, at: Expr, point: Point, duty: Expr });

/** What every mapping of a feed may lean on. */
export const MappingDefaults = {
  /** Format of every time that names none. */
  time: TimeFormat.default('iso'),
  /** Zone of local times; absent: the city's. */
  zone: Zone.optional(),
  /** Words read as yes and no where an expression names none. */
  words: z.strictObject({ true: z.array(Constant), false: z.array(Constant) }).default({ true: [true, 'true', 'Y', 'y', '1', 1], false: [false, 'false', 'N', 'n', '0', 0] }),
  /** Regular expression that every id must match. */
  idPattern: z.string().default('^[^\\u0000-\\u0020\\u007f{}]+$'),
};

/** feeds/*.yaml: where a feed is pulled from, how its answers are read, and how a record maps to an entity. */
import { z } from 'zod';
import {
  AlertMapping, CaseMapping, MappingDefaults, PositionMapping, ReadingMapping, StaffMapping, StationMapping, TimeFormat, VideoMapping, VideoStatusMapping,
} from './mapping.ts';
import { Orders } from './orders.ts';
import { Duration, Size, Zone } from './scalars.ts';

/** How an answer is read. Paths are keys joined by dots; "" is the answer itself. */
const Answer = z.strictObject({
  records: z.string(),
  /** Names of columns, where records are rows of values. */
  columns: z.string().optional(),
  /** A value that tells success from failure though the status is 200. */
  ok: z.strictObject({ path: z.string(), equals: z.union([z.string(), z.number(), z.boolean()]), message: z.string().optional() }).optional(),
  /** The upstream's own time of the answer; absent: the time it was asked. */
  asOf: z.strictObject({ path: z.string(), time: TimeFormat, zone: Zone.optional() }).optional(),
});

const Params = z.record(z.string(), z.union([z.string(), z.number()]).transform(String)).default({});

const Cursor = z.strictObject({
  protocol: z.literal('cursor'),
  /** Query parameters that carry the time and the id of the last record held. */
  since: z.string(), after: z.string().optional(),
  /** Paths in a record of the time and the id that the list is ordered by. */
  time: z.string(), id: z.string(),
  /** Format of that time, in answers and in the query. */
  format: TimeFormat, zone: Zone.optional(),
  /** Path in the answer: whether there is more now. */
  more: z.string(),
  /** Paths in the answer of the time and id that the next page begins after; absent: those of its last record. */
  next: z.strictObject({ since: z.string(), after: z.string().optional() }).optional(),
  /** How late the upstream may show a change: so far back is read again and again. */
  overlap: Duration,
  /** How far back the very first pull begins; absent: from the beginning, with no `since`. */
  history: Duration.optional(),
});
const Catalogue = z.strictObject({
  protocol: z.literal('catalogue'),
  page: z.string(), first: z.number().int().default(1),
  size: z.strictObject({ param: z.string(), value: z.number().int().positive() }),
  /** Path in the answer: how many records there are in all. */
  total: z.string(),
  /** Path in a record of its id: what absence is told by. */
  id: z.string(),
});
const Snapshot = z.strictObject({ protocol: z.literal('snapshot'), id: z.string().optional() });
const Changes = z.strictObject({
  protocol: z.literal('changes'),
  since: z.string(),
  /** Path in the answer of what the next query's `since` is, as it is; or a time that is asked for in another format. */
  next: z.union([z.string(), z.strictObject({ path: z.string(), time: TimeFormat, zone: Zone.optional(), as: TimeFormat })]),
  /** So far back is asked again every time, for upstreams whose clock is not to be trusted; only where `next` is a time. */
  overlap: Duration.default(0),
});
const Positions = Changes.extend({ protocol: z.literal('positions') });

export const Pull = z.discriminatedUnion('protocol', [Cursor, Catalogue, Snapshot, Changes, Positions]);
export type Pull = z.infer<typeof Pull>;

const ADDRESS = 'an http(s) address, or nothing where the system is not connected';

const url = z.preprocess((value) => (typeof value === 'string' && value.startsWith('/') ? '' : value),
  z.union([z.literal(''), z.url({ protocol: /^https?$/, error: ADDRESS })], ADDRESS));

/** Where a station's past readings are had, so that the strip of 24 hours is whole from the first start on. */
const Series = z.strictObject({
  url,
  /** Query parameters: the station's id, and from and to in epoch ms. */
  station: z.string(), from: z.string(), to: z.string(),
  /** How far back. */
  back: Duration,
});
export type Series = z.infer<typeof Series>;

/** The media gateway beside a video platform: the server passes its pictures on, for a wall asks nobody else. */
const template = url.refine((text) => text === '' || text.includes('{id}'), 'an address with {id}, where the id of the camera belongs').default('');
const Media = z.strictObject({
  /** Of a stream's list (HLS), and of one picture (JPEG, PNG, WebP). */
  hls: template, snapshot: template,
  headers: z.record(z.string(), z.string()).default({}),
  timeout: Duration.default(5_000),
  /** Of one part of a stream, or one picture. */
  limit: Size.default(8 * 1024 ** 2),
});

const common = {
  /** The feed's name at every stage; the file's name where absent. */
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'a name of a–z, 0–9 and -').optional(),
  title: z.string(),
  /** Empty, or with an empty base ("${VAR:-}/path"): not connected (未接入). */
  url,
  params: Params,
  headers: z.record(z.string(), z.string()).default({}),
  /** In the world's time: a world at rate 60 is asked 60 times as often. */
  every: Duration,
  /** Wall time that one answer may take. */
  timeout: Duration.default(10_000),
  limit: Size.default(32 * 1024 ** 2),
  /** In the world's time: data older than this are late. */
  late: Duration,
  backoff: z.strictObject({ base: Duration, cap: Duration }).default({ base: 500, cap: 30_000 }),
  pull: Pull,
  answer: Answer,
  /** What a record's absence from a complete list means. */
  absence: z.enum(['keep', 'remove']).default('keep'),
  ...MappingDefaults,
};

export const FeedFile = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('case'), map: CaseMapping, orders: Orders.optional() }),
  z.strictObject({ ...common, kind: z.literal('video'), map: VideoMapping, media: Media.optional() }),
  z.strictObject({ ...common, kind: z.literal('video-status'), map: VideoStatusMapping }),
  z.strictObject({ ...common, kind: z.literal('station'), map: StationMapping }),
  z.strictObject({ ...common, kind: z.literal('reading'), map: ReadingMapping, series: Series.optional() }),
  z.strictObject({ ...common, kind: z.literal('alert'), map: AlertMapping }),
  z.strictObject({ ...common, kind: z.literal('staff'), map: StaffMapping }),
  z.strictObject({ ...common, kind: z.literal('position'), map: PositionMapping }),
]).superRefine((feed, context) => {
  if (feed.absence === 'remove' && feed.kind === 'case') context.addIssue({ code: 'custom', path: ['absence'], message: 'keep: a case is never removed because a list left it out' });
  if (feed.absence === 'remove' && feed.pull.protocol !== 'catalogue' && feed.pull.protocol !== 'snapshot') context.addIssue({ code: 'custom', path: ['absence'], message: 'keep, where lists are not whole' });
});
export type FeedFile = z.infer<typeof FeedFile>;
export type FeedConfig = FeedFile & { name: string };
export type FeedKind = FeedConfig['kind'];
export type ConfigOf<K extends FeedKind> = Extract<FeedConfig, { kind: K }>;

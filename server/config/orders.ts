/** The `orders` of a case feed: how the case platform is told to supervise a case (督办). */
import { z } from 'zod';
import { TimeFormat } from './mapping.ts';
import { Duration, Size, Zone } from './scalars.ts';

/** What the body of an order may say: {order} an id that stays the same however often it is sent, {act} the platform's word for what is to be done. */
export const ORDER_WORDS = ['order', 'case', 'act', 'name', 'note', 'at', 'deadline', 'hours'] as const;
export type OrderWord = (typeof ORDER_WORDS)[number];

const known = (text: string): boolean => [...text.matchAll(/\{([^{}]*)\}/g)].every(([, word]) => ORDER_WORDS.some((one) => one === word));
const Text = z.string().refine(known, `words in braces of ${ORDER_WORDS.join(', ')}`);
const ADDRESS = 'an http(s) address, or nothing where the platform takes no orders';
const url = z.preprocess((value) => (typeof value === 'string' && value.startsWith('/') ? '' : value), z.union([z.literal(''), z.url({ protocol: /^https?$/, error: ADDRESS })], ADDRESS));

export const Orders = z.strictObject({
  /** Empty, or with an empty base ("${VAR:-}/path"): not connected (未接入); a 督办 is then recorded here only. */
  url,
  method: z.enum(['POST', 'PUT']).default('POST'),
  headers: z.record(z.string(), z.string()).default({}),
  /** The body, as JSON. */
  body: z.record(z.string(), z.union([Text, z.number(), z.boolean()])),
  /** Words of the platform; without `lift` it takes no 督办 back. */
  act: z.strictObject({ supervise: z.string(), lift: z.string().optional() }).default({ supervise: 'supervise' }),
  /** How {at} and {deadline} are written. */
  time: TimeFormat.default('iso'), zone: Zone.optional(),
  /** A value that tells that it was taken though the status is 200; another is a refusal, and `message` says why. */
  ok: z.strictObject({ path: z.string(), equals: z.union([z.string(), z.number(), z.boolean()]), message: z.string().optional() }).optional(),
  timeout: Duration.default(10_000),
  limit: Size.default(64 * 1024),
  /** Between tries, of wall time. */
  backoff: z.strictObject({ base: Duration, cap: Duration }).default({ base: 1_000, cap: 60_000 }),
}).refine(({ body }) => Object.values(body).some((value) => typeof value === 'string' && value.includes('{order}')), { path: ['body'], message: 'a field with {order}: by it the platform knows an order that comes again' })
  .refine(({ body }) => Object.values(body).some((value) => typeof value === 'string' && value.includes('{case}')), { path: ['body'], message: 'a field with {case}' });
export type Orders = z.infer<typeof Orders>;

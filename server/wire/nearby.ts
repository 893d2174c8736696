/** What stands near a point: GET /api/nearby. Nearest first. */
import { z } from 'zod';
import { DUTY_STATES, STAFF_ROLES } from './entity.ts';

/** How much of a name and a telephone a screen gets: what tells people apart, all, nothing. */
export const CONTACTS = ['masked', 'full', 'none'] as const;
export type Contacts = (typeof CONTACTS)[number];

export const NearCamera = z.object({ id: z.string(), name: z.string(), status: z.enum(['on', 'off']), metres: z.number() });
export type NearCamera = z.infer<typeof NearCamera>;
export const NearStaff = z.object({
  id: z.string(), role: z.enum(STAFF_ROLES), duty: z.enum(DUTY_STATES), metres: z.number(),
  /** '' where the feed gives none, or a screen gets none. */
  name: z.string(), phone: z.string(),
  /** When the position was reported, ms. */
  positionAt: z.number().int(),
});
export type NearStaff = z.infer<typeof NearStaff>;

export const ApiNearby = z.object({
  now: z.number().int(), contacts: z.enum(CONTACTS),
  /** Which pictures of a camera can be asked for: /video/ID/live.m3u8, /video/ID/snapshot. */
  pictures: z.object({ hls: z.boolean(), snapshot: z.boolean() }),
  cameras: z.array(NearCamera), staff: z.array(NearStaff),
});
export type ApiNearby = z.infer<typeof ApiNearby>;

/** Most of each that one answer holds. */
export const MOST_NEAR = 20;

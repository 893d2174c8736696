/** What the duty desk asks over HTTP. */
import { z } from 'zod';
import { DUTY_STATES, STAFF_ROLES } from './entity.ts';
import { CONTACTS } from './nearby.ts';

const Ms = z.number().int();

/** GET /api/heat: cases reported in a window, by H3 cell, for any filters at once. */
export const ApiHeat = z.object({
  region: z.string(), now: Ms,
  /** Reported within [from, to). */
  from: Ms, to: Ms,
  /** All that match; of them those with a position, which `cells` count. */
  total: z.number().int(), located: z.number().int(),
  /** H3 resolution of `cells`. */
  resolution: z.number().int(),
  cells: z.record(z.string(), z.number().int()),
  /** As in the topic heat: cells about the region, the greatest count of one cell in the whole city, metres. */
  around: z.record(z.string(), z.number().int()), most: z.number().int(), kernel: z.number(),
});
export type ApiHeat = z.infer<typeof ApiHeat>;

/** GET /api/desk/watch: what wants an officer's eye before anybody reports it, of a region and all that lies in it. */
const Bounds = z.object({
  threshold: z.enum(['alert', 'warning', 'danger']), value: z.number(),
  /** ms after the last reading; `late` null: perhaps never. */
  soon: z.number(), likely: z.number(), late: z.number().nullable(),
});
export const ApiWatch = z.object({
  region: z.string(), now: Ms,
  hotSpots: z.object({
    distance: z.number(), window: Ms, least: z.number().int(),
    /** False while the cases are still being read. */
    ready: z.boolean(),
    items: z.array(z.object({
      category: z.string(), categoryName: z.string(), region: z.string(), address: z.string(), ids: z.array(z.string()), count: z.number().int(),
      lng: z.number(), lat: z.number(), /** Metres. */ radius: z.number(), first: Ms, last: Ms,
      /** Of the window's last quarter, and of the one before. */
      recent: z.number().int(), before: z.number().int(),
    })),
  }),
  surges: z.object({
    /** Whole days of history that it is compared with, and how many are needed at least. */
    days: z.number().int(), needed: z.number().int(),
    /** Of whose classes the rows are. */
    classification: z.string(),
    items: z.array(z.object({
      region: z.string(), name: z.string(), /** Key of the city's classification; null: all classes together. */ class: z.string().nullable(),
      count: z.number().int(), mean: z.number(), most: z.number().int(), days: z.number().int(), /** That a count as high comes by chance. */ chance: z.number(),
    })),
  }),
  rising: z.array(z.object({
    id: z.string(), name: z.string(), type: z.string(), region: z.string(), state: z.string(), level: z.number(), lng: z.number().nullable(), lat: z.number().nullable(),
    /** Per hour, in the level's unit: likely, least, most. */
    rate: z.number(), low: z.number(), high: z.number(), reaches: z.array(Bounds),
  })),
});
export type ApiWatch = z.infer<typeof ApiWatch>;

/** GET /api/desk/contacts: who is on duty in a region, those who lead first; `counts` of all on duty there, `total` of those that match. */
export const ApiContacts = z.object({
  region: z.string(), contacts: z.enum(CONTACTS), counts: z.record(z.enum(STAFF_ROLES), z.number().int()), total: z.number().int(),
  /** `place`: names of the regions that they belong to, from the district down. Name and telephone: '' where the feed gives none, or a screen gets none. */
  items: z.array(z.object({ id: z.string(), role: z.enum(STAFF_ROLES), duty: z.enum(DUTY_STATES), name: z.string(), phone: z.string(), place: z.string() })),
});
export type ApiContacts = z.infer<typeof ApiContacts>;

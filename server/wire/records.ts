/**
 * The records behind a figure: GET /api/cases, /api/video, /api/stations, /api/staff, /api/alerts. `total` counts all that
 * match, `items` are the first of them.
 */
import { z } from 'zod';
import { DUTY_STATES, STAFF_ROLES } from './entity.ts';
import { AlertItem, CaseItem, StationItem } from './messages.ts';

const Ms = z.number().int();
const answerOf = <T extends z.ZodType>(item: T) => z.object({
  region: z.string(), now: Ms, total: z.number().int(),
  /** False: there may be more that match than are known here. */
  complete: z.boolean(),
  /** Where it is not complete: what has ended is known from here on, or, while the server still reads, what was reported from here on. */
  since: Ms.nullable(),
  items: z.array(item),
});

export const CaseRecord = CaseItem.extend({ supervised: z.boolean(), deadline: Ms.nullable() });
export type CaseRecord = z.infer<typeof CaseRecord>;
export const VideoRecord = z.object({ id: z.string(), name: z.string(), region: z.string(), status: z.enum(['on', 'off']), lng: z.number().nullable(), lat: z.number().nullable() });
export type VideoRecord = z.infer<typeof VideoRecord>;
export const StaffRecord = z.object({ id: z.string(), region: z.string(), role: z.enum(STAFF_ROLES), duty: z.enum(DUTY_STATES), expected: z.boolean() });
export type StaffRecord = z.infer<typeof StaffRecord>;

export const ApiCases = answerOf(CaseRecord);
export type ApiCases = z.infer<typeof ApiCases>;
export const ApiVideo = answerOf(VideoRecord);
export type ApiVideo = z.infer<typeof ApiVideo>;
export const ApiStations = answerOf(StationItem);
export type ApiStations = z.infer<typeof ApiStations>;
export const ApiAlerts = answerOf(AlertItem);
export type ApiAlerts = z.infer<typeof ApiAlerts>;
export const ApiStaff = answerOf(StaffRecord);
export type ApiStaff = z.infer<typeof ApiStaff>;

/** Most records that one answer holds. */
export const MOST_RECORDS = 200;

/** The desk's list of cases and one case whole: GET /api/desk/cases, /api/desk/cases/ID, /api/desk/cases.csv. */
import { z } from 'zod';
import { CASE_STAGES, CASE_STATUSES, Case } from './entity.ts';
import { CaseRecord } from './records.ts';
import { LEVELS } from './region.ts';

const Ms = z.number().int();

/** By what the list stands: reported; the time that is left (open ones first, then 挂账, then those without a limit or ended); stage; 紧急 and 督办; name of the category; place by the codes of its regions. Alike by it: newest first, then by id. */
export const CASE_SORTS = ['reported', 'remaining', 'stage', 'urgency', 'category', 'place'] as const;
export type CaseSort = (typeof CASE_SORTS)[number];
export const CASE_ORDERS = ['asc', 'desc'] as const;
export type CaseOrder = (typeof CASE_ORDERS)[number];
/** Longest that is searched for, characters, and most words of it. */
export const MOST_SEARCHED = 60;
export const MOST_WORDS = 6;

/**
 * Filters as of /api/cases, and `near` (lng,lat,metres), `q` (words that all must stand in id, address, name of category or of
 * place), `sort`, `order`, `offset`, `limit`. `anchor` and `anchorAt`: the id and the place in the list of a row that must not jump:
 * the page is moved by as many rows as that one has. `seen`: the revision that the page is known of.
 */
export const ApiDeskCases = z.object({
  region: z.string(), now: Ms, total: z.number().int(),
  /** Grows with every change of any case. */
  revision: z.number().int(),
  /** While the server still reads: cases known so far, of about how many. Null: all are known. */
  filling: z.object({ known: z.number().int(), expected: z.number().int() }).nullable(),
  /** Place of the first item, and of the anchor; null: it is not in the list, or none was named. */
  offset: z.number().int(), anchor: z.number().int().nullable(),
  /** null: as `seen`. */
  items: z.array(CaseRecord).nullable(),
});
export type ApiDeskCases = z.infer<typeof ApiDeskCases>;

export const RelatedCase = z.object({
  id: z.string(), address: z.string(), reportedAt: Ms, status: z.enum(CASE_STATUSES), stage: z.enum(CASE_STAGES), metres: z.number().int(),
});
export type RelatedCase = z.infer<typeof RelatedCase>;

export const ApiDeskCase = z.object({
  now: Ms, case: Case, overdue: z.boolean(), categoryName: z.string(), sourceName: z.string(),
  /** Its class in each of the city's classifications; a table that has none for it is left out. */
  classes: z.array(z.object({ classification: z.string(), name: z.string() })),
  /** null: it names none. */
  department: z.string().nullable(),
  /** From the city down. */
  path: z.array(z.object({ code: z.string(), name: z.string(), level: z.enum(LEVELS) })),
  /** Others of its category within `distance` metres, reported within `window` ms before or after; nearest first. `ready` false: the cases are still being read. */
  related: z.object({ distance: z.number(), window: Ms, ready: z.boolean(), items: z.array(RelatedCase) }),
});
export type ApiDeskCase = z.infer<typeof ApiDeskCase>;

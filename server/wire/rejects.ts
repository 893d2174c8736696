/** GET /api/rejects?feed=NAME: the newest records of a feed that were refused, or of which something was noted. */
import { z } from 'zod';

/** `sample`: what was found and what was expected, then the record, names and telephones as city.yaml's `contacts` lets a screen have them. */
export const RejectSample = z.object({ at: z.number().int(), reason: z.string(), accepted: z.boolean(), sample: z.string() });
export const ApiRejects = z.object({ feed: z.string(), now: z.number().int(), items: z.array(RejectSample) });
export type ApiRejects = z.infer<typeof ApiRejects>;

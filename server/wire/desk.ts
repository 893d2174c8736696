/** What the duty desk asks over HTTP. */
import { z } from 'zod';

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
});
export type ApiHeat = z.infer<typeof ApiHeat>;

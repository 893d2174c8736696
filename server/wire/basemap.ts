/** GET /api/basemap: the raster tiles that this server has under /basemap/Z/X/Y, Web Mercator, 256 px. */
import { z } from 'zod';

export const ApiBasemap = z.object({
  /** null: the city has none. */
  basemap: z.object({
    minZoom: z.number().int(), maxZoom: z.number().int(), opacity: z.number(), attribution: z.string().nullable(),
  }).nullable(),
});
export type ApiBasemap = z.infer<typeof ApiBasemap>;
export type BasemapInfo = NonNullable<ApiBasemap['basemap']>;

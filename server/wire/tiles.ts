/** GET /api/tiles: the raster tiles that this server has under /tiles/Z/X/Y, Web Mercator, 256 px. */
import { z } from 'zod';

export const ApiTiles = z.object({
  /** null: the city has none. */
  tiles: z.object({
    minZoom: z.number().int(), maxZoom: z.number().int(), opacity: z.number(), attribution: z.string().nullable(),
  }).nullable(),
});
export type ApiTiles = z.infer<typeof ApiTiles>;
export type TilesInfo = NonNullable<ApiTiles['tiles']>;

/** basemap.yaml: raster tiles under the map, Web Mercator. The page asks this server alone; the server asks whom this file names. */
import { z } from 'zod';
import { Duration, Size } from './scalars.ts';

const Zoom = z.number().int().min(0).max(22);
const Common = {
  minZoom: Zoom.default(0),
  maxZoom: Zoom.default(18),
  /** How much of a tile is seen under the regions. */
  opacity: z.number().min(0.1).max(1).default(0.6),
  /** Whose map it is, as they want it said; shown beside the 审图号. */
  attribution: z.string().max(80).nullable().default(null),
};
const Fetched = { ...Common, timeout: Duration.default(4_000), maxBytes: Size.default(2 << 20), cache: Size.default(64 << 20) };
const Address = z.string().regex(/^https?:\/\/[^\s]+$/, 'an http(s) address');

export const BasemapFile = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('xyz'), url: Address.refine((url) => ['{z}', '{x}', '{y}'].every((part) => url.includes(part)), 'an address with {z}, {x} and {y}'), ...Fetched }),
  /** 天地图: WMTS of a layer's `_w` matrix. */
  z.strictObject({ kind: z.literal('tianditu'), url: Address, layer: z.string().regex(/^[a-z]{3}$/, 'a layer such as vec, img or ter').default('vec'), key: z.string().min(1), ...Fetched }),
  /** An archive of raster tiles on disk; a path from the city folder. Vector tiles are not drawn. */
  z.strictObject({ kind: z.literal('pmtiles'), file: z.string().min(1), ...Common }),
]);
export type BasemapFile = z.infer<typeof BasemapFile>;

/** What whoever starts a city with tiles must be told; null: nothing. */
export const approvalWarning = (dir: string, mapApproval: string | null, basemap: BasemapFile | null): string | null => (basemap === null || mapApproval !== null ? null
  : `${dir}/city.yaml: mapApproval: found nothing, expected the 审图号 of the tiles that basemap.yaml puts under the map: a map shown in public has to bear it`);

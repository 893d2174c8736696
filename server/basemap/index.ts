/** Raster tiles under the map, out of an archive or by an upstream: what push serves at /basemap. */
import type { BasemapFile } from '../config/basemap.ts';
import type { BasemapInfo } from '../wire/basemap.ts';
import { openArchive } from './archive.ts';
import { TileKeeper } from './keep.ts';
import type { GetTile } from './tile.ts';
import { tiandituAddress, upstream, xyzAddress, type UpstreamOptions } from './upstream.ts';

export { TileError } from './tile.ts';

export interface Basemap { info: BasemapInfo; get: GetTile; close(): Promise<void> }

/** Throws TileError where an archive cannot be used. An upstream is not asked before a wall asks. */
export async function openBasemap(file: BasemapFile, effects: { fetch: UpstreamOptions['fetch']; now: () => number }): Promise<Basemap> {
  const { opacity, attribution, minZoom, maxZoom } = file;
  if (file.kind === 'pmtiles') {
    const archive = await openArchive(file.file);
    return {
      info: { opacity, attribution, minZoom: Math.max(minZoom, archive.minZoom), maxZoom: Math.min(maxZoom, archive.maxZoom) },
      get: archive.get, close: () => archive.close(),
    };
  }
  const address = file.kind === 'xyz' ? xyzAddress(file.url) : tiandituAddress(file.url, file.layer, file.key);
  const keeper = new TileKeeper({ get: upstream({ fetch: effects.fetch, address, timeout: file.timeout, maxBytes: file.maxBytes }), cache: file.cache, now: effects.now });
  return { info: { opacity, attribution, minZoom, maxZoom }, get: (place) => keeper.get(place), close: () => Promise.resolve() };
}

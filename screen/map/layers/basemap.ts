/** Raster tiles in Web Mercator under a map in metres of its own: which are seen, and where each lies. Pure, and one thin layer. */
import { BitmapLayer } from '@deck.gl/layers';
import type { BasemapInfo } from '../../../server/wire/basemap.ts';
import { toLat, toLng, toX, toY, type Box, type Projection } from '../projection.ts';

export interface Spot { key: string; z: number; x: number; y: number; /** Metres. */ box: Box }

/** Ground metres of a tile's pixel at the equator, zoom 0. */
const PIXEL = 156_543.034;
/** Tiles that a view is made of at most; a larger wall takes the next coarser zoom. */
const MOST = 96;

const xAt = (lng: number, n: number): number => Math.floor(((lng + 180) / 360) * n);
const yAt = (lat: number, n: number): number => Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * n);
const lngOf = (x: number, n: number): number => (x / n) * 360 - 180;
const latOf = (y: number, n: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / n))) * 180) / Math.PI;

/** Those that meet `box` (metres) at `k` pixels a metre, the middle first. A tile is placed by its corners: between them Mercator bends less than a pixel at a city's size. */
export function tilesIn(box: Box, k: number, p: Projection, { minZoom, maxZoom }: Pick<BasemapInfo, 'minZoom' | 'maxZoom'>, most = MOST): Spot[] {
  const sharp = Math.round(Math.log2(PIXEL * Math.cos((p.origin[1] * Math.PI) / 180) * k));
  for (let z = Math.min(maxZoom, Math.max(minZoom, sharp)); z >= minZoom; z--) {
    const n = 2 ** z;
    const clamp = (v: number): number => Math.min(n - 1, Math.max(0, v));
    const [west, east] = [clamp(xAt(toLng(p, box[0]), n)), clamp(xAt(toLng(p, box[2]), n))];
    const [north, south] = [clamp(yAt(toLat(p, box[3]), n)), clamp(yAt(toLat(p, box[1]), n))];
    if ((east - west + 1) * (south - north + 1) > most && z > minZoom) continue;
    const spots: Spot[] = [];
    for (let y = north; y <= south; y++) {
      for (let x = west; x <= east; x++) {
        spots.push({ key: `${z}/${x}/${y}`, z, x, y, box: [toX(p, lngOf(x, n)), toY(p, latOf(y + 1, n)), toX(p, lngOf(x + 1, n)), toY(p, latOf(y, n))] });
      }
    }
    const away = ({ x, y }: Spot): number => Math.hypot(x - (west + east) / 2, y - (north + south) / 2);
    // So far out that the world itself is too many: none.
    return spots.length > most ? [] : spots.sort((a, b) => away(a) - away(b));
  }
  return [];
}

/** Other people's maps are made for paper: drained of colour and darkened, so that ours stays what is read. */
const DRAINED = 0.65;
const DARK = [58, 68, 84] as const;
/** How the same is said in CSS, for the map without WebGL. */
export const TILE_FILTER = `grayscale(${DRAINED}) brightness(0.26)`;

export const tileLayer = ({ key, box }: Spot, image: ImageBitmap, opacity: number): BitmapLayer => new BitmapLayer({
  id: `tile-${key}`, image, bounds: [box[0], box[1], box[2], box[3]], desaturate: DRAINED, tintColor: [...DARK], opacity,
  textureParameters: { minFilter: 'linear', magFilter: 'linear', mipmapFilter: 'nearest', addressModeU: 'clamp-to-edge', addressModeV: 'clamp-to-edge' },
});

/**
 * A flat projection for one city: metres east and north of an origin. It is affine on purpose: points
 * that travel quantised over a box, rasters of heat and polygons all convert by one multiply and add,
 * and Float32 keeps centimetres. North–south stretch across 100 km stays under half a percent.
 */
export type LngLat = readonly [number, number];
/** [west, south, east, north], degrees or metres as the name says. */
export type Box = readonly [number, number, number, number];

const METRES_PER_DEGREE = 111_319.49;

export interface Projection {
  readonly origin: LngLat;
  /** Metres per degree of longitude and of latitude. */
  readonly kx: number;
  readonly ky: number;
}

export function makeProjection(origin: LngLat): Projection {
  return { origin, kx: METRES_PER_DEGREE * Math.cos((origin[1] * Math.PI) / 180), ky: METRES_PER_DEGREE };
}

export const toX = (p: Projection, lng: number): number => (lng - p.origin[0]) * p.kx;
export const toY = (p: Projection, lat: number): number => (lat - p.origin[1]) * p.ky;
export const toLng = (p: Projection, x: number): number => x / p.kx + p.origin[0];
export const toLat = (p: Projection, y: number): number => y / p.ky + p.origin[1];

/** A box in degrees → the same in metres. */
export const projectBox = (p: Projection, box: Box): Box => [toX(p, box[0]), toY(p, box[1]), toX(p, box[2]), toY(p, box[3])];

/** So many metres to every side of a place. */
export function boxAbout(p: Projection, { lng, lat, metres }: { lng: number; lat: number; metres: number }): Box {
  const [x, y] = [toX(p, lng), toY(p, lat)];
  return [x - metres, y - metres, x + metres, y + metres];
}

/** True area per projected area at northing `y` (the projection is exact only at its origin's latitude). */
export const areaFactor = (p: Projection, y: number): number =>
  Math.cos((toLat(p, y) * Math.PI) / 180) / Math.cos((p.origin[1] * Math.PI) / 180);

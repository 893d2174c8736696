/** A shape kept in one typed array: nested arrays of a city's borders take ten times the memory. */
import type { MultiPolygon, Point, Polygon, Ring } from './geometry.ts';

export interface FlatShape {
  /** lng, lat, lng, lat … of all rings, one after another. */
  coordinates: Float64Array;
  /** By polygon: where each of its rings ends, counted in points. */
  ends: readonly (readonly number[])[];
}

export function flatten(shape: MultiPolygon): FlatShape {
  const points = shape.reduce((sum, polygon) => sum + polygon.reduce((n, ring) => n + ring.length, 0), 0);
  const coordinates = new Float64Array(points * 2);
  let at = 0;
  const ends = shape.map((polygon) => polygon.map((ring) => {
    for (const [x, y] of ring) { coordinates[at * 2] = x; coordinates[at * 2 + 1] = y; at += 1; }
    return at;
  }));
  return { coordinates, ends };
}

export function unfold({ coordinates, ends }: FlatShape): MultiPolygon {
  let at = 0;
  return ends.map((polygon): Polygon => polygon.map((end): Ring => {
    const ring: Ring = [];
    for (; at < end; at += 1) ring.push([coordinates[at * 2], coordinates[at * 2 + 1]] as Point);
    return ring;
  }));
}

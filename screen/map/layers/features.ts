/** What the base layers read from a feature. Pure. */
import type { Feature, Position } from 'geojson';

/** The first of these properties that is a number. */
export const number = (feature: Feature, ...names: string[]): number | null => {
  for (const name of names) {
    const value: unknown = feature.properties?.[name];
    if (typeof value === 'number' && Number.isFinite(value)) return value;
  }
  return null;
};
export const linesOf = ({ geometry }: Feature): Position[][] =>
  geometry.type === 'LineString' ? [geometry.coordinates] : geometry.type === 'MultiLineString' ? geometry.coordinates : [];
export const polygonsOf = ({ geometry }: Feature): Position[][][] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : [];

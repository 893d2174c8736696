/** Puts the city together: land → regions → waters → roads → buildings. */
import { makeBuildings } from './buildings.ts';
import { makeLand } from './land.ts';
import { makeCity } from './lookup.ts';
import { CITY_CODE, CITY_NAME, makeRegions } from './regions.ts';
import { makeRoads } from './roads.ts';
import type { City } from './types.ts';
import { dampness, makeWaters, wetness } from './waters.ts';

/** Raised whenever the same (seed, scale) would give another city, so that old files are written anew. */
export const CITY_VERSION = 3;

export interface CityOptions {
  /** Any integer; the same one gives the same city. */
  seed: number;
  /** 0.01 … 10; region counts grow up to scale 3. */
  scale: number;
  progress?: (message: string) => void;
}

export function generateCity({ seed, scale, progress = () => {} }: CityOptions): City {
  if (!Number.isInteger(seed)) throw new Error(`city: seed must be an integer, found ${seed}`);
  if (!(scale > 0 && scale <= 10)) throw new Error(`city: scale must be above 0 and at most 10, found ${scale}`);
  const land = makeLand(seed);
  const regions = makeRegions(land, seed, scale, progress);
  const { waterways, waterBodies } = makeWaters(land, regions[0]!.polygon, seed);
  const wet = wetness(land, waterBodies);
  const roads = makeRoads(land, seed, scale, wet);
  progress(`${roads.length} roads`);
  const buildings = makeBuildings(land, seed, dampness(land, wet), Math.round(8000 * Math.min(1, scale)));
  progress(`${buildings.length} buildings`);
  return makeCity({ seed, scale, version: CITY_VERSION, code: CITY_CODE, name: CITY_NAME, regions, waterways, waterBodies, roads, buildings });
}

/**
 * Which region holds a point: a tree of bounds for each level, asked from the lowest level up. The
 * lowest level whose polygons hold the point decides; ancestors follow by parent.
 */
import Flatbush from 'flatbush';
import type { Level } from '../wire/region.ts';
import { flatten, unfold } from './flat-shape.ts';
import { contains, inBbox, type Bbox, type MultiPolygon } from './geometry.ts';

export interface Shaped { code: string; bbox: Bbox; shape: MultiPolygon }

export interface RegionIndex {
  /**
   * Code of the lowest region that holds the point, null outside all. With `level`: its ancestor at
   * that level, null when it has none there. Where regions overlap, the one with the smaller code.
   */
  at(lng: number, lat: number, level?: Level): string | null;
}

export function makeRegionIndex(levels: readonly (readonly Shaped[])[], bbox: Bbox, ancestorAt: (code: string, level: Level) => string | null): RegionIndex {
  const lookups = levels.filter((level) => level.length > 0).map(levelIndex).reverse();
  const lowest = (lng: number, lat: number): string | null => {
    if (!inBbox(bbox, lng, lat)) return null;
    for (const lookup of lookups) {
      const code = lookup(lng, lat);
      if (code !== null) return code;
    }
    return null;
  };
  return {
    at(lng, lat, level) {
      const code = lowest(lng, lat);
      return code === null || level === undefined ? code : ancestorAt(code, level);
    },
  };
}

function levelIndex(unsorted: readonly Shaped[]): (lng: number, lat: number) => string | null {
  const regions = unsorted.map(({ code, bbox, shape }) => ({ code, bbox, shape: flatten(shape) })).sort((a, b) => (a.code < b.code ? -1 : 1));
  const tree = new Flatbush(regions.length, 8);
  for (const { bbox } of regions) tree.add(...bbox);
  tree.finish();
  return (lng, lat) => {
    let best = regions.length;
    // The filter does the work, so that no list of candidates is built.
    tree.search(lng, lat, lng, lat, (i) => {
      const region = regions[i];
      if (i < best && region && contains(unfold(region.shape), lng, lat)) best = i;
      return false;
    });
    return regions[best]?.code ?? null;
  };
}

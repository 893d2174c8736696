/** Where a region's name stands: deep inside, and not far from its middle. */
import { bboxOf, depthIn, inRings, ringCentroid, round6 } from './plane.ts';
import type { CityLevel, LngLat, Rings } from './types.ts';

/** Every k-th point is enough to find a place for a label. */
function thin(rings: Rings): Rings {
  return rings.map((ring) => {
    const k = Math.max(1, Math.floor(ring.length / 120));
    return ring.filter((_, i) => i % k === 0 || i === ring.length - 1);
  });
}

export function labelOf(rings: Rings, level: CityLevel): LngLat {
  const centroid = ringCentroid(rings[0]!.slice(0, -1));
  const small = level === 'grid' || level === 'community';
  if (small && rings.length === 1 && inRings(rings, centroid[0], centroid[1])) return [round6(centroid[0]), round6(centroid[1])];
  const outline = thin(rings);
  const [west, south, east, north] = bboxOf(rings);
  const score = (x: number, y: number): number => depthIn(outline, x, y) - 0.25 * Math.hypot(x - centroid[0], y - centroid[1]);
  let best: LngLat = [centroid[0], centroid[1]];
  let value = score(best[0], best[1]);
  let step = Math.max(east - west, north - south) / 12;
  const consider = (x: number, y: number): void => {
    const s = score(x, y);
    if (s > value) { best = [x, y]; value = s; }
  };
  for (let x = west + step / 2; x < east; x += step) for (let y = south + step / 2; y < north; y += step) consider(x, y);
  for (let round = 0; round < 4; round++) {
    step /= 2;
    const [x, y] = best;
    for (const dx of [-step, 0, step]) for (const dy of [-step, 0, step]) consider(x + dx, y + dy);
  }
  return [round6(best[0]), round6(best[1])];
}

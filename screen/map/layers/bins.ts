/** Counts by square cell, for places with more points than an eye or a slow renderer can take. Pure. */
import type { Box } from '../projection.ts';
import type { Points } from './points.ts';

/** Design px² that a point must have, on average, to be told from its neighbours: some 14 px each way. */
const ROOM = 200;
/** What is drawn one by one stays so until it is this much too close: points that come and go must not make it flicker. */
const HOLD = 0.8;

export function countIn(points: Points, [west, south, east, north]: Box): number {
  let count = 0;
  for (let i = 0; i < points.count; i++) {
    const x = points.positions[i * 3]!;
    const y = points.positions[i * 3 + 1]!;
    if (x >= west && x <= east && y >= south && y <= north) count++;
  }
  return count;
}

/** Are so many points on `area` px² few enough to be drawn one by one, for the renderer (`most`) and for the eye? */
export const single = (count: number, area: number, scale: number, most: number, was: boolean): boolean =>
  count <= most && area >= count * ROOM * scale * scale * (was ? HOLD : 1);

/** Centre of its points in metres; `part`: how many are in one of the counted states. */
export interface Bin { x: number; y: number; count: number; part: number }

/** `cell` in metres. Most first. */
export function bins(points: Points, cell: number, isPart: (state: number) => boolean): Bin[] {
  const found = new Map<number, { sx: number; sy: number; count: number; part: number }>();
  for (let i = 0; i < points.count; i++) {
    const x = points.positions[i * 3]!;
    const y = points.positions[i * 3 + 1]!;
    const key = Math.floor(x / cell) * 1_048_576 + Math.floor(y / cell);
    let bin = found.get(key);
    if (!bin) found.set(key, (bin = { sx: 0, sy: 0, count: 0, part: 0 }));
    bin.sx += x;
    bin.sy += y;
    bin.count++;
    if (isPart(points.states[i]!)) bin.part++;
  }
  return [...found.values()]
    .map((b) => ({ x: b.sx / b.count, y: b.sy / b.count, count: b.count, part: b.part }))
    .sort((a, b) => b.count - a.count);
}

/** Plane geometry on [lng, lat] rings, enough for boundaries: bounds, area, label point, crossings. */
import Flatbush from 'flatbush';
import pointInPolygon from 'point-in-polygon-hao';

export type Point = [number, number];
export type Ring = Point[];
/** Outer ring first, then holes; first point = last point. */
export type Polygon = Ring[];
export type MultiPolygon = Polygon[];
/** [west, south, east, north] */
export type Bbox = [number, number, number, number];

export function bboxOf(shape: MultiPolygon): Bbox {
  const box: Bbox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygon of shape) for (const [x, y] of polygon[0] ?? []) {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return box;
}

export const joinBboxes = (boxes: Iterable<Bbox>): Bbox => {
  const all: Bbox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    all[0] = Math.min(all[0], box[0]); all[1] = Math.min(all[1], box[1]);
    all[2] = Math.max(all[2], box[2]); all[3] = Math.max(all[3], box[3]);
  }
  return all;
};

export const inBbox = (box: Bbox, x: number, y: number): boolean => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];

/** A point on the border counts as inside. */
export function contains(shape: MultiPolygon, x: number, y: number): boolean {
  const at: Point = [x, y];
  for (const polygon of shape) if (pointInPolygon(at, polygon) !== false) return true;
  return false;
}

/** Signed area of a ring in square degrees. */
export function ringArea(ring: Ring): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const a = ring[j], b = ring[i];
    if (a && b) sum += a[0] * b[1] - b[0] * a[1];
  }
  return sum / 2;
}

export const areaOf = (shape: MultiPolygon): number => shape.reduce((sum, polygon) =>
  sum + polygon.reduce((rest, ring, at) => rest + (at === 0 ? 1 : -1) * Math.abs(ringArea(ring)), 0), 0);

/**
 * Where a label stands: in the widest gap between borders of seven level lines through the largest
 * part, those near the middle preferred. Always inside.
 */
export function labelPoint(shape: MultiPolygon): Point {
  const largest = shape.reduce((best, polygon) => (areaOf([polygon]) > areaOf([best]) ? polygon : best), shape[0] ?? []);
  const [west, south, east, north] = bboxOf([largest]);
  let best: { x: number; y: number; score: number } = { x: (west + east) / 2, y: (south + north) / 2, score: -1 };
  for (const share of [0.5, 0.42, 0.58, 0.33, 0.67, 0.2, 0.8]) {
    const y = south + (north - south) * share;
    const xs = crossingsAt(largest, y);
    for (let i = 0; i + 1 < xs.length; i += 2) {
      const left = xs[i] ?? west, right = xs[i + 1] ?? east;
      const score = (right - left) * (1 - Math.abs(share - 0.5));
      if (score > best.score * 1.05) best = { x: (left + right) / 2, y, score };
    }
  }
  return [round(best.x), round(best.y)];
}
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** Ascending x at which the level line crosses the polygon's rings. */
function crossingsAt(polygon: Polygon, y: number): number[] {
  const xs: number[] = [];
  for (const ring of polygon) for (let i = 0; i + 1 < ring.length; i += 1) {
    const a = ring[i], b = ring[i + 1];
    if (a && b && (a[1] > y) !== (b[1] > y)) xs.push(a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]));
  }
  return xs.sort((p, q) => p - q);
}

/** Whether any ring of the shape crosses itself. */
export const crossesItself = (shape: MultiPolygon): boolean => shape.some((polygon) => polygon.some(ringCrosses));

function ringCrosses(ring: Ring): boolean {
  const n = ring.length - 1;
  if (n < 4) return false;
  if (n <= 48) {
    for (let i = 0; i < n; i += 1) for (let j = i + 2; j < n; j += 1) if (!(i === 0 && j === n - 1) && segmentsCross(ring, i, j)) return true;
    return false;
  }
  const index = new Flatbush(n, 16);
  for (let i = 0; i < n; i += 1) index.add(...segmentBox(ring, i));
  index.finish();
  for (let i = 0; i < n; i += 1) {
    const near = index.search(...segmentBox(ring, i), (j) => j > i + 1 && !(i === 0 && j === n - 1) && segmentsCross(ring, i, j));
    if (near.length > 0) return true;
  }
  return false;
}

function segmentBox(ring: Ring, i: number): Bbox {
  const [ax, ay] = ring[i] ?? [0, 0], [bx, by] = ring[i + 1] ?? [0, 0];
  return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
}

/** Proper crossings only: rings that touch themselves in a point are usual in published boundaries. */
function segmentsCross(ring: Ring, i: number, j: number): boolean {
  const a = ring[i], b = ring[i + 1], c = ring[j], d = ring[j + 1];
  if (!a || !b || !c || !d) return false;
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}
const side = (a: Point, b: Point, c: Point): number => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));

/** Plane geometry in kilometres around the city's centre, and the way from there to degrees. */
import type { Bbox, LngLat, Rings } from './types.ts';

export type Point = [number, number];

export const CENTRE: LngLat = [118.6, 29.4];
const KM_PER_LAT = 110.87;
const KM_PER_LNG = 111.32 * Math.cos((CENTRE[1] * Math.PI) / 180);

export const round6 = (v: number): number => Math.round(v * 1e6) / 1e6;
export const toKm = (lng: number, lat: number): Point => [(lng - CENTRE[0]) * KM_PER_LNG, (lat - CENTRE[1]) * KM_PER_LAT];
export const toLngLat = (x: number, y: number): LngLat => [round6(CENTRE[0] + x / KM_PER_LNG), round6(CENTRE[1] + y / KM_PER_LAT)];
export const lineToLngLat = (line: readonly Point[]): LngLat[] => line.map(([x, y]) => toLngLat(x, y));

export const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!);

/** Twice-signed shoelace area of an open or closed ring, positive when counter-clockwise. */
export function ringArea(ring: readonly (readonly number[])[]): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i]!, b = ring[(i + 1) % ring.length]!;
    sum += a[0]! * b[1]! - b[0]! * a[1]!;
  }
  return sum / 2;
}

export function ringCentroid(ring: readonly (readonly number[])[]): Point {
  let x = 0, y = 0, area = 0;
  const [ox, oy] = [ring[0]![0]!, ring[0]![1]!];
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i]!, b = ring[(i + 1) % ring.length]!;
    const cross = (a[0]! - ox) * (b[1]! - oy) - (b[0]! - ox) * (a[1]! - oy);
    area += cross;
    x += (a[0]! + b[0]! - 2 * ox) * cross;
    y += (a[1]! + b[1]! - 2 * oy) * cross;
  }
  return area === 0 ? [ox, oy] : [ox + x / (3 * area), oy + y / (3 * area)];
}

/** km² of a polygon in degrees. */
export function areaOf(rings: Rings): number {
  let area = 0;
  for (const ring of rings) area += ringArea(ring);
  return area * KM_PER_LAT * KM_PER_LNG;
}

export function inRing(ring: readonly (readonly number[])[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i]!, b = ring[j]!;
    if ((a[1]! > y) !== (b[1]! > y) && x < ((b[0]! - a[0]!) * (y - a[1]!)) / (b[1]! - a[1]!) + a[0]!) inside = !inside;
  }
  return inside;
}

/** Even–odd over all rings, so that holes are outside. */
export function inRings(rings: readonly (readonly (readonly number[])[])[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) if (inRing(ring, x, y)) inside = !inside;
  return inside;
}

export function bboxOf(rings: readonly (readonly (readonly number[])[])[]): Bbox {
  const box: Bbox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const p of ring) {
      if (p[0]! < box[0]) box[0] = p[0]!;
      if (p[1]! < box[1]) box[1] = p[1]!;
      if (p[0]! > box[2]) box[2] = p[0]!;
      if (p[1]! > box[3]) box[3] = p[1]!;
    }
  }
  return box;
}

/** Distance from a point to a segment. */
export function segmentDistance(px: number, py: number, a: readonly number[], b: readonly number[]): number {
  const dx = b[0]! - a[0]!, dy = b[1]! - a[1]!;
  const len2 = dx * dx + dy * dy;
  const t = len2 === 0 ? 0 : Math.max(0, Math.min(1, ((px - a[0]!) * dx + (py - a[1]!) * dy) / len2));
  return Math.hypot(px - a[0]! - t * dx, py - a[1]! - t * dy);
}

/** Distance to the nearest ring, negative outside. */
export function depthIn(rings: readonly (readonly (readonly number[])[])[], x: number, y: number): number {
  let best = Infinity;
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i++) best = Math.min(best, segmentDistance(x, y, ring[i]!, ring[i + 1]!));
  }
  return inRings(rings, x, y) ? best : -best;
}

/** Catmull–Rom curve through control points, a point about every `step` km. */
export function curveThrough(control: readonly Point[], step: number, closed = false): Point[] {
  const n = control.length;
  const at = (i: number): Point => (closed ? control[((i % n) + n) % n]! : control[Math.max(0, Math.min(n - 1, i))]!);
  const out: Point[] = [];
  for (let i = 0; i < (closed ? n : n - 1); i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const pieces = Math.max(1, Math.ceil(distance(p1, p2) / step));
    for (let k = 0; k < pieces; k++) {
      const t = k / pieces;
      const f = (d: 0 | 1): number => 0.5 * (2 * p1[d] + (p2[d] - p0[d]) * t + (2 * p0[d] - 5 * p1[d] + 4 * p2[d] - p3[d]) * t * t
        + (3 * p1[d] - p0[d] - 3 * p2[d] + p3[d]) * t * t * t);
      out.push([f(0), f(1)]);
    }
  }
  if (!closed) out.push(control[n - 1]!);
  return out;
}

export function lineLength(line: readonly (readonly number[])[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) sum += distance(line[i - 1]!, line[i]!);
  return sum;
}

export interface OnLine { point: Point; normal: Point; at: number }

/** Points every `stepAt` km along a line, with the left-hand normal. */
export function walkLine(line: readonly Point[], stepAt: (p: Point) => number): OnLine[] {
  const out: OnLine[] = [];
  let next = 0, done = 0;
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1]!, b = line[i]!;
    const len = distance(a, b);
    while (next <= done + len && len > 0) {
      const t = (next - done) / len;
      const point: Point = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
      out.push({ point, normal: [-(b[1] - a[1]) / len, (b[0] - a[0]) / len], at: next });
      next += stepAt(point);
    }
    done += len;
  }
  return out;
}

/** Point at `at` km along the line. */
export function pointAlong(line: readonly Point[], at: number): Point {
  let done = 0;
  for (let i = 1; i < line.length; i++) {
    const len = distance(line[i - 1]!, line[i]!);
    if (done + len >= at && len > 0) {
      const t = Math.max(0, (at - done) / len);
      return [line[i - 1]![0] + (line[i]![0] - line[i - 1]![0]) * t, line[i - 1]![1] + (line[i]![1] - line[i - 1]![1]) * t];
    }
    done += len;
  }
  return line[line.length - 1]!;
}

/** Nearest point of a line: distance, km along it, and on which side the point lies. */
export function nearestOnLine(line: readonly Point[], x: number, y: number): { distance: number; at: number; left: boolean } {
  let best = { distance: Infinity, at: 0, left: true };
  let done = 0;
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1]!, b = line[i]!;
    const dx = b[0] - a[0], dy = b[1] - a[1];
    const len = Math.hypot(dx, dy);
    const t = len === 0 ? 0 : Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / (len * len)));
    const d = Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy);
    if (d < best.distance) best = { distance: d, at: done + t * len, left: dx * (y - a[1]) - dy * (x - a[0]) > 0 };
    done += len;
  }
  return best;
}

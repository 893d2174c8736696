/**
 * Places one site per grid: denser in town, in facing pairs along the outline and the rivers, so
 * that the cells between them get the outline and the rivers as their borders.
 */
import { Delaunay } from 'd3-delaunay';
import type { Land } from './land.ts';
import { inRing, ringCentroid, walkLine, type Point } from './plane.ts';
import { makeRng } from './rng.ts';
import type { Rng } from './types.ts';

export interface Sites {
  /** The first `count` lie in the city, in no order; the others surround it. */
  points: Point[];
  count: number;
}

/** Asks quickly whether a point comes near any of those taken. */
class Near {
  private readonly cells = new Map<number, Point[]>();
  private key(x: number, y: number): number { return Math.floor(x) * 4096 + Math.floor(y); }
  add(p: Point): void {
    const key = this.key(p[0], p[1]);
    const list = this.cells.get(key);
    if (list) list.push(p);
    else this.cells.set(key, [p]);
  }
  within(p: Point, radius: number): boolean {
    const reach = Math.ceil(radius);
    for (let dx = -reach; dx <= reach; dx++) {
      for (let dy = -reach; dy <= reach; dy++) {
        for (const q of this.cells.get(this.key(p[0] + dx, p[1] + dy)) ?? []) {
          if (Math.hypot(p[0] - q[0], p[1] - q[1]) < radius) return true;
        }
      }
    }
    return false;
  }
}

interface Extent { west: number; south: number; east: number; north: number }
function extentOf(outline: readonly Point[]): Extent {
  const xs = outline.map((p) => p[0]), ys = outline.map((p) => p[1]);
  return { west: Math.min(...xs), east: Math.max(...xs), south: Math.min(...ys), north: Math.max(...ys) };
}

/** Sites per km² for density 1, so that the city holds `count`. */
function sitesPerDensity(land: Land, box: Extent, count: number): number {
  const step = 0.8;
  let sum = 0;
  for (let x = box.west; x < box.east; x += step) {
    for (let y = box.south; y < box.north; y += step) if (inRing(land.outline, x, y)) sum += land.density(x, y) * step * step;
  }
  return count / sum;
}

interface Placed { inside: Point[]; outside: Point[]; near: Near }

/** Pairs facing each other across the outline. */
function pairOutline(land: Land, spacing: (x: number, y: number) => number, placed: Placed): void {
  const ring = [...land.outline, land.outline[0]!];
  const steps = walkLine(ring, (p) => spacing(p[0], p[1]) * 0.95);
  for (const { point, normal } of steps) {
    const off = spacing(point[0], point[1]) * 0.45;
    const a: Point = [point[0] + normal[0] * off, point[1] + normal[1] * off];
    const b: Point = [point[0] - normal[0] * off, point[1] - normal[1] * off];
    const [inner, outer] = inRing(land.outline, a[0], a[1]) ? [a, b] : [b, a];
    if (placed.near.within(inner, off) || !inRing(land.outline, inner[0], inner[1])) continue;
    placed.inside.push(inner);
    placed.near.add(inner);
    placed.outside.push(outer);
  }
}

/** Pairs facing each other across a river, on dry land, and how near to it nothing else may stand. */
function pairRiver(land: Land, line: Point[], halfWidth: number, spacing: (x: number, y: number) => number, placed: Placed, rng: Rng): void {
  const mine: Point[] = [];
  for (const { point, normal } of walkLine(line, (p) => spacing(p[0], p[1]) * (0.9 + 0.2 * rng()))) {
    const s = spacing(point[0], point[1]);
    const off = halfWidth + s * 0.42;
    const pair = [1, -1].map((side): Point => [point[0] + side * normal[0] * off, point[1] + side * normal[1] * off]);
    const blocked = pair.some((p) => !inRing(land.outline, p[0], p[1]) || placed.near.within(p, Math.min(s * 0.62, off * 1.2)));
    if (!blocked) mine.push(...pair);
    for (const p of blocked ? [] : pair) placed.near.add(p);
  }
  placed.inside.push(...mine);
}

/** Fills up to `count` with random sites by density, none too near to a pair. */
function fill(land: Land, box: Extent, count: number, spacing: (x: number, y: number) => number, placed: Placed, rng: Rng): void {
  const peak = 40;
  const drop = land.rivers.filter((r) => r.kind !== 'tributary');
  const water = new Near();
  for (const river of drop) for (const p of river.line) water.add(p);
  let tries = 0;
  while (placed.inside.length < count) {
    const p: Point = [box.west + rng() * (box.east - box.west), box.south + rng() * (box.north - box.south)];
    const rho = land.density(p[0], p[1]);
    if (rng() * peak > rho || !inRing(land.outline, p[0], p[1])) continue;
    const s = spacing(p[0], p[1]);
    // A crowded small city must still reach its number: after many misses nearness no longer refuses.
    const strict = tries++ < count * 6;
    if (strict && (placed.near.within(p, s * 0.55) || water.within(p, 0.45 + s * 0.7))) continue;
    placed.inside.push(p);
    if (strict) placed.near.add(p);
  }
}

/** Moves the free sites to their cells' centres a few times: even cells, the density kept. */
function relax(points: Point[], from: number, to: number, box: Extent, rounds: number): void {
  const frame: [number, number, number, number] = [box.west - 12, box.south - 12, box.east + 12, box.north + 12];
  for (let round = 0; round < rounds; round++) {
    const voronoi = Delaunay.from(points).voronoi(frame);
    for (let i = from; i < to; i++) {
      const cell = voronoi.cellPolygon(i);
      if (cell) points[i] = ringCentroid(cell.slice(0, -1));
    }
  }
}

/** `avoid`: places where an earlier attempt set a site that no other in the city touched. */
export function placeSites(land: Land, count: number, seed: number, avoid: readonly Point[] = []): Sites {
  const box = extentOf(land.outline);
  const per = sitesPerDensity(land, box, count);
  const spacing = (x: number, y: number): number => 1.06 / Math.sqrt(per * land.density(x, y));
  const rng = makeRng(seed, avoid.length === 0 ? 'sites' : `sites again ${avoid.length}`);
  const placed: Placed = { inside: [], outside: [], near: new Near() };
  for (const p of avoid) placed.near.add(p);
  pairOutline(land, spacing, placed);
  for (const river of land.rivers) pairRiver(land, river.line, river.widthM / 2000, spacing, placed, rng);
  placed.inside.length = Math.min(placed.inside.length, count);
  const paired = placed.inside.length;
  fill(land, box, count, spacing, placed, rng);
  const points = [...placed.inside, ...placed.outside];
  surround(land, box, spacing, points, placed, rng);
  relax(points, paired, count, box, 5);
  return { points, count };
}

/** Sites beyond the outline close the gaps between the outer ones (where a river leaves the city). */
function surround(land: Land, box: Extent, spacing: (x: number, y: number) => number, points: Point[], placed: Placed, rng: Rng): void {
  const step = Math.max(1.2, spacing(box.west, box.north) * 0.9);
  const outer = new Near();
  for (const p of [...placed.outside, ...placed.inside]) outer.add(p);
  for (let x = box.west - 10; x < box.east + 10; x += step) {
    for (let y = box.south - 10; y < box.north + 10; y += step) {
      const p: Point = [x + (rng() - 0.5) * step * 0.5, y + (rng() - 0.5) * step * 0.5];
      if (!inRing(land.outline, p[0], p[1]) && !outer.within(p, step * 0.85)) points.push(p);
    }
  }
  // A far frame: no site of the city may stand on the hull, where cells have no end.
  for (let a = 0; a < 48; a++) points.push([150 * Math.cos((a / 24) * Math.PI), 130 * Math.sin((a / 24) * Math.PI)]);
}

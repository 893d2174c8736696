/** Rivers and lakes as they are drawn: clipped to the city, the great river also as a polygon. */
import polygonClipping, { type MultiPolygon, type Polygon } from 'polygon-clipping';
import type { Lake, Land, RiverLine } from './land.ts';
import { inRings, lineLength, lineToLngLat, nearestOnLine, round6, toKm, toLngLat, walkLine, type Point } from './plane.ts';
import { fractalNoise } from './rng.ts';
import type { LngLat, Rings, WaterBody, Waterway } from './types.ts';

/** A closed band along a line, a little wider downstream, with uneven banks. */
function band(line: readonly Point[], halfWidth: number, seed: number): Point[] {
  const steps = walkLine(line, () => 0.18);
  const end = steps[steps.length - 1]!.at;
  const side = (sign: 1 | -1): Point[] => steps.map(({ point, normal, at }) => {
    const w = halfWidth * (0.8 + 0.4 * (at / end)) * (1 + 0.28 * fractalNoise(seed + sign, at, 0.5, 2.4));
    return [point[0] + sign * normal[0] * w, point[1] + sign * normal[1] * w];
  });
  const ring = [...side(1), ...side(-1).reverse()];
  return [...ring, ring[0]!];
}

/** A long islet in the middle of the stream. */
function islet(line: readonly Point[], fromKm: number, lengthKm: number, halfWidth: number): Point[] {
  const steps = walkLine(line, () => 0.12).filter((s) => s.at >= fromKm && s.at <= fromKm + lengthKm);
  const side = (sign: 1 | -1): Point[] => steps.map(({ point, normal, at }) => {
    const w = halfWidth * Math.sin((Math.PI * (at - fromKm)) / lengthKm) ** 0.7 * (sign > 0 ? 1 : 0.75);
    return [point[0] + sign * normal[0] * w, point[1] + sign * normal[1] * w];
  });
  const ring = [...side(1), ...side(-1).reverse()];
  return [...ring, ring[0]!];
}

const close = (rings: MultiPolygon[number]): Rings => rings.map((ring) => ring.map(([x, y]): LngLat => [round6(x), round6(y)]));
const asPolygon = (ring: readonly Point[]): Polygon => [lineToLngLat(ring)];

function riverBodies(rivers: readonly RiverLine[], outline: Rings, seed: number, core: Point): WaterBody[] {
  const wide = rivers.filter((r) => r.kind !== 'tributary');
  const bands = wide.map((r, i) => asPolygon(band(r.line, r.widthM / 2000, seed * 7 + 97 + i * 5)));
  const main = rivers.find((r) => r.kind === 'main')!;
  const nearCore = nearestOnLine(main.line, core[0], core[1]).at;
  const islets = [islet(main.line, nearCore + 9, 3.2, 0.17), islet(main.line, nearCore - 17, 2.2, 0.13)].map(asPolygon);
  const whole = polygonClipping.union(bands[0]!, ...bands.slice(1));
  const cut = polygonClipping.intersection(polygonClipping.difference(whole, ...islets), outline as Polygon);
  return cut.map((rings) => ({ name: main.name, kind: 'river', polygon: close(rings) }));
}

/** The longest run of the line inside the city. */
function inside(line: readonly Point[], outline: Rings): Point[] {
  let best: Point[] = [], run: Point[] = [];
  for (const p of line) {
    const [lng, lat] = toLngLat(p[0], p[1]);
    if (inRings(outline, lng, lat)) run.push(p);
    else run = [];
    if (run.length > best.length) best = run;
  }
  return best;
}

export function makeWaters(land: Land, outline: Rings, seed: number): { waterways: Waterway[]; waterBodies: WaterBody[] } {
  const lines = new Map(land.rivers.map((r) => [r.name, inside(r.line, outline)]));
  const waterways: Waterway[] = land.rivers.map((r) => {
    const line = lines.get(r.name)!;
    const way: Waterway = { name: r.name, kind: r.kind, widthM: r.widthM, line: lineToLngLat(line), lengthKm: Math.round(lineLength(line) * 1000) / 1000 };
    const end = line[line.length - 1]!;
    if (r.joins) way.joins = { name: r.joins.name, atKm: Math.round(nearestOnLine(lines.get(r.joins.name)!, end[0], end[1]).at * 1000) / 1000 };
    return way;
  });
  const lakes = land.lakes.filter((lake) => lake.ring.every((p) => { const [lng, lat] = toLngLat(p[0], p[1]); return inRings(outline, lng, lat); }));
  return { waterways, waterBodies: [...riverBodies(land.rivers, outline, seed, land.core), ...lakes.map(lakeBody)] };
}

const lakeBody = (lake: Lake): WaterBody => ({ name: lake.name, kind: lake.kind, polygon: [lineToLngLat([...lake.ring, lake.ring[0]!])] });

/** Whether a point (km) is in a river or lake, with `margin` km of bank around the great river. */
export function wetness(land: Land, bodies: readonly WaterBody[]): (x: number, y: number) => boolean {
  const rings = bodies.map((b) => b.polygon.map((ring) => ring.map(([lng, lat]) => toKm(lng, lat))));
  const boxes = rings.map((r) => [Math.min(...r[0]!.map((p) => p[0])), Math.max(...r[0]!.map((p) => p[0])), Math.min(...r[0]!.map((p) => p[1])), Math.max(...r[0]!.map((p) => p[1]))] as const);
  const river = land.rivers[0]!.line.filter((_, i) => i % 4 === 0);
  return (x, y) => rings.some((r, i) => {
    const [w, e, s, n] = boxes[i]!;
    if (x < w || x > e || y < s || y > n) return false;
    // The river's polygon has many points and a wide box: most points are far from its middle.
    if (bodies[i]!.kind === 'river' && x < 20 && river.every((p) => Math.abs(p[0] - x) > 1.6 || Math.abs(p[1] - y) > 1.6)) return false;
    return inRings(r, x, y);
  });
}

/** Wet, or on the bank of a tributary: no ground to build on. */
export function dampness(land: Land, wet: (x: number, y: number) => boolean): (x: number, y: number) => boolean {
  const side = 0.1;
  const squares = new Set<string>();
  for (const river of land.rivers) {
    for (const { point } of walkLine(river.line, () => side / 2)) {
      const [i, j] = [Math.floor(point[0] / side), Math.floor(point[1] / side)];
      for (let di = -1; di <= 1; di++) for (let dj = -1; dj <= 1; dj++) squares.add(`${i + di},${j + dj}`);
    }
  }
  return (x, y) => squares.has(`${Math.floor(x / side)},${Math.floor(y / side)}`) || wet(x, y);
}

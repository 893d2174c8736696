/**
 * Buildings as bodies: footprints → walls and roofs in a plain oblique projection. What is high is drawn
 * shifted along one direction, far ones first, so that nearer ones cover them: no third dimension, no
 * depth buffer, and a footprint stays where the map has it. Pure, and one thin layer.
 */
import { SolidPolygonLayer } from '@deck.gl/layers';
import type { Feature, Position } from 'geojson';
import { BUILDING_HIGH, BUILDING_LOW, BUILDING_SHADOW } from '../palette.ts';
import { toX, toY, type Box, type Projection } from '../projection.ts';
import { roofShade, wallShade, type Light } from '../sun.ts';
import { number, polygonsOf } from './features.ts';

/** Building i is corners starts[i] … starts[i+1], counter-clockwise and open, in metres; lowest first. */
export interface Footprints { count: number; starts: Uint32Array; positions: Float32Array; heights: Float32Array }

const STOREY = 3;
/** Metres. A building whose height no one gave lies flat: none is made up. */
const heightOf = (feature: Feature): number => {
  const levels = number(feature, 'levels', 'building:levels');
  return Math.max(0, number(feature, 'height', 'height_m') ?? (levels === null ? 0 : levels * STOREY));
};

function outerRing(p: Projection, ring: readonly Position[]): Float32Array {
  const closed = ring.length > 1 && ring[0]![0] === ring.at(-1)![0] && ring[0]![1] === ring.at(-1)![1];
  const points = ring.slice(0, closed ? -1 : undefined).map((v) => [toX(p, v[0]!), toY(p, v[1]!)] as const);
  const twice = points.reduce((sum, [x, y], i) => { const [u, v] = points[(i + 1) % points.length]!; return sum + x * v - u * y; }, 0);
  return Float32Array.from((twice < 0 ? points.reverse() : points).flat());
}

export function footprints(p: Projection, features: readonly Feature[]): Footprints {
  const found = features
    .flatMap((f) => polygonsOf(f).map((rings) => ({ ring: outerRing(p, rings[0] ?? []), height: heightOf(f) })))
    .filter(({ ring }) => ring.length >= 6)
    .sort((a, b) => a.height - b.height);
  return gather(found.map(({ ring }) => ring), found.map(({ height }) => height));
}

function gather(rings: readonly Float32Array[], heights: readonly number[]): Footprints {
  const starts = new Uint32Array(rings.length + 1);
  rings.forEach((ring, i) => { starts[i + 1] = starts[i]! + ring.length / 2; });
  const positions = new Float32Array(starts[rings.length]! * 2);
  rings.forEach((ring, i) => positions.set(ring, starts[i]! * 2));
  return { count: rings.length, starts, positions, heights: Float32Array.from(heights) };
}

/** Vertices that a building of so many corners takes at most: its roof and a wall of four to each side. */
const COST = 5;

/** Those whose first corner lies in `box`; the tallest where all would take more than `most` vertices. */
export function footprintsIn(set: Footprints, box: Box, most: number): Footprints {
  const chosen: number[] = [];
  let left = most;
  for (let i = set.count - 1; i >= 0; i--) {
    const at = set.starts[i]! * 2;
    const x = set.positions[at]!, y = set.positions[at + 1]!;
    if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) continue;
    left -= COST * (set.starts[i + 1]! - set.starts[i]!);
    if (left < 0) break;
    chosen.push(i);
  }
  chosen.reverse();
  return gather(chosen.map((i) => ringOf(set, i)), chosen.map((i) => set.heights[i]!));
}

const ringOf = (set: Footprints, i: number): Float32Array => set.positions.subarray(set.starts[i]! * 2, set.starts[i + 1]! * 2);

/** Map metres to a metre of height: up the picture and a little to the right, so that south and west walls are seen. */
export const LEAN = [0.14, 0.5] as const;
const depth = (x: number, y: number): number => x * LEAN[0] + y * LEAN[1];

/** Polygons in the order of drawing: polygon i is vertices starts[i] … starts[i+1]; RGBA per vertex. */
export interface Bodies { count: number; starts: Uint32Array; positions: Float32Array; colours: Uint8Array }

/** The furthest along the lean first: each is then covered only by what stands before it. */
function backToFront(set: Footprints): number[] {
  const nearest = Array.from({ length: set.count }, (_, i) => {
    const ring = ringOf(set, i);
    let least = Infinity;
    for (let v = 0; v < ring.length; v += 2) least = Math.min(least, depth(ring[v]!, ring[v + 1]!));
    return least;
  });
  return nearest.map((_, i) => i).sort((a, b) => nearest[b]! - nearest[a]!);
}

interface Wall { ax: number; ay: number; bx: number; by: number; shade: number }

/** The walls that face the eye, the furthest first. */
function wallsOf(ring: Float32Array, light: Light): Wall[] {
  const out: Wall[] = [];
  for (let v = 0; v < ring.length; v += 2) {
    const w = (v + 2) % ring.length;
    const ax = ring[v]!, ay = ring[v + 1]!, bx = ring[w]!, by = ring[w + 1]!;
    const long = Math.hypot(bx - ax, by - ay);
    // Outwards is to the right of a counter-clockwise side.
    const east = (by - ay) / long, north = (ax - bx) / long;
    if (long > 0 && depth(east, north) < 0) out.push({ ax, ay, bx, by, shade: wallShade(light, east, north) });
  }
  return out.sort((a, b) => depth(b.ax + b.bx, b.ay + b.by) - depth(a.ax + a.bx, a.ay + a.by));
}

/** A wall is darkest at its foot. */
const FOOT = 0.62;
const TALL = 120;
/** Red goes first as light goes: what is dim is blue, as the ground it stands on. */
const COOL = [1.35, 1.1, 0.95] as const;

export function bodies(set: Footprints, light: Light): Bodies {
  const positions: number[] = [], colours: number[] = [], starts = [0];
  let tone = 0;
  const vertex = (x: number, y: number, shade: number): void => {
    positions.push(x, y);
    for (const c of [0, 1, 2] as const) colours.push(Math.round((BUILDING_LOW[c] + (BUILDING_HIGH[c] - BUILDING_LOW[c]) * tone) * shade ** COOL[c]));
    colours.push(255);
  };
  const close = (): void => { starts.push(positions.length / 2); };
  for (const i of backToFront(set)) {
    const height = set.heights[i]!;
    const ring = ringOf(set, i);
    const dx = LEAN[0] * height, dy = LEAN[1] * height;
    tone = Math.min(1, height / TALL);
    for (const { ax, ay, bx, by, shade } of height > 0 ? wallsOf(ring, light) : []) {
      vertex(ax, ay, shade * FOOT);
      vertex(bx, by, shade * FOOT);
      vertex(bx + dx, by + dy, shade);
      vertex(ax + dx, ay + dy, shade);
      close();
    }
    for (let v = 0; v < ring.length; v += 2) vertex(ring[v]! + dx, ring[v + 1]! + dy, roofShade(light));
    close();
  }
  return { count: starts.length - 1, starts: Uint32Array.from(starts), positions: Float32Array.from(positions), colours: Uint8Array.from(colours) };
}

/** Corners of the smallest convex shape about the points, counter-clockwise (Andrew's chain). */
function hull(points: (readonly [number, number])[]): (readonly [number, number])[] {
  points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (all: readonly (readonly [number, number])[]): (readonly [number, number])[] => {
    const out: (readonly [number, number])[] = [];
    for (const p of all) {
      for (let b = out.at(-1), a = out.at(-2); a && b && (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) <= 0; b = out.at(-1), a = out.at(-2)) out.pop();
      out.push(p);
    }
    return out.slice(0, -1);
  };
  return [...half(points), ...half([...points].reverse())];
}

/** What lies in the shadow of each building: its footprint, the roof's shadow, and all between. None while the sun is down. */
export function shadows(set: Footprints, light: Light): { count: number; starts: Uint32Array; positions: Float32Array } {
  const rings: Float32Array[] = [];
  for (let i = 0; i < set.count && light.shadow > 0; i++) {
    const dx = -light.sun[0] * light.shadow * set.heights[i]!, dy = -light.sun[1] * light.shadow * set.heights[i]!;
    const ring = ringOf(set, i);
    const points: [number, number][] = [];
    for (let v = 0; v < ring.length; v += 2) points.push([ring[v]!, ring[v + 1]!], [ring[v]! + dx, ring[v + 1]! + dy]);
    rings.push(Float32Array.from(hull(points).flat()));
  }
  return gather(rings, []);
}

function layer(id: string, { count, starts, positions }: { count: number; starts: Uint32Array; positions: Float32Array }, colours: Uint8Array | null, alpha: number): SolidPolygonLayer {
  return new SolidPolygonLayer({
    id, _normalize: false, positionFormat: 'XY',
    data: {
      length: count, startIndices: starts,
      attributes: { getPolygon: { value: positions, size: 2 }, ...(colours ? { getFillColor: { value: colours, size: 4, normalized: true } } : {}) },
    } as unknown as [],
    getFillColor: [...BUILDING_SHADOW, alpha],
  });
}

export function buildingLayers(set: Footprints, light: Light): SolidPolygonLayer[] {
  const made = bodies(set, light);
  const standing = layer('buildings', made, made.colours, 255);
  return light.shadow > 0 ? [layer('building-shadows', shadows(set, light), null, Math.round(90 * light.day)), standing] : [standing];
}

/** TopoJSON as the server sends it → projected typed arrays, as layers take them. Pure. */
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, GeometryObject, Topology } from 'topojson-specification';
import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import { areaFactor, toX, toY, type Box, type Projection } from './projection.ts';

/** One polygon: flat x,y of all rings in metres; `holes` are vertex×2 offsets where each inner ring starts. */
export interface Polygon { positions: Float32Array; holes: number[] }
export interface Shape { code: string; name: string; polygons: Polygon[]; box: Box; /** km² */ area: number }
/** Many lines in one array: line i is vertices starts[i] … starts[i+1]. x,y in metres. */
export interface PathSet { positions: Float32Array; starts: Uint32Array; count: number }
export interface RegionGeo {
  code: string;
  outline: Shape;
  children: Shape[];
  outlinePaths: PathSet;
  /** Borders between children, each once; the region's own border is not among them. */
  borders: PathSet;
}

export const EMPTY_PATHS: PathSet = { positions: new Float32Array(0), starts: new Uint32Array(1), count: 0 };

export function pathSet(p: Projection, lines: readonly Position[][]): PathSet {
  const drawn = lines.filter((line) => line.length > 1);
  const starts = new Uint32Array(drawn.length + 1);
  let n = 0;
  drawn.forEach((line, i) => { n += line.length; starts[i + 1] = n; });
  const positions = new Float32Array(n * 2);
  let at = 0;
  for (const line of drawn) {
    for (const v of line) {
      positions[at++] = toX(p, v[0]!);
      positions[at++] = toY(p, v[1]!);
    }
  }
  return { positions, starts, count: drawn.length };
}

/** Joins path sets, as when a region's inner borders come from each of its children's own file. */
export function joinPaths(sets: readonly PathSet[]): PathSet {
  const count = sets.reduce((n, s) => n + s.count, 0);
  const positions = new Float32Array(sets.reduce((n, s) => n + s.positions.length, 0));
  const starts = new Uint32Array(count + 1);
  let line = 0;
  let at = 0;
  for (const set of sets) {
    positions.set(set.positions, at * 2);
    for (let i = 0; i < set.count; i++) starts[line++] = at + set.starts[i]!;
    at += set.positions.length / 2;
  }
  starts[count] = at;
  return { positions, starts, count };
}

export function flatten(p: Projection, rings: readonly Position[][]): Polygon {
  const positions = new Float32Array(rings.reduce((n, ring) => n + ring.length, 0) * 2);
  const holes: number[] = [];
  let at = 0;
  rings.forEach((ring, i) => {
    if (i > 0) holes.push(at);
    for (const v of ring) {
      positions[at++] = toX(p, v[0]!);
      positions[at++] = toY(p, v[1]!);
    }
  });
  return { positions, holes };
}

/** Signed area of the ring between two flat offsets, m². */
function ringArea(xy: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from, j = to - 2; i < to; j = i, i += 2) sum += xy[j]! * xy[i + 1]! - xy[i]! * xy[j + 1]!;
  return sum / 2;
}

function polygonArea(polygon: Polygon): number {
  const ends = [...polygon.holes, polygon.positions.length];
  return ends.reduce((area, end, i) => {
    const ring = Math.abs(ringArea(polygon.positions, i === 0 ? 0 : ends[i - 1]!, end));
    return i === 0 ? ring : area - ring;
  }, 0);
}

export function boxOf(arrays: readonly Float32Array[]): Box {
  let w = Infinity, s = Infinity, e = -Infinity, n = -Infinity;
  for (const xy of arrays) {
    for (let i = 0; i < xy.length; i += 2) {
      w = Math.min(w, xy[i]!); e = Math.max(e, xy[i]!);
      s = Math.min(s, xy[i + 1]!); n = Math.max(n, xy[i + 1]!);
    }
  }
  return w <= e ? [w, s, e, n] : [0, 0, 1, 1];
}

const polygonsOf = (g: Geometry): Position[][][] =>
  g.type === 'Polygon' ? [g.coordinates] : g.type === 'MultiPolygon' ? g.coordinates
    : g.type === 'GeometryCollection' ? g.geometries.flatMap(polygonsOf) : [];

export function shapeOf(p: Projection, code: string, name: string, geometry: Geometry): Shape {
  const polygons = polygonsOf(geometry).map((rings) => flatten(p, rings));
  const box = boxOf(polygons.map((polygon) => polygon.positions));
  const projected = polygons.reduce((sum, polygon) => sum + polygonArea(polygon), 0);
  return { code, name, polygons, box, area: (projected * areaFactor(p, (box[1] + box[3]) / 2)) / 1e6 };
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** Features of one object of a topology; none where the object is absent. */
export function featuresOf(topology: Topology, name: string): Feature[] {
  const object = topology.objects[name];
  if (!object) return [];
  const found = feature(topology, object as GeometryObject) as Feature | FeatureCollection;
  return (found.type === 'FeatureCollection' ? found.features : [found]).filter((f) => f.geometry !== null);
}

/** @throws when the topology has no object `outline`, naming what it has. */
export function decodeRegion(p: Projection, code: string, topology: Topology): RegionGeo {
  const outlines = featuresOf(topology, 'outline');
  if (outlines.length === 0) {
    throw new Error(`geo of ${code}: no object "outline"; found ${Object.keys(topology.objects).join(', ') || 'none'}`);
  }
  const geometry: Geometry = { type: 'GeometryCollection', geometries: outlines.map((f) => f.geometry) };
  const outline = shapeOf(p, code, text(outlines[0]!.properties?.['name']), geometry);
  const children = featuresOf(topology, 'children')
    .map((f) => shapeOf(p, text(f.properties?.['code']), text(f.properties?.['name']), f.geometry))
    .filter((shape) => shape.polygons.length > 0);
  const collection = topology.objects['children'] as GeometryCollection | undefined;
  const inner = collection ? mesh(topology, collection, (a, b) => a !== b) : null;
  return {
    code, outline, children,
    outlinePaths: pathSet(p, polygonsOf(geometry).flat()),
    borders: inner ? pathSet(p, inner.coordinates) : EMPTY_PATHS,
  };
}

/** Is x,y (metres) inside? Even–odd over all rings, so holes count as outside. */
export function inShape(shape: Shape, x: number, y: number): boolean {
  if (x < shape.box[0] || x > shape.box[2] || y < shape.box[1] || y > shape.box[3]) return false;
  let inside = false;
  for (const { positions, holes } of shape.polygons) {
    let from = 0;
    for (const end of [...holes, positions.length]) {
      for (let i = from, j = end - 2; i < end; j = i, i += 2) {
        const yi = positions[i + 1]!, yj = positions[j + 1]!;
        if (yi > y !== yj > y && x < ((positions[j]! - positions[i]!) * (y - yi)) / (yj - yi) + positions[i]!) inside = !inside;
      }
      from = end;
    }
  }
  return inside;
}

export const shapeAt = (shapes: readonly Shape[], x: number, y: number): Shape | null =>
  shapes.find((shape) => inShape(shape, x, y)) ?? null;

/** SVG path of one polygon in metres, north up negative. */
export function svgRing({ positions, holeIndices }: { positions: Float32Array; holeIndices: readonly number[] }): string {
  let d = '';
  let from = 0;
  for (const end of [...holeIndices, positions.length]) {
    for (let i = from; i < end; i += 2) d += `${i === from ? 'M' : 'L'}${positions[i]!.toFixed(1)} ${(-positions[i + 1]!).toFixed(1)}`;
    d += 'Z';
    from = end;
  }
  return d;
}

/** The same of a whole shape, for the overlay and the map without WebGL. */
export const svgPath = (shape: Shape): string =>
  shape.polygons.map(({ positions, holes }) => svgRing({ positions, holeIndices: holes })).join('');

/** `digits` after the point of a metre. */
export function svgLines(set: PathSet, digits = 0): string {
  let d = '';
  for (let i = 0; i < set.count; i++) {
    for (let v = set.starts[i]!; v < set.starts[i + 1]!; v++) {
      d += `${v === set.starts[i] ? 'M' : 'L'}${set.positions[v * 2]!.toFixed(digits)} ${(-set.positions[v * 2 + 1]!).toFixed(digits)}`;
    }
  }
  return d;
}

/**
 * The same lines with fewer vertices: none is left out that lies further than `tolerance` metres from
 * the line drawn (Douglas–Peucker). A border surveyed to the metre costs a renderer a hundred times what
 * a screen of a thousand pixels can show. Closed lines keep their two far ends.
 */
export function thin(set: PathSet, tolerance: number): PathSet {
  const { positions, starts, count } = set;
  const keep = new Uint8Array(positions.length / 2);
  for (let i = 0; i < count; i++) thinLine(positions, starts[i]!, starts[i + 1]! - 1, tolerance * tolerance, keep);
  const outStarts = new Uint32Array(count + 1);
  let total = 0;
  for (let i = 0; i < count; i++) {
    for (let v = starts[i]!; v < starts[i + 1]!; v++) total += keep[v]!;
    outStarts[i + 1] = total;
  }
  const out = new Float32Array(total * 2);
  let at = 0;
  for (let v = 0; v < keep.length; v++) {
    if (!keep[v]) continue;
    out[at++] = positions[v * 2]!;
    out[at++] = positions[v * 2 + 1]!;
  }
  return { positions: out, starts: outStarts, count };
}

function thinLine(xy: Float32Array, first: number, last: number, limit: number, keep: Uint8Array): void {
  keep[first] = 1;
  keep[last] = 1;
  const stack = [first, last];
  while (stack.length > 0) {
    const b = stack.pop()!;
    const a = stack.pop()!;
    let far = -1;
    let most = limit;
    for (let v = a + 1; v < b; v++) {
      const d = squaredDistance(xy, v, a, b);
      if (d > most) { most = d; far = v; }
    }
    if (far < 0) continue;
    keep[far] = 1;
    stack.push(a, far, far, b);
  }
}

/** From vertex `v` to the segment a–b, m². */
function squaredDistance(xy: Float32Array, v: number, a: number, b: number): number {
  const ax = xy[a * 2]!, ay = xy[a * 2 + 1]!;
  const dx = xy[b * 2]! - ax, dy = xy[b * 2 + 1]! - ay;
  const px = xy[v * 2]! - ax, py = xy[v * 2 + 1]! - ay;
  const length = dx * dx + dy * dy;
  const t = length > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length)) : 0;
  return (px - t * dx) ** 2 + (py - t * dy) ** 2;
}

/** Only what runs inside or across `box`: lines are cut to their runs there, at whole segments. */
export function clip(set: PathSet, box: Box): PathSet {
  const { positions, starts, count } = set;
  const runs: [number, number][] = [];
  const outside = (a: number, b: number): boolean => {
    const ax = positions[a * 2]!, ay = positions[a * 2 + 1]!, bx = positions[b * 2]!, by = positions[b * 2 + 1]!;
    return Math.max(ax, bx) < box[0] || Math.min(ax, bx) > box[2] || Math.max(ay, by) < box[1] || Math.min(ay, by) > box[3];
  };
  for (let i = 0; i < count; i++) {
    let from = -1;
    for (let v = starts[i]!; v < starts[i + 1]! - 1; v++) {
      if (outside(v, v + 1)) {
        if (from >= 0) runs.push([from, v]);
        from = -1;
      } else if (from < 0) from = v;
    }
    if (from >= 0) runs.push([from, starts[i + 1]! - 1]);
  }
  const outStarts = new Uint32Array(runs.length + 1);
  runs.forEach(([a, b], i) => { outStarts[i + 1] = outStarts[i]! + b - a + 1; });
  const out = new Float32Array(outStarts[runs.length]! * 2);
  runs.forEach(([a, b], i) => out.set(positions.subarray(a * 2, b * 2 + 2), outStarts[i]! * 2));
  return { positions: out, starts: outStarts, count: runs.length };
}

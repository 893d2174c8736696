/** TopoJSON as the server sends it → projected typed arrays, as layers take them. Pure. */
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, GeometryObject, Topology } from 'topojson-specification';
import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import { EMPTY_PATHS, pathSet, type PathSet } from './paths.ts';
import { areaFactor, toX, toY, type Box, type Projection } from './projection.ts';

/** One polygon: flat x,y of all rings in metres; `holes` are vertex×2 offsets where each inner ring starts. */
export interface Polygon { positions: Float32Array; holes: number[] }
export interface Shape { code: string; name: string; polygons: Polygon[]; box: Box; /** km² */ area: number }
export interface RegionGeo {
  code: string;
  outline: Shape;
  children: Shape[];
  outlinePaths: PathSet;
  /** Borders between children, each once; the region's own border is not among them. */
  borders: PathSet;
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
export const svgPolygons = (polygons: readonly Polygon[]): string => polygons.map(({ positions, holes }) => svgRing({ positions, holeIndices: holes })).join('');
export const svgPath = (shape: Shape): string => svgPolygons(shape.polygons);
/** Rings in one array: ring i is vertices starts[i] … starts[i+1]. */
export const svgRings = ({ positions, starts, count }: { positions: Float32Array; starts: Uint32Array; count: number }): string =>
  Array.from({ length: count }, (_, i) => svgRing({ positions: positions.subarray(starts[i]! * 2, starts[i + 1]! * 2), holeIndices: [] })).join('');


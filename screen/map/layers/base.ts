/** Rivers, roads and buildings: builders from the base features, and their thin layers. */
import { SolidPolygonLayer } from '@deck.gl/layers';
import type { Feature, Position } from 'geojson';
import { BUILDING_HIGH, BUILDING_LOW, RIVER_BANK, RIVER_LIGHT, RIVER_WATER, ROAD, ROAD_MAIN, type Rgba } from '../palette.ts';
import { toX, toY, type Box, type Projection } from '../projection.ts';
import { pathSet, type PathSet } from '../paths.ts';
import { flatten, type Polygon } from '../shapes.ts';
import type { Line } from './lines.ts';

const number = (feature: Feature, ...names: string[]): number | null => {
  for (const name of names) {
    const value: unknown = feature.properties?.[name];
    if (typeof value === 'number' && Number.isFinite(value)) return value;
  }
  return null;
};
const linesOf = ({ geometry }: Feature): Position[][] =>
  geometry.type === 'LineString' ? [geometry.coordinates] : geometry.type === 'MultiLineString' ? geometry.coordinates : [];
const polygonsOf = ({ geometry }: Feature): Position[][][] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : [];

/** One river as the map draws it; width in metres. `area`: its banks are known, and drawn as a surface. */
export interface River { name: string; width: number; paths: PathSet; main: boolean; area: boolean }

/** Widest first; a river half as wide as the widest or more counts as main. */
export function rivers(p: Projection, features: readonly Feature[]): River[] {
  const name = (f: Feature): string => String(f.properties?.['name'] ?? '');
  const areas = new Set(features.filter((f) => polygonsOf(f).length > 0).map(name));
  const found = features
    .map((f) => ({ name: name(f), width: number(f, 'width', 'width_m') ?? 60, paths: pathSet(p, linesOf(f)), area: areas.has(name(f)) }))
    .filter((river) => river.paths.count > 0)
    .sort((a, b) => b.width - a.width);
  const widest = found[0]?.width ?? 0;
  return found.map((river) => ({ ...river, main: river.width >= widest / 2 }));
}

/** Waters given as areas: lakes, reservoirs, rivers between their banks, with their islands. */
export interface Waters { polygons: Polygon[]; banks: PathSet }
export function waters(p: Projection, features: readonly Feature[]): Waters {
  const areas = features.flatMap(polygonsOf);
  return { polygons: areas.map((rings) => flatten(p, rings)), banks: pathSet(p, areas.flat()) };
}

function ringXY(p: Projection, ring: readonly Position[]): Float32Array {
  const xy = new Float32Array(ring.length * 2);
  ring.forEach((v, i) => { xy[i * 2] = toX(p, v[0]!); xy[i * 2 + 1] = toY(p, v[1]!); });
  return xy;
}

const MAIN_ROADS = /motor|express|trunk|primary|main|highway|ring/i;

/** Roads by importance: `main` are seen from the whole city, `minor` from a district down. */
export function roads(p: Projection, features: readonly Feature[]): { main: PathSet; minor: PathSet } {
  const isMain = (f: Feature): boolean => MAIN_ROADS.test(String(f.properties?.['class'] ?? ''));
  return {
    main: pathSet(p, features.filter(isMain).flatMap(linesOf)),
    minor: pathSet(p, features.filter((f) => !isMain(f)).flatMap(linesOf)),
  };
}

/** Footprints in one array: building i is vertices starts[i] … starts[i+1]; RGBA per vertex by height. */
export interface Footprints { count: number; starts: Uint32Array; positions: Float32Array; colours: Uint8Array; shadows: Float32Array }

const TALL = 120;

export function footprints(p: Projection, features: readonly Feature[]): Footprints {
  const rings = features.flatMap((f) => polygonsOf(f).map((polygon) => ({ xy: ringXY(p, polygon[0] ?? []), height: number(f, 'height', 'height_m') ?? 12 })));
  rings.sort((a, b) => a.height - b.height);
  const vertices = rings.reduce((n, { xy }) => n + xy.length / 2, 0);
  const out: Footprints = {
    count: rings.length, starts: new Uint32Array(rings.length + 1),
    positions: new Float32Array(vertices * 2), shadows: new Float32Array(vertices * 2), colours: new Uint8Array(vertices * 4),
  };
  let at = 0;
  rings.forEach(({ xy, height }, i) => {
    const t = Math.min(1, height / TALL);
    for (let v = 0; v < xy.length; v += 2, at++) {
      out.positions.set([xy[v]!, xy[v + 1]!], at * 2);
      // The shadow falls south-east, as long as half the height: it tells heights apart from straight above.
      out.shadows.set([xy[v]! + height * 0.35, xy[v + 1]! - height * 0.35], at * 2);
      for (let c = 0; c < 3; c++) out.colours[at * 4 + c] = BUILDING_LOW[c]! + (BUILDING_HIGH[c]! - BUILDING_LOW[c]!) * t;
      out.colours[at * 4 + 3] = 205;
    }
    out.starts[i + 1] = at;
  });
  return out;
}

/**
 * A river in strokes: dark bank, water, and a thread of light. From afar never thinner than can be
 * seen; near, where its banks are known, the surface is drawn instead and only the thread remains.
 */
export function riverLines(all: readonly River[], scale: number, near: boolean): Line[] {
  return [...all].reverse().flatMap((river, i) => {
    const least = (river.main ? (near ? 4 : 8.5) : near ? 2.4 : 1.3) * scale;
    const stroke = (part: string, colour: Rgba, share: number, extra: number): Line =>
      ({ id: `river-${part}-${i}`, set: river.paths, colour, width: river.width * share, metres: true, least: least * share + extra });
    if (!river.main) return [stroke('water', RIVER_WATER, 1, 0)];
    const light = stroke('light', RIVER_LIGHT, near ? 0.22 : 0.34, 0);
    return river.area && near ? [light] : [stroke('bank', RIVER_BANK, 1.2, 3 * scale), stroke('water', RIVER_WATER, 1, 0), light];
  });
}

/** The banks of lakes and wide rivers: a dark edge under the water. */
export const bankLine = (waters: Waters, scale: number): Line => ({ id: 'water-banks', set: waters.banks, colour: RIVER_BANK, width: 4 * scale });

export function roadLines(set: { main: PathSet; minor: PathSet }, scale: number, near: boolean, minor: boolean): Line[] {
  const main: Line = { id: 'roads-main', set: set.main, colour: ROAD_MAIN, width: (near ? 1.8 : 1) * scale };
  return near && minor ? [{ id: 'roads-minor', set: set.minor, colour: ROAD, width: scale }, main] : [main];
}

export const waterLayer = ({ polygons }: Waters): SolidPolygonLayer<Polygon> => new SolidPolygonLayer<Polygon>({
  id: 'waters', data: polygons, positionFormat: 'XY',
  getPolygon: ({ positions, holes }: Polygon) => ({ positions, holeIndices: holes }), getFillColor: [...RIVER_WATER],
});

/** Those whose first corner lies in `box`, the tallest first where there are more than `most`. */
export function footprintsIn(set: Footprints, box: Box, most: number): Footprints {
  const chosen: number[] = [];
  // They stand in order of height, so that the tallest are drawn last.
  for (let i = set.count - 1; i >= 0 && chosen.length < most; i--) {
    const x = set.positions[set.starts[i]! * 2]!;
    const y = set.positions[set.starts[i]! * 2 + 1]!;
    if (x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]) chosen.push(i);
  }
  chosen.reverse();
  const starts = new Uint32Array(chosen.length + 1);
  chosen.forEach((i, k) => { starts[k + 1] = starts[k]! + set.starts[i + 1]! - set.starts[i]!; });
  const total = starts[chosen.length]!;
  const out: Footprints = { count: chosen.length, starts, positions: new Float32Array(total * 2), shadows: new Float32Array(total * 2), colours: new Uint8Array(total * 4) };
  chosen.forEach((i, k) => {
    const a = set.starts[i]!, b = set.starts[i + 1]!;
    out.positions.set(set.positions.subarray(a * 2, b * 2), starts[k]! * 2);
    out.shadows.set(set.shadows.subarray(a * 2, b * 2), starts[k]! * 2);
    out.colours.set(set.colours.subarray(a * 4, b * 4), starts[k]! * 4);
  });
  return out;
}

export function buildingLayers(set: Footprints): SolidPolygonLayer[] {
  const layer = (id: string, positions: Float32Array, colours: Uint8Array | null): SolidPolygonLayer =>
    new SolidPolygonLayer({
      id, _normalize: false, positionFormat: 'XY',
      data: {
        length: set.count, startIndices: set.starts,
        attributes: {
          getPolygon: { value: positions, size: 2 },
          ...(colours ? { getFillColor: { value: colours, size: 4, normalized: true } } : {}),
        },
      } as unknown as [],
      getFillColor: [3, 7, 14, 150],
    });
  return [layer('building-shadows', set.shadows, null), layer('buildings', set.positions, set.colours)];
}

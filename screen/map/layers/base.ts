/** Rivers and roads: builders from the base features, and their thin layers. */
import { SolidPolygonLayer } from '@deck.gl/layers';
import type { Feature } from 'geojson';
import { RIVER_BANK, RIVER_LIGHT, RIVER_WATER, ROAD, ROAD_MAIN, type Rgba } from '../palette.ts';
import type { Projection } from '../projection.ts';
import { pathSet, type PathSet } from '../paths.ts';
import { flatten, type Polygon } from '../shapes.ts';
import { linesOf, number, polygonsOf } from './features.ts';
import type { Line } from './lines.ts';

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

const MAIN_ROADS = /motor|express|trunk|primary|main|highway|ring/i;

/** Roads by importance: `main` are seen from the whole city, `minor` from a district down. */
export function roads(p: Projection, features: readonly Feature[]): { main: PathSet; minor: PathSet } {
  const isMain = (f: Feature): boolean => MAIN_ROADS.test(String(f.properties?.['class'] ?? ''));
  return {
    main: pathSet(p, features.filter(isMain).flatMap(linesOf)),
    minor: pathSet(p, features.filter((f) => !isMain(f)).flatMap(linesOf)),
  };
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

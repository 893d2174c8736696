/**
 * A stand-in for the server's /api/regions and /api/geo, made from a folder of GeoJSON levels, so that
 * the map can be looked at without a server. For development and browser tests only.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { merge } from 'topojson-client';
import { topology } from 'topojson-server';
import type { Feature, FeatureCollection, Geometry, MultiPolygon, Polygon, Position } from 'geojson';
import type { GeometryCollection, Polygon as TopoPolygon, MultiPolygon as TopoMulti } from 'topojson-specification';
import { LEVELS, type Region } from '../../../server/wire/region.ts';

export interface LevelFile { level: Region['level']; file: string; code(f: Feature): string; name(f: Feature): string; parent(f: Feature): string }
export interface CityApi {
  regions(code: string | null): unknown;
  geo(code: string): unknown;
  base(layer: string | null): unknown;
  all: Map<string, Region>;
}

function read(dir: string, file: string): FeatureCollection {
  const path = join(dir, file);
  const raw = existsSync(path) ? readFileSync(path) : existsSync(`${path}.gz`) ? gunzipSync(readFileSync(`${path}.gz`)) : null;
  return raw ? JSON.parse(raw.toString('utf8')) as FeatureCollection : { type: 'FeatureCollection', features: [] };
}

const positions = (g: Geometry): Position[] =>
  g.type === 'Polygon' ? g.coordinates.flat() : g.type === 'MultiPolygon' ? g.coordinates.flat(2) : [];
function boxOf(g: Geometry): [number, number, number, number] {
  const box: [number, number, number, number] = [180, 90, -180, -90];
  for (const [x, y] of positions(g) as [number, number][]) {
    box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y); box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
  }
  return box;
}
/** Centroid of the largest ring: good enough for a stand-in. */
function labelOf(g: Geometry): [number, number] {
  const rings = g.type === 'Polygon' ? [g.coordinates[0]!] : g.type === 'MultiPolygon' ? g.coordinates.map((p) => p[0]!) : [];
  const area = (ring: Position[]): number => Math.abs(ring.reduce((s, v, i) => { const w = ring[(i + 1) % ring.length]!; return s + v[0]! * w[1]! - w[0]! * v[1]!; }, 0));
  const ring = rings.sort((a, b) => area(b) - area(a))[0] ?? [[0, 0]];
  let a = 0, x = 0, y = 0;
  ring.forEach((v, i) => {
    const w = ring[(i + 1) % ring.length]!;
    const cross = v[0]! * w[1]! - w[0]! * v[1]!;
    a += cross; x += (v[0]! + w[0]!) * cross; y += (v[1]! + w[1]!) * cross;
  });
  return a === 0 ? [ring[0]![0]!, ring[0]![1]!] : [x / 3 / a, y / 3 / a];
}

export function openCity(dir: string, cityCode: string, cityName: string, levels: LevelFile[]): CityApi {
  const all = new Map<string, Region>();
  const shape = new Map<string, Geometry>();
  const children = new Map<string, string[]>();
  for (const level of levels) {
    for (const f of read(dir, level.file).features) {
      const code = level.code(f);
      const parent = level.parent(f);
      const residents: unknown = f.properties?.['residents'];
      all.set(code, { code, name: level.name(f), level: level.level, parent, bbox: boxOf(f.geometry), label: labelOf(f.geometry), ...(typeof residents === 'number' ? { residents } : {}) });
      shape.set(code, f.geometry);
      children.set(parent, [...(children.get(parent) ?? []), code]);
    }
  }
  const feature = (code: string): Feature => ({ type: 'Feature', properties: { code, name: all.get(code)?.name ?? '' }, geometry: shape.get(code)! });
  const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });
  const districts = (children.get(cityCode) ?? []).map(feature);
  const topo = topology({ children: collection(districts) }, 1e5);
  const outline = merge(topo as never, (topo.objects['children'] as GeometryCollection).geometries as (TopoPolygon | TopoMulti)[]) as Polygon | MultiPolygon;
  shape.set(cityCode, outline);
  all.set(cityCode, { code: cityCode, name: cityName, level: 'city', parent: null, bbox: boxOf(outline), label: labelOf(outline) });

  const geo = new Map<string, unknown>();
  return {
    all,
    regions(asked) {
      const region = all.get(asked ?? cityCode);
      if (!region) return null;
      const path: Region[] = [];
      for (let at: Region | undefined = region; at; at = at.parent === null ? undefined : all.get(at.parent)) path.unshift(at);
      return { region, path, children: (children.get(region.code) ?? []).map((code) => all.get(code)!) };
    },
    geo(code) {
      if (!all.has(code)) return null;
      let made = geo.get(code);
      if (made === undefined) {
        made = topology({ outline: collection([feature(code)]), children: collection((children.get(code) ?? []).map(feature)) }, 1e5);
        geo.set(code, made);
      }
      return made;
    },
    base: (layer) => topology(Object.fromEntries(['rivers', 'roads', 'buildings'].filter((l) => layer === null || l === layer).map((l) => [l, read(dir, `${l}.geojson`)])), 1e6),
  };
}

const property = (name: string) => (f: Feature): string => String(f.properties?.[name] ?? '');

/** The generated demo city's folder. */
export const generated = (dir: string, cityCode: string, cityName: string): CityApi => openCity(dir, cityCode, cityName,
  ([['district', 'districts.geojson'], ['street', 'streets.geojson'], ['community', 'communities.geojson'], ['grid', 'grids.geojson']] as const)
    .filter(([level]) => LEVELS.includes(level))
    .map(([level, file]) => ({ level, file, code: property('code'), name: property('name'), parent: (f) => (level === 'district' ? cityCode : property('parent')(f)) })));

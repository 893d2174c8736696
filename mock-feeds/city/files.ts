/**
 * The city on disk: GeoJSON, gzipped, as a customer would deliver it, and a manifest that says
 * what it was made from. Reading it back gives the same city as generating it.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { CITY_VERSION, generateCity, type CityOptions } from './generate.ts';
import { makeCity } from './lookup.ts';
import { bboxOf } from './plane.ts';
import { CITY_CODE, CITY_NAME } from './regions.ts';
import type { Building, City, CityLevel, CityRegion, LngLat, Rings, Road, WaterBody, Waterway } from './types.ts';

interface Feature { type: 'Feature'; properties: Record<string, unknown>; geometry: { type: 'Polygon'; coordinates: Rings } | { type: 'LineString'; coordinates: LngLat[] } }

const REGION_FILES: [string, CityLevel][] = [['city', 'city'], ['districts', 'district'], ['streets', 'street'], ['communities', 'community'], ['grids', 'grid']];

function writeAtomic(path: string, body: string | Buffer): void {
  writeFileSync(`${path}.part`, body);
  renameSync(`${path}.part`, path);
}

function writeFeatures(dir: string, name: string, features: Feature[]): void {
  const body = `{"type":"FeatureCollection","features":[\n${features.map((f) => JSON.stringify(f)).join(',\n')}\n]}\n`;
  writeAtomic(join(dir, `${name}.geojson.gz`), gzipSync(body, { level: 6 }));
}

const regionFeature = (r: CityRegion): Feature => ({
  type: 'Feature',
  properties: { code: r.code, name: r.name, parent: r.parent, residents: r.residents, area_km2: r.areaKm2, label: r.label },
  geometry: { type: 'Polygon', coordinates: r.polygon },
});

function waterFeatures(city: City): Feature[] {
  const lines = city.waterways.map((w): Feature => ({
    type: 'Feature', properties: { name: w.name, kind: w.kind, width_m: w.widthM, length_km: w.lengthKm, ...(w.joins ? { joins: w.joins.name, joins_km: w.joins.atKm } : {}) },
    geometry: { type: 'LineString', coordinates: w.line },
  }));
  const areas = city.waterBodies.map((b): Feature => ({ type: 'Feature', properties: { name: b.name, kind: b.kind }, geometry: { type: 'Polygon', coordinates: b.polygon } }));
  return [...areas, ...lines];
}

/** Writes the city's GeoJSON (.gz) and manifest.json into `dir` (made if absent). The manifest comes last: a torn write is made anew. */
export function writeCity(city: City, dir: string): void {
  mkdirSync(dir, { recursive: true });
  writeAtomic(join(dir, 'manifest.json'), '{}\n');
  for (const [file, level] of REGION_FILES) writeFeatures(dir, file, city.regions.filter((r) => r.level === level).map(regionFeature));
  writeFeatures(dir, 'rivers', waterFeatures(city));
  writeFeatures(dir, 'roads', city.roads.map((r) => ({ type: 'Feature', properties: { name: r.name, class: r.class }, geometry: { type: 'LineString', coordinates: r.line } })));
  writeFeatures(dir, 'buildings', city.buildings.map((b) => ({ type: 'Feature', properties: { height_m: b.heightM }, geometry: { type: 'Polygon', coordinates: b.polygon } })));
  writeAtomic(join(dir, 'manifest.json'), `${JSON.stringify({ seed: city.seed, scale: city.scale, version: city.version })}\n`);
}

/** Whether `dir` holds just this city, whole. */
export function isUpToDate(dir: string, options: Pick<CityOptions, 'seed' | 'scale'>): boolean {
  const path = join(dir, 'manifest.json');
  if (!existsSync(path)) return false;
  let found: Partial<Record<'seed' | 'scale' | 'version', unknown>>;
  // A manifest that cannot be read is as good as none: the city is made again.
  try { found = JSON.parse(readFileSync(path, 'utf8')) as typeof found; } catch { return false; }
  return found.seed === options.seed && found.scale === options.scale && found.version === CITY_VERSION;
}

/** The city that `dir` holds, whatever it was made from. Throws where it holds none of this version. */
export function loadMade(dir: string): City {
  const path = join(dir, 'manifest.json');
  let found: Partial<Record<'seed' | 'scale' | 'version', unknown>> = {};
  try { found = JSON.parse(readFileSync(path, 'utf8')) as typeof found; } catch { /* said below */ }
  const { seed, scale, version } = found;
  if (typeof seed !== 'number' || typeof scale !== 'number' || version !== CITY_VERSION) throw new Error(`${path}: found ${JSON.stringify(found)}, expected seed, scale and version ${CITY_VERSION} of a city that was made`);
  return readCity(dir, { seed, scale });
}

function readFeatures(dir: string, name: string): Feature[] {
  const path = join(dir, `${name}.geojson.gz`);
  const parsed = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')) as { features?: Feature[] };
  if (!Array.isArray(parsed.features)) throw new Error(`${path}: expected a FeatureCollection; delete the folder to have it made again`);
  return parsed.features;
}

interface RegionProperties { code: string; name: string; parent: string | null; residents: number; area_km2: number; label: LngLat }
function readRegion(f: Feature, level: CityLevel): CityRegion {
  const p = f.properties as unknown as RegionProperties;
  const polygon = f.geometry.coordinates as Rings;
  return { code: p.code, name: p.name, level, parent: p.parent, residents: p.residents, areaKm2: p.area_km2, polygon, bbox: bboxOf(polygon), label: p.label };
}

interface WaterProperties { name: string; kind: Waterway['kind'] | WaterBody['kind']; width_m: number; length_km: number; joins?: string; joins_km?: number }
function readWaterway(f: Feature): Waterway {
  const p = f.properties as unknown as WaterProperties;
  const way: Waterway = { name: p.name, kind: p.kind as Waterway['kind'], widthM: p.width_m, line: f.geometry.coordinates as LngLat[], lengthKm: p.length_km };
  if (p.joins !== undefined && p.joins_km !== undefined) way.joins = { name: p.joins, atKm: p.joins_km };
  return way;
}

function readCity(dir: string, { seed, scale }: CityOptions): City {
  const waters = readFeatures(dir, 'rivers');
  return makeCity({
    seed, scale, version: CITY_VERSION, code: CITY_CODE, name: CITY_NAME,
    regions: REGION_FILES.flatMap(([file, level]) => readFeatures(dir, file).map((f) => readRegion(f, level))),
    waterways: waters.filter((f) => f.geometry.type === 'LineString').map(readWaterway),
    waterBodies: waters.filter((f) => f.geometry.type === 'Polygon').map((f) => ({ ...(f.properties as unknown as Pick<WaterBody, 'name' | 'kind'>), polygon: f.geometry.coordinates as Rings })),
    roads: readFeatures(dir, 'roads').map((f) => ({ ...(f.properties as unknown as Pick<Road, 'name' | 'class'>), line: f.geometry.coordinates as LngLat[] })),
    buildings: readFeatures(dir, 'buildings').map((f): Building => ({ heightM: Number(f.properties.height_m), polygon: f.geometry.coordinates as Rings })),
  });
}

/** Reads the city from `dir` if its manifest fits (seed, scale, version); otherwise generates and writes it. */
export function loadOrGenerate(dir: string, options: CityOptions): City {
  if (isUpToDate(dir, options)) return readCity(dir, options);
  const city = generateCity(options);
  writeCity(city, dir);
  return city;
}

/** Boundary files of any kind → features with their polygons. */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { feature as fromTopology } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { MultiPolygon, Polygon, Ring } from './geometry.ts';

const unzip = promisify(gunzip);

export interface RegionFeature { properties: Record<string, unknown>; shape: MultiPolygon; at: number }

/** Reads GeoJSON or TopoJSON, gzipped or not. Throws naming the file and what is wrong with it. */
export async function readFeatures(file: string): Promise<RegionFeature[]> {
  const json = await readJson(file);
  const features = featuresOf(json);
  if (features === null) throw new Error(`${file}: found ${describe(json)}, expected a GeoJSON FeatureCollection or a TopoJSON Topology`);
  return features.map((feature, at) => ({ properties: propertiesOf(feature), shape: shapeOf(feature, `${file}: feature ${at}`), at }));
}

async function readJson(file: string): Promise<unknown> {
  let bytes: Buffer;
  try { bytes = await readFile(file); } catch (cause) {
    throw new Error(`${file}: found no readable file, expected boundaries as GeoJSON or TopoJSON`, { cause });
  }
  try {
    const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return JSON.parse((zipped ? await unzip(bytes) : bytes).toString('utf8')) as unknown;
  } catch (cause) {
    throw new Error(`${file}: found ${cause instanceof Error ? cause.message : String(cause)}, expected whole JSON`, { cause });
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function featuresOf(json: unknown): unknown[] | null {
  if (!isObject(json)) return null;
  if (json.type === 'FeatureCollection' && Array.isArray(json.features)) return json.features as unknown[];
  if (json.type !== 'Topology' || !isObject(json.objects)) return null;
  const topology = json as unknown as Topology;
  return Object.values(topology.objects).filter((object): object is GeometryCollection => object.type === 'GeometryCollection')
    .flatMap((object) => fromTopology(topology, object).features);
}

const describe = (json: unknown): string => (isObject(json) ? `type ${JSON.stringify(json.type)}` : Array.isArray(json) ? 'a list' : typeof json);
const propertiesOf = (feature: unknown): Record<string, unknown> => {
  if (!isObject(feature)) return {};
  const properties = isObject(feature.properties) ? feature.properties : {};
  return feature.id === undefined || 'id' in properties ? properties : { ...properties, id: feature.id };
};

function shapeOf(feature: unknown, where: string): MultiPolygon {
  const geometry = isObject(feature) && isObject(feature.geometry) ? feature.geometry : {};
  const list = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : null;
  if (!Array.isArray(list)) throw new Error(`${where}: found geometry ${JSON.stringify(geometry.type ?? null)}, expected Polygon or MultiPolygon`);
  const shape: MultiPolygon = list.map((polygon) => checkPolygon(polygon, where));
  if (shape.length === 0) throw new Error(`${where}: found an empty geometry, expected at least one polygon`);
  return shape;
}

function checkPolygon(value: unknown, where: string): Polygon {
  const rings = Array.isArray(value) ? (value as unknown[]) : [];
  for (const ring of rings) {
    const first: unknown = Array.isArray(ring) ? ring[0] : undefined;
    if (!Array.isArray(ring) || ring.length < 4 || !Array.isArray(first)) throw new Error(`${where}: found a ring of ${Array.isArray(ring) ? ring.length : 0} points, expected four or more`);
    for (const point of ring as unknown[]) {
      if (!Array.isArray(point) || typeof point[0] !== 'number' || typeof point[1] !== 'number' || Math.abs(point[0]) > 180 || Math.abs(point[1]) > 90) {
        throw new Error(`${where}: found the point ${JSON.stringify(point)}, expected [lng, lat] in WGS-84 degrees`);
      }
      // Heights are of no use here, and the crossings below count on closed rings.
      point.length = 2;
    }
    const last = ring[ring.length - 1] as Ring[number];
    if (last[0] !== first[0] || last[1] !== first[1]) ring.push([first[0], first[1]]);
  }
  if (rings.length === 0) throw new Error(`${where}: found a polygon without rings, expected at least one`);
  return rings as Polygon;
}

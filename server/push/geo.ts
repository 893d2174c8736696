/**
 * The map's shapes as TopoJSON. One topology a parent: neighbouring children share their border's
 * arcs, so that simplifying cannot tear them apart and a border travels once.
 */
import type { Feature, FeatureCollection } from 'geojson';
import { mergeArcs, quantize } from 'topojson-client';
import { topology } from 'topojson-server';
import { presimplify, simplify } from 'topojson-simplify';
import type { GeometryObject, Objects, MultiPolygon as TopoMultiPolygon, Polygon as TopoPolygon, Topology } from 'topojson-specification';
import type { Region } from '../wire/region.ts';
import type { BaseLayers, PushRegions } from './deps.ts';

/** Detail kept: a region filling a wall this many pixels wide shows no corner that was cut. */
const DETAIL_PX = 4000;
/** Steps across the region that coordinates are rounded to. */
const REGION_STEPS = 5e4;
/** Base layers are also looked at from near: a step is about half a metre across a large city. */
const BASE_STEPS = 2e5;
const BUILDING_STEPS = 1e6;

export type Shapes = Topology<Objects>;

export const LAYERS = ['rivers', 'roads', 'buildings'] as const;
export type Layer = (typeof LAYERS)[number];

/** Objects `outline` and `children` (properties code, name); null for a region without a shape. */
export function regionTopology(code: string, regions: PushRegions): Shapes | null {
  const region = regions.get(code);
  if (!region) return null;
  const own = featureOf(region, regions);
  const children = regions.children(code).flatMap((child) => featureOf(child, regions) ?? []);
  if (!own && children.length === 0) return null;
  const dissolve = code === regions.city.code && children.length > 0;
  const outline: FeatureCollection = { type: 'FeatureCollection', features: own && !dissolve ? [own] : [] };
  const objects: Record<string, FeatureCollection> = { outline, children: { type: 'FeatureCollection', features: children } };
  const whole = topology(objects) as Shapes;
  if (dissolve) whole.objects['outline'] = merged(whole, region);
  return reduced(whole, spanOf(region.bbox) / DETAIL_PX, REGION_STEPS);
}

/** One topology of the layers asked for; a layer the city has not is an empty collection. */
export function baseTopology(base: BaseLayers, layers: readonly Layer[], span: number): Shapes {
  const empty: FeatureCollection = { type: 'FeatureCollection', features: [] };
  const objects: Record<string, FeatureCollection> = Object.fromEntries(layers.map((layer) => [layer, base[layer] ?? empty]));
  const near = layers.includes('buildings');
  // Buildings keep their corners; lines lose what no wall could show.
  return reduced(topology(objects) as Shapes, near ? 0 : span / (2 * DETAIL_PX), near ? BUILDING_STEPS : BASE_STEPS);
}

export const spanOf = ([west, south, east, north]: Region['bbox']): number => Math.max(east - west, north - south);

function featureOf(region: Region, regions: PushRegions): Feature | null {
  const coordinates = regions.shape(region.code);
  if (!coordinates || coordinates.length === 0) return null;
  return { type: 'Feature', properties: { code: region.code, name: region.name }, geometry: { type: 'MultiPolygon', coordinates } };
}

/** The outer border of all children: the city's own shape may still carry its inner borders. */
function merged(whole: Shapes, region: Region): GeometryObject {
  const children = whole.objects['children'];
  const parts = children?.type === 'GeometryCollection' ? children.geometries.filter(isArea) : [];
  const outline: TopoMultiPolygon = { ...mergeArcs(whole, parts), properties: { code: region.code, name: region.name } };
  return { type: 'GeometryCollection', geometries: [outline] } satisfies GeometryObject;
}
const isArea = (geometry: GeometryObject): geometry is TopoPolygon | TopoMultiPolygon =>
  geometry.type === 'Polygon' || geometry.type === 'MultiPolygon';

/** Drops corners whose triangle is smaller than half a square of `detail` degrees, and rounds to `steps`. */
function reduced(whole: Shapes, detail: number, steps: number): Shapes {
  if (whole.arcs.length === 0) return whole;
  if (detail > 0) whole = simplify(presimplify(whole), (detail * detail) / 2);
  return quantize(whole, steps);
}

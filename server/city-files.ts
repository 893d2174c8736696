/** What the screens are told of the city beside its figures: base layers of the map, tables of categories. */
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { FeatureCollection } from 'geojson';
import type { CityConfig } from './config.ts';
import type { BaseLayers } from './push/index.ts';
import type { ApiCategories } from './wire/categories.ts';
import type { CounterRow } from './wire/counters.ts';

/** Rivers, roads and buildings of regions.yaml; null for those the city has not. Throws, naming the file, on one that is no GeoJSON. */
export async function readBase(config: CityConfig): Promise<BaseLayers> {
  const { rivers, roads, buildings } = config.regions.base;
  return { rivers: await layer(rivers), roads: await layer(roads), buildings: await layer(buildings) };
}

async function layer(file: string | undefined): Promise<FeatureCollection | null> {
  if (file === undefined) return null;
  const bytes = await readFile(file);
  const value = JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as { type?: string };
  if (value.type !== 'FeatureCollection') throw new Error(`${file}: found type ${JSON.stringify(value.type)}, expected a GeoJSON FeatureCollection`);
  return value as FeatureCollection;
}

const NAMED = /^(?:today\.)?category\.(.+)$/;

/** The tables, and the categories in which `row` has cases though no table lists them. */
export function categoriesOf({ categories, city }: CityConfig, row: CounterRow): ApiCategories {
  const { file } = categories;
  const keys = new Set([...Object.keys(file.categories), ...Object.keys(row).flatMap((name) => NAMED.exec(name)?.[1] ?? [])]);
  const entry = (key: string): Record<string, string> => ({
    name: categories.nameOf(key),
    ...Object.fromEntries(Object.keys(file.classifications).map((classification) => [classification, categories.classOf(key, classification)])),
  });
  return {
    classification: city.classification, classifications: file.classifications, sources: file.sources, departments: file.departments,
    categories: Object.fromEntries([...keys].map((key) => [key, entry(key)])),
  };
}

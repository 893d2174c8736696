/**
 * Schemas of the city folder and of the environment; the only reader of process.env. A stage is
 * given what it needs of this, and imports no more than types from here.
 */
import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import type { ClockSpec } from './wire/clock.ts';
import type { Scene } from './wire/scene.ts';
import type { Tour } from './wire/tour.ts';
import type { Wall } from './wire/wall.ts';
import { CategoriesFile, makeCategories, type Categories } from './config/categories.ts';
import { CityFile } from './config/city.ts';
import { readEnvironment, type Environment } from './config/environment.ts';
import { FeedFile, type FeedConfig } from './config/feeds.ts';
import { RegionsFile } from './config/regions.ts';
import { joinScenes, OVERVIEW, sceneFile, type SceneFile, type SceneTables } from './config/scenes.ts';
import { BasemapFile } from './config/basemap.ts';
import { missingIn, scriptFile, type Script, type ScriptTables } from './config/demo.ts';
import { tourFile } from './config/tour.ts';
import { WallFile } from './config/walls.ts';
import { ConfigError, readPlaced, readYaml, type Variables } from './config/yaml-file.ts';

export { ConfigError } from './config/yaml-file.ts';
export { readEnvironment, type Environment } from './config/environment.ts';
export { makeCategories, UNCLASSIFIED, type Categories, type CategoriesFile } from './config/categories.ts';
export { approvalWarning } from './config/basemap.ts';
export type { CityFile } from './config/city.ts';
export type { Chapter, Script, ScriptCue, ScriptWorld, Sight } from './config/demo.ts';
export type { LevelFile, ParentRule, RegionsFile } from './config/regions.ts';
export type { ConfigOf, FeedConfig, FeedKind, Pull } from './config/feeds.ts';
export type { Orders, OrderWord } from './config/orders.ts';
export type { Branch, Expr, ExprObject } from './config/mapping.ts';

const Stage = z.strictObject({ name: z.string() });
const FlowsFile = z.strictObject({
  /** Name of each stage of a case, in order; stages a city's flow has not are left out. */
  case: z.strictObject({ title: z.string(), stages: z.record(z.string(), Stage) }),
});
export type FlowsFile = z.infer<typeof FlowsFile>;

/** A city folder, read and checked. Paths are absolute. */
export interface CityConfig {
  dir: string;
  city: CityFile;
  regions: RegionsFile;
  categories: Categories;
  flows: FlowsFile | null;
  feeds: FeedConfig[];
  /** By key; never empty. */
  scenes: Scene[];
  walls: Wall[];
  /** Raster tiles under the map; null: none. */
  basemap: BasemapFile | null;
  /** null: the wall does not walk by itself. */
  tour: Tour | null;
  demo: Scripts;
}

/** The city's scripts (演示脚本), by name of file. */
export interface Scripts {
  all: Script[];
  /** Mistakes that only the loaded city tells: where, what was found, what was expected. */
  check(has: Parameters<typeof missingIn>[1]): { script: string; problem: string }[];
}

export const environment = (): Environment => readEnvironment(process.env);

/** Reads the city folder `dir`. Throws ConfigError with every mistake of the first file that has any. */
export function loadCity(dir: string, variables: Variables): CityConfig {
  const folder = resolve(dir);
  const at = (file: string): string => join(folder, file);
  const files = listFolder(folder);
  const city = readYaml(at('city.yaml'), CityFile, variables);
  const regions = readYaml(at('regions.yaml'), RegionsFile, variables);
  const categories = files.includes('categories.yaml') ? readYaml(at('categories.yaml'), CategoriesFile, variables) : CategoriesFile.parse({ classifications: {} });
  if (files.includes('categories.yaml') && !Object.hasOwn(categories.classifications, city.classification)) {
    throw new ConfigError([`${at('city.yaml')}: classification: found ${JSON.stringify(city.classification)}, expected one of categories.yaml: ${Object.keys(categories.classifications).join(', ')}`]);
  }
  const scenes = files.includes('scenes') ? loadScenes(at('scenes'), sceneFile(tablesOf(categories, city.classification)), variables) : [OVERVIEW];
  return {
    dir: folder, city, scenes,
    regions: absolute(regions, folder),
    categories: makeCategories(categories),
    flows: files.includes('flows.yaml') ? readYaml(at('flows.yaml'), FlowsFile, variables) : null,
    feeds: files.includes('feeds') ? loadFeeds(at('feeds'), variables) : [],
    basemap: files.includes('basemap.yaml') ? fromFolder(readYaml(at('basemap.yaml'), BasemapFile, variables), folder) : null,
    walls: files.includes('walls') ? folderOf(at('walls'), WallFile, variables) : [],
    tour: files.includes('tour.yaml') ? readYaml(at('tour.yaml'), tourFile(scenes.map(({ id }) => id)), variables) : null,
    demo: loadScripts(files.includes('demo') ? at('demo') : null, { zone: city.zone, scenes, categories: Object.keys(categories.categories), sources: Object.keys(categories.sources) }, variables),
  };
}

/** Mistakes of all its files are told together. */
function loadScripts(folder: string | null, tables: ScriptTables, variables: Variables): Scripts {
  const problems: string[] = [];
  const read = (folder === null ? [] : yamlIn(folder)).flatMap((file) => {
    try {
      const { data, where } = readPlaced(join(folder ?? '', file), scriptFile(tables), variables);
      return [{ script: { ...data, id: idOf(file) } satisfies Script, where }];
    } catch (cause) {
      if (!(cause instanceof ConfigError)) throw cause;
      problems.push(...cause.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    all: read.map(({ script }) => script),
    check: (has) => read.flatMap(({ script, where }) => missingIn(script, has).map(({ path, found, expected }) => ({ script: script.id, problem: `${where(path)}: ${path.join('.')}: found ${JSON.stringify(found)}, expected ${expected}` }))),
  };
}

function listFolder(folder: string): string[] {
  try { return readdirSync(folder).sort(); } catch {
    throw new ConfigError([`${folder}: found no readable folder, expected a city folder with city.yaml and regions.yaml`]);
  }
}

const yamlIn = (folder: string): string[] => listFolder(folder).filter((file) => /\.ya?ml$/.test(file));
const idOf = (file: string): string => basename(file).replace(/\.ya?ml$/, '');

function loadFeeds(folder: string, variables: Variables): FeedConfig[] {
  const feeds = yamlIn(folder).map((file) => {
    const feed = readYaml(join(folder, file), FeedFile, variables);
    return { ...feed, name: feed.name ?? idOf(file) };
  });
  const names = feeds.map((feed) => feed.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new ConfigError([`${folder}: found two feeds named ${JSON.stringify(twice)}, expected each name once`]);
  return feeds;
}

/** Every file of a folder, its name as id. */
function folderOf<T>(folder: string, schema: z.ZodType<T>, variables: Variables): (T & { id: string })[] {
  return yamlIn(folder).map((file) => ({ ...readYaml(join(folder, file), schema, variables), id: idOf(file) }));
}

const tablesOf = ({ classifications, sources }: CategoriesFile, own: string): SceneTables => ({
  classifications: Object.keys(classifications), classes: Object.keys(classifications[own]?.classes ?? {}), sources: Object.keys(sources),
});

function loadScenes(folder: string, schema: z.ZodType<SceneFile>, variables: Variables): Scene[] {
  const { scenes, problems } = joinScenes(folderOf(folder, schema, variables));
  if (problems.length > 0) throw new ConfigError(problems.map((text) => `${folder}: ${text}`));
  return scenes.length > 0 ? scenes : [OVERVIEW];
}

const absolute = (regions: RegionsFile, folder: string): RegionsFile => ({
  ...regions,
  levels: regions.levels.map((level) => ({ ...level, file: resolve(folder, level.file) })),
  base: Object.fromEntries(Object.entries(regions.base).map(([name, file]) => [name, resolve(folder, file)])),
});

const fromFolder = (basemap: BasemapFile, folder: string): BasemapFile => (basemap.kind === 'pmtiles' ? { ...basemap, file: resolve(folder, basemap.file) } : basemap);

/** The world's clock: the environment first, then city.yaml, else the wall clock from `wall` (epoch ms) on. */
export function clockSpec(city: CityFile, env: Pick<Environment, 'clock'>, wall: number): ClockSpec {
  const origin = env.clock.origin ?? city.clock.origin;
  const startedAt = env.clock.startedAt ?? city.clock.startedAt ?? wall;
  return { origin: origin ?? startedAt, startedAt, rate: env.clock.rate ?? city.clock.rate ?? 1, zone: city.zone };
}

/** The city's regions: read from the files that regions.yaml names, joined to one tree. */
import type { CityFile, LevelFile, RegionsFile } from '../config.ts';
import type { Level, Region } from '../wire/region.ts';
import { flatten, unfold, type FlatShape } from './flat-shape.ts';
import { bboxOf, crossesItself, joinBboxes, labelPoint, type Bbox, type MultiPolygon } from './geometry.ts';
import { readFeatures, type RegionFeature } from './region-files.ts';
import { makeRegionIndex, type RegionIndex } from './region-index.ts';
import { parentFinder, type Candidate } from './region-parents.ts';
import { propertyText } from './region-properties.ts';

/**
 * Something about the boundaries that is wrong but can be lived with: said once, with its count.
 * levelSkipped: no region of the level above covers any of it, so it stands under the one above that.
 */
export interface RegionWarning { what: 'codeReplaced' | 'notInForce' | 'crossesItself' | 'codeUnused' | 'levelSkipped'; level: Level; count: number; samples: string[] }

export interface RegionTree {
  readonly city: Region;
  /** The city first, then level by level, by code. */
  readonly all: readonly Region[];
  /** From the city down, with the words people use. */
  readonly levels: readonly { level: Level; name: string }[];
  readonly warnings: readonly RegionWarning[];
  readonly index: RegionIndex;
  get(code: string): Region | undefined;
  children(code: string): readonly Region[];
  /** From the city to the region itself; empty for an unknown code. */
  path(code: string): readonly Region[];
  /** Codes from the region up to the city; the same list every time. */
  chain(code: string): readonly string[];
  /** Ancestor (or the region itself) at `level`. */
  ancestor(code: string, level: Level): string | null;
  /** Code of a region as a feed spells it: known, renamed or an alias; null for an unknown one. */
  resolve(code: string): string | null;
  /** WGS-84; the city's is its districts', undissolved. */
  shape(code: string): MultiPolygon | undefined;
}

type CityNames = Pick<CityFile, 'code' | 'name'>;
interface Loaded extends Region { shape: MultiPolygon; properties: Record<string, unknown> }

/**
 * Loads every level. `now` decides which dated codes are in force. Throws, naming file and feature,
 * on codes that are absent or stand twice and on regions without a parent.
 */
export async function loadRegions(config: RegionsFile, city: CityNames, now: number): Promise<RegionTree> {
  const warnings: RegionWarning[] = [];
  const loaded = new Map<string, Candidate>();
  const levels: Loaded[][] = [];
  for (const level of config.levels) {
    const features = inForce(await readFeatures(level.file), level, now, warnings);
    const above = levels.length === 0 ? [] : (levels[levels.length - 1] ?? []).map(toCandidate);
    const regions = joinLevel(features, level, city.code, above, loaded, warnings);
    for (const region of regions) loaded.set(region.code, toCandidate(region));
    levels.push(regions.sort((a, b) => (a.code < b.code ? -1 : 1)));
  }
  return makeTree(config, city, levels, warnings);
}

const toCandidate = (region: Loaded): Candidate => ({ code: region.code, name: region.name, shape: region.shape, bbox: region.bbox, parent: region.parent });

/** Dated codes: only what is in force on the day counts. */
function inForce(features: RegionFeature[], level: LevelFile, now: number, warnings: RegionWarning[]): RegionFeature[] {
  const dated = level.effective;
  if (!dated) return features;
  const day = new Date(now).toISOString().slice(0, 10);
  const out: string[] = [];
  const kept = features.filter(({ properties }) => {
    const from = dated.from === undefined ? null : propertyText(properties, dated.from);
    const to = dated.to === undefined ? null : propertyText(properties, dated.to);
    const holds = (from === null || from <= day) && (to === null || day < to);
    if (!holds) out.push(propertyText(properties, level.code) ?? '?');
    return holds;
  });
  warn(warnings, 'notInForce', level.level, out);
  return kept;
}

function joinLevel(features: RegionFeature[], level: LevelFile, city: string, above: Candidate[], higher: Map<string, Candidate>, warnings: RegionWarning[]): Loaded[] {
  const parentOf = level.parent ? parentFinder(level.parent, above, higher) : () => city;
  const replaced: string[] = [], crossing: string[] = [], orphans: string[] = [], skipped: string[] = [];
  const aboveCodes = new Set(above.map((region) => region.code));
  const used = new Set<LevelFile['official'][number]>();
  const seen = new Map<string, number>();
  const regions = features.map((feature): Loaded => {
    const where = `${level.file}: feature ${feature.at}`;
    const name = propertyText(feature.properties, level.label);
    if (name === null) throw new Error(`${where}: found no ${level.label}, expected the region's name`);
    const own = codeOf(feature, level, where);
    const parent = parentOf({ code: own, properties: feature.properties, shape: feature.shape });
    if (parent === null) orphans.push(`${own} ${name}`);
    else if (above.length > 0 && !aboveCodes.has(parent)) skipped.push(`${own} ${name}`);
    const parentName = higher.get(parent ?? '')?.name;
    const official = level.official.find((entry) => entry.name === name && entry.parent === parentName);
    if (official) used.add(official);
    const code = official?.code ?? own;
    if (code !== own) replaced.push(`${parentName ?? city}/${name}: ${own} → ${code}`);
    if (crossesItself(feature.shape)) crossing.push(`${code} ${name}`);
    const twin = seen.get(code);
    if (twin !== undefined || higher.has(code) || code === city) {
      throw new Error(`${where}: found the code ${code} (${name}) again${twin === undefined ? ', which a level above has' : `, first at feature ${twin}`}, expected each code once`);
    }
    seen.set(code, feature.at);
    return { code, name, level: level.level, parent, bbox: bboxOf(feature.shape), label: labelPoint(feature.shape), ...residentsOf(feature, level), shape: feature.shape, properties: feature.properties };
  });
  if (orphans.length > 0) throw new Error(`${level.file}: found ${orphans.length} regions without a parent (${orphans.slice(0, 5).join(', ')}), expected each in one of the level above by ${level.parent?.by ?? 'code'}`);
  warn(warnings, 'codeReplaced', level.level, replaced);
  warn(warnings, 'crossesItself', level.level, crossing);
  warn(warnings, 'levelSkipped', level.level, skipped);
  warn(warnings, 'codeUnused', level.level, level.official.filter((entry) => !used.has(entry)).map((entry) => `${entry.parent}/${entry.name}: ${entry.code}`));
  return regions;
}

function codeOf(feature: RegionFeature, level: LevelFile, where: string): string {
  const raw = propertyText(feature.properties, level.code);
  if (raw === null) throw new Error(`${where}: found no ${level.code}, expected the region's code`);
  const code = level.codes ? level.codes[raw] : raw;
  if (code === undefined) throw new Error(`${where}: found ${level.code} ${JSON.stringify(raw)}, expected one of \`codes\` of regions.yaml`);
  if (code.includes('/')) throw new Error(`${where}: found the code ${code}, expected one without "/"`);
  return level.codeLength === undefined ? code : code.slice(0, level.codeLength);
}

function residentsOf(feature: RegionFeature, level: LevelFile): { residents?: number } {
  const value = level.residents === undefined ? undefined : feature.properties[level.residents];
  return typeof value === 'number' && value >= 0 ? { residents: Math.round(value) } : {};
}

function warn(warnings: RegionWarning[], what: RegionWarning['what'], level: Level, samples: string[]): void {
  if (samples.length > 0) warnings.push({ what, level, count: samples.length, samples: samples.slice(0, 5) });
}

function makeTree(config: RegionsFile, names: CityNames, levels: Loaded[][], warnings: RegionWarning[]): RegionTree {
  const first = levels[0] ?? [];
  const bbox = joinBboxes(first.map((region) => region.bbox));
  const city = cityRegion(names, first, bbox);
  const shapes = new Map<string, FlatShape>([[city.code, flatten(first.flatMap((region) => region.shape))]]);
  const all: Region[] = [city];
  for (const region of levels.flat()) {
    shapes.set(region.code, flatten(region.shape));
    all.push(bareRegion(region));
  }
  const byCode = new Map(all.map((region) => [region.code, region]));
  const children = new Map<string, Region[]>();
  const chains = new Map<string, string[]>();
  for (const region of all) {
    if (region.parent !== null) children.set(region.parent, [...(children.get(region.parent) ?? []), region]);
    chains.set(region.code, [region.code, ...(chains.get(region.parent ?? '') ?? [])]);
  }
  const ancestor = (code: string, level: Level): string | null => chains.get(code)?.find((up) => byCode.get(up)?.level === level) ?? null;
  const spellings = new Map([...Object.entries(config.aliases), ...Object.entries(config.renamed)]);
  return {
    city, all, warnings, ancestor,
    levels: [{ level: 'city', name: config.city }, ...config.levels.map(({ level, name }) => ({ level, name }))],
    index: makeRegionIndex(levels, bbox, ancestor),
    get: (code) => byCode.get(code),
    children: (code) => children.get(code) ?? [],
    path: (code) => [...(chains.get(code) ?? [])].reverse().flatMap((up) => byCode.get(up) ?? []),
    chain: (code) => chains.get(code) ?? [],
    resolve: (code) => resolveCode(code, byCode, spellings),
    shape: (code) => { const flat = shapes.get(code); return flat && unfold(flat); },
  };
}

function bareRegion({ code, name, level, parent, bbox, label, residents }: Loaded): Region {
  return { code, name, level, parent, bbox, label, ...(residents === undefined ? {} : { residents }) };
}

function cityRegion(names: CityNames, districts: Loaded[], bbox: Bbox): Region {
  const residents = districts.every((region) => region.residents !== undefined) ? districts.reduce((sum, region) => sum + (region.residents ?? 0), 0) : undefined;
  const label = labelPoint(districts.flatMap((region) => region.shape));
  return { code: names.code, name: names.name, level: 'city', parent: null, bbox, label, ...(residents === undefined ? {} : { residents }) };
}

/** A code may have been renamed more than once. */
function resolveCode(code: string, known: Map<string, Region>, spellings: Map<string, string>): string | null {
  let at: string | undefined = code;
  for (let steps = 0; at !== undefined && steps < 8; steps += 1) {
    if (known.has(at)) return at;
    at = spellings.get(at);
  }
  return null;
}

/** The fictional city: counts, names, exact partition, determinism, and the way to disk and back. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isUpToDate } from '../../mock-feeds/city/files.ts';
import { generateCity, loadOrGenerate, writeCity, type City, type CityLevel, type CityRegion } from '../../mock-feeds/city/index.ts';
import { depthIn, inRings } from '../../mock-feeds/city/plane.ts';
import { makeRng } from '../../mock-feeds/city/rng.ts';

const LEVELS: CityLevel[] = ['city', 'district', 'street', 'community', 'grid'];
const at = (city: City, level: CityLevel): CityRegion[] => city.regions.filter((r) => r.level === level);
const segments = (r: CityRegion): string[] => r.polygon.flatMap((ring) => ring.slice(1).map((p, i) => `${ring[i]!.join()}>${p.join()}`));
const flipped = (segment: string): string => segment.split('>').reverse().join('>');

/** Every border piece of a level is either shared with one sibling, the other way round, or on the city's outline. */
function expectExactTiling(city: City, level: CityLevel): void {
  const all = at(city, level).flatMap(segments);
  const set = new Set(all);
  expect(set.size, `${level}: no border piece is used twice in one direction`).toBe(all.length);
  const outline = new Set(segments(at(city, 'city')[0]!));
  const open = all.filter((s) => !set.has(flipped(s)));
  expect(new Set(open), `${level}: what no sibling shares is the outline`).toEqual(outline);
}

/** The border of a parent is made of exactly its children's unshared pieces. */
function expectParentsTiled(city: City, level: CityLevel): void {
  for (const parent of at(city, level)) {
    const pieces = new Set(city.childrenOf(parent.code).flatMap(segments));
    const border = [...pieces].filter((s) => !pieces.has(flipped(s))).sort();
    if (border.join(' ') !== segments(parent).sort().join(' ')) throw new Error(`${parent.code} ${parent.name}: children do not tile it`);
  }
}

function expectSound(city: City): void {
  const codes = city.regions.map((r) => r.code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const r of city.regions) {
    const children = city.childrenOf(r.code);
    if (r.parent !== null && r.level !== 'district') expect(r.code.startsWith(r.parent)).toBe(true);
    if (r.level === 'grid') continue;
    expect(children.length, r.code).toBeGreaterThanOrEqual(r.level === 'city' ? 3 : 2);
    expect(new Set(children.map((c) => c.name)).size, `${r.code}: names of siblings`).toBe(children.length);
    expect(children.reduce((sum, c) => sum + c.residents, 0)).toBe(r.residents);
    expect(Math.abs(children.reduce((sum, c) => sum + c.areaKm2, 0) - r.areaKm2)).toBeLessThan(1e-3);
  }
  for (const r of city.regions) if (!inRings(r.polygon, r.label[0], r.label[1])) throw new Error(`${r.code}: label outside`);
}

/** Counts by level, from independent eyes: point in polygon over all, no index. */
function expectOneHolderEach(city: City, samples: number): void {
  const rng = makeRng(7, 'samples');
  let inside = 0;
  for (let i = 0; i < samples; i++) {
    const [w, s, e, n] = city.bbox;
    const lng = w + rng() * (e - w), lat = s + rng() * (n - s);
    const holders = (level: CityLevel): string[] => at(city, level).filter((r) => inRings(r.polygon, lng, lat)).map((r) => r.code);
    const inCity = holders('city').length;
    inside += inCity;
    for (const level of LEVELS.slice(1)) expect(holders(level).length, `${lng},${lat} in a ${level}`).toBe(inCity);
    const grid = city.regionAt(lng, lat);
    expect(grid).toBe(holders('grid')[0] ?? null);
    if (grid) expect(city.chainOf(grid).map((r) => r.code)).toEqual([...LEVELS].reverse().map((level) => holders(level)[0]));
  }
  expect(inside).toBeGreaterThan(samples / 3);
}

const scratch = mkdtempSync(join(tmpdir(), 'city-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('a small city', { timeout: 60_000 }, () => {
  const city = generateCity({ seed: 5, scale: 0.01 });

  it('has regions of every level, sound and exactly tiled', () => {
    expectSound(city);
    for (const level of LEVELS.slice(1)) expectExactTiling(city, level);
    for (const level of LEVELS.slice(0, 4)) expectParentsTiled(city, level);
    expectOneHolderEach(city, 400);
  });

  it('is the same for the same seed, another for another', () => {
    const again = generateCity({ seed: 5, scale: 0.01 });
    expect(again.regions).toEqual(city.regions);
    expect(again.roads).toEqual(city.roads);
    expect(generateCity({ seed: 6, scale: 0.01 }).regions).not.toEqual(city.regions);
  });

  it('draws points clearly inside the grid asked for, mostly on land', () => {
    const rng = makeRng(1, 'points');
    let wet = 0;
    for (let i = 0; i < 2000; i++) {
      const code = city.pickGrid(rng);
      const [lng, lat] = city.randomPointIn(code, rng);
      expect(city.regionAt(lng, lat)).toBe(code);
      expect(depthIn(city.byCode.get(code)!.polygon, lng, lat)).toBeGreaterThan(7e-5);
      if (city.waterAt(lng, lat)) wet++;
    }
    expect(wet).toBe(0);
    expect(city.grids.reduce((sum, g) => sum + g.weight, 0)).toBeCloseTo(1, 9);
  });

  it('names a road near any place', () => {
    expect(city.nearestRoad(...city.centre)).toMatch(/./);
    expect(city.nearestRoad(100, 20)).toMatch(/./);
  });

  it('comes back from disk as it was, and is not written twice', () => {
    const dir = join(scratch, 'small');
    writeCity(city, dir);
    const back = loadOrGenerate(dir, { seed: 5, scale: 0.01 });
    const plain = (c: City): unknown => JSON.parse(JSON.stringify([c.regions, c.waterways, c.waterBodies, c.roads, c.buildings, c.grids]));
    expect(plain(back)).toEqual(plain(city));
    expect(isUpToDate(dir, { seed: 5, scale: 0.01 })).toBe(true);
    expect(isUpToDate(dir, { seed: 6, scale: 0.01 })).toBe(false);
    const before = statSync(join(dir, 'grids.geojson.gz')).mtimeMs;
    loadOrGenerate(dir, { seed: 5, scale: 0.01 });
    expect(statSync(join(dir, 'grids.geojson.gz')).mtimeMs).toBe(before);
  });

  it('is made anew where the manifest is torn', () => {
    const dir = join(scratch, 'torn');
    writeCity(city, dir);
    writeFileSync(join(dir, 'manifest.json'), '{"seed":5,');
    expect(isUpToDate(dir, { seed: 5, scale: 0.01 })).toBe(false);
    expect(loadOrGenerate(dir, { seed: 5, scale: 0.01 }).regions).toEqual(city.regions);
    expect(JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'))).toMatchObject({ seed: 5, scale: 0.01 });
  });

  it('refuses sizes that mean nothing', () => {
    expect(() => generateCity({ seed: 1, scale: 0 })).toThrow(/scale must be above 0 and at most 10, found 0/);
    expect(() => generateCity({ seed: 1.5, scale: 1 })).toThrow(/seed must be an integer, found 1.5/);
  });
});

describe('cities of many seeds and sizes', () => {
  it.each([[1, 0.01], [2, 0.02], [3, 0.03], [4, 0.05], [9, 0.1], [11, 0.01], [29, 0.015]])('seed %i scale %f is sound', { timeout: 60_000 }, (seed, scale) => {
    const city = generateCity({ seed, scale });
    expectSound(city);
    for (const level of LEVELS.slice(1)) expectExactTiling(city, level);
  });
});

describe('the full city', () => {
  it('has the published numbers, and every level tiles the one above', { timeout: 180_000 }, () => {
    const city = generateCity({ seed: 1, scale: 1 });
    expect(LEVELS.map((level) => at(city, level).length)).toEqual([1, 13, 190, 3200, 11263]);
    expectSound(city);
    expectExactTiling(city, 'district');
    expectExactTiling(city, 'street');
    expectExactTiling(city, 'community');
    expectExactTiling(city, 'grid');
    for (const level of LEVELS.slice(0, 4)) expectParentsTiled(city, level);
    expectOneHolderEach(city, 60);
    expect(new Set(at(city, 'street').map((r) => r.name)).size).toBe(190);
    for (const street of at(city, 'street')) {
      const number = Number(street.code.slice(6));
      expect(street.name).toMatch(number < 100 ? /街道$/ : number < 200 ? /镇$/ : /乡$/);
    }
    const area = at(city, 'grid').map((g) => g.areaKm2).sort((a, b) => a - b);
    expect(area[100]! * 10).toBeLessThan(area[area.length - 100]!);
  });
});

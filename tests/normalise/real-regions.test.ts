/** Real boundaries, by configuration alone. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadCity } from '../../server/config.ts';
import { loadRegions, type RegionTree } from '../../server/normalise/regions.ts';
import { describeOnSharedData, SHARED_DATA } from '../helpers/shared-data.ts';

async function load(city: string): Promise<RegionTree> {
  const config = loadCity(fileURLToPath(new URL(`../cities/${city}`, import.meta.url)), {});
  return loadRegions(config.regions, config.city, Date.UTC(2024, 8, 1));
}

/** Even-odd, as short as it can be written. */
function inRings(x: number, y: number, rings: number[][][]): boolean {
  let inside = false;
  for (const ring of rings) ring.forEach(([ax = 0, ay = 0], i) => {
    const [bx = 0, by = 0] = ring[(i + 1) % ring.length] ?? [];
    if ((ay > y) !== (by > y) && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  });
  return inside;
}

describeOnSharedData('three levels of New York', () => {
  test('load whole: 5, 71 and 195, each neighbourhood in the community district that covers most of it', async () => {
    const tree = await load('nyc');
    const count = (level: string): number => tree.all.filter((region) => region.level === level).length;
    expect([count('district'), count('street'), count('community')]).toEqual([5, 71, 195]);
    for (const region of tree.all.filter((one) => one.level === 'community')) {
      // Rikers Island lies in no community district of its borough.
      expect(tree.chain(region.code)).toHaveLength(region.code === 'BX98' ? 3 : 4);
      // Its code begins with two letters of its borough.
      const borough = { MN: '1', BX: '2', BK: '3', QN: '4', SI: '5' }[region.code.slice(0, 2)];
      expect(tree.ancestor(region.code, 'district')).toBe(borough);
    }
    expect(tree.resolve('13 QUEENS')).toBe('413');
    expect(tree.resolve('0 Unspecified')).toBeNull();
    expect(tree.warnings.map(({ what, count: n }) => [what, n])).toEqual([['codeReplaced', 7], ['levelSkipped', 1]]);
  });

  test('hold the cameras where an even-odd test over the file puts them', async () => {
    const tree = await load('nyc');
    const file = JSON.parse(readFileSync(`${SHARED_DATA}/nyc/neighborhoods.geojson`, 'utf8')) as { features: { properties: { NTACode: string }; geometry: { type: string; coordinates: never } }[] };
    const shapes = file.features.map(({ properties, geometry }) => ({ code: properties.NTACode, polygons: (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as number[][][][] }));
    const cameras = JSON.parse(readFileSync(`${SHARED_DATA}/nyc/cameras.json`, 'utf8')) as { longitude: number; latitude: number }[];
    let inside = 0;
    for (const { longitude, latitude } of cameras) {
      const expected = shapes.find(({ polygons }) => polygons.some((rings) => inRings(longitude, latitude, rings)))?.code;
      const found = tree.index.at(longitude, latitude);
      if (expected === undefined) expect(found === null || tree.get(found)?.level !== 'community').toBe(true);
      else { inside += 1; expect(found).toBe(expected); }
    }
    // The data's README says 915; both ways of counting here say 916.
    expect(inside).toBe(916);
  });
});

describeOnSharedData('districts and streets of Shanghai', () => {
  test('load with the three codes that disagree joined by district and name, and said', async () => {
    const tree = await load('shanghai');
    expect([tree.all.filter((region) => region.level === 'district').length, tree.all.filter((region) => region.level === 'street').length]).toEqual([16, 113]);
    const named = (name: string): string | undefined => tree.all.find((region) => region.name === name)?.code;
    expect([named('真如镇街道'), named('万里街道'), named('彭浦镇')]).toEqual(['310107022', '310107021', '310106101']);
    expect(tree.warnings).toMatchObject([{ what: 'codeReplaced', level: 'street', count: 3 }]);
    for (const region of tree.all.filter((one) => one.level === 'street')) expect(region.code.slice(0, 6)).toBe(region.parent);
  });

  test('put a point into its street within microseconds', async () => {
    const tree = await load('shanghai');
    const streets = tree.all.filter((region) => region.level === 'street');
    for (const street of streets) expect(tree.index.at(...street.label)).toBe(street.code);
  });
});

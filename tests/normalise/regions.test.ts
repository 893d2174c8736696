/** Boundaries → one tree: parents, codes, places; mistakes named. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { loadCity } from '../../server/config.ts';
import { loadRegions, type RegionTree } from '../../server/normalise/regions.ts';
import { geojson, writeFolder, type Area, type Folder } from '../config/folder.ts';

let folder: Folder | null = null;
afterEach(() => { folder?.remove(); folder = null; });

const DISTRICTS: Area[] = [{ code: '01', name: '东', x: 10, y: 10, size: 2 }, { code: '02', name: '西', x: 12, y: 10, size: 2 }];
const STREETS: Area[] = [
  { code: '01001', name: '甲', x: 10, y: 10, size: 1, more: { of: '东', people: 5 } }, { code: '01002', name: '乙', x: 11, y: 11, size: 1, more: { of: '东', people: 7 } },
  { code: '02001', name: '甲', x: 12, y: 10, size: 1, more: { of: '西', people: 1 } },
];

async function load(streets: Area[] | string, level: string, rest = ''): Promise<RegionTree> {
  folder = writeFolder({
    'districts.geojson': geojson(DISTRICTS), 'streets.geojson': typeof streets === 'string' ? streets : geojson(streets),
    'regions.yaml': `levels:\n  - { level: district, name: 区, file: districts.geojson, code: code, label: name }\n  - { level: street, name: 街, file: streets.geojson, code: code, label: name, residents: people, ${level} }\n${rest}`,
  });
  const { regions, city } = loadCity(folder.dir, {});
  return loadRegions(regions, city, Date.UTC(2024, 5, 1));
}
const PREFIX = 'parent: { by: prefix, length: 2 }';

describe('regions', () => {
  test('make a tree by prefix, by name and by overlap alike', async () => {
    for (const parent of [PREFIX, 'parent: { by: property, property: of, match: name }', 'parent: { by: overlap }', 'parent: { by: overlap, within: { property: of, match: name } }']) {
      const tree = await load(STREETS, parent);
      expect(tree.all.map((region) => [region.code, region.level, region.parent])).toEqual([
        ['770000', 'city', null], ['01', 'district', '770000'], ['02', 'district', '770000'], ['01001', 'street', '01'], ['01002', 'street', '01'], ['02001', 'street', '02'],
      ]);
      expect(tree.children('01').map((region) => region.name)).toEqual(['甲', '乙']);
      expect(tree.path('02001').map((region) => region.code)).toEqual(['770000', '02', '02001']);
      expect(tree.chain('01002')).toEqual(['01002', '01', '770000']);
      expect([tree.ancestor('01002', 'district'), tree.ancestor('01', 'street'), tree.chain('nowhere')]).toEqual(['01', null, []]);
      expect(tree.city).toMatchObject({ bbox: [10, 10, 14, 12] });
      expect(tree.get('01001')).toMatchObject({ residents: 5, bbox: [10, 10, 11, 11], label: [10.5, 10.5] });
      folder?.remove();
    }
    folder = null;
  });

  test('give a point to the lowest level that holds it', async () => {
    const { index } = await load(STREETS, PREFIX);
    expect([index.at(10.5, 10.5), index.at(11.5, 10.5), index.at(11.5, 11.5), index.at(13.5, 11.5), index.at(9, 10), index.at(14.5, 11)]).toEqual(['01001', '01', '01002', '02', null, null]);
    expect([index.at(10.5, 10.5, 'district'), index.at(11.5, 10.5, 'street'), index.at(10.5, 10.5, 'city')]).toEqual(['01', null, '770000']);
    expect(index.at(11, 10.5)).toBe('01001');
  });

  test('agree with a plain search at any point', async () => {
    const tree = await load(STREETS, PREFIX);
    const inside = ({ x, y, size }: Area, lng: number, lat: number): boolean => lng >= x && lng <= x + size && lat >= y && lat <= y + size;
    fc.assert(fc.property(fc.double({ min: 9, max: 15, noNaN: true }), fc.double({ min: 9, max: 13, noNaN: true }), (lng, lat) => {
      const expected = STREETS.find((area) => inside(area, lng, lat)) ?? DISTRICTS.find((area) => inside(area, lng, lat));
      expect(tree.index.at(lng, lat)).toBe(expected?.code ?? null);
    }), { seed: 3, numRuns: 2_000 });
  });

  test('know withdrawn codes and other spellings', async () => {
    const tree = await load(STREETS, PREFIX, 'renamed: { "01009": "01008", "01008": "01002" }\naliases: { 甲街道: "01001" }\n');
    expect([tree.resolve('01009'), tree.resolve('甲街道'), tree.resolve('01001'), tree.resolve('99'), tree.resolve('__proto__')]).toEqual(['01002', '01001', '01001', null, null]);
  });

  test('of dated codes take those in force', async () => {
    const dated = STREETS.map((area, at) => ({ ...area, more: { ...area.more, from: '2020-01-01', to: at === 0 ? '2024-06-01' : '2030-01-01' } }));
    const tree = await load(dated, `${PREFIX}, effective: { from: from, to: to }`);
    expect(tree.children('01').map((region) => region.code)).toEqual(['01002']);
    expect(tree.warnings).toEqual([{ what: 'notInForce', level: 'street', count: 1, samples: ['01001'] }]);
  });

  test('take the official code where a file disagrees, even a swapped one, and say so', async () => {
    const tree = await load(STREETS, `${PREFIX}, official: [{ parent: 东, name: 甲, code: "01002" }, { parent: 东, name: 乙, code: "01001" }, { parent: 西, name: 丙, code: "02009" }]`);
    expect(tree.children('01').map((region) => [region.code, region.name])).toEqual([['01001', '乙'], ['01002', '甲']]);
    expect(tree.index.at(10.5, 10.5)).toBe('01002');
    expect(tree.warnings).toEqual([
      { what: 'codeReplaced', level: 'street', count: 2, samples: ['东/甲: 01001 → 01002', '东/乙: 01002 → 01001'] },
      { what: 'codeUnused', level: 'street', count: 1, samples: ['西/丙: 02009'] },
    ]);
  });

  test('that cross themselves are counted, not refused', async () => {
    const bow = JSON.parse(geojson(STREETS.slice(0, 1))) as { features: { geometry: { coordinates: number[][][] } }[] };
    if (bow.features[0]) bow.features[0].geometry.coordinates = [[[10, 10], [11, 11], [11, 10], [10, 11], [10, 10]]];
    expect((await load(JSON.stringify(bow), PREFIX)).warnings).toEqual([{ what: 'crossesItself', level: 'street', count: 1, samples: ['01001 甲'] }]);
  });

  test.each([
    ['a code twice', [...STREETS, { ...STREETS[0] as Area }], /feature 3: found the code 01001 \(甲\) again, first at feature 0, expected each code once/],
    ['a code that a level above has', [{ ...STREETS[0] as Area, code: '02' }], /found the code 02 \(甲\) again, which a level above has/],
    ['an orphan', [{ ...STREETS[0] as Area, code: '0300' }], /found 1 regions without a parent \(0300 甲\), expected each in one of the level above by prefix/],
    ['no code', [{ ...STREETS[0] as Area, code: '' }], /feature 0: found no code, expected the region's code/],
    ['no JSON', '{"type":', /found Unexpected end of JSON input, expected whole JSON/],
    ['no features', '{"type":"Point"}', /found type "Point", expected a GeoJSON FeatureCollection or a TopoJSON Topology/],
    ['a point as geometry', '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point"}}]}', /feature 0: found geometry "Point", expected Polygon or MultiPolygon/],
  ])('with %s are refused', async (_what, streets, message) => {
    await expect(load(streets, PREFIX)).rejects.toThrow(message);
  });
});

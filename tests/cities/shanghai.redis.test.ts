/**
 * The same product on Shanghai's real districts and streets, by configuration alone, with no system
 * connected: the map drills, what the files disagree about is said, and figures say 未接入 instead of zero.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiRegions } from '../../server/wire/messages.ts';
import { describeOnSharedData, SHARED_DATA } from '../helpers/shared-data.ts';
import { startReplayedCity, type ReplayedCity } from './replayed-city.ts';

interface Street { properties: { district: string; official_control_name_2023: string } }
interface Answer { status: number; body: Record<string, unknown> }

let city: ReplayedCity;

const regions = async (code?: string): Promise<ApiRegions> => await (await city.get(`/api/regions${code === undefined ? '' : `?region=${code}`}`)).json() as ApiRegions;
const ask = async (path: string): Promise<Answer> => {
  const answer = await city.get(path);
  return { status: answer.status, body: await answer.json() as Record<string, unknown> };
};

describeOnSharedData('Shanghai, with nothing connected', () => {
  beforeAll(async () => {
    city = await startReplayedCity({ folder: 'shanghai' });
    await city.begin(Date.parse('2025-07-15T19:40:00+08:00'), 1);
    await city.untilReady();
  });
  afterAll(async () => { await city?.stop(); });

  it('drills from the city to 16 districts and 113 streets, each under the district that the file names', async () => {
    const { region, path, children: districts } = await regions();
    expect([region.level, region.name, path.map(({ code }) => code), districts.length]).toEqual(['city', '上海市', ['310000'], 16]);
    const found: string[] = [];
    for (const district of districts) {
      const below = await regions(district.code);
      expect(below.path.map(({ code }) => code)).toEqual(['310000', district.code]);
      for (const street of below.children) {
        found.push(`${district.name}/${street.name}`);
        expect([street.level, street.parent, street.code.slice(0, 6), street.code.length]).toEqual(['street', district.code, district.code, 9]);
        const [west, south, east, north] = street.bbox, [lng, lat] = street.label;
        expect(lng >= west && lng <= east && lat >= south && lat <= north).toBe(true);
      }
    }
    const file = JSON.parse(readFileSync(`${SHARED_DATA}/shanghai/streets.geojson`, 'utf8')) as { features: Street[] };
    expect(found.sort()).toEqual(file.features.map(({ properties: p }) => `${p.district}/${p.official_control_name_2023}`).sort());
    expect(found).toHaveLength(113);
  });

  it('gives the shapes of each level, and refuses what it does not have', async () => {
    const { children: districts } = await regions();
    for (const code of ['310000', ...districts.map((district) => district.code)]) {
      const { status, body } = await ask(`/api/geo?region=${code}`);
      const objects = body['objects'] as Record<string, { geometries?: { properties: { code: string } }[] }>;
      const codes = (objects['children']?.geometries ?? []).map(({ properties }) => properties.code).sort();
      expect([status, codes]).toEqual([200, (await regions(code)).children.map((child) => child.code).sort()]);
    }
    expect((await ask('/api/regions?region=310999')).status).toBe(404);
    expect((await ask('/api/summary?region=310999')).status).toBe(404);
  });

  it('joins the three streets whose codes disagree by district and name, and says so once', async () => {
    const below = new Map((await Promise.all(['310107', '310106'].map((code) => regions(code)))).flatMap(({ children }) => children.map(({ name, code }) => [name, code])));
    expect([below.get('真如镇街道'), below.get('万里街道'), below.get('彭浦镇')]).toEqual(['310107022', '310107021', '310106101']);
    const said = city.lines().flatMap((line) => (line.includes('codeReplaced') ? [JSON.parse(line) as { what: string; level: string; count: number; samples: string[] }] : []));
    expect(said).toMatchObject([{ what: 'codeReplaced', level: 'street', count: 3 }]);
    for (const street of ['普陀区/真如镇街道', '普陀区/万里街道', '静安区/彭浦镇']) expect(said[0]?.samples.some((sample) => sample.startsWith(street))).toBe(true);
  });

  it('is ready, for nothing is awaited, and claims no figure', async () => {
    expect(await ask('/readyz')).toEqual({ status: 200, body: { ready: true, loaded: true, waiting: [] } });
    expect((await ask('/healthz')).body).toMatchObject({ ok: true, world: 'live' });
    const summary = await city.summary();
    expect({ ...summary, children: summary.children.length }).toMatchObject({ asOf: null, counters: {}, unplaced: {}, feeds: [], children: 16 });
    for (const rate of Object.values(summary.rates)) expect(rate).toEqual({ value: null, numerator: 0, denominator: 0 });
    expect((await city.summary('310107')).children).toHaveLength((await regions('310107')).children.length);
  });
});

describeOnSharedData('a city whose feeds have no address', () => {
  it('says of each feed that it is not connected, and is ready without them', async () => {
    const open = await startReplayedCity({ folder: 'nyc' });
    try {
      await open.begin(Date.parse('2024-09-01T12:00:00-04:00'), 1);
      await open.untilReady();
      const { feeds, asOf, counters } = await open.summary();
      expect(feeds.map(({ feed, state, asOf: age, error }) => ({ feed, state, age, error }))).toEqual([{ feed: 'case', state: 'off', age: null, error: null }, { feed: 'video', state: 'off', age: null, error: null }]);
      expect([asOf, counters]).toEqual([null, {}]);
    } finally { await open.stop(); }
  });
});

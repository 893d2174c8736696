/** Mistakes in a city folder are named: file, line, column, what was found, what was expected. */
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { approvalWarning, clockSpec, ConfigError, loadCity, readEnvironment } from '../../server/config.ts';
import { placed } from '../../server/config/places.ts';
import { ALERT_FEED, CITY, REGIONS, writeFolder, type Folder } from './folder.ts';

let folder: Folder | null = null;
afterEach(() => { folder?.remove(); folder = null; });

const TABLES = { 'categories.yaml': 'classifications:\n  gb: { name: 大类, classes: { a: 甲 } }\n  domain: { name: 领域, classes: { z: 丙 } }\ncategories: {}\nsources: { app: 随手拍 }\n' };

function problems(files: Record<string, string | null>, env: Record<string, string> = {}): string[] {
  folder = writeFolder(files);
  try { loadCity(folder.dir, env); } catch (cause) {
    if (cause instanceof ConfigError) return cause.problems.map((line) => line.replace(`${folder?.dir}/`, ''));
    throw cause;
  }
  return [];
}

describe('a city folder', () => {
  test('that is right loads, with paths made absolute and defaults filled in', () => {
    folder = writeFolder({ 'feeds/alert.yaml': ALERT_FEED });
    const config = loadCity(folder.dir, {});
    expect(config.regions.levels[0]?.file).toBe(`${folder.dir}/districts.geojson`);
    expect(config.city.silence).toEqual({ staff: 300_000, station: 1_200_000 });
    expect(config.city.duty.shifts).toEqual([{ name: '白班', from: 480 }, { name: '夜班', from: 1200 }]);
    expect(config.city.takeover).toEqual({ colours: ['orange', 'red'], hysteresis: 600_000, silences: [] });
    expect(config.feeds.map((feed) => [feed.name, feed.kind, feed.every, feed.limit])).toEqual([['alert', 'alert', 10_000, 33_554_432]]);
  });

  test('may have a basemap under its map, and is warned where they bear no 审图号', () => {
    folder = writeFolder({ 'basemap.yaml': 'kind: pmtiles\nfile: ground/city.pmtiles\n' });
    const config = loadCity(folder.dir, {});
    expect(config.basemap).toEqual({ kind: 'pmtiles', file: `${folder.dir}/ground/city.pmtiles`, minZoom: 0, maxZoom: 18, opacity: 0.6, attribution: null });
    expect(approvalWarning(config.dir, config.city.mapApproval, config.basemap)).toMatch(/city\.yaml: mapApproval: found nothing, expected the 审图号 of the tiles/);
    expect(approvalWarning(config.dir, 'GS(2026)1', config.basemap)).toBeNull();
    expect(approvalWarning(config.dir, null, null)).toBeNull();
    folder.remove();
    folder = writeFolder({ 'basemap.yaml': 'kind: tianditu\nurl: http://127.0.0.1:9\nlayer: ter\nkey: ${TILES_KEY}\ntimeout: 2s\n' });
    expect(loadCity(folder.dir, { TILES_KEY: 'abc' }).basemap).toMatchObject({ kind: 'tianditu', layer: 'ter', key: 'abc', timeout: 2_000, maxBytes: 2_097_152 });
  });

  test.each([
    ['a value of another type', { 'city.yaml': CITY.replace('[120, 30]', 'here') }, 'city.yaml:5:9: centre: found "here", expected a tuple'],
    ['a value out of range', { 'city.yaml': CITY.replace('[120, 30]', '[120, 91]') }, 'city.yaml:5:15: centre.1: found 91, expected at most 90'],
    ['a missing key', { 'city.yaml': CITY.replace(/title:.*\n/, '') }, 'city.yaml:1:1: title: found nothing, expected a string'],
    ['an unknown key', { 'city.yaml': `${CITY}leage: true\n` }, 'city.yaml:6:1: found unknown key "leage", expected one of this file\'s documented keys'],
    ['a bad duration', { 'city.yaml': `${CITY}ahead: 2 minutes\n` }, 'city.yaml:6:8: ahead: found "2 minutes", expected a duration such as 250ms, 30s, 5m, 25h or 35d'],
    ['an unknown zone', { 'city.yaml': CITY.replace('Asia/Shanghai', 'Asia/Atlantis') }, 'city.yaml:4:7: zone: found "Asia/Atlantis", expected a time zone of the IANA database'],
    ['a silence that ends before it begins', { 'city.yaml': `${CITY}takeover: { silences: [{ from: 2026-07-01T08:00:00Z, to: 2026-07-01T07:00:00Z, why: 换表 }] }\n` }, 'city.yaml:6:58: takeover.silences.0.to: found "2026-07-01T07:00:00Z", expected a time after from'],
    ['a shift that leaves a gap', { 'city.yaml': `${CITY}duty: { shifts: [{ name: 白班, from: "08:00", to: "19:00" }, { name: 夜班, from: "20:00", to: "08:00" }] }\n` }, 'city.yaml:6:49: duty.shifts.0.to: found "19:00", expected 20:00, when 夜班 begins: shifts follow one another round the day'],
    ['a shift at no time of day', { 'city.yaml': `${CITY}duty: { shifts: [{ name: 白班, from: "8:00", to: "08:00" }] }\n` }, 'city.yaml:6:36: duty.shifts.0.from: found "8:00", expected a time of day such as 08:00'],
    ['shifts that go round twice', { 'city.yaml': `${CITY}duty: { shifts: [{ name: 甲, from: "08:00", to: "07:00" }, { name: 乙, from: "07:00", to: "06:00" }, { name: 丙, from: "06:00", to: "08:00" }] }\n` }, 'city.yaml:6:17: duty.shifts: found [{"name":"甲","from":"08:00","to":"07:00"},{"name":"乙","from":"07:00","to":"06…, expected shifts in order of their beginnings, once round the day'],
    ['a word that is none of the list', { 'city.yaml': `${CITY}world: lives\n` }, 'city.yaml:6:8: world: found "lives", expected one of live, demo, replay'],
    ['an unset variable', { 'regions.yaml': REGIONS.replace('districts.geojson', '"${NOWHERE}/districts.geojson"') }, 'regions.yaml:2:39: found ${NOWHERE}, expected the environment variable NOWHERE to be set'],
    ['broken YAML', { 'city.yaml': 'code: [1, 2\nname: x\n' }, 'city.yaml:2:1: found Flow sequence in block collection must be sufficiently indented and end with a ], expected well-formed YAML'],
    ['levels out of order', { 'regions.yaml': `${REGIONS}${REGIONS.split('\n')[1] ?? ''}\n` }, 'regions.yaml:3:14: levels.1.level: found "district", expected a level below district'],
    ['a transform on the wrong source', { 'feeds/alert.yaml': ALERT_FEED.replace('event: event', 'event: { path: event, const: 1 }') }, 'feeds/alert.yaml:13:10: map.event: found {"path":"event","const":1}, expected exactly one of path, const, template, page, first, when'],
    ['an unknown transform', { 'feeds/alert.yaml': ALERT_FEED.replace('event: event', 'event: { path: event, vales: {} }') }, 'feeds/alert.yaml:13:25: found unknown key "vales" in map.event, expected one of this file\'s documented keys'],
    ['an address that is none', { 'feeds/alert.yaml': ALERT_FEED.replace('http://127.0.0.1:1/alerts', 'ftp://x/') }, 'feeds/alert.yaml:3:6: url: found "ftp://x/", expected an http(s) address, or nothing where the system is not connected'],
    ['removal by absence from lists that are not whole', { 'feeds/alert.yaml': `${ALERT_FEED.replace('protocol: snapshot, id: id', 'protocol: changes, since: s, next: n')}absence: remove\n` }, 'feeds/alert.yaml:17:10: absence: found "remove", expected keep, where lists are not whole'],
    ['a category whose department the table has not', { 'categories.yaml': 'classifications: { gb: { name: 大类, classes: {} } }\ncategories: { "1-0101": { name: 井盖, department: D9 } }\ndepartments: { D1: 城管局, D2: 水利局 }\n' }, 'categories.yaml:2:49: categories.1-0101.department: found "D9", expected one of departments: D1, D2'],
    ['a department with a comma in its key', { 'categories.yaml': 'classifications: { gb: { name: 大类, classes: {} } }\ndepartments: { "D1,D2": 城管局 }\n' }, 'categories.yaml:2:25: departments.D1,D2: found "城管局", expected its key to be 1 to 60 characters without a comma, and not "-"'],
    ['two classes of one name', { 'categories.yaml': 'classifications:\n  gb: { name: 大类, classes: { "1": 市容环境, "2": 市容环境 } }\n' }, 'categories.yaml:2:46: classifications.gb.classes.2: found "市容环境", expected a name of its own: another class here is called "市容环境"'],
    ['a department without a name', { 'categories.yaml': 'classifications: { gb: { name: 大类, classes: {} } }\ndepartments: { D1: "" }\n' }, 'categories.yaml:2:20: departments.D1: found "", expected at least 1 characters'],
    ['a language that the wall does not speak', { 'city.yaml': `${CITY}language: fr\n` }, 'city.yaml:6:11: language: found "fr", expected one of zh-CN, zh-TW, en'],
    ['two scenes of one key', { 'scenes/a.yaml': 'name: 甲\nkey: 2\n', 'scenes/b.yaml': 'name: 乙\nkey: 2\n' }, 'scenes: b: key: found 2, which a has, expected each key once'],
    ['a scene\'s panel that is none', { 'scenes/a.yaml': 'name: 甲\nleft: [{ panels: x }]\n' }, 'scenes/a.yaml:2:8: left.0.panel: found nothing, expected a string'],
    ['a scene\'s classification that the tables have not', { ...TABLES, 'scenes/a.yaml': 'name: 甲\nclassification: region\n' }, 'scenes/a.yaml:2:17: classification: found "region", expected one of the classifications of categories.yaml: gb, domain'],
    ['a panel\'s classification that they have not', { ...TABLES, 'scenes/a.yaml': 'name: 甲\nleft: [{ panel: classes, set: { classification: gbb } }]\n' }, 'scenes/a.yaml:2:49: left.0.set.classification: found "gbb", expected one of the classifications of categories.yaml: gb, domain'],
    ['a scene of a class that is none of the city\'s own classification', { ...TABLES, 'scenes/a.yaml': 'name: 甲\nfilter: { class: z }\n' }, 'scenes/a.yaml:2:18: filter.class: found "z", expected one of the classes of the city\'s classification: a'],
    ['a scene of a source that has no name', { ...TABLES, 'scenes/a.yaml': 'name: 甲\nfilter:\n  source: apps\n' }, 'scenes/a.yaml:3:11: filter.source: found "apps", expected one of the sources of categories.yaml: app'],
    ['heat of a class that is none', { ...TABLES, 'scenes/a.yaml': 'name: 甲\nheatClass: b\n' }, 'scenes/a.yaml:2:12: heatClass: found "b", expected one of the classes of the city\'s classification: a'],
    ['a filter that is none of ours', { ...TABLES, 'scenes/a.yaml': 'name: 甲\nfilter: { overdue: true }\n' }, 'scenes/a.yaml:2:11: found unknown key "overdue" in filter, expected one of this file\'s documented keys'],
    ['a wall whose length is in no unit of ours', { 'walls/a.yaml': 'name: 甲\nwidth: 1920\nheight: 1080\npitch: 1.25 inch\ndistance: 8m\n' }, 'walls/a.yaml:4:8: pitch: found "1.25 inch", expected a length such as 8m or 1.25mm'],
    ['tiles without their places', { 'basemap.yaml': 'kind: xyz\nurl: http://127.0.0.1/{z}/{x}.png\n' }, 'basemap.yaml:2:6: url: found "http://127.0.0.1/{z}/{x}.png", expected an address with {z}, {x} and {y}'],
    ['tiles whose key is not set', { 'basemap.yaml': 'kind: tianditu\nurl: http://127.0.0.1\nkey: ${TILES_KEY}\n' }, 'basemap.yaml:3:6: found ${TILES_KEY}, expected the environment variable TILES_KEY to be set'],
    ['a night that begins at no time of day', { 'walls/a.yaml': 'name: 甲\nwidth: 1920\nheight: 1080\npitch: 1.25mm\ndistance: 8m\nnight: { from: "24:00", to: "06:00" }\n' }, 'walls/a.yaml:6:16: night.from: found "24:00", expected a time of day such as 22:00'],
    ['tiles of unequal size', { 'walls/a.yaml': 'name: 甲\nwidth: 1921\nheight: 1080\npitch: 1.25mm\ndistance: 8m\ntiles: { columns: 2, rows: 2 }\n' }, 'walls/a.yaml:6:19: tiles.columns: found 2, expected a number that divides 1921 pixels into tiles of equal size'],
    ['seams beyond the wall', { 'walls/a.yaml': 'name: 甲\nwidth: 1920\nheight: 1080\npitch: 1.25mm\ndistance: 8m\nseams: { x: [1920] }\n' }, 'walls/a.yaml:6:8: seams: found {"x":[1920]}, expected seams inside the wall'],
    ['a tour of a scene that is none', { 'scenes/a.yaml': 'name: 甲\n', 'tour.yaml': 'idle: 1m\nsteps:\n  - { scene: a }\n  - { scene: b, dwell: 5s }\n' }, 'tour.yaml:4:14: steps.1.scene: found "b", expected "a"'],
    ['a tour without steps', { 'tour.yaml': 'steps: []\n' }, 'tour.yaml:1:8: steps: found [], expected at least 1 items'],
    ['a tour that nobody could read', { 'tour.yaml': 'steps:\n  - { scene: overview, dwell: 10ms }\n' }, 'tour.yaml:2:31: steps.0.dwell: found "10ms", expected a duration from 1s to 1d'],
  ])('names %s', (_what, files, expected) => {
    expect(problems(files)).toContain(expected);
  });

  test('names a table that is longer than the store has numbers for', () => {
    const sources = Array.from({ length: 301 }, (_, n) => `S${n}: a`).join(', ');
    const [problem] = problems({ 'categories.yaml': `classifications: { gb: { name: 大类, classes: {} } }\nsources: { ${sources} }\n` });
    expect(problem).toMatch(/^categories\.yaml:2:\d+: sources: found .*, expected at most 300 of them, not 301$/);
  });

  test('names the places of scenes and tour that the city has not, and shows the rest', () => {
    folder = writeFolder({ 'scenes/a.yaml': 'name: 甲\nregion: "990101"\n', 'tour.yaml': 'steps:\n  - { scene: a, region: "990102" }\n  - { scene: a, region: "990199" }\n' });
    const config = loadCity(folder.dir, {});
    const { scenes, tour, warnings } = placed(config, (code) => code === '990102');
    expect(warnings.map((line) => line.replace(`${folder?.dir}/`, ''))).toEqual([
      'scenes/a.yaml: region: found "990101", expected the code of a region of this city: the whole city is shown',
      'tour.yaml: steps[1].region: found "990199", expected the code of a region of this city: the tour leaves it out',
    ]);
    expect([scenes.map(({ region }) => region), tour?.steps.map(({ region }) => region)]).toEqual([[null], ['990102']]);
    expect(placed(config, () => false).tour).toBeNull();
  });

  test('names every mistake of a file, not only the first', () => {
    expect(problems({ 'city.yaml': CITY.replace('[120, 30]', '[120, 91]').replace('Asia/Shanghai', 'X') })).toHaveLength(2);
  });

  test('a wall of tiles has its seams where they meet, beside those it names', () => {
    folder = writeFolder({ 'walls/a.yaml': 'name: 甲\nwidth: 3840\nheight: 2160\npitch: 1.25mm\ndistance: 8m\nseams: { x: [960, 1920] }\ntiles: { columns: 2, rows: 2 }\n' });
    expect(loadCity(folder.dir, {}).walls[0]).toMatchObject({ id: 'a', tiles: { columns: 2, rows: 2 }, seams: { x: [960, 1920], y: [1080] } });
  });

  test('whose scene names a class, a source and a classification of its tables shows the cases that it is about', () => {
    folder = writeFolder({ ...TABLES, 'scenes/a.yaml': 'name: 甲\nclassification: domain\nfilter: { class: a, source: app, urgent: true }\n', 'scenes/b.yaml': 'name: 乙\n' });
    expect(loadCity(folder.dir, {}).scenes.map(({ classification, filter }) => ({ classification, filter }))).toEqual([
      { classification: 'domain', filter: { class: 'a', source: 'app', urgent: true } }, { classification: null, filter: { class: null, source: null, urgent: false } },
    ]);
  });

  test('names a folder and a file that are not there', () => {
    expect(problems({ 'city.yaml': null })[0]).toMatch(/city\.yaml: found no readable file/);
    expect(() => loadCity('/nowhere/at/all', {})).toThrow('/nowhere/at/all: found no readable folder, expected a city folder with city.yaml and regions.yaml');
  });

  test('has a tour where it says one, with what is not said filled in', () => {
    folder = writeFolder({ 'tour.yaml': 'steps: [{ scene: overview, region: 770101 }, { scene: overview, dwell: 5s }]\n' });
    expect(loadCity(folder.dir, {}).tour).toEqual({ auto: false, idle: 120_000, steps: [{ scene: 'overview', region: '770101', dwell: 30_000 }, { scene: 'overview', region: null, dwell: 5_000 }] });
    folder.remove();
    folder = writeFolder({});
    expect(loadCity(folder.dir, {}).tour).toBeNull();
  });

  test('whose feed has no base address is not connected', () => {
    folder = writeFolder({ 'feeds/alert.yaml': ALERT_FEED.replace('http://127.0.0.1:1', '${FEEDS:-}') });
    expect(loadCity(folder.dir, {}).feeds[0]?.url).toBe('');
    expect(loadCity(folder.dir, { FEEDS: 'http://127.0.0.1:2' }).feeds[0]?.url).toBe('http://127.0.0.1:2/alerts');
  });

  test('gives a category its class by table, by rule, or none', () => {
    const categories = `classifications:
  gb: { name: 大类, classes: { a: A, b: B } }
categories: { "1-0101": { name: 井盖, gb: a }, "1-0102": { name: 路灯, gb: zz } }
departments: { D1: 城管局 }
rules: [{ pattern: '^(?<class>[a-z])/(?<name>.+)$', name: "{name}", classes: { gb: "{class}" } }]
`;
    folder = writeFolder({ 'categories.yaml': categories });
    const { categories: table } = loadCity(folder.dir, {});
    expect(['1-0101', '1-0102', 'b/洞', 'x/洞', '?'].map((c) => [table.classOf(c, 'gb'), table.nameOf(c), table.known(c)])).toEqual([
      ['a', '井盖', true], ['unclassified', '路灯', true], ['b', '洞', true], ['unclassified', '洞', true], ['unclassified', '?', false],
    ]);
    expect(table.classOf('constructor', 'gb')).toBe('unclassified');
    expect(['D1', 'D9', undefined, 'constructor'].map((d) => table.departmentKey(d))).toEqual(['D1', '-', '-', '-']);
  });
});

test('every shipped city folder loads', () => {
  for (const path of ['../../config/lanjiang', '../cities/nyc', '../cities/shanghai']) {
    const config = loadCity(fileURLToPath(new URL(path, import.meta.url)), { YIPING_CITY_DATA: '/tmp' });
    expect(config.feeds.every((feed) => feed.url === '')).toBe(true);
  }
});

describe('the environment', () => {
  test('has defaults, and an empty variable is an unset one', () => {
    expect(readEnvironment({ PORT: '', REDIS_URL: '' })).toMatchObject({ port: 8080, data: '.data', redisUrl: null, clock: {} });
  });
  test('names a variable that does not fit', () => {
    expect(() => readEnvironment({ PORT: '80a' })).toThrow('environment variable PORT: found "80a", expected a number');
    expect(() => readEnvironment({ YIPING_CLOCK_ORIGIN: 'yesterday' })).toThrow('environment variable YIPING_CLOCK_ORIGIN: found "yesterday"');
  });
  test('sets the clock before city.yaml does, and the wall clock stands in for both', () => {
    folder = writeFolder({ 'city.yaml': `${CITY}clock: { origin: "2024-07-10T20:06:00+08:00", rate: 2 }\n` });
    const { city } = loadCity(folder.dir, {});
    expect(clockSpec(city, { clock: {} }, 5)).toEqual({ origin: 1_720_613_160_000, startedAt: 5, rate: 2, zone: 'Asia/Shanghai' });
    expect(clockSpec(city, readEnvironment({ YIPING_CLOCK_ORIGIN: '7', YIPING_CLOCK_STARTED_AT: '6', YIPING_CLOCK_RATE: '60' }), 5)).toEqual({ origin: 7, startedAt: 6, rate: 60, zone: 'Asia/Shanghai' });
    const plain = writeFolder({});
    expect(clockSpec(loadCity(plain.dir, {}).city, { clock: {} }, 5)).toEqual({ origin: 5, startedAt: 5, rate: 1, zone: 'Asia/Shanghai' });
    plain.remove();
  });
});

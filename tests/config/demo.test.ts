/** Mistakes of scripts are named by line: in themselves, against the city's other files, and against its places. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { ConfigError, loadCity } from '../../server/config.ts';
import { MAP_INDICATORS, MAP_LAYERS } from '../../server/wire/scene.ts';
import { INDICATORS } from '../../screen/map/indicators.ts';
import { LAYER_NAMES } from '../../screen/store/wall.ts';
import { shippedCity } from '../helpers/product.ts';
import { HEAD, said, SCENES, THREE } from '../demo/scripts.ts';
import { writeFolder, type Folder } from './folder.ts';

let folder: Folder | null = null;
afterEach(() => { folder?.remove(); folder = null; });
const TABLES = { 'categories.yaml': 'classifications:\n  gb: { name: 大类, classes: {} }\ncategories: { "2-0405": { name: 积水 } }\nsources: { S01: 热线 }\n' };

function load(files: Record<string, string>): ReturnType<typeof loadCity> { folder = writeFolder({ ...SCENES, ...TABLES, ...files }); return loadCity(folder.dir, {}); }
function problems(files: Record<string, string>): string[] {
  try { load(files); } catch (cause) {
    if (cause instanceof ConfigError) return cause.problems.map((line) => line.replace(`${folder?.dir}/demo/`, ''));
    throw cause;
  }
  return [];
}
const one = (chapter: string): Record<string, string> => ({ 'demo/x.yaml': `${HEAD}chapters:\n  - { caption: ${said('一')}, scene: a, dwell: 10s }\n  - { caption: ${said('二')}, ${chapter} }\n` });
/** Column at which the text of the fourth line begins that stands there. */
const at = (files: Record<string, string>, text: string): string => `x.yaml:5:${files['demo/x.yaml']!.split('\n')[4]!.indexOf(text) + 1}`;

describe('a script', () => {
  test('that is right is read, in the order of the folder', () => {
    const { demo } = load({ 'demo/three.yaml': THREE, 'demo/b.yaml': `${HEAD.replace('kind: demo, seed: 7, scale: 0.1, historyDays: 1, origin', 'kind: recorded, from')}loop: true\nchapters: [{ caption: ${said('一')}, scene: a, dwell: 1m }]\n` });
    expect(demo.all.map(({ id, seconds, loop, world }) => ({ id, seconds, loop, world }))).toEqual([
      { id: 'b', seconds: 60, loop: true, world: { kind: 'recorded', from: Date.parse('2025-07-15T18:30:00+08:00') } },
      { id: 'three', seconds: 35, loop: false, world: { kind: 'demo', seed: 7, scale: 0.1, historyDays: 1, origin: Date.parse('2025-07-15T18:30:00+08:00') } },
    ]);
  });

  test.each([
    ['a scene that is none', 'scene: opera, dwell: 5s', 'opera', 'chapters.1.scene: found "opera", expected one of a, b'],
    ['a panel that its scene has not', 'scene: b, dwell: 5s, highlight: [loop]', 'loop]', 'chapters.1.highlight.0: found "loop", expected one of the panels of scene b: stations'],
    ['a layer that no map has', 'scene: a, dwell: 5s, layers: [fog]', 'fog', `chapters.1.layers.0: found "fog", expected one of ${MAP_LAYERS.join(', ')}`],
    ['a colour that is none', 'scene: a, dwell: 5s, indicator: joy', 'joy', `chapters.1.indicator: found "joy", expected one of ${MAP_INDICATORS.join(', ')}`],
    ['a dwell of nothing', 'scene: a, dwell: 500ms', '500ms', 'chapters.1.dwell: found "500ms", expected a duration from 1s to 60m, in whole seconds'],
    ['a time that is none', 'scene: a, dwell: 5s, cues: [{ at: "1230", kind: camera, id: "9", status: off }]', '"1230"', 'chapters.1.cues.0.at: found "1230", expected a time of the script such as "01:30", in quotes'],
    ['a time of another chapter', 'scene: a, dwell: 5s, cues: [{ at: "00:09", kind: camera, id: "9", status: off }]', '"00:09"', 'chapters.1.cues.0.at: found "00:09", expected a time from "00:10" to "00:14", in which this chapter stands'],
    ['sights out of order', 'scene: a, dwell: 5s, camera: [{ at: "00:13", region: null }, { at: "00:12", region: null }]', '"00:12"', 'chapters.1.camera.1.at: found "00:12", expected "00:13", the time of the one before, or later'],
    ['a kind of cue that is none', 'scene: a, dwell: 5s, cues: [{ at: "00:10", kind: fire }]', 'fire', 'chapters.1.cues.0.kind: found "fire", expected'],
    ['a category that no table lists', 'scene: a, dwell: 5s, cues: [{ at: "00:10", kind: case, category: "9-9999", region: "770101", title: x, source: S01 }]', '"9-9999"', 'chapters.1.cues.0.category: found "9-9999", expected one of the categories of categories.yaml'],
    ['a source that no table lists', 'scene: a, dwell: 5s, cues: [{ at: "00:10", kind: case, category: "2-0405", region: "770101", title: x, source: S09 }]', 'S09', 'chapters.1.cues.0.source: found "S09", expected one of the sources of categories.yaml: S01'],
    ['a case that nobody reported', 'scene: a, dwell: 5s, cues: [{ at: "00:10", kind: arrive, case: flood, within: 20m }]', 'flood', 'chapters.1.cues.0.case: found "flood", expected the ref of an earlier cue of a case: there is none'],
    ['a case that is closed before anybody is there', 'scene: a, dwell: 5s, cues: [{ at: "00:10", ref: f, kind: case, category: "2-0405", region: "770101", title: x, source: S01 }, { at: "00:11", kind: arrive, case: f, within: 20m }, { at: "00:12", kind: close, case: f }]', '"00:12"', 'chapters.1.cues.2.at: found "00:12", expected a time after the arrival, 1190 s of its world\'s time later'],
    ['a case to which somebody goes twice', 'scene: a, dwell: 5s, cues: [{ at: "00:10", ref: f, kind: case, category: "2-0405", region: "770101", title: x, source: S01 }, { at: "00:11", kind: arrive, case: f, within: 10s }, { at: "00:12", kind: arrive, case: f, within: 10s }]', 'f, within: 10s }]', 'chapters.1.cues.2.case: found "f", expected a case to which nobody has gone yet'],
    ['an arrival that takes no time', 'scene: a, dwell: 5s, cues: [{ at: "00:10", kind: arrive, case: f, within: 1s }]', '1s }', 'chapters.1.cues.0.within: found "1s", expected a duration from 10s to 6h'],
    ['a word that is not ours', 'scene: a, dwell: 5s, highlights: [loop]', 'highlights', 'found unknown key "highlights" in chapters.1, expected one of this file\'s documented keys'],
  ])('names %s', (_what, chapter, where, expected) => {
    const files = one(chapter);
    expect(problems(files)[0]).toContain(`${at(files, where)}: ${expected}`);
  });

  test('is said in all three languages, in two lines', () => {
    const files = { 'demo/x.yaml': `${HEAD}chapters:\n  - { caption: 一, scene: a, dwell: 5s }\n  - { caption: { zh-CN: ${'长'.repeat(57)}, zh-TW: 長, en: Long }, scene: a, dwell: 5s }\n` };
    expect(problems(files)).toEqual([
      'x.yaml:4:16: chapters.0.caption: found "一", expected words in each of zh-CN, zh-TW, en',
      `x.yaml:5:25: chapters.1.caption.zh-CN: found "${'长'.repeat(57)}", expected at most 112 letters (a Hanzi counts as two), for two lines on the wall`,
    ]);
  });

  test('of a world that cannot be is refused, and cues in a recorded one', () => {
    expect(problems({ 'demo/x.yaml': THREE.replace('"2025-07-15 18:30"', '"2025-02-30 18:30"') })[0]).toContain('x.yaml:2:67: world.origin: found "2025-02-30 18:30", expected a local time such as "2025-07-15 18:30", in quotes');
    expect(problems({ 'demo/x.yaml': THREE.replace('kind: demo, seed: 7, scale: 0.1, historyDays: 1, origin', 'kind: recorded, from') })[0]).toContain('expected no cues: nothing can be made to happen in a recorded world');
  });

  test('and another with mistakes are told together', () => {
    expect(problems({ 'demo/x.yaml': `${HEAD}chapters: []\n`, 'demo/y.yaml': `title: ${said('空')}\n` }).map((line) => line.split(':', 2).join(':'))).toEqual(['x.yaml:3', 'y.yaml:1', 'y.yaml:1']);
  });

  test('is checked by line against the places and stations of the city', () => {
    const { demo, dir } = load({ 'demo/three.yaml': THREE });
    const told = (has: Parameters<typeof demo.check>[0]): string[] => demo.check(has).map(({ problem }) => problem.replace(`${dir}/demo/`, ''));
    expect(told({ region: () => true, station: () => true })).toEqual([]);
    expect(told({ region: () => true })).toEqual([]);
    expect(told({ region: (code) => code !== '770102', station: () => false })).toEqual([
      'three.yaml:7:13: chapters.1.region: found "770102", expected the code of a region of this city',
      'three.yaml:16:46: chapters.1.cues.1.station: found "S1", expected the id of a station of this city',
    ]);
  });

  test('may name just the layers and colours that the map has', () => {
    expect([Object.keys(INDICATORS), LAYER_NAMES]).toEqual([[...MAP_INDICATORS], [...MAP_LAYERS]]);
  });

  test('three are shipped: a tour of every scene in five minutes, a storm, a case', async () => {
    const dir = await shippedCity();
    const { demo, scenes } = loadCity(dir, { YIPING_CITY_DATA: '/nowhere', YIPING_FEEDS_URL: 'http://127.0.0.1:9' });
    expect(demo.all.map(({ id }) => id)).toEqual(['case', 'storm', 'tour']);
    const tour = demo.all.find(({ id }) => id === 'tour')!;
    expect([tour.seconds, new Set(tour.chapters.map(({ scene }) => scene))]).toEqual([300, new Set(scenes.map(({ id }) => id))]);
    // What is highlighted is said of something that stands there; what a case is called, it is closed by.
    expect(readFileSync(`${dir}/demo/case.yaml`, 'utf8')).toContain('within: 20m');
  });
});

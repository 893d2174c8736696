/** A city of two districts and their streets, and feeds of every kind, for tests of mappings. */
import { parse } from 'yaml';
import { FeedFile, type FeedConfig } from '../../server/config/feeds.ts';
import type { ConfigOf, FeedKind } from '../../server/config.ts';
import { makeRegionIndex } from '../../server/normalise/region-index.ts';
import type { RegionTree } from '../../server/normalise/regions.ts';
import type { Bbox, MultiPolygon } from '../../server/normalise/geometry.ts';
import { makeNormaliser, type Normaliser, type NormaliserRules } from '../../server/normalise/normalise.ts';
import { makeVocabulary } from '../../server/normalise/vocabulary.ts';
import type { Level, Region } from '../../server/wire/region.ts';

export const NOW = Date.parse('2024-07-10T20:00:00+08:00');

const box = (x: number, y: number, w: number, h: number): Bbox => [x, y, x + w, y + h];
const shape = ([w, s, e, n]: Bbox): MultiPolygon => [[[[w, s], [e, s], [e, n], [w, n], [w, s]]]];
const region = (code: string, level: Level, parent: string | null, bbox: Bbox): Region => ({ code, name: code, level, parent, bbox, label: [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2] });

const CITY = region('7700', 'city', null, box(118, 29, 1, 0.5));
const DISTRICTS = [region('770101', 'district', '7700', box(118, 29, 0.5, 0.5)), region('770102', 'district', '7700', box(118.5, 29, 0.5, 0.5))];
const STREETS = [region('770101001', 'street', '770101', box(118, 29, 0.5, 0.25)), region('770101002', 'street', '770101', box(118, 29.25, 0.5, 0.25)), region('770102001', 'street', '770102', box(118.5, 29, 0.5, 0.25))];

/** Only what the normaliser asks of a tree. */
export function smallTree(): RegionTree {
  const all = [CITY, ...DISTRICTS, ...STREETS];
  const byCode = new Map(all.map((one) => [one.code, one]));
  const chain = (code: string): string[] => { const one = byCode.get(code); return one ? [code, ...chain(one.parent ?? '')] : []; };
  const ancestor = (code: string, level: Level): string | null => chain(code).find((up) => byCode.get(up)?.level === level) ?? null;
  const shaped = (list: Region[]) => list.map((one) => ({ code: one.code, bbox: one.bbox, shape: shape(one.bbox) }));
  return {
    city: CITY, all, levels: [], warnings: [], index: makeRegionIndex([shaped(DISTRICTS), shaped(STREETS)], CITY.bbox, ancestor),
    get: (code) => byCode.get(code), children: (code) => all.filter((one) => one.parent === code), path: (code) => chain(code).reverse().flatMap((up) => byCode.get(up) ?? []),
    chain, ancestor, resolve: (code) => (byCode.has(code) ? code : null), shape: (code) => shape(byCode.get(code)?.bbox ?? CITY.bbox),
  };
}

export const rules = (): NormaliserRules => ({ tree: smallTree(), zone: 'Asia/Shanghai', ahead: 120_000, knownCategory: (category) => category === '1-0101', vocabulary: makeVocabulary({ categories: { '1-0101': {} }, sources: {}, departments: {} }) });

const COMMON = { title: 'x', url: 'http://127.0.0.1/', every: '1s', late: '1m', answer: { records: '' }, pull: { protocol: 'snapshot' } };
const parsed = (kind: FeedKind, map: string, rest: object = {}): FeedConfig => ({ ...FeedFile.parse({ ...COMMON, kind, time: 'yyyy-MM-dd HH:mm:ss', map: parse(map) as unknown, ...rest }), name: kind });

const CASE = `
id: no
version: { revision: rev }
updatedAt: upd
category: { template: "{kind}-{cls}" }
source: src
urgent: urg
status: { path: st, values: { "1": open, "2": closed, "3": void, "4": suspended } }
stage: { path: st, absent: ["1", "3", "4"], values: { "2": closed } }
times: { reported: rpt, accepted: acc, closed: end, void: vd }
deadline: limit
suspendedSince: hang
satisfaction: sat
reworks: { path: rw, lenient: true }
address: addr
point: { lng: x, lat: y, datum: wgs84 }
region: [street, district]
`;
const VIDEO = `
id: id
version: { updated: { page: asOf } }
updatedAt: { page: asOf }
keep: { path: id, extract: '^.(.)', values: { "1": true }, otherwise: false }
name: name
status: { path: on, values: { "true": "on", "false": "off" } }
point: { lng: x, lat: y, datum: wgs84 }
place: [point]
`;
const POSITION = `
id: id
at: { path: ts, time: epochS }
point: { lng: x, lat: y, datum: gcj02 }
duty: { path: st, values: { "0": offDuty, "1": onDuty } }
`;

export const FEEDS = {
  case: () => parsed('case', CASE) as ConfigOf<'case'>,
  video: () => parsed('video', VIDEO, { idPattern: '^[a-z0-9]+$' }) as ConfigOf<'video'>,
  position: () => parsed('position', POSITION) as ConfigOf<'position'>,
  parse: parsed,
};
export const caseNormaliser = (): Normaliser<'case'> => makeNormaliser(FEEDS.case(), rules());

/** A record that is accepted with nothing noted. */
export const RECORD = {
  no: 'A1', rev: 3, upd: '2024-07-10 19:00:00', kind: '1', cls: '0101', src: 'S1', urg: 'N', st: '1', rpt: '2024-07-10 18:00:00', acc: '2024-07-10 18:10:00',
  limit: '2024-07-11 18:00:00', addr: '某路1号', x: 118.25, y: 29.1, street: '770101001', district: '770101',
};

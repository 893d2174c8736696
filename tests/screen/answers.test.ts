/** 口径: every key has one, its counters and questions are real, and a card says what is missing. */
import { describe, expect, it } from 'vitest';
import { cardOf, filled, recordsPath, type CardInput } from '../../screen/answers/card.ts';
import { answer, askedOf, type Asked } from '../../screen/answers/figure.ts';
import { recordList } from '../../screen/answers/records.ts';
import { ANSWERS, answerOf, type Answer, type AnswerKey } from '../../screen/answers/registry.ts';
import { LEAGUE_INDICATORS } from '../../screen/panels/league/league.ts';
import { INDICATORS, indicatorOf, keyOf } from '../../screen/map/indicators.ts';
import { placeCard } from '../../screen/wall/answer-place.ts';
import { contributions, makeRules } from '../../server/aggregate/index.ts';
import { caseQuery } from '../../server/push/case-records.ts';
import { CASE_STAGES, DUTY_STATES, STAFF_ROLES, STATION_STATES, STATION_TYPES, type Entity } from '../../server/wire/entity.ts';
import type { FeedHealth } from '../../server/wire/messages.ts';
import { aCamera, aCase, aStaff, aStation, anAlert, T0 } from '../push/small-city.ts';

const ZONE = 'Asia/Shanghai';
const all = Object.entries(ANSWERS) as [AnswerKey, Answer][];
const asked = (key: AnswerKey, more: Partial<Asked> = {}): Asked => ({ key, of: null, name: null, region: null, ...more });

/** Every counter that some record can stand in, by the aggregate stage itself. */
const COUNTERS: ReadonlySet<string> = (() => {
  const rules = makeRules({ city: { silence: { staff: 1e6, station: 1e6 }, retention: { cases: 1e10 }, heat: { resolution: 9 }, classification: 'gb' }, categories: { classOf: () => 'x', departmentKey: () => 'D01' } });
  const times = Object.fromEntries(CASE_STAGES.map((stage) => [stage, T0 - 1000])) as { reported: number };
  const entities: Entity[] = [
    ...CASE_STAGES.map((stage) => aCase(stage, 'c', 1, { stage, urgent: true, supervised: true, deadline: T0 - 5000, times: { reported: T0 - 9000 } })),
    aCase('s', 'c', 1, { status: 'suspended' }), aCase('d', 'c', 1, { status: 'closed', stage: 'closed', times, reworks: 1 }), aCase('l', 'c', 1, { status: 'closed', stage: 'closed', times, deadline: T0 - 5000 }),
    aCase('v', 'c', 1, { status: 'void', times: { ...times, void: T0 } }), aCamera('on', 'c', 1), aCamera('off', 'c', 1, { status: 'off' }), anAlert('a', 'c', 1),
    ...STATION_TYPES.flatMap((type) => [undefined, 1, 9, 11, 13].map((level) => aStation('s', 'c', 1, { type, ...(level === undefined ? {} : { reading: { at: T0, level, rain1h: level } }) }))),
    ...STAFF_ROLES.flatMap((role) => DUTY_STATES.map((duty) => aStaff('p', 'c', 1, { role, duty }))),
  ];
  const names = entities.flatMap((entity) => { const { gauges, stamps } = contributions(entity, T0, rules); return [...gauges, ...stamps.flatMap(({ indicators }) => indicators)].map(({ name }) => name); });
  return new Set([...names, 'today.durationCount', 'today.durationSum', 'yesterday.reported', 'yesterday.closed']);
})();
/** What `{of}` may be, by key. */
const OF: Partial<Record<AnswerKey, readonly string[]>> = {
  passed: CASE_STAGES, waiting: CASE_STAGES.filter((stage) => stage !== 'closed'), source: ['12345'], department: ['D01'], departmentOverdue: ['D01'], departmentRate: ['D01'], departmentClosed: ['D01'], class: ['gb:1-01'], role: STAFF_ROLES, dutyState: DUTY_STATES,
  water: STATION_TYPES.flatMap((type) => STATION_STATES.map((state) => `${type}.${state}`)), waterTotal: STATION_TYPES,
};

describe('the registry', () => {
  it.each(all)('%s says what it is, how and from whom, by counters that exist', (key, { name, definition, formula, parts = [], share = [], kinds }) => {
    for (const text of [name, definition, formula]) expect(text.trim().length).toBeGreaterThan(1);
    // These two are the wall's own: no feed stands behind them.
    if (key !== 'lag' && key !== 'tiles') expect(kinds.length).toBeGreaterThan(0);
    for (const counter of [...parts.map(([, name]) => name), ...share]) for (const of of OF[key] ?? [null]) expect(COUNTERS).toContain(filled(counter, of));
  });

  it.each(all.filter(([, { records }]) => records?.list === 'cases'))('%s asks for cases as the server understands it', (key, found) => {
    for (const of of OF[key] ?? [null]) {
      const path = recordsPath(found, asked(key, { of }), 'c', ZONE, T0)!;
      const query = caseQuery(Object.fromEntries(new URL(path, 'http://x').searchParams));
      expect(query.limit).toBe(200);
      if (found.records!.at !== undefined) expect(query.from).toBe(found.window === 'today' ? Date.UTC(2026, 5, 30, 16) : T0 - 86_400_000);
    }
  });

  it('has every indicator of the leagues and of the map', () => {
    for (const key of [...LEAGUE_INDICATORS, ...Object.keys(INDICATORS)]) expect([key, answerOf(key) === null]).toEqual([key, false]);
    for (const key of Object.keys(INDICATORS)) expect(keyOf(indicatorOf(key))).toBe(key);
    expect(answerOf('constructor')).toBeNull();
  });
});

it('an element carries what it asks for', () => {
  const attributes = answer('role', { of: 'lead', name: '网格长', region: 'c1' });
  const dataset = Object.fromEntries(Object.entries(attributes).flatMap(([name, value]) => (name.startsWith('data-') ? [[name.slice(5).replace(/-(\w)/g, (_, c: string) => c.toUpperCase()), value]] : [])));
  expect(askedOf({ dataset } as unknown as HTMLElement)).toEqual({ key: 'role', of: 'lead', name: '网格长', region: 'c1' });
  expect(attributes['tabindex']).toBe(0);
});

describe('a card', () => {
  const feed = (name: string, kinds: FeedHealth['kinds'], more: Partial<FeedHealth> = {}): FeedHealth =>
    ({ feed: name, kinds, state: 'fresh', asOf: T0 - 4000, coverage: 0.98, accepted: 9, rejected: 0, reasons: {}, notes: {}, progress: null, error: null, ...more });
  const card = (key: AnswerKey, more: Partial<CardInput> & { of?: string } = {}) => cardOf({
    answer: answerOf(key)!, asked: asked(key, { of: more.of ?? null }), row: null, unplaced: null, residents: null, feeds: [feed('case', ['case']), feed('video', ['video'])], categories: null, zone: ZONE, now: T0, ...more,
  });

  it('says the formula with the numbers of now', () => {
    const row = { 'today.closedOnTime': 8170, 'today.closed': 9000, overdue: 325 };
    expect(card('onTime', { row }).numbers).toEqual(['8,170 / 9,325 = 87.6 %', '按期结案 8,170 · 今日结案 9,000 · 超期未结 325 · 应结案 9,325']);
    expect(card('video', { row: {} }).numbers[0]).toBe('0 / 0 = —');
    expect(card('passed', { row: { 'today.filed': 7 }, of: 'filed' }).numbers).toEqual(['今日通过 7']);
    expect(card('perResidents', { row: { 'today.reported': 5 }, residents: 1200 }).numbers).toEqual(['今日上报 5 · 常住人口 1,200']);
    expect(card('departmentRate', { row: { 'department.overdue.D01': 12, 'department.open.D01': 340 }, of: 'D01' }).numbers).toEqual(['12 / 340 = 3.5 %']);
    expect(card('departmentOverdue', { row: { 'department.overdue.D01': 12, 'department.open.D01': 340 }, of: 'D01' }).numbers).toEqual(['超期 12 · 在办 340']);
    expect(card('departmentRate', { row: { 'department.overdue.D01': 12 } }).numbers).toEqual([]);
    expect(card('onTime').numbers).toEqual([]);
  });

  it('names its sources with state, age and coverage, and the time of the data', () => {
    const { sources, asOf, window } = card('overdue');
    expect(sources).toEqual([{ feed: 'case', name: '案件', state: 'fresh', word: '正常', text: '数据龄 4 秒 · 完整 98.0 %' }]);
    expect([asOf, window, card('accepted').window]).toEqual([T0 - 4000, '此刻', '今日 00:00–20:06']);
  });

  it('says what is missing: 未落格, 未分类, feeds that are late or not there, refused records', () => {
    expect(card('accepted', { unplaced: { 'today.reported': 3 } }).missing).toEqual(['未落格 3']);
    expect(card('open', { unplaced: { open: 2 }, feeds: [feed('case', ['case'], { state: 'late', rejected: 9, reasons: { ignored: 4 } })] }).missing).toEqual(['未落格 2', '案件迟到', '退回 5']);
    expect(card('duty').missing).toEqual(['未接入']);
    expect(card('department', { of: 'D01', row: { 'department.open.-': 7, 'today.department.closed.-': 2 } }).missing).toEqual(['未归口 7']);
    expect(card('departmentClosed', { of: 'D01', row: { 'department.open.-': 7, 'today.department.closed.-': 2 } }).missing).toEqual(['未归口 2']);
    const categories = { classifications: {}, categories: { a: { name: '甲', gb: '1' } }, departments: {} };
    expect(card('class', { of: 'gb:1', row: { 'today.category.a': 5, 'today.category.b': 4 }, categories }).missing).toEqual(['未分类 4']);
  });
});

it('a figure without its own subject has no records', () => {
  expect(recordsPath(ANSWERS.class, asked('class'), 'c', ZONE, T0)).toBeNull();
  expect(recordsPath(ANSWERS.feeds, asked('feeds'), 'c', ZONE, T0)).toBeNull();
  expect(recordsPath(ANSWERS.water, asked('water', { of: 'river.danger' }), 'c/-', ZONE, T0)).toBe('/api/stations?region=c%2F-&limit=200&type=river&state=danger');
});

it('records stand as lines, with the total and whether it is all', () => {
  const item = { id: 'k', category: '1', categoryName: '积水', address: '路', region: 'c', stage: 'filed', status: 'open', urgent: true, overdue: true, source: 's', reportedAt: T0, updatedAt: T0, lng: null, lat: null, supervised: false, deadline: null };
  const list = recordList('cases', { region: 'c', now: T0, total: 3200, complete: false, since: T0 - 86_400_000, items: [item, { ...item, id: 'd', status: 'closed', overdue: false, urgent: false }] }, ZONE, T0);
  expect(list).toMatchObject({ total: '共 3,200 条', note: '不完整：只含 昨 20:06 以来 · 列出前 2 条' });
  expect(list.lines.map((l) => [l.when, l.name, l.state, l.tone])).toEqual([['20:06', '急 积水', '立案 超期', 'attention'], ['20:06', '积水', '结案', 'good']]);
  const video = recordList('video', { region: 'c', now: T0, total: 1, complete: true, since: null, items: [{ id: 'v', name: '路口', region: 'c', status: 'off', lng: null, lat: null }] }, ZONE, T0);
  expect([video.note, video.lines[0]!.state]).toEqual(['完整', '离线']);
  expect(() => recordList('staff', { error: 'x' }, ZONE, T0)).toThrow();
});

describe('the card stands', () => {
  const wall = { left: 20, top: 100, right: 1900, bottom: 1060 };
  const card = { width: 450, height: 400 };
  const box = (left: number, top: number, right: number, bottom: number) => ({ left, top, right, bottom });
  it('beside its panel, at the height of its figure', () => {
    expect(placeCard(box(100, 300, 150, 320), box(30, 120, 430, 500), card, wall, 14)).toEqual({ left: 444, top: 286 });
    expect(placeCard(box(1600, 300, 1650, 320), box(1490, 120, 1890, 500), card, wall, 14)).toEqual({ left: 1026, top: 286 });
  });
  it('inside the wall and under the title, whatever the figure', () => {
    for (const [x, y, w] of [[0, 0, 1920], [900, 1050, 100], [30, 1070, 400], [500, 900, 1000], [1800, 20, 100]] as const) {
      const { left, top } = placeCard(box(x, y, x + 20, y + 20), box(x, y, x + w, y + 100), card, wall, 14);
      expect(left >= wall.left && left + card.width <= wall.right && top >= wall.top && top + card.height <= wall.bottom).toBe(true);
    }
  });
  it('above a strip that runs along the bottom, also where its ends have room', () => {
    for (const end of [1890, 1300]) expect(placeCard(box(600, 920, 650, 940), box(450, 900, end, 1060), card, wall, 14)).toEqual({ left: 600, top: 486 });
  });
});

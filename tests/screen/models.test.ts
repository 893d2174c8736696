import { describe, expect, it } from 'vitest';
import type { CaseItem, StationItem, TrendData } from '../../server/wire/messages.ts';
import { ends, largest } from '../../screen/charts/bars.ts';
import { alertRows, shortTitle } from '../../screen/panels/alerts/alerts.ts';
import { byClass, classRows, nextOf } from '../../screen/panels/classes/classes.ts';
import { changeText, headline } from '../../screen/panels/headline/figures.ts';
import { leagueRows } from '../../screen/panels/league/league.ts';
import { loop } from '../../screen/panels/loop/stages.ts';
import { rejectRows } from '../../screen/panels/rejects/rejects.ts';
import { staffing } from '../../screen/panels/staffing/staffing.ts';
import { first, hoursToWarning, stationRows } from '../../screen/panels/stations/stations.ts';
import { streamRows } from '../../screen/panels/stream/stream.ts';
import { hasTrend, hourLabel, trendOption, trendSummary } from '../../screen/panels/trend/trend-option.ts';
import { video } from '../../screen/panels/video/video.ts';
import { feedCount } from '../../screen/wall/feed-count.ts';
import { weatherOf } from '../../screen/wall/weather.ts';
import { feed, region, T0 } from './messages.ts';

const ZONE = 'Asia/Shanghai';
const ALL = { cases: true, video: true, staff: true };

describe('headline', () => {
  // domain.md's vector: 立案 996, 应结 972, 结案 911, 按期 737 → 按期结案率 75.82 %.
  const row = { 'today.accepted': 1284, 'today.reported': 1312, 'yesterday.reported': 1000, 'today.closed': 911, 'today.closedOnTime': 737, overdue: 61, overdueUrgent: 4,
    'today.durationSum': 911 * 9360, 'today.durationCount': 911, 'today.durationMedian': 5040, 'today.durationP90': 24_480, 'video.on': 19_680, 'video.total': 20_000, 'staff.expectedOn': 12_770, 'staff.expected': 13_288 };
  const by = (row: Record<string, number>, on = ALL) => Object.fromEntries(headline(row, on).map((f) => [f.key, f]));
  it('shows each figure with its parts', () => {
    const f = by(row);
    expect(f['accepted']).toMatchObject({ value: '1,284', unit: '件', part: '上报较昨日同时 ▲ 31.2 %' });
    expect(f['onTime']).toMatchObject({ value: '75.8', part: '737 / 972 应结案' });
    expect(f['overdue']).toMatchObject({ value: '61', part: '其中紧急 4 件', attention: true });
    expect(f['duration']).toMatchObject({ value: '2.6', unit: '小时', part: '中位 1.4 时 · P90 6.8 时' });
    expect(f['video']).toMatchObject({ value: '98.4', part: '19,680 / 20,000 路' });
    expect(f['duty']).toMatchObject({ value: '96.1', part: '12,770 / 13,288 应在岗' });
  });
  it('shows — and the reason over an empty denominator, never 0 % nor 100 %', () => {
    for (const key of ['onTime', 'duration', 'video', 'duty']) expect(by({})[key]).toMatchObject({ value: '—', unit: '' });
    expect(by({})['accepted']!.part).toBe('上报较昨日同时 —');
  });
  it('says what is not connected', () => expect(by(row, { ...ALL, video: false })['video']).toMatchObject({ value: '—', part: '未接入' }));
  it('speaks of change in both directions', () => expect([changeText(50, 100), changeText(100, 100), changeText(1, 0)]).toEqual(['▼ 50.0 %', '持平', '—']));
});

describe('bars', () => {
  it('shows a ranking\'s two ends', () => {
    expect(ends([1, 2, 3, 4, 5, 6, 7, 8, 9], 6)).toEqual({ head: [1, 2], hidden: 4, tail: [7, 8, 9] });
    expect(ends([1, 2, 3], 3)).toEqual({ head: [1, 2, 3], hidden: 0, tail: [] });
  });
  it('never takes more rows than it has room for', () => {
    for (let most = 2; most < 12; most++) for (let n = 0; n < 40; n++) {
      const { head, hidden, tail } = ends(Array.from({ length: n }, (_, i) => i), most);
      expect(head.length + tail.length + (hidden > 0 ? 1 : 0)).toBeLessThanOrEqual(most);
      expect(head.length + tail.length + hidden).toBe(n);
    }
  });
  it('keeps the largest and sums the rest', () => expect(largest([1, 9, 3, 7], 3, (n) => n)).toEqual({ top: [9, 7], rest: [3, 1] }));
});

describe('rejects', () => {
  const feeds = [feed('case', { reasons: { missing: 3, ahead: 9, ignored: 99 }, notes: { unplaced: 400, truncated: 1 } }), feed('roster', { reasons: { id: 1 }, notes: { noPoint: 7 } })];
  const shown = (most: number) => { const { refused, noted } = rejectRows(feeds, most); return [refused, noted].map((rows) => rows.map(({ label, text }) => `${label} ${text}`)); };
  it('shows what was refused, then what was taken with a note, each against its own largest', () => {
    expect(shown(12)).toEqual([['案件 · 时间超前 9', '案件 · 缺必填项 3', '网格员名册 · 编号无效 1'], ['案件 · 未落格 400', '网格员名册 · 没有坐标 7', '案件 · 文字过长 1']]);
    expect(rejectRows(feeds, 12).noted[0]).toMatchObject({ share: 1, tone: 'quiet' });
  });
  it('never takes more rows than it has room for, and loses no record', () => {
    for (let most = 3; most < 10; most++) {
      const { refused, noted } = rejectRows(feeds, most);
      expect(refused.length + 1 + noted.length).toBeLessThanOrEqual(most);
      expect([refused, noted].map((rows) => rows.reduce((sum, { text }) => sum + Number(text), 0))).toEqual([13, 408]);
    }
    expect(rejectRows([feed('case', { reasons: { ignored: 9 } })], 8)).toEqual({ refused: [], noted: [] });
  });
});

describe('classes', () => {
  it('of the cases of one class alone, in another classification', () => {
    const tables = { classification: 'gb', classifications: { gb: { name: '大类', classes: { a: '甲', b: '乙' } }, d: { name: '领域', classes: { p: '丙', q: '丁' } } }, categories: { '1-01': { name: 'x', gb: 'a', d: 'p' }, '1-02': { name: 'y', gb: 'a', d: 'q' }, '2-01': { name: 'z', gb: 'b', d: 'q' } }, departments: {} };
    const today = { 'today.category.1-01': 5, 'today.category.1-02': 2, 'today.category.2-01': 7, 'today.category.9-99': 3 };
    expect([...byClass(today, tables, 'd', 'a')]).toEqual([['p', 5], ['q', 2]]);
    expect(classRows(today, tables, 'd', 5, 'b').map(({ key, text }) => [key, text])).toEqual([['q', '7'], ['p', '0']]);
  });
  const categories = { classifications: { gb: { name: '大类', classes: { a: '甲', b: '乙', c: '丙' } } }, categories: { '1-01': { name: 'x', gb: 'a' }, '2-01': { name: 'y', gb: 'b' } }, departments: {} };
  const row = { 'today.category.1-01': 5, 'today.category.2-01': 7, 'today.category.9-99': 2, 'today.reported': 14 };
  it('loses no case: what has no class is unclassified', () => {
    const sums = byClass(row, categories, 'gb');
    expect([...sums.values()].reduce((a, b) => a + b, 0)).toBe(14);
    expect(sums.get('unclassified')).toBe(2);
  });
  it('orders by amount, and sums what does not fit', () => {
    expect(classRows(row, categories, 'gb', 4).map((r) => [r.label, r.text])).toEqual([['乙', '7'], ['甲', '5'], ['未分类', '2'], ['丙', '0']]);
    expect(classRows(row, categories, 'gb', 2).map((r) => [r.label, r.text])).toEqual([['乙', '7'], ['其余 3 类', '7']]);
  });
  it('takes the next classification round and round', () => expect([nextOf(['a', 'b'], 'a'), nextOf(['a', 'b'], 'b'), nextOf([], 'z')]).toEqual(['b', 'a', 'z']));
});

describe('league', () => {
  const children = ['A', 'B', 'D'].map((code) => region(code));
  const rows = { A: { 'today.closed': 100, 'today.closedOnTime': 97, 'today.reported': 40 }, B: { 'today.closed': 90, 'today.closedOnTime': 70, overdue: 10, 'today.reported': 5 }, D: {} };
  it('ranks by the rate with its parts, the worst marked, the unknown last with —', () => {
    expect(leagueRows('C', children, rows, 'onTime', 6).map((r) => [r.key, r.text, r.part, r.tone])).toEqual([['A', '97.0', '97 / 100', undefined], ['B', '70.0', '70 / 100', undefined], ['D', '—', undefined, 'quiet']]);
  });
  it('ranks amounts, and per residents the least first', () => {
    expect(leagueRows('C', children, rows, 'reported', 6).map((r) => r.text)).toEqual(['40', '5', '0']);
    expect(leagueRows('C', children, rows, 'perResidents', 6).map((r) => r.key)).toEqual(['D', 'B', 'A']);
  });
  it('shows the unplaced below the ranking, so that the parts add up, and never ranks it', () => {
    const withRest = { ...rows, 'C/-': { 'today.reported': 3, 'today.closed': 2, 'today.closedOnTime': 1 } };
    expect(leagueRows('C', children, withRest, 'reported', 3).map((r) => [r.label, r.text, r.touch ?? false])).toEqual([['中间 2 个', '', false], ['名D', '0', true], ['未落格', '3', false]]);
    expect(leagueRows('C', children, withRest, 'onTime', 6).at(-1)).toMatchObject({ label: '未落格', text: '50.0', part: '1 / 2', share: null });
    expect(leagueRows('C', children, withRest, 'perResidents', 6).some((r) => r.label === '未落格')).toBe(false);
  });
  it('marks what lies clearly behind', () => {
    const many = Array.from({ length: 9 }, (_, i) => region(`R${i}`));
    const rates = Object.fromEntries(many.map(({ code }, i) => [code, { 'today.closed': 1000, 'today.closedOnTime': i === 4 ? 800 : 970 - i }]));
    expect(leagueRows('C', many, rates, 'onTime', 9).filter((r) => r.tone === 'attention').map((r) => r.key)).toEqual(['R4']);
  });
});

it('the loop counts each stage, and marks where most stand', () => {
  const model = loop({ 'today.reported': 100, 'today.closed': 50, 'stage.dispatched': 9, 'stage.filed': 3, supervised: 1, 'today.accepted': 80, 'today.filed': 60 });
  expect(model.stages.map((s) => s.share)).toEqual([1, 0.8, 0.6, 0, 0, 0, 0.5]);
  expect(model.stages.filter((s) => s.most).map((s) => s.stage)).toEqual(['dispatched']);
  expect(model.side.at(-1)!.text).toBe('75.0 %');
});

const station = (id: string, over: Partial<StationItem>): StationItem => ({
  id, type: 'river', name: id, river: null, region: 'C', lng: 1, lat: 1, state: 'normal', level: 4.38, flow: null, rain1h: null, rain24h: null, running: null, readAt: T0, alert: null, warning: 4.55, danger: 5.2, rise: null, ...over,
});
describe('stations', () => {
  const rows = (...items: StationItem[]) => stationRows({ region: 'C', total: items.length, items }, 4).rows;
  it('says distance, rise and time left', () => {
    expect(rows(station('江湾站', { rise: 0.21 }))[0]).toMatchObject({ value: '4.38', unit: 'm', text: '距警戒 0.17 m · 涨 0.21 m/h · 约 49 分到' });
    expect(hoursToWarning(station('x', { rise: 0 }))).toBeNull();
    expect(hoursToWarning(station('x', { rise: 1, level: 5 }))).toBeNull();
  });
  it('says no time left where the readings gathered tell none, and counts it from now', () => {
    const rising = station('x', { rise: 0.21 });
    const told = (ahead: Parameters<typeof stationRows>[3]): string => stationRows({ region: 'C', total: 1, items: [rising] }, 4, null, ahead).rows[0]!.text;
    expect(told({ of: () => null, now: T0 })).toBe('距警戒 0.17 m · 涨 0.21 m/h');
    expect(told({ of: () => ({ word: '警戒', at: T0 + 30 * 60_000, rate: 1, minutes: 60 }), now: T0 + 4 * 60_000 })).toMatch(/约 26 分到$/);
  });
  it('says what is exceeded, in the words of its kind', () => {
    expect(rows(station('a', { state: 'warning', level: 4.6 }))[0]!.text).toBe('超警戒 0.05 m');
    expect(rows(station('a', { state: 'danger', level: 5.25 }))[0]!.text).toBe('超保证 0.05 m');
    expect(rows(station('a', { type: 'ponding', level: 14, warning: 10, danger: 25, state: 'warning', rise: -3 }))[0]).toMatchObject({ value: '14', unit: 'cm', text: '超警戒 4 cm · 落 3 cm/h' });
    expect(rows(station('a', { type: 'reservoir', level: 4, rise: 0.001 }))[0]!.text).toBe('距汛限 0.55 m · 平稳');
    expect(rows(station('a', { level: null }))[0]).toMatchObject({ value: '—', unit: '', text: '暂无读数', gauge: null });
    expect(rows(station('a', { state: 'silent' }))[0]!.text).toBe('失联');
  });
  it('says what there is where no station has a level: pumps, and rain that is not reported', () => {
    const pump = (name: string, more: Partial<StationItem>): StationItem => station(name, { type: 'pump', level: null, warning: null, danger: null, rise: null, ...more });
    expect(rows(pump('a', { running: false }), pump('b', { running: true }), pump('c', { state: 'silent' })).map(({ name, text }) => `${name} ${text}`)).toEqual(['b 运行中', 'a 停机', 'c 失联']);
    expect(rows(station('r', { type: 'rain', level: null, rain1h: null, state: 'silent' }))[0]).toMatchObject({ word: '失联', text: '失联', value: '' });
    expect(rows(station('江湾站', {}), station('x', {}), station('y', {}), station('z', {}), pump('a', { running: true })).map(({ name }) => name)).not.toContain('a');
  });
  it('puts the gravest first, then the soonest, then the nearest, the silent last, and the heaviest rain below', () => {
    const order = rows(station('far', { level: 1 }), station('near', {}), station('soon', { level: 4, rise: 1 }), station('over', { state: 'danger', level: 6 }), station('mute', { state: 'silent' }),
      station('rain1', { type: 'rain', level: null, warning: null, rain1h: 12, rain24h: 60 }), station('rain2', { type: 'rain', level: null, warning: null, rain1h: 38.2, rain24h: 63 }));
    expect(order.map((r) => r.id)).toEqual(['over', 'soon', 'near', 'rain2']);
    expect(order.at(-1)).toMatchObject({ value: '38.2', text: '24 h 63.0 mm' });
  });
  it('finds the first few as a full sort would', () => {
    const numbers = Array.from({ length: 500 }, (_, i) => (i * 7919) % 503);
    for (const most of [0, 1, 3, 499, 600]) expect(first(numbers, most, (a, b) => a - b)).toEqual([...numbers].sort((a, b) => a - b).slice(0, most));
  });
  it('keeps every gauge inside its tube', () => {
    for (const level of [-3, 0, 2, 4.5, 5.2, 30]) {
      const gauge = rows(station('a', { level }))[0]!.gauge!;
      for (const v of [gauge.fill, gauge.warning, gauge.danger!]) { expect(v).toBeGreaterThanOrEqual(0); expect(v).toBeLessThanOrEqual(1); }
    }
  });
});

it('weather is the class of 24 h rain with the heaviest hour, and nothing where no station reports', () => {
  const rain = (id: string, rain1h: number, rain24h: number, state: StationItem['state'] = 'normal') => station(id, { type: 'rain', rain1h, rain24h, state });
  expect(weatherOf([rain('a', 10, 60), rain('b', 38, 50), rain('c', 99, 999, 'silent')])).toEqual({ name: '暴雨', hour: '1 h 最大 38.0 mm' });
  expect(weatherOf([rain('a', 0, 0)])).toEqual({ name: '无雨', hour: '' });
  expect(weatherOf([station('x', {})])).toBeNull();
});

it('the stream says stage, overdue, closed, and the day of a case of yesterday', () => {
  const item = (over: Partial<CaseItem>): CaseItem => ({ id: 'x', category: 'c', categoryName: '道路积水', address: '某路', region: 'C', stage: 'dispatched', status: 'open', urgent: false, overdue: false, source: 's', reportedAt: T0, updatedAt: T0, lng: null, lat: null, ...over });
  const rows = streamRows({ region: 'C', total: 5, items: [item({}), item({ overdue: true, urgent: true }), item({ status: 'closed', stage: 'closed', overdue: true }), item({ status: 'suspended' }), item({ reportedAt: T0 - 86_400_000 })] }, ZONE, T0, 4);
  expect(rows.map((r) => [r.time, r.state, r.tone, r.mark])).toEqual([['20:16', '派遣', '', ''], ['20:16', '超期', 'attention', '急'], ['20:16', '结案', 'good', ''], ['20:16', '挂账', '', '']]);
});

it('alerts in force only, with issuer, time and end', () => {
  const alert = (id: string, expiresAt: number | null) => ({ id, colour: 'orange' as const, event: 'e', title: id, issuer: '市气象台', issuedAt: T0 - 60_000, expiresAt, region: 'C', station: null, text: null, ackedBy: null, ackedAt: null, quiet: null, within: [] });
  const model = alertRows({ region: 'C', total: 3, items: [alert('a', T0 + 1), alert('b', T0), alert('c', null)] }, ZONE, T0, 1);
  expect(model).toMatchObject({ total: 2, hidden: 1 });
  expect(model.rows).toEqual([{ id: 'a', colour: 'orange', word: '橙', title: 'a', from: '市气象台 20:15', until: '至 20:16' }]);
  const waiting = { ...alert('d', null), duty: { state: 'unsigned' as const, revision: 0, by: null, at: null, escalatedTo: '值班长' } };
  expect(alertRows({ region: 'C', total: 1, items: [waiting] }, ZONE, T0, 1).rows[0]?.from).toBe('20:15 · 未签收，已升级至值班长');
  expect([shortTitle('某台发布暴雨橙色预警信号', '某台'), shortTitle('大风蓝色预警', '某台'), shortTitle('某台', '某台')]).toEqual(['暴雨橙色预警信号', '大风蓝色预警', '某台']);
});

it('video counts the unplaced among the parts', () => {
  const model = video('C', [region('A'), region('B')], { C: { 'video.total': 30, 'video.on': 26 }, A: { 'video.total': 20, 'video.on': 19 }, B: { 'video.total': 5, 'video.on': 5 }, 'C/-': { 'video.total': 5, 'video.on': 2 } }, 3);
  expect(model).toMatchObject({ total: 30, off: 4 });
  expect(model.rows.map((r) => [r.label, r.part, r.text, r.touch])).toEqual([['未落格', '离线 3', '40.0', false], ['名A', '离线 1', '95.0', true]]);
});

it('staffing shows who is here by role and duty', () => {
  const model = staffing({ 'staff.total': 10, 'staff.fullTime': 10, 'staff.fullTime.onDuty': 4, 'staff.fullTime.patrol': 2, 'staff.fullTime.offDuty': 4, 'staff.onDuty': 4, 'staff.patrol': 2, 'staff.offDuty': 4 });
  expect(model.present).toBe(6);
  expect(model.roles[0]).toMatchObject({ name: '网格长', present: '', total: '在册 0' });
  expect(model.roles[1]).toMatchObject({ name: '专职', present: '6', total: '/ 10', parts: [{ share: 0.4 }, { share: 0.2 }, { share: 0 }] });
});

describe('trend', () => {
  const data: TrendData = { region: 'C', from: T0 - 86_400_000, step: 900_000, station: 's', series: { reported: Array.from({ length: 96 }, (_, i) => i), closed: [1, null, 3], rain: Array.from({ length: 96 }, () => 0), level: [] } };
  it('keeps cases and rain apart, draws each series at its full length', () => {
    const option = trendOption(data, ZONE, 2) as { series: { data: unknown[] }[]; yAxis: { max?: number }[]; textStyle: { fontSize: number } };
    expect(option.series.map((s) => s.data.length)).toEqual([96, 96, 96, 96]);
    expect(option.yAxis[0]!.max).toBeCloseTo(95 * 1.45);
    expect(option.textStyle.fontSize).toBe(29.6);
  });
  it('labels every fourth full hour of the city\'s own zone', () => {
    expect(hourLabel(ZONE, Date.UTC(2025, 0, 1, 12, 0), 900_000)).toBe('20:00');
    expect(hourLabel(ZONE, Date.UTC(2025, 0, 1, 12, 15), 900_000)).toBeNull();
    expect(hourLabel('America/New_York', Date.UTC(2025, 6, 1, 12, 5), 900_000)).toBe('08:00');
  });
  it('writes no hour where the word "now" stands', () => {
    const labels = (from: number): number[] => {
      const { xAxis } = trendOption({ ...data, from }, ZONE, 1) as { xAxis: { axisLabel: { interval(i: number): boolean } } };
      return Array.from({ length: 96 }, (_, i) => i).filter((i) => xAxis.axisLabel.interval(i));
    };
    // Whatever the minute, six labels or five, none in the last two hours of the strip nor cut at its left.
    for (let quarter = 0; quarter < 96; quarter += 1) {
      const shown = labels(T0 - 86_400_000 + quarter * 900_000);
      expect(shown.length).toBeGreaterThanOrEqual(5);
      expect(Math.max(...shown)).toBeLessThan(88);
      expect(Math.min(...shown)).toBeGreaterThan(2);
    }
  });
  it('sums its parts, and knows when it has none', () => {
    expect(trendSummary(data)).toEqual({ reported: 4560, closed: 4, rain: 0, level: null });
    expect(hasTrend({ ...data, series: { reported: [null, null] } })).toBe(false);
  });
});

it('counts whole feeds, the oldest age, and the progress of a first load', () => {
  expect(feedCount([feed('a'), feed('b', { state: 'late', asOf: T0 - 60_000 }), feed('c', { state: 'off', asOf: null })], T0)).toEqual({ good: 1, all: 2, age: 60_000, progress: null });
  expect(feedCount([feed('a', { state: 'loading', progress: 0.419, asOf: null })], T0)).toMatchObject({ good: 0, all: 1, age: null, progress: 41 });
});

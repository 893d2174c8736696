// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia, type Pinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryHistory, RouterView, type Router } from 'vue-router';
import { ANSWERS } from '../../screen/answers/registry.ts';
import type { FeedHealth, SnapshotOf, Subscribe, Topic } from '../../server/wire/messages.ts';
import { RecordedSource } from '../../screen/source/recorded.ts';
import { HttpError, useCity } from '../../screen/store/city.ts';
import { useNight } from '../../screen/store/night.ts';
import { usePlace } from '../../screen/store/place.ts';
import { startSession } from '../../screen/store/session.ts';
import { bindAddress, makeRouter } from '../../screen/router.ts';
import { useScenes } from '../../screen/store/scenes.ts';
import { useWall } from '../../screen/store/wall.ts';
import { scenesHttp } from './scenes.ts';
import { beat, feed, HandClock, HandFrame, hello, regionsOf, snapshot, summaryDelta, T0 } from './messages.ts';

const FEEDS: FeedHealth[] = [feed('case', { kinds: ['case'] }), feed('video', { kinds: ['video'] }), feed('hydrology', { kinds: ['station', 'alert'] }), feed('staffing', { kinds: ['staff'] })];
const PANELS = ['headline', 'loop', 'classes', 'staffing', 'alerts', 'stations', 'league', 'video', 'stream', 'trend'];

function dataOf(topic: Topic, code: string): SnapshotOf<Topic> {
  const row = { 'today.accepted': 1284, 'today.reported': 1312, open: 5, 'video.total': 10, 'video.on': 9, 'staff.total': 4, 'staff.fullTime': 4, 'staff.fullTime.onDuty': 3, 'staff.onDuty': 3, 'today.category.1-1': 7 };
  const children = Object.fromEntries((regionsOf(code)?.children ?? []).map((c) => [c.code, row]));
  const empty = new Uint8Array(0);
  const all: { [T in Topic]: SnapshotOf<T> } = {
    summary: { region: code, rows: { [code]: row, ...children } },
    trend: { region: code, from: T0 - 86_400_000, step: 900_000, station: null, series: { reported: Array.from({ length: 96 }, () => 3) } },
    cases: { region: code, total: 1, items: [{ id: 'c1', category: '1-1', categoryName: '道路积水', address: '某路', region: code, stage: 'filed', status: 'open', urgent: false, overdue: false, source: 's', reportedAt: T0, updatedAt: T0, lng: null, lat: null }] },
    alerts: { region: code, total: 0, items: [] }, stations: { region: code, total: 0, items: [] },
    cameras: { region: code, bbox: [0, 0, 1, 1], count: 0, xy: empty, state: empty }, staff: { region: code, bbox: [0, 0, 1, 1], count: 0, xy: empty, state: empty },
    heat: { region: code, window: 24, resolution: 9, from: 0, to: 1, cells: {}, around: {}, most: 0, kernel: 400 },
  };
  return all[topic];
}

let wall: VueWrapper;
let source: RecordedSource;
let clock: HandClock;
let frame: HandFrame;
let router: Router;
let pinia: Pinia;

beforeEach(async () => {
  pinia = createPinia();
  setActivePinia(pinia);
  clock = new HandClock();
  frame = new HandFrame();
  const answer = (request: Subscribe) => snapshot(request.topic, dataOf(request.topic, request.region), { sub: `${request.topic}|${request.region}` });
  source = new RecordedSource([], answer);
  useCity().useHttp(async (path) => {
    if (path === '/api/categories') return { classifications: { gb: { name: '国标大类', classes: { a: '甲类' } } }, categories: { '1-1': { name: 'x', gb: 'a' } }, departments: {} };
    const found = regionsOf(new URL(path, 'http://x').searchParams.get('region') ?? '');
    if (!found) throw new HttpError(404, path);
    return found;
  });
  router = makeRouter(createMemoryHistory());
  useScenes().useHttp(scenesHttp);
  bindAddress(router, usePlace(), useScenes(), useWall());
  startSession(source, { mono: clock.mono, later: clock.later, every: clock.every, schedule: frame.schedule, reload: () => undefined, memory: { getItem: () => null, setItem: () => undefined } });
  await router.push('/');
  wall = mount(RouterView, { attachTo: document.body, global: { plugins: [pinia, router], stubs: { MapStage: true, StripChart: true } } });
  source.play({ at: 0, event: 'up' });
  source.play({ at: 0, event: 'hello', data: hello() });
  source.play({ at: 0, event: 'beat', data: beat({ feeds: FEEDS }) });
  await drawn();
});
afterEach(() => wall.unmount());
const drawn = async (): Promise<void> => { for (let i = 0; i < 3; i++) { await flushPromises(); frame.draw(); } await flushPromises(); };
const panel = (name: string) => wall.find(`[data-panel=${name}]`);
const states = (): Record<string, string | undefined> => Object.fromEntries(wall.findAll('[data-panel]').map((p) => [p.attributes('data-panel')!, p.attributes('data-state')]));
const key = async (name: string): Promise<void> => { window.dispatchEvent(new KeyboardEvent('keydown', { key: name })); await drawn(); };

it('has every panel with data or its stated reason', () => {
  expect(Object.keys(states()).sort()).toEqual([...PANELS].sort());
  expect(states()).toMatchObject({ headline: 'fresh', loop: 'fresh', classes: 'fresh', league: 'fresh', stream: 'fresh', trend: 'fresh', stations: 'absent', alerts: 'absent' });
  expect(panel('stations').text()).toContain('本级无水文站点');
  expect(panel('headline').text()).toContain('截至 20:16:42');
  expect(panel('classes').text()).toContain('甲类');
  for (const name of PANELS) expect(panel(name).text(), name).toMatch(/截至 20:16:42/);
});
it('bears the mark of simulated data, the city\'s title, the feeds', () => {
  expect(wall.find('.marks').text()).toBe('模拟数据');
  expect(wall.find('h1').text()).toBe('示例市 · 一屏');
  expect(wall.find('.title-bar').text()).toContain('4/4 路数据到齐');
});
it('moves a figure with a delta', async () => {
  source.play({ at: 0, event: 'delta', data: summaryDelta(1, { 'today.accepted': 1300 }) });
  await drawn();
  expect(wall.find('[data-figure=accepted] .value').attributes('aria-label')).toBe('1,300');
});

describe('a figure answers', () => {
  it('every one that holds a number has a 口径 that is known; times have none', () => {
    const figures = wall.findAll('[data-panel] .figure').filter((f) => /\d/.test(f.text()) && !f.element.parentElement!.matches('.when') && !f.element.matches('[data-panel="stream"] .time'));
    expect(figures.length).toBeGreaterThan(20);
    expect(figures.filter((f) => f.element.closest('[data-answer]') === null).map((f) => f.html())).toEqual([]);
    for (const f of wall.findAll('[data-answer]')) expect(Object.keys(ANSWERS)).toContain(f.attributes('data-answer'));
  });
  it('with its formula, numbers, region, time and sources; Esc closes it and stays in the place', async () => {
    usePlace().drill('A');
    await drawn();
    await wall.find('[data-figure=video] .value').trigger('click');
    await drawn();
    const text = wall.find('.answer').text();
    for (const part of ['视频在线率', '在线 / 纳管', '9 / 10 = 90.0 %', '名A · 此刻 · 截至 20:16:42', '视频目录', '正常', '缺口']) expect(text).toContain(part);
    await key('Escape');
    expect([wall.find('.answer').exists(), usePlace().code]).toEqual([false, 'A']);
  });
  it('of the row it stands in, and the row is not entered; a click elsewhere closes it', async () => {
    await panel('league').find('li.touch .value').trigger('click');
    await drawn();
    expect(usePlace().code).toBe('C');
    expect(wall.find('.answer').text()).toContain('按期结案率 · 名A');
    await wall.find('.title-bar h1').trigger('click');
    await drawn();
    expect(wall.find('.answer').exists()).toBe(false);
  });
  it('and closes when the wall goes elsewhere', async () => {
    await wall.find('[data-figure=accepted]').trigger('click');
    await drawn();
    expect(wall.find('.answer').exists()).toBe(true);
    usePlace().drill('B');
    await drawn();
    expect(wall.find('.answer').exists()).toBe(false);
  });
});

describe('down and back', () => {
  it('by a row of the league, the breadcrumb and the keys', async () => {
    await panel('league').findAll('li').find((li) => li.text().includes('名A'))!.trigger('click');
    await drawn();
    expect(router.currentRoute.value.query['region']).toBe('A');
    expect(wall.find('.breadcrumb').text()).toContain('名A');
    expect(panel('league').text()).toContain('名A1');
    await wall.find('.breadcrumb button').trigger('click');
    await drawn();
    expect(usePlace().code).toBe('C');
    await key('ArrowRight');
    expect(usePlace().picked).not.toBeNull();
    await key('Enter');
    expect(usePlace().code).toBe('A');
    await key('Escape');
    expect(usePlace().code).toBe('C');
  });
  it('every panel follows; what ranks children gives its room up where there are none', async () => {
    usePlace().drill('B');
    await drawn();
    expect(states()['league']).toBeUndefined();
    expect(states()['stations']).toBe('absent');
    expect(panel('stations').text()).toContain('本级无水文站点');
    expect(states()['headline']).toBe('fresh');
  });
});

describe('the tour', () => {
  const said = (): string | null => (wall.find('.tour').exists() ? wall.find('.tour').text() : null);
  const press = async (event: Event): Promise<void> => { window.dispatchEvent(event); await drawn(); };
  beforeEach(async () => {
    useScenes().tour = { auto: false, idle: 120_000, steps: [{ scene: 'overview', region: null, dwell: 30_000 }, { scene: 'overview', region: 'A', dwell: 30_000 }] };
    await drawn();
  });

  it('is started, stepped and stopped by its keys, and says in the title bar that it runs', async () => {
    expect(said()).toBeNull();
    await key('t');
    expect(said()).toBe('自动巡航');
    await key('PageDown');
    expect([usePlace().code, said()]).toEqual(['A', '自动巡航']);
    await key('PageUp');
    expect([usePlace().code, said()]).toEqual(['C', '自动巡航']);
    await key('t');
    expect(said()).toBeNull();
  });
  it.each([['another key', new KeyboardEvent('keydown', { key: 'h' })], ['a key that means nothing', new KeyboardEvent('keydown', { key: 'q' })], ['a touch', new Event('pointerdown')], ['the wheel', new Event('wheel')]])('is paused by %s, and says so', async (_what, event) => {
    await key('t');
    await press(event);
    expect(said()).toBe('巡航已暂停');
    await key('t');
    expect(said()).toBe('自动巡航');
  });
  it('shows what is left of its step as a line that grows shorter', async () => {
    await key('t');
    const line = (): string => wall.find('.tour i').attributes('style') ?? '';
    expect(line()).toContain('width: 100%');
    for (let s = 0; s < 15; s++) { clock.run(1000); source.play({ at: 0, event: 'beat', data: beat({ feeds: FEEDS }) }); }
    await drawn();
    expect(line()).toContain('width: 50%');
  });
});

it('N turns the wall\'s day into night and back', async () => {
  await key('n');
  expect(useNight().brightness).toBe(0.6);
  await key('N');
  expect(useNight().brightness).toBe(1);
});

describe('what goes wrong is said', () => {
  it('a lost link: across the wall, with where the data stand and for how long, and it goes by itself', async () => {
    clock.run(65_250);
    await drawn();
    expect(wall.find('[data-link=lost]').text()).toMatch(/链路中断.*数据停在 20:16:42.*已中断 00:01:05/);
    expect(new Set(Object.values(states()))).toEqual(new Set(['stale']));
    expect(wall.find('[data-figure=accepted] .value').attributes('aria-label')).toBe('1,284');
    source.play({ at: 0, event: 'beat', data: beat({ now: T0 + 65_000, feeds: FEEDS }) });
    await drawn();
    expect(wall.find('[data-link=lost]').exists()).toBe(false);
    expect(states()['headline']).toBe('fresh');
  });
  it('a failed feed: its panels alone grow old', async () => {
    source.play({ at: 0, event: 'beat', data: beat({ feeds: FEEDS.map((f) => (f.feed === 'staffing' ? { ...f, state: 'failed', asOf: T0 - 720_000 } : f)) }) });
    await drawn();
    expect(states()).toMatchObject({ staffing: 'stale', loop: 'fresh', stream: 'fresh' });
    expect(panel('staffing').text()).toContain('数据源中断 · 已停 12 分');
    expect(wall.find('.title-bar').text()).toContain('3/4 路数据到齐');
  });
  it('a feed the city has not: 未接入', async () => {
    source.play({ at: 0, event: 'beat', data: beat({ feeds: FEEDS.map((f) => (f.feed === 'staffing' ? { ...f, state: 'off', asOf: null } : f)) }) });
    await drawn();
    expect(states()['staffing']).toBe('absent');
    expect(panel('staffing').text()).toContain('未接入');
    expect(wall.find('[data-figure=duty]').text()).toContain('未接入');
  });
  it('data that a panel cannot read: it keeps its picture, and reads the next', async () => {
    source.play({ at: 0, event: 'snapshot', data: snapshot('cases', { region: 'C', total: 1, items: null } as never, { sub: 'cases|C', seq: 1 }) });
    await drawn();
    expect(states()).toMatchObject({ stream: 'failed', headline: 'fresh' });
    expect(panel('stream').text()).toContain('道路积水');
    source.play({ at: 0, event: 'snapshot', data: snapshot('cases', dataOf('cases', 'C'), { sub: 'cases|C', seq: 2 }) });
    await drawn();
    expect(states()['stream']).toBe('fresh');
  });
});

it('without leagues the stream takes their room', async () => {
  source.play({ at: 0, event: 'hello', data: hello({ city: { ...hello().city, league: false } }) });
  await drawn();
  expect(panel('league').exists()).toBe(false);
  expect(panel('stream').exists()).toBe(true);
});

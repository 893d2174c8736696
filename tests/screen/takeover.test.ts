/** Which alert has the wall, who waits, what comes back; what the card says and where it stands. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, shallowRef } from 'vue';
import type { AlertItem, StationItem } from '../../server/wire/messages.ts';
import type { ApiNearby } from '../../server/wire/nearby.ts';
import { newTakeover, OLD_MS, queueOf, step, type TakeoverState, type View } from '../../screen/store/takeover.ts';
import { makeAlarm } from '../../screen/wall/alarm.ts';
import { ackLists } from '../../screen/wall/ack-lists.ts';
import { arrange, type Canvas } from '../../screen/wall/layout.ts';
import { bandWords, cardBox, cardOf, roomOf, type CardInput } from '../../screen/wall/takeover-card.ts';
import { pictureOf, type Tried } from '../../screen/wall/picture.ts';
import { useNearby } from '../../screen/wall/use-nearby.ts';
import { SCENES } from './fixtures/shipped.ts';

type L = { heat: boolean };
const NOW = 10 * OLD_MS;
const HOME: View<L> = { address: '/scene/flood?region=C.1', layers: { heat: true }, indicator: 'open', camera: { x: 1, y: 2, k: 0.01 } };
const alert = (id: string, colour: AlertItem['colour'] = 'orange', extra: Partial<AlertItem> = {}): AlertItem =>
  ({ id, colour, event: '暴雨', title: `${id} 标题`, issuer: '市气象台', issuedAt: NOW, expiresAt: null, region: 'C', station: null, text: null, ackedBy: null, ackedAt: null, quiet: null, within: [], ...extra });
const acked = (one: AlertItem): AlertItem => ({ ...one, ackedBy: '张三', ackedAt: NOW });
/** Steps through what the wall hears one after the other; says who has it and what was done. */
function wall(start: TakeoverState<L> = newTakeover<L>(null)): { hear(alerts: AlertItem[], view?: View<L>): string; state(): TakeoverState<L> } {
  let state = start;
  return {
    hear(alerts, view = HOME) {
      const { state: next, act } = step(state, alerts, NOW, () => view);
      state = next;
      return `${act.do}${act.do === 'frame' ? ` ${act.alert.id}` : act.do === 'restore' ? ` ${act.view.address}` : ''} [${queueOf(state, alerts).map(({ id }) => id).join(' ')}]`;
    },
    state: () => state,
  };
}
const BACK = `restore ${HOME.address} []`;

describe('a takeover', () => {
  it('begins with a new alert, stays, and gives back exactly the view it began in', () => {
    const { hear, state } = wall();
    expect(hear([])).toBe('nothing []');
    expect(hear([alert('a')])).toBe('frame a [a]');
    const elsewhere = { ...HOME, address: '/?region=C.9', layers: { heat: false } };
    expect(hear([alert('a')], elsewhere)).toBe('nothing [a]');
    expect(state().former).toBe(HOME);
    expect(hear([acked(alert('a'))], elsewhere)).toBe(BACK);
    expect(hear([acked(alert('a'))])).toBe('nothing []');
  });

  it('ends as well when the alert is revoked', () => {
    const { hear } = wall();
    hear([]);
    hear([alert('a')]);
    expect(hear([])).toBe(BACK);
  });

  it('lets the gravest have the wall, then whoever waits longest, and goes back only after the last', () => {
    const { hear } = wall();
    const [a, b, c] = [alert('a', 'orange', { issuedAt: NOW - 5 }), alert('b', 'orange', { issuedAt: NOW - 9 }), alert('c', 'red')];
    hear([]);
    expect(hear([a])).toBe('frame a [a]');
    expect(hear([a, c])).toBe('frame c [c a]');
    expect(hear([b, a, c])).toBe('nothing [c b a]');
    expect(hear([b, a, acked(c)])).toBe('frame b [b a]');
    expect(hear([acked(a), b])).toBe('nothing [b]');
    expect(hear([])).toBe(BACK);
  });

  it('is not begun by what the server keeps quiet, but is when the silence ends', () => {
    const { hear } = wall();
    hear([]);
    for (const quiet of ['colour', 'silence', 'swing'] as const) expect(hear([alert('a', 'orange', { quiet })])).toBe('nothing []');
    expect(hear([alert('a')])).toBe('frame a [a]');
    expect(hear([alert('a', 'orange', { quiet: 'silence' })])).toBe(BACK);
  });

  it('is begun again by the same alert in a graver colour', () => {
    const { hear } = wall();
    hear([]);
    hear([acked(alert('a'))]);
    expect(hear([alert('a', 'red')])).toBe('frame a [a]');
  });

  it('of a page just opened is begun only by what was issued in the last hour', () => {
    const { hear } = wall();
    const [old, late] = [alert('old', 'red', { issuedAt: NOW - OLD_MS - 1 }), alert('late', 'orange', { issuedAt: NOW - OLD_MS })];
    expect(hear([old, late])).toBe('frame late [late]');
    expect(hear([old, acked(late)])).toBe(BACK);
    // After an outage an old alert that was not known is news.
    expect(hear([old, alert('missed', 'red', { issuedAt: NOW - 2 * OLD_MS })])).toBe('frame missed [missed]');
  });

  it('is come back into by a reload, however long it lasts, with the view from before it', () => {
    const before = wall();
    before.hear([]);
    const long = alert('a', 'orange', { issuedAt: NOW - 3 * OLD_MS });
    before.hear([long]);
    const remembered = JSON.parse(JSON.stringify({ due: before.state().due, former: before.state().former })) as Pick<TakeoverState<L>, 'due' | 'former'>;
    const { hear } = wall(newTakeover(remembered));
    expect(hear([long], { ...HOME, address: '/?region=C.7' })).toBe('frame a [a]');
    expect(hear([])).toBe(BACK);
    // Acknowledged while the page was away.
    expect(wall(newTakeover(remembered)).hear([acked(long)])).toBe(BACK);
  });
});

it('the page to acknowledge on parts what waits, what is done, and what a silence or a swing keeps quiet', () => {
  const lists = ackLists([alert('a'), acked(alert('b')), { ...acked(alert('c')), ackedAt: NOW + 1 }, alert('d', 'orange', { quiet: 'swing' }), alert('e', 'blue', { quiet: 'colour' })]);
  expect([lists.waiting, lists.done, lists.quiet].map((list) => list.map(({ id }) => id))).toEqual([['a'], ['c', 'b'], ['d']]);
});

it('the sound is made by code, and says when the browser holds it back', async () => {
  const started: number[] = [];
  const node = { connect: (next: unknown) => next, frequency: { value: 0 }, gain: { setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined }, start: (at: number) => started.push(at), stop: () => undefined };
  const context = { state: 'suspended', currentTime: 1, destination: node, resume: () => Promise.resolve(), close: () => Promise.resolve(), createOscillator: () => node, createGain: () => node };
  const alarm = makeAlarm(() => context as unknown as AudioContext);
  expect([await alarm.ring('red'), started]).toEqual([false, []]);
  context.state = 'running';
  expect(await alarm.ring('orange')).toBe(true);
  expect(await alarm.ring('red')).toBe(true);
  expect(started).toHaveLength(2 + 6);
});

const STATION: StationItem = { id: 's', type: 'river', name: '江湾站', river: null, region: 'C', lng: 118.5, lat: 29.5, state: 'warning', level: 4.9, flow: null, rain1h: null, rain24h: null, running: null, readAt: NOW, alert: 4, warning: 4.55, danger: 5.6, rise: 0.21 };
const NEARBY: ApiNearby = {
  now: NOW, contacts: 'masked', pictures: { hls: true, snapshot: true },
  cameras: [{ id: 'v1', name: '江湾桥头1号', status: 'on', metres: 112 }, { id: 'v2', name: '江湾桥头2号', status: 'off', metres: 1849 }, { id: 'v3', name: '三号', status: 'on', metres: 2000 }],
  staff: [{ id: 'p1', role: 'lead', duty: 'patrol', metres: 2230, name: '王**', phone: '138****0042', positionAt: NOW - 20_000 }, { id: 'p2', role: 'partTime', duty: 'onDuty', metres: 2300, name: '', phone: '', positionAt: NOW }],
};
const input: CardInput = {
  alert: alert('a', 'red', { station: 's', issuedAt: NOW - 180_000, text: '全文' }), station: STATION, nearby: NEARBY, failed: false, placed: true,
  row: { 'video.on': 3, 'video.total': 4, 'staff.patrol': 1, 'staff.offDuty': 5 }, now: NOW, zone: 'Asia/Shanghai', room: roomOf(960),
};

it('the card says level, rise, cameras and staff on duty: names, telephones, distance, and how old a position is', () => {
  const card = cardOf(input);
  expect(card).toMatchObject({ head: '红色预警', age: '发布已 3 分', text: '全文', level: { value: '4.90 m' } });
  expect(card.level.detail).toMatch(/江湾站.*超警戒 0\.35 m.*涨 0\.21 m/);
  expect(card.cameras).toEqual({ scope: '本地在线 3 / 4', note: '', pictures: 4, has: { hls: true, snapshot: true }, rows: [{ id: 'v1', name: '江湾桥头1号', word: '在线 · 112 米', off: false }, { id: 'v2', name: '江湾桥头2号', word: '离线 · 1.8 公里', off: true }, { id: 'v3', name: '三号', word: '在线 · 2.0 公里', off: false }] });
  expect(card.staff).toEqual({ scope: '本地在岗 1 人', note: '', rows: [
    { id: 'p1', who: '王** · 网格长', phone: '138****0042', doing: '巡查 · 2.2 公里', age: '位置 20 秒前' }, { id: 'p2', who: '姓名未给出 · 兼职', phone: '电话未登记', doing: '在岗 · 2.3 公里', age: '位置 0 秒前' },
  ] });
});

it('the card says what it does not have: no station, no place, nothing near, an answer that does not come or is old', () => {
  const bare = cardOf({ ...input, alert: alert('b'), station: null, nearby: { ...NEARBY, cameras: [], staff: [] }, row: null });
  expect([bare.level, bare.cameras.note, bare.staff.note, bare.staff.scope]).toEqual([{ value: '', detail: '此预警不指明站点' }, '附近无视频点位', '附近无在岗人员位置', '人数未到']);
  const notes = (over: Partial<CardInput>): string[] => { const { cameras, staff } = cardOf({ ...input, ...over }); return [cameras.note, staff.note]; };
  expect(notes({ nearby: null })).toEqual(['正在查找附近', '正在查找附近']);
  expect(notes({ nearby: null, failed: true })).toEqual(['附近的视频与人员暂取不到', '附近的视频与人员暂取不到']);
  expect(notes({ failed: true })).toEqual(['刷新失败，以上可能已旧', '刷新失败，以上可能已旧']);
  expect(notes({ nearby: null, placed: false })).toEqual(['此预警没有位置', '此预警没有位置']);
  expect(cardOf({ ...input, nearby: { ...NEARBY, contacts: 'none' } }).staff.rows[1]!.phone).toBe('电话不上屏');
});

it('a low card shows fewer, and not the alert\'s own text', () => {
  const { text, cameras, staff } = cardOf({ ...input, room: roomOf(500) });
  expect([text, cameras.rows.length, staff.rows.length]).toEqual(['', 2, 2]);
});

it.each<['on' | 'off', ApiNearby['pictures'], Tried, string, string]>([
  ['on', { hls: true, snapshot: true }, { stream: null, snapshot: null }, 'stream', ''],
  ['off', { hls: true, snapshot: true }, { stream: null, snapshot: true }, 'snapshot', '离线 · 截图'],
  ['off', { hls: true, snapshot: true }, { stream: null, snapshot: false }, 'nothing', '离线 · 无截图'],
  ['on', { hls: false, snapshot: true }, { stream: null, snapshot: null }, 'snapshot', '未接入实时画面 · 截图'],
  ['on', { hls: false, snapshot: false }, { stream: null, snapshot: null }, 'nothing', '未接入实时画面'],
  ['on', { hls: true, snapshot: true }, { stream: 'still', snapshot: null }, 'snapshot', '实时画面停住 · 截图'],
  ['on', { hls: true, snapshot: false }, { stream: 'unable', snapshot: null }, 'nothing', '本机放不了实时画面'],
])('a camera that is %s, of a gateway that has %j, after %j: %s %s', (status, has, tried, show, why) => {
  expect(pictureOf({ status }, has, tried)).toEqual({ show, why });
});

describe('what is near is asked', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });
  it('when the place is known, again now and then, never after the takeover; an old answer stays and is marked, of another place is dropped', async () => {
    const at = shallowRef<readonly [number, number] | null>(null);
    const asked: string[] = [];
    let answer: () => Promise<unknown> = () => Promise.resolve(NEARBY);
    const scope = effectScope();
    const { found, failed } = scope.run(() => useNearby(() => at.value, (path) => { asked.push(path); return answer(); }))!;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked).toEqual([]);
    at.value = [118.5, 29.5];
    await vi.advanceTimersByTimeAsync(0);
    expect([asked, found.value, failed.value]).toEqual([['/api/nearby?lng=118.500000&lat=29.500000&cameras=4&staff=4'], NEARBY, false]);
    answer = () => Promise.reject(new Error('away'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect([asked.length, found.value, failed.value]).toEqual([2, NEARBY, true]);
    let late: (body: unknown) => void = () => undefined;
    answer = () => new Promise((resolve) => { late = resolve; });
    await vi.advanceTimersByTimeAsync(10_000);
    at.value = [118.6, 29.6];
    await vi.advanceTimersByTimeAsync(0);
    late(NEARBY);
    await vi.advanceTimersByTimeAsync(0);
    expect([found.value, failed.value]).toEqual([NEARBY, false]);
    scope.stop();
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked.length).toBe(before);
  });
});

describe('the card on the wall', () => {
  const size = { component: {} as never, row: 40, least: 2, usual: 4, most: 9 };
  const sizes = new Proxy({}, { get: () => size });
  it.each([[1920, 1080, [], []], [3840, 1080, [1920], []], [5760, 1080, [1920, 3840], [540]], [3840, 1080, [], [540]], [1080, 1920, [], [960]]])('%d × %d with seams %j %j leaves the map free and crosses no seam', (width, height, x, y) => {
    const canvas: Canvas = { width, height, seams: { x, y } };
    const plan = arrange(SCENES[0]!, sizes, { children: 9, league: true }, canvas);
    const box = cardBox(plan, canvas);
    const { map } = plan;
    const clear = box.x >= map.x + map.width || box.y >= map.y + map.height;
    expect([clear, box.x >= 0, box.x + box.width <= width, box.y + box.height <= height]).toEqual([true, true, true, true]);
    for (const line of y) expect(line <= box.y || line >= box.y + box.height).toBe(true);
    for (const line of x) expect(line <= box.x || line >= box.x + box.width).toBe(true);
    const words = bandWords(canvas);
    for (const line of x) expect(line <= words.left || line >= width - words.right).toBe(true);
  });
});

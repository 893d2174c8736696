/** Which alert has the wall, who waits, what comes back; what the card says and where it stands. */
import { describe, expect, it } from 'vitest';
import type { AlertItem, PointsData, StationItem } from '../../server/wire/messages.ts';
import { newTakeover, OLD_MS, queueOf, step, type TakeoverState, type View } from '../../screen/store/takeover.ts';
import { makeAlarm } from '../../screen/wall/alarm.ts';
import { ackLists } from '../../screen/wall/ack-lists.ts';
import { arrange, type Canvas } from '../../screen/wall/layout.ts';
import { bandWords, cardBox, cardOf } from '../../screen/wall/takeover-card.ts';
import { nearest } from '../../screen/wall/nearby.ts';
import { SCENES } from './fixtures/shipped.ts';

type L = { heat: boolean };
const NOW = 10 * OLD_MS;
const HOME: View<L> = { address: '/scene/flood?region=C.1', layers: { heat: true }, indicator: 'open' };
const alert = (id: string, colour: AlertItem['colour'] = 'orange', extra: Partial<AlertItem> = {}): AlertItem =>
  ({ id, colour, event: '暴雨', title: `${id} 标题`, issuer: '市气象台', issuedAt: NOW, expiresAt: null, region: 'C', station: null, text: null, ackedBy: null, ackedAt: null, quiet: null, ...extra });
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

const points = (...at: [number, number, number][]): PointsData => ({
  region: 'C', bbox: [118, 29, 119, 30], count: at.length,
  xy: new Uint8Array(Uint16Array.from(at.flatMap(([x, y]) => (Number.isNaN(x) ? [0xffff, 0xffff] : [Math.round((x - 118) * 65_535), Math.round((y - 29) * 65_535)]))).buffer),
  state: Uint8Array.from(at.map(([, , state]) => state)),
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

it('what is near: nearest first, by metres on the ground, without those that have no position or do not count', () => {
  const all = points([118.5, 29.51, 1], [118.51, 29.5, 0], [NaN, 0, 1], [118.9, 29.9, 1]);
  const near = nearest(all, [118.5, 29.5], 2);
  expect(near.map(({ state }) => state)).toEqual([0, 1]);
  expect(near[0]!.metres).toBeGreaterThan(940);
  expect(near[0]!.metres).toBeLessThan(1000);
  expect(Math.abs(near[1]!.metres - 1113)).toBeLessThan(3);
  expect(nearest(all, [118.5, 29.5], 1, (state) => state === 1)[0]!.metres).toBeGreaterThan(1100);
});

const STATION: StationItem = { id: 's', type: 'river', name: '江湾站', river: null, region: 'C', lng: 118.5, lat: 29.5, state: 'warning', level: 4.9, flow: null, rain1h: null, rain24h: null, running: null, readAt: NOW, alert: 4, warning: 4.55, danger: 5.6, rise: 0.21 };
const input = { alert: alert('a', 'red', { station: 's', issuedAt: NOW - 180_000 }), station: STATION, cameras: points([118.5, 29.501, 1]), staff: points([118.5, 29.52, 1], [118.5, 29.5, 3]), row: { 'video.on': 3, 'video.total': 4, 'staff.patrol': 1, 'staff.offDuty': 5 }, at: [118.5, 29.5] as const, now: NOW, zone: 'Asia/Shanghai' };

it('the card says level, rise, cameras and staff on duty, and what it does not have', () => {
  const card = cardOf(input);
  expect(card).toMatchObject({ head: '红色预警', age: '发布已 3 分', level: { value: '4.90 m' }, cameras: { scope: '本地在线 3 / 4', note: '画面与名称：未接入' }, staff: { scope: '本地在岗 1 人', rows: ['2.2 公里 · 巡查'] } });
  expect(card.level.detail).toMatch(/江湾站.*超警戒 0\.35 m.*涨 0\.21 m/);
  expect(card.cameras.rows).toEqual([expect.stringMatching(/^11\d 米 · 在线$/)]);
  const bare = cardOf({ ...input, alert: alert('b'), station: null, cameras: points(), staff: points(), row: null, at: null });
  expect([bare.level, bare.cameras.note, bare.staff.note, bare.staff.scope]).toEqual([{ value: '', detail: '此预警不指明站点' }, '本地无视频点位', '附近无在岗人员位置', '人数未到']);
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

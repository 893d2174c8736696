/** Push on the real store in a real Redis, seen by real sockets. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { contributions, makeRules } from '../../server/aggregate/index.ts';
import { openStore, type Store } from '../../server/store/index.ts';
import type { Entity, Kind } from '../../server/wire/entity.ts';
import type { CasesData, HeatData, PointsData, StationsData, SummaryData, TrendData } from '../../server/wire/messages.ts';
import { unplacedOf } from '../../server/wire/region.ts';
import { startRedis, type TestRedis } from '../helpers/redis.ts';
import { shown } from './folding-screen.ts';
import { stage, type Screen, type Stage } from './screens.ts';
import { aCamera, aCase, aStaff, aStation, smallCity, T0 } from './small-city.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const rules = makeRules({
  city: { silence: { staff: 300_000, station: 1_200_000 }, retention: { cases: 35 * DAY }, heat: { resolution: 9 }, classification: 'gb' },
  categories: { classOf: () => '1-01', departmentKey: () => '-' },
});
const wait = { timeout: 10_000, interval: 10 };

let redis: TestRedis;
let store: Store;
let open: Stage;
beforeAll(async () => { redis = await startRedis(); });
afterAll(async () => { await redis.stop(); });
afterEach(async () => { await open.close(); await store.close(); });

async function begin(): Promise<Stage> {
  store = await openStore({
    redis: redis.url, world: 'demo', city: 'c', zone: 'Asia/Shanghai', regions: smallCity().all,
    retention: { minutes: 25 * HOUR, hours: 35 * DAY, days: 400 * DAY, cases: 35 * DAY },
  });
  open = await stage({ store });
  await open.push.tick();
  return open;
}

/** What the intake does: to the store first, then to push what it took. */
async function take(kind: Kind, entities: readonly Entity[]): Promise<void> {
  const now = open.hands.now;
  const items = entities.map((entity) => ({ entity, contribution: contributions(entity, now, rules) }));
  const { changed } = await store.put(kind, items, { feed: kind, now });
  const ids = new Set(changed);
  open.push.onApplied(kind, entities.filter((entity) => ids.has(entity.id)));
}

const holdAll = async (screen: Screen, region: string): Promise<Record<string, string>> => Object.fromEntries(await Promise.all(
  ['summary', 'trend', 'cases', 'stations', 'cameras', 'staff', 'heat'].map(async (topic) => [topic, await screen.hold({ region, topic })] as const)));

/** The rows a summary of `region` must show, read past push. */
async function rowsOf(region: string): Promise<SummaryData['rows']> {
  const children = open.hands.regions.children(region).map((child) => child.code);
  return { ...await store.readRows([...children, unplacedOf(region)], open.hands.now, { detail: false }), ...await store.readRows([region], open.hands.now, { detail: true }) };
}

describe('push on Redis', () => {
  it('shows every topic as the store has it, change after change', async () => {
    const { push, hands, screen } = await begin();
    const one = await screen();
    const keys = { city: await holdAll(one, 'c'), district: await holdAll(one, 'c1') };
    for (let round = 1; round <= 6; round++) {
      const home = round % 2 === 0 ? 'c1111' : 'c2';
      await take('case', [aCase(`k${round}`, home, 1, { lng: 118.2, lat: 29.2 }), aCase('moving', home, round, { urgent: round % 2 === 0, lng: 118.2, lat: 29.2 })]);
      await take('video', [aCamera('v', 'c1111', round, { status: round % 2 === 0 ? 'off' : 'on' })]);
      await take('station', [aStation('s', 'c1112', round, { reading: { at: T0 + round * 1000, level: 9 + round } })]);
      await take('staff', [aStaff('p', 'c1111', round)]);
      const positions = [{ id: 'p', lng: 118 + round / 100, lat: 29.5, at: T0 + round * 1000, duty: 'patrol' as const }];
      await store.putPositions(positions);
      push.onPositions(positions);
      hands.now += 6000; hands.wall += 6000;
      await push.tick();
      await push.tick();
      for (const region of ['c', 'c1'] as const) {
        const expected = await rowsOf(region);
        const key = keys[region === 'c' ? 'city' : 'district'];
        await vi.waitFor(() => { expect((one.folded.data(key['summary']!) as SummaryData).rows).toEqual(expected); }, wait);
      }
    }
    const city = (topic: string): unknown => one.folded.data(keys.city[topic]!);
    expect((city('summary') as SummaryData).rows['c']).toMatchObject({ open: 7, 'today.reported': 7, 'video.total': 1, 'station.total': 1 });
    expect((city('trend') as TrendData).series['reported']!.at(-1)).toBe(7);
    expect((city('trend') as TrendData).series['level']!.at(-1)).toBe(15);
    expect(Object.values((city('heat') as HeatData).cells)).toEqual([7]);
    expect((city('cases') as CasesData).total).toBe(7);
    expect((city('stations') as StationsData).items[0]).toMatchObject({ id: 's', level: 15, state: 'danger' });
    expect(shown(city('staff') as PointsData)).toHaveLength(1);
    expect((one.folded.data(keys.district['cases']!) as CasesData).items.map((item) => item.id).sort()).toEqual(['k2', 'k4', 'k6', 'moving']);
    expect(one.folded.gaps).toBe(0);
  });

  it('keeps the last picture while Redis is away, and gives another epoch when it is back', async () => {
    const { push, hands, screen } = await begin();
    const one = await screen();
    const keys = await holdAll(one, 'c');
    await take('case', [aCase('before', 'c1111', 1)]);
    await push.tick();
    const epoch = push.epoch();
    await vi.waitFor(() => { expect((one.folded.data(keys['cases']!) as CasesData).items.some((item) => item.id === 'before')).toBe(true); }, wait);
    const cases = (one.folded.data(keys['cases']!) as CasesData).total;
    await redis.kill();
    const failing = push.tick();
    push.beat();
    await vi.waitFor(() => { expect(one.beats.length).toBeGreaterThan(0); }, wait);
    expect([push.epoch(), (one.folded.data(keys['cases']!) as CasesData).total]).toEqual([epoch, cases]);
    await redis.restart();
    await failing.catch(() => undefined);
    hands.wall += 6000;
    await vi.waitFor(async () => { await push.tick(); expect(push.epoch()).not.toBe(epoch); }, wait);
    const expected = await rowsOf('c');
    await vi.waitFor(() => {
      expect(one.hellos.at(-1)!.epoch).toBe(push.epoch());
      for (const key of Object.values(keys)) expect(one.folded.held.get(key)!.snapshot.epoch).toBe(push.epoch());
      expect((one.folded.data(keys['summary']!) as SummaryData).rows).toEqual(expected);
    }, wait);
    await take('case', [aCase('after', 'c1111', 1)]);
    await push.tick();
    await vi.waitFor(() => { expect((one.folded.data(keys['cases']!) as CasesData).items.some((item) => item.id === 'after')).toBe(true); }, wait);
    expect(one.folded.gaps).toBe(0);
  }, 40_000);

  it('a server started again on the same Redis shows the same', async () => {
    const { push, screen, hands } = await begin();
    await take('staff', Array.from({ length: 50 }, (_, i) => aStaff(`p${i}`, 'c1111', 9)));
    await push.tick();
    const first = await screen();
    const held = await holdAll(first, 'c');
    const before = Object.fromEntries(Object.entries(held).map(([topic, key]) => [topic, first.folded.data(key)]));
    const again = await stage({ store });
    again.hands.now = hands.now;
    try {
      await again.push.tick();
      const second = await again.screen();
      const there = await holdAll(second, 'c');
      for (const topic of ['summary', 'trend', 'cases', 'stations', 'heat']) expect({ topic, data: second.folded.data(there[topic]!) }).toEqual({ topic, data: before[topic] });
      for (const topic of ['cameras', 'staff']) expect(shown(second.folded.data(there[topic]!) as PointsData)).toEqual(shown(before[topic] as PointsData));
      expect(again.push.epoch()).toBe('epoch-2');
    } finally {
      await again.close();
    }
  });
});

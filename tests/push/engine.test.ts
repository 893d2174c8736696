import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../server/push/deps.ts';
import { Engine } from '../../server/push/engine.ts';
import { canonical, type Wanted } from '../../server/push/subscription-key.ts';
import { Refused } from '../../server/push/subscriptions.ts';
import type { AlertsData, CasesData, HeatData, PointsData, StationsData, SummaryData, TrendData } from '../../server/wire/messages.ts';
import { asU16 } from '../../server/wire/fold.ts';
import { FoldingScreen, shown } from './folding-screen.ts';
import { handsAndDeps, type Hands } from './push-deps.ts';
import { aCamera, aCase, anAlert, aStaff, aStation, T0 } from './small-city.ts';

interface World { hands: Hands; engine: Engine; screen: FoldingScreen; epochs: () => number; want(request: object): Promise<string>; key(request: object): Wanted }

function world(limits: Partial<typeof LIMITS> = {}): World {
  const { hands, deps } = handsAndDeps();
  const screen = new FoldingScreen();
  let epochs = 0;
  const engine = new Engine(deps, { ...LIMITS, ...limits }, {
    delta: (key, delta) => { screen.delta(key, delta); },
    snapshot: (key, snapshot) => { if (screen.held.has(key)) screen.snapshot(key, snapshot); },
    storeTime: () => undefined,
    epoch: () => { epochs++; },
  });
  const key = (request: object): Wanted => {
    const wanted = canonical(request, { region: (code) => deps.regions.get(code) !== undefined });
    if (typeof wanted === 'string') throw new Error(wanted);
    return wanted;
  };
  const want = async (request: object): Promise<string> => {
    const wanted = key(request);
    const subscription = await engine.acquire(wanted);
    screen.snapshot(wanted.key, engine.snapshot(subscription));
    return wanted.key;
  };
  return { hands, engine, screen, want, key, epochs: () => epochs };
}
const begun = async (limits: Partial<typeof LIMITS> = {}): Promise<World> => {
  const made = world(limits);
  await made.engine.tick();
  return made;
};

describe('engine: summaries', () => {
  it('sends what changed, once, and nothing when nothing did', async () => {
    const { hands, engine, screen, want } = await begun();
    hands.store.change('c', { open: 3, 'category.1': 2 });
    hands.store.change('c1', { open: 1, 'category.1': 1 });
    const key = await want({ region: 'c', topic: 'summary' });
    expect((screen.data(key) as SummaryData).rows).toEqual({ c: { open: 3, 'category.1': 2 }, c1: { open: 1 }, c2: {}, 'c/-': {} });
    await engine.tick();
    expect(screen.held.get(key)!.deltas).toBe(0);
    hands.store.change('c1', { open: 2 });
    hands.store.change('c111', { open: 9 });
    hands.store.change('c/-', { open: 1 });
    expect((await engine.tick()).deltas).toBe(1);
    expect((screen.data(key) as SummaryData).rows).toMatchObject({ c1: { open: 2 }, 'c/-': { open: 1 } });
    expect((await engine.tick()).deltas).toBe(0);
  });

  it('reads a region once however many watch it, and not at all what did not change', async () => {
    const { hands, engine, want } = await begun();
    await want({ region: 'c', topic: 'summary' });
    await want({ region: 'c1', topic: 'summary' });
    await engine.tick();
    hands.store.calls = [];
    hands.store.change('c1', { open: 2 });
    expect((await engine.tick()).rows).toBe(1); // with detail for its own view, which the city's takes its part of
    expect(hands.store.calls.filter((call) => call === 'readRows')).toHaveLength(1);
    hands.store.calls = [];
    await engine.tick();
    expect(hands.store.calls).toEqual(['changedSince']);
  });

  it('follows the clock: minutes for yesterday, midnight at once', async () => {
    const { hands, engine, screen, want } = await begun();
    const key = await want({ region: 'c', topic: 'summary' });
    await engine.tick();
    hands.store.rows.set('c', { 'today.closed': 4 });
    await engine.tick();
    expect((screen.data(key) as SummaryData).rows['c']).toEqual({});
    hands.now += 61_000; hands.wall += 61_000;
    await engine.tick();
    expect((screen.data(key) as SummaryData).rows['c']).toEqual({ 'today.closed': 4 });
    hands.store.rows.set('c', {});
    hands.now = Date.UTC(2026, 6, 1, 16, 0); // 00:00 in the city
    hands.wall += 1;
    await engine.tick();
    expect((screen.data(key) as SummaryData).rows['c']).toEqual({});
  });

  it('loses nothing while the store is away, and says who changed when it is back', async () => {
    const { hands, engine, screen, want } = await begun();
    const key = await want({ region: 'c', topic: 'summary' });
    await engine.tick();
    hands.store.change('c1', { open: 7 });
    let reads = 0;
    hands.store.before = (call) => { if (call === 'readRows' && reads++ === 0) throw new Error('lost'); };
    await expect(engine.tick()).rejects.toThrow('lost');
    await engine.tick();
    expect((screen.data(key) as SummaryData).rows['c1']).toEqual({ open: 7 });
  });

  it('gives the age of the oldest feed a topic depends on', async () => {
    const { hands, engine, key } = await begun();
    const asOf = async (request: object): Promise<number | null> => engine.snapshot(await engine.acquire(key(request))).asOf;
    expect(await asOf({ region: 'c', topic: 'summary' })).toBe(T0 - 4000);
    expect(await asOf({ region: 'c', topic: 'cases' })).toBe(T0 - 1000);
    expect(await asOf({ region: 'c', topic: 'trend' })).toBe(T0 - 3000);
    hands.feeds[1]!.state = 'off';
    hands.feeds[3]!.asOf = null;
    await engine.tick();
    expect(await asOf({ region: 'c1', topic: 'summary' })).toBeNull();
    expect(await asOf({ region: 'c1', topic: 'cameras' })).toBeNull();
  });
});

describe('engine: lists', () => {
  it('cases: the newest forty of the region, overdue by the clock alone', async () => {
    const { hands, engine, screen, want } = await begun();
    engine.put('case', Array.from({ length: 60 }, (_, i) => aCase(`k${i}`, 'c1111', 1, { times: { reported: T0 - 60_000 * i } })));
    engine.put('case', [aCase('other', 'c2111', 1, { deadline: T0 + 5000 })]);
    const city = await want({ region: 'c', topic: 'cases' });
    const district = await want({ region: 'c1', topic: 'cases' });
    const data = (key: string): CasesData => screen.data(key) as CasesData;
    expect([data(city).items.length, data(city).total, data(district).total]).toEqual([40, 61, 60]);
    expect(data(district).items.map((item) => item.id)).toEqual(Array.from({ length: 40 }, (_, i) => `k${i}`));
    expect(data(city).items.find((item) => item.id === 'other')).toMatchObject({ overdue: false, categoryName: '名称 1-0101' });
    hands.now += 5001;
    await engine.tick();
    expect(data(city).items.find((item) => item.id === 'other')).toMatchObject({ overdue: true });
    // One moves to another district: it leaves one list, the next oldest follows it in.
    engine.put('case', [aCase('k0', 'c2111', 2, { times: { reported: T0 } })]);
    engine.put('case', [aCase('k1', 'c1111', 0, { urgent: true })]); // an older version
    await engine.tick();
    expect(data(district).items.map((item) => item.id)).toEqual(Array.from({ length: 40 }, (_, i) => `k${i + 1}`));
    expect(data(district).total).toBe(59);
    expect(data(district).items[0]!.urgent).toBe(false);
  });

  it('cases: those that a filter lets through, as they come to match it and cease to', async () => {
    const { engine, screen, want } = await begun();
    engine.put('case', Array.from({ length: 200 }, (_, i) => aCase(`k${i}`, 'c1111', 1, { category: i % 2 === 0 ? '1-0101' : '2-0101', source: i % 3 === 0 ? 'app' : 'hotline', urgent: i % 5 === 0, times: { reported: T0 - 60_000 * i } })));
    const all = await want({ region: 'c', topic: 'cases', filter: { class: '1-01', source: 'app', urgent: true } });
    const urgent = await want({ region: 'c', topic: 'cases', filter: { urgent: true } });
    const ids = (key: string): string[] => (screen.data(key) as CasesData).items.map(({ id }) => id);
    const every = (n: number): string[] => Array.from({ length: Math.ceil(200 / n) }, (_, i) => `k${i * n}`);
    expect([ids(all), ids(urgent), (screen.data(urgent) as CasesData).total]).toEqual([every(30), every(5), 40]);
    engine.put('case', [aCase('k0', 'c1111', 2, { category: '1-0101', source: 'app', urgent: false, times: { reported: T0 } }), aCase('k1', 'c1111', 2, { category: '1-0101', source: 'app', urgent: true, times: { reported: T0 - 60_000 } })]);
    await engine.tick();
    expect([ids(all), ids(urgent).slice(0, 2), (screen.data(urgent) as CasesData).total]).toEqual([['k1', ...every(30).slice(1)], ['k1', 'k5'], 40]);
    expect(all).not.toBe(urgent);
  });

  it('alerts: those of the region, within it and above it, while in force', async () => {
    const { hands, engine, screen, want } = await begun();
    engine.put('alert', [anAlert('city', 'c', 1), anAlert('here', 'c1', 1, { colour: 'red', expiresAt: T0 + 10_000 }), anAlert('there', 'c2', 1)]);
    await engine.tick();
    const key = await want({ region: 'c11', topic: 'alerts' });
    const ids = (): string[] => (screen.data(key) as AlertsData).items.map((item) => item.id);
    expect(ids()).toEqual(['here', 'city']);
    engine.put('alert', [anAlert('city', 'c', 2, { revokedAt: T0 })]);
    await engine.tick();
    expect(ids()).toEqual(['here']);
    hands.now += 10_001; hands.wall += 10_001;
    await engine.tick();
    expect(ids()).toEqual([]);
    engine.put('alert', [anAlert('city', 'c', 1)]);
    await engine.tick();
    expect(ids()).toEqual([]);
  });

  it('stations: state, rise per hour, silence', async () => {
    const { hands, engine, screen, want } = await begun();
    const key = await want({ region: 'c1', topic: 'stations' });
    for (let minute = 0; minute <= 60; minute += 5) {
      const at = T0 - 3_600_000 + minute * 60_000;
      engine.put('station', [aStation('s', 'c1111', minute + 1, { reading: { at, level: 9 + minute / 50 } })]);
    }
    await engine.tick();
    const item = (): StationsData['items'][number] => (screen.data(key) as StationsData).items[0]!;
    expect(item()).toMatchObject({ id: 's', level: 10.2, state: 'warning', warning: 10 });
    expect(item().rise).toBeCloseTo(1.2, 2);
    hands.now += 1_200_001; hands.wall += 1_200_001;
    await engine.tick();
    expect(item().state).toBe('silent');
    engine.remove('station', ['s']);
    await engine.tick();
    expect((screen.data(key) as StationsData).items).toEqual([]);
  });
});

describe('engine: points', () => {
  it('cameras: slots stay, a camera that leaves its region leaves an empty slot', async () => {
    const { engine, screen, want } = await begun();
    engine.put('video', [aCamera('a', 'c1111', 1), aCamera('b', 'c1111', 1, { status: 'off', lng: undefined, lat: undefined })]);
    const key = await want({ region: 'c1', topic: 'cameras' });
    const data = (): PointsData => screen.data(key) as PointsData;
    expect([data().count, ...data().state]).toEqual([2, 1, 0]);
    engine.put('video', [aCamera('c', 'c1112', 1), aCamera('a', 'c2111', 2)]);
    await engine.tick();
    expect([data().count, ...data().state]).toEqual([3, 0, 0, 1]);
    expect([...asU16(data().xy).slice(0, 4)]).toEqual([65535, 65535, 65535, 65535]);
    engine.put('video', [aCamera('a', 'c1111', 3)]);
    engine.remove('video', ['c']);
    await engine.tick();
    expect([data().count, ...data().state]).toEqual([3, 1, 0, 0]);
  });

  it('staff: people of the home region where they are, off duty by silence', async () => {
    const { hands, engine, screen, want } = await begun();
    engine.put('staff', [aStaff('p', 'c1111', 1), aStaff('q', 'c1112', 1)]);
    engine.positions([{ id: 'p', lng: 118.2, lat: 29.2, at: T0 + 1000, duty: 'patrol' }, { id: 'nobody', lng: 118.2, lat: 29.2, at: T0, duty: 'patrol' }]);
    const key = await want({ region: 'c', topic: 'staff' });
    const states = (): number[] => [...(screen.data(key) as PointsData).state];
    expect(states()).toEqual([1, 0]);
    engine.positions([{ id: 'p', lng: 118.3, lat: 29.2, at: T0 + 500, duty: 'handling' }]); // late
    await engine.tick();
    expect(states()).toEqual([1, 0]);
    hands.now += 400_000; hands.wall += 400_000;
    await engine.tick();
    expect(states()).toEqual([3, 3]);
    engine.positions([{ id: 'q', lng: 118.9, lat: 29.2, at: hands.now, duty: 'onDuty' }]);
    await engine.tick();
    expect(states()).toEqual([3, 0]);
    expect(shown(screen.data(key) as PointsData)).toHaveLength(2);
  });
});

describe('engine: windows', () => {
  it('trend: ten-minute steps that roll, rain and the river nearest its limit', async () => {
    const { hands, engine, screen, want } = await begun();
    hands.store.events.push({ at: T0 - 60_000, code: 'c', name: 'reported' }, { at: T0 - 700_000, code: 'c', name: 'closed' });
    engine.put('station', [
      aStation('low', 'c1111', 1, { reading: { at: T0 - 60_000, level: 5 } }), aStation('high', 'c2111', 1, { reading: { at: T0 - 60_000, level: 9.9 } }),
      aStation('wet', 'c1111', 1, { type: 'rain', reading: { at: T0 - 60_000, rain5m: 4 } }), aStation('dry', 'c1111', 1, { type: 'rain', reading: { at: T0 - 60_000, rain5m: 1 } }),
    ]);
    const key = await want({ region: 'c', topic: 'trend' });
    const data = (): TrendData => screen.data(key) as TrendData;
    const last = (name: string, back = 1): number | null => data().series[name]!.at(-back)!;
    expect([data().step, data().series['reported']!.length, data().station]).toEqual([600_000, 144, 'high']);
    expect([last('reported'), last('closed', 2), last('rain'), last('level')]).toEqual([1, 1, 2.5, 9.9]);
    hands.store.events.push({ at: T0, code: 'c', name: 'reported' });
    hands.store.touch('c');
    hands.wall += 5000; hands.now += 5000;
    await engine.tick();
    expect(last('reported')).toBe(2);
    hands.wall += 600_000; hands.now += 600_000;
    await engine.tick();
    expect([last('reported'), last('reported', 2), last('rain'), data().series['reported']!.length]).toEqual([0, 2, null, 144]);
  });

  it.each([[1, 60_000, 60], [24, 600_000, 144], [168, 3_600_000, 168], [720, 21_600_000, 120]])('trend: %d h in steps of %d ms', async (window, step, count) => {
    const { screen, want } = await begun();
    const data = screen.data(await want({ region: 'c1', topic: 'trend', window })) as TrendData;
    expect([data.step, data.series['closed']!.length]).toEqual([step, count]);
  });

  it('heat: cells whose centre lies in the region; the city keeps those outside too', async () => {
    const { hands, engine, screen, want } = await begun();
    const { latLngToCell } = await import('h3-js');
    const west = latLngToCell(29.3, 118.2, 9), east = latLngToCell(29.3, 118.8, 9), outside = latLngToCell(10, 10, 9);
    const hour = Math.floor(T0 / 3_600_000);
    hands.store.heat.set(hour, new Map([[west, 3], [east, 2], [outside, 1]]));
    hands.store.heat.set(hour - 200, new Map([[west, 5]]));
    const city = await want({ region: 'c', topic: 'heat' });
    const district = await want({ region: 'c1', topic: 'heat', window: 720 });
    expect((screen.data(city) as HeatData).cells).toEqual({ [west]: 3, [east]: 2, [outside]: 1 });
    expect((screen.data(district) as HeatData).cells).toEqual({ [west]: 8 });
    expect((screen.data(district) as HeatData).most).toBe(8);
    expect(screen.data(city)).toMatchObject({ around: {}, most: 3, kernel: 400 });
    hands.store.heat.get(hour)!.delete(west);
    hands.store.touch('c'); hands.store.touch('c1');
    hands.wall += 5000;
    await engine.tick();
    expect((screen.data(city) as HeatData).cells).toEqual({ [east]: 2, [outside]: 1 });
    expect((screen.data(district) as HeatData).cells).toEqual({ [west]: 5 });
  });

  it('reads the heat of one window once for all regions', async () => {
    const { hands, want } = await begun();
    await want({ region: 'c', topic: 'heat' });
    hands.store.calls = [];
    await want({ region: 'c1', topic: 'heat' });
    await want({ region: 'c2', topic: 'heat', filter: {} });
    expect(hands.store.calls).toEqual([]);
  });
});

describe('engine: epochs and caps', () => {
  it('begins another epoch when the store did: everything afresh, then the greeting', async () => {
    const { hands, engine, screen, want, epochs } = await begun();
    engine.put('case', [aCase('lost', 'c1111', 1)]);
    const key = await want({ region: 'c', topic: 'cases' });
    const first = engine.epoch;
    expect((screen.data(key) as CasesData).total).toBe(1);
    hands.store.keep(aCase('kept', 'c1111', 1));
    hands.store.era = 'e2';
    await engine.tick();
    expect(engine.epoch).not.toBe(first);
    expect(epochs()).toBe(2);
    expect(screen.held.get(key)!.snapshot).toMatchObject({ epoch: engine.epoch, seq: 0 });
    expect((screen.data(key) as CasesData).items.map((item) => item.id)).toEqual(['kept']);
    engine.put('case', [aCase('new', 'c1111', 1)]);
    await engine.tick();
    expect((screen.data(key) as CasesData).total).toBe(2);
    expect(screen.gaps).toBe(0);
  });

  it('tries the new epoch again until the store can be read', async () => {
    const { hands, engine, screen, want } = await begun();
    const key = await want({ region: 'c', topic: 'stations' });
    const first = engine.epoch;
    hands.store.keep(aStation('s', 'c1111', 1));
    hands.store.era = 'e2';
    hands.store.before = (call) => { if (call === 'readSeries') throw new Error('lost again'); };
    await expect(engine.tick()).rejects.toThrow('lost again');
    expect(engine.epoch).toBe(first);
    hands.store.before = () => undefined;
    await engine.tick();
    expect((screen.data(key) as StationsData).total).toBe(1);
  });

  it('a clock set back begins another epoch', async () => {
    const { hands, engine, screen, want } = await begun();
    const key = await want({ region: 'c', topic: 'trend' });
    const before = (screen.data(key) as TrendData).from;
    hands.now -= 3_600_000;
    await engine.tick();
    expect((screen.data(key) as TrendData).from).toBe(before - 3_600_000);
    expect(screen.held.get(key)!.snapshot.epoch).toBe('epoch-3');
  });

  it('loads one subscription once however many ask, and refuses beyond the cap', async () => {
    const { hands, engine, key } = await begun({ subscriptions: 2, lingerMs: 1000 });
    hands.store.calls = [];
    const [one, two] = await Promise.all([engine.acquire(key({ region: 'c', topic: 'summary' })), engine.acquire(key({ region: 'c', topic: 'summary', window: 1 }))]);
    expect(one).toBe(two);
    expect(hands.store.calls.filter((call) => call === 'readRows')).toHaveLength(2);
    await engine.acquire(key({ region: 'c', topic: 'cases' }));
    await expect(engine.acquire(key({ region: 'c', topic: 'alerts' }))).rejects.toThrow(Refused);
    engine.release(one.wanted.key);
    engine.release(one.wanted.key);
    // What only lingers makes room.
    await engine.acquire(key({ region: 'c', topic: 'alerts' }));
    expect(engine.subscriptions.size).toBe(2);
  });

  it('keeps what nobody holds for a while, then closes it', async () => {
    const { hands, engine, key } = await begun({ lingerMs: 1000 });
    const held = await engine.acquire(key({ region: 'c', topic: 'summary' }));
    engine.release(held.wanted.key);
    await engine.tick();
    expect(engine.subscriptions.size).toBe(1);
    hands.wall += 1000;
    await engine.tick();
    expect(engine.subscriptions.size).toBe(0);
  });

  it('a source that fails is read afresh; the others go on', async () => {
    const { hands, engine, screen, want } = await begun();
    const broken = await want({ region: 'c', topic: 'summary' });
    const fine = await want({ region: 'c', topic: 'cases' });
    engine.subscriptions.get(broken)!.source.commit = () => { throw new Error('a bug'); };
    hands.store.change('c', { open: 5 });
    engine.put('case', [aCase('a', 'c1111', 1)]);
    await engine.tick();
    expect((screen.data(broken) as SummaryData).rows['c']).toEqual({ open: 5 });
    expect((screen.data(fine) as CasesData).total).toBe(1);
    expect(hands.logged.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('a subscription that cannot be read is refused and forgotten', async () => {
    const { hands, engine, key } = await begun();
    hands.store.down = true;
    await expect(engine.acquire(key({ region: 'c', topic: 'summary' }))).rejects.toThrow('connection is closed');
    expect(engine.subscriptions.size).toBe(0);
    hands.store.down = false;
    await engine.acquire(key({ region: 'c', topic: 'summary' }));
  });
});

/** GET /api/desk/watch on a real Redis: what was put there on purpose is found, and named; what is as usual is not. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contributions, makeRules } from '../../../server/aggregate/index.ts';
import { openStore, type Store } from '../../../server/store/index.ts';
import { ApiWatch } from '../../../server/wire/desk.ts';
import type { Case } from '../../../server/wire/entity.ts';
import { startRedis, type TestRedis } from '../../helpers/redis.ts';
import { stage, type Stage } from '../screens.ts';
import { aCase, aStation, smallCity, T0 } from '../small-city.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const rules = makeRules({
  city: { silence: { staff: 300_000, station: 1_200_000 }, retention: { cases: 35 * DAY }, heat: { resolution: 9 }, classification: 'gb' },
  categories: { classOf: (category) => category.slice(0, 4), departmentKey: () => '-' },
});
let redis: TestRedis;
let store: Store;
let open: Stage;
beforeAll(async () => {
  redis = await startRedis();
  store = await openStore({ redis: redis.url, world: 'demo', city: 'c', zone: 'Asia/Shanghai', regions: smallCity().all, retention: { minutes: 25 * HOUR, hours: 35 * DAY, days: 400 * DAY, cases: 35 * DAY } });
  open = await stage({ store, categories: () => Promise.resolve({ classifications: {}, categories: { '1-0101': { name: '井盖', gb: '1-01' }, '2-0303': { name: '积水', gb: '2-03' } }, departments: {} }) });
  const entities: Case[] = [];
  const put = (region: string, category: string, ago: number, extra: Partial<Case> = {}): void => { entities.push(aCase(`k${entities.length}`, region, 1, { category, times: { reported: T0 - ago }, ...extra })); };
  // 20 days of two cases an hour in each of two streets; today one of them has twelve of one class in the last hour.
  for (let day = 0; day <= 20; day++) for (const region of ['c1111', 'c2211']) for (const minutes of [12, 47]) put(region, '1-0101', day * DAY + minutes * MINUTE);
  for (let i = 0; i < 12; i++) put('c1111', '2-0303', (3 + i * 4) * MINUTE);
  // Four of one category within 30 m over the day, the newest within the hour; three of it spread over a kilometre.
  for (let i = 0; i < 4; i++) put('c1222', '1-0101', (1 + i * 5) * HOUR, { lng: 118.4 + i * 0.0001, lat: 29.4, address: `江滨路 ${i} 号` });
  for (let i = 0; i < 3; i++) put('c2122', '1-0101', (2 + i) * HOUR, { lng: 118.8 + i * 0.005, lat: 29.8 });
  await store.put('case', entities.map((entity) => ({ entity, contribution: contributions(entity, T0, rules) })), { feed: 'case', now: T0 });
  open.push.onApplied('case', entities);
  // 0.4 m an hour towards 10 m, and one that stands.
  for (const [id, rise] of [['w1', 0.4], ['w2', 0]] as const) {
    for (let i = 12; i >= 0; i--) open.push.onApplied('station', [aStation(id, 'c11', 20 - i, { reading: { at: T0 - i * 5 * MINUTE, level: 9.6 - (rise * i) / 12 } })]);
  }
  await open.push.tick();
}, 60_000);
afterAll(async () => { await open.close(); await store.close(); await redis.stop(); });

const ask = async (region = 'c'): Promise<ApiWatch> => {
  for (;;) {
    const answer = ApiWatch.parse(await (await fetch(`${open.url}/api/desk/watch?region=${region}`)).json());
    if (answer.hotSpots.ready) return answer;
    open.hands.wall += 6_000;
  }
};

it('names the hot spot by its place, with its cases, and leaves alone what lies apart', async () => {
  const { hotSpots } = await ask();
  expect(hotSpots.items.map(({ category, categoryName, region, address, count }) => ({ category, categoryName, region, address, count }))).toEqual([{ category: '1-0101', categoryName: '名称 1-0101', region: 'c1222', address: '江滨路 0 号', count: 4 }]);
  expect(hotSpots.items[0]!.radius).toBeLessThan(20);
});

it('tells the surge of a street and its district, by class and in all, with what was usual', async () => {
  const { surges } = await ask();
  expect([surges.days, surges.needed]).toEqual([14, 7]);
  expect(surges.items.map(({ region, class: of, count }) => `${region} ${of ?? 'all'} ${count}`).sort()).toEqual(['c1 2-03 12', 'c1 all 15', 'c11 2-03 12', 'c11 all 14']);
  const street = surges.items.find(({ region, class: of }) => region === 'c11' && of === '2-03')!;
  expect(street).toMatchObject({ mean: 0, most: 0, days: 14 });
  expect(surges.items.find(({ region, class: of }) => region === 'c11' && of === null)).toMatchObject({ mean: 2, most: 2 });
});

it('tells of the water that rises, and when it reaches what', async () => {
  const { rising } = await ask();
  expect(rising.map(({ id }) => id)).toEqual(['w1']);
  expect(rising[0]!.rate).toBeCloseTo(0.4, 2);
  expect(rising[0]!.reaches[0]).toMatchObject({ threshold: 'warning', value: 10 });
  expect(rising[0]!.reaches[0]!.likely / MINUTE).toBeCloseTo(60, -1);
});

it('speaks of the place asked about alone', async () => {
  const { hotSpots, surges, rising } = await ask('c2');
  expect([hotSpots.items, surges.items, rising]).toEqual([[], [], []]);
});

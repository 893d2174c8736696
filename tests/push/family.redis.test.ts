/** Parent = Σ children + 未落格 in every answer and after every delta, while the store is written as hard as it can be. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contributions, makeRules } from '../../server/aggregate/index.ts';
import { LIMITS } from '../../server/push/deps.ts';
import { Engine } from '../../server/push/engine.ts';
import { canonical } from '../../server/push/subscription-key.ts';
import { SummaryApi } from '../../server/push/summary-api.ts';
import { openStore, type Store } from '../../server/store/index.ts';
import type { Case } from '../../server/wire/entity.ts';
import type { CounterRow } from '../../server/wire/counters.ts';
import type { SummaryData } from '../../server/wire/messages.ts';
import { unplacedOf } from '../../server/wire/region.ts';
import { startRedis, type TestRedis } from '../helpers/redis.ts';
import { seeded } from '../normalise/mutate.ts';
import { DAY, HOUR } from '../store/small-city.ts';
import { FoldingScreen } from './folding-screen.ts';
import { handsAndDeps } from './push-deps.ts';
import { aCase, smallCity, T0 } from './small-city.ts';

const rules = makeRules({
  city: { silence: { staff: 300_000, station: 1_200_000 }, retention: { cases: 35 * DAY }, heat: { resolution: 9 }, classification: 'gb' },
  categories: { classOf: () => '1-01', departmentKey: () => '-' },
});
const CITY = smallCity();
const REGIONS = ['c', 'c1', 'c12', 'c121'];
const childrenOf = (code: string): string[] => [...CITY.children(code).map((child) => child.code), unplacedOf(code)];

let redis: TestRedis;
beforeAll(async () => { redis = await startRedis(); });
afterAll(async () => { await redis.stop(); });

const open = (more: object = {}): Promise<Store> => openStore({
  redis: redis.url, world: 'demo', city: 'c', zone: 'Asia/Shanghai', regions: CITY.all,
  retention: { minutes: 25 * HOUR, hours: 35 * DAY, days: 400 * DAY, cases: 35 * DAY }, ...more,
});

const put = (store: Store, entities: Case[]): Promise<unknown> => store.put('case', entities.map((entity) => ({ entity, contribution: contributions(entity, T0, rules) })), { feed: 'case', now: T0 });

/** Moves cases about until `done`; returns how many records that took. */
async function write(store: Store, done: () => boolean): Promise<number> {
  const rng = seeded(8);
  let version = 0;
  while (!done()) {
    version += 1;
    const entities = Array.from({ length: 60 }, () => aCase(`k${Math.floor(rng() * 400)}`, CITY.all[Math.floor(rng() * CITY.all.length)]!.code, version, rng() < 0.3 ? { status: 'suspended' } : { urgent: rng() < 0.5 }));
    await put(store, entities);
  }
  return version * 60;
}

/** Names for which the parent is not the sum; what a row leaves out by its kind is not asked. */
function differences(rows: Readonly<Record<string, CounterRow>>, code: string): string[] {
  const parts = childrenOf(code).map((child) => rows[child] ?? {});
  const names = new Set([rows[code] ?? {}, ...parts].flatMap((row) => Object.keys(row)).filter((name) => !/(yesterday|duration|category|source|department)/.test(name)));
  return [...names].filter((name) => parts.reduce((sum, row) => sum + (row[name] ?? 0), 0) !== (rows[code]?.[name] ?? 0))
    .map((name) => `${code} ${name}: ${rows[code]?.[name] ?? 0}, children ${parts.map((row) => row[name] ?? 0).join(' + ')}`);
}

describe.each([
  { name: 'one shard', world: 'demo', more: {} },
  { name: 'a shard for each district', world: 'live', more: { shards: { of: (code: string) => /^c\d/.exec(code)?.[0] ?? 'c', all: ['c', 'c1', 'c2'] } } },
] as const)('under hard writes, $name', ({ world, more }) => {
  it('every published delta leaves summaries that add up, and that agree with each other', async () => {
    const store = await open({ world, ...more });
    const { deps } = handsAndDeps({ store });
    const screen = new FoldingScreen();
    const wrong: string[] = [];
    let deltas = 0, looking = false, over = false;
    const keys = REGIONS.map((region) => {
      const wanted = canonical({ region, topic: 'summary' }, { region: () => true });
      if (typeof wanted === 'string') throw new Error(wanted);
      return { region, wanted };
    });
    const rowsOf = (at: number): SummaryData['rows'] => (screen.data(keys[at]!.wanted.key) as SummaryData).rows;
    const look = (): void => { keys.forEach(({ region }, at) => {
      wrong.push(...differences(rowsOf(at), region));
      // What the region above shows of it is what it shows of itself.
      if (at > 0 && rowsOf(at - 1)[region]?.['open'] !== rowsOf(at)[region]?.['open']) wrong.push(`${region} is another in its own summary`);
    }); };
    const engine = new Engine(deps, LIMITS, {
      delta: (key, delta) => { screen.delta(key, delta); deltas += 1; },
      snapshot: (key, snapshot) => { screen.snapshot(key, snapshot); }, storeTime: () => undefined, epoch: () => undefined,
      shown: () => { if (looking) look(); },
    });
    await engine.tick();
    const writing = write(store, () => over);
    // A snapshot is of the moment it is asked for; from the next tick on all are of one.
    for (const { wanted } of keys) screen.snapshot(wanted.key, engine.snapshot(await engine.acquire(wanted)));
    looking = true;
    for (let tick = 0; tick < 120; tick++) await engine.tick();
    over = true;
    const records = await writing;
    await engine.tick();
    expect(wrong).toEqual([]);
    expect(screen.gaps).toBe(0);
    expect(deltas).toBeGreaterThan(200);
    expect(records).toBeGreaterThan(1_000);
    expect(rowsOf(0)['c']?.['open']).toBeGreaterThan(100);
    engine.close();
    await store.close();
  });

  it('every answer of /api/summary adds up', async () => {
    const store = await open({ world, ...more });
    const { deps } = handsAndDeps({ store });
    let wall = 0, over = false;
    const api = new SummaryApi(deps, () => (wall += 1_000));
    const writing = write(store, () => over);
    for (let i = 0; i < 120; i++) {
      const region = REGIONS[i % REGIONS.length]!;
      const { counters, children, unplaced } = (await api.get(region))!;
      expect(differences({ [region]: counters, ...Object.fromEntries(children.map(({ code, counters: row }) => [code, row])), [unplacedOf(region)]: unplaced }, region)).toEqual([]);
      if (i > 20) expect(counters['open'] ?? 0).toBeGreaterThan(0);
    }
    over = true;
    await writing;
    await store.close();
  });
});

it('a connection that was lost while the store stands still is read anew, and nothing waits for ever', async () => {
  const store = await open({ world: 'replay' });
  await put(store, [aCase('a', 'c1111', 1)]);
  const read = (): Promise<Record<string, CounterRow>> => store.still(() => store.readRows(['c'], T0));
  expect((await store.still(async () => {
    await redis.restart();
    await store.answers().catch(() => undefined);
    return store.readRows(['c'], T0);
  }).catch(read))['c']?.['open']).toBe(1);
  await put(store, [aCase('b', 'c1111', 1)]);
  await expect(store.still(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
  expect((await read())['c']?.['open']).toBe(2);
  await store.close();
});

/** From the upstream's pages to the totals: what a list leaves out is gone only where the list is whole and the feed says so. */
import { Redis } from 'ioredis';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startIntake, type Intake } from '../../server/intake/intake.ts';
import type { Store } from '../../server/store/index.ts';
import { json, startUpstream, type Upstream } from '../feed/upstream.ts';
import { waitFor } from '../helpers/child.ts';
import { startRedis, type TestRedis } from '../helpers/redis.ts';
import { NOW, rules } from '../normalise/city.ts';
import { RULES } from '../store/small-city.ts';
import { camera, clock, LIMITS, openCity, total, videoFeed } from './video-feed.ts';

let redis: TestRedis;
let raw: Redis;
let store: Store;
let upstream: Upstream;
let intake: Intake;
/** What the upstream lists, and the page it fails to give. */
let list: string[], failing: number, asOf: number;

beforeAll(async () => { redis = await startRedis(); raw = new Redis(redis.path); });
afterAll(async () => { raw.disconnect(); await redis.stop(); });
beforeEach(async () => {
  await raw.flushall();
  store = await openCity(redis.url);
  [list, failing, asOf] = [['a1', 'b1', 'c1', 'd1', 'e1'], 0, NOW - 9000];
  upstream = await startUpstream((query, response) => {
    const page = Number(query.get('page'));
    const ids = page === failing ? [] : list.slice((page - 1) * 2, page * 2);
    json(response, { rows: ids.map((id) => camera(id)), total: list.length, asOf });
  });
});
afterEach(async () => { await intake.stop(); await upstream.stop(); await store.close(); });

async function start(absence: 'keep' | 'remove'): Promise<void> {
  intake = await startIntake({
    store, clock, rules: RULES, normaliser: rules(), contacts: 'masked', limits: LIMITS, log: pino({ level: 'silent' }), rng: () => 0,
    told: { onApplied: () => undefined, onRemoved: () => undefined, onPositions: () => undefined, onReadings: () => undefined },
    feeds: [videoFeed({
      url: upstream.url, every: 250, absence, answer: { records: 'rows', asOf: { path: 'asOf', time: 'epochMs' } },
      pull: { protocol: 'catalogue', page: 'page', first: 1, size: { param: 'size', value: 2 }, total: 'total', id: 'id' },
    })],
  });
  await waitFor('five cameras', async () => await total(store) === 5);
}
/** Waits until a sweep of the list as of `at` is over. */
const sweptAt = (at: number, coverage: (share: number) => boolean) => waitFor(`a sweep as of ${at}`, () => {
  const [health] = intake.feeds();
  return health?.asOf === at && coverage(health.coverage ?? 0);
});

it('a list with a page missing takes nothing out; whole, it does', async () => {
  await start('remove');
  [failing, asOf] = [2, NOW - 6000];
  await sweptAt(asOf, (share) => share < 1);
  expect(await total(store)).toBe(5);
  [list, failing, asOf] = [['a1', 'b1', 'd1', 'e1'], 0, NOW - 3000];
  await waitFor('the fifth to go', async () => await total(store) === 4, 15_000);
  expect(await store.get('video', ['c1', 'd1'])).toMatchObject([null, { id: 'd1' }]);
});

it('a feed of which absence says nothing keeps what a whole list leaves out', async () => {
  await start('keep');
  [list, asOf] = [['a1', 'b1'], NOW - 3000];
  await sweptAt(asOf, (share) => share === 1);
  // One sweep more, so that the first is over to its closing page.
  asOf = NOW - 1000;
  await sweptAt(asOf, (share) => share === 1);
  expect(await total(store)).toBe(5);
});

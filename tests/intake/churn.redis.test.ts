/** Thirty days in which everybody and everything on the lists is exchanged every day: what Redis and memory hold stays as it was. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { processDue } from '../../server/aggregate/index.ts';
import { makeDeliver, type Deliver } from '../../server/intake/deliver.ts';
import { makeParts } from '../../server/intake/parts.ts';
import { openStore, type Store } from '../../server/store/index.ts';
import type { FeedConfig } from '../../server/config.ts';
import { startRedis, type TestRedis } from '../helpers/redis.ts';
import { FEEDS, NOW, rules, smallTree } from '../normalise/city.ts';
import { DAY, HOUR, RULES } from '../store/small-city.ts';
import { CITY, LIMITS } from './video-feed.ts';

const PEOPLE = 300, STATIONS = 60, STRANGERS = 200, DAYS = 30;
const KEEP = 2 * DAY;

const FEED: Record<'staff' | 'position' | 'station' | 'reading', FeedConfig> = {
  staff: FEEDS.parse('staff', 'id: id\nversion: { updated: { page: asOf } }\nupdatedAt: { page: asOf }\nrole: { const: fullTime }\nexpected: { const: true }\nregion: [street]', { absence: 'remove' }),
  position: FEEDS.position(),
  station: FEEDS.parse('station', 'id: id\nversion: { updated: { page: asOf } }\nupdatedAt: { page: asOf }\ntype: { const: river }\nname: id\nregion: [street]', { absence: 'remove' }),
  reading: FEEDS.parse('reading', 'id: id\nversion: { updated: { path: ts, time: epochS } }\nupdatedAt: { path: ts, time: epochS }\nlevel: z'),
};

let redis: TestRedis;
let raw: Redis;
let store: Store;
let now = NOW;
beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.path);
  store = await openStore({
    redis: redis.url, world: 'live', city: CITY, zone: 'Asia/Shanghai', regions: smallTree().all,
    retention: { minutes: 25 * HOUR, hours: KEEP, days: KEEP, cases: KEEP },
  });
});
afterAll(async () => { await store.close(); raw.disconnect(); await redis.stop(); });

function intake(): { parts: ReturnType<typeof makeParts>; deliver: Record<keyof typeof FEED, Deliver> } {
  const parts = makeParts(LIMITS, store, { info: () => undefined });
  const told = { onApplied: () => undefined, onRemoved: () => undefined, onPositions: () => undefined };
  const of = (feed: FeedConfig): Deliver => makeDeliver(feed, { store, parts, told, clock: { zone: 'Asia/Shanghai', rate: 1, now: () => now }, rules: { ...RULES, retention: { cases: KEEP } }, normaliser: rules(), contacts: 'masked' });
  return { parts, deliver: { staff: of(FEED.staff), position: of(FEED.position), station: of(FEED.station), reading: of(FEED.reading) } };
}
const names = (kind: string, day: number, count: number): string[] => Array.from({ length: count }, (_, n) => `${kind}${day}-${n}`);
const at = (ms: number): number => Math.floor(ms / 1000);

async function oneDay({ deliver }: ReturnType<typeof intake>, day: number): Promise<void> {
  const people = names('p', day, PEOPLE), stations = names('s', day, STATIONS);
  const place = (id: string): object => ({ id, ts: at(now), x: 118.25, y: 29.1, st: '1' });
  // Some report before the roster names them, and some it never names.
  await deliver.position({ records: [...people.slice(0, 20), ...names('stranger', day, STRANGERS)].map(place), asOf: now });
  await deliver.position({ records: names('stranger', day, STRANGERS).map(place), asOf: now });
  await deliver.staff({ records: people.map((id) => ({ id, street: '770101001' })), asOf: now, wholeList: new Set(people) });
  await deliver.station({ records: stations.map((id) => ({ id, street: '770101001' })), asOf: now, wholeList: new Set(stations) });
  for (let hour = 0; hour < 24; hour += 8) {
    now += 8 * HOUR;
    await deliver.position({ records: people.map(place), asOf: now });
    await deliver.reading({ records: stations.map((id) => ({ id, ts: at(now), z: hour })), asOf: now });
    await processDue(store, now, RULES);
  }
  await store.reap(now);
}

async function sizes(parts: ReturnType<typeof makeParts>) {
  const { blocks, slots } = await store.readPositions();
  return {
    keys: await raw.dbsize(), slots: slots.size, blocks: blocks.length, series: (await raw.keys('*:s:*')).length,
    staff: [...parts.staff.ids()].length, stations: [...parts.station.ids()].length,
    held: await raw.hlen(`{live:${CITY}}:e:staff`),
  };
}
const memory = async (): Promise<number> => Number(/used_memory_dataset:(\d+)/.exec(await raw.info('memory'))?.[1]);

it('keys, slots, series, memory', async () => {
  let running = intake();
  const seen: Awaited<ReturnType<typeof sizes>>[] = [], bytes: number[] = [];
  for (let day = 0; day < DAYS; day++) {
    // A restart now and then: what is read back is what was left.
    if (day % 7 === 6) running = intake();
    await oneDay(running, day);
    seen.push(await sizes(running.parts));
    bytes.push(await memory());
  }
  expect(seen.at(-1)).toMatchObject({ slots: PEOPLE, blocks: 1, series: STATIONS, staff: PEOPLE, stations: STATIONS });
  // Tombstones stay for as long as cases do; from then on nothing grows.
  const settled = seen[6]!;
  for (const [day, size] of seen.entries()) if (day >= 6) expect({ day, ...size, keys: size.keys <= settled.keys + 2, held: size.held <= settled.held + PEOPLE }).toEqual({ day, ...settled, keys: true, held: true });
  expect(bytes.at(-1)! / bytes[8]!).toBeLessThan(1.1);
  const counts = await store.readRows([CITY], now);
  expect(counts[CITY]).toMatchObject({ 'staff.total': PEOPLE, 'staff.onDuty': PEOPLE, 'station.total': STATIONS });
  expect((await store.feedState('position')).notes['unlisted']).toBe(DAYS * STRANGERS);
}, 120_000);

it('who reported before the roster came is on the map once it has', async () => {
  const { deliver } = intake();
  await deliver.position({ records: [{ id: 'early', ts: at(now), x: 118.26, y: 29.11, st: '1' }], asOf: now });
  expect((await store.readPositions()).slots.has('early')).toBe(false);
  await deliver.staff({ records: [{ id: 'early', street: '770101001' }], asOf: now });
  const { blocks, slots } = await store.readPositions();
  const slot = slots.get('early')!;
  const view = new DataView(blocks[0]!.bytes.buffer, blocks[0]!.bytes.byteOffset + slot * 16);
  expect([view.getUint32(8, true), Math.abs(view.getInt32(0, true) / 1e7 - 118.26) < 0.01]).toEqual([at(now), true]);
});

it('a slot that another has now shows nothing of who had it', async () => {
  await store.putPositions([{ id: 'x', lng: 118.3, lat: 29.2, at: now + DAY, duty: 'patrol' }]);
  const before = (await store.readPositions()).slots.get('x');
  await store.freePositions(['x']);
  await store.putPositions([{ id: 'y', lng: 118.1, lat: 29.1, at: now, duty: 'onDuty' }]);
  const { blocks, slots } = await store.readPositions();
  expect([slots.get('y'), slots.has('x')]).toEqual([before, false]);
  const view = new DataView(blocks[0]!.bytes.buffer, blocks[0]!.bytes.byteOffset + before! * 16);
  expect([view.getInt32(0, true), view.getUint32(8, true)]).toEqual([1_181_000_000, at(now)]);
  // As Redis has it.
  const bytes = (await raw.getrangeBuffer(`{live:${CITY}}:pb:0`, before! * 16, before! * 16 + 15));
  expect(bytes.readInt32LE(0)).toBe(1_181_000_000);
});

/** A page of many scripts: its cursor moves with its last record, whatever breaks before. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRedis, type TestRedis } from '../helpers/redis.ts';
import { aCase, HOUR, open, put, row, T } from './small-city.ts';

let redis: TestRedis;
let raw: Redis;
beforeAll(async () => { redis = await startRedis(); raw = new Redis(redis.path); });
afterAll(async () => { raw.disconnect(); await redis.stop(); });
beforeEach(() => raw.flushall());

const PAGE = Array.from({ length: 300 }, (_, i) => aCase(`c${i}`));

describe('a page', () => {
  it('broken off after its n-th script leaves the cursor where it was, and comes whole the second time', async () => {
    const probe = await open(redis.url, { scriptMs: 0.2 });
    await put(probe, PAGE, T, 'f', 'probe');
    await probe.close();
    for (let n = 1; n < 8; n++) {
      await raw.flushall();
      let left = n;
      const breaking = await open(redis.url, { scriptMs: 0.2, afterScript: (name) => { if (name === 'put' && --left === 0) throw new Error('broken off'); } });
      await expect(put(breaking, PAGE, T, 'f', 'after the page')).rejects.toThrow('broken off');
      await breaking.close();
      const store = await open(redis.url, { scriptMs: 0.2 });
      const done = (await row(store, 'C', T))['open'] ?? 0;
      expect(done).toBeGreaterThan(0);
      expect(done).toBeLessThan(PAGE.length);
      expect(await store.feedState('f')).toMatchObject({ cursor: null, accepted: 0 });
      expect(await put(store, PAGE, T, 'f', 'after the page')).toMatchObject({ applied: PAGE.length - done, unchanged: done });
      expect(await store.feedState('f')).toMatchObject({ cursor: 'after the page', accepted: PAGE.length });
      expect(await row(store, 'G', T)).toMatchObject({ open: PAGE.length, 'today.reported': PAGE.length });
      await store.close();
    }
  });

  it('that goes on from writes which Redis has lost is refused, until the cursor is read again', async () => {
    const store = await open(redis.url);
    await put(store, [aCase('a')], T, 'f', '1');
    await put(store, [aCase('b')], T, 'f', '2');
    // What a failover to a replica behind by one write leaves.
    await raw.hset('{live:C}:f:f', { cursor: '1', order: '1' });
    await expect(put(store, [aCase('c')], T, 'f', '3')).rejects.toThrow('REWOUND');
    await expect(put(store, [aCase('c')], T, 'f', '3')).rejects.toThrow('REWOUND');
    expect((await row(store, 'C', T))['open']).toBe(2);
    expect((await store.feedState('f')).cursor).toBe('1');
    await put(store, [aCase('b2')], T, 'f', '2');
    expect((await store.feedState('f')).cursor).toBe('2');
    await store.close();
  });

  it('of a Redis that was emptied under a running process is numbered and kept anew', async () => {
    const store = await open(redis.url);
    await put(store, [aCase('a')], T);
    await raw.flushall();
    await put(store, [aCase('b', { deadline: T + HOUR })], T);
    expect(await row(store, 'G', T)).toMatchObject({ open: 1 });
    expect(Number(await raw.hget('{live:C}:m', 'wm:minute'))).toBeGreaterThan(0);
    await store.close();
  });
});

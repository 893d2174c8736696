/** One page into a real store: cursor and counts with the data, nothing shown that was not stored, nothing trusted after a failure. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Redis } from 'ioredis';
import { makeDeliver } from '../../server/intake/deliver.ts';
import type { Store } from '../../server/store/index.ts';
import { startRedis, type TestRedis } from '../helpers/redis.ts';
import { NOW } from '../normalise/city.ts';
import { camera, deliverDeps, openCity, total, videoFeed } from './video-feed.ts';

let redis: TestRedis;
let raw: Redis;
let store: Store;
beforeAll(async () => { redis = await startRedis(); raw = new Redis(redis.path); });
afterAll(async () => { raw.disconnect(); await redis.stop(); });
beforeEach(async () => { await raw.flushall(); store = await openCity(redis.url); });
afterEach(() => store.close());

const page = (ids: string[], asOf: number, more: object = {}) => ({ records: ids.map((id) => camera(id)), asOf, ...more });

describe('a page', () => {
  it('takes its cursor, its age, its rejects and their samples into the store', async () => {
    const deliver = makeDeliver(videoFeed(), deliverDeps(store));
    await deliver({ records: [camera('a1'), { ...camera('b1'), on: 'perhaps' }], asOf: NOW - 1000, cursor: '17' });
    expect(await store.feedState('video')).toMatchObject({ cursor: '17', asOf: NOW - 1000, accepted: 1, rejected: 1 });
    expect(await store.deadLetters('video', 5)).toHaveLength(1);
    await deliver({ records: [], asOf: NOW, cursor: '18' });
    expect(await store.feedState('video')).toMatchObject({ cursor: '18', asOf: NOW });
  });

  it('that the store failed to take is told to nobody, and is applied when it comes again', async () => {
    let down = true;
    const failing = Object.create(store) as Store;
    failing.put = (...args) => (down ? Promise.reject(new Error('connection lost')) : store.put(...args));
    const deps = deliverDeps(failing);
    const deliver = makeDeliver(videoFeed(), deps);
    await expect(deliver(page(['a1', 'b1'], NOW - 5000))).rejects.toThrow('connection lost');
    expect([deps.said, await total(store)]).toEqual([[], 0]);
    down = false;
    // Were memory still trusted, nothing of it would be new.
    expect(await deliver(page(['a1', 'b1'], NOW - 4000))).toMatchObject({ applied: 2 });
    expect([deps.said, await total(store)]).toEqual([['+a1', '+b1'], 2]);
  });
});

describe('a whole list', () => {
  it('takes out what it leaves out, but not what has been heard of since', async () => {
    const deps = deliverDeps(store);
    const deliver = makeDeliver(videoFeed(), deps);
    await deliver(page(['a1', 'b1'], NOW - 9000));
    await deliver(page(['c1'], NOW - 2000));
    const closing = await deliver({ records: [], asOf: NOW - 5000, wholeList: new Set(['a1']) });
    expect([closing.removed, await total(store), deps.said.at(-1)]).toEqual([1, 2, '-b1']);
    // Gone as of the list: an older record of it does not bring it back.
    expect((await deliver(page(['b1'], NOW - 6000))).applied).toBe(0);
    expect(await total(store)).toBe(2);
  });

  it('lets come back what a newer list names again', async () => {
    const deliver = makeDeliver(videoFeed(), deliverDeps(store));
    await deliver(page(['a1', 'b1'], NOW - 9000));
    await deliver({ records: [], asOf: NOW - 5000, wholeList: new Set(['a1']) });
    expect((await deliver(page(['b1'], NOW))).applied).toBe(1);
    expect(await total(store)).toBe(2);
  });

  it('lets it come back also after an older record of it was refused', async () => {
    const deliver = makeDeliver(videoFeed(), deliverDeps(store));
    await deliver(page(['a1', 'b1'], NOW - 9000));
    await deliver({ records: [], asOf: NOW - 5000, wholeList: new Set(['a1']) });
    await deliver(page(['b1'], NOW - 6000));
    expect((await deliver(page(['b1'], NOW))).applied).toBe(1);
  });

  it('page by page takes out nothing before it is whole', async () => {
    const deliver = makeDeliver(videoFeed(), deliverDeps(store));
    await deliver(page(['a1', 'b1'], NOW - 9000));
    await deliver(page(['a1'], NOW));
    expect(await total(store)).toBe(2);
  });
});

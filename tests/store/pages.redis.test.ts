/** A page of many scripts: its cursor moves with its last record, whatever breaks before. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Case } from '../../server/wire/entity.ts';
import { PLACES, usePlace } from '../helpers/store-places.ts';
import { aCase, HOUR, openAt, put, row, T, tagAt } from './small-city.ts';

const PAGE = Array.from({ length: 300 }, (_, i) => aCase(`c${i}`));

describe.each(PLACES)('a page, on $place', ({ place: name }) => {
  const place = usePlace(name);
  beforeEach(() => place.flush());

  it('broken off after its n-th script leaves the cursor where it was, and comes whole the second time', async () => {
    const probe = await openAt(place, { scriptMs: 0.2 });
    await put(probe, PAGE, T, 'f', 'probe');
    await probe.close();
    for (let n = 1; n < 8; n++) {
      await place.flush();
      let left = n;
      const breaking = await openAt(place, { scriptMs: 0.2, afterScript: (name) => { if (name === 'put' && --left === 0) throw new Error('broken off'); } });
      await expect(put(breaking, PAGE, T, 'f', 'after the page')).rejects.toThrow('broken off');
      await breaking.close();
      const store = await openAt(place, { scriptMs: 0.2 });
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
    const store = await openAt(place);
    await put(store, [aCase('a')], T, 'f', '1');
    await put(store, [aCase('b')], T, 'f', '2');
    // What a failover to a replica behind by one write leaves.
    await place.raw.hset(`${tagAt(place)}:f:f`, { cursor: '1', order: '1' });
    await expect(put(store, [aCase('c')], T, 'f', '3')).rejects.toThrow('REWOUND');
    await expect(put(store, [aCase('c')], T, 'f', '3')).rejects.toThrow('REWOUND');
    expect((await row(store, 'C', T))['open']).toBe(2);
    expect((await store.feedState('f')).cursor).toBe('1');
    await put(store, [aCase('b2')], T, 'f', '2');
    expect((await store.feedState('f')).cursor).toBe('2');
    await store.close();
  });

  it('of new records is cut as short after a thousand repeats, which cost next to nothing, as before them', async () => {
    const store = await openAt(place, { scriptMs: 1 });
    const scriptsOf = async (work: () => Promise<unknown>): Promise<number> => {
      const before = store.stats().scripts;
      await work();
      return store.stats().scripts - before;
    };
    const page = (from: number): Case[] => Array.from({ length: 600 }, (_, i) => aCase(`n${from + i}`));
    const [learnt, known, last] = [page(0), page(1_000), page(2_000)];
    await put(store, learnt, T);
    const first = await scriptsOf(() => put(store, known, T));
    for (let again = 0; again < 20; again++) await put(store, known, T);
    expect(await scriptsOf(() => put(store, last, T))).toBeGreaterThan(first / 2);
    await store.close();
  });

  it('begins with few records: the first of a first load are the dearest', async () => {
    let scripts = 0;
    const store = await openAt(place, { scriptMs: 1000, afterScript: (name) => { if (name === 'put') scripts++; } });
    await put(store, Array.from({ length: 30 }, (_, i) => aCase(`c${i}`)), T);
    expect(scripts).toBeGreaterThanOrEqual(3);
    await store.close();
  });

  it('of a Redis that was emptied under a running process is numbered and kept anew', async () => {
    const store = await openAt(place);
    await put(store, [aCase('a')], T);
    await place.flush();
    await put(store, [aCase('b', { deadline: T + HOUR })], T);
    expect(await row(store, 'G', T)).toMatchObject({ open: 1 });
    expect(Number(await place.raw.hget(`${tagAt(place)}:m`, 'wm:minute'))).toBeGreaterThan(0);
    await store.close();
  });
});

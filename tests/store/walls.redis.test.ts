/** What a wall shows, in a real Redis: one of two changes at once is kept, and it outlives Redis and its loss. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../server/store/index.ts';
import { smallCity } from '../push/small-city.ts';
import { PLACES, usePlace } from '../helpers/store-places.ts';

const DAY = 86_400_000;
describe.each(PLACES)('on $place', ({ place: name }) => {
  const place = usePlace(name, ['--appendfsync', 'always']);
  let store: Store;
  const open = (world: 'demo' | 'live' = 'demo'): Promise<Store> => openStore({
    redis: place.url, world, city: 'c', zone: 'Asia/Shanghai', regions: smallCity().all, retention: { minutes: DAY, hours: DAY, days: DAY, cases: DAY },
  });
  beforeEach(async () => { await place.flush(); store = await open(); });
  afterEach(async () => { await store.close(); });

  it('keeps one of many changes decided on the same version, and gives it to the others', async () => {
    expect(await store.readWall('a')).toBeNull();
    const answers = await Promise.all(['一', '二', '三', '四'].map((text) => store.keepWall('a', 0, text)));
    expect(answers).toEqual([null, ...Array.from({ length: 3 }, () => ({ version: 1, text: '一' }))]);
    expect(await store.keepWall('a', 1, '五')).toBeNull();
    expect(await store.readWall('a')).toEqual({ version: 2, text: '五' });
  });

  it('is of its own wall and world', async () => {
    const live = await open('live');
    await store.keepWall('b', 0, '演示');
    expect([await live.readWall('b'), await store.readWall('c')]).toEqual([null, null]);
    await live.close();
  });

  it('is there again after the server and after Redis began anew', async () => {
    await store.keepWall('d', 0, '一');
    await store.close();
    store = await open();
    expect(await store.readWall('d')).toEqual({ version: 1, text: '一' });
    await place.blow();
    expect(await store.readWall('d')).toEqual({ version: 1, text: '一' });
  });

  it('goes on from what the wall shows where Redis has lost the last of it', async () => {
    expect(await store.keepWall('e', 7, '八')).toBeNull();
    expect(await store.readWall('e')).toEqual({ version: 8, text: '八' });
  });
});

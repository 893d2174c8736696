/** A crash after any one script: what the cursor says is there is there, and pulling again from it makes all whole, once. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { RegionNode, Store } from '../../server/store/index.ts';
import type { Case } from '../../server/wire/entity.ts';
import { PLACES, usePlace } from '../helpers/store-places.ts';
import { aCase, DAY, openAt, put, row, T } from './small-city.ts';

const TWO: RegionNode[] = [
  { code: 'C', level: 'city', parent: null }, { code: 'D1', level: 'district', parent: 'C' }, { code: 'D2', level: 'district', parent: 'C' },
];
const THREE: RegionNode[] = [...TWO, { code: 'M', level: 'street', parent: 'D1' }];
const SHARDS = { all: ['C', 'D1', 'D2'], of: (code: string) => code };

describe.each(PLACES)('on $place', ({ place: name }) => {
  const place = usePlace(name, ['--appendfsync', 'no']);
  beforeEach(() => place.flush());

  /** Opens a store that dies after its `steps`-th script from `arm()` on. */
  async function mortal(steps: number, more: object): Promise<{ store: Store; arm: () => void; scripts: () => number }> {
    let armed = false, seen = 0;
    const store = await openAt(place, { ...more, afterScript: () => { if (armed && ++seen === steps) throw new Error('crash'); } });
    return { store, arm: () => { armed = true; }, scripts: () => seen };
  }

  /** Delivers `pages` (cursor n = after page n) from the stored cursor on; the last is cut short at script `steps`. Returns whether it was. */
  async function crashAt(steps: number, pages: Case[][], more: object, between: (store: Store, cursor: number) => Promise<void>): Promise<boolean> {
    await place.flush();
    const { store, arm, scripts } = await mortal(steps, more);
    await store.reap(T);
    for (const [i, page] of pages.slice(0, -1).entries()) await put(store, page, T, 'f', String(i + 1));
    arm();
    const last = pages.length - 1;
    await put(store, pages[last]!, T, 'f', String(last + 1)).catch((cause: Error) => { if (cause.message !== 'crash') throw cause; });
    await store.close();
    const again = await openAt(place, more);
    const cursor = Number((await again.feedState('f')).cursor ?? 0);
    await between(again, cursor);
    for (let i = cursor; i < pages.length; i++) await put(again, pages[i]!, T, 'f', String(i + 1));
    expect((await again.feedState('f')).cursor).toBe(String(pages.length));
    await again.close();
    return scripts() >= steps;
  }

  describe('a crash between two steps', () => {
    it('of a page of many scripts: the cursor never stands before its data', async () => {
      const page = Array.from({ length: 200 }, (_, i) => aCase(`c${i}`));
      let steps = 1, partly = 0;
      while (await crashAt(steps, [page], {}, async (store, cursor) => {
        const there = (await row(store, 'C', T))['open'] ?? 0;
        if (cursor > 0) expect(there).toBe(page.length);
        else if (there > 0 && there < page.length) partly++;
      })) {
        const check = await openAt(place);
        expect(await row(check, 'G', T)).toMatchObject({ open: page.length, 'today.reported': page.length });
        await check.close();
        steps++;
      }
      expect([steps > 3, partly > 0]).toEqual([true, true]);
    });

    it('of a move from one shard to another and back: it counts in one place', async () => {
      const more = { regions: TWO, shards: SHARDS };
      const at = (region: string, value: number): Case => aCase('a', { region, version: { by: 'revision', value } });
      for (const pages of [[[at('D1', 1)], [at('D2', 2)]], [[at('D1', 1)], [at('D2', 2)], [at('D1', 3), aCase('b', { region: 'D2' })]]]) {
        let steps = 1;
        for (let goes = true; goes; steps++) {
          goes = await crashAt(steps, pages, more, async () => { /* the cursor of the least shard is enough */ });
          const check = await openAt(place, more);
          const here = pages.length === 2 ? { C: 1, D1: undefined, D2: 1 } : { C: 2, D1: 1, D2: 1 };
          for (const [code, count] of Object.entries(here)) expect((await row(check, code, T))['open'], `${code}, cut at step ${steps}`).toBe(count);
          await check.close();
        }
        expect(steps).toBeGreaterThan(3);
      }
    });

    it('of a move, and the regions reorganised before the next process begins: it counts in one place', async () => {
      const at = (region: string, value: number): Case => aCase('a', { region, version: { by: 'revision', value } });
      let shardOfM = 'D1';
      const more = { regions: THREE, shards: { all: ['C', 'D1', 'D2'], of: (code: string) => (code === 'M' ? shardOfM : code) } };
      // Cut after the locator and the record in D1 are written, before the one in the city's shard is a tombstone.
      const cut = await crashAt(2, [[at('C', 1)], [at('M', 2)]], more, async (store) => { shardOfM = 'D2'; store.setRegions(THREE); });
      expect(cut).toBe(true);
      const check = await openAt(place, more);
      expect((await row(check, 'C', T))['open']).toBe(1);
      await check.close();
    });
  });

  describe('with a shard a district', () => {
    it('a record past its time that meets the tombstone of another shard leaves it standing', async () => {
      const more = { regions: TWO, shards: SHARDS };
      const store = await openAt(place, more);
      const by = (value: number) => ({ version: { by: 'updated' as const, value } });
      await put(store, [aCase('a', { region: 'D1', ...by(1) })], T);
      await store.remove('case', ['a'], by(5).version, { feed: 'f', now: T });
      const old = aCase('a', { region: 'D2', ...by(6), status: 'closed', times: { reported: T - 60 * DAY, closed: T - 50 * DAY } });
      expect((await put(store, [old], T)).expired).toBe(1);
      expect(await put(store, [aCase('a', { region: 'D2', ...by(2) })], T)).toMatchObject({ applied: 0 });
      expect((await row(store, 'C', T))['open'] ?? 0).toBe(0);
      await store.close();
    });
  });
});

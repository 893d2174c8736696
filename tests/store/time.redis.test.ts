/** What changes by the clock alone, no record arriving; and as of its own time after downtime. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contributions, processDue } from '../../server/aggregate/index.ts';
import type { Store } from '../../server/store/index.ts';
import { PLACES, usePlace } from '../helpers/store-places.ts';
import { aCase, anAlert, aStaff, aStation, DAY, HOUR, keysAt, MIN, openAt, put, row, RULES, T, tagAt, tick } from './small-city.ts';


describe.each(PLACES)('on $place', ({ place: name }) => {
  const place = usePlace(name);
  let store: Store;
  beforeEach(async () => { await place.flush(); store = await openAt(place); });
  afterEach(() => store.close());

  describe('overdue', () => {
    it('a case becomes overdue just after its deadline, at every level', async () => {
      await put(store, [aCase('a', { deadline: T + HOUR, urgent: true })], T);
      await tick(store, T + HOUR);
      expect((await row(store, 'C', T + HOUR))['overdue']).toBeUndefined();
      await tick(store, T + HOUR + 1);
      for (const code of ['C', 'D', 'S', 'M', 'G']) {
        expect(await row(store, code, T + HOUR + 1)).toMatchObject({ open: 1, overdue: 1, overdueUrgent: 1, 'today.overdueIn': 1 });
      }
    });

    it('after three days of downtime it came in on the day of its deadline, not of its processing', async () => {
      await put(store, [aCase('a', { deadline: T + HOUR })], T);
      await tick(store, T + 3 * DAY);
      const { starts, series } = await store.readBuckets('D', ['overdueIn'], 'day', T, T + 3 * DAY);
      expect(series['overdueIn']).toEqual([1, 0, 0, 0]);
      expect(starts).toHaveLength(4);
      expect((await row(store, 'C', T + 3 * DAY))).toMatchObject({ overdue: 1 });
      expect((await row(store, 'C', T + 3 * DAY))['today.overdueIn']).toBeUndefined();
    });

    it('goes out when it closes, when it is void, when its deadline moves on, and while it is suspended', async () => {
      const late = ['close', 'void', 'extend', 'suspend'].map((id) => aCase(id, { deadline: T + HOUR }));
      await put(store, late, T);
      const now = T + 2 * HOUR;
      await tick(store, now);
      expect(await row(store, 'C', now)).toMatchObject({ overdue: 4, 'today.overdueIn': 4 });
      const [close, voided, extend, suspend] = late as [typeof late[0], typeof late[0], typeof late[0], typeof late[0]];
      const next = (c: typeof close, more: object) => ({ ...c, version: { by: 'updated' as const, value: c.version.value + 1000 }, ...more });
      await put(store, [
        next(close, { status: 'closed', times: { ...close.times, closed: now } }), next(voided, { status: 'void', times: { ...voided.times, void: now } }),
        next(extend, { deadline: now + DAY }), next(suspend, { status: 'suspended', suspendedSince: now }),
      ], now);
      const after = await row(store, 'C', now);
      expect(after['overdue']).toBeUndefined();
      expect(after).toMatchObject({ 'today.overdueIn': 2, 'today.overdueOut': 2, 'today.closedLate': 1, 'today.void': 1, open: 2, suspended: 1 });
      await tick(store, now + 3 * DAY);
      expect(await row(store, 'C', now + 3 * DAY)).toMatchObject({ overdue: 1, open: 2 });
    });
  });

  describe('silence, expiry, dated limits', () => {
    it('a member of staff who is silent counts as off duty; a hook that has seen him keeps him on', async () => {
      await put(store, [aStaff('a'), aStaff('b')], T);
      expect(await row(store, 'G', T)).toMatchObject({ 'staff.patrol': 2, 'staff.expectedOn': 2 });
      const later = T + 6 * MIN;
      await processDue(store, later, RULES, { lastSeen: (id) => (id === 'b' ? later - MIN : undefined) });
      expect(await row(store, 'G', later)).toMatchObject({ 'staff.offDuty': 1, 'staff.patrol': 1, 'staff.expected': 2, 'staff.expectedOn': 1, 'staff.fullTime.offDuty': 1 });
      await tick(store, T + 20 * MIN);
      expect(await row(store, 'G', T + 20 * MIN)).toMatchObject({ 'staff.offDuty': 2, 'staff.total': 2 });
    });

    it('a station turns silent, and a reservoir crosses the limit that begins on a date', async () => {
      await put(store, [
        aStation('river'),
        aStation('reservoir', { type: 'reservoir', thresholds: { warning: 9 }, datedLimits: [{ from: T + 10 * MIN, warning: 3.5 }] }),
      ], T);
      expect(await row(store, 'C', T)).toMatchObject({ 'station.alert': 1, 'station.normal': 1, 'station.reservoir.normal': 1 });
      await tick(store, T + 10 * MIN);
      expect(await row(store, 'C', T + 10 * MIN)).toMatchObject({ 'station.alert': 1, 'station.warning': 1, 'station.reservoir.warning': 1 });
      await tick(store, T + 20 * MIN);
      expect(await row(store, 'C', T + 20 * MIN)).toEqual({ 'station.total': 2, 'station.silent': 2, 'station.river.silent': 1, 'station.reservoir.silent': 1 });
    });

    it('an alert comes into force, expires, and is dropped after its retention', async () => {
      await put(store, [anAlert('a', { issuedAt: T + HOUR, expiresAt: T + 3 * HOUR })], T);
      expect(await row(store, 'C', T)).toEqual({});
      await tick(store, T + HOUR);
      expect(await row(store, 'C', T + HOUR)).toEqual({ 'alert.active': 1, 'alert.orange': 1 });
      await tick(store, T + 3 * HOUR);
      expect(await row(store, 'C', T + 3 * HOUR)).toEqual({});
      expect(await store.get('alert', ['a'])).toMatchObject([{ id: 'a' }]);
      await tick(store, T + 3 * HOUR + 35 * DAY);
      expect(await store.get('alert', ['a'])).toEqual([null]);
    });

    it('takes an entity through several instants of one downtime', async () => {
      await put(store, [anAlert('a', { issuedAt: T + HOUR, expiresAt: T + 3 * HOUR })], T);
      expect(await tick(store, T + 40 * DAY)).toBe(3);
      expect(await place.raw.zcard(`${tagAt(place)}:due`)).toBe(0);
    });
  });

  describe('retention', () => {
    it('a closed case is dropped after its retention, its days stay, and its record counts as expired', async () => {
      const closed = aCase('a', { status: 'closed', stage: 'closed', times: { reported: T - HOUR, closed: T } });
      await put(store, [closed], T);
      const later = T + 36 * DAY;
      await tick(store, later);
      expect(await store.get('case', ['a'])).toEqual([null]);
      expect(await store.recentCases(10)).toEqual([]);
      expect((await store.readBuckets('M', ['closed'], 'day', T, T + 1)).series['closed']).toEqual([1]);
      const again = await put(store, [{ ...closed, version: { by: 'updated', value: 1e9 } }], later, 'f', '1');
      expect(again).toMatchObject({ applied: 0, expired: 1 });
      expect((await store.feedState('f')).expired).toBe(1);
      expect((await store.readBuckets('M', ['closed'], 'day', T, T + 1)).series['closed']).toEqual([1]);
    });

    it('buckets fall by the clock, whole groups at a time, and what comes later for them is not added', async () => {
      await put(store, [aCase('a')], T);
      const keys = async (letter: string) => (await keysAt(place, `${letter}:*`)).length;
      expect([await keys('q'), await keys('h'), await keys('d'), await keys('x')]).toEqual([4, 4, 5, 0]);
      await store.reap(T + 27 * HOUR);
      expect([await keys('q'), await keys('h'), await keys('d')]).toEqual([0, 4, 5]);
      await put(store, [aCase('b')], T + 27 * HOUR);
      expect([await keys('q'), await keys('h')]).toEqual([0, 4]);
      await store.reap(T + 37 * DAY);
      expect([await keys('h'), await keys('d'), await keys('c')]).toEqual([0, 5, 0]);
      await store.reap(T + 500 * DAY);
      expect(await keys('d')).toBe(0);
      // Taking back what fell leaves nothing behind, neither a key nor a negative.
      await store.remove('case', ['a', 'b'], null, { feed: 'f', now: T + 500 * DAY });
      expect(await keysAt(place, '[gqhdux]:*')).toEqual([]);
    });

    it('the watermark never goes back with the clock', async () => {
      await store.reap(T);
      await store.reap(T - 10 * DAY);
      expect(Number(await place.raw.hget(`${tagAt(place)}:m`, 'wm:minute'))).toBe(Math.floor((T - 25 * HOUR) / HOUR));
    });

    it('a tombstone is forgotten after its time', async () => {
      await put(store, [aStaff('a')], T);
      await store.remove('staff', ['a'], null, { feed: 'f', now: T });
      expect(await place.raw.hlen(`${tagAt(place)}:e:staff`)).toBe(1);
      await tick(store, T + 35 * DAY);
      expect([await place.raw.hlen(`${tagAt(place)}:e:staff`), await place.raw.zcard(`${tagAt(place)}:due`)]).toEqual([0, 0]);
    });
  });

  it('a move by time never overwrites a record that came meanwhile', async () => {
    const first = aCase('a', { deadline: T + HOUR });
    await put(store, [first], T);
    const [due] = await store.due(T + 2 * HOUR, 10);
    await put(store, [{ ...first, version: { by: 'updated', value: first.version.value + 1 }, deadline: T + DAY }], T + HOUR);
    const stale = contributions(first, T + 2 * HOUR, RULES);
    expect(await store.reapply('case', [{ entity: first, contribution: stale, shard: due!.shard }])).toBe(0);
    expect((await row(store, 'C', T + 2 * HOUR))['overdue']).toBeUndefined();
  });
});

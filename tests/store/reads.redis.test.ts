/** What is read back: rows as wire/counters.ts names them, buckets, heat, columns, feeds, positions, readings. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CASE_STAGES, CASE_STATUSES, type Case } from '../../server/wire/entity.ts';
import type { Store } from '../../server/store/index.ts';
import { PLACES, usePlace } from '../helpers/store-places.ts';
import { aCamera, aCase, aStaff, DAY, HOUR, MIN, open, openAt, put, row, T, tick } from './small-city.ts';

/** Midnight of T's day in Shanghai. */
const MIDNIGHT = T - 20 * HOUR;

describe.each(PLACES)('on $place', ({ place: name }) => {
  const place = usePlace(name);
  let store: Store;
  beforeEach(async () => { await place.flush(); store = await openAt(place); });
  afterEach(() => store.close());

  describe('rows', () => {
    it('without detail leaves out categories, sources and departments, and nothing else', async () => {
      await put(store, [aCase('a', { urgent: true, department: 'D01' })], T);
      const plain = (await store.readRows(['S'], T))['S'];
      expect(plain).toEqual({ open: 1, 'stage.reported': 1, urgent: 1, 'today.reported': 1, 'today.urgent': 1 });
      expect(await row(store, 'S', T)).toEqual({ ...plain, 'category.1-0101': 1, 'source.12345': 1, 'department.open.D01': 1, 'today.category.1-0101': 1, 'today.source.12345': 1 });
    });

    it('departments are counted down to 街道, no further, and in 未落格 above it', async () => {
      const gone = { status: 'closed' as const, stage: 'closed' as const, times: { reported: T - HOUR, closed: T - MIN } };
      await put(store, [aCase('a', { department: 'D01', deadline: T - MIN }), aCase('b', { department: 'D02', region: 'D' }), aCase('c', { department: 'D01', ...gone })], T);
      const of = async (code: string): Promise<Record<string, number>> => Object.fromEntries(Object.entries(await row(store, code, T)).filter(([name]) => name.includes('department.')));
      const street = { 'department.open.D01': 1, 'department.overdue.D01': 1, 'today.department.closed.D01': 1 };
      for (const code of ['C', 'D']) expect(await of(code)).toEqual({ ...street, 'department.open.D02': 1 });
      expect([await of('S'), await of('D/-'), await of('M'), await of('G'), await of('S/-')]).toEqual([street, { 'department.open.D02': 1 }, {}, {}, {}]);
    });

    it('an unknown region is an empty row; 未落格 has a row of its own', async () => {
      await put(store, [aCase('a', { region: 'S' })], T);
      const rows = await store.readRows(['S', 'S/-', 'M', 'nowhere'], T);
      expect(rows['S']).toEqual(rows['S/-']);
      expect([rows['M'], rows['nowhere']]).toEqual([{}, {}]);
    });

    it("yesterday's equal elapsed window counts to the same minute and no further", async () => {
      const yesterday = (ms: number, id: string): Case => aCase(id, { status: 'closed', stage: 'closed', times: { reported: MIDNIGHT - DAY + ms, closed: MIDNIGHT - DAY + ms } });
      await store.reap(T - HOUR);
      await put(store, [yesterday(0, 'first'), yesterday(5 * HOUR, 'morning'), yesterday(20 * HOUR + 29 * MIN, 'in'), yesterday(20 * HOUR + 30 * MIN, 'out'), yesterday(23 * HOUR, 'night')], T - HOUR);
      expect(await row(store, 'M', T + 30 * MIN)).toEqual({ 'yesterday.reported': 3, 'yesterday.closed': 3 });
      expect(await row(store, 'M', T + 31 * MIN)).toEqual({ 'yesterday.reported': 4, 'yesterday.closed': 4 });
      expect(await row(store, 'M', MIDNIGHT + 10)).toEqual({});
    });

    it('today turns at local midnight with no record', async () => {
      await put(store, [aCase('a')], T);
      expect((await row(store, 'C', MIDNIGHT + DAY - 1))['today.reported']).toBe(1);
      const after = await row(store, 'C', MIDNIGHT + DAY);
      expect(after['today.reported']).toBeUndefined();
      expect(after['open']).toBe(1);
      // Of yesterday nothing has elapsed yet; by this hour of tomorrow it has.
      expect(after['yesterday.reported']).toBeUndefined();
      expect((await row(store, 'C', T + DAY))['yesterday.reported']).toBe(1);
    });

    it('durations: sum and count exact, median and P90 within 2 %, also after corrections', async () => {
      await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 4 * 86_400 }), { minLength: 1, maxLength: 40 }), async (seconds) => {
        await place.flush();
        const own = await openAt(place);
        const closed = seconds.map((s, i) => aCase(`c${i}`, { status: 'closed', stage: 'closed', times: { reported: T - s * 1000, closed: T } }));
        await put(own, closed, T);
        // Every third one turns out to have been suspended for half of it.
        const corrected = seconds.map((s, i) => (i % 3 === 0 ? s - Math.floor(s / 2) : s));
        const again = closed.flatMap((c, i) => (i % 3 === 0 ? [{ ...c, version: { ...c.version, value: c.version.value + 1e6 }, suspendedSeconds: Math.floor(seconds[i]! / 2) }] : []));
        await put(own, again, T);
        const found = await row(own, 'D', T);
        await own.close();
        const sorted = [...corrected].sort((a, b) => a - b);
        expect([found['today.durationSum'], found['today.durationCount']]).toEqual([sorted.reduce((a, b) => a + b, 0), sorted.length]);
        for (const [name, q] of [['today.durationMedian', 0.5], ['today.durationP90', 0.9]] as const) {
          const exact = sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1]!;
          expect(Math.abs(found[name]! - exact)).toBeLessThanOrEqual(exact * 0.02 + 0.5);
        }
      }), { seed: 31, numRuns: 60 });
    }, 60_000);

    it('rows and feeds of a snapshot are of one moment, while writes go on', async () => {
      let done = false;
      const writing = (async () => {
        // A page of one script.
      for (let i = 1; i <= 60; i++) await put(store, Array.from({ length: 8 }, (_, j) => aCase(`c${i}-${j}`)), T, 'f', String(i));
        done = true;
      })();
      let seen = 0;
      while (!done) {
        const { rows, feeds } = await store.snapshotRead(['C', 'M', 'G'], T, ['f']);
        const [count, ...same] = ['C', 'M', 'G'].map((code) => rows[code]!['open'] ?? 0);
        const told = Number(feeds[0]!.cursor ?? 0) * 8;
        expect(same).toEqual([count, count]);
        // Between shards there is no one moment: the least cursor is told, and what it says is there.
        if (place.sharded) expect(count).toBeGreaterThanOrEqual(told); else expect(count).toBe(told);
        seen++;
      }
      await writing;
      expect(seen).toBeGreaterThan(3);
    });
  });

  describe('lists and buckets', () => {
    it('heat by hours and class', async () => {
      const at = { lng: 118.6, lat: 29.4 };
      await put(store, [aCase('a', at), aCase('b', { ...at, category: '2-0101' }), aCase('c'), aCase('d', { ...at, times: { reported: T - 3 * HOUR } })], T);
      const hour = Math.floor((T - 10 * MIN) / HOUR);
      expect(await store.readHeat(hour, hour + 1)).toEqual(new Map([['8931aa5aad3ffff', 2]]));
      expect(await store.readHeat(hour, hour + 1, '2-01')).toEqual(new Map([['8931aa5aad3ffff', 1]]));
      expect(await store.readHeat(hour - 100, hour + 1)).toEqual(new Map([['8931aa5aad3ffff', 3]]));
      expect(await store.readHeat(hour, hour + 1, 'unheard of')).toEqual(new Map());
    });

    it("a day's columns follow the cases: changed, moved to another day, taken out", async () => {
      const [a, b, c] = ['a', 'b', 'c'].map((id) => aCase(id, { lng: 118.6, lat: 29.4, deadline: T }));
      await put(store, [a!, b!, c!], T);
      const today = Math.floor((T + 8 * HOUR) / DAY);
      const rows = async (day: number): Promise<object[]> => (await store.readCaseRows(day)).flatMap((part) => Array.from({ length: part.count }, (_, i) => ({
        minute: part.minute[i], region: part.regionOf(part.path[i]!), category: part.wordOf(part.category[i]!), source: part.wordOf(part.source[i]!),
        stage: CASE_STAGES[part.flags[i]! & 7], status: CASE_STATUSES[(part.flags[i]! >> 3) & 3], urgent: (part.flags[i]! & 32) > 0, supervised: (part.flags[i]! & 64) > 0,
        deadlineMinute: part.deadline[i], lng: part.lng[i]! / 1e6, lat: part.lat[i]! / 1e6,
      })));
      expect(await rows(today)).toHaveLength(3);
      const next = { by: 'updated' as const, value: 1e6 };
      await put(store, [{ ...a!, version: next, status: 'suspended', urgent: true }, { ...b!, version: next, times: { reported: T - DAY } }], T);
      await store.remove('case', ['c'], null, { feed: 'f', now: T });
      expect(await rows(today)).toEqual([{
        minute: (T - 10 * MIN) / MIN, region: 'G', category: '1-0101', source: '12345', stage: 'reported', status: 'suspended', urgent: true, supervised: false,
        deadlineMinute: T / MIN, lng: 118.6, lat: 29.4,
      }]);
      expect(await rows(today - 1)).toHaveLength(1);
    });

    it('recent cases: the newest by time of report, bounded', async () => {
      const small = await openAt(place, { recent: 3 });
      const all = [5, 1, 4, 2, 3].map((n) => aCase(`c${n}`, { times: { reported: T - n * MIN } }));
      for (const one of all) await put(small, [one], T);
      expect((await small.recentCases(10)).map((c) => c.id)).toEqual(['c1', 'c2', 'c3']);
      await small.remove('case', ['c1'], null, { feed: 'f', now: T });
      expect((await small.recentCases(10)).map((c) => c.id)).toEqual(['c2', 'c3']);
      await small.close();
    });

    it('scan gives every live entity once, tombstones never', async () => {
      await put(store, Array.from({ length: 1500 }, (_, i) => aCamera(`v${i}`)), T);
      await store.remove('video', ['v7', 'v8'], null, { feed: 'f', now: T });
      const ids: string[] = [];
      for await (const page of store.scan('video')) ids.push(...page.map(({ entity }) => entity.id));
      expect([ids.length, new Set(ids).size, ids.includes('v7')]).toEqual([1498, 1498, false]);
      expect((await row(store, 'C', T))['video.total']).toBe(1498);
    });

    it('regions changed since a token, and all of them after the data were put back', async () => {
      await put(store, [aCase('a', { region: 'D' })], T);
      const first = await store.changedSince(null);
      expect(first.codes.sort()).toEqual(['C', 'D', 'D/-']);
      expect((await store.changedSince(first.token)).codes).toEqual([]);
      await put(store, [aCase('b')], T);
      expect((await store.changedSince(first.token)).codes.sort()).toEqual(['C', 'D', 'G', 'M', 'S']);
      expect((await store.changedSince({ C: 999 })).codes.sort()).toEqual(['C', 'D', 'D/-', 'G', 'M', 'S']);
    });
  });

  describe('versions', () => {
    it('a greater revision wins, an equal one never; of equal times the later that differs', async () => {
      const by = (version: Case['version'], more: Partial<Case> = {}): Case => ({ ...aCase('a'), version, ...more });
      await put(store, [by({ by: 'revision', value: 3 })], T);
      expect(await put(store, [by({ by: 'revision', value: 3 }, { urgent: true })], T)).toMatchObject({ applied: 0, unchanged: 1, changed: [] });
      expect(await put(store, [by({ by: 'revision', value: 2 }, { urgent: true })], T)).toMatchObject({ applied: 0, unchanged: 1 });
      expect(await put(store, [by({ by: 'revision', value: 4 }, { urgent: true })], T)).toMatchObject({ applied: 1, changed: ['a'] });
      const timed = aCase('b', { version: { by: 'updated', value: T } });
      await put(store, [timed], T);
      expect(await put(store, [timed], T)).toMatchObject({ unchanged: 1 });
      expect(await put(store, [{ ...timed, address: '另一处' }], T)).toMatchObject({ applied: 1 });
      expect(await put(store, [{ ...timed, version: { by: 'updated', value: T - 1 } }], T)).toMatchObject({ unchanged: 1 });
    });

    it('a tombstone yields only to a greater version', async () => {
      const staff = aStaff('a', { version: { by: 'updated', value: 10 } });
      await put(store, [staff], T);
      expect(await store.remove('staff', ['a', 'unknown'], { by: 'updated', value: 9 }, { feed: 'f', now: T })).toMatchObject({ applied: 0 });
      expect(await store.remove('staff', ['a', 'unknown'], { by: 'updated', value: 12 }, { feed: 'f', now: T })).toMatchObject({ applied: 1, changed: ['a'] });
      expect(await row(store, 'C', T)).toEqual({});
      expect(await put(store, [{ ...staff, version: { by: 'updated', value: 12 }, role: 'lead' }], T)).toMatchObject({ unchanged: 1 });
      expect(await put(store, [{ ...staff, version: { by: 'updated', value: 13 } }], T)).toMatchObject({ applied: 1 });
    });
  });

  describe('feeds', () => {
    it('cursor, age, counts and reasons are kept with the data', async () => {
      expect(await store.feedState('f')).toEqual({ feed: 'f', cursor: null, asOf: null, accepted: 0, rejected: 0, expired: 0, reasons: {}, notes: {} });
      const items = [aCase('a'), aCase('b')].map((entity) => ({ entity, contribution: { gauges: [], stamps: [], nextChangeAt: null, expired: false } }));
      await store.put('case', items, { feed: 'f', cursor: '17,b', asOf: T - 1, now: T, rejects: [{ reason: 'time.ahead', count: 3, sample: '{"x":1}' }, { reason: 'category.unknown', count: 1 }] });
      expect(await store.feedState('f')).toEqual({ feed: 'f', cursor: '17,b', asOf: T - 1, accepted: 2, rejected: 4, expired: 0, reasons: { 'time.ahead': 3, 'category.unknown': 1 }, notes: {} });
      expect(await store.deadLetters('f', 5)).toMatchObject([{ feed: 'f', reason: 'time.ahead', sample: '{"x":1}', at: T }]);
      await store.setFeed({ feed: 'f', asOf: T, now: T });
      expect(await store.feedState('f')).toMatchObject({ cursor: '17,b', asOf: T });
    });

    it('the dead-letter stream is bounded', async () => {
      for (let i = 0; i < 40; i++) await store.setFeed({ feed: 'f', now: T, rejects: Array.from({ length: 100 }, (_, j) => ({ reason: 'bad', count: 1, sample: `${i}-${j}` })) });
      expect(await place.raw.xlen('{live:C}:dl:f')).toBeLessThan(1200);
      expect((await store.feedState('f')).reasons).toEqual({ bad: 4000 });
    });
  });

  describe('positions and readings', () => {
    it('positions lie in packed blocks, stable slots, the newest of each; a restart finds them again', async () => {
      const first = Array.from({ length: 1500 }, (_, i) => ({ id: `u${i}`, lng: 118 + i / 1e4, lat: 29, at: T, duty: 'patrol' as const }));
      expect((await store.putPositions(first)).map((b) => b.from)).toEqual([0, 1024]);
      expect((await store.putPositions([{ id: 'u1030', lng: 118.5, lat: 29.5, at: T + 5000, duty: 'handling' }, { id: 'u3', lng: 1, lat: 1, at: T - 5000, duty: 'onDuty' }])).map((b) => b.from)).toEqual([1024]);
      const other = await openAt(place);
      const { blocks, slots } = await other.readPositions();
      await other.close();
      const at = (id: string) => { const slot = slots.get(id)!; const b = Buffer.from(blocks.find((x) => x.from <= slot && slot < x.from + x.count)!.bytes); const o = (slot % 1024) * 16; return [b.readInt32LE(o) / 1e7, b.readInt32LE(o + 4) / 1e7, b.readUInt32LE(o + 8) * 1000, b[o + 12]]; };
      expect(at('u1030')).toEqual([118.5, 29.5, T + 5000, 2]);
      expect(at('u3')).toEqual([118.0003, 29, T, 1]);
    });

    it('readings lie in 5-min slots of a ring of 25 h', async () => {
      await store.appendReadings([{ station: 's', at: T, level: 12.34, flow: 100.5 }, { station: 's', at: T + MIN, level: 12.35 }, { station: 's', at: T + 5 * MIN, level: 12.4, rain5m: 0.5 }]);
      expect(await store.readSeries('s', T - HOUR, T + HOUR)).toEqual([{ station: 's', at: T + MIN, level: 12.35 }, { station: 's', at: T + 5 * MIN, level: 12.4, rain5m: 0.5 }]);
      await store.appendReadings([{ station: 's', at: T + 25 * HOUR, level: 1 }]);
      await store.appendReadings([{ station: 's', at: T, level: 9 }]);
      expect((await store.readSeries('s', T - HOUR, T + 30 * HOUR)).map((r) => r.level)).toEqual([12.4, 1]);
    });
  });

  it('refuses a Redis target it does not know, and says what it expected', async () => {
    await expect(open('http://x')).rejects.toThrow(/found "http:\/\/x", expected redis:\/\//);
  });

  it('a second process with other numbers is noticed before it writes', async () => {
    const other = await openAt(place);
    await put(store, [aCase('a')], T);
    await put(other, [aCase('b', { category: '2-0202' })], T);
    await put(store, [aCase('c', { category: '3-0303' })], T);
    await other.close();
    expect(await row(store, 'G', T)).toMatchObject({ open: 3, 'category.1-0101': 1, 'category.2-0202': 1, 'category.3-0303': 1 });
    await tick(store, T);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockOf, stepsOf } from '../../screen/duty/case/timeline.ts';
import { NOTHING, placeOf, withAnswer } from '../../screen/duty/cases/known.ts';
import { lineOf, spotsOf } from '../../screen/duty/cases/row.ts';
import { heightOf, MOST_PX, scrollOf, seen, topFor, topOf, type Frame } from '../../screen/duty/cases/virtual.ts';
import { deskAction } from '../../screen/duty/keys.ts';
import { CASE_STAGES, CASE_STATUSES, type Case } from '../../server/wire/entity.ts';
import type { CaseRecord } from '../../server/wire/records.ts';

const [MINUTE, HOUR] = [60_000, 3_600_000];
const NOW = Date.parse('2026-07-01T20:16:30+08:00');
const record = (id: string, extra: Partial<CaseRecord> = {}): CaseRecord => ({
  id, category: '1-0103', categoryName: '井盖破损', address: '甲路 1 号', region: 'c', stage: 'dispatched', status: 'open', urgent: false, overdue: false, supervised: false, source: '12345',
  reportedAt: NOW - HOUR, updatedAt: NOW, lng: 118, lat: 29, deadline: NOW + 2 * HOUR, ...extra,
});

describe('a long list', () => {
  const frames = fc.record({ view: fc.integer({ min: 0, max: 1500 }), total: fc.integer({ min: 0, max: 2_000_000 }), row: fc.integer({ min: 20, max: 60 }) }).map((f): Frame => ({ ...f, height: heightOf(f.total, f.row) }));
  it('shows every row at some place of the scroll bar, and only rows that there are', () => fc.assert(fc.property(frames, fc.double({ min: 0, max: 1, noNaN: true }), (frame, share) => {
    const scroll = share * Math.max(0, frame.height - frame.view);
    const top = topOf(scroll, frame);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(top).toBeLessThanOrEqual(Math.max(0, frame.total * frame.row - frame.view));
    const { first, last } = seen(top, frame);
    expect(last).toBeLessThan(frame.total);
    expect((last - first + 1) * frame.row).toBeLessThanOrEqual(frame.view + 2 * frame.row);
    if (frame.height > frame.view) expect(scrollOf(top, frame)).toBeCloseTo(scroll, 3);
  }), { seed: 5, numRuns: 500 }));
  it('is no taller than a browser draws, and its end can be reached', () => {
    const frame = { height: heightOf(1_000_000, 52), view: 600, total: 1_000_000, row: 52 };
    expect(frame.height).toBe(MOST_PX);
    expect(seen(topOf(frame.height - frame.view, frame), frame).last).toBe(999_999);
    expect(topOf(1_000, { height: heightOf(300, 52), view: 600, total: 300, row: 52 })).toBe(1_000);
  });
  it('moves only as far as a row needs to be seen', () => {
    const frame = { height: 5_200, view: 520, total: 100, row: 52 };
    expect([topFor(5, 0, frame), topFor(10, 0, frame), topFor(99, 0, frame), topFor(3, 500, frame), topFor(0, 500, frame)]).toEqual([0, 104, 4_680, 104, 0]);
  });
});

describe('what is known of a list', () => {
  const page = (offset: number, ids: readonly string[], total = 100, revision = 1): Parameters<typeof withAnswer>[1] => ({ items: ids.map((id) => record(id)), offset, total, revision, filling: null });
  it('moves with its anchor, counts what came above, and never shows a case twice', () => {
    const before = withAnswer(NOTHING, page(20, ['a', 'b', 'c']), 0);
    const after = withAnswer(before, page(33, ['b', 'x', 'c'], 112, 2), 12);
    expect([...after.rows].map(([at, { id }]) => [at, id])).toEqual([[32, 'a'], [33, 'b'], [34, 'x'], [35, 'c']]);
    expect([after.above, after.total, placeOf(after, 'x'), placeOf(after, 'gone')]).toEqual([12, 112, 34, null]);
    expect(withAnswer(after, page(20, ['a'], 100, 3), -20).above).toBe(0);
  });
  it('keeps its rows where nothing is new, and lets go of those far away', () => {
    const before = withAnswer(NOTHING, page(0, ['a', 'b'], 5_000), 0);
    expect(withAnswer(before, { ...page(0, []), items: null, total: 5_000 }, 0).rows).toEqual(before.rows);
    expect([...withAnswer(before, page(3_000, ['z'], 5_000), 0).rows.keys()]).toEqual([3_000]);
  });
});

it('a line says in words and by shape how much time a case has', () => {
  const zone = 'Asia/Shanghai';
  expect(lineOf(record('a', { urgent: true }), zone, NOW)).toMatchObject({ when: '19:16', category: '井盖破损', place: '甲路 1 号', state: '派遣', left: '剩 2.0 小时', urgent: true, late: false, ended: false });
  expect(lineOf(record('a', { deadline: NOW - 30 * MINUTE }), zone, NOW)).toMatchObject({ left: '超 30 分', late: true });
  expect(lineOf(record('a', { status: 'suspended', deadline: NOW - HOUR }), zone, NOW)).toMatchObject({ state: '挂账', left: '', late: false });
  expect(lineOf(record('a', { status: 'closed', stage: 'closed', deadline: NOW - HOUR }), zone, NOW)).toMatchObject({ state: '结案', left: '', ended: true });
  expect(spotsOf([record('a'), record('b', { lng: null }), record('c', { deadline: NOW - 1 }), record('d', { status: 'void' })], NOW).map(({ id, tone }) => [id, tone])).toEqual([['a', 'open'], ['c', 'overdue'], ['d', 'ended']]);
});

type Life = Parameters<typeof stepsOf>[0] & Parameters<typeof clockOf>[0];
const life = (extra: Partial<Life> = {}): Life => ({ status: 'open', stage: 'dispatched', times: { reported: NOW - 5 * HOUR, accepted: NOW - 5 * HOUR + 6 * MINUTE, dispatched: NOW - 4 * HOUR }, updatedAt: NOW - HOUR, deadline: NOW + HOUR, suspendedSeconds: 0, ...extra });

describe('the way of a case', () => {
  it('says when each stage was reached and how long it took; the one it is in runs', () => {
    expect(stepsOf(life(), NOW).map(({ stage, state, took }) => [stage, state, took])).toEqual([
      ['reported', 'done', 6 * MINUTE], ['accepted', 'done', 54 * MINUTE], ['filed', 'skipped', null], ['dispatched', 'now', 4 * HOUR], ['handled', 'ahead', null], ['verified', 'ahead', null], ['closed', 'ahead', null],
    ]);
  });
  it('stands still while it is suspended, ends with its closing or where it was made void, and tells what was reached before it was sent back', () => {
    expect(stepsOf(life({ status: 'suspended', suspendedSince: NOW - 3 * HOUR }), NOW)[3]).toMatchObject({ state: 'now', took: HOUR });
    const closed = life({ status: 'closed', stage: 'closed', times: { ...life().times, handled: NOW - 2 * HOUR, closed: NOW - HOUR } });
    expect(stepsOf(closed, NOW).at(-1)).toEqual({ stage: 'closed', at: NOW - HOUR, took: null, state: 'end' });
    expect(stepsOf(life({ status: 'void', stage: 'accepted', times: { reported: NOW - HOUR, accepted: NOW - 50 * MINUTE, void: NOW - 20 * MINUTE } }), NOW).map(({ stage, state, took }) => [stage, state, took])).toEqual([['reported', 'done', 10 * MINUTE], ['accepted', 'done', 30 * MINUTE], ['void', 'end', null]]);
    expect(stepsOf(life({ times: { ...life().times, handled: NOW - 3 * HOUR } }), NOW)[4]).toMatchObject({ stage: 'handled', state: 'again' });
  });
  it('has every stage once, in order, and no time below nothing, whatever the record says', () => fc.assert(fc.property(
    fc.record({ status: fc.constantFrom(...CASE_STATUSES), stage: fc.constantFrom(...CASE_STAGES), times: fc.tuple(...CASE_STAGES.map(() => fc.option(fc.integer({ min: 0, max: 100 })))) }), ({ status, stage, times }) => {
      const all = Object.fromEntries(CASE_STAGES.flatMap((name, i) => (times[i] == null && i > 0 ? [] : [[name, NOW - (times[i] ?? 100) * MINUTE]]))) as Case['times'];
      const steps = stepsOf(life({ status, stage, times: all }), NOW);
      const order = steps.map((step) => [...CASE_STAGES, 'void'].indexOf(step.stage));
      expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
      expect(steps.every(({ took }) => took === null || took >= 0)).toBe(true);
    }), { seed: 9, numRuns: 400 }));
  it('counts to the limit by the world\'s clock, 挂账 apart', () => {
    expect(clockOf(life(), NOW)).toEqual({ limit: 6 * HOUR, worked: 5 * HOUR, suspended: 0, left: HOUR, runs: 'runs' });
    expect(clockOf(life({ suspendedSeconds: 3600 }), NOW + 2 * HOUR)).toMatchObject({ worked: 6 * HOUR, suspended: HOUR, left: -HOUR });
    expect(clockOf(life({ status: 'suspended', suspendedSince: NOW - 2 * HOUR, suspendedSeconds: 1800 }), NOW)).toEqual({ limit: 6 * HOUR, worked: 2.5 * HOUR, suspended: 2.5 * HOUR, left: 3 * HOUR, runs: 'stands' });
    expect(clockOf(life({ status: 'closed', stage: 'closed', times: { reported: NOW - 9 * HOUR, closed: NOW - HOUR }, deadline: NOW - 2 * HOUR }), NOW)).toMatchObject({ worked: 8 * HOUR, left: -HOUR, runs: 'ended' });
    expect(clockOf(life({ status: 'void', times: { reported: NOW - HOUR, void: NOW } }), NOW)).toMatchObject({ left: null, runs: 'ended' });
  });
});

it('moves in the list by letters and by arrows', () => {
  expect(['j', 'ArrowDown', 'K', 'ArrowUp', 'Enter', 'z', 'g'].map((key) => deskAction(key))).toEqual(['next', 'next', 'previous', 'previous', 'open', 'sort', 'top'].map((what) => ({ do: 'case', what })));
});

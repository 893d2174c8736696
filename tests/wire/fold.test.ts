import { describe, expect, it } from 'vitest';
import { alertOrder, applyDelta, asU16, asU32, changedSlots, NOWHERE } from '../../server/wire/fold.ts';
import type { AlertItem, CaseItem } from '../../server/wire/messages.ts';

const u16 = (...values: number[]): Uint8Array => new Uint8Array(Uint16Array.from(values).buffer);
const u32 = (...values: number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);
const aCase = (id: string, reportedAt: number, extra: Partial<CaseItem> = {}): CaseItem => ({
  id, category: '1-0101', categoryName: 'x', address: '', region: 'r', stage: 'reported', status: 'open', urgent: false,
  overdue: false, source: 's', reportedAt, updatedAt: reportedAt, lng: null, lat: null, ...extra,
});
const alert = (id: string, colour: AlertItem['colour'], issuedAt: number): AlertItem =>
  ({ id, colour, event: '', title: '', issuer: '', issuedAt, expiresAt: null, region: 'r', station: null, text: null, ackedBy: null, ackedAt: null, quiet: null, within: [] });

describe('fold', () => {
  it('summary: sets, adds and removes names, shares untouched rows and changes no argument', () => {
    const data = { region: 'a', rows: { a: { open: 1, urgent: 2 }, b: { open: 1 } } };
    const copy = structuredClone(data);
    const after = applyDelta('summary', data, { rows: { a: { open: 3, urgent: null }, c: { open: 1 } } });
    expect(after).toEqual({ region: 'a', rows: { a: { open: 3 }, b: { open: 1 }, c: { open: 1 } } });
    expect(after.rows.b).toBe(data.rows.b);
    expect(data).toEqual(copy);
  });

  it('trend: moves the window on and keeps its length', () => {
    const data = { region: 'a', from: 0, step: 10, station: null, series: { reported: [1, 2, 3], level: [null, 5, 6] } };
    const after = applyDelta('trend', data, { from: 20, station: 's1', series: { reported: [[1, 0], [2, 4]] } });
    expect(after).toEqual({ region: 'a', from: 20, step: 10, station: 's1', series: { reported: [3, 0, 4], level: [6, null, null] } });
    expect(data.series.reported).toEqual([1, 2, 3]);
    const same = applyDelta('trend', data, { from: 0, station: null, series: { reported: [[2, 9]] } });
    expect(same.series).toEqual({ reported: [1, 2, 9], level: [null, 5, 6] });
    const far = applyDelta('trend', data, { from: 100, station: null, series: {} });
    expect(far.series.reported).toEqual([null, null, null]);
  });

  it('cases: puts, replaces and removes, newest report first', () => {
    const data = { region: 'a', total: 2, items: [aCase('1', 20), aCase('2', 10)] };
    const after = applyDelta('cases', data, { total: 5, put: [aCase('3', 30), aCase('2', 10, { urgent: true })], remove: ['1'] });
    expect(after.items.map((c) => [c.id, c.urgent])).toEqual([['3', false], ['2', true]]);
    expect(after.total).toBe(5);
    expect(data.items).toHaveLength(2);
  });

  it('alerts: gravest first, then newest', () => {
    const items = [alert('b', 'blue', 9), alert('r', 'red', 1), alert('r2', 'red', 2)].sort(alertOrder);
    expect(items.map((a) => a.id)).toEqual(['r2', 'r', 'b']);
  });

  it('points: slots, blocks, growth and shrinkage', () => {
    const data = { region: 'a', bbox: [0, 0, 1, 1] as [number, number, number, number], count: 2, xy: u16(1, 2, 3, 4), state: Uint8Array.of(1, 1) };
    const slots = applyDelta('staff', data, { count: 4, slots: u32(1, 3), xy: u16(7, 8, 9, 10), state: Uint8Array.of(0, 2) });
    expect([...asU16(slots.xy)]).toEqual([1, 2, 7, 8, NOWHERE, NOWHERE, 9, 10]);
    expect([...slots.state]).toEqual([1, 0, 0, 2]);
    const blocks = applyDelta('staff', slots, { count: 3, blocks: [{ from: 1, xy: u16(5, 5, 6, 6), state: Uint8Array.of(3, 3) }] });
    expect([...asU16(blocks.xy)]).toEqual([1, 2, 5, 5, 6, 6]);
    expect([...blocks.state]).toEqual([1, 3, 3]);
    expect([...asU16(data.xy)]).toEqual([1, 2, 3, 4]);
  });

  it('points: gaps skip any number of slots', () => {
    expect(changedSlots({ count: 9, gaps: Uint8Array.of(0, 0, 3, 255, 0, 254, 255, 255, 1) })).toEqual([0, 1, 5, 261, 516, 1028]);
    expect(changedSlots({ count: 9 })).toEqual([]);
  });

  it('reads bytes at any alignment, and as ArrayBuffer', () => {
    const odd = new Uint8Array(9).subarray(1);
    odd.set(u32(70_000, 5));
    expect([...asU32(odd)]).toEqual([70_000, 5]);
    expect([...asU16(odd)]).toEqual([70_000 % 65_536, 1, 5, 0]);
    expect([...asU32(u32(1, 2).buffer as ArrayBuffer)]).toEqual([1, 2]);
  });

  it('reads a Buffer that lies unaligned in its pool', () => {
    const pool = Buffer.alloc(16);
    u32(1, 2).forEach((byte, i) => { pool[i + 3] = byte; });
    expect([...asU32(pool.subarray(3, 11))]).toEqual([1, 2]);
  });

  it('heat: a count of zero removes the cell', () => {
    const data = { region: 'a', window: 24, resolution: 9, kernel: 400, from: 0, to: 1, cells: { x: 1, y: 2 }, around: { q: 1 }, most: 2 };
    expect(applyDelta('heat', data, { from: 1, to: 2, cells: { x: 0, z: 3 }, around: { q: 0, r: 5 }, most: 5 }))
      .toEqual({ region: 'a', window: 24, resolution: 9, kernel: 400, from: 1, to: 2, cells: { y: 2, z: 3 }, around: { r: 5 }, most: 5 });
  });
});

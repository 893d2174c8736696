import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CASE_STATUSES } from '../../server/wire/entity.ts';
import { EVERYTHING, filterOf, filtersOn, heatQuestions, paramsOf, spanOf, WINDOWS, type DeskFilter } from '../../screen/duty/filter.ts';
import { deskAction } from '../../screen/duty/keys.ts';
import { PANES, paneAfter, paneOf } from '../../screen/duty/panes.ts';
import { readSaved, withSaved, writeSaved } from '../../screen/duty/saved.ts';
import { difference, heatAt, heatRaster } from '../../screen/map/layers/heat.ts';
import { heatColour } from '../../screen/map/palette.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-07-01T20:16:30+08:00');
const drawn: fc.Arbitrary<DeskFilter> = fc.record({
  window: fc.oneof(fc.constantFrom(...WINDOWS).map((hours) => ({ hours })), fc.tuple(fc.integer({ min: 1, max: 1e12 }), fc.integer({ min: 1, max: 1e9 })).map(([from, length]) => ({ from, to: from + length }))),
  compare: fc.boolean(), status: fc.subarray([...CASE_STATUSES]), class: fc.option(fc.constantFrom('gb:1-01', 'domain:safety')), source: fc.option(fc.constantFrom('hotline', 'grid')),
  urgent: fc.boolean(), overdue: fc.boolean(), supervised: fc.boolean(),
  near: fc.option(fc.record({ lng: fc.integer({ min: -18_000_000, max: 18_000_000 }).map((n) => n / 1e5), lat: fc.integer({ min: -900_000, max: 900_000 }).map((n) => n / 1e4), metres: fc.integer({ min: 1, max: 9_000 }) })),
});

describe('the filter in the address', () => {
  it('comes back as it was', () => fc.assert(fc.property(drawn, (filter) => { expect(filterOf(paramsOf(filter))).toEqual(filter); }), { seed: 4, numRuns: 500 }));
  it('is nothing at all where nothing is chosen, and what cannot be read is as if it were not there', () => {
    expect(paramsOf(EVERYTHING)).toEqual({});
    expect(filterOf({ hours: '5', from: '9', to: '8', status: 'lost', near: '1,x,2', urgent: 'yes' })).toEqual(EVERYTHING);
  });
});

it('asks for whole minutes, the running one among them, and for as long a time before', () => {
  const filter = { ...EVERYTHING, window: { hours: 1 as const }, compare: true, overdue: true };
  const { from, to } = spanOf(filter, NOW);
  expect([to - NOW, to - from]).toEqual([30_000, HOUR]);
  const { now, before } = heatQuestions(filter, 'C', NOW);
  expect([now, before]).toEqual([`/api/heat?region=C&from=${from}&to=${to}&overdue=1`, `/api/heat?region=C&from=${from - HOUR}&to=${from}&overdue=1`]);
  expect([filtersOn(filter), filtersOn({ ...filter, near: { lng: 1, lat: 2, metres: 3 } })]).toEqual([1, 2]);
});

it('every key means one thing, in either case', () => {
  for (const key of ['w', 'c', 'u', 'o', 'x']) expect(deskAction(key.toUpperCase())).toEqual(deskAction(key));
  expect(['Escape', '?', '[', ']', '/', 'h', 's', 'n', 'q', 'e', 'm', 'f', 'z', 'i'].map((key) => deskAction(key)?.do ?? null)).toEqual(['back', 'help', 'pane', 'pane', 'search', 'layer', 'layer', 'alert', 'alert', 'alert', 'mute', 'open', 'case', null]);
});

it('shows the pane asked for, else the first of its side, and goes round them', () => {
  expect(new Set(PANES.map(({ key }) => key)).size).toBe(PANES.length);
  const own = PANES.filter(({ side }) => side === 'left');
  expect([paneOf('left', 'water')?.key, paneOf('left', 'no such')?.key]).toEqual(['water', own[0]!.key]);
  expect(paneAfter('left', own.at(-1)!.key)).toBe(own[0]);
});

it('keeps filters by name, the newest first, and lives with what it cannot read', () => {
  const memory = new Map<string, string>();
  const storage = { getItem: (key: string) => memory.get(key) ?? null, setItem: (key: string, value: string) => { memory.set(key, value); } };
  writeSaved(storage, withSaved(withSaved([{ name: 'a', params: { hours: '1' } }], { name: 'b', params: {} }), { name: 'a', params: { urgent: '1' } }));
  expect(readSaved(storage)).toEqual([{ name: 'a', params: { urgent: '1' } }, { name: 'b', params: {} }]);
  for (const text of ['{', '{}', '[1,null,{"name":3}]', '[{"name":"x","params":{"region":"C","hours":"1"}}]']) { memory.clear(); memory.set('yiping.desk.filters', text); expect(readSaved(storage)).toEqual(text.includes('"x"') ? [{ name: 'x', params: { hours: '1' } }] : []); }
});

it('the difference of two windows is nothing where they are alike, and of opposite colours where there is more and less', () => {
  const centre = (cell: string): readonly [number, number] => (cell === 'a' ? [1_000, 1_000] : [4_000, 4_000]);
  const raster = (cells: Record<string, number>): ReturnType<typeof heatRaster> => heatRaster([cells], centre, [0, 0, 5_000, 5_000], 300);
  const same = difference(raster({ a: 3, b: 2 }), raster({ a: 3, b: 2 }));
  expect(same.max).toBeLessThan(1e-6);
  const { density, max } = difference(raster({ a: 9, b: 2 }), raster({ a: 3, b: 8 }));
  expect([Math.max(...density), -Math.min(...density)].map((v) => v / max)).toEqual([expect.closeTo(1, 2), expect.closeTo(1, 2)]);
  const scale = { low: max / 25, high: max };
  expect([heatAt(max, scale), heatAt(-max, scale), heatAt(max / 30, scale)]).toEqual([1, -1, 0]);
  const [[r1, , b1], [r2, , b2]] = [heatColour(0.8), heatColour(-0.8)];
  expect([r1 > b1, b2 > r2]).toEqual([true, true]);
});

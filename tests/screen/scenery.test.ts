/** The pictures of a place are taken where it matters. */
import { expect, it } from 'vitest';
import { spotOf } from '../../screen/panels/scenery/scenery.ts';
import type { StationItem } from '../../server/wire/messages.ts';

const station = (id: string, more: Partial<StationItem>): StationItem => ({
  id, type: 'river', name: `${id}站`, river: null, region: 'C', lng: 118, lat: 29, state: 'normal', level: 1, flow: null, rain1h: null, rain24h: null, running: null, readAt: 0,
  alert: 2, warning: 3, danger: 4, rise: 0, ...more,
});
const region = { name: '东区', label: [118.5, 29.5] as const };

it('by the most critical station, with its name', () => {
  expect(spotOf([station('a', {}), station('b', { state: 'danger', level: 4.2, lng: 118.2 })], region, null)).toEqual({ at: [118.2, 29], name: 'b站', station: 'b' });
});
it('in the middle of the region while all is quiet, or the worst has no place', () => {
  const middle = { at: [118.5, 29.5], name: '东区', station: null };
  expect(spotOf([station('a', {})], region, null)).toEqual(middle);
  expect(spotOf([station('a', { state: 'danger', level: 4.2, lng: null })], region, null)).toEqual(middle);
  expect(spotOf([], null, null)).toBeNull();
});
it('two stations of equal weight do not take turns', () => {
  const both = [station('a', { state: 'warning', level: 3.1 }), station('b', { state: 'warning', level: 3.1 })];
  expect([spotOf(both, region, 'b')?.station, spotOf(both, region, 'a')?.station]).toEqual(['b', 'a']);
});

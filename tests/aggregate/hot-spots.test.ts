/** Hot spots: exactly the cases that are linked, whoever comes first, and nothing that is older, of another category or too few. */
import { expect, test } from 'vitest';
import { hotSpots, type Occurrence } from '../../server/aggregate/hot-spots.ts';
import { makeDice } from '../helpers/random.ts';

const NOW = 1_752_579_600_000;
const HOUR = 3_600_000;
const RULES = { distance: 50, window: 24 * HOUR, least: 3 };
/** Metres east and north of a corner, as degrees. */
const at = (east: number, north: number): { lng: number; lat: number } => ({ lng: 120 + east / (111_195 * Math.cos((30 * Math.PI) / 180)), lat: 30 + north / 111_195 });
let next = 0;
const one = (east: number, north: number, extra: Partial<Occurrence> = {}): Occurrence => ({ id: `c${next++}`, category: 'a', at: NOW - HOUR, ...at(east, north), ...extra });

test('three cases of a category, each within 50 m of another, are one spot with its middle and reach', () => {
  const cases = [one(0, 0), one(40, 0), one(80, 0)];
  const [spot, ...more] = hotSpots(cases, RULES, NOW);
  expect(more).toEqual([]);
  expect([spot!.ids.sort(), spot!.category]).toEqual([cases.map(({ id }) => id).sort(), 'a']);
  expect(spot!.radius).toBeCloseTo(40, 0);
  expect(spot!.lng).toBeCloseTo(at(40, 0).lng, 7);
});

test('two cases, three of two categories, one too far or one too old make none', () => {
  expect(hotSpots([one(0, 0), one(10, 0)], RULES, NOW)).toEqual([]);
  expect(hotSpots([one(0, 0), one(10, 0), one(20, 0, { category: 'b' })], RULES, NOW)).toEqual([]);
  expect(hotSpots([one(0, 0), one(10, 0), one(61, 0)], RULES, NOW)).toEqual([]);
  expect(hotSpots([one(0, 0), one(10, 0), one(20, 0, { at: NOW - 24 * HOUR })], RULES, NOW)).toEqual([]);
  expect(hotSpots([one(0, 0), one(10, 0), one(20, 0, { at: NOW + 1 })], RULES, NOW)).toEqual([]);
});

test('says whether a spot grows: the last quarter of its window beside the one before', () => {
  const [spot] = hotSpots([one(0, 0), one(1, 0, { at: NOW - 2 * HOUR }), one(2, 0, { at: NOW - 7 * HOUR }), one(3, 0, { at: NOW - 20 * HOUR })], RULES, NOW);
  expect(spot).toMatchObject({ recent: 2, before: 1, first: NOW - 20 * HOUR, last: NOW - HOUR });
});

test('finds the same spots as comparing every case with every other, in any order', () => {
  const dice = makeDice(20260711);
  for (let round = 0; round < 60; round++) {
    const cases = Array.from({ length: 120 }, () => one(dice.int(0, 900), dice.int(0, 900), { category: dice.pick(['a', 'b']), at: NOW - dice.int(0, 26 * HOUR) }));
    const found = hotSpots(cases, RULES, NOW).map(({ ids }) => [...ids].sort().join()).sort();
    expect(found).toEqual(slowly(cases).sort());
    const shuffled = [...cases].sort((a, b) => (a.id.slice(-1) < b.id.slice(-1) ? -1 : 1));
    expect(hotSpots(shuffled, RULES, NOW)).toEqual(hotSpots(cases, RULES, NOW));
  }
});

/** Every pair, until nothing more is joined; by the law of cosines, not on a plane. */
function slowly(cases: readonly Occurrence[]): string[] {
  const metres = (a: Occurrence, b: Occurrence): number => {
    const [p, q, d] = [a.lat, b.lat, b.lng - a.lng].map((v) => (v * Math.PI) / 180) as [number, number, number];
    return 2 * 6_371_000 * Math.asin(Math.sqrt(Math.sin((q - p) / 2) ** 2 + Math.cos(p) * Math.cos(q) * Math.sin(d / 2) ** 2));
  };
  const left = cases.filter((c) => c.at > NOW - RULES.window && c.at <= NOW);
  const groups = left.map((c) => [c]);
  for (let i = 0; i < groups.length; i++) {
    for (let grown = true; grown;) {
      grown = false;
      for (let j = groups.length - 1; j > i; j--) {
        if (!groups[i]!.some((a) => groups[j]!.some((b) => a.category === b.category && metres(a, b) <= RULES.distance))) continue;
        groups[i]!.push(...groups.splice(j, 1)[0]!);
        grown = true;
      }
    }
  }
  return groups.filter((g) => g.length >= RULES.least).map((g) => g.map(({ id }) => id).sort().join());
}

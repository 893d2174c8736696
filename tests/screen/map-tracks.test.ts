import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePoints, decodeSlots, type Slots } from '../../screen/map/layers/points.ts';
import { StaffTracks } from '../../screen/map/layers/tracks.ts';
import type { PathSet } from '../../screen/map/paths.ts';
import { makeProjection } from '../../screen/map/projection.ts';

const MINUTE = 60_000;
const WINDOW = 30 * MINUTE;
const all = (): boolean => true;
const slots = (...places: (readonly [number, number] | null)[]): Slots =>
  ({ count: places.length, x: Float32Array.from(places, (at) => at?.[0] ?? NaN), y: Float32Array.from(places, (at) => at?.[1] ?? NaN), states: new Uint8Array(places.length) });
const metres = (set: PathSet): number => {
  let sum = 0;
  for (let i = 0; i < set.count; i++) {
    for (let v = set.starts[i]!; v < set.starts[i + 1]! - 1; v++) sum += Math.hypot(set.positions[v * 2 + 2]! - set.positions[v * 2]!, set.positions[v * 2 + 3]! - set.positions[v * 2 + 1]!);
  }
  return sum;
};
const total = (sets: readonly PathSet[]): number => sets.reduce((sum, set) => sum + metres(set), 0);

describe('the way of staff', () => {
  it('is as long as what was walked in the window, and no longer', () => {
    const tracks = new StaffTracks(WINDOW, 4);
    for (let m = 0; m <= 90; m++) tracks.take(slots([m * 60, 0]), m * MINUTE);
    const lines = tracks.lines(slots([90 * 60, 0]), 90 * MINUTE, 5, all);
    // 60 m a minute for half an hour, to within a place at its end.
    expect(total(lines)).toBeGreaterThan(28 * 60);
    expect(total(lines)).toBeLessThanOrEqual(30 * 60);
  });
  it('fades: the newest steps in the first band, the oldest in the last, joined end to end', () => {
    const tracks = new StaffTracks(WINDOW, 4);
    for (let m = 0; m <= 30; m++) tracks.take(slots([m * 60, 0]), m * MINUTE);
    const lines = tracks.lines(slots([30 * 60, 0]), 30 * MINUTE, 5, all);
    const spans = lines.map(({ positions }) => [Math.min(...positions.filter((_, i) => i % 2 === 0)), Math.max(...positions.filter((_, i) => i % 2 === 0))]);
    for (let band = 1; band < 5; band++) expect(spans[band]![1]).toBe(spans[band - 1]![0]);
    expect(spans[0]![1]).toBe(1_800);
    for (const set of lines) expect(metres(set)).toBeGreaterThan(200);
  });
  it('is none for who stands still, whatever a receiver strays', () => {
    const tracks = new StaffTracks(WINDOW, 4);
    for (let m = 0; m <= 60; m++) tracks.take(slots([100 + (m % 3) * 4, 50]), m * MINUTE);
    expect(total(tracks.lines(slots([104, 50]), 60 * MINUTE, 5, all))).toBe(0);
  });
  it('leads up to where a person is now, and ages while the person stands', () => {
    const tracks = new StaffTracks(WINDOW, 4);
    tracks.take(slots([0, 0]), 0);
    tracks.take(slots([40, 0]), 10_000);
    expect(metres(tracks.lines(slots([40, 0]), 10_000, 5, all)[0]!)).toBe(40);
    for (let m = 2; m <= 29; m++) tracks.take(slots([200, 0]), m * MINUTE);
    expect(total(tracks.lines(slots([200, 0]), 29 * MINUTE, 5, all).slice(0, 4))).toBe(0);
    expect(total(tracks.lines(slots([200, 0]), 60 * MINUTE, 5, all))).toBe(0);
  });
  it('begins anew where a slot jumps or loses its person, and where the clock is set back', () => {
    const tracks = new StaffTracks(WINDOW, 4);
    const walk = (): void => { for (let m = 0; m <= 10; m++) tracks.take(slots([m * 60, 0], [m * 60, 500]), m * MINUTE); };
    walk();
    tracks.take(slots([60_000, 0], null), 11 * MINUTE);
    tracks.take(slots([60_000, 0], [700, 500]), 12 * MINUTE);
    expect(total(tracks.lines(slots([60_000, 0], [700, 500]), 12 * MINUTE, 5, all))).toBe(0);
    tracks.clear();
    walk();
    tracks.take(slots([0, 0], [0, 0]), -5 * 60 * MINUTE);
    expect(total(tracks.lines(slots([0, 0], [0, 0]), -5 * 60 * MINUTE, 5, all))).toBe(0);
  });
  it('never joins two people, and is drawn only of those asked for', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.tuple(fc.integer({ min: -100, max: 100 }), fc.integer({ min: -100, max: 100 })), { minLength: 6, maxLength: 6 }), { minLength: 2, maxLength: 60 }), (steps) => {
      const tracks = new StaffTracks(WINDOW, 4);
      // Six people, each in a strip of its own; only four slots are followed.
      const at = (step: readonly (readonly [number, number])[]): Slots => slots(...step.map(([x, y], i) => [x, i * 10_000 + y] as const));
      steps.forEach((step, m) => { tracks.take(at(step), m * MINUTE); });
      const now = (steps.length - 1) * MINUTE;
      for (const { positions, starts, count } of tracks.lines(at(steps.at(-1)!), now, 5, all)) {
        for (let i = 0; i < count; i++) {
          const strips = new Set(Array.from({ length: starts[i + 1]! - starts[i]! }, (_, v) => Math.round(positions[(starts[i]! + v) * 2 + 1]! / 10_000)));
          expect(strips.size).toBe(1);
          expect([...strips][0]).toBeLessThan(4);
        }
      }
      expect(total(tracks.lines(at(steps.at(-1)!), now, 5, (_x, y) => y > 5_000 && y < 15_000))).toBeLessThanOrEqual(total(tracks.lines(at(steps.at(-1)!), now, 5, all)));
      expect(total(tracks.lines(at(steps.at(-1)!), now, 5, () => false))).toBe(0);
    }), { numRuns: 60 });
  });
  it('is bounded: a day of walking draws no more than half an hour of it', () => {
    const tracks = new StaffTracks(WINDOW, 2);
    let most = 0;
    for (let s = 0; s < 86_400; s += 10) {
      tracks.take(slots([(s * 1.5) % 40_000, s % 977]), s * 1_000);
      if (s % 3_600 === 0) most = Math.max(most, tracks.lines(slots([(s * 1.5) % 40_000, s % 977]), s * 1_000, 5, all).reduce((n, { positions }) => n + positions.length / 2, 0));
    }
    expect(most).toBeGreaterThan(20);
    expect(most).toBeLessThan(50);
  });
});

it('slots stay where they are though some have no place, at the same spots as the points', () => {
  const p = makeProjection([120, 30]);
  const bytes = new Uint8Array(Uint16Array.from([0, 0, 0xffff, 0xffff, 65_535, 65_534, 32_768, 32_768]).buffer);
  const data = { region: 'c', bbox: [120, 30, 121, 31] as [number, number, number, number], count: 4, xy: bytes, state: Uint8Array.from([1, 0, 2, 3]) };
  const found = decodeSlots(data, p);
  expect([found.count, found.x[1], [...found.states]]).toEqual([4, NaN, [1, 0, 2, 3]]);
  const points = decodePoints(data, p);
  [0, 2, 3].forEach((slot, i) => {
    expect(Math.abs(found.x[slot]! - points.positions[i * 3]!)).toBeLessThan(0.1);
    expect(Math.abs(found.y[slot]! - points.positions[i * 3 + 1]!)).toBeLessThan(0.1);
  });
});

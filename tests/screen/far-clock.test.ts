import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heard, heardOfCursor, readClock, type FarClock } from '../../screen/store/far-clock.ts';
import { newLink, onBeat } from '../../screen/store/link-state.ts';
import { PLAYBACK_RATES } from '../../server/wire/playback.ts';

const T = Date.UTC(2025, 6, 15, 12);

describe('the cursor of a player', () => {
  it('is read between its messages at any rate, whatever the link adds to each', () => fc.assert(fc.property(
    fc.constantFrom(...PLAYBACK_RATES), fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 90 }), fc.integer({ min: 0, max: 999 }),
    (rate, delays, after) => {
      let clock: FarClock | null = null;
      delays.forEach((delay, i) => { clock = heardOfCursor(clock, { mono: i * 1000 + delay, world: T + i * 1000 * rate, rate }); });
      const last = (delays.length - 1) * 1000 + 300 + after;
      const behind = T + (rate === 0 ? 0 : last * rate) - readClock(clock!, last);
      // No sooner than it is, and later by no more than the swiftest of the last messages was.
      expect(behind).toBeGreaterThanOrEqual(-1e-3);
      expect(behind).toBeLessThanOrEqual(Math.min(...delays.slice(-60)) * rate + 1e-3);
    }), { seed: 21, numRuns: 300 }));
  it('that jumps, back or on, is where it says', () => fc.assert(fc.property(fc.constantFrom(...PLAYBACK_RATES), fc.integer({ min: -86_400_000, max: 86_400_000 }), (rate, by) => {
    fc.pre(Math.abs(by) > 1_500 * Math.max(1, rate));
    const before = heardOfCursor(null, { mono: 1000, world: T, rate });
    const clock = heardOfCursor(before, { mono: 2000, world: T + 1000 * rate + by, rate });
    expect(readClock(clock, 2000)).toBeCloseTo(T + 1000 * rate + by, 1);
  }), { seed: 22, numRuns: 200 }));
  it('stands at rate 0 and goes on from there', () => {
    const stands = heardOfCursor(heardOfCursor(null, { mono: 0, world: T, rate: 600 }), { mono: 500, world: T + 300_000, rate: 0 });
    expect([readClock(stands, 500), readClock(stands, 60_000)]).toEqual([T + 300_000, T + 300_000]);
    expect(readClock(heardOfCursor(stands, { mono: 61_000, world: T + 300_000, rate: 10 }), 62_000)).toBeCloseTo(T + 310_000, 1);
  });
});

it('of the present the swiftest message is the truest, and a late one moves nothing back', () => {
  const clock = heard(heard(null, { mono: 0, world: T, rate: 1 }, true), { mono: 6000, world: T + 1000, rate: 1 }, false);
  expect(readClock(clock, 6000)).toBeCloseTo(T + 6000, 1);
});

it('a clock that stands or is steered says nothing of the lag, and is a sign of life all the same', () => {
  expect(onBeat(onBeat(newLink(0), 1000, T, 1), 9000, T, 0)).toMatchObject({ phase: 'live', lastBeatAt: 9000, lag: null, offsets: [] });
});

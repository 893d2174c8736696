import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StationItem } from '../../server/wire/messages.ts';
import { forecastOf, forecastText, HORIZON, HOUR, hourAgo, hourOutlook, steadyRise, type Reading } from '../../screen/map/forecast.ts';
import { layOut } from '../../screen/map/overlay.ts';
import { makeProjection } from '../../screen/map/projection.ts';
import { LevelHistory } from '../../screen/store/levels.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2025, 6, 12, 12);
const river: StationItem = {
  id: 'r', type: 'river', name: '江湾站', river: null, region: 'c', lng: 120, lat: 30, state: 'alert', level: 4.38, flow: null,
  rain1h: null, rain24h: null, running: null, readAt: NOW, alert: 4.2, warning: 4.55, danger: 5.6, rise: 0.21,
};
/** Every five minutes up to NOW, the last one last. */
const every5 = (levels: readonly number[]): Reading[] => levels.map((level, i) => ({ at: NOW - (levels.length - 1 - i) * 5 * MINUTE, level }));
const at = (levels: readonly number[], over: Partial<StationItem> = {}): StationItem => ({ ...river, level: levels.at(-1)!, ...over });
const hoursOf = (station: StationItem, readings: readonly Reading[]): number | null => {
  const found = forecastOf(station, readings);
  return found && (found.at - station.readAt!) / HOUR;
};
const levels = fc.array(fc.integer({ min: -500, max: 500 }).map((cm) => cm / 100), { minLength: 5, maxLength: 13 });

/** As a river rises: by its own pace, and a centimetre or two off it. */
const rivers = fc.record({ from: fc.integer({ min: -5, max: 5 }), pace: fc.integer({ min: 1, max: 30 }), off: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 5, maxLength: 13 }) })
  .map(({ from, pace, off }) => off.map((cm, i) => from + (pace * i + cm) / 100));

describe('time to threshold', () => {
  it('is a straight line through the readings', () => {
    const rising = Array.from({ length: 13 }, (_, i) => 4 + i * 0.02);
    expect(steadyRise(every5(rising), 0.01)).toEqual({ rate: expect.closeTo(0.24, 9), minutes: 60 });
    expect(hoursOf(at(rising), every5(rising))).toBeCloseTo((4.55 - 4.24) / 0.24, 9);
    expect(forecastOf(at(rising, { warning: 4.1, danger: 4.6 }), every5(rising))?.word).toBe('保证');
    expect(forecastOf(at(rising, { type: 'reservoir' }), every5(rising))?.word).toBe('汛限');
  });
  it('is never negative, never beyond its horizon, and only of a level below a threshold', () => {
    fc.assert(fc.property(fc.oneof(levels, rivers), fc.double({ min: -6, max: 9, noNaN: true }), (all, warning) => {
      const station = at(all, { warning, danger: null });
      const hours = hoursOf(station, every5(all));
      if (hours === null) return;
      expect(hours).toBeGreaterThanOrEqual(0);
      expect(hours * HOUR).toBeLessThanOrEqual(HORIZON);
      expect(station.level!).toBeLessThan(warning);
    }), { numRuns: 2_000 });
  });
  it('is told of nearly every river that rises by its own pace', () => {
    const told = fc.sample(rivers, { numRuns: 500, seed: 7 }).filter((all) => steadyRise(every5(all), 0.01) !== null);
    expect(told.length).toBeGreaterThan(400);
  });
  it('is none for a level that falls, stands, or has just turned down', () => {
    fc.assert(fc.property(levels, (all) => {
      const falling = [...all].sort((a, b) => b - a);
      expect(steadyRise(every5(falling), 0.01)).toBeNull();
    }));
    expect(steadyRise(every5([4, 4, 4, 4, 4]), 0.01)).toBeNull();
    expect(steadyRise(every5([4, 4.02, 4.04, 4.06, 4.08, 4.07]), 0.01)).toBeNull();
  });
  it('is none for a level that swings as much as it rises, or that rose less than a gauge can tell', () => {
    expect(steadyRise(every5([4, 4.2, 4.02, 4.22, 4.04, 4.24, 4.06, 4.26]), 0.01)).toBeNull();
    expect(steadyRise(every5([4, 4, 4, 4, 4, 4.3]), 0.01)).toBeNull();
    expect(steadyRise(every5([4, 4.004, 4.008, 4.012, 4.016]), 0.01)).toBeNull();
  });
  it('does not depend on the unit or the datum of the levels', () => {
    fc.assert(fc.property(fc.oneof(levels, rivers), fc.double({ min: 0.1, max: 100, noNaN: true }), fc.integer({ min: -50, max: 50 }), (all, scale, datum) => {
      const one = steadyRise(every5(all), 0.01);
      const other = steadyRise(every5(all.map((v) => (v + datum) * scale)), 0.01 * scale);
      // The line is fitted in floating point: only what stands on the edge of a rule may fall to either side of it.
      if (one === null || other === null) return;
      expect(other.rate).toBeCloseTo(one.rate * scale, 6);
      expect(other.minutes).toBe(one.minutes);
    }));
    const rising = Array.from({ length: 13 }, (_, i) => 4 + i * 0.02);
    const cm = rising.map((v) => v * 100);
    expect(hoursOf(at(cm, { type: 'ponding', warning: 455, danger: null }), every5(cm))).toBeCloseTo(hoursOf(at(rising), every5(rising))!, 9);
  });
  it('wants twenty minutes of readings, a place to go and a station that is heard', () => {
    const rising = Array.from({ length: 13 }, (_, i) => 4 + i * 0.02);
    expect(steadyRise(every5(rising).slice(-4), 0.01)).toBeNull();
    expect(steadyRise([], 0.01)).toBeNull();
    expect(forecastOf(at(rising, { warning: 4, danger: 4.1 }), every5(rising))).toBeNull();
    expect(forecastOf(at(rising, { warning: 9, danger: null }), every5(rising))).toBeNull();
    expect(forecastOf(at(rising, { state: 'silent' }), every5(rising))).toBeNull();
  });
  it('is told in words no finer than a line can be', () => {
    const told = (minutes: number, word = '警戒'): string => forecastText({ word, at: NOW + minutes * MINUTE, rate: 1, minutes: 60 }, NOW);
    expect([told(49), told(84), told(120), told(179), told(30, '10 cm'), told(0.5), told(-3)])
      .toEqual(['约 49 分钟后达警戒', '约 1 小时 20 分后达警戒', '约 2 小时后达警戒', '约 3 小时后达警戒', '约 30 分钟后达 10 cm', '即将达警戒', '即将达警戒']);
  });
});

describe('the hour that the wall has gathered', () => {
  const reading = (minutes: number, level: number, rise: number | null = null): StationItem => ({ ...river, readAt: NOW + minutes * MINUTE, level, rise });
  it('begins with what a station says of the hour before, and goes over to its own readings', () => {
    const history = new LevelHistory();
    expect(history.take([reading(0, 4, 0.2)])).toBe(true);
    expect(history.take([reading(0, 4, 0.2)])).toBe(false);
    expect(history.readings('r').map(({ at: when, level }) => [(when - NOW) / MINUTE, level])).toEqual([[-60, expect.closeTo(3.8, 5)], [0, 4]]);
    for (let m = 5; m <= 50; m += 5) history.take([reading(m, 4 + m / 100, 0.2)]);
    expect(history.readings('r').map(({ at: when }) => (when - NOW) / MINUTE)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50]);
  });
  it('keeps an hour of each and a bounded number of them, however long it runs', () => {
    const history = new LevelHistory(10);
    for (let m = 0; m < 2_000; m += 1) history.take([{ ...reading(m, 4, 0), id: `s${m % 15}` }]);
    expect(history.size).toBe(10);
    for (let m = 2_000; m < 4_000; m += 1) history.take([reading(m, m)]);
    const kept = history.readings('r');
    expect(kept.length).toBeLessThanOrEqual(13);
    expect(kept.at(-1)).toEqual({ at: NOW + 3_999 * MINUTE, level: 3_999 });
    expect(kept.every(({ at: when }, i) => when >= NOW + 2_939 * MINUTE && (i === 0 || when > kept[i - 1]!.at))).toBe(true);
  });
  it('forgets another evening when the clock is set back', () => {
    const history = new LevelHistory();
    for (let m = 0; m <= 60; m += 5) history.take([reading(m, 9)]);
    history.take([reading(-600, 2)]);
    expect(history.readings('r')).toEqual([{ at: NOW - 600 * MINUTE, level: 2 }]);
  });
});

describe('the mark on the map', () => {
  const size = { width: 1_920, height: 1_080 };
  const wall = { view: { x: 0, y: 0, k: 0.02 }, size, padding: { left: 440, right: 440, top: 120, bottom: 200 }, scale: 1, projection: makeProjection([120, 30]), depth: 1, labels: [], alerts: [], held: null, bins: [], reserved: [], seams: [], now: NOW };
  const calm: StationItem = { ...river, id: 'q', state: 'normal', level: 4.1, rise: 0.1, lng: 120.05, warning: 4.55, alert: 4.2 };
  it('stands beside what rises and in its text, and beside nothing else', () => {
    const { gauges, callout } = layOut({ ...wall, stations: [river, calm, { ...calm, id: 'z', rise: -0.1, lng: 119.7 }], outlook: hourOutlook });
    expect(callout!.sentence.ahead).toBe('按近 60 分钟涨率，约 49 分钟后达警戒');
    expect(gauges.map(({ id, ahead, note }) => [id, ahead, `${note?.word ?? ''}${note?.ahead ?? ''}`])).toEqual([['r', true, ''], ['q', true, '约 4 小时 30 分后达警戒'], ['z', false, '']]);
    const marked = gauges[1]!.gauge;
    expect(marked.next).toBeGreaterThan(marked.fill);
  });
  it('tells time beside a state only where there is room between the panels, else the state alone', () => {
    const wet: StationItem = { ...river, id: 'w', lng: 119.72, state: 'warning', level: 4.6, rise: 0.3 };
    const noted = (lng: number): unknown => layOut({ ...wall, stations: [{ ...river, state: 'danger', level: 6 }, { ...wet, lng }] }).gauges.find(({ id }) => id === 'w')!.note;
    expect(noted(119.85)).toMatchObject({ word: '超警戒', ahead: ' · 约 3 小时 20 分后达保证' });
    expect(noted(119.735)).toMatchObject({ anchor: 'start' });
    expect(noted(119.72)).toBeNull();
  });
  it('goes by the outlook that it is given', () => {
    const { gauges, callout } = layOut({ ...wall, stations: [river], outlook: () => null });
    expect([gauges[0]!.ahead, callout!.sentence.ahead]).toEqual([false, null]);
    expect(hourAgo({ ...river, rise: null })).toEqual([{ at: NOW, level: 4.38 }]);
  });
});

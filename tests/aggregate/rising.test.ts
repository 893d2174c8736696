/** How well the time to a threshold is told: cast back over the series of a storm, which the simulator makes by its own rules. */
import { describe, expect, it } from 'vitest';
import { generateCity, makeWeather, placeStations } from '../../mock-feeds/city/index.ts';
import { rising, type LevelReading } from '../../server/aggregate/rising.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const steady = (perHour: number, minutes: number, from = 2): LevelReading[] => Array.from({ length: minutes / 5 + 1 }, (_, i) => ({ at: i * 5 * MINUTE, level: from + (perHour * i * 5) / 60 }));

describe('a level that rises', () => {
  it('by a straight line reaches what lies above when the line does', () => {
    const found = rising(steady(0.3, 60), [{ name: 'warning', value: 2.6 }, { name: 'danger', value: 3.2 }, { name: 'alert', value: 2.1 }], 0.01)!;
    expect(found.rate).toBeCloseTo(0.3, 6);
    expect(found.reaches.map(({ name, likely }) => [name, Math.round(likely / MINUTE)])).toEqual([['warning', 60], ['danger', 180]]);
    for (const { soon, likely, late } of found.reaches) { expect(soon).toBeLessThan(likely); expect(late ?? Infinity).toBeGreaterThan(likely); }
    expect(found.reaches.map(({ late }) => late === null)).toEqual([false, true]);
  });
  it('says nothing of one that falls, stands, swings, or is hardly known', () => {
    const wave = Array.from({ length: 13 }, (_, i) => ({ at: i * 5 * MINUTE, level: 2 + 0.02 * Math.sin(i) }));
    for (const series of [steady(-0.2, 60), steady(0, 60), steady(0.3, 10), wave, []]) expect(rising(series, [{ name: 'warning', value: 3 }], 0.01)).toBeNull();
  });
  it('is the less sure the more it scatters, and never sure of what is far', () => {
    const rough = steady(0.3, 60).map((one, i) => ({ ...one, level: one.level + (i % 2 === 0 ? 0.02 : -0.02) }));
    const width = (series: LevelReading[]): number => { const { low, high } = rising(series, [], 0.01)!; return high - low; };
    expect(width(rough)).toBeGreaterThan(width(steady(0.3, 60)));
    expect(rising(steady(0.05, 60), [{ name: 'danger', value: 9 }], 0.01)!.reaches).toEqual([]);
  });
});

it('cast back over a storm, its bounds hold most crossings, and its likely time is near the true one', () => {
  const origin = Date.parse('2025-07-09T20:06:00+08:00');
  const city = generateCity({ seed: 3, scale: 0.03 });
  const weather = makeWeather(city, { seed: 3, origin });
  const stations = placeStations(city, 400).filter(({ kind }) => kind === 'river' || kind === 'ponding');
  const [from, to] = [Date.parse('2025-07-09T13:00:00+08:00'), Date.parse('2025-07-10T06:00:00+08:00')];
  const errors: Record<string, number[]> = { 'in 30 min': [], 'in 1 h': [], 'in 2 h': [], later: [] };
  let [held, told, never, sure] = [0, 0, 0, 0];
  for (const station of stations) {
    const levels: LevelReading[] = [];
    const noise = (i: number): number => 0.004 * Math.sin(i * 12.9898 + levels.length * 78.233);
    const step = station.kind === 'ponding' ? 1 : 0.01;
    for (let at = from; at <= to; at += 5 * MINUTE) {
      const { level } = weather.levelAt(station, at);
      if (level != null) levels.push({ at, level: Math.round((level + noise(at / MINUTE) * (station.kind === 'ponding' ? 100 : 1)) / step) * step });
    }
    const above = [{ name: 'warning' as const, value: station.thresholds.warning }, { name: 'danger' as const, value: station.thresholds.danger }].flatMap(({ name, value }) => (value == null ? [] : [{ name, value }]));
    for (let i = 12; i < levels.length; i += 2) {
      const found = rising(levels.slice(Math.max(0, i - 12), i + 1), above, step);
      for (const reach of found?.reaches ?? []) {
        const crossed = levels.slice(i + 1).find(({ level }) => level >= reach.value)?.at;
        const after = crossed === undefined ? null : crossed - levels[i]!.at;
        told++;
        if (reach.late !== null) sure++;
        if (after === null) { never++; if (reach.late === null) held++; continue; }
        // A reading comes every five minutes: a crossing is known no better.
        if (after >= reach.soon - 5 * MINUTE && after <= (reach.late ?? Infinity) + 5 * MINUTE) held++;
        errors[reach.likely <= HOUR / 2 ? 'in 30 min' : reach.likely <= HOUR ? 'in 1 h' : reach.likely <= 2 * HOUR ? 'in 2 h' : 'later']!.push(Math.abs(after - reach.likely) / MINUTE);
      }
    }
  }
  const median = (list: number[]): number => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]!;
  process.stderr.write(`rising water, cast back over ${stations.length} stations: ${told} times told, ${((100 * held) / told).toFixed(0)} % within the bounds, ${((100 * never) / told).toFixed(0)} % never came; ${((100 * sure) / told).toFixed(0)} % were told a latest time; median error ${Object.entries(errors).map(([when, list]) => `${when} ${list.length > 0 ? median(list).toFixed(0) : '—'} min (${list.length})`).join(', ')}\n`);
  expect(told).toBeGreaterThan(500);
  expect(held / told).toBeGreaterThan(0.9);
  expect(median(errors['in 30 min']!)).toBeLessThan(10);
});

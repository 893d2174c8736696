/** The storm: same at any time however it is asked, downstream later, sums that add up. */
import { describe, expect, it } from 'vitest';
import { generateCity, makeWeather, placeStations, type StationSite } from '../../mock-feeds/city/index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = Date.parse('2025-07-09T12:00:00+08:00');
const origin = Date.parse('2025-07-09T20:06:00+08:00');
const city = generateCity({ seed: 1, scale: 0.03 });
const weather = makeWeather(city, { seed: 1, origin });
const stations = placeStations(city, 240);
const of = (kind: StationSite['kind']): StationSite[] => stations.filter((s) => s.kind === kind);

/** Hour (since noon, by steps of 6 min) at which `value` is greatest. */
function peakHour(value: (ms: number) => number, from = 0, to = 30): number {
  let best = from;
  for (let h = from; h <= to; h += 0.1) if (value(NOON + h * HOUR) > value(NOON + best * HOUR)) best = h;
  return best;
}

describe('stations', () => {
  it('are of every kind, each in the grid it names, with names of their own', () => {
    expect(stations).toHaveLength(240);
    expect(new Set(stations.map((s) => s.id)).size).toBe(240);
    expect(new Set(stations.map((s) => s.name)).size).toBe(240);
    expect(stations[0]).toMatchObject({ id: 'S00001', name: '江湾站', kind: 'river', thresholds: { warning: 4.55 } });
    for (const kind of ['river', 'rain', 'reservoir', 'sluice', 'ponding', 'pump'] as const) expect(of(kind).length, kind).toBeGreaterThan(0);
    for (const s of stations) expect(city.regionAt(s.lng, s.lat), s.name).toBe(s.grid);
    expect(placeStations(city, 240)).toEqual(stations);
    expect(placeStations(city, 6).map((s) => s.kind).sort()).toEqual(['ponding', 'pump', 'rain', 'reservoir', 'river', 'sluice']);
  });
});

describe('the storm', () => {
  it('comes on the day of the origin and every seventh, peaks 19:30–20:30, is over at 02:00', () => {
    const storms = Array.from({ length: 29 }, (_, i) => weather.isStormDay(origin + (i - 14) * DAY));
    expect(storms.map((s, i) => (s ? i - 14 : null)).filter((d) => d !== null)).toEqual([-14, -7, 0, 7, 14]);
    expect(weather.stormFactor(NOON + 1.9 * HOUR)).toBe(0);
    for (const h of [7.5, 8, 8.5]) expect(weather.stormFactor(NOON + h * HOUR)).toBe(1);
    expect(weather.stormFactor(NOON + 13.5 * HOUR)).toBeGreaterThan(0);
    expect(weather.stormFactor(NOON + 14 * HOUR)).toBe(0);
    expect(weather.stormFactor(NOON + 8 * HOUR + DAY)).toBe(0);
  });

  it('brings the core 50 mm in 3 h by 19:52, when orange goes out', () => {
    const core = city.toLngLat(-3.6, -7.2);
    const sum = (clock: string): number => weather.rainSum(...core, Date.parse(`2025-07-09T${clock}:00+08:00`), 3 * HOUR);
    expect(sum('19:40')).toBeLessThan(50);
    expect(sum('19:54')).toBeGreaterThan(50);
    expect(sum('19:54')).toBeLessThan(56);
  });

  it('shows 江湾站 at 4.38 m at 20:16, rising 0.21 m an hour towards 4.55', () => {
    const level = (clock: string): number => weather.levelAt(stations[0]!, Date.parse(`2025-07-09T${clock}:00+08:00`)).level!;
    expect(level('20:16')).toBeCloseTo(4.38, 1);
    expect(level('21:16') - level('20:16')).toBeGreaterThan(0.15);
    expect(level('21:16') - level('20:16')).toBeLessThan(0.25);
    expect(level('20:50')).toBeLessThan(4.55);
    expect(level('21:30')).toBeGreaterThan(4.55);
  });

  it('floods rivers later the further downstream', () => {
    const main = city.waterways.find((w) => w.kind === 'main')!;
    const peaks = [0.15, 0.4, 0.7].map((share) => peakHour((ms) => weather.riverAt(main.name, share * main.lengthKm, ms).level));
    expect(peaks[1]!).toBeGreaterThan(peaks[0]! + 0.5);
    expect(peaks[2]!).toBeGreaterThan(peaks[1]! + 0.5);
    for (const river of city.waterways.filter((w) => w.kind === 'tributary')) {
      const [spring, mouth] = [0.2, 0.9].map((share) => peakHour((ms) => weather.riverAt(river.name, share * river.lengthKm, ms).level));
      expect(mouth!, river.name).toBeGreaterThan(spring!);
    }
  });

  it('puts streets under water after the rain, and drains them', () => {
    const wet = (h: number): number => of('ponding').filter((s) => weather.levelAt(s, NOON + h * HOUR).level! >= 3).length;
    expect(wet(1)).toBe(0);
    expect(wet(9)).toBeGreaterThan(of('ponding').length / 5);
    expect(wet(23.9)).toBeLessThan(wet(9) / 3);
    const story = stations.find((s) => s.name === '青石下穿道')!;
    expect(weather.levelAt(story, Date.parse('2025-07-09T20:09:00+08:00')).level).toBeCloseTo(14, 0);
  });

  it('does not depend on the order or the number of questions', () => {
    const times = Array.from({ length: 12 }, (_, i) => origin + (i - 6) * 7.3 * HOUR);
    const asked = times.map((ms) => stations.map((s) => weather.levelAt(s, ms)));
    const fresh = makeWeather(city, { seed: 1, origin });
    const back = [...times].reverse().map((ms) => stations.map((s) => fresh.levelAt(s, ms))).reverse();
    expect(back).toEqual(asked);
    const elsewhere = makeWeather(city, { seed: 1, origin: origin + 3 * HOUR });
    expect(stations.map((s) => elsewhere.levelAt(s, origin)), 'another time of the same origin day').toEqual(stations.map((s) => fresh.levelAt(s, origin)));
  });

  it('has sums that add up, across noon and midnight too', () => {
    const [lng, lat] = city.centre;
    for (const end of [NOON + 10 * HOUR, NOON + 13 * HOUR, NOON + 26 * HOUR]) {
      let parts = 0;
      for (let h = 0; h < 24; h++) parts += weather.rainSum(lng, lat, end - h * HOUR, HOUR);
      expect(parts).toBeCloseTo(weather.rainSum(lng, lat, end, DAY), 3);
    }
    let byMinute = 0;
    for (let m = 0; m < 60; m++) byMinute += weather.rainAt(lng, lat, NOON + 8 * HOUR + (m + 0.5) * 60_000) / 60;
    const hour = weather.rainSum(lng, lat, NOON + 9 * HOUR, HOUR);
    expect(Math.abs(byMinute - hour)).toBeLessThan(0.1 * hour);
  });

  it('never moves a level in jumps', () => {
    for (const s of [...of('river'), ...of('reservoir')]) {
      for (let h = -13; h < 30; h += 0.25) {
        const [a, b] = [weather.levelAt(s, NOON + h * HOUR).level!, weather.levelAt(s, NOON + (h + 0.25) * HOUR).level!];
        expect(Math.abs(b - a), `${s.name} at ${h} h`).toBeLessThan(0.35);
      }
    }
  });

  it('says which river it does not know', () => {
    expect(() => weather.riverAt('无名河', 1, origin)).toThrow(/no waterway is called "无名河"; known: 澜江/);
  });
});

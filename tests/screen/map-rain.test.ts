import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StationItem } from '../../server/wire/messages.ts';
import { RAIN_BOUNDS, rainClass, rainField, rainGauges, rainPixels, REACH, weightAt } from '../../screen/map/layers/rain.ts';
import { contrast, RAIN, rgbOf, SEVERITY } from '../../screen/map/palette.ts';
import { makeProjection, toX, toY } from '../../screen/map/projection.ts';
import { boxOf, inShape, type Shape } from '../../screen/map/shapes.ts';

const shape = (...points: [number, number][]): Shape => {
  const positions = Float32Array.from([...points, points[0]!].flat());
  return { code: 'c', name: 'c', polygons: [{ positions, holes: [] }], box: boxOf([positions]), area: 1 };
};
/** A city some 60 km wide with a bay in its south. */
const city = shape([0, 0], [25_000, 0], [30_000, 20_000], [35_000, 0], [60_000, 0], [60_000, 40_000], [0, 45_000]);
const gauges = fc.array(fc.tuple(fc.integer({ min: -8_000, max: 68_000 }), fc.integer({ min: -8_000, max: 52_000 }), fc.integer({ min: 0, max: 300 })), { minLength: 1, maxLength: 30 })
  .map((all) => Float32Array.from(all.flat()));
const middle = (field: ReturnType<typeof rainField>, i: number): [number, number] => {
  const px = (field.box[2] - field.box[0]) / field.width;
  return [field.box[0] + ((i % field.width) + 0.5) * px, field.box[3] - (Math.floor(i / field.width) + 0.5) * px];
};

describe('the field', () => {
  it('is at every pixel what asking every gauge gives', () => {
    fc.assert(fc.property(gauges, fc.integer({ min: 3_000, max: 20_000 }), (all, reach) => {
      const field = rainField(all, city, reach, 40);
      for (let i = 0; i < field.mm.length; i++) {
        const [x, y] = middle(field, i);
        let weights = 0, mm = 0;
        for (let g = 0; g < all.length; g += 3) {
          const d = Math.hypot(all[g]! - x, all[g + 1]! - y);
          if (d >= reach) continue;
          const weight = ((reach - d) / (reach * Math.max(1, d))) ** 2;
          weights += weight;
          mm += weight * all[g + 2]!;
        }
        // What stands on the very edge of a gauge's reach may fall to either side in single precision.
        if (weights > 0 && weights < 1e-13) continue;
        if (weights === 0 || !inShape(city, x, y)) expect(field.mm[i]).toBeNaN();
        else expect(Math.abs(field.mm[i]! - mm / weights)).toBeLessThan(0.05);
      }
    }), { numRuns: 40 });
  });
  it('lies between the least and the most of its gauges, and is a gauge\'s own value beside it', () => {
    fc.assert(fc.property(gauges, (all) => {
      const values = all.filter((_, i) => i % 3 === 2);
      for (const v of rainField(all, city, REACH, 40).mm) {
        if (!Number.isNaN(v)) { expect(v).toBeGreaterThanOrEqual(Math.min(...values) - 0.01); expect(v).toBeLessThanOrEqual(Math.max(...values) + 0.01); }
      }
    }), { numRuns: 40 });
    const field = rainField(Float32Array.from([20_125, 30_125, 80, 24_000, 30_000, 10]), city, REACH, 240);
    const near = field.mm.findIndex((_, i) => { const [x, y] = middle(field, i); return Math.hypot(x - 20_125, y - 30_125) < 130; });
    expect(field.mm[near]).toBeGreaterThan(79);
  });
  it('draws nothing beyond reach, nothing outside the region, and nothing without gauges', () => {
    const field = rainField(Float32Array.from([50_000, 30_000, 40]), city);
    field.mm.forEach((v, i) => {
      const [x, y] = middle(field, i);
      if (Math.hypot(x - 50_000, y - 30_000) > REACH + 1 || !inShape(city, x, y)) expect(v).toBeNaN();
      else if (Math.hypot(x - 50_000, y - 30_000) < REACH - 1) expect(v).toBeCloseTo(40, 4);
    });
    expect(rainField(new Float32Array(0), city).mm.every(Number.isNaN)).toBe(true);
    expect(weightAt(REACH, REACH)).toBe(0);
  });
  it('is the same in a part of the city as in the whole of it: gauges next door count', () => {
    const part = shape([18_000, 20_000], [26_000, 20_000], [26_000, 28_000], [18_000, 28_000]);
    const all = Float32Array.from([16_000, 24_000, 60, 28_000, 24_000, 5]);
    const [small, large] = [rainField(all, part), rainField(all, city)];
    const at = (field: ReturnType<typeof rainField>, x: number, y: number): number => {
      const px = (field.box[2] - field.box[0]) / field.width;
      return field.mm[Math.floor((field.box[3] - y) / px) * field.width + Math.floor((x - field.box[0]) / px)]!;
    };
    // Asked at the middle of a pixel of the coarse one, where the fine one has a pixel close by.
    const [x, y] = middle(large, large.mm.findIndex((_, i) => { const [u, v] = middle(large, i); return Math.hypot(u - 22_000, v - 24_000) < 200; }));
    expect(at(large, x, y)).toBeGreaterThan(6);
    expect(Math.abs(at(small, x, y) - at(large, x, y))).toBeLessThan(0.5);
    // By the gauge within the part alone there would be none.
    expect(rainField(Float32Array.from([28_000, 24_000, 5]), part).mm[0]).toBeNaN();
  });
});

describe('its gauges', () => {
  const p = makeProjection([120, 30]);
  const station = (over: Partial<StationItem>): StationItem => ({
    id: 's', type: 'rain', name: 's', river: null, region: 'c', lng: 120.1, lat: 30.1, state: 'normal', level: null, flow: null, rain1h: 3, rain24h: 42, running: null, readAt: 0, alert: null, warning: null, danger: null, rise: null, ...over,
  });
  it('are rain stations that report and have a place', () => {
    const found = rainGauges([station({}), station({ type: 'river' }), station({ state: 'silent' }), station({ rain24h: null }), station({ lng: null })], p, null);
    expect([...found]).toEqual([Math.fround(toX(p, 120.1)), Math.fround(toY(p, 30.1)), 42]);
  });
  it('are the same ones while no rain changes, whatever else does', () => {
    const before = rainGauges([station({}), station({ id: 'r', type: 'river', level: 3 })], p, null);
    expect(rainGauges([station({ readAt: 9 }), station({ id: 'r', type: 'river', level: 4 })], p, before)).toBe(before);
    expect(rainGauges([station({ rain24h: 43 })], p, before)).not.toBe(before);
  });
});

describe('its colours', () => {
  it('are the classes of 24 hours: none under 0.1 mm, the next at 10, 25, 50, 100, 250', () => {
    expect(RAIN_BOUNDS).toEqual([0.1, 10, 25, 50, 100, 250]);
    expect([NaN, 0, 0.09, 0.1, 9.99, 10, 25, 50, 100, 250, 900].map(rainClass)).toEqual([-1, -1, -1, 0, 0, 1, 2, 3, 4, 5, 5]);
    const pixels = rainPixels({ width: 3, height: 1, box: [0, 0, 1, 1], mm: Float32Array.from([NaN, 0.1, 250]) });
    expect([...pixels]).toEqual([...RAIN[0]!.slice(0, 3), 0, ...RAIN[0]!, ...RAIN[5]!]);
  });
  it('grow denser with the rain, let the ground through, and are none of the four levels\'', () => {
    expect(RAIN).toHaveLength(RAIN_BOUNDS.length);
    for (let k = 1; k < RAIN.length; k++) expect(RAIN[k]![3]).toBeGreaterThan(RAIN[k - 1]![3]);
    expect(RAIN.at(-1)![3]).toBeLessThan(230);
    for (const colour of RAIN) {
      for (const hex of [SEVERITY.blue, SEVERITY.yellow, SEVERITY.orange, SEVERITY.red]) expect(Math.hypot(...rgbOf(hex).map((v, i) => v - colour[i]!))).toBeGreaterThan(60);
    }
    // White figures stand on the densest over the lightest ground with a halo; bare they still are told.
    expect(contrast([238, 245, 251], RAIN[3]!)).toBeGreaterThan(2.5);
  });
});

import fc from 'fast-check';
import type { Feature } from 'geojson';
import { describe, expect, it } from 'vitest';
import { classOf, niceBound, quantileClasses, rampStep } from '../../screen/map/classes.ts';
import { DEFAULT_INDICATOR, figure, INDICATORS, indicatorOf } from '../../screen/map/indicators.ts';
import { rivers, riverLines, roads, waters } from '../../screen/map/layers/base.ts';
import { bins, countIn, single } from '../../screen/map/layers/bins.ts';
import { rng } from './map-harness/fake-data.ts';
import { crop, heatAt, heatPixels, heatRaster, heatScale } from '../../screen/map/layers/heat.ts';
import { glowLines, lineWidth } from '../../screen/map/layers/lines.ts';
import { decodePoints, dotPath, pointColours, ROUND, selectPoints, SquareLayer } from '../../screen/map/layers/points.ts';
import { colourKey, coloursOf, fill } from '../../screen/map/layers/regions.ts';
import { contrast, GROUND, heatColour, luminance, NO_DATA, REGION_RAMP } from '../../screen/map/palette.ts';
import { EMPTY_PATHS } from '../../screen/map/paths.ts';
import { makeProjection, toX, toY } from '../../screen/map/projection.ts';
import type { Shape } from '../../screen/map/shapes.ts';

const p = makeProjection([120, 30]);

describe('classes', () => {
  it('gives every value a class, ordered as the values, with ascending bounds inside the range', () => {
    fc.assert(fc.property(fc.array(fc.option(fc.double({ min: 0, max: 5_000, noNaN: true }), { nil: null }), { maxLength: 60 }), fc.integer({ min: 0, max: 2 }), (values, digits) => {
      const classes = quantileClasses(values, 6, digits);
      const there = values.filter((v): v is number => v !== null);
      if (there.length === 0) { expect(classes).toBeNull(); return; }
      const { bounds, min, max } = classes!;
      for (let i = 0; i < bounds.length; i++) {
        expect(bounds[i]!).toBeGreaterThan(i === 0 ? min : bounds[i - 1]!);
        expect(bounds[i]!).toBeLessThanOrEqual(max);
      }
      const sorted = [...there].sort((a, b) => a - b).map((v) => classOf(classes, v));
      expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
      expect(Math.max(...sorted)).toBeLessThanOrEqual(5);
    }));
  });
  it('rounds bounds to what a person reads, and keeps rates near 100 apart', () => {
    expect(niceBound(1.372, 1)).toBe(1.4);
    expect(niceBound(137, 0)).toBe(140);
    const rates = quantileClasses([97.1, 96.4, 95.8, 91.2, 88.5, 99.0], 6, 1)!;
    expect(rates.bounds).toHaveLength(5);
  });
  it('knows no data, one class, and spans the ramp', () => {
    expect(classOf(null, 3)).toBe(-1);
    expect(quantileClasses([4, 4, 4], 6, 0)!.bounds).toEqual([]);
    expect([0, 1, 2, 3, 4, 5].map((k) => rampStep(k, 6, 6))).toEqual([0, 1, 2, 3, 4, 5]);
    expect([rampStep(0, 1, 6), rampStep(0, 2, 6), rampStep(1, 2, 6)]).toEqual([3, 1, 4]);
  });
});

describe('indicators and their colours', () => {
  const shape = (code: string, area: number): Shape => ({ code, name: code, polygons: [], box: [0, 0, 1, 1], area });
  it('reads figures per area, per resident, and as rates with empty denominators', () => {
    const row = { 'today.reported': 50, 'video.total': 20, 'video.on': 19 };
    expect(indicatorOf('reportedPerArea').value(row, { area: 25, residents: undefined })).toBe(2);
    expect(indicatorOf('reportedPerResidents').value(row, { area: 25, residents: 100_000 })).toBe(5);
    expect(indicatorOf('reportedPerResidents').value(row, { area: 25, residents: undefined })).toBeNull();
    expect(indicatorOf('video').value(row, { area: 1, residents: 1 })).toBeCloseTo(95, 9);
    expect(indicatorOf('duty').value(row, { area: 1, residents: 1 })).toBeNull();
    expect(indicatorOf('nonsense')).toBe(INDICATORS[DEFAULT_INDICATOR]);
    expect([figure(5.83, 1), figure(1_234.6, 1)]).toEqual(['5.8', '1,235']);
  });
  it('colours children by class and leaves those without a row dark', () => {
    const made = fill([shape('a', 10), shape('b', 10), shape('c', 10)], { a: { 'today.reported': 10 }, b: { 'today.reported': 90 } }, new Map(), INDICATORS.reportedPerArea);
    expect(made.values).toEqual([1, 9, null]);
    expect(made.colours[2]).toEqual(NO_DATA);
    expect(luminance(made.colours[1]!)).toBeGreaterThan(luminance(made.colours[0]!));
    expect(coloursOf(colourKey(made.colours))).toEqual(made.colours);
  });
  it('has a ramp that rises evenly, stands off the ground and carries white text', () => {
    const light = REGION_RAMP.map(luminance);
    for (let i = 1; i < light.length; i++) expect((light[i]! + 0.05) / (light[i - 1]! + 0.05)).toBeGreaterThan(1.1);
    expect(contrast(REGION_RAMP[0]!, GROUND)).toBeGreaterThan(1.12);
    // Labels are near white with a dark halo; even bare they are told from the lightest fill.
    expect(contrast([238, 245, 251], REGION_RAMP[5]!)).toBeGreaterThan(3.5);
    expect(contrast([238, 245, 251], REGION_RAMP[3]!)).toBeGreaterThan(4.5);
  });
  it('has a heat ramp that only rises, from nothing', () => {
    expect(heatColour(0)[3]).toBe(0);
    for (let t = 0.05; t <= 1.001; t += 0.05) {
      expect(luminance(heatColour(Math.min(1, t)))).toBeGreaterThanOrEqual(luminance(heatColour(t - 0.05)));
      expect(heatColour(Math.min(1, t))[3]).toBeGreaterThanOrEqual(heatColour(t - 0.05)[3]);
    }
  });
});

describe('points', () => {
  const bytes = Uint8Array.from([9, ...new Uint8Array(Uint16Array.from([0, 0, 65_535, 65_534, 0xffff, 0xffff, 32_768, 32_768]).buffer)]);
  const data = { region: 'c', bbox: [120, 30, 121, 31] as [number, number, number, number], count: 4, xy: bytes.subarray(1), state: Uint8Array.from([1, 0, 1, 1]) };
  it('places what has a position, also from bytes at an odd offset', () => {
    const points = decodePoints(data, p);
    expect(points.count).toBe(3);
    expect([...points.states]).toEqual([1, 0, 1]);
    expect(points.positions[0]).toBeCloseTo(0, 3);
    expect(points.positions[3]).toBeCloseTo(toX(p, 121), 0);
    expect(Math.abs(points.positions[7]! - toY(p, 30.5))).toBeLessThan(1);
    expect(selectPoints(points, (_x, _y, state) => state === 1).count).toBe(2);
    expect([...pointColours(points.states, [[1, 2, 3, 4], [5, 6, 7, 8]]).subarray(0, 8)]).toEqual([5, 6, 7, 8, 1, 2, 3, 4]);
  });
  it('are marks of one path where there is no WebGL: a stroke of no length for each, north up', () => {
    expect(dotPath({ count: 2, positions: new Float32Array([1, 2.04, 0, -3.5, -4, 0]), states: new Uint8Array(2) })).toBe('M1.0 -2.0h0M-3.5 4.0h0');
    expect(dotPath({ count: 0, positions: new Float32Array(), states: new Uint8Array() })).toBe('');
  });
  it('takes no more than it was given', () => expect(decodePoints({ ...data, count: 900 }, p).count).toBe(3));
  it('counts every point in one cell', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: -9_000, max: 9_000 }), fc.integer({ min: -9_000, max: 9_000 })), { maxLength: 80 }), (places) => {
      const positions = Float32Array.from(places.flatMap(([x, y]) => [x, y, 0]));
      const found = bins({ count: places.length, positions, states: new Uint8Array(places.length).map((_, i) => i % 2) }, 1_000, (s) => s === 1);
      expect(found.reduce((n, b) => n + b.count, 0)).toBe(places.length);
      expect(found.reduce((n, b) => n + b.part, 0)).toBe(Math.floor(places.length / 2));
    }));
  });
  it('draws points one by one where eye and renderer can tell them apart, and does not waver at the edge', () => {
    const row = { count: 4, positions: Float32Array.from([0, 0, 0, 10, 10, 0, 20, 20, 0, 99, 0, 0]), states: new Uint8Array(4) };
    expect(countIn(row, [0, 0, 20, 20])).toBe(3);
    expect(countIn(row, [20, 20, 0, 0])).toBe(0);
    // A full city's cameras between the panels of a wall of 1080 lines; a district's; a district's staff; a street's staff.
    const ground = 1_000 * 760;
    expect([20_000, 1_540, 4_600, 316].map((count) => single(count, ground, 1, 6_000, false))).toEqual([false, true, false, true]);
    // The same on a wall of twice the lines, and on a slow renderer.
    expect([20_000, 1_540, 4_600, 316].map((count) => single(count, ground * 4, 2, 6_000, false))).toEqual([false, true, false, true]);
    expect(single(1_540, ground, 1, 1_200, false)).toBe(false);
    expect([false, true].map((was) => single(4_000, ground, 1, 6_000, was))).toEqual([false, true]);
  });
  it('still finds what it turns from a disc into a square', () => {
    // A layer asks its context for the shader language before there is a context.
    const made = Object.assign(new SquareLayer({ id: 'x', data: [] }), { context: { device: { type: 'webgl' }, defaultShaderModules: [], shaderAssembler: {} } });
    expect(made.getShaders().fs).not.toContain(ROUND);
    expect(made.getShaders().fs).toContain('max(abs(unitPosition.x)');
  });
});

describe('heat', () => {
  const at = (x: number, y: number) => () => [x, y] as const;
  it('keeps the number of cases: density over area adds up', () => {
    const raster = heatRaster([{ a: 40 }], at(5_000, 5_000), [0, 0, 10_000, 10_000], 600);
    const pixel = ((raster.box[2] - raster.box[0]) / raster.width) ** 2 / 1e6;
    expect(raster.density.reduce((a, b) => a + b, 0) * pixel).toBeCloseTo(40, 1);
    // A Gaussian's peak is n / 2πσ²; half a pixel of sharing blunts it a little.
    expect(raster.max).toBeGreaterThan((40 / (2 * Math.PI * 0.36)) * 0.9);
    expect(raster.max).toBeLessThan((40 / (2 * Math.PI * 0.36)) * 1.01);
  });
  it('is as wide as its kernel in metres, wherever the region ends', () => {
    const raster = heatRaster([{ a: 10 }], at(0, 0), [0, 0, 4_000, 4_000], 500);
    expect(raster.box[0]).toBe(-1_500);
    expect(raster.box[3]).toBe(5_500);
  });
  it('means one density by one colour, whatever part is shown: the kernel is in metres, not in pixels', () => {
    const cells = { a: 30, b: 12, c: 5 };
    const places: Record<string, readonly [number, number]> = { a: [5_000, 5_000], b: [5_700, 5_400], c: [8_000, 3_000] };
    const centre = (cell: string): readonly [number, number] => places[cell]!;
    const density = (area: readonly [number, number, number, number], x: number, y: number): number => {
      const { box, width, density: all } = heatRaster([cells], centre, area, 600);
      const px = (box[2] - box[0]) / width;
      return all[Math.floor((box[3] - y) / px) * width + Math.floor((x - box[0]) / px)]!;
    };
    // Areas whose pixels fall alike (a pixel is 300 m): the whole, and a part a fraction of its size.
    const whole = [0, 0, 24_000, 24_000] as const, part = [2_400, 2_400, 7_200, 7_200] as const;
    const scale = heatScale(30, 600);
    for (const [x, y] of [[5_000, 5_000], [5_500, 5_200], [6_900, 4_100], [3_000, 6_900]] as const) {
      expect(density(part, x, y)).toBeCloseTo(density(whole, x, y), 3);
      expect(heatAt(density(part, x, y), scale)).toBeCloseTo(heatAt(density(whole, x, y), scale), 3);
      const exact = Object.keys(cells).reduce((sum, cell) => sum + cells[cell as 'a'] * Math.exp(-((x - centre(cell)[0]) ** 2 + (y - centre(cell)[1]) ** 2) / (2 * 600 ** 2)) / (2 * Math.PI * 0.36), 0);
      expect(Math.abs(density(whole, x, y) - exact)).toBeLessThan(0.12 * exact + 0.5);
    }
  });
  it('gives a street the colours that the city has there: its own cells, those about it, and the city\'s ends of the ramp', () => {
    const random = rng(7);
    const all = Object.fromEntries(Array.from({ length: 900 }, (_, i) => [String(i), 1 + Math.floor(random() * 9)]));
    const places = Array.from({ length: 900 }, () => [random() * 20_000, random() * 20_000] as const);
    const centre = (cell: string): readonly [number, number] => places[Number(cell)]!;
    // A pixel is 200 m: both begin at whole ones.
    const kernel = 400, street = [8_000, 8_000, 9_600, 9_600] as const;
    const inside = (cell: string, margin: number): boolean => centre(cell).every((v) => v >= 8_000 - margin && v <= 9_600 + margin);
    const part = (is: (cell: string) => boolean): Record<string, number> => Object.fromEntries(Object.entries(all).filter(([cell]) => is(cell)));
    const city = { cells: all, around: {}, most: 9 };
    const near = { cells: part((cell) => inside(cell, 0)), around: part((cell) => inside(cell, 3 * kernel) && !inside(cell, 0)), most: 9 };
    const colourAt = (of: typeof city, area: readonly [number, number, number, number], x: number, y: number): number => {
      const { box, width, density } = heatRaster([of.cells, of.around], centre, area, kernel);
      return heatAt(density[Math.floor((box[3] - y) / 200) * width + Math.floor((x - box[0]) / 200)]!, heatScale(of.most, kernel));
    };
    let warm = 0;
    for (let x = 8_100; x < 9_600; x += 200) {
      for (let y = 8_100; y < 9_600; y += 200) {
        const [there, here] = [colourAt(city, [0, 0, 20_000, 20_000], x, y), colourAt(near, street, x, y)];
        expect(here).toBeCloseTo(there, 2);
        if (there > 0.1) warm++;
      }
    }
    expect(warm).toBeGreaterThan(20);
    // Without its neighbours' cases a border would look cool.
    expect(colourAt({ ...near, around: {} }, street, 8_100, 8_100)).toBeLessThan(colourAt(near, street, 8_100, 8_100));
  });
  it('crops to what is seen and keeps its place', () => {
    const raster = heatRaster([{ a: 10 }], at(50_000, 20_000), [0, 0, 100_000, 80_000], 1_000);
    const small = crop(raster, heatScale(10, 1_000).low);
    expect(small.width * small.height).toBeLessThan(raster.density.length / 50);
    expect((small.box[0] + small.box[2]) / 2).toBeCloseTo(50_000, -3);
    expect((small.box[1] + small.box[3]) / 2).toBeCloseTo(20_000, -3);
    expect(Math.max(...small.density)).toBe(raster.max);
    expect(crop(raster, 1e9).width).toBe(0);
  });
  it('has a scale of round ends, and pixels that are clear below it', () => {
    expect(heatScale(60, 1_500)).toEqual({ low: 0.48, high: 12 });
    expect(heatScale(0, 1_500)).toEqual({ low: 0, high: 1 });
    // One case alone is no hot spot: its peak at 150 m is 7 per km².
    const alone = heatScale(1, 150);
    expect(alone.low).toBeGreaterThan(7.07);
    expect(alone.high).toBeGreaterThan(alone.low * 1.5);
    expect(heatAt(0.2, { low: 0.5, high: 12 })).toBe(0);
    expect(heatAt(99, { low: 0.5, high: 12 })).toBe(1);
    const raster = heatRaster([{ a: 3 }], at(500, 500), [0, 0, 1_000, 1_000], 150);
    const pixels = heatPixels(raster, heatScale(3, 1_000));
    expect(pixels.length).toBe(raster.width * raster.height * 4);
    expect(pixels[3]).toBe(0);
    expect(Math.max(...pixels)).toBeGreaterThan(200);
  });
});

describe('base', () => {
  const line = (properties: Record<string, unknown>): Feature => ({ type: 'Feature', properties, geometry: { type: 'LineString', coordinates: [[120, 30], [120.1, 30.1]] } });
  const area = (properties: Record<string, unknown>, x = 120, height = 0.001): Feature =>
    ({ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [[[x, 30], [x + 0.001, 30], [x + 0.001, 30 + height], [x, 30]]] } });
  it('takes widths under either name, and calls the widest rivers main', () => {
    const made = rivers(p, [line({ name: 'A', width: 900 }), line({ name: 'B', width_m: 120 }), line({ name: 'C' }), area({ name: 'A' })]);
    expect(made.map(({ name, width, main, area: known }) => [name, width, main, known])).toEqual([['A', 900, true, true], ['B', 120, false, false], ['C', 60, false, false]]);
    expect(waters(p, [area({ name: 'A' })]).polygons).toHaveLength(1);
    const far = riverLines(made, 1, false);
    expect(far.filter(({ id }) => id.startsWith('river-bank'))).toHaveLength(1);
    const main = far.find(({ id }) => id.startsWith('river-water-2'))!;
    expect(lineWidth(main, 0.001)).toBe(8.5);
    expect(lineWidth(main, 0.1)).toBe(90);
    expect(riverLines(made, 1, true).filter(({ id }) => id.startsWith('river-bank'))).toHaveLength(0);
  });
  it('parts roads by class', () => {
    const made = roads(p, [line({ class: 'expressway' }), line({ class: 'street' }), line({})]);
    expect([made.main.count, made.minor.count]).toEqual([1, 2]);
  });
  it('glows with the wall', () => expect(glowLines(EMPTY_PATHS, 2).map(({ width }) => width)).toEqual([76, 52, 32, 16]));
});

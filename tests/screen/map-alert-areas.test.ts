import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertColour } from '../../server/wire/entity.ts';
import type { AlertItem } from '../../server/wire/messages.ts';
import { alertAreas, alertByRegion, alertMarks, areaLines, areasKey, areasOf, hatch, ringsOf } from '../../screen/map/layers/alert-areas.ts';
import { rgbOf, SEVERITY } from '../../screen/map/palette.ts';
import { boxOf, inShape, type Shape } from '../../screen/map/shapes.ts';

const alert = (region: string, colour: AlertColour, expiresAt: number | null = null): AlertItem =>
  ({ id: `${region}${colour}`, colour, event: '', title: '', issuer: '', issuedAt: 0, expiresAt, region, station: null, text: null, ackedBy: null, ackedAt: null, quiet: null, within: [] });
const ring = (points: readonly (readonly [number, number])[]): number[] => [...points, points[0]!].flat();
const shape = (code: string, outer: readonly (readonly [number, number])[], hole: readonly (readonly [number, number])[] = []): Shape => {
  const positions = Float32Array.from([...ring(outer), ...(hole.length > 0 ? ring(hole) : [])]);
  return { code, name: code, polygons: [{ positions, holes: hole.length > 0 ? [(outer.length + 1) * 2] : [] }], box: boxOf([positions]), area: 1 };
};
const square = (code: string, x: number, y: number, r: number): Shape => shape(code, [[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]]);
const donut = shape('d', [[0, 0], [1000, 0], [1000, 1000], [0, 1000]], [[300, 300], [300, 700], [700, 700], [700, 300]]);
/** A star about the origin: concave, with corners anywhere. */
const stars = fc.array(fc.integer({ min: 100, max: 1000 }), { minLength: 3, maxLength: 14 })
  .map((radii) => shape('s', radii.map((r, i) => [r * Math.cos((i / radii.length) * 2 * Math.PI), r * Math.sin((i / radii.length) * 2 * Math.PI)] as const)));

describe('which areas', () => {
  it('takes the gravest alert in force of each region, and none that is over', () => {
    expect(alertByRegion([alert('a', 'yellow'), alert('a', 'red'), alert('a', 'blue'), alert('b', 'blue', 99)], 98)).toEqual(new Map([['a', 'red'], ['b', 'blue']]));
    expect(alertByRegion([alert('a', 'yellow'), alert('a', 'red', 99)], 99)).toEqual(new Map([['a', 'yellow']]));
  });
  it('marks children by their own, and what is shown by its own or what it lies in, the gravest drawn last', () => {
    const colours = new Map<string, AlertColour>([['city', 'orange'], ['d1', 'yellow'], ['d2', 'red'], ['elsewhere', 'red']]);
    expect(alertAreas(['d1', 'd2', 'd3'], ['city'], colours)).toEqual([
      { code: 'd1', colour: 'yellow', whole: false }, { code: 'city', colour: 'orange', whole: true }, { code: 'd2', colour: 'red', whole: false },
    ]);
    expect(alertAreas(['s1'], ['city', 'd2'], colours)).toEqual([{ code: 'd2', colour: 'red', whole: true }]);
    expect(alertAreas(['s1'], ['city', 'd1'], colours)).toEqual([{ code: 'd1', colour: 'orange', whole: true }]);
  });
  it('is none when the alert is taken back', () => {
    expect(alertAreas(['d1'], ['city'], alertByRegion([]))).toEqual([]);
    const areas = alertAreas(['d1', 'd2'], ['city'], new Map<string, AlertColour>([['city', 'blue'], ['d1', 'red']]));
    expect(areasOf(areasKey(areas))).toEqual(areas);
    expect(areasOf(areasKey([]))).toEqual([]);
  });
});

it('marks names by their own alert, else hollow by the gravest within, never by one that is over', () => {
  const within = (region: string, colour: AlertColour, path: string[], expiresAt: number | null = null): AlertItem => ({ ...alert(region, colour, expiresAt), within: path });
  const marks = alertMarks([within('s1', 'orange', ['city', 'd1']), within('d1', 'yellow', ['city']), within('d2', 'yellow', ['city']), within('s2', 'blue', ['city', 'd2']), within('s3', 'red', ['city', 'd3'], 50)], 50);
  expect([marks.get('d1'), marks.get('d2'), marks.get('d3'), marks.get('s1')]).toEqual([{ colour: 'orange', part: true }, { colour: 'yellow', part: false }, undefined, { colour: 'orange', part: false }]);
});

it('outlines what is warned where its layer is off, and hatches it where it is on', () => {
  const areas = alertAreas(['a'], ['city'], new Map<string, AlertColour>([['a', 'red']]));
  const lines = (spacing: number | null): { hatch: number; edges: number } => { const made = areaLines(areas, () => donut, spacing, 1, 1); return { hatch: made.hatch.length, edges: made.edges.length }; };
  expect([lines(null), lines(50)]).toEqual([{ hatch: 0, edges: 2 }, { hatch: 1, edges: 2 }]);
});

describe('hatching', () => {
  it('covers what is inside, and only that, by lines a spacing apart', () => {
    fc.assert(fc.property(fc.oneof(stars, fc.constant(donut)), fc.integer({ min: 20, max: 200 }), (region, spacing) => {
      const { positions, starts, count } = hatch(region, spacing);
      const gap = spacing * Math.SQRT2;
      const drawn: { n: number; from: number; to: number }[] = [];
      for (let i = 0; i < count; i++) {
        const [ax, ay, bx, by] = positions.subarray(starts[i]! * 2, starts[i + 1]! * 2) as unknown as [number, number, number, number];
        const n = (ax - ay) / gap;
        expect(Math.abs(n - Math.round(n)) * gap).toBeLessThan(0.01);
        expect(bx - by).toBeCloseTo(ax - ay, 2);
        drawn.push({ n: Math.round(n), from: ax, to: bx });
      }
      // By brute force: walk every line and ask of each step whether it is inside.
      for (let n = Math.ceil(-2_000 / gap); n <= 2_000 / gap; n++) {
        for (let x = -1_000.5; x <= 1_001; x += 13) {
          const here = drawn.filter((d) => d.n === n);
          if (here.some(({ from, to }) => Math.abs(x - from) < 0.5 || Math.abs(x - to) < 0.5)) continue;
          expect(here.some(({ from, to }) => x > from && x < to)).toBe(inShape(region, x, x - n * gap));
        }
      }
    }), { numRuns: 60 });
  });
  it('runs on from one region into the next', () => {
    const lines = (region: Shape): Set<number> => { const { positions } = hatch(region, 50); return new Set(Array.from({ length: positions.length / 4 }, (_, i) => Math.round((positions[i * 4]! - positions[i * 4 + 1]!) / (50 * Math.SQRT2)))); };
    const [west, east] = [lines(square('w', -400, 0, 400)), lines(square('e', 400, 0, 400))];
    expect([...west].filter((n) => east.has(n)).length).toBeGreaterThan(5);
  });
});

describe('what is drawn', () => {
  const shapes = new Map([['city', square('city', 0, 0, 1000)], ['d1', square('d1', -500, 0, 300)], ['d2', donut]]);
  const made = areaLines([{ code: 'd1', colour: 'yellow', whole: false }, { code: 'city', colour: 'orange', whole: true }, { code: 'd2', colour: 'red', whole: false }, { code: 'far', colour: 'red', whole: false }], (code) => shapes.get(code), 40, 0, 2);
  it('hatches the parts in their own colour, outlines all, and leaves out what the map has no shape of', () => {
    expect(made.hatch.map(({ id, colour }) => [id, [...colour].slice(0, 3)])).toEqual([['alert-hatch-d1', rgbOf(SEVERITY.yellow)], ['alert-hatch-d2', rgbOf(SEVERITY.red)]]);
    expect(made.edges.filter(({ id }) => id.startsWith('alert-edge')).map(({ id }) => id)).toEqual(['alert-edge-d1', 'alert-edge-city', 'alert-edge-d2']);
  });
  it('is quiet: the hatching lets what lies under it through, and scales with the wall', () => {
    for (const { colour, width } of made.hatch) { expect(colour[3]).toBeLessThan(90); expect(width).toBeCloseTo(2.6, 9); }
  });
  it('follows the holes of a region too', () => {
    const rings = ringsOf(donut);
    expect([rings.count, [...rings.starts]]).toEqual([2, [0, 5, 10]]);
  });
});

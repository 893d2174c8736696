import { topology } from 'topojson-server';
import type { FeatureCollection, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { clip, joinPaths, pathSet, svgLines, thin } from '../../screen/map/paths.ts';
import { makeProjection, projectBox, toLat, toLng, toX, toY } from '../../screen/map/projection.ts';
import { decodeRegion, inShape, shapeAt, svgPath } from '../../screen/map/shapes.ts';
import { makeGeo } from '../../screen/map/geo.ts';
import { veil } from '../../screen/map/layers/veil.ts';

const p = makeProjection([120, 30]);
const square = (x: number, y: number, size: number): Position[] => [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]];
const collection = (items: [string, Position[][]][]): FeatureCollection => ({
  type: 'FeatureCollection',
  features: items.map(([code, coordinates]) => ({ type: 'Feature', properties: { code, name: `n${code}` }, geometry: { type: 'Polygon', coordinates } })),
});
/** Two neighbours, the eastern one with a hole. */
const two = topology({
  outline: collection([['c', [[[120, 30], [120.2, 30], [120.2, 30.1], [120, 30.1], [120, 30]]]]]),
  children: collection([['a', [square(120, 30, 0.1)]], ['b', [square(120.1, 30, 0.1), square(120.14, 30.04, 0.02).reverse()]]]),
}, 1e6);

describe('projection', () => {
  it('is affine and turns back', () => {
    expect(toLng(p, toX(p, 120.37))).toBeCloseTo(120.37, 9);
    expect(toLat(p, toY(p, 29.62))).toBeCloseTo(29.62, 9);
    expect(toX(p, 121)).toBeCloseTo(96_405.5, 0);
    expect(projectBox(p, [120, 30, 121, 31])[3]).toBeCloseTo(111_319.5, 0);
  });
});

describe('shapes', () => {
  const geo = decodeRegion(p, 'c', two);
  it('keeps codes, areas less holes, and each inner border once', () => {
    expect(geo.children.map(({ code }) => code)).toEqual(['a', 'b']);
    // 0.1° × 0.1° at 30.05° north is 107.2 km²; the hole is a twenty-fifth of it.
    expect(geo.children[0]!.area).toBeCloseTo(107.26, 0);
    expect(geo.children[1]!.area / geo.children[0]!.area).toBeCloseTo(0.96, 3);
    expect(geo.borders.count).toBe(1);
    expect(geo.borders.positions.length).toBe(4);
  });
  it('finds the child under a point, and none in a hole or outside', () => {
    const at = (lng: number, lat: number): string | null => shapeAt(geo.children, toX(p, lng), toY(p, lat))?.code ?? null;
    expect([at(120.05, 30.05), at(120.12, 30.05), at(120.15, 30.05), at(120.3, 30.05)]).toEqual(['a', 'b', null, null]);
    expect(inShape(geo.outline, toX(p, 120.15), toY(p, 30.05))).toBe(true);
  });
  it('closes every ring of an SVG path', () => expect(svgPath(geo.children[1]!).match(/Z/g)).toHaveLength(2));
  it('says what a topology without outline has', () => {
    expect(() => decodeRegion(p, 'c', topology({ children: collection([['a', [square(120, 30, 1)]]]) }))).toThrow(/no object "outline"; found children/);
  });
  it('veils all but the region', () => {
    const { positions, holeIndices } = veil(geo.outline);
    expect(holeIndices).toEqual([10]);
    expect(positions[0]!).toBeLessThan(geo.outline.box[0] - 100_000);
  });
});

describe('paths', () => {
  const wave = Array.from({ length: 400 }, (_, i): Position => [120 + i * 1e-4, 30 + Math.sin(i / 9) * 1e-3 + (i % 2) * 1e-6]);
  it('thins lines without leaving the tolerance, and keeps their ends', () => {
    const full = pathSet(p, [wave]);
    const few = thin(full, 5);
    expect(few.positions.length).toBeLessThan(full.positions.length / 4);
    expect([...few.positions.slice(0, 2)]).toEqual([...full.positions.slice(0, 2)]);
    expect([...few.positions.slice(-2)]).toEqual([...full.positions.slice(-2)]);
    const far = Array.from({ length: full.positions.length / 2 }, (_, v) => {
      let least = Infinity;
      for (let s = 0; s < few.positions.length / 2 - 1; s++) {
        const [ax, ay, bx, by] = few.positions.subarray(s * 2, s * 2 + 4) as unknown as [number, number, number, number];
        const t = Math.min(1, Math.max(0, ((full.positions[v * 2]! - ax) * (bx - ax) + (full.positions[v * 2 + 1]! - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)));
        least = Math.min(least, Math.hypot(full.positions[v * 2]! - ax - t * (bx - ax), full.positions[v * 2 + 1]! - ay - t * (by - ay)));
      }
      return least;
    });
    expect(Math.max(...far)).toBeLessThanOrEqual(5.01);
  });
  it('keeps the two far ends of a closed line', () => {
    expect(thin(pathSet(p, [square(120, 30, 0.1)]), 100).positions.length).toBe(10);
  });
  it('joins sets and clips them to runs', () => {
    const set = joinPaths([pathSet(p, [wave]), pathSet(p, [[[119, 30], [121, 30]], [[130, 30]]])]);
    expect(set.count).toBe(2);
    expect([...set.starts]).toEqual([0, 400, 402]);
    const cut = clip(set, projectBox(p, [120.01, 29.9, 120.02, 30.1]));
    expect(cut.count).toBe(2);
    expect(cut.starts[1]!).toBeLessThan(110);
    expect(clip(set, projectBox(p, [10, 10, 11, 11])).count).toBe(0);
    expect(svgLines(cut).match(/M/g)).toHaveLength(2);
  });
});

describe('geo source', () => {
  const answer = (body: unknown, status = 200): Promise<Response> => Promise.resolve(new Response(JSON.stringify(body), { status }));
  it('asks once for what is asked twice at a time, and knows it afterwards', async () => {
    const asked: string[] = [];
    const geo = makeGeo(p, (address) => { asked.push(address); return answer(two); });
    const [one, other] = await Promise.all([geo.region('c'), geo.region('c')]);
    expect(one).toBe(other);
    expect(asked).toEqual(['/api/geo?region=c']);
    expect(geo.known('c')).toBe(one);
  });
  it('forgets the oldest beyond what it keeps', async () => {
    const geo = makeGeo(p, () => answer(two), 2);
    for (const code of ['a', 'b', 'c']) await geo.region(code);
    expect(['a', 'b', 'c'].map((code) => geo.known(code) !== undefined)).toEqual([false, true, true]);
  });
  it('says what it found in place of TopoJSON, and tries a failed layer again', async () => {
    let fails = true;
    const geo = makeGeo(p, (address) => (address.includes('base') && !fails ? answer(topology({ roads: collection([]) })) : fails ? answer({ error: 'x' }, 503) : answer([1])));
    await expect(geo.base('roads')).rejects.toThrow('/api/geo/base?layer=roads: answered 503, expected 200');
    fails = false;
    await expect(geo.base('roads')).resolves.toEqual([]);
    await expect(geo.region('z')).rejects.toThrow(/expected TopoJSON/);
  });
});

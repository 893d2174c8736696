/**
 * Where cases lie and what the platform says of it. Sources differ: most give every code, some only
 * the upper ones, some a withdrawn code, some only a point, a few nothing that can be used.
 */
import gcoord from 'gcoord';
import type { City, LngLat, Rng } from '../city/types.ts';
import { cumulate, drawIndex } from '../random.ts';
import type { GridIndex } from './world.ts';

/** Which codes a record bears. */
export const CODES = { all: 0, noGrid: 1, unknownGrid: 2, street: 3, district: 4, none: 5, withdrawn: 6 } as const;
/** What its x and y are. */
export const POINT = { good: 0, none: 1, zero: 2, outside: 3 } as const;

const CODE_WEIGHTS = cumulate([80, 6, 2, 2, 2, 7, 1]);

export interface Places {
  size: number;
  grid: Uint32Array;
  codes: Uint8Array;
  point: Uint8Array;
  /** GCJ-02, to 1e-6; 0 where there is none. */
  x: Float64Array;
  y: Float64Array;
  /** Place number `i` anywhere in the grid, with the usual faults of its record. */
  draw(rng: Rng, i: number, grid: number): void;
  /** Place number `i`, recorded whole. */
  drawPlain(rng: Rng, i: number, grid: number): void;
  /** Place number `i` at a point (WGS-84) of the grid, recorded whole. */
  put(i: number, grid: number, point: LngLat): void;
}

const round6 = (v: number): number => Math.round(v * 1e6) / 1e6;

export function makePlaces(city: City, grids: GridIndex, size: number): Places {
  const places: Places = {
    size, grid: new Uint32Array(size), codes: new Uint8Array(size), point: new Uint8Array(size),
    x: new Float64Array(size), y: new Float64Array(size),
    draw(rng, i, grid) {
      const codes = drawIndex(rng, CODE_WEIGHTS);
      set(rng, i, grid, codes, drawPoint(rng, codes));
    },
    drawPlain: (rng, i, grid) => set(rng, i, grid, CODES.all, POINT.good),
    put(i, grid, point) {
      [places.grid[i], places.codes[i], places.point[i]] = [grid, CODES.all, POINT.good];
      lay(i, [...point]);
    },
  };
  function lay(i: number, at: [number, number]): void {
    const [x, y] = gcoord.transform(at, gcoord.WGS84, gcoord.GCJ02) as [number, number];
    places.x[i] = round6(x);
    places.y[i] = round6(y);
  }
  function set(rng: Rng, i: number, grid: number, codes: number, point: number): void {
    places.grid[i] = grid;
    places.codes[i] = codes;
    places.point[i] = point;
    const at = city.randomPointIn(grids.codes[grid]!, rng);
    const far = point === POINT.outside ? 0.5 + city.bbox[2] - city.bbox[0] : 0;
    if (point === POINT.none || point === POINT.zero) return;
    lay(i, [at[0] + far, at[1]]);
  }
  return places;
}

function drawPoint(rng: Rng, codes: number): number {
  const chance = rng();
  if (codes !== CODES.none) return chance < 0.015 ? POINT.none : chance < 0.017 ? POINT.zero : POINT.good;
  return chance < 0.04 ? POINT.none : chance < 0.07 ? POINT.zero : chance < 0.1 ? POINT.outside : POINT.good;
}

/** The four codes as the record gives them, '' where it does not: district, street, community, grid. */
export function codesOf(gridCode: string, codes: number): [string, string, string, string] {
  const district = gridCode.slice(0, 6);
  const street = gridCode.slice(0, 9);
  const community = gridCode.slice(0, 12);
  switch (codes) {
    case CODES.all: return [district, street, community, gridCode];
    case CODES.noGrid: return [district, street, community, ''];
    case CODES.unknownGrid: return [district, street, community, `${community}98`];
    case CODES.street: return [district, street, '', ''];
    case CODES.district: return [district, '', '', ''];
    case CODES.withdrawn: {
      const gone = `${gridCode.slice(0, 4)}97`;
      return [gone, `${gone}001`, `${gone}001001`, ''];
    }
    default: return ['', '', '', ''];
  }
}

/** The city as the case platform draws from it: grids by number, so that cases are kept in typed arrays. */
import type { City, Rng } from '../city/types.ts';
import { cumulate, drawIndex } from '../random.ts';

export interface GridIndex {
  codes: readonly string[];
  indexOf(code: string): number;
  draw(rng: Rng): number;
  /** A grid of another community, seldom of another district. */
  drawOther(rng: Rng, grid: number): number;
}

export function indexGrids(city: City): GridIndex {
  const codes = city.grids.map((g) => g.code);
  const index = new Map(codes.map((code, i) => [code, i]));
  const cumulative = cumulate(city.grids.map((g) => g.weight));
  const draw = (rng: Rng): number => drawIndex(rng, cumulative);
  return {
    codes,
    indexOf: (code) => index.get(code) ?? -1,
    draw,
    drawOther(rng, grid) {
      const far = rng() < 0.2;
      // Codes are ordered, so a near number is a near place.
      for (let tries = 0; tries < 20; tries++) {
        const near = grid + Math.round((rng() - 0.5) * Math.min(200, codes.length));
        const other = far ? draw(rng) : Math.max(0, Math.min(codes.length - 1, near));
        if (codes[other]!.slice(0, 12) !== codes[grid]!.slice(0, 12)) return other;
      }
      return grid;
    },
  };
}

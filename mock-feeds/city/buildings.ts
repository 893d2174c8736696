/** Blocks of buildings along the street lattice, towers where the town is densest. */
import type { Land } from './land.ts';
import { distance, inRing, toLngLat, type Point } from './plane.ts';
import { lattice } from './roads.ts';
import { makeRng } from './rng.ts';
import type { Building, Rng } from './types.ts';

const BLOCK = 0.38;

/** Two rows of lots in a block, as [u, v, width, depth] in km from the block's corner. */
function lots(rng: Rng): [number, number, number, number][] {
  const out: [number, number, number, number][] = [];
  for (const v of [0.05, 0.2]) {
    for (let u = 0.045; u < BLOCK - 0.09;) {
      const width = 0.028 + 0.05 * rng();
      if (rng() < 0.78) out.push([u, v + 0.02 * rng(), width, 0.035 + 0.06 * rng()]);
      u += width + 0.022 + 0.03 * rng();
    }
  }
  return out;
}

/** At most about `count` buildings, the densest blocks first. */
export function makeBuildings(land: Land, seed: number, wet: (x: number, y: number) => boolean, count: number): Building[] {
  const at = lattice(land, seed);
  const n = Math.round(40 / BLOCK);
  const blocks: { i: number; j: number; density: number }[] = [];
  for (let i = -n; i < n; i++) {
    for (let j = -n; j < n; j++) {
      const [x, y] = at((i + 0.5) * BLOCK, (j + 0.5) * BLOCK);
      const density = land.density(x, y);
      if (density > 7.5 && !wet(x, y) && inRing(land.outline, x, y)) blocks.push({ i, j, density });
    }
  }
  blocks.sort((a, b) => b.density - a.density || a.i - b.i || a.j - b.j);
  const out: Building[] = [];
  for (const block of blocks) {
    if (out.length >= count) break;
    fillBlock(block, at, land, seed, wet, out);
  }
  return out;
}

function fillBlock(block: { i: number; j: number; density: number }, at: (u: number, v: number) => Point, land: Land, seed: number, wet: (x: number, y: number) => boolean, out: Building[]): void {
  const rng = makeRng(seed, `block ${block.i} ${block.j}`);
  for (const [u, v, width, depth] of lots(rng)) {
    const u0 = block.i * BLOCK + u, v0 = block.j * BLOCK + v;
    const corners: Point[] = [at(u0, v0), at(u0 + width, v0), at(u0 + width, v0 + depth), at(u0, v0 + depth)];
    const heightM = heightAt(corners[0]!, block.density, land, rng);
    if (corners.some((p) => wet(p[0], p[1]))) continue;
    const ring = corners.map((p) => toLngLat(p[0], p[1]));
    out.push({ heightM, polygon: [[...ring, ring[0]!]] });
  }
}

function heightAt(p: Point, density: number, land: Land, rng: Rng): number {
  const centre = Math.exp(-((distance(p, land.core) / 3.4) ** 2)) + 0.5 * Math.max(...land.centres.map((c) => Math.exp(-((distance(p, c.at) / 1.4) ** 2)) * (c.pull / 6)));
  const tower = rng() < 0.12 + 0.3 * centre ? rng() ** 2 * 210 * centre : 0;
  return Math.round(12 + 34 * rng() * Math.min(1.4, density / 10) + tower);
}

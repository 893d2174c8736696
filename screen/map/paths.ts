/** Lines as typed arrays: made, joined, thinned, clipped. Pure. */
import type { Position } from 'geojson';
import { toX, toY, type Box, type Projection } from './projection.ts';

/** Many lines in one array: line i is vertices starts[i] … starts[i+1]. x,y in metres. */
export interface PathSet { positions: Float32Array; starts: Uint32Array; count: number }
export const EMPTY_PATHS: PathSet = { positions: new Float32Array(0), starts: new Uint32Array(1), count: 0 };

export function pathSet(p: Projection, lines: readonly Position[][]): PathSet {
  const drawn = lines.filter((line) => line.length > 1);
  const starts = new Uint32Array(drawn.length + 1);
  let n = 0;
  drawn.forEach((line, i) => { n += line.length; starts[i + 1] = n; });
  const positions = new Float32Array(n * 2);
  let at = 0;
  for (const line of drawn) {
    for (const v of line) {
      positions[at++] = toX(p, v[0]!);
      positions[at++] = toY(p, v[1]!);
    }
  }
  return { positions, starts, count: drawn.length };
}

/** Joins path sets, as when a region's inner borders come from each of its children's own file. */
export function joinPaths(sets: readonly PathSet[]): PathSet {
  const count = sets.reduce((n, s) => n + s.count, 0);
  const positions = new Float32Array(sets.reduce((n, s) => n + s.positions.length, 0));
  const starts = new Uint32Array(count + 1);
  let line = 0;
  let at = 0;
  for (const set of sets) {
    positions.set(set.positions, at * 2);
    for (let i = 0; i < set.count; i++) starts[line++] = at + set.starts[i]!;
    at += set.positions.length / 2;
  }
  starts[count] = at;
  return { positions, starts, count };
}

/** `digits` after the point of a metre. */
export function svgLines(set: PathSet, digits = 0): string {
  let d = '';
  for (let i = 0; i < set.count; i++) {
    for (let v = set.starts[i]!; v < set.starts[i + 1]!; v++) {
      d += `${v === set.starts[i] ? 'M' : 'L'}${set.positions[v * 2]!.toFixed(digits)} ${(-set.positions[v * 2 + 1]!).toFixed(digits)}`;
    }
  }
  return d;
}

/**
 * The same lines with fewer vertices: none is left out that lies further than `tolerance` metres from
 * the line drawn (Douglas–Peucker). A border surveyed to the metre costs a renderer a hundred times what
 * a screen of a thousand pixels can show. Closed lines keep their two far ends.
 */
export function thin(set: PathSet, tolerance: number): PathSet {
  const { positions, starts, count } = set;
  const keep = new Uint8Array(positions.length / 2);
  for (let i = 0; i < count; i++) thinLine(positions, starts[i]!, starts[i + 1]! - 1, tolerance * tolerance, keep);
  const outStarts = new Uint32Array(count + 1);
  let total = 0;
  for (let i = 0; i < count; i++) {
    for (let v = starts[i]!; v < starts[i + 1]!; v++) total += keep[v]!;
    outStarts[i + 1] = total;
  }
  const out = new Float32Array(total * 2);
  let at = 0;
  for (let v = 0; v < keep.length; v++) {
    if (!keep[v]) continue;
    out[at++] = positions[v * 2]!;
    out[at++] = positions[v * 2 + 1]!;
  }
  return { positions: out, starts: outStarts, count };
}

function thinLine(xy: Float32Array, first: number, last: number, limit: number, keep: Uint8Array): void {
  keep[first] = 1;
  keep[last] = 1;
  const stack = [first, last];
  while (stack.length > 0) {
    const b = stack.pop()!;
    const a = stack.pop()!;
    let far = -1;
    let most = limit;
    for (let v = a + 1; v < b; v++) {
      const d = squaredDistance(xy, v, a, b);
      if (d > most) { most = d; far = v; }
    }
    if (far < 0) continue;
    keep[far] = 1;
    stack.push(a, far, far, b);
  }
}

/** From vertex `v` to the segment a–b, m². */
function squaredDistance(xy: Float32Array, v: number, a: number, b: number): number {
  const ax = xy[a * 2]!, ay = xy[a * 2 + 1]!;
  const dx = xy[b * 2]! - ax, dy = xy[b * 2 + 1]! - ay;
  const px = xy[v * 2]! - ax, py = xy[v * 2 + 1]! - ay;
  const length = dx * dx + dy * dy;
  const t = length > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length)) : 0;
  return (px - t * dx) ** 2 + (py - t * dy) ** 2;
}

/** Only what runs inside or across `box`: lines are cut to their runs there, at whole segments. */
export function clip(set: PathSet, box: Box): PathSet {
  const { positions, starts, count } = set;
  const runs: [number, number][] = [];
  const outside = (a: number, b: number): boolean => {
    const ax = positions[a * 2]!, ay = positions[a * 2 + 1]!, bx = positions[b * 2]!, by = positions[b * 2 + 1]!;
    return Math.max(ax, bx) < box[0] || Math.min(ax, bx) > box[2] || Math.max(ay, by) < box[1] || Math.min(ay, by) > box[3];
  };
  for (let i = 0; i < count; i++) {
    let from = -1;
    for (let v = starts[i]!; v < starts[i + 1]! - 1; v++) {
      if (outside(v, v + 1)) {
        if (from >= 0) runs.push([from, v]);
        from = -1;
      } else if (from < 0) from = v;
    }
    if (from >= 0) runs.push([from, starts[i + 1]! - 1]);
  }
  const outStarts = new Uint32Array(runs.length + 1);
  runs.forEach(([a, b], i) => { outStarts[i + 1] = outStarts[i]! + b - a + 1; });
  const out = new Float32Array(outStarts[runs.length]! * 2);
  runs.forEach(([a, b], i) => out.set(positions.subarray(a * 2, b * 2 + 2), outStarts[i]! * 2));
  return { positions: out, starts: outStarts, count: runs.length };
}

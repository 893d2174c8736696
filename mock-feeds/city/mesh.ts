/**
 * The net of borders between grids. Every border is one edge with one curve, used by both its
 * sides, so that whatever is built from it fits vertex for vertex.
 */
import { Delaunay } from 'd3-delaunay';
import { ringArea, ringCentroid, toLngLat, type Point } from './plane.ts';
import { hashUnit } from './rng.ts';
import type { Sites } from './sites.ts';
import type { LngLat } from './types.ts';

/** Left of a → b lies cell `left`, right of it `right`; −1 is outside the city. */
export interface Edge { a: number; b: number; left: number; right: number }
export interface Mesh {
  vertices: Point[];
  edges: Edge[];
  /** Centre of each cell; the cell is star-shaped around it. */
  centres: Point[];
  /** Edges around each cell. */
  around: number[][];
}

/** Joins vertices that are nearly one (four sites on a circle), unless a cell would lose its shape. */
function mergeVertices(vertices: Point[], edges: Edge[], sides: number[]): number[] {
  const parent = vertices.map((_, i) => i);
  const find = (i: number): number => {
    while (parent[i] !== i) { parent[i] = parent[parent[i]!]!; i = parent[i]!; }
    return i;
  };
  for (const edge of edges) {
    const p = vertices[find(edge.a)]!, q = vertices[find(edge.b)]!;
    if (Math.hypot(p[0] - q[0], p[1] - q[1]) > 0.03) continue;
    const touched = [edge.left, edge.right].filter((c) => c >= 0);
    if (touched.some((c) => sides[c]! <= 4)) continue;
    for (const c of touched) sides[c]!--;
    const [keep, gone] = [find(edge.a), find(edge.b)];
    vertices[keep] = [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
    parent[gone] = keep;
  }
  return parent.map((_, i) => find(i));
}

function voronoiEdges(sites: Sites): { vertices: Point[]; edges: Edge[] } {
  const delaunay = Delaunay.from(sites.points);
  const { triangles, halfedges } = delaunay;
  const { circumcenters } = delaunay.voronoi([-1e4, -1e4, 1e4, 1e4]);
  const vertices: Point[] = [];
  for (let i = 0; i < circumcenters.length; i += 2) vertices.push([circumcenters[i]!, circumcenters[i + 1]!]);
  const edges: Edge[] = [];
  for (let e = 0; e < halfedges.length; e++) {
    const twin = halfedges[e]!;
    if (twin < e) continue;
    const from = triangles[e]!, to = triangles[e % 3 === 2 ? e - 2 : e + 1]!;
    if (from >= sites.count && to >= sites.count) continue;
    const a = Math.floor(e / 3), b = Math.floor(twin / 3);
    const p = vertices[a]!, s = sites.points[from]!, t = sites.points[to]!, q = vertices[b]!;
    // Site `from` is left of a → b when turning from the way between sites to the edge is counter-clockwise.
    const fromLeft = (q[0] - p[0]) * (s[1] - t[1]) - (q[1] - p[1]) * (s[0] - t[0]) > 0;
    const [left, right] = fromLeft ? [from, to] : [to, from];
    edges.push({ a, b, left: left < sites.count ? left : -1, right: right < sites.count ? right : -1 });
  }
  return { vertices, edges };
}

export function buildMesh(sites: Sites): Mesh {
  const raw = voronoiEdges(sites);
  const sides = new Array<number>(sites.count).fill(0);
  for (const edge of raw.edges) for (const c of [edge.left, edge.right]) if (c >= 0) sides[c]!++;
  const as = mergeVertices(raw.vertices, raw.edges, sides);
  const edges = raw.edges.map((e) => ({ ...e, a: as[e.a]!, b: as[e.b]! })).filter((e) => e.a !== e.b);
  const around: number[][] = Array.from({ length: sites.count }, () => []);
  for (const [i, edge] of edges.entries()) for (const c of [edge.left, edge.right]) if (c >= 0) around[c]!.push(i);
  const mesh: Mesh = { vertices: raw.vertices, edges, centres: [], around };
  mesh.centres = around.map((_, cell) => ringCentroid(cellRing(mesh, cell)));
  return mesh;
}

/** Corners of a cell, counter-clockwise. */
export function cellRing(mesh: Mesh, cell: number): Point[] {
  const next = new Map<number, number>();
  for (const i of mesh.around[cell]!) {
    const e = mesh.edges[i]!;
    if (e.left === cell) next.set(e.a, e.b);
    else next.set(e.b, e.a);
  }
  const first = next.keys().next().value!;
  const ring: Point[] = [];
  for (let v = first, n = 0; n < next.size; v = next.get(v)!, n++) ring.push(mesh.vertices[v]!);
  return ring;
}

const cross = (o: Point, a: Point, b: Point): number => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);

/** Whether every edge of the cell at `vertex` is still seen from the cell's centre with some room. */
function staysStar(mesh: Mesh, cell: number): boolean {
  const c = mesh.centres[cell]!;
  for (const i of mesh.around[cell]!) {
    const e = mesh.edges[i]!;
    const [p, q] = e.left === cell ? [mesh.vertices[e.a]!, mesh.vertices[e.b]!] : [mesh.vertices[e.b]!, mesh.vertices[e.a]!];
    const len = Math.hypot(q[0] - p[0], q[1] - p[1]);
    if (cross(c, p, q) < len * Math.min(0.02, len * 0.1)) return false;
  }
  return true;
}

/**
 * Smooths borders: a vertex on a border moves towards its neighbours along the highest border it
 * lies on (`rank` of an edge: the higher, the more rounds). No cell may lose its shape by it.
 */
export function smoothBorders(mesh: Mesh, rank: (edge: Edge) => number, rounds: readonly number[]): void {
  const ranks = mesh.edges.map(rank);
  const at: number[][] = mesh.vertices.map(() => []);
  for (const [i, e] of mesh.edges.entries()) { at[e.a]!.push(i); at[e.b]!.push(i); }
  for (let round = 0; round < Math.max(...rounds); round++) {
    for (const [v, list] of at.entries()) {
      const top = Math.max(0, ...list.map((i) => ranks[i]!));
      if (list.length === 0 || round >= (rounds[top] ?? 0)) continue;
      pull(mesh, v, list, list.filter((i) => ranks[i] === top));
    }
  }
}

function pull(mesh: Mesh, v: number, list: number[], along: number[]): void {
  if (along.length < 2) return;
  let x = 0, y = 0;
  for (const i of along) {
    const e = mesh.edges[i]!;
    const p = mesh.vertices[e.a === v ? e.b : e.a]!;
    x += p[0] / along.length;
    y += p[1] / along.length;
  }
  const old = mesh.vertices[v]!;
  mesh.vertices[v] = [old[0] + 0.5 * (x - old[0]), old[1] + 0.5 * (y - old[1])];
  for (const i of list) {
    const e = mesh.edges[i]!;
    for (const cell of [e.left, e.right]) {
      if (cell >= 0 && !staysStar(mesh, cell)) { mesh.vertices[v] = old; return; }
    }
  }
}

/** How far a curve may leave its straight edge at `t` without leaving the triangle to the apex. */
function tent(a: Point, b: Point, apex: Point): (t: number) => number {
  const dx = b[0] - a[0], dy = b[1] - a[1];
  const len2 = dx * dx + dy * dy;
  const at = ((apex[0] - a[0]) * dx + (apex[1] - a[1]) * dy) / len2;
  const height = Math.abs(dx * (apex[1] - a[1]) - dy * (apex[0] - a[0])) / Math.sqrt(len2);
  return (t) => Math.min(at > 0 ? (height * t) / at : Infinity, at < 1 ? (height * (1 - t)) / (1 - at) : Infinity);
}

/** Heights at i/n, i = 0…n, of a displaced midpoint line; 0 at both ends. */
function displaced(n: number, size: number, seedA: number, seedB: number): number[] {
  const heights = new Array<number>(n + 1).fill(0);
  const split = (from: number, to: number, amplitude: number): void => {
    if (to - from < 2) return;
    const mid = (from + to) >> 1;
    const t = (mid - from) / (to - from);
    heights[mid] = heights[from]! * (1 - t) + heights[to]! * t + amplitude * (2 * hashUnit(seedA, seedB, from, to) - 1);
    split(from, mid, amplitude * 0.55);
    split(mid, to, amplitude * 0.55);
  };
  split(0, n, size);
  return heights;
}

/** Interior points of each edge's curve, from a to b; `roughness` is its greatest bend over its length. */
export function curveEdges(mesh: Mesh, detailKm: number, roughness: (edge: Edge) => number): Point[][] {
  return mesh.edges.map((e) => {
    const a = mesh.vertices[e.a]!, b = mesh.vertices[e.b]!;
    const len = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const n = Math.min(32, Math.floor(len / detailKm));
    if (n < 2) return [];
    const up = e.left >= 0 ? tent(a, b, mesh.centres[e.left]!) : () => 0.25 * len;
    const down = e.right >= 0 ? tent(a, b, mesh.centres[e.right]!) : () => 0.25 * len;
    const heights = displaced(n, Math.min(roughness(e) * len, 0.9), Math.round((a[0] + b[0]) * 1e4), Math.round((a[1] + b[1]) * 1e4));
    const out: Point[] = [];
    for (let i = 1; i < n; i++) {
      const t = i / n;
      const h = Math.max(-0.7 * down(t), Math.min(0.7 * up(t), heights[i]!));
      out.push([a[0] + (b[0] - a[0]) * t - ((b[1] - a[1]) / len) * h, a[1] + (b[1] - a[1]) * t + ((b[0] - a[0]) / len) * h]);
    }
    return out;
  });
}

/** Half an edge as a region sees it: the region lies left of `from` → `to`. */
interface Half { from: number; to: number; edge: number; forward: boolean }

/**
 * Polygons of the regions that cells are gathered into. `regionOf[cell]` is 0 … count−1. Each
 * region's cells must hang together by edges; its polygon is one outer ring and its holes.
 */
export function dissolve(mesh: Mesh, curves: Point[][], regionOf: ArrayLike<number>, count: number): LngLat[][][] {
  const halves: Half[][] = Array.from({ length: count }, () => []);
  for (const [i, e] of mesh.edges.entries()) {
    const left = e.left < 0 ? -1 : regionOf[e.left]!, right = e.right < 0 ? -1 : regionOf[e.right]!;
    if (left === right) continue;
    if (left >= 0) halves[left]!.push({ from: e.a, to: e.b, edge: i, forward: true });
    if (right >= 0) halves[right]!.push({ from: e.b, to: e.a, edge: i, forward: false });
  }
  const vertices = mesh.vertices.map((p) => toLngLat(p[0], p[1]));
  const lines = curves.map((line) => line.map((p) => toLngLat(p[0], p[1])));
  return halves.map((list) => ringsOf(mesh, list).map((ring) => draw(ring, vertices, lines)).sort((p, q) => ringArea(q) - ringArea(p)));
}

function draw(ring: Half[], vertices: LngLat[], lines: LngLat[][]): LngLat[] {
  const out: LngLat[] = [];
  for (const half of ring) {
    out.push(vertices[half.from]!);
    const line = lines[half.edge]!;
    if (half.forward) out.push(...line);
    else for (let i = line.length - 1; i >= 0; i--) out.push(line[i]!);
  }
  out.push(out[0]!);
  return out;
}

function ringsOf(mesh: Mesh, halves: Half[]): Half[][] {
  const starts = new Map<number, Half[]>();
  for (const half of halves) {
    const list = starts.get(half.from);
    if (list) list.push(half);
    else starts.set(half.from, [half]);
  }
  const rings: Half[][] = [];
  const used = new Set<Half>();
  for (const first of halves) {
    if (used.has(first)) continue;
    const ring: Half[] = [];
    for (let half: Half | undefined = first; half && !used.has(half);) {
      used.add(half);
      ring.push(half);
      half = follow(mesh, half, starts.get(half.to)!.filter((h) => !used.has(h) || h === first));
    }
    rings.push(ring);
  }
  return rings;
}

/** Where a region touches itself in a point, the rightmost turn keeps outer ring and hole apart. */
function follow(mesh: Mesh, half: Half, choices: Half[]): Half | undefined {
  if (choices.length < 2) return choices[0];
  const at = mesh.vertices[half.to]!, from = mesh.vertices[half.from]!;
  const back = Math.atan2(from[1] - at[1], from[0] - at[0]);
  const turn = (h: Half): number => {
    const to = mesh.vertices[h.to]!;
    const angle = Math.atan2(to[1] - at[1], to[0] - at[0]) - back;
    return (angle + 4 * Math.PI) % (2 * Math.PI);
  };
  return choices.reduce((best, h) => (turn(h) < turn(best) ? h : best));
}

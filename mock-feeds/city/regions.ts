/** From the land to the regions of all levels: sites → cells → communities → streets → districts. */
import { apportion, connected, fillUp, grow, neighbours, partsOf, reach, split, type Graph } from './gather.ts';
import { labelOf } from './label.ts';
import type { Land } from './land.ts';
import { buildMesh, curveEdges, dissolve, smoothBorders, type Edge, type Mesh } from './mesh.ts';
import { hanNumber, nameSource, streetNames } from './names.ts';
import { areaOf, bboxOf, distance, nearestOnLine, type Point } from './plane.ts';
import { fractalNoise, hashUnit, makeRng, normal } from './rng.ts';
import { placeSites } from './sites.ts';
import type { CityLevel, CityRegion, LngLat } from './types.ts';

export const CITY_CODE = '990100';
export const CITY_NAME = '澜江市';
const RESIDENTS = 9_640_000;

export interface Counts { districts: number; streets: number; communities: number; grids: number }

/** Hangzhou's published numbers at scale 1; a small city keeps at least three districts and two of all else below each. */
export function countsFor(scale: number): Counts {
  const s = Math.min(scale, 3);
  const districts = Math.max(3, Math.min(13, Math.round(13 * Math.sqrt(s))));
  const streets = Math.max(2 * districts, Math.round(190 * s));
  const communities = Math.max(2 * streets, Math.round(3200 * s));
  return { districts, streets, communities, grids: Math.max(2 * communities, Math.round(11263 * s)) };
}

/** One region before it has a polygon. */
interface Node { name: string; code: string; level: CityLevel; parent: string | null; cells: number[]; children: Node[] }

interface Ground { mesh: Mesh; land: Land; spacing: (cell: number) => number; density: (cell: number) => number; travel: Graph; seed: number }

/** Which bank of the great river each cell lies on: 0 where the river is far, else 1 or 2. */
function banks(mesh: Mesh, land: Land): Uint8Array {
  const river = land.rivers.find((r) => r.kind === 'main')!.line;
  const thin = river.filter((_, i) => i % 3 === 0 || i === river.length - 1);
  return Uint8Array.from(mesh.centres, ([x, y]) => {
    const near = nearestOnLine(thin, x, y);
    return near.distance > 6 ? 0 : near.left ? 1 : 2;
  });
}

/** Cells that do not hang together with the busiest one. */
function strayCells(mesh: Mesh): number[] {
  const graph = neighbours(mesh, () => 1);
  const busiest = graph.reduce((best, links, cell) => (links.length > graph[best]!.length ? cell : best), 0);
  const main = reach(graph, busiest, () => true);
  return [...graph.keys()].filter((cell) => !main.has(cell));
}

/** A small city's coarse cells can leave a spit of land with a cell that touches no other: then it is laid again without. */
function layMesh(land: Land, seed: number, grids: number): Mesh {
  const avoid: Point[] = [];
  for (let tries = 0; tries < 20; tries++) {
    const mesh = buildMesh(placeSites(land, grids, seed, avoid));
    const stray = strayCells(mesh);
    if (stray.length === 0) return mesh;
    avoid.push(...stray.map((cell) => mesh.centres[cell]!));
  }
  throw new Error(`seed ${seed} with ${grids} grids: no city that hangs together was found in 20 tries`);
}

function layGround(land: Land, seed: number, counts: Counts): Ground {
  const mesh = layMesh(land, seed, counts.grids);
  const bank = banks(mesh, land);
  const crosses = (a: number, b: number): boolean => bank[a] !== 0 && bank[b] !== 0 && bank[a] !== bank[b];
  const density = mesh.centres.map(([x, y]) => land.density(x, y));
  const mean = 70 / Math.sqrt(counts.grids);
  const spacing = (cell: number): number => mean / Math.sqrt(density[cell]!);
  const travel = neighbours(mesh, (a, b) => {
    const p = mesh.centres[a]!, q = mesh.centres[b]!;
    const hop = distance(p, q) / ((spacing(a) + spacing(b)) / 2);
    const ridge = Math.exp(1.5 * fractalNoise(seed * 7 + 71, (p[0] + q[0]) / 2, (p[1] + q[1]) / 2, 4, 4));
    return hop * ridge + (crosses(a, b) ? 6 : 0);
  });
  return { mesh, land, spacing, density: (cell) => density[cell]!, travel, seed };
}

/** Cells nearest to the districts' seeds, none twice. */
function districtCells(ground: Ground, count: number): number[] {
  const taken = new Set<number>();
  return ground.land.centres.slice(0, count).map(({ at }) => {
    let best = -1;
    for (const [cell, c] of ground.mesh.centres.entries()) {
      if (!taken.has(cell) && (best < 0 || distance(c, at) < distance(ground.mesh.centres[best]!, at))) best = cell;
    }
    taken.add(best);
    return best;
  });
}

function makeDistricts(ground: Ground, counts: Counts): number[][] {
  const { mesh, land, seed } = ground;
  const km = neighbours(mesh, (a, b) => {
    const p = mesh.centres[a]!, q = mesh.centres[b]!;
    const ridge = Math.exp(2.2 * fractalNoise(seed * 7 + 83, (p[0] + q[0]) / 2, (p[1] + q[1]) / 2, 9, 4));
    return distance(p, q) * ridge;
  });
  const all = mesh.centres.map((_, i) => i);
  const start = land.centres.slice(0, counts.districts).map((c) => -0.5 * (6 - c.pull));
  const owner = grow(km, all, districtCells(ground, counts.districts), start);
  fillUp(owner, counts.districts, km, 8);
  return partsOf(owner, counts.districts);
}

/** Splits each part into its share of `total` smaller ones, each with `least` cells or more. */
function divide(ground: Ground, parts: number[][], total: number, least: number, weigh: (part: number[]) => number): number[][][] {
  const most = parts.map((p) => Math.floor(p.length / least));
  const shares = capped(apportion(parts.map(weigh), total, 2), most);
  return parts.map((part, i) => {
    const owner = split(part, shares[i]!, { centres: ground.mesh.centres, graph: ground.travel, scale: ground.spacing, rounds: least > 2 ? 14 : 6 });
    fillUp(owner, shares[i]!, ground.travel, least);
    return partsOf(owner, shares[i]!);
  });
}

/** Moves what is above a part's cap to the parts with most room. */
function capped(shares: number[], most: readonly number[]): number[] {
  const out = shares.map((n, i) => Math.min(n, most[i]!));
  let rest = shares.reduce((a, b) => a + b, 0) - out.reduce((a, b) => a + b, 0);
  while (rest-- > 0) {
    const i = out.reduce((best, n, k) => (most[k]! - n > most[best]! - out[best]! ? k : best), 0);
    out[i]!++;
  }
  return out;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const pad = (n: number, width: number): string => String(n).padStart(width, '0');

/** From the middle of town outwards: the order in which siblings get their codes. */
function byTown(ground: Ground, parts: number[][]): { cells: number[]; density: number }[] {
  return parts.map((cells) => ({ cells, density: sum(cells.map(ground.density)) / cells.length })).sort((a, b) => b.density - a.density);
}

interface Namer { street: () => string; community: (district: string) => () => string }

function streetNodes(ground: Ground, district: Node, parts: number[][], namer: Namer): Node[] {
  const next = { 街道: 1, 镇: 100, 乡: 200 };
  return byTown(ground, parts).map(({ cells, density }, i) => {
    const kind = density > 2.6 || i === 0 ? '街道' : density > 1.25 || hashUnit(ground.seed, cells[0]!) < 0.35 ? '镇' : '乡';
    const code = `${district.code}${pad(next[kind]++, 3)}`;
    return { name: namer.street() + kind, code, level: 'street', parent: district.code, cells, children: [] };
  });
}

function communityNodes(ground: Ground, street: Node, parts: number[][], name: () => string): Node[] {
  const urban = street.name.endsWith('街道') ? Infinity : street.name.endsWith('镇') ? Math.max(1, Math.round(parts.length * 0.3)) : 1;
  return byTown(ground, parts).map(({ cells }, i) => {
    const town = i < urban;
    const code = `${street.code}${pad(town ? i + 1 : 200 + i - urban, 3)}`;
    return { name: name() + (town ? '社区' : '村'), code, level: 'community', parent: street.code, cells, children: [] };
  });
}

function gridNodes(ground: Ground, community: Node): Node[] {
  const order = [...community.cells].sort((a, b) => ground.mesh.centres[b]![1] - ground.mesh.centres[a]![1] || a - b);
  return order.map((cell, i) => ({
    name: `第${hanNumber(i + 1)}网格`, code: `${community.code}${pad(i + 1, 2)}`, level: 'grid', parent: community.code, cells: [cell], children: [],
  }));
}

/** The tree of names and codes over cells, by level. */
function makeTree(ground: Ground, counts: Counts): Node[][] {
  const districtParts = makeDistricts(ground, counts);
  const streetParts = divide(ground, districtParts, counts.streets, 4, (part) => sum(part.map((c) => ground.density(c) ** 0.12)));
  const communityParts = divide(ground, streetParts.flat(), counts.communities, 2, (part) => part.length);
  const communitiesOf = new Map(streetParts.flat().map((cells, i) => [cells, communityParts[i]!]));
  const namer: Namer = { street: streetNames(ground.seed), community: (code) => nameSource(ground.seed, `community ${code}`) };
  const levels: Node[][] = [[], [], [], []];
  districtParts.forEach((cells, i) => {
    const district: Node = { name: ground.land.centres[i]!.name, code: `9901${pad(i + 2, 2)}`, level: 'district', parent: CITY_CODE, cells, children: [] };
    const communityName = namer.community(district.code);
    district.children = streetNodes(ground, district, streetParts[i]!, namer);
    for (const street of district.children) {
      street.children = communityNodes(ground, street, communitiesOf.get(street.cells)!, communityName);
      for (const community of street.children) levels[3]!.push(...(community.children = gridNodes(ground, community)));
      levels[2]!.push(...street.children);
    }
    levels[1]!.push(...district.children);
    levels[0]!.push(district);
  });
  for (const level of levels) level.sort((a, b) => (a.code < b.code ? -1 : 1));
  return levels;
}

/** Which node of a level each cell belongs to. */
function ownerOf(nodes: readonly Node[], cells: number): Int32Array {
  const owner = new Int32Array(cells).fill(-1);
  for (const [k, node] of nodes.entries()) for (const cell of node.cells) owner[cell] = k;
  return owner;
}

function assertWhole(ground: Ground, levels: readonly Node[][]): void {
  for (const node of levels.flat()) {
    if (!connected(ground.travel, new Set(node.cells))) throw new Error(`region ${node.code} ${node.name} fell apart (${node.cells.length} grids)`);
  }
}

export function makeRegions(land: Land, seed: number, scale: number, progress: (message: string) => void): CityRegion[] {
  const counts = countsFor(scale);
  const ground = layGround(land, seed, counts);
  progress(`${counts.grids} grids placed`);
  const levels = makeTree(ground, counts);
  assertWhole(ground, levels);
  progress(`${counts.communities} communities, ${counts.streets} streets, ${counts.districts} districts gathered`);
  const owners = levels.map((nodes) => ownerOf(nodes, counts.grids));
  /** 4 between districts and on the outline, 3 between streets, … 1 between grids. */
  const rank = (e: Edge): number => (e.left < 0 || e.right < 0 ? 4 : 4 - owners.findIndex((owner) => owner[e.left] !== owner[e.right]));
  smoothBorders(ground.mesh, rank, [0, 1, 3, 4, 5]);
  const curves = curveEdges(ground.mesh, 0.14, (e) => (e.left < 0 || e.right < 0 ? 0.08 : rank(e) > 2 ? 0.13 : 0.18));
  const people = settle(ground, levels[3]!, scale);
  const city: Node = { name: CITY_NAME, code: CITY_CODE, level: 'city', parent: null, cells: ground.mesh.centres.map((_, i) => i), children: [] };
  const regions: CityRegion[] = [];
  for (const nodes of [[city], ...levels]) {
    const polygons = dissolve(ground.mesh, curves, ownerOf(nodes, counts.grids), nodes.length);
    nodes.forEach((node, i) => regions.push(finish(node, polygons[i]!, sum(node.cells.map((c) => people[c]!)))));
  }
  progress('borders drawn');
  return regions;
}

/** Residents of each cell. */
function settle(ground: Ground, grids: readonly Node[], scale: number): Int32Array {
  const rng = makeRng(ground.seed, 'residents');
  const raw = new Float64Array(grids.length);
  // Cells shrink as density grows, so residents per cell grow only with what density adds beyond that.
  for (const { cells } of grids) raw[cells[0]!] = ground.density(cells[0]!) ** 0.55 * Math.exp(0.4 * normal(rng));
  const all = raw.reduce((a, b) => a + b, 0);
  return Int32Array.from(raw, (v) => Math.max(1, Math.round((v / all) * RESIDENTS * scale)));
}

function finish(node: Node, polygon: LngLat[][], residents: number): CityRegion {
  const [outer, ...rest] = polygon;
  if (!outer || rest.some((ring) => ring.length < 4)) throw new Error(`region ${node.code} has no outline`);
  return {
    code: node.code, name: node.name, level: node.level, parent: node.parent, residents,
    areaKm2: Math.round(areaOf(polygon) * 1e6) / 1e6, polygon, bbox: bboxOf(polygon), label: labelOf(polygon, node.level),
  };
}

/**
 * Gathers grids into communities, communities' grids into streets, streets into districts. All
 * growth goes from neighbour to neighbour, so every region hangs together; it prefers not to cross
 * the river.
 */
import type { Mesh } from './mesh.ts';
import { distance, type Point } from './plane.ts';

export interface Link { to: number; cost: number }
export type Graph = Link[][];

/** Smallest-first queue of (priority, value). */
export class Queue<T> {
  private readonly heap: { p: number; v: T }[] = [];
  push(p: number, v: T): void {
    const heap = this.heap;
    let i = heap.length;
    heap.push({ p, v });
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (heap[up]!.p <= p) break;
      heap[i] = heap[up]!;
      i = up;
    }
    heap[i] = { p, v };
  }
  pop(): { p: number; v: T } | undefined {
    const heap = this.heap;
    const top = heap[0];
    const last = heap.pop();
    if (!top || !last || heap.length === 0) return top;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && heap[down + 1]!.p < heap[down]!.p) down++;
      if (heap[down]!.p >= last.p) break;
      heap[i] = heap[down]!;
      i = down;
    }
    heap[i] = last;
    return top;
  }
}

/** Neighbours of each cell with the cost of going there. */
export function neighbours(mesh: Mesh, cost: (a: number, b: number) => number): Graph {
  const graph: Graph = mesh.centres.map(() => []);
  for (const e of mesh.edges) {
    if (e.left < 0 || e.right < 0 || e.left === e.right) continue;
    const c = cost(e.left, e.right);
    graph[e.left]!.push({ to: e.right, cost: c });
    graph[e.right]!.push({ to: e.left, cost: c });
  }
  return graph;
}

/** Each member goes to the seed it reaches cheapest; `start[k]` is seed k's handicap. */
export function grow(graph: Graph, members: readonly number[], seeds: readonly number[], start: readonly number[]): Map<number, number> {
  const open = new Set(members);
  const owner = new Map<number, number>();
  const queue = new Queue<[number, number]>();
  const first = Math.min(...start);
  seeds.forEach((cell, k) => queue.push(start[k]! - first, [cell, k]));
  const seedOf = new Map(seeds.map((cell, k) => [cell, k]));
  for (let item = queue.pop(); item; item = queue.pop()) {
    const [cell, k] = item.v;
    // A seed always belongs to itself, however great its handicap.
    if (owner.has(cell) || (seedOf.has(cell) && seedOf.get(cell) !== k)) continue;
    owner.set(cell, k);
    for (const { to, cost } of graph[cell]!) if (open.has(to) && !owner.has(to)) queue.push(item.p + cost, [to, k]);
  }
  for (const cell of members) if (!owner.has(cell)) owner.set(cell, 0);
  return owner;
}

/** `count` members far from each other, the first the one nearest to the middle. */
function spread(centres: readonly Point[], scale: (cell: number) => number, members: readonly number[], count: number): number[] {
  let mx = 0, my = 0;
  for (const c of members) { mx += centres[c]![0] / members.length; my += centres[c]![1] / members.length; }
  const gap = members.map((c) => distance(centres[c]!, [mx, my]));
  let pick = gap.indexOf(Math.min(...gap));
  gap.fill(Infinity);
  const seeds: number[] = [];
  while (seeds.length < count) {
    const seed = members[pick]!;
    seeds.push(seed);
    let best = -1;
    for (const [i, c] of members.entries()) {
      gap[i] = c === seed ? -1 : Math.min(gap[i]!, distance(centres[c]!, centres[seed]!) / scale(c));
      if (best < 0 || gap[i]! > gap[best]!) best = i;
    }
    pick = best;
  }
  return seeds;
}

export interface GatherOptions {
  centres: readonly Point[];
  /** Cost from cell to neighbour, in the same scale as `scale`. */
  graph: Graph;
  /** Local spacing at a cell, so that town and country count alike. */
  scale: (cell: number) => number;
  rounds: number;
}

/** Splits members into `count` connected parts of about equal numbers; part index by cell. */
export function split(members: readonly number[], count: number, options: GatherOptions): Map<number, number> {
  const { centres, graph, scale, rounds } = options;
  let seeds = spread(centres, scale, members, count);
  const start = new Array<number>(count).fill(0);
  const target = members.length / count;
  let owner = grow(graph, members, seeds, start);
  let best = owner, worst = Infinity;
  for (let round = 0; round < rounds; round++) {
    const parts = partsOf(owner, count);
    // Handicaps can overshoot: the evenest round counts, not the last.
    const uneven = Math.max(...parts.map((p) => Math.abs(p.length - target)));
    if (uneven <= worst) { worst = uneven; best = owner; }
    seeds = parts.map((part, k) => (part.length === 0 ? seeds[k]! : middle(centres, part)));
    if (new Set(seeds).size < count) break;
    for (let k = 0; k < count; k++) start[k] = start[k]! + 0.35 * Math.sqrt(target) * Math.max(-0.8, Math.min(0.8, (parts[k]!.length - target) / target));
    owner = grow(graph, members, seeds, start);
  }
  return best;
}

export function partsOf(owner: ReadonlyMap<number, number>, count: number): number[][] {
  const parts: number[][] = Array.from({ length: count }, () => []);
  for (const [cell, k] of owner) parts[k]!.push(cell);
  return parts;
}

function middle(centres: readonly Point[], part: readonly number[]): number {
  let x = 0, y = 0;
  for (const c of part) { x += centres[c]![0] / part.length; y += centres[c]![1] / part.length; }
  return part.reduce((best, c) => (distance(centres[c]!, [x, y]) < distance(centres[best]!, [x, y]) ? c : best));
}

/** Cells that can be reached from `first` through cells that `may` be entered. */
export function reach(graph: Graph, first: number, may: (cell: number) => boolean): Set<number> {
  const seen = new Set([first]);
  const stack = [first];
  for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
    for (const { to } of graph[cell]!) if (!seen.has(to) && may(to)) { seen.add(to); stack.push(to); }
  }
  return seen;
}

/** Whether the cells hang together by `graph`. */
export function connected(graph: Graph, cells: ReadonlySet<number>): boolean {
  const first = cells.values().next().value;
  return first === undefined || reach(graph, first, (cell) => cells.has(cell)).size === cells.size;
}

/**
 * Gives every part at least `least` cells: a part that lacks takes from a neighbouring part that can
 * spare one and still hangs together, or through a chain of neighbours; where none can, it joins a
 * neighbour, and the largest part that can is halved in its stead.
 */
export function fillUp(owner: Map<number, number>, count: number, graph: Graph, least: number): void {
  const parts = partsOf(owner, count).map((p) => new Set(p));
  const move = (cell: number, to: number): void => {
    parts[owner.get(cell)!]!.delete(cell);
    parts[to]!.add(cell);
    owner.set(cell, to);
  };
  /** Makes the moves; where a part falls apart by them, takes them back and says so. */
  const apply = (moves: [number, number][] | undefined): boolean => {
    if (!moves) return false;
    const before = moves.map(([cell]): [number, number] => [cell, owner.get(cell)!]);
    for (const [cell, to] of moves) move(cell, to);
    const touched = new Set([...moves, ...before].map(([, part]) => part));
    if ([...touched].every((part) => connected(graph, parts[part]!))) return true;
    for (const [cell, to] of before.reverse()) move(cell, to);
    return false;
  };
  for (let k = 0; k < count; k++) {
    for (let tries = 0; parts[k]!.size < least && tries < 50; tries++) {
      if (!apply(pathToSpare(parts, owner, graph, k, least)) && !apply(joinAndHalve(parts, owner, graph, k, least))) break;
    }
  }
}

/** Moves that give part `k` up to a neighbour and refill it with half of another part, or of the two together. */
function joinAndHalve(parts: Set<number>[], owner: ReadonlyMap<number, number>, graph: Graph, k: number, least: number): [number, number][] | undefined {
  const beside = [...parts[k]!].flatMap((cell) => graph[cell]!.map((l) => owner.get(l.to))).find((part) => part !== undefined && part !== k);
  if (beside === undefined) return undefined;
  const cellsOf = (i: number): number[] => (i === beside ? [...parts[i]!, ...parts[k]!] : [...parts[i]!]);
  const large = parts.map((_, i) => i).filter((i) => i !== k && cellsOf(i).length >= 2 * least).sort((i, j) => parts[j]!.size - parts[i]!.size);
  for (const i of large) {
    const half = halve(graph, cellsOf(i), least);
    if (!half) continue;
    const taken = new Set(half);
    const given = [...parts[k]!].filter((cell) => !taken.has(cell));
    return [...given.map((cell): [number, number] => [cell, beside]), ...half.map((cell): [number, number] => [cell, k])];
  }
  return undefined;
}

/** Cells of one of two connected halves, each of `least` cells or more, as even as a few dozen tries find. */
function halve(graph: Graph, cells: readonly number[], least: number): number[] | undefined {
  let best: number[] | undefined;
  let even = least - 1;
  const stride = Math.max(1, Math.floor(cells.length / 12));
  for (let i = 0; i < cells.length; i += stride) {
    for (let j = i + 1; j < cells.length; j += stride) {
      const sides = partsOf(grow(graph, cells, [cells[i]!, cells[j]!], [0, 0]), 2);
      const smaller = Math.min(sides[0]!.length, sides[1]!.length);
      if (smaller > even) { even = smaller; best = sides[1]; }
    }
  }
  return best;
}

/** Moves (cell → part), nearest to the spare first, that bring one cell to part `k`. */
function pathToSpare(parts: Set<number>[], owner: ReadonlyMap<number, number>, graph: Graph, k: number, least: number): [number, number][] | undefined {
  const from = new Map<number, { cell: number; to: number }>();
  const queue = [k];
  for (let i = 0; i < queue.length; i++) {
    const part = queue[i]!;
    for (const inside of parts[part]!) {
      for (const { to: cell } of graph[inside]!) {
        const other = owner.get(cell);
        if (other === undefined || other === k || from.has(other)) continue;
        const rest = new Set(parts[other]!);
        rest.delete(cell);
        if (rest.size === 0 || !connected(graph, rest)) continue;
        from.set(other, { cell, to: part });
        if (parts[other]!.size > least) return unwind(from, other, k);
        queue.push(other);
      }
    }
  }
  return undefined;
}

function unwind(from: ReadonlyMap<number, { cell: number; to: number }>, spare: number, k: number): [number, number][] {
  const chain: [number, number][] = [];
  for (let part = spare; part !== k;) {
    const step = from.get(part)!;
    chain.push([step.cell, step.to]);
    part = step.to;
  }
  return chain;
}

/** Whole numbers that sum to `total`, in proportion to the weights, none below `least`. */
export function apportion(weights: readonly number[], total: number, least: number): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((w) => (w / sum) * total);
  const out = exact.map((v) => Math.max(least, Math.floor(v)));
  let rest = total - out.reduce((a, b) => a + b, 0);
  const order = exact.map((_, i) => i).sort((i, j) => (exact[j]! - out[j]!) - (exact[i]! - out[i]!) || i - j);
  for (let n = 0; rest > 0; n++, rest--) out[order[n % order.length]!]!++;
  while (rest < 0) {
    const i = out.reduce((best, v, k) => (v - exact[k]! > out[best]! - exact[best]! && v > least ? k : best), out.indexOf(Math.max(...out)));
    out[i]!--;
    rest++;
  }
  return out;
}

/** Ring and radial expressways, trunk roads between towns, and a bent lattice of streets where the town is dense. */
import type { Land } from './land.ts';
import { nameSource } from './names.ts';
import { curveThrough, distance, inRing, lineLength, lineToLngLat, type Point } from './plane.ts';
import { fractalNoise, makeRng } from './rng.ts';
import type { Road, RoadClass } from './types.ts';

type Wet = (x: number, y: number) => boolean;

/** The lattice that streets and buildings follow: (u, v) in km along and across, → km on the plane. */
export function lattice(land: Land, seed: number): (u: number, v: number) => Point {
  const turn = -0.16;
  return (u, v) => {
    const a = u + 0.9 * fractalNoise(seed * 7 + 111, u, v, 11, 2), b = v + 0.9 * fractalNoise(seed * 7 + 113, u, v, 11, 2);
    return [land.core[0] + a * Math.cos(turn) - b * Math.sin(turn), land.core[1] + a * Math.sin(turn) + b * Math.cos(turn)];
  };
}

/** Pieces of a line where `keep` holds, none shorter than `least` km. */
function pieces(line: readonly Point[], keep: (p: Point) => boolean, least: number): Point[][] {
  const out: Point[][] = [];
  let run: Point[] = [];
  for (const p of line) {
    if (keep(p)) { run.push(p); continue; }
    if (run.length > 1 && lineLength(run) >= least) out.push(run);
    run = [];
  }
  if (run.length > 1 && lineLength(run) >= least) out.push(run);
  return out;
}

function ring(land: Land, seed: number, rx: number, ry: number): Point[] {
  const control: Point[] = [];
  for (let k = 0; k < 20; k++) {
    const a = (k / 20) * 2 * Math.PI;
    const f = 1 + 0.16 * fractalNoise(seed, Math.cos(a) * 2, Math.sin(a) * 2, 1.4, 2);
    control.push([land.core[0] + rx * f * Math.cos(a), land.core[1] + ry * f * Math.sin(a)]);
  }
  const line = curveThrough(control, 0.2, true);
  return [...line, line[0]!];
}

function expressways(land: Land, seed: number): { name: string; line: Point[] }[] {
  const inner = ring(land, seed * 7 + 121, 8.2, 5.6), outer = ring(land, seed * 7 + 123, 19, 13.5);
  const roads = [{ name: '内环快速路', line: inner }, { name: '绕城高速', line: outer }];
  const spokes: [string, number, string][] = [['澜北高速', 1.72, '北固区'], ['澜云高速', 2.55, '云栖区'], ['澜西高速', 3.02, '西陵区'], ['澜古高速', 3.95, '古渡区'],
    ['澜青高速', 4.62, '青石区'], ['沿江高速', 6.08, '沙洲区'], ['澜海高速', 0.38, '望海区'], ['临港高速', 1.05, '临港区']];
  for (const [name, angle, toward] of spokes) {
    const via = land.centres.find((c) => c.name === toward)!.at;
    const start = inner.reduce((best, p) => (distance(p, via) < distance(best, via) ? p : best));
    const beside: Point = [via[0] + 1.6 * Math.cos(angle + 1.6), via[1] + 1.6 * Math.sin(angle + 1.6)];
    const far: Point = [via[0] + 45 * Math.cos(angle), via[1] + 45 * Math.sin(angle)];
    roads.push({ name, line: bend(curveThrough([start, beside, far], 0.25), seed * 7 + 131, 1.6, 12) });
  }
  return roads;
}

/** A smooth wander that leaves both ends where they are. */
function bend(line: readonly Point[], seed: number, amount: number, size: number): Point[] {
  return line.map(([x, y], i): Point => {
    const fade = Math.min(1, i / 12, (line.length - 1 - i) / 12) * amount;
    return [x + fade * fractalNoise(seed, x, y, size, 3), y + fade * fractalNoise(seed + 3, x, y, size, 3)];
  });
}

/** Roads between each district's centre and its nearest ones, and out to the land around it. */
function trunks(land: Land, seed: number): Point[][] {
  const lines: Point[][] = [];
  const joined = new Set<string>();
  for (const [i, c] of land.centres.entries()) {
    const near = land.centres.map((d, j) => ({ j, d: distance(c.at, d.at) })).filter((n) => n.j !== i).sort((a, b) => a.d - b.d).slice(0, 2);
    for (const { j } of near) {
      const key = [Math.min(i, j), Math.max(i, j)].join();
      if (!joined.has(key)) lines.push(bend(curveThrough([c.at, land.centres[j]!.at], 0.25), seed * 7 + 141, 2.2, 9));
      joined.add(key);
    }
    const rng = makeRng(seed, `spokes ${i}`);
    const from = rng() * 6.28;
    for (let k = 0; k < 3; k++) {
      const a = from + k * 2.09 + 0.7 * rng(), r = 7 + 9 * rng();
      lines.push(bend(curveThrough([c.at, [c.at[0] + r * Math.cos(a), c.at[1] + r * Math.sin(a)]], 0.25), seed * 7 + 151 + k, 2, 7));
    }
  }
  return lines;
}

interface Family { class: RoadClass; spacing: number; least: number; shortest: number; bridgeEvery: number; step: number }
const FAMILIES: Family[] = [
  { class: 'arterial', spacing: 1.14, least: 3.1, shortest: 2.2, bridgeEvery: 3, step: 0.28 },
  { class: 'street', spacing: 0.38, least: 5.6, shortest: 0.7, bridgeEvery: 0, step: 0.19 },
];

function latticeRoads(land: Land, seed: number, wet: Wet, family: Family): Point[][] {
  const at = lattice(land, seed);
  const out: Point[][] = [];
  const n = Math.round(54 / family.spacing);
  const dense = ([x, y]: Point): boolean => {
    const rho = land.density(x, y);
    return rho * 1.25 > family.least && rho * (1 + 0.25 * fractalNoise(seed * 7 + 161, x, y, 1.6, 2)) > family.least;
  };
  for (const along of [true, false]) {
    for (let k = -n; k <= n; k++) {
      if (family.class === 'street' && k % 3 === 0) continue;
      const line: Point[] = [];
      for (let t = -54; t <= 54; t += family.step) line.push(along ? at(t, k * family.spacing) : at(k * family.spacing, t));
      const bridge = family.bridgeEvery > 0 && !along && k % family.bridgeEvery === 0;
      out.push(...pieces(line, (p) => dense(p) && (bridge || !wet(p[0], p[1])) && inRing(land.outline, p[0], p[1]), family.shortest));
    }
  }
  return out;
}

/** A town of scale below 0.1 (tests) does without the small streets: they are most of the work. */
export function makeRoads(land: Land, seed: number, scale: number, wet: Wet): Road[] {
  const inCity = (p: Point): boolean => inRing(land.outline, p[0], p[1]);
  const name = nameSource(seed, 'roads');
  const roads: Road[] = [];
  const add = (cls: RoadClass, title: string, lines: Point[][]): void => {
    for (const line of lines) roads.push({ name: title, class: cls, line: lineToLngLat(line) });
  };
  for (const road of expressways(land, seed)) add('expressway', road.name, pieces(road.line, inCity, 1));
  for (const line of trunks(land, seed)) add('trunk', `${name()}大道`, pieces(line, inCity, 1));
  for (const family of scale < 0.1 ? FAMILIES.slice(0, 1) : FAMILIES) {
    for (const line of latticeRoads(land, seed, wet, family)) add(family.class, name() + (family.class === 'arterial' ? '路' : '街'), [line]);
  }
  return roads;
}

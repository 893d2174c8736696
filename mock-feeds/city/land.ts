/**
 * The lie of the land before anyone drew a border on it: outline, rivers, lakes, where people live.
 * The bones are fixed (the picture of the look was traced); the seed bends them. All in km.
 */
import { curveThrough, distance, inRing, nearestOnLine, ringCentroid, type Point } from './plane.ts';
import { fractalNoise, hashText } from './rng.ts';

/** Pixels of the sketch → km around the centre. */
const px = (x: number, y: number): Point => [(x - 770) * 0.1438, (390 - y) * 0.1438];
const trace = (text: string): Point[] => text.trim().split(/\s+/).map((pair) => {
  const [x, y] = pair.split(',').map(Number);
  return px(x!, y!);
});

const OUTLINE = trace(`712,120 748,124 800,150 838,176 886,204 908,240 916,262 945,288 990,292 1030,297 1062,322 1082,352
  1112,377 1144,408 1150,428 1133,452 1098,480 1060,506 1036,536 1020,565 985,585 938,603 900,612 878,636 838,641 795,650
  740,631 690,645 640,655 598,663 550,650 500,648 440,640 402,612 387,592 396,556 409,520 401,475 419,425 438,402 426,376
  420,342 396,306 416,285 470,254 492,218 514,184 560,178 592,174 622,157 662,144 690,126`);

interface RiverBone { name: string; kind: 'main' | 'arm' | 'tributary'; widthM: number; joins?: string; bone: Point[] }
const RIVERS: RiverBone[] = [
  { name: '澜江', kind: 'main', widthM: 900, bone: trace(`345,276 400,312 440,338 474,348 503,376 545,398 592,389 632,403
    672,437 715,451 760,441 800,418 845,402 885,415 912,448 942,470 976,478 1002,508 1022,536 1075,575`) },
  { name: '沙洲夹江', kind: 'arm', widthM: 480, joins: '澜江', bone: trace('912,448 906,476 924,504 958,519 987,518 1002,508') },
  { name: '云溪', kind: 'tributary', widthM: 130, joins: '澜江', bone: trace('596,190 582,232 610,272 590,318 614,360 632,403') },
  { name: '北清河', kind: 'tributary', widthM: 170, joins: '澜江', bone: trace('742,152 720,202 752,250 733,300 764,342 788,382 800,418') },
  { name: '望溪', kind: 'tributary', widthM: 110, joins: '澜江', bone: trace('1036,326 1000,352 962,346 925,372 905,398 885,415') },
  { name: '石门溪', kind: 'tributary', widthM: 100, joins: '澜江', bone: trace('424,566 452,522 438,474 470,430 492,404 503,376') },
  { name: '南屏河', kind: 'tributary', widthM: 150, joins: '澜江', bone: trace('556,634 580,582 558,532 602,492 640,464 672,437') },
  { name: '青水', kind: 'tributary', widthM: 140, joins: '澜江', bone: trace('764,628 776,582 748,540 776,500 762,470 760,441') },
  { name: '滨河', kind: 'tributary', widthM: 120, joins: '澜江', bone: trace('904,596 890,556 868,520 876,482 850,440 845,402') },
];

interface LakeBone { name: string; kind: 'lake' | 'reservoir'; at: Point; radius: number; stretch: number; turn: number }
const LAKES: LakeBone[] = [
  { name: '东湖', kind: 'lake', at: px(948, 408), radius: 2.3, stretch: 1.5, turn: 0.5 },
  { name: '镜湖', kind: 'lake', at: px(690, 398), radius: 0.95, stretch: 1.3, turn: 1.1 },
  { name: '月湖', kind: 'lake', at: px(560, 462), radius: 1.1, stretch: 1.4, turn: 2.5 },
  { name: '白鹭湖', kind: 'lake', at: px(812, 560), radius: 1.2, stretch: 1.6, turn: 0.2 },
  { name: '云栖水库', kind: 'reservoir', at: px(592, 206), radius: 1.7, stretch: 1.7, turn: 1.8 },
  { name: '北固水库', kind: 'reservoir', at: px(738, 168), radius: 1.5, stretch: 1.6, turn: 1.9 },
  { name: '石门水库', kind: 'reservoir', at: px(434, 556), radius: 1.8, stretch: 1.6, turn: 1.0 },
  { name: '古渡水库', kind: 'reservoir', at: px(562, 618), radius: 1.6, stretch: 1.5, turn: 1.2 },
  { name: '青石水库', kind: 'reservoir', at: px(768, 612), radius: 1.3, stretch: 1.5, turn: 1.4 },
  { name: '望海水库', kind: 'reservoir', at: px(1022, 334), radius: 1.4, stretch: 1.6, turn: 2.6 },
];

/** In the order in which a smaller city keeps them. `pull` is how much town the district has. */
export const DISTRICT_SEEDS: { name: string; at: Point; pull: number }[] = [
  { name: '江湾区', at: px(728, 408), pull: 6 }, { name: '西陵区', at: px(482, 335), pull: 3 },
  { name: '青石区', at: px(704, 560), pull: 4 }, { name: '望海区', at: px(990, 345), pull: 3 },
  { name: '北固区', at: px(715, 215), pull: 2.4 }, { name: '沙洲区', at: px(990, 485), pull: 2.6 },
  { name: '石门区', at: px(428, 480), pull: 2.2 }, { name: '云栖区', at: px(612, 320), pull: 4.5 },
  { name: '滨江区', at: px(835, 530), pull: 5 }, { name: '南屏区', at: px(578, 455), pull: 4 },
  { name: '临港区', at: px(822, 310), pull: 4 }, { name: '东湖区', at: px(895, 408), pull: 4.5 },
  { name: '古渡区', at: px(525, 560), pull: 2.4 },
];
export const CORE: Point = px(745, 440);

export interface RiverLine { name: string; kind: 'main' | 'arm' | 'tributary'; widthM: number; joins?: { name: string; atKm: number }; line: Point[] }
export interface Lake { name: string; kind: 'lake' | 'reservoir'; ring: Point[]; centre: Point }
export interface Land {
  outline: Point[];
  rivers: RiverLine[];
  lakes: Lake[];
  centres: { name: string; at: Point; pull: number }[];
  core: Point;
  /** People's wish to live here: 1 on the rim, 15 and more in the core. */
  density(x: number, y: number): number;
}

/** Bends a line by a smooth field: what met before still meets after. */
function warp(seed: number, amount: number, size: number): (p: Point) => Point {
  return ([x, y]) => [x + amount * fractalNoise(seed + 1, x, y, size), y + amount * fractalNoise(seed + 2, x, y, size)];
}

function makeLake(seed: number, bone: LakeBone, at: Point): Lake {
  const ring: Point[] = [];
  const rough = bone.kind === 'reservoir' ? 0.8 : 0.5;
  const id = hashText(bone.name) % 1000;
  for (let k = 0; k < 160; k++) {
    const a = (k / 160) * 2 * Math.PI;
    const r = bone.radius * (1 + rough * fractalNoise(seed + id, Math.cos(a) * 1.3 + 5, Math.sin(a) * 1.3, 1.05, 3));
    const [u, v] = [Math.cos(a) * r * bone.stretch, (Math.sin(a) * r) / bone.stretch];
    ring.push([at[0] + u * Math.cos(bone.turn) - v * Math.sin(bone.turn), at[1] + u * Math.sin(bone.turn) + v * Math.cos(bone.turn)]);
  }
  return { name: bone.name, kind: bone.kind, ring, centre: ringCentroid(ring) };
}

export function makeLand(seed: number): Land {
  const coarse = warp(seed * 7 + 11, 2.2, 24);
  const fine = warp(seed * 7 + 29, 0.55, 2.6);
  const outline = curveThrough(OUTLINE.map(coarse), 0.4, true).map(warp(seed * 7 + 41, 2.1, 6));
  const rivers: RiverLine[] = RIVERS.map((river) => {
    const line = curveThrough(river.bone.map(coarse), 0.18);
    return { name: river.name, kind: river.kind, widthM: river.widthM, line: river.kind === 'tributary' ? line.map(fine) : line.map(warp(seed * 7 + 53, 0.7, 6)) };
  });
  for (const [i, river] of rivers.entries()) {
    const into = rivers.find((r) => r.name === RIVERS[i]!.joins);
    if (!into) continue;
    const end = river.line[river.line.length - 1]!;
    river.joins = { name: into.name, atKm: nearestOnLine(into.line, end[0], end[1]).at };
  }
  const lakes = LAKES.map((bone) => makeLake(seed, bone, fine(coarse(bone.at))))
    .filter((lake) => inRing(outline, lake.centre[0], lake.centre[1]));
  const centres = DISTRICT_SEEDS.map((d) => ({ ...d, at: coarse(d.at) }));
  const core = coarse(CORE);
  return { outline, rivers, lakes, centres, core, density: makeDensity(seed, centres, core, lakes) };
}

/** A hill of height 1 at `c`. */
function bump(x: number, y: number, c: Point, sx: number, sy: number): number {
  const dx = (x - c[0]) / sx, dy = (y - c[1]) / sy;
  const far = dx * dx + dy * dy;
  return far > 40 ? 0 : Math.exp(-far / 2);
}

function makeDensity(seed: number, centres: Land['centres'], core: Point, lakes: Lake[]): Land['density'] {
  return (x, y) => {
    let rho = 1 + 9.5 * bump(x, y, core, 10.5, 7.5);
    for (const c of centres) rho += c.pull * bump(x, y, c.at, 3.6, 3.2);
    rho *= Math.exp(0.55 * fractalNoise(seed * 7 + 61, x, y, 7));
    for (const lake of lakes) if (distance(lake.centre, [x, y]) < 6 && inRing(lake.ring, x, y)) return 0.8;
    return Math.max(0.55, rho);
  };
}

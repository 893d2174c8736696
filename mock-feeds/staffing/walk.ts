/**
 * Where a person is at a second, GCJ-02: a pure function of time that moves at walking pace, and
 * towards a case at that of a scooter. What a half hour asks for is worked out once and kept.
 */
import gcoord from 'gcoord';
import type { City } from '../city/types.ts';
import type { CaseDay } from '../case/day.ts';
import type { GridIndex } from '../case/world.ts';
import type { CuedErrands } from '../cues/errands.ts';
import { chance, rngOf, textHash } from '../random.ts';
import { DUTY, makeErrands } from './errands.ts';
import type { Errand } from './errands.ts';
import type { People } from './people.ts';
import { segmentAt } from './shifts.ts';

export interface Stand { x: number; y: number; duty: number }

export interface Walk {
  /** Written into `into`. */
  at(i: number, second: number, into: Stand): void;
  /** What the person reports to be doing, without working out where. */
  dutyAt(i: number, second: number): number;
}

const METRES = 111_000;
const ROUND_M = 130;
/** m/s on the way to a case and back */
const RIDE = 7;

export function makeWalk(o: { people: People; city: City; grids: GridIndex; seed: number; caseDay(day: number): CaseDay | null; cued?: CuedErrands }): Walk {
  const { people, city } = o;
  const own = o.seed ^ textHash('walk');
  const n = people.count;
  const homeX = new Float64Array(n);
  const homeY = new Float64Array(n);
  const homeGrid = new Int32Array(n).fill(-1);
  const round = new Float32Array(n);
  const regionAt = (x: number, y: number): string | null => {
    const [lng, lat] = gcoord.transform([x, y], gcoord.GCJ02, gcoord.WGS84) as [number, number];
    return city.regionAt(lng, lat);
  };

  function settle(i: number, segment: number): void {
    const grid = people.home(i, segment);
    if (homeGrid[i] === grid) return;
    homeGrid[i] = grid;
    const [lng, lat] = city.randomPointIn(o.grids.codes[grid]!, rngOf(own, i, grid));
    const [x, y] = gcoord.transform([lng, lat], gcoord.WGS84, gcoord.GCJ02) as [number, number];
    homeX[i] = x;
    homeY[i] = y;
    // At the city's border the round is given up, so that nobody walks out of the city.
    const d = (ROUND_M * 1.3) / METRES;
    const free = [[d, 0], [-d, 0], [0, d], [0, -d]].every(([dx, dy]) => city.regionAt(lng + dx!, lat + dy!) !== null);
    round[i] = free ? (ROUND_M * (0.5 + 0.5 * chance(own, i, 2))) / METRES : 0;
  }

  const errands = makeErrands({
    people, city, seed: o.seed, caseDay: o.caseDay, regionAt, gridCount: o.grids.codes.length,
    homeOf: (i, segment) => { settle(i, segment); return [homeX[i]!, homeY[i]!]; },
  });

  /** Two half hours are kept for each person, the one before and this one, to go from one to the other. */
  const slots = [new Int32Array(n).fill(-1), new Int32Array(n).fill(-1)];
  const duties = [new Uint8Array(n), new Uint8Array(n)];
  const targetX = [new Float64Array(n), new Float64Array(n)];
  const targetY = [new Float64Array(n), new Float64Array(n)];
  const errand: Errand = { duty: 0, x: 0, y: 0 };

  function errandSide(i: number, slot: number): number {
    const side = slot & 1;
    if (slots[side]![i] !== slot) {
      errands.during(i, slot, errand);
      slots[side]![i] = slot;
      duties[side]![i] = errand.duty;
      targetX[side]![i] = errand.x;
      targetY[side]![i] = errand.y;
    }
    return side;
  }

  /** Where the errand of `side` has the person: going round the home, or at the case. */
  function pose(i: number, side: number, second: number, into: Stand): void {
    if (duties[side]![i] === DUTY.handling) {
      into.x = targetX[side]![i]!;
      into.y = targetY[side]![i]!;
      return;
    }
    const r = duties[side]![i] === DUTY.patrol ? round[i]! : round[i]! / 8;
    const turn = (second / 1500) * 2 * Math.PI + i;
    into.x = homeX[i]! + r * Math.cos(turn);
    into.y = homeY[i]! + r * 0.86 * Math.sin(turn * 1.31);
  }

  const was: Stand = { x: 0, y: 0, duty: 0 };

  return {
    dutyAt: (i, second) => o.cued?.duty(i, second) ?? duties[errandSide(i, errands.slotAt(i, second))]![i]!,
    at(i, second, into) {
      stand(i, second, into);
      if (o.cued?.has(i)) o.cued.lead(i, second, into, (other, there) => { stand(i, other, there); });
    },
  };

  function stand(i: number, second: number, into: Stand): void {
    settle(i, segmentAt(second * 1000));
    const slot = errands.slotAt(i, second);
    const before = errandSide(i, slot - 1);
    const side = errandSide(i, slot);
    pose(i, side, second, into);
    into.duty = duties[side]![i]!;
    const start = errands.startOf(i, slot);
    if (second - start >= 1500) return;
    pose(i, before, start, was);
    const distance = Math.hypot(into.x - was.x, into.y - was.y) * METRES;
    const share = (second - start) / Math.min(1500, Math.max(240, distance / RIDE));
    if (share >= 1) return;
    into.x = was.x + (into.x - was.x) * share;
    into.y = was.y + (into.y - was.y) * share;
  }
}

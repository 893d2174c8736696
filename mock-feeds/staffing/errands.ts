/**
 * What each person on duty does in a half hour of their own: stays, patrols, or goes to a case that
 * was reported in the home grid shortly before.
 */
import type { City } from '../city/types.ts';
import type { CaseDay } from '../case/day.ts';
import { POINT } from '../case/places.ts';
import { HOUR, dayOf } from '../local-time.ts';
import { chance, hash, textHash } from '../random.ts';
import type { People } from './people.ts';
import { segmentAt } from './shifts.ts';

export const SLOT = 1800;
/** Codes of the staffing service: 1 在岗, 2 巡查, 3 处置; 0 离线. */
export const DUTY = { off: 0, on: 1, patrol: 2, handling: 3 } as const;

/** `x`, `y`: the case's point (GCJ-02) when handling. */
export interface Errand { duty: number; x: number; y: number }

export interface Errands {
  slotAt(i: number, second: number): number;
  /** Written into `into`. */
  during(i: number, slot: number, into: Errand): void;
  /** Epoch second at which the person's slot begins. */
  startOf(i: number, slot: number): number;
}

export interface ErrandOptions {
  people: People;
  city: City;
  seed: number;
  /** Cases reported on the local day, if the platform still has it. */
  caseDay(day: number): CaseDay | null;
  /** Home of the person in the segment, GCJ-02. */
  homeOf(i: number, segment: number): readonly [number, number];
  /** GCJ-02 to the code of a grid; null outside the city. */
  regionAt(x: number, y: number): string | null;
  gridCount: number;
}

const RECENT = 3 * HOUR;

export function makeErrands(o: ErrandOptions): Errands {
  const own = o.seed ^ textHash('errand');
  const byGrid = new Map<number, { day: CaseDay; from: Uint32Array; list: Uint32Array }>();
  const phases = new Uint16Array(o.people.count).map((_, i) => hash(own, i, 1) % SLOT);

  function indexDay(day: number): { day: CaseDay; from: Uint32Array; list: Uint32Array } | null {
    const known = byGrid.get(day);
    if (known) return known;
    const cases = o.caseDay(day);
    if (!cases) return null;
    const index = { day: cases, ...sortByGrid(cases, o.gridCount) };
    byGrid.set(day, index);
    if (byGrid.size > 5) byGrid.delete(byGrid.keys().next().value!);
    return index;
  }

  /** Writes the latest such case's point; false where there is none. */
  function recentCase(grid: number, before: number, into: Errand): boolean {
    for (const dayNumber of [dayOf(before), dayOf(before) - 1]) {
      const index = indexDay(dayNumber);
      if (!index) continue;
      for (let k = index.from[grid + 1]! - 1; k >= index.from[grid]!; k--) {
        const c = index.list[k]!;
        const reported = index.day.eventAt[index.day.eventsFrom[c]!]!;
        if (reported > before || index.day.places.point[c] !== POINT.good) continue;
        // Cases of a demonstration stand behind the day's own, whenever they were reported.
        if (reported < before - RECENT) continue;
        into.x = index.day.places.x[c]!;
        into.y = index.day.places.y[c]!;
        return true;
      }
    }
    return false;
  }

  /** Nobody walks through another city: the straight way has to lie in this one. */
  function reachable(i: number, at: number, into: Errand): boolean {
    const [x, y] = o.homeOf(i, segmentAt(at));
    for (let k = 1; k <= 4; k++) if (o.regionAt(x + ((into.x - x) * k) / 4, y + ((into.y - y) * k) / 4) === null) return false;
    return true;
  }

  return {
    slotAt: (i, second) => Math.floor((second - phases[i]!) / SLOT),
    startOf: (i, slot) => slot * SLOT + phases[i]!,
    during(i, slot, into) {
      const start = (slot * SLOT + phases[i]!) * 1000;
      const segment = segmentAt(start);
      const share = o.people.shifts.stormCall(segment) ? 0.45 : 0.2;
      const draw = chance(own, i, slot);
      if (draw < share && recentCase(o.people.home(i, segment), start, into) && reachable(i, start, into)) { into.duty = DUTY.handling; return; }
      into.duty = draw > 0.72 ? DUTY.on : DUTY.patrol;
    },
  };
}

function sortByGrid(day: CaseDay, gridCount: number): { from: Uint32Array; list: Uint32Array } {
  const from = new Uint32Array(gridCount + 2);
  for (let c = 0; c < day.count; c++) from[day.places.grid[c]! + 2]!++;
  for (let g = 2; g < from.length; g++) from[g]! += from[g - 1]!;
  const list = new Uint32Array(day.count);
  for (let c = 0; c < day.count; c++) list[from[day.places.grid[c]! + 1]!++] = c;
  return { from, list };
}

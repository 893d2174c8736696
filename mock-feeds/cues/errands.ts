/** Who goes to a case that a demonstration wants somebody to arrive at: the nearest on duty, on a straight way through the city. */
import gcoord from 'gcoord';
import type { City } from '../city/types.ts';
import type { GridIndex } from '../case/world.ts';
import { formatMs } from '../local-time.ts';
import { DUTY } from '../staffing/errands.ts';
import type { People } from '../staffing/people.ts';
import { segmentAt } from '../staffing/shifts.ts';
import type { Stand } from '../staffing/walk.ts';
import type { CuedCase } from './cases.ts';

interface Way { at: number; there: number; until: number; home: number; x: number; y: number }

export interface CuedErrands {
  has(person: number): boolean;
  /** Whether the person's telephone is kept from falling silent. */
  heard(person: number, second: number): boolean;
  /** What the person does then; null: the story's own. */
  duty(person: number, second: number): number | null;
  /** Moves `into`, where the story has the person at `second`; `stand` says where it has them at another. */
  lead(person: number, second: number, into: Stand, stand: (second: number, into: Stand) => void): void;
}

/** Told before the way begins: a silence must not hide its beginning, s. */
const BEFORE = 900;

export function cuedErrands(o: { cases: readonly CuedCase[]; people: People; city: City; grids: GridIndex }): CuedErrands {
  const ways = new Map<number, Way[]>();
  for (const { arrival, point } of o.cases) {
    if (!arrival) continue;
    const [x, y] = gcoord.transform([...point], gcoord.WGS84, gcoord.GCJ02) as [number, number];
    const seconds = (ms: number): number => Math.ceil(ms / 1000);
    const there = Math.floor((arrival.at + arrival.within) / 1000);
    const way: Way = { at: seconds(arrival.at), there, until: seconds(arrival.until), home: seconds(arrival.until) + (there - seconds(arrival.at)), x, y };
    const person = nearest(o, point, way, ways);
    if (person === null) throw new Error(`cues: found nobody on duty at ${formatMs(arrival.at)} who is free, expected somebody who can arrive`);
    ways.set(person, [...ways.get(person) ?? [], way]);
  }
  const wayAt = (person: number, second: number): Way | undefined => ways.get(person)?.find(({ at, home }) => second >= at && second < home);
  const from: Stand = { x: 0, y: 0, duty: 0 };
  return {
    has: (person) => ways.has(person),
    heard: (person, second) => ways.get(person)?.some(({ at, home }) => second >= at - BEFORE && second <= home + BEFORE) ?? false,
    duty: (person, second) => { const way = wayAt(person, second); return way ? (second < way.until ? DUTY.handling : DUTY.patrol) : null; },
    lead(person, second, into, stand) {
      const way = wayAt(person, second);
      if (!way) return;
      into.duty = second < way.until ? DUTY.handling : DUTY.patrol;
      if (second >= way.there && second < way.until) { into.x = way.x; into.y = way.y; return; }
      const going = second < way.there;
      stand(going ? way.at : way.home, from);
      const share = going ? (second - way.at) / (way.there - way.at) : 1 - (second - way.until) / (way.home - way.until);
      into.x = from.x + (way.x - from.x) * share;
      into.y = from.y + (way.y - from.y) * share;
    },
  };
}

/** Nobody goes to two cases at once, and nobody's shift ends on the way. */
function nearest({ people, city, grids }: { people: People; city: City; grids: GridIndex }, [lng, lat]: readonly [number, number], way: Way, taken: ReadonlyMap<number, readonly Way[]>): number | null {
  const segments = [segmentAt(way.at * 1000), segmentAt(way.home * 1000)];
  const far = (person: number): number => {
    const [x, y] = city.byCode.get(grids.codes[people.home(person, segments[0]!)]!)!.label;
    return Math.hypot((x - lng) * 0.87, y - lat);
  };
  const free: { person: number; distance: number }[] = [];
  for (let person = 0; person < people.count; person++) {
    const role = people.roles[person];
    if (role === 1 || role === 4 || segments.some((segment) => people.shifts.present(segment)[person] !== 1 || people.moving(person, segment))) continue;
    if (taken.get(person)?.some(({ at, home }) => at < way.home && way.at < home)) continue;
    free.push({ person, distance: far(person) });
  }
  free.sort((a, b) => a.distance - b.distance || a.person - b.person);
  const straight = (person: number): boolean => {
    const [x, y] = city.byCode.get(grids.codes[people.home(person, segments[0]!)]!)!.label;
    return [1, 2, 3, 4, 5, 6, 7].every((k) => city.regionAt(x + ((lng - x) * k) / 8, y + ((lat - y) * k) / 8) !== null);
  };
  return (free.find(({ person }) => straight(person)) ?? free[0])?.person ?? null;
}

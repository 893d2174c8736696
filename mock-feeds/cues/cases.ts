/** Cases that a demonstration wants: each with its whole life, decided before the day that it belongs to is made. */
import type { CategoryTable } from '../case/categories.ts';
import { EVENT } from '../case/life.ts';
import type { LifeEvent } from '../case/life.ts';
import type { GridIndex } from '../case/world.ts';
import type { City, LngLat } from '../city/types.ts';
import { MINUTE, dayOf } from '../local-time.ts';
import { cumulate, drawIndex, rngOf, textHash } from '../random.ts';
import { BadCue } from './read.ts';
import type { Cue, CueOf } from './read.ts';
import { regionOf } from './regions.ts';

export interface Arrival { at: number; within: number; /** When the case is closed, or who went leaves it. */ until: number }
export interface CuedCase {
  day: number;
  /** Index of its grid; its point, WGS-84. */
  grid: number; point: LngLat;
  /** Indexes into the table. */
  category: number; source: number;
  urgent: boolean; title: string;
  life: LifeEvent[];
  arrival: Arrival | null;
}

/** Who has arrived and is told of no end stays so long, ms. */
const STAY = 60 * MINUTE;
/** What a platform takes at least from one stage to the next, ms. */
const LEAST = 1;

export interface CaseWorld { city: City; grids: GridIndex; table: CategoryTable; sources: readonly string[]; seed: number }

export function cuedCases(cues: readonly Cue[], world: CaseWorld): CuedCase[] {
  const found: CuedCase[] = [];
  cues.forEach((cue, number) => {
    if (cue.kind === 'case') found.push(oneCase(cue, number, cues, world));
    else if ((cue.kind === 'arrive' || cue.kind === 'close') && !cues.some((other) => other.kind === 'case' && other.ref === cue.case)) {
      throw new BadCue(number, 'case', cue.case, 'the ref of a case of these cues');
    }
  });
  return found;
}

function oneCase(cue: CueOf<'case'>, number: number, cues: readonly Cue[], world: CaseWorld): CuedCase {
  const { table, sources, city } = world;
  const category = table.categories.findIndex(({ key }) => key === cue.category);
  if (category < 0) throw new BadCue(number, 'category', cue.category, 'a 小类 of the table, such as 2-0405');
  const source = sources.indexOf(cue.source);
  if (source < 0) throw new BadCue(number, 'source', cue.source, `one of ${sources.join(', ')}`);
  const code = regionOf(city, cue.region, number, 'region');
  const { grid, point } = placeOf(cue, number, code, world);
  const { life, arrival } = lifeOf(cue, number, cues);
  return { day: dayOf(cue.at), grid: world.grids.indexOf(grid), point, category, source, urgent: cue.urgent ?? false, title: cue.title, life, arrival };
}

/** Where it is said, else somewhere in the region, the likelier the more is reported there. */
function placeOf(cue: CueOf<'case'>, number: number, region: string, { city, seed }: CaseWorld): { grid: string; point: LngLat } {
  const inside = (grid: string): boolean => city.chainOf(grid).some(({ code }) => code === region);
  if (cue.lng !== undefined || cue.lat !== undefined) {
    const grid = city.regionAt(cue.lng ?? NaN, cue.lat ?? NaN);
    if (grid === null || !inside(grid)) throw new BadCue(number, 'lng', [cue.lng, cue.lat], `a place [lng, lat] in region ${region}`);
    return { grid, point: [cue.lng!, cue.lat!] };
  }
  const rng = rngOf(seed ^ textHash('cue'), number);
  const grids = city.grids.filter(({ code }) => inside(code));
  const grid = grids[drawIndex(rng, cumulate(grids.map(({ weight }) => weight)))]!.code;
  return { grid, point: city.randomPointIn(grid, rng) };
}

/** Reported at its cue, dispatched by the time somebody goes, handled after the arrival, closed at its cue; open where no cue closes it. */
function lifeOf({ at, ref }: CueOf<'case'>, number: number, cues: readonly Cue[]): Pick<CuedCase, 'life' | 'arrival'> {
  const one = <C extends CueOf<'arrive' | 'close'>>(found: { cue: C; number: number }[]): { cue: C; number: number } | null => {
    if (found.length > 1) throw new BadCue(found[1]!.number, 'case', ref, `one cue of kind ${found[1]!.cue.kind} for a case`);
    return found[0] ?? null;
  };
  if (ref !== undefined && cues.findIndex((cue) => cue.kind === 'case' && cue.ref === ref) !== number) throw new BadCue(number, 'ref', ref, 'another than the case before it has');
  const arrive = one(cues.flatMap((cue, i) => (cue.kind === 'arrive' && cue.case === ref ? [{ cue, number: i }] : [])));
  const close = one(cues.flatMap((cue, i) => (cue.kind === 'close' && cue.case === ref ? [{ cue, number: i }] : [])));
  if (arrive && arrive.cue.at < at + 3 * LEAST) throw new BadCue(arrive.number, 'at', arrive.cue.at, `a time after its case is reported (${at})`);
  const there = arrive ? arrive.cue.at + arrive.cue.within : null;
  const earliest = there ?? at + 3 * LEAST;
  if (close && close.cue.at < earliest + 3 * LEAST) throw new BadCue(close.number, 'at', close.cue.at, `a time after ${there === null ? 'its case is reported' : 'the arrival'} (${earliest})`);
  const dispatched = arrive?.cue.at ?? Math.min(at + 2 * MINUTE, close ? Math.floor((at + close.cue.at) / 2) : Infinity);
  const between = (from: number, to: number, share: number): number => Math.floor(from + (to - from) * share);
  const life: LifeEvent[] = [
    { kind: EVENT.report, at }, { kind: EVENT.accept, at: between(at, Math.min(dispatched, at + 2 * MINUTE), 0.3) },
    { kind: EVENT.file, at: between(at, Math.min(dispatched, at + 2 * MINUTE), 0.6) }, { kind: EVENT.dispatch, at: dispatched },
  ];
  if (close) {
    const from = there ?? dispatched;
    life.push({ kind: EVENT.handle, at: between(from, close.cue.at, 0.6) }, { kind: EVENT.verify, at: between(from, close.cue.at, 0.85) }, { kind: EVENT.close, at: close.cue.at });
  }
  // Of stages so near that they would fall together each takes its own instant, backwards from the one that is told.
  for (let i = life.length - 2; i >= 0; i--) life[i]!.at = Math.min(life[i]!.at, life[i + 1]!.at - LEAST);
  life[0]!.at = at;
  for (let i = 1; i < life.length; i++) life[i]!.at = Math.max(life[i]!.at, life[i - 1]!.at + LEAST);
  return { life, arrival: arrive && { at: arrive.cue.at, within: arrive.cue.within, until: close?.cue.at ?? there! + STAY } };
}

/**
 * When a phone reported last. Everybody on duty reports every ten seconds, each at an own second;
 * some fall silent for a while; who goes off duty signs off once.
 */
import { chance, hash, textHash } from '../random.ts';
import type { CuedErrands } from '../cues/errands.ts';
import type { People } from './people.ts';
import { segmentAt, segmentStart } from './shifts.ts';

const EVERY = 10;
const BLOCK = 2 * 3600;
/** How far back a sign-off is still told, in segments. */
const BACK = 6;

export interface Report { /** Epoch seconds */ at: number; signOff: boolean }

export interface Reports {
  /** Person `i`'s last report up to `second`; false where there is none in the last day. Written into `into`. */
  last(i: number, second: number, into: Report): boolean;
}

export function makeReports(people: People, seed: number, cued: CuedErrands | null = null): Reports {
  const own = seed ^ textHash('report');
  const phases = new Uint8Array(people.count).map((_, i) => hash(own, i, 1) % EVERY);
  const silences = new Map<number, Map<number, [number, number]>>();

  /** Silences lie within their block of two hours, which lies within a segment. */
  function silencesIn(block: number): Map<number, [number, number]> {
    let known = silences.get(block);
    if (!known) {
      known = new Map();
      const share = people.shifts.stormCall(segmentAt(block * BLOCK * 1000)) ? 0.035 : 0.02;
      for (let i = 0; i < people.count; i++) {
        if (chance(own, i, block) >= share) continue;
        const from = block * BLOCK + 300 + (hash(own, i, block, 1) % 3300);
        known.set(i, [from, from + 360 + (hash(own, i, block, 2) % 2600)]);
      }
      silences.set(block, known);
      if (silences.size > 30) silences.delete(silences.keys().next().value!);
    }
    return known;
  }

  const isThere = (i: number, segment: number): boolean => people.shifts.present(segment)[i] === 1 && !people.moving(i, segment);
  const tickAtOrBefore = (i: number, second: number): number => Math.floor((second - phases[i]!) / EVERY) * EVERY + phases[i]!;

  function last(i: number, second: number, into: Report): boolean {
    const role = people.roles[i];
    if (role === 1 || role === 4) return false;
    const tick = tickAtOrBefore(i, second);
    const segment = segmentAt(tick * 1000);
    if (isThere(i, segment)) {
      const silence = cued?.heard(i, tick) ? undefined : silencesIn(Math.floor(tick / BLOCK)).get(i);
      const silent = silence && tick >= silence[0] && tick < silence[1];
      into.at = silent ? tickAtOrBefore(i, silence[0] - 1) : tick;
      into.signOff = false;
      return true;
    }
    for (let s = segment; s > segment - BACK; s--) {
      if (!isThere(i, s - 1)) continue;
      into.at = tickAtOrBefore(i, segmentStart(s) / 1000 + EVERY - 1);
      into.signOff = true;
      return true;
    }
    return false;
  }
  return { last };
}


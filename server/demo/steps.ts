/**
 * At which instants of a world's time something is to be done. They follow from where the world began alone, never from the
 * moments that are shown, so that a moment's picture is the same however it was come to. Pure.
 */
import type { Cue } from '../wire/demo.ts';

/** `every`: ms of the world's time. */
export interface Paced { name: string; kind: string; every: number }
export interface Step { at: number; /** Names of the feeds that are pulled then, in their order. */ feeds: string[] }

/** Feeds that bring what a cue makes happen. */
const BROUGHT_BY: Record<Cue['kind'], readonly string[]> = {
  gauge: ['reading'], case: ['case'], arrive: ['position', 'case'], close: ['case'], alert: ['alert'], camera: ['video-status'],
};
/** An arrival is seen when it has come about, ms after its cue. */
const laterOf = (cue: Cue): number[] => (cue.kind === 'arrive' ? [cue.at, cue.at + cue.within] : [cue.at]);

/** Steps in (from, to], ms, ascending. A feed is due at each whole cadence from `origin` on, and when a cue of its kind comes about. */
export function* stepsBetween(feeds: readonly Paced[], cues: readonly Cue[], origin: number, from: number, to: number): Generator<Step> {
  const told = new Map<number, Set<string>>();
  for (const cue of cues) {
    for (const at of laterOf(cue)) {
      if (at <= from || at > to) continue;
      const kinds = told.get(at) ?? new Set<string>();
      for (const kind of BROUGHT_BY[cue.kind]) kinds.add(kind);
      told.set(at, kinds);
    }
  }
  const instants = [...told.keys()].sort((a, b) => a - b);
  const next = feeds.map(({ every }) => origin + (Math.floor((from - origin) / every) + 1) * every);
  for (let cue = 0; ;) {
    const at = Math.min(instants[cue] ?? Infinity, ...next);
    if (at > to) return;
    const kinds = told.get(at);
    yield { at, feeds: feeds.filter(({ kind }, i) => next[i] === at || kinds?.has(kind)).map(({ name }) => name) };
    feeds.forEach(({ every }, i) => { if (next[i] === at) next[i] = at + every; });
    if (instants[cue] === at) cue++;
  }
}

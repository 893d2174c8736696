/**
 * A script as a function of its second: what the wall shows then, what time it is in the script's world, what is said and
 * what is lit. Pure; it does not depend on how the second was reached.
 */
import type { Chapter, Script, ScriptCue } from '../config.ts';
import type { Cue, Playing, ScriptBrief } from '../wire/demo.ts';
import type { Shown } from '../wire/tile.ts';

/** A wall of this width shows a script's `k` as it is written, px. */
const WRITTEN_FOR = 1920;

export interface Moment {
  second: number;
  /** Index of the chapter. */
  chapter: number;
  /** World's ms. */
  at: number;
  view: Shown;
  highlights: readonly string[];
  takeover: boolean;
  /** What happens in this second. */
  cues: readonly ScriptCue[];
}

/** The chapter that stands at a second; after the end the last. */
export function chapterAt({ chapters }: Pick<Script, 'chapters'>, second: number): number {
  const after = chapters.findIndex(({ from }) => from > second);
  return (after < 0 ? chapters.length : after) - 1;
}

const beginOf = ({ world }: Pick<Script, 'world'>): number => (world.kind === 'demo' ? world.origin : world.from);

/** World's ms at a second of the script: whole ms, and never less than at the second before. */
export function worldAt(script: Pick<Script, 'world' | 'chapters'>, second: number): number {
  const passed = script.chapters.reduce((sum, { from, seconds, rate }) => sum + Math.max(0, Math.min(second - from, seconds)) * rate, 0);
  return beginOf(script) + Math.round(passed * 1_000);
}

/** `width`: of the wall, px. */
export function momentAt(script: Script, second: number, width = WRITTEN_FOR): Moment {
  const chapter = chapterAt(script, second);
  const of = script.chapters[chapter]!;
  return {
    second, chapter, at: worldAt(script, second), view: viewOf(of, second, width / WRITTEN_FOR), highlights: of.highlights, takeover: of.takeover,
    cues: of.cues.filter(({ at }) => at === second),
  };
}

/** Of a camera's path the last sight that has begun counts; before it the chapter's own region, whole. */
function viewOf({ scene, region, layers, indicator, camera }: Chapter, second: number, scale: number): Shown {
  const view: Shown = { scene, region, layers: layers && [...layers], indicator, camera: null };
  for (const sight of camera) {
    if (sight.at > second) break;
    if ('region' in sight) Object.assign(view, { region: sight.region, camera: null });
    else view.camera = { x: sight.x, y: sight.y, k: sight.k * scale };
  }
  return view;
}

/** Everything that a script makes happen, at the times of its world. */
export const cuesOf = (script: Script): Cue[] => script.chapters.flatMap(({ cues }) => cues.map((cue): Cue => ({ ...cue, at: worldAt(script, cue.at) })));

/** What a wall is told of a moment, as long as it plays. */
export function playingAt(script: Script, second: number, mode: Playing['mode'], more: Pick<Playing, 'progress' | 'because'> = {}): Playing {
  const { chapter, highlights, takeover } = momentAt(script, second);
  return {
    script: script.id, title: script.title, chapter, chapters: script.chapters.length, second, seconds: script.seconds, mode,
    world: script.world.kind === 'demo' ? 'demo' : 'replay', caption: script.chapters[chapter]!.caption, next: script.chapters[chapter + 1]?.caption ?? null,
    highlights: [...highlights], ...(takeover ? { takeover } : {}), ...more,
  };
}

/** A presenter who steps back within so many seconds of a chapter's beginning means the one before. */
const JUST_BEGUN = 3;
/** Where a step goes; null: there is nothing further on. */
export function nextFrom(script: Script, second: number): number | null { return script.chapters[chapterAt(script, second) + 1]?.from ?? null; }
export function backFrom(script: Script, second: number): number {
  const chapter = chapterAt(script, second);
  const { from } = script.chapters[chapter]!;
  return second - from < JUST_BEGUN ? script.chapters[chapter - 1]?.from ?? 0 : from;
}

export const briefOf = ({ id, title, seconds, chapters }: Script): ScriptBrief =>
  ({ id, title, seconds, chapters: chapters.map((one) => ({ caption: one.caption, seconds: one.seconds })) });

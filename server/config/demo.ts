/**
 * demo/*.yaml: one file a script (演示脚本), its name as id. Every time in it is "mm:ss" of the script, the one clock that
 * the presenter sees, and must lie within its chapter.
 */
import { z } from 'zod';
import { fromLocal } from '../wire/clock.ts';
import { secondText, type Cue } from '../wire/demo.ts';
import { ALERT_COLOURS } from '../wire/entity.ts';
import { LANGUAGES, saidIn } from '../wire/language.ts';
import { MAP_INDICATORS, MAP_LAYERS, type Scene } from '../wire/scene.ts';
import { Code, Duration } from './scalars.ts';

/** What of the city a script may name. Tables that are empty are not asked. */
export interface ScriptTables { zone: string; scenes: readonly Scene[]; categories: readonly string[]; sources: readonly string[] }

type Timed<T> = T extends { at: number } ? Omit<T, 'at'> & { at: number } : never;
/** A cue as a script has it: `at` in seconds of the script. */
export type ScriptCue = Timed<Cue>;
/** Where the map looks from a second on: a region whole, or metres from the middle of the city at `k` px a metre of a wall 1920 px wide. */
export type Sight = { at: number; region: string | null } | { at: number; x: number; y: number; k: number };
export interface Chapter {
  caption: z.infer<typeof Caption>;
  /** Seconds of the script: when it begins, and how long it stands. */
  from: number; seconds: number;
  /** World's seconds a second of the script. */
  rate: number;
  scene: string; region: string | null; layers: readonly string[] | null; indicator: string | null;
  takeover: boolean; highlights: readonly string[]; camera: readonly Sight[]; cues: readonly ScriptCue[];
}
/** `seed`, `scale` null: those of the city itself, where it is a simulated one. Times in ms. */
export type ScriptWorld =
  | { kind: 'demo'; seed: number | null; scale: number | null; historyDays: number; origin: number }
  | { kind: 'recorded'; from: number };
export interface Script { id: string; title: z.infer<typeof Caption>; loop: boolean; seconds: number; world: ScriptWorld; chapters: readonly Chapter[] }

/** Half-width letters that a caption has room for, in two lines of any wall. */
const CAPTION_WIDTH = 112;
/** Hanzi and their punctuation are as wide as two letters. */
export const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (/[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]/.test(sign) ? 2 : 1), 0);
const Words = z.string().trim().min(1);
/** A demonstration is shown to people of whom one language is not known: all three are said. */
const Caption = z.strictObject({ 'zh-CN': Words, 'zh-TW': Words, en: Words }, `words in each of ${LANGUAGES.join(', ')}`);
const Short = Caption.superRefine((said, context) => {
  for (const language of LANGUAGES) if (widthOf(saidIn(said, language)) > CAPTION_WIDTH) context.addIssue({ code: 'custom', path: [language], message: `at most ${CAPTION_WIDTH} letters (a Hanzi counts as two), for two lines on the wall` });
});

/** "01:30" → 90. */
const Second = z.string('a time of the script such as "01:30", in quotes').transform((text, context) => {
  const match = /^(\d{1,3}):([0-5]\d)$/.exec(text);
  if (match) return Number(match[1]) * 60 + Number(match[2]);
  context.addIssue({ code: 'custom', message: 'a time of the script such as "01:30", in quotes' });
  return z.NEVER;
});
const TIME = 'a local time such as "2025-07-15 18:30", in quotes';
const localTime = (zone: string) => z.string(TIME).transform((text, context) => {
  const match = /^(\d{4})-(\d\d)-(\d\d) ([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  const [y, mo, d, h, mi] = (match ?? []).slice(1).map(Number) as [number, number, number, number, number];
  if (match && new Date(Date.UTC(y, mo - 1, d)).getUTCDate() === d) return fromLocal(zone, y, mo, d, h, mi);
  context.addIssue({ code: 'custom', message: TIME });
  return z.NEVER;
});
const Rate = z.number().min(0).max(3_600);
const world = (zone: string) => z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('demo'), seed: z.number().int().min(0).max(2 ** 31).nullable().default(null), scale: z.number().min(0.005).max(20).nullable().default(null),
    historyDays: z.number().int().min(0).max(60).default(2), origin: localTime(zone), rate: Rate.default(1),
  }),
  z.strictObject({ kind: z.literal('recorded'), from: localTime(zone), rate: Rate.default(1) }),
]);

const At = { at: Second, ref: z.string().min(1).max(64).optional() };
const WrittenCue = z.discriminatedUnion('kind', [
  z.strictObject({ ...At, kind: z.literal('gauge'), station: Code, passes: z.enum(['alert', 'warning', 'danger']) }),
  z.strictObject({ ...At, kind: z.literal('case'), category: Code, region: Code, title: Words.max(100), source: Code, urgent: z.boolean().optional(), lng: z.number().min(-180).max(180).optional(), lat: z.number().min(-90).max(90).optional() }),
  z.strictObject({ ...At, kind: z.literal('arrive'), case: z.string(), within: Duration.refine((ms) => ms >= 10_000 && ms <= 6 * 3_600_000, 'a duration from 10s to 6h') }),
  z.strictObject({ ...At, kind: z.literal('close'), case: z.string() }),
  z.strictObject({ ...At, kind: z.literal('alert'), type: Words, colour: z.enum(ALERT_COLOURS), region: Code }),
  z.strictObject({ ...At, kind: z.literal('camera'), id: Code, status: z.enum(['on', 'off']) }),
]);
const WrittenSight = z.union([
  z.strictObject({ at: Second, region: Code.nullable() }),
  z.strictObject({ at: Second, x: z.number(), y: z.number(), k: z.number().positive() }),
], 'a time and a region, or a time and x, y, k');

const chapter = (scenes: readonly string[]) => z.strictObject({
  caption: Short,
  scene: z.enum(scenes),
  region: Code.nullable().default(null),
  layers: z.array(z.enum(MAP_LAYERS)).nullable().default(null),
  indicator: z.enum(MAP_INDICATORS).nullable().default(null),
  highlight: z.array(z.string()).default([]),
  camera: z.array(WrittenSight).default([]),
  dwell: Duration.refine((ms) => ms >= 1_000 && ms <= 3_600_000 && ms % 1_000 === 0, 'a duration from 1s to 60m, in whole seconds'),
  rate: Rate.optional(),
  /** Alerts of the script's world take the wall over, as real ones do. */
  takeover: z.boolean().default(false),
  cues: z.array(WrittenCue).default([]),
});
type WrittenChapter = z.output<ReturnType<typeof chapter>>;

/** The schema of a script of a city; its id is not in it. */
export function scriptFile(tables: ScriptTables): z.ZodType<Omit<Script, 'id'>> {
  return z.strictObject({
    title: Caption, loop: z.boolean().default(false), world: world(tables.zone),
    chapters: z.array(chapter(tables.scenes.map(({ id }) => id))).min(1),
  }).superRefine((script, context) => {
    const issue = (path: (string | number)[], message: string): void => { context.addIssue({ code: 'custom', path, message }); };
    const story = new Map<string, Told>();
    let from = 0;
    let passed = 0;
    script.chapters.forEach((one, i) => {
      const at = ['chapters', i];
      const rate = one.rate ?? script.world.rate;
      checkTimes(one, from, (path, message) => issue([...at, ...path], message));
      checkWords(one, tables, (path, message) => issue([...at, ...path], message));
      const [began, before] = [from, passed];
      checkStory(one, (second) => before + (second - began) * rate * 1_000, story, (path, message) => issue([...at, ...path], message));
      if (script.world.kind === 'recorded' && one.cues.length > 0) issue([...at, 'cues'], 'no cues: nothing can be made to happen in a recorded world');
      from += one.dwell / 1_000;
      passed += one.dwell * rate;
    });
    if (from > 5_999) issue(['chapters'], `chapters of less than 100 minutes in all, not ${secondText(from)}`);
  }).transform(({ title, loop, world: { rate, ...of }, chapters }) => {
    let from = 0;
    const placed = chapters.map(({ highlight, dwell, rate: own, ...rest }): Chapter => {
      const one = { ...rest, from, seconds: dwell / 1_000, rate: own ?? rate, highlights: highlight };
      from += one.seconds;
      return one;
    });
    return { title, loop, world: of, chapters: placed, seconds: from };
  });
}

type Issue = (path: (string | number)[], message: string) => void;
/** What happens lies within its chapter, in its order. */
function checkTimes({ camera, cues, dwell }: WrittenChapter, from: number, issue: Issue): void {
  const last = from + dwell / 1_000 - 1;
  for (const [name, list] of [['camera', camera], ['cues', cues]] as const) {
    list.forEach(({ at }, i) => {
      const before = list[i - 1];
      if (at < from || at > last) issue([name, i, 'at'], `a time from "${secondText(from)}" to "${secondText(last)}", in which this chapter stands`);
      else if (before && at < before.at) issue([name, i, 'at'], `"${secondText(before.at)}", the time of the one before, or later`);
    });
  }
}

function checkWords({ scene, highlight, cues }: WrittenChapter, { scenes, categories, sources }: ScriptTables, issue: Issue): void {
  const of = scenes.find(({ id }) => id === scene);
  const panels = [...new Set([of?.left, of?.right, of?.bottom, of?.more].flatMap((side) => side ?? []).map(({ panel }) => panel))];
  highlight.forEach((name, i) => { if (of && !panels.includes(name)) issue(['highlight', i], `one of the panels of scene ${scene}: ${panels.join(', ')}`); });
  cues.forEach((cue, i) => {
    if (cue.kind !== 'case') return;
    if (categories.length > 0 && !categories.includes(cue.category)) issue(['cues', i, 'category'], 'one of the categories of categories.yaml');
    if (sources.length > 0 && !sources.includes(cue.source)) issue(['cues', i, 'source'], `one of the sources of categories.yaml: ${sources.join(', ')}`);
    if ((cue.lng === undefined) !== (cue.lat === undefined)) issue(['cues', i, cue.lng === undefined ? 'lng' : 'lat'], 'both lng and lat, or neither');
  });
}

/** What an earlier cue told: ms of its world's time; of a case also when somebody is there, and when it is closed. */
interface Told { kind: string; at: number; there: number | null; closed: number | null }

/** What becomes of a case follows upon it, each once. `time`: world's ms at a second. */
function checkStory({ cues }: WrittenChapter, time: (second: number) => number, story: Map<string, Told>, issue: Issue): void {
  cues.forEach((cue, i) => {
    const at = time(cue.at);
    if (cue.kind === 'arrive' || cue.kind === 'close') {
      const of = story.get(cue.case);
      if (of?.kind !== 'case') issue(['cues', i, 'case'], `the ref of an earlier cue of a case: ${[...story].filter(([, { kind }]) => kind === 'case').map(([ref]) => ref).join(', ') || 'there is none'}`);
      else if (cue.kind === 'arrive') {
        if (of.there !== null || of.closed !== null) issue(['cues', i, 'case'], 'a case to which nobody has gone yet');
        else if (at <= of.at) issue(['cues', i, 'at'], 'a time after its case is reported');
        of.there = at + cue.within;
      } else {
        if (of.closed !== null) issue(['cues', i, 'case'], 'a case that is not closed yet');
        else if (at <= (of.there ?? of.at)) issue(['cues', i, 'at'], of.there === null ? 'a time after its case is reported' : `a time after the arrival, ${Math.ceil((of.there - at) / 1_000)} s of its world's time later`);
        of.closed = at;
      }
    }
    if (cue.ref === undefined) return;
    if (story.has(cue.ref)) issue(['cues', i, 'ref'], 'a ref of its own: an earlier cue is called so');
    story.set(cue.ref, { kind: cue.kind, at, there: null, closed: null });
  });
}

/** What only the loaded city can tell, each with its path in the file. A station is asked for only where stations are known. */
export function missingIn({ chapters }: Pick<Script, 'chapters'>, has: { region(code: string): boolean; station?(id: string): boolean }): { path: (string | number)[]; found: string; expected: string }[] {
  const missing: { path: (string | number)[]; found: string; expected: string }[] = [];
  const region = (path: (string | number)[], code: string | null): void => {
    if (code !== null && !has.region(code)) missing.push({ path, found: code, expected: 'the code of a region of this city' });
  };
  chapters.forEach((one, i) => {
    region(['chapters', i, 'region'], one.region);
    one.camera.forEach((sight, k) => { if ('region' in sight) region(['chapters', i, 'camera', k, 'region'], sight.region); });
    one.cues.forEach((cue, k) => {
      if (cue.kind === 'case' || cue.kind === 'alert') region(['chapters', i, 'cues', k, 'region'], cue.region);
      if (cue.kind === 'gauge' && has.station && !has.station(cue.station)) missing.push({ path: ['chapters', i, 'cues', k, 'station'], found: cue.station, expected: 'the id of a station of this city' });
    });
  });
  return missing;
}

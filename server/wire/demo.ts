/**
 * A demonstration (演示): a script is played on a wall, in a world of its own. What a wall plays stands in its state, so
 * that every tile, the remote and a server that begins anew know it; what a script makes happen are cues.
 *
 * Over HTTP: GET /api/demo → ApiDemo; POST /api/demo/WALL, DemoRequest → DemoAnswer, once it is on record.
 */
import { z } from 'zod';
import { Said } from './language.ts';

const Id = z.string().min(1).max(64);
const Name = z.string().trim().min(1).max(40).regex(/^[^\p{C}]+$/u);
const Count = z.number().int().nonnegative();

/** A second of a script as people read and write it: "01:30". */
export const secondText = (second: number): string => `${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`;

export const PLAY_MODES = ['preparing', 'running', 'paused', 'interrupted', 'ended'] as const;
/** Why it was interrupted: a real alert, a server that began anew, or data that could not be had. */
export const INTERRUPTIONS = ['alert', 'restart', 'failed'] as const;

/** What a wall plays. Only while it is running, paused or ended does the wall show the script's world; else the live one. */
export const Playing = z.object({
  script: Id, title: Said,
  /** Index of the chapter. */
  chapter: Count, chapters: Count,
  /** Second of the whole script that is published, or will be when it is prepared; of so many. */
  second: Count, seconds: Count,
  mode: z.enum(PLAY_MODES),
  /** 'replay': a recorded day, masked. */
  world: z.enum(['demo', 'replay']),
  caption: Said.nullable(),
  /** Caption of the next chapter, for the presenter. */
  next: Said.nullable(),
  /** Panels, by the names of their folders. */
  highlights: z.array(z.string()),
  /** Part of the world that is made, 0–1, while it is prepared. */
  progress: z.number().min(0).max(1).optional(),
  because: z.enum(INTERRUPTIONS).optional(),
  /** An alert of the script's world takes the wall over, as a real one would. */
  takeover: z.boolean().optional(),
});
export type Playing = z.infer<typeof Playing>;

/** `live`: 返回实况, at any point; the script is over and the former view back. */
export const DemoCommand = z.discriminatedUnion('do', [
  z.object({ do: z.literal('start'), script: Id, chapter: Count.optional() }).strict(),
  z.object({ do: z.literal('pause') }).strict(),
  z.object({ do: z.literal('resume') }).strict(),
  z.object({ do: z.literal('next') }).strict(),
  z.object({ do: z.literal('back') }).strict(),
  z.object({ do: z.literal('live') }).strict(),
]);
export type DemoCommand = z.infer<typeof DemoCommand>;
export type DemoAnswer = { done: true } | { done: false; why: string };

/** `name`: who does it, proved by nothing; absent: the keyboard of the wall itself. */
export const DemoRequest = z.object({ name: Name.optional(), command: DemoCommand }).strict();
export type DemoRequest = z.infer<typeof DemoRequest>;

export const ScriptBrief = z.object({ id: Id, title: Said, seconds: Count, chapters: z.array(z.object({ caption: Said, seconds: Count })) });
export type ScriptBrief = z.infer<typeof ScriptBrief>;
export const ApiDemo = z.object({ scripts: z.array(ScriptBrief) });
export type ApiDemo = z.infer<typeof ApiDemo>;

const Text = z.string().min(1).max(100);
/** `at`: world's ms. `ref`: by which a later cue names it. */
const cue = { at: z.number().int(), ref: Text.optional() };
/** What a script makes happen in the systems that its world is fed by. `case`: the `ref` of an earlier cue. */
export const Cue = z.discriminatedUnion('kind', [
  /** A level passes a threshold: 设防, 警戒, 保证. */
  z.object({ ...cue, kind: z.literal('gauge'), station: Text, passes: z.enum(['alert', 'warning', 'danger']) }).strict(),
  z.object({ ...cue, kind: z.literal('case'), category: Text, region: Text, title: Text, source: Text, urgent: z.boolean().optional(), lng: z.number().optional(), lat: z.number().optional() }).strict(),
  /** Somebody on duty goes to the case, and is there `within` ms after `at`. */
  z.object({ ...cue, kind: z.literal('arrive'), case: Text, within: z.number().int().min(10_000).max(6 * 3_600_000) }).strict(),
  z.object({ ...cue, kind: z.literal('close'), case: Text }).strict(),
  z.object({ ...cue, kind: z.literal('alert'), type: Text, colour: z.enum(['blue', 'yellow', 'orange', 'red']), region: Text }).strict(),
  z.object({ ...cue, kind: z.literal('camera'), id: Text, status: z.enum(['on', 'off']) }).strict(),
]);
export type Cue = z.infer<typeof Cue>;

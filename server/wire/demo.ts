/** Demonstrations (演示): what a wall plays, and what may be asked of it. Schemas first; hashed with the others. */
import { z } from 'zod';
import { Said } from './language.ts';

const Id = z.string().min(1).max(64);
const Count = z.number().int().nonnegative();

/** What a wall plays of a script. `second`: of the whole script, the one that is published, of `seconds`. */
export const Playing = z.object({
  script: Id, title: Said, chapter: Count, chapters: Count, second: Count, seconds: Count,
  mode: z.enum(['preparing', 'running', 'paused', 'interrupted', 'ended']), world: z.enum(['demo', 'replay']),
  /** Of this chapter; of the next one, for the presenter. */
  caption: Said.nullable(), next: Said.nullable(),
  /** Folders of the panels that are pointed at. */
  highlights: z.array(z.string()),
});
export type Playing = z.infer<typeof Playing>;

/** `live`: 返回实况, the former view back. */
export const DemoCommand = z.discriminatedUnion('do', [
  z.object({ do: z.literal('start'), script: Id, chapter: Count.optional() }).strict(),
  z.object({ do: z.literal('pause') }).strict(), z.object({ do: z.literal('resume') }).strict(),
  z.object({ do: z.literal('next') }).strict(), z.object({ do: z.literal('back') }).strict(), z.object({ do: z.literal('live') }).strict(),
]);
export type DemoCommand = z.infer<typeof DemoCommand>;

export const ScriptBrief = z.object({ id: Id, title: Said, seconds: Count, chapters: z.array(z.object({ caption: Said, seconds: Count })) });
export type ScriptBrief = z.infer<typeof ScriptBrief>;

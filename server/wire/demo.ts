/** What a demonstration makes happen in its own world: the simulated upstream systems bring it, the pipeline takes it in as it takes all else. */
import { z } from 'zod';

const Ms = z.number().int();
const Text = z.string().min(1).max(100);
/** `ref`: by which a later cue names it. */
const cue = { /** World's ms. */ at: Ms, ref: Text.optional() };

/** A station, a camera and a region are named by id (code) or by name. */
export const Cue = z.discriminatedUnion('kind', [
  /** A gauge's level reaches a threshold at that instant: 设防, 警戒, 保证. */
  z.object({ ...cue, kind: z.literal('gauge'), station: Text, passes: z.enum(['alert', 'warning', 'danger']) }).strict(),
  z.object({ ...cue, kind: z.literal('case'), category: Text, region: Text, title: Text, source: Text, urgent: z.boolean().optional(), lng: z.number().optional(), lat: z.number().optional() }).strict(),
  /** Somebody on duty goes to the case, and is there `within` ms after `at`. */
  z.object({ ...cue, kind: z.literal('arrive'), case: Text, within: z.number().int().min(10_000).max(6 * 3_600_000) }).strict(),
  z.object({ ...cue, kind: z.literal('close'), case: Text }).strict(),
  z.object({ ...cue, kind: z.literal('alert'), type: Text, colour: z.enum(['blue', 'yellow', 'orange', 'red']), region: Text }).strict(),
  z.object({ ...cue, kind: z.literal('camera'), id: Text, status: z.enum(['on', 'off']) }).strict(),
]);
export type Cue = z.infer<typeof Cue>;

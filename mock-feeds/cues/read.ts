/**
 * What a demonstration wants to happen: a file of cues, checked before the story is made. Times are epoch ms; a
 * station, a camera and a region are named by id (code) or by name.
 *   [ { "at", "ref"?, "kind": "gauge", "station", "passes": "alert" | "warning" | "danger" },
 *     { …, "kind": "case", "category", "region", "title", "source", "urgent"?, "lng"?, "lat"? },     WGS-84, both or neither
 *     { …, "kind": "arrive", "case": REF, "within": ms }      who goes is there so long after `at`
 *     { …, "kind": "close", "case": REF },
 *     { …, "kind": "alert", "type", "colour": "blue" | "yellow" | "orange" | "red", "region" },
 *     { …, "kind": "camera", "id", "status": "on" | "off" } ]
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const at = z.number().int();
const text = z.string().min(1).max(100);
const cue = { at, ref: text.optional() };

export const Cue = z.discriminatedUnion('kind', [
  z.strictObject({ ...cue, kind: z.literal('gauge'), station: text, passes: z.enum(['alert', 'warning', 'danger']) }),
  z.strictObject({ ...cue, kind: z.literal('case'), category: text, region: text, title: text, source: text, urgent: z.boolean().optional(), lng: z.number().optional(), lat: z.number().optional() }),
  z.strictObject({ ...cue, kind: z.literal('arrive'), case: text, within: z.number().int().min(10_000).max(6 * 3_600_000) }),
  z.strictObject({ ...cue, kind: z.literal('close'), case: text }),
  z.strictObject({ ...cue, kind: z.literal('alert'), type: text, colour: z.enum(['blue', 'yellow', 'orange', 'red']), region: text }),
  z.strictObject({ ...cue, kind: z.literal('camera'), id: text, status: z.enum(['on', 'off']) }),
]);
export type Cue = z.infer<typeof Cue>;
export type CueOf<K extends Cue['kind']> = Extract<Cue, { kind: K }>;

/** Throws with file, place, what was found and what was expected. */
export function readCues(file: string): Cue[] {
  let value: unknown;
  try { value = JSON.parse(readFileSync(file, 'utf8')); } catch (cause) {
    throw new Error(`${file}: found ${cause instanceof Error ? cause.message : String(cause)}, expected a JSON list of cues`);
  }
  return parseCues(value, file);
}

export function parseCues(value: unknown, file = 'cues'): Cue[] {
  const read = z.array(Cue).max(500).safeParse(value);
  if (!read.success) throw new Error(read.error.issues.map(({ path, message }) => `${file}: ${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')}: ${message}`).join('\n'));
  return read.data;
}

/** A cue that cannot be: `where` within it. */
export class BadCue extends Error {
  constructor(number: number, where: string, found: unknown, expected: string) { super(`cues[${number}].${where}: found ${JSON.stringify(found) ?? 'nothing'}, expected ${expected}`); }
}

/** tour.yaml: the scenes and places that the wall shows one after the other, by itself. */
import { z } from 'zod';
import type { Tour } from '../wire/tour.ts';
import { Code, Duration } from './scalars.ts';

/** Under a second nobody can read. */
const Dwell = Duration.refine((ms) => ms >= 1_000 && ms <= 86_400_000, 'a duration from 1s to 1d');

/** A step may name only one of `scenes`. */
export const tourFile = (scenes: readonly string[]): z.ZodType<Tour> => z.strictObject({
  auto: z.boolean().default(false),
  idle: Dwell.default(120_000),
  steps: z.array(z.strictObject({
    scene: z.enum(scenes),
    region: Code.nullable().default(null),
    dwell: Dwell.default(30_000),
  })).min(1),
});

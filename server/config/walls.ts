/** walls/*.yaml: one file a wall; `?wall=NAME` of the address chooses it. */
import { z } from 'zod';

const Seams = z.array(z.number().int().positive()).default([]);
const Lengths = { mm: 1, cm: 10, m: 1000 } as const;

/** "8m", "1.25mm" → mm. */
const Length = z.string('a length such as 8m or 1.25mm').transform((text, context) => {
  const match = /^(\d+(?:\.\d+)?)\s*(mm|cm|m)$/.exec(text.trim());
  if (match) return Number(match[1]) * Lengths[match[2] as keyof typeof Lengths];
  context.addIssue({ code: 'custom', message: 'a length such as 8m or 1.25mm' });
  return z.NEVER;
});

/** "22:00" → minute of the day. */
const TimeOfDay = z.string('a time of day such as 22:00').transform((text, context) => {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  if (match) return Number(match[1]) * 60 + Number(match[2]);
  context.addIssue({ code: 'custom', message: 'a time of day such as 22:00' });
  return z.NEVER;
});

const Several = z.number().int().min(1).max(64);

const Written = z.strictObject({
  name: z.string().min(1),
  width: z.number().int().min(640).max(32_768),
  height: z.number().int().min(480).max(32_768),
  pitch: Length,
  distance: Length,
  seams: z.strictObject({ x: Seams, y: Seams }).default({ x: [], y: [] }),
  /** So many browsers side by side and above one another; where they meet are seams. */
  tiles: z.strictObject({ columns: Several, rows: Several }).nullable().default(null),
  /** In the city's time zone; severity keeps its light, and text its contrast. */
  night: z.strictObject({ from: TimeOfDay, to: TimeOfDay, brightness: z.number().min(0.2).max(1).default(0.6) }).nullable().default(null),
  shift: z.boolean().default(true),
});

const between = (length: number, parts: number): number[] => Array.from({ length: parts - 1 }, (_, i) => ((i + 1) * length) / parts);
const joined = (a: readonly number[], b: readonly number[]): number[] => [...new Set([...a, ...b])].sort((x, y) => x - y);

export const WallFile = Written.superRefine(({ width, height, seams, tiles }, context) => {
  const whole = (path: string[], length: number, parts: number): void => {
    if (length % parts !== 0) context.addIssue({ code: 'custom', path, message: `a number that divides ${length} pixels into tiles of equal size` });
  };
  if (seams.x.some((x) => x >= width) || seams.y.some((y) => y >= height)) context.addIssue({ code: 'custom', path: ['seams'], message: 'seams inside the wall' });
  if (tiles) { whole(['tiles', 'columns'], width, tiles.columns); whole(['tiles', 'rows'], height, tiles.rows); }
}).transform((wall) => {
  const { width, height, seams, tiles } = wall;
  return tiles ? { ...wall, seams: { x: joined(seams.x, between(width, tiles.columns)), y: joined(seams.y, between(height, tiles.rows)) } } : wall;
});
export type WallFile = z.infer<typeof WallFile>;

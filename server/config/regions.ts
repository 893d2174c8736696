/** regions.yaml: the city's levels, where their boundaries lie, and how a region names its parent. */
import { z } from 'zod';
import { LEVELS } from '../wire/region.ts';
import { Code } from './scalars.ts';

/** A property's name, or a template of several: "{borough}-{number}". */
const Property = z.string().min(1);

const ByProperty = { property: Property, match: z.enum(['name', 'code']) };
const Parent = z.discriminatedUnion('by', [
  /** The parent's code is the first `length` characters of the region's. */
  z.strictObject({ by: z.literal('prefix'), length: z.number().int().positive() }),
  z.strictObject({ by: z.literal('property'), ...ByProperty }),
  /** The region of the level above that covers most of it, among those under `within` where that is given. */
  z.strictObject({ by: z.literal('overlap'), within: z.strictObject(ByProperty).optional() }),
]);
export type ParentRule = z.infer<typeof Parent>;

const LevelFile = z.strictObject({
  level: z.enum(LEVELS).exclude(['city']),
  /** What people call the level: 区, 街道 … */
  name: z.string().min(1),
  /** GeoJSON or TopoJSON, .gz allowed; relative to the city folder. */
  file: z.string().min(1),
  code: Property,
  /** Keep only so many characters of the code (12-digit codes that end in zeros). */
  codeLength: z.number().int().positive().optional(),
  /** Code by what `code` gives, for files that have names only. */
  codes: z.record(z.string(), Code).optional(),
  label: Property,
  residents: Property.optional(),
  /** Absent for the first level: its parent is the city. */
  parent: Parent.optional(),
  /** Properties that hold the first day and the first day no more (yyyy-MM-dd) of a dated code. */
  effective: z.strictObject({ from: Property.optional(), to: Property.optional() }).optional(),
  /** Where a file's code disagrees with the official list: joined by parent's name + name, and said. */
  official: z.array(z.strictObject({ parent: z.string(), name: z.string(), code: Code })).default([]),
});
export type LevelFile = z.infer<typeof LevelFile>;

export const RegionsFile = z.strictObject({
  /** What people call the uppermost level. */
  city: z.string().default('市'),
  levels: z.array(LevelFile).min(1),
  /** Withdrawn code → the code that took its place. */
  renamed: z.record(z.string(), Code).default({}),
  /** Other spellings that feeds use → code. */
  aliases: z.record(z.string(), Code).default({}),
  base: z.strictObject({ rivers: z.string().optional(), roads: z.string().optional(), buildings: z.string().optional() }).default({}),
}).superRefine((file, context) => {
  file.levels.forEach((level, at) => {
    const above = at === 0 ? 'city' : file.levels[at - 1]?.level ?? 'city';
    if (LEVELS.indexOf(level.level) <= LEVELS.indexOf(above)) {
      context.addIssue({ code: 'custom', path: ['levels', at, 'level'], message: `a level below ${above}` });
    }
    if (at > 0 && !level.parent) context.addIssue({ code: 'custom', path: ['levels', at], message: '`parent`, for every level but the first' });
  });
});
export type RegionsFile = z.infer<typeof RegionsFile>;

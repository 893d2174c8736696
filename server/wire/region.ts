/** Regions as every stage and the screen know them. */
import { z } from 'zod';

/** 市 → 区 → 街道 → 社区 → 网格; a city may have fewer levels, never other words. */
export const LEVELS = ['city', 'district', 'street', 'community', 'grid'] as const;
export type Level = (typeof LEVELS)[number];

export const Region = z.object({
  code: z.string().min(1),
  name: z.string(),
  level: z.enum(LEVELS),
  /** Code of the parent; null for the city. */
  parent: z.string().nullable(),
  /** [west, south, east, north], WGS-84 degrees */
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** Where its label stands: [lng, lat] inside the region. */
  label: z.tuple([z.number(), z.number()]),
  residents: z.number().int().nonnegative().optional(),
});
export type Region = z.infer<typeof Region>;

/** 未落格: what lies in `code` and in none of its children stands in this region, so that parent = Σ children, always. */
export const unplacedOf = (code: string): string => `${code}/-`;
export const isUnplaced = (code: string): boolean => code.endsWith('/-');

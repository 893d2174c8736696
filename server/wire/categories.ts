/** GET /api/categories: the city's tables from category to class, and the words for keys. */
import { z } from 'zod';

export const ApiCategories = z.object({
  classifications: z.record(z.string(), z.object({ name: z.string(), classes: z.record(z.string(), z.string()) })),
  /** category key → { name, <classification>: class key } */
  categories: z.record(z.string(), z.record(z.string(), z.string())),
  sources: z.record(z.string(), z.string()).optional(),
  /** The classification that heat and filters tell classes by. */
  classification: z.string().optional(),
  /** 责任部门: key → name. */
  departments: z.record(z.string(), z.string()),
});
export type ApiCategories = z.infer<typeof ApiCategories>;

/** scenes/*.yaml: one file a scene of the wall. A city without that folder has the overview alone. */
import { z } from 'zod';
import { KINDS } from '../wire/entity.ts';
import { Said } from '../wire/language.ts';
import type { Scene, ScenePanel } from '../wire/scene.ts';
import { Code, Duration } from './scalars.ts';

const Panel = z.union([
  z.string().min(1),
  z.strictObject({ panel: z.string().min(1), rows: z.number().int().positive().optional(), set: z.record(z.string(), z.string()).default({}) }),
], 'the name of a panel, or { panel, rows, set }').transform((entry): ScenePanel => (typeof entry === 'string' ? { panel: entry, set: {} } : entry));
const Panels = z.array(Panel).default([]);

/** The city's own words that a scene may use: classes are those of the classification of city.yaml. Tables not given are not asked. */
export interface SceneTables { classifications: readonly string[]; classes: readonly string[]; sources: readonly string[] }
const NO_FILTER = { class: null, source: null, urgent: false };

const Written = z.strictObject({
  name: Said,
  /** The digit that chooses it on a keyboard. */
  key: z.number().int().min(1).max(9).nullable().default(null),
  needs: z.array(z.enum(KINDS)).default([]),
  region: Code.nullable().default(null),
  indicator: z.string().nullable().default(null),
  layers: z.array(z.string()).default(['heat', 'stations', 'buildings', 'roads']),
  classification: z.string().nullable().default(null),
  filter: z.strictObject({ class: z.string().nullable().default(null), source: z.string().nullable().default(null), urgent: z.boolean().default(false) }).default(NO_FILTER),
  heatClass: z.string().nullable().default(null),
  tracks: Duration.default(1_800_000),
  left: Panels, right: Panels, bottom: Panels, more: Panels,
});
export type SceneFile = z.infer<typeof Written>;

/** Names what the city's tables have not: such a scene would show nothing and look like all clear. */
export const sceneFile = (tables: SceneTables): z.ZodType<SceneFile> => Written.superRefine(({ classification, filter, heatClass, left, right, bottom, more }, context) => {
  const known = (path: (string | number)[], word: string | null | undefined, words: readonly string[], of: string): void => {
    if (word !== null && word !== undefined && !words.includes(word)) context.addIssue({ code: 'custom', path, message: `one of ${of}: ${words.join(', ') || 'none is named'}` });
  };
  known(['classification'], classification, tables.classifications, 'the classifications of categories.yaml');
  known(['filter', 'class'], filter.class, tables.classes, 'the classes of the city\'s classification');
  known(['heatClass'], heatClass, tables.classes, 'the classes of the city\'s classification');
  // A city may leave its sources unnamed; then they are as the records have them.
  if (tables.sources.length > 0) known(['filter', 'source'], filter.source, tables.sources, 'the sources of categories.yaml');
  for (const [side, panels] of Object.entries({ left, right, bottom, more })) {
    panels.forEach(({ set }, i) => known([side, i, 'set', 'classification'], set['classification'], tables.classifications, 'the classifications of categories.yaml'));
  }
});

/** What a city without scenes of its own shows. */
export const OVERVIEW: Scene = {
  ...Written.parse({
    name: { 'zh-CN': '全域总览', 'zh-TW': '全域總覽', en: 'Overview' }, key: 1,
    left: ['headline', 'loop', 'classes', 'staffing'], right: ['alerts', 'stations', 'league', 'video', 'stream'], bottom: ['trend'],
  }),
  id: 'overview',
};

/** Scenes by key, those without one last; mistakes between files as text. */
export function joinScenes(scenes: readonly Scene[]): { scenes: Scene[]; problems: string[] } {
  const problems = scenes.flatMap((scene, at) => {
    const twin = scenes.findIndex((other) => other.key !== null && other.key === scene.key);
    return scene.key !== null && twin < at ? [`${scene.id}: key: found ${scene.key}, which ${scenes[twin]!.id} has, expected each key once`] : [];
  });
  return { scenes: [...scenes].sort((a, b) => (a.key ?? 10) - (b.key ?? 10) || (a.id < b.id ? -1 : 1)), problems };
}

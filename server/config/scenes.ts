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

export const SceneFile = z.strictObject({
  name: Said,
  /** The digit that chooses it on a keyboard. */
  key: z.number().int().min(1).max(9).nullable().default(null),
  needs: z.array(z.enum(KINDS)).default([]),
  region: Code.nullable().default(null),
  indicator: z.string().nullable().default(null),
  layers: z.array(z.string()).default(['heat', 'stations', 'buildings', 'roads']),
  heatClass: z.string().nullable().default(null),
  tracks: Duration.default(1_800_000),
  left: Panels, right: Panels, bottom: Panels, more: Panels,
});
export type SceneFile = z.infer<typeof SceneFile>;

/** What a city without scenes of its own shows. */
export const OVERVIEW: Scene = {
  ...SceneFile.parse({
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

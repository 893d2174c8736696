/** GET /api/scenes: what the wall can show, as the city's configuration says it. */
import { z } from 'zod';
import { KINDS } from './entity.ts';
import { Said } from './language.ts';

/** Layers that a map has, and what its regions can be coloured by. */
export const MAP_LAYERS = ['heat', 'rain', 'areas', 'cameras', 'stations', 'staff', 'buildings', 'roads'] as const;
export const MAP_INDICATORS = ['reportedPerArea', 'reportedPerResidents', 'reported', 'open', 'openPerArea', 'overdue', 'urgent', 'onTime', 'closing', 'video', 'duty', 'staff'] as const;

/** One panel of a scene: its folder's name, rows it has at its usual size, and what it is set to. */
export const ScenePanel = z.object({ panel: z.string(), rows: z.number().int().positive().optional(), set: z.record(z.string(), z.string()) });
export type ScenePanel = z.infer<typeof ScenePanel>;

/** `class`: of the city's own classification (city.yaml). */
export const SceneFilter = z.object({ class: z.string().nullable(), source: z.string().nullable(), urgent: z.boolean() });
export type SceneFilter = z.infer<typeof SceneFilter>;

export const Scene = z.object({
  id: z.string(),
  name: Said,
  /** The digit that chooses it. */
  key: z.number().int().min(1).max(9).nullable(),
  /** Kinds of entity without any feed of which the scene is 未接入. */
  needs: z.array(z.enum(KINDS)),
  /** Region that it opens in; null: where the wall stands. */
  region: z.string().nullable(),
  /** What the regions are coloured by, and the layers that are on. */
  indicator: z.string().nullable(),
  layers: z.array(z.string()),
  /** Classification that panels of classes begin with, where they name none; null: their own. */
  classification: z.string().nullable(),
  /** The cases that it is about, where a topic can tell them: lists of cases by all of these, classes and heat by the class. */
  filter: SceneFilter,
  /** Class that the heat shows instead of the filter's; null: the filter's, or all. */
  heatClass: z.string().nullable(),
  /** How long the way of staff is drawn where they are shown one by one, ms; 0: not. */
  tracks: z.number().nonnegative(),
  left: z.array(ScenePanel), right: z.array(ScenePanel), bottom: z.array(ScenePanel),
  /** Further panels, most wanted first, where a wall has room for them. */
  more: z.array(ScenePanel),
});
export type Scene = z.infer<typeof Scene>;

export const ApiScenes = z.object({ scenes: z.array(Scene) });
export type ApiScenes = z.infer<typeof ApiScenes>;

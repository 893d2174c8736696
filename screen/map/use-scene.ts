/** Geometry of what is shown: the region, its children, what lies inside them, and its surroundings. */
import { shallowRef, watch, type ShallowRef } from 'vue';
import type { ApiRegions } from '../../server/wire/messages.ts';
import { LEVELS } from '../../server/wire/region.ts';
import type { GeoSource } from './geo.ts';
import type { Projection } from './projection.ts';
import { footprints, rivers, roads, waters, type Footprints, type River, type Waters } from './layers/base.ts';
import { joinPaths, type PathSet, type RegionGeo } from './shapes.ts';

export interface Base { rivers: River[]; waters: Waters; roads: { main: PathSet; minor: PathSet }; footprints: Footprints }
export interface Scene {
  geo: RegionGeo;
  /** 0 the city, 1 a district … */
  depth: number;
  /** The parent, for the dim surroundings; null at the top. */
  around: RegionGeo | null;
  /** Borders inside the children, once they are all here. */
  inner: PathSet | null;
}

export interface SceneState {
  scene: ShallowRef<Scene | null>;
  base: ShallowRef<Base | null>;
  error: ShallowRef<string | null>;
}

/** Children whose inner borders are fetched ahead: they are drawn, and a drill then needs no request. */
const AHEAD = 40;

const idle = (): Promise<void> => new Promise((resolve) => {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 500 });
  else setTimeout(resolve, 16);
});

export function useScene(regions: () => ApiRegions | null, projection: () => Projection | null, source: () => GeoSource | null): SceneState {
  const scene = shallowRef<Scene | null>(null);
  const base = shallowRef<Base | null>(null);
  const error = shallowRef<string | null>(null);
  let turn = 0;

  async function surroundings(code: string, parent: string | null, mine: number): Promise<void> {
    const geo = source();
    const shown = scene.value;
    if (!geo || !shown) return;
    if (parent !== null) {
      const around = await geo.region(parent).catch(() => null);
      if (mine === turn && scene.value?.geo.code === code) scene.value = { ...scene.value, around };
    }
    if (shown.geo.children.length > AHEAD) return;
    const sets: PathSet[] = [];
    for (const child of shown.geo.children) {
      await idle();
      if (mine !== turn) return;
      const found = await geo.region(child.code).catch(() => null);
      if (found) sets.push(found.borders);
    }
    if (mine === turn && scene.value?.geo.code === code) scene.value = { ...scene.value, inner: joinPaths(sets) };
  }

  async function show(next: ApiRegions): Promise<void> {
    const geo = source();
    if (!geo) return;
    const mine = ++turn;
    const { code, parent } = next.region;
    try {
      const found = geo.known(code) ?? await geo.region(code);
      if (mine !== turn) return;
      error.value = null;
      const around = parent === null ? null : geo.known(parent) ?? null;
      scene.value = { geo: found, depth: LEVELS.indexOf(next.region.level), around, inner: null };
      await surroundings(code, parent, mine);
    } catch (reason) {
      if (mine === turn) error.value = reason instanceof Error ? reason.message : String(reason);
    }
  }

  async function loadBase(): Promise<void> {
    const geo = source();
    const p = projection();
    if (!geo || !p) return;
    // A city without rivers or roads in its folder has none on its map: that is no failure.
    const found = await geo.base().catch(() => null);
    if (!found) return;
    await idle();
    const water = { rivers: rivers(p, found.rivers), waters: waters(p, found.rivers) };
    const lines = roads(p, found.roads);
    await idle();
    base.value = { ...water, roads: lines, footprints: footprints(p, found.buildings) };
  }

  watch([regions, source], ([next]) => { if (next) void show(next); }, { immediate: true });
  watch(source, () => { base.value = null; void loadBase(); }, { immediate: true });
  return { scene, base, error };
}

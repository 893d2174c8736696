/** Geometry of what is shown: the region, its children, what lies inside them, and its surroundings. */
import { shallowRef, watch, type ShallowRef } from 'vue';
import type { ApiRegions } from '../../server/wire/messages.ts';
import { LEVELS } from '../../server/wire/region.ts';
import type { GeoSource } from './geo.ts';
import type { Projection } from './projection.ts';
import { rivers, roads, waters, type River, type Waters } from './layers/base.ts';
import { footprints, type Footprints } from './layers/buildings.ts';
import { joinPaths, type PathSet } from './paths.ts';
import type { RegionGeo } from './shapes.ts';

export interface Base { rivers: River[]; waters: Waters; roads: { main: PathSet; minor: PathSet } }
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
  /** Buildings; asked for when a place is near enough to show them. */
  buildings: ShallowRef<Footprints | null>;
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
  const buildings = shallowRef<Footprints | null>(null);
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
    const water = await geo.base('rivers').catch(() => []);
    const lines = await geo.base('roads').catch(() => []);
    await idle();
    if (geo === source()) base.value = { rivers: rivers(p, water), waters: waters(p, water), roads: roads(p, lines) };
  }

  async function loadBuildings(): Promise<void> {
    const geo = source();
    const p = projection();
    if (!geo || !p || buildings.value) return;
    const found = await geo.base('buildings').catch(() => []);
    await idle();
    if (geo === source()) buildings.value = footprints(p, found);
  }

  watch([regions, source], ([next]) => { if (next) void show(next); }, { immediate: true });
  watch(source, () => { base.value = null; buildings.value = null; void loadBase(); }, { immediate: true });
  watch(() => (scene.value?.depth ?? 0) >= 2, (near) => { if (near) void loadBuildings(); });
  return { scene, base, buildings, error };
}

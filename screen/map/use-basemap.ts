/** The ground under the map, where the city has tiles: asked of this server alone, for the view at rest. */
import { computed, onBeforeUnmount, shallowRef, watch, type ComputedRef } from 'vue';
import type { Layer } from '@deck.gl/core';
import { ApiBasemap, type BasemapInfo } from '../../server/wire/basemap.ts';
import { tileLayer, tilesIn, type Spot } from './layers/basemap.ts';
import type { Projection } from './projection.ts';
import { TileLoader, type Shown } from './basemap-loader.ts';
import { worldX, worldY, type Size, type View } from './view.ts';

export interface BasemapState {
  /** null: the city has none, or nobody could say. */
  info: ComputedRef<BasemapInfo | null>;
  layers: ComputedRef<Layer[]>;
  shown: ComputedRef<readonly Spot[]>;
  /** Tiles are wanted and cannot be had. */
  away: ComputedRef<boolean>;
}

/** A city without tiles, or a server that has never heard of them, has none: that is no failure. */
const askInfo = async (): Promise<BasemapInfo | null> => {
  const answer = await fetch('/api/basemap', { headers: { accept: 'application/json' } });
  return answer.ok ? ApiBasemap.parse(await answer.json()).basemap : null;
};
async function load({ key }: Spot): Promise<ImageBitmap | null> {
  const answer = await fetch(`/basemap/${key}`);
  if (answer.status === 204 || answer.status === 404) return null;
  if (!answer.ok) throw new Error(`/basemap/${key}: answered ${answer.status}, expected 200`);
  return createImageBitmap(await answer.blob());
}

/** `calm`: tiles come by the dozen, and the map is drawn anew once in so many ms for them. */
export function useBasemap(input: { projection: () => Projection | null; rest: () => View; size: () => Size; calm: () => number }): BasemapState {
  const info = shallowRef<BasemapInfo | null>(null);
  const shown = shallowRef<readonly Shown<ImageBitmap>[]>([]);
  const away = shallowRef(false);
  let due = false;
  let closed = false;
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const later = (run: () => void, ms: number): void => { if (closed) return; const timer = setTimeout(() => { timers.delete(timer); run(); }, ms); timers.add(timer); };
  const loader = new TileLoader<ImageBitmap>({
    load,
    changed: () => { if (!due) { due = true; later(() => { due = false; shown.value = loader.shown(); away.value = loader.away; }, input.calm()); } },
    later,
  });
  void askInfo().then((found) => { info.value = found; }, () => undefined);
  watch([info, () => input.projection(), () => input.rest(), () => input.size()] as const, ([tiles, p, view, size]) => {
    if (!tiles || !p) return;
    loader.want(tilesIn([worldX(view, size, 0), worldY(view, size, size.height), worldX(view, size, size.width), worldY(view, size, 0)], view.k, p, tiles));
  });
  onBeforeUnmount(() => { closed = true; timers.forEach(clearTimeout); });

  const known = new Map<ImageBitmap, Layer>();
  const layers = computed(() => {
    const made = shown.value.map(({ spot, image }) => known.get(image) ?? tileLayer(spot, image, info.value?.opacity ?? 1));
    known.clear();
    shown.value.forEach(({ image }, i) => known.set(image, made[i]!));
    return made;
  });
  return { info: computed(() => info.value), layers, shown: computed(() => shown.value.map(({ spot }) => spot)), away: computed(() => away.value) };
}

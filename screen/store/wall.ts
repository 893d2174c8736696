/** The wall itself: its size in real pixels, and what its people have chosen to see. */
import { defineStore } from 'pinia';
import { computed, reactive, ref, shallowRef } from 'vue';
import { DEFAULT_INDICATOR } from '../map/indicators.ts';
import { DESIGN, scaleOf } from '../look/tokens.ts';

export interface Layers { heat: boolean; cameras: boolean; stations: boolean; staff: boolean; buildings: boolean; roads: boolean }
export const LAYER_NAMES = ['heat', 'cameras', 'stations', 'staff', 'buildings', 'roads'] as const satisfies readonly (keyof Layers)[];

export const useWall = defineStore('wall', () => {
  const width = ref<number>(DESIGN.width);
  const height = ref<number>(DESIGN.height);
  const scale = computed(() => scaleOf(width.value, height.value));
  /** Points of cameras and staff are off at first: a region's colour and its stations say more from afar. */
  const layers = reactive<Layers>({ heat: true, cameras: false, stations: true, staff: false, buildings: true, roads: true });
  const indicator = ref<string>(DEFAULT_INDICATOR);
  /** What the map says of its renderer; null until it has said anything. */
  const mapStatus = shallowRef<{ webgl: boolean; software: boolean; error?: string } | null>(null);

  function resize(w: number, h: number): void { width.value = w; height.value = h; }
  function toggle(name: keyof Layers): void { layers[name] = !layers[name]; }
  return { width, height, scale, layers, indicator, mapStatus, resize, toggle };
});

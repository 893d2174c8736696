/** The wall itself: its size in real pixels, what its people have chosen to see, and how all of it is laid out. */
import { defineStore } from 'pinia';
import { computed, reactive, ref, shallowRef, watch } from 'vue';
import { leastText } from '../../server/wire/wall.ts';
import { DEFAULT_INDICATOR } from '../map/indicators.ts';
import { DESIGN, scaleOf } from '../look/tokens.ts';
import type { Canvas } from '../wall/layout.ts';
import { useScenes } from './scenes.ts';

export interface Layers { heat: boolean; rain: boolean; cameras: boolean; stations: boolean; staff: boolean; buildings: boolean; roads: boolean }
export const LAYER_NAMES = ['heat', 'rain', 'cameras', 'stations', 'staff', 'buildings', 'roads'] as const satisfies readonly (keyof Layers)[];

export const useWall = defineStore('wall', () => {
  const scenes = useScenes();
  const width = ref<number>(DESIGN.width);
  const height = ref<number>(DESIGN.height);
  /** Name of the wall that the address asks for; null: an unknown one, read from near. */
  const wanted = ref<string | null>(null);
  /** The address wants no pixel shift. */
  const still = ref(false);
  const spec = computed(() => scenes.walls.find(({ id }) => id === wanted.value) ?? null);
  const scale = computed(() => scaleOf(width.value, height.value, spec.value ? leastText(spec.value) : 0));
  /** The wall in design px. Seams are given for its own size; another window has none that are known. */
  const canvas = computed<Canvas>(() => {
    const own = spec.value !== null && spec.value.width === width.value && spec.value.height === height.value ? spec.value.seams : { x: [], y: [] };
    const design = (px: number): number => px / scale.value;
    return { width: design(width.value), height: design(height.value), seams: { x: own.x.map(design), y: own.y.map(design) } };
  });
  const layers = reactive<Layers>({ heat: true, rain: false, cameras: false, stations: true, staff: false, buildings: true, roads: true });
  const indicator = ref<string>(DEFAULT_INDICATOR);
  /** What the map says of its renderer; null until it has said anything. */
  const mapStatus = shallowRef<{ webgl: boolean; software: boolean; error?: string; credit?: string } | null>(null);

  // A scene says what is seen at first; what people switch stays until the next scene.
  watch(() => scenes.current, (scene) => {
    if (!scene) return;
    indicator.value = scene.indicator ?? DEFAULT_INDICATOR;
    for (const name of LAYER_NAMES) layers[name] = scene.layers.includes(name);
  }, { immediate: true });

  function resize(w: number, h: number): void { width.value = w; height.value = h; }
  function toggle(name: keyof Layers): void { layers[name] = !layers[name]; }
  return { width, height, wanted, still, spec, scale, canvas, layers, indicator, mapStatus, resize, toggle };
});

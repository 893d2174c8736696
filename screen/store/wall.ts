/** The wall itself: its size in real pixels, what its people have chosen to see, and how all of it is laid out. */
import { defineStore } from 'pinia';
import { computed, reactive, ref, shallowRef, watch } from 'vue';
import { MAP_LAYERS } from '../../server/wire/scene.ts';
import type { Camera, WallState } from '../../server/wire/tile.ts';
import { leastText } from '../../server/wire/wall.ts';
import { DEFAULT_INDICATOR } from '../map/indicators.ts';
import type { LayerSwitches, MapStatus } from '../map/types.ts';
import { REACH } from '../look/shift.ts';
import { DESIGN, scaleOf } from '../look/tokens.ts';
import type { Canvas } from '../wall/layout.ts';
import { useScenes } from './scenes.ts';
import { useTile } from './tile.ts';
import { partOf, problemOf, touches, wider, type Part } from './tile-part.ts';

export type Layers = LayerSwitches;
export const LAYER_NAMES = MAP_LAYERS satisfies readonly (keyof Layers)[];

export const useWall = defineStore('wall', () => {
  const [scenes, tile] = [useScenes(), useTile()];
  /** Of this browser's own window. */
  const glass = ref<{ width: number; height: number }>({ ...DESIGN });
  /** Name of the wall that the address asks for; null: an unknown one, read from near. */
  const wanted = ref<string | null>(null);
  /** The address wants no pixel shift. */
  const still = ref(false);
  const spec = computed(() => scenes.walls.find(({ id }) => id === wanted.value) ?? null);
  /** What is wrong with the tile that the address asks for; null while nothing is, or is known to be. */
  const problem = computed(() => (tile.wanted === null || scenes.all.length === 0 ? null : problemOf(tile.wanted, spec.value)));
  /** The part of the wall that this browser shows; null: it is the whole wall. */
  const part = computed<Part | null>(() => (tile.place && spec.value?.tiles && problem.value === null ? partOf(spec.value, tile.place) : null));
  const drawn = computed<Part | null>(() => part.value && wider(part.value, REACH));
  /** Of the whole wall: it is laid out once, however many browsers show it. */
  const width = computed(() => (part.value && spec.value ? spec.value.width : glass.value.width));
  const height = computed(() => (part.value && spec.value ? spec.value.height : glass.value.height));
  const scale = computed(() => scaleOf(width.value, height.value, spec.value ? leastText(spec.value) : 0));
  /** The wall in design px. Seams are given for its own size; another window has none that are known. */
  /** Another window of the same wall shows the same part of the city: its pixels a metre are fewer by this. */
  const zoom = computed(() => (tile.on && part.value === null && spec.value ? Math.min(width.value / spec.value.width, height.value / spec.value.height) : 1));
  const canvas = computed<Canvas>(() => {
    const own = spec.value !== null && spec.value.width === width.value && spec.value.height === height.value ? spec.value.seams : { x: [], y: [] };
    const design = (px: number): number => px / scale.value;
    return { width: design(width.value), height: design(height.value), seams: { x: own.x.map(design), y: own.y.map(design) } };
  });
  /** The window has not the size of the wall that the address names: its seams are not where they are given, and nothing keeps off them. */
  const otherSize = computed(() => {
    const own = spec.value;
    if (!own || own.seams.x.length + own.seams.y.length === 0 || (own.width === width.value && own.height === height.value)) return null;
    return { window: `${width.value}×${height.value}`, wall: `${own.width}×${own.height}` };
  });
  const design = ({ x, y, width: w, height: h }: Part): Part => { const s = scale.value; return { x: x / s, y: y / s, width: w / s, height: h / s }; };
  /** What this browser shows of the wall, design px; and what each of the wall's browsers does, in the order of its tiles. */
  const own = computed<Part>(() => design(part.value ?? { x: 0, y: 0, width: width.value, height: height.value }));
  const parts = computed<readonly Part[]>(() => {
    const of = part.value && spec.value;
    if (!of?.tiles) return [own.value];
    const { columns, rows } = of.tiles;
    return Array.from({ length: columns * rows }, (_, i) => design(partOf(of, { column: (i % columns) + 1, row: Math.floor(i / columns) + 1 })));
  });
  const layers = reactive<Layers>({ heat: true, rain: false, areas: false, cameras: false, stations: true, staff: false, buildings: true, roads: true });
  const indicator = ref<string>(DEFAULT_INDICATOR);
  /** What the map says of its renderer; null until it has said anything. */
  const mapStatus = shallowRef<MapStatus | null>(null);

  // A scene says what is seen at first; what people switch stays until the next scene. On a wall that pages share the server keeps it.
  watch([() => scenes.current, () => tile.state] as const, ([scene, shared]) => {
    if (!scene) return;
    indicator.value = shared?.indicator ?? scene.indicator ?? DEFAULT_INDICATOR;
    const on = shared?.layers ?? scene.layers;
    for (const name of LAYER_NAMES) layers[name] = on.includes(name);
  }, { immediate: true });

  /** Layers that are on by the server's word: those people switched, else the scene's own. */
  const layersOf = (now: WallState): readonly string[] => now.layers ?? (scenes.all.find(({ id }) => id === now.scene) ?? scenes.all[0])?.layers ?? [];
  function resize(w: number, h: number): void { glass.value = { width: w, height: h }; }
  function toggle(name: keyof Layers): void {
    if (!tile.on) { layers[name] = !layers[name]; return; }
    void tile.change((now) => { const on = layersOf(now); return { layers: on.includes(name) ? on.filter((one) => one !== name) : [...on, name] }; });
  }
  function colourBy(key: string): void { if (tile.on) void tile.change(() => ({ indicator: key })); else indicator.value = key; }
  /** Where people moved the map of a wall of one browser; null: the place is shown whole. On tiles the server keeps it. */
  const camera = shallowRef<Camera | null>(null);
  function moved(to: Camera): void { if (tile.on) void tile.change(() => ({ camera: { ...to, k: to.k / zoom.value } })); else camera.value = to; }
  /** Whether this browser shows any of a box, design px of the whole wall. */
  function shows({ x, y, width: w, height: h }: Part): boolean {
    const s = scale.value;
    return drawn.value === null || touches(drawn.value, { x: x * s, y: y * s, width: w * s, height: h * s });
  }
  return { width, height, wanted, still, spec, problem, part, drawn, own, parts, scale, zoom, canvas, otherSize, layers, indicator, camera, mapStatus, layersOf, resize, toggle, colourBy, moved, shows };
});

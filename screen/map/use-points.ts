/** Cameras and staff: one by one where they are few, else counts by cell. Also the heat raster. */
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import type { Layer } from '@deck.gl/core';
import type { PointsData } from '../../server/wire/messages.ts';
import { bins, countIn, single, type Bin } from './layers/bins.ts';
import { crop, difference, heatPixels, heatRaster, heatScale, makeCentres, type CellCentre, type HeatScale, type Picture, type Raster } from './layers/heat.ts';
import { decodePoints, discLayer, dotPath, pointColours, selectPoints, squareLayer, type Dots, type Points } from './layers/points.ts';
import { CAMERA_OFF, CAMERA_ON, STAFF } from './palette.ts';
import type { Box, Projection } from './projection.ts';
import type { Quality } from './quality.ts';
import type { Counted, HeatShown } from './types.ts';
import { inShape } from './shapes.ts';
import type { Scene } from './use-scene.ts';
import { worldX, worldY, type Size, type View } from './view.ts';

/** Edge of a counting cell, design px. */
const CELL = 84;
const OFF_DUTY = 3;

export interface PointInputs {
  cameras: () => PointsData | null;
  staff: () => PointsData | null;
  projection: () => Projection | null;
  scene: () => Scene | null;
  quality: () => Quality;
  scale: () => number;
  rest: () => View;
  size: () => Size;
}
export interface PointState { /** Where staff are drawn one by one, with what lies about it, and how many; null where they are counted. */ near: ComputedRef<{ box: Box; count: number } | null>; layers: ComputedRef<Layer[]>; /** The same for a page without WebGL. */ dots: ComputedRef<Dots[]>; bins: ComputedRef<{ kind: 'camera' | 'staff'; bins: Bin[] }[]> }

export function usePoints(input: PointInputs): PointState {
  const decoded = (data: () => PointsData | null): ComputedRef<Points | null> => computed(() => {
    const p = input.projection();
    const points = data();
    return p && points ? decodePoints(points, p) : null;
  });
  const cameras = decoded(input.cameras);
  const staff = decoded(input.staff);
  const depth = computed(() => input.scene()?.depth ?? 0);
  /** The part of the region that is on the screen, metres. */
  const seen = computed<Box | null>(() => {
    const box = input.scene()?.geo.outline.box;
    const view = input.rest(), size = input.size();
    return box ? [
      Math.max(box[0], worldX(view, size, 0)), Math.max(box[1], worldY(view, size, size.height)),
      Math.min(box[2], worldX(view, size, size.width)), Math.min(box[3], worldY(view, size, 0)),
    ] : null;
  });
  /** The points to be drawn one by one: those on the screen and about it, so that a drag finds them there; null where they are counted. */
  const singly = (points: ComputedRef<Points | null>): ComputedRef<Points | null> => {
    let was = false;
    return computed(() => {
      const all = points.value;
      const box = seen.value;
      if (!all || !box) return null;
      const wide = box[2] - box[0], high = box[3] - box[1];
      was = single(countIn(all, box), Math.max(0, wide) * Math.max(0, high) * input.rest().k ** 2, input.scale(), input.quality().points, was);
      return was ? selectPoints(all, (x, y) => x > box[0] - wide && x < box[2] + wide && y > box[1] - high && y < box[3] + high) : null;
    });
  };
  const camerasNear = singly(cameras);
  const staffNear = singly(staff);
  const cell = computed(() => (CELL * input.scale()) / input.rest().k);

  const cameraPx = computed(() => (depth.value >= 2 ? 6 : 4) * input.scale());
  const staffPx = computed(() => (depth.value >= 3 ? 8 : 6) * input.scale());
  const cameraLayers = computed<Layer[]>(() => {
    const points = camerasNear.value;
    if (!points) return [];
    const px = cameraPx.value;
    const on = selectPoints(points, (_x, _y, state) => state === 1);
    const off = selectPoints(points, (_x, _y, state) => state !== 1);
    return [
      squareLayer('cameras-on', on, CAMERA_ON, { px }),
      squareLayer('cameras-off', off, CAMERA_OFF, { px: px * 1.5, hollow: 1.4 * input.scale() }),
    ];
  });
  const staffLayer = computed<Layer | null>(() => {
    const points = staffNear.value;
    if (!points) return null;
    return discLayer('staff', points, pointColours(points.states, STAFF), { px: staffPx.value });
  });
  const counted = computed(() => {
    const out: { kind: 'camera' | 'staff'; bins: Bin[] }[] = [];
    const shape = input.scene()?.geo.outline;
    if (cameras.value && cameraLayers.value.length === 0) out.push({ kind: 'camera', bins: bins(cameras.value, cell.value, (s) => s === 0) });
    if (staff.value && !staffLayer.value) {
      const present = selectPoints(staff.value, (_x, _y, state) => state < OFF_DUTY);
      out.push({ kind: 'staff', bins: bins(present, cell.value, (s) => s === 2) });
    }
    return shape ? out.map(({ kind, bins: all }) => ({ kind, bins: all.filter((b) => inShape(shape, b.x, b.y)) })) : out;
  });
  const dots = computed<Dots[]>(() => {
    const of = (id: string, points: Points | null, keep: (state: number) => boolean, look: Omit<Dots, 'id' | 'd'>): Dots[] => {
      const some = points && selectPoints(points, (_x, _y, state) => keep(state));
      return some && some.count > 0 ? [{ id, d: dotPath(some), ...look }] : [];
    };
    return [
      ...of('cameras-on', camerasNear.value, (state) => state === 1, { colour: CAMERA_ON, px: cameraPx.value, shape: 'square', hollow: false }),
      ...of('cameras-off', camerasNear.value, (state) => state !== 1, { colour: CAMERA_OFF, px: cameraPx.value * 1.5, shape: 'square', hollow: true }),
      ...STAFF.flatMap((colour, i) => of(`staff-${i}`, staffNear.value, (state) => Math.min(state, STAFF.length - 1) === i, { colour, px: staffPx.value, shape: 'round', hollow: false })),
    ];
  });
  const near = computed(() => {
    const box = seen.value;
    const wide = box ? box[2] - box[0] : 0, high = box ? box[3] - box[1] : 0;
    return box && staffNear.value ? { box: [box[0] - wide, box[1] - high, box[2] + wide, box[3] + high] as const, count: staffNear.value.count } : null;
  });
  return { near, dots, layers: computed(() => [...cameraLayers.value, ...(staffLayer.value ? [staffLayer.value] : [])]), bins: counted };
}

export interface HeatLegend { scale: HeatScale; hours: number; kernel: number; /** Two windows: more and less. */ compared: boolean; over: string | null }
export interface HeatState { picture: ComputedRef<Picture | null>; legend: ComputedRef<HeatLegend | null> }

/** H3 is fetched when heat is first shown; until then there is none. */
export function useHeat(data: () => HeatShown | null, projection: () => Projection | null, scene: () => Scene | null): HeatState {
  const centre: ShallowRef<CellCentre | null> = shallowRef(null);
  watch(() => data() !== null, (wanted) => {
    if (wanted && !centre.value) void import('h3-js').then((h3) => { centre.value = (cell) => h3.cellToLatLng(cell) as [number, number]; });
  }, { immediate: true });
  const centres = computed(() => {
    const p = projection();
    return p && centre.value ? makeCentres(p, centre.value) : null;
  });
  const made = computed(() => {
    const heat = data();
    const shown = scene();
    if (!heat || !shown || !centres.value) return null;
    const { kernel } = heat;
    const raster = ({ cells, around }: Counted): Raster => heatRaster([cells, around], centres.value!, shown.geo.outline.box, kernel);
    const whole = heat.before ? difference(raster(heat), raster(heat.before)) : raster(heat);
    // Two windows differ by less than either holds.
    const scale = heatScale(heat.before ? Math.max(heat.most, heat.before.most) / 2 : heat.most, kernel);
    return { raster: crop(whole, scale.low), scale, kernel, hours: heat.window, compared: heat.before != null, over: heat.over ?? null };
  });
  return {
    picture: computed(() => (made.value && made.value.raster.width > 0 ? { id: 'heat', ...made.value.raster, pixels: heatPixels(made.value.raster, made.value.scale) } : null)),
    legend: computed(() => (made.value ? { scale: made.value.scale, hours: made.value.hours, kernel: made.value.kernel, compared: made.value.compared, over: made.value.over } : null)),
  };
}

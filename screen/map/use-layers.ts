/** Joins the scene and the data to a list of layers; each is made anew only when what it shows changed. */
import { computed, type ComputedRef } from 'vue';
import type { Layer } from '@deck.gl/core';
import { BORDER, CONTEXT_FILL, CONTEXT_LINE, INNER_BORDER, OUTLINE, type Rgb } from './palette.ts';
import { buildingLayers, riverLayers, roadLayers, waterLayers } from './layers/base.ts';
import { glowLayers, lineLayer } from './layers/lines.ts';
import { fillLayer, pieces, type Filled } from './layers/regions.ts';
import type { Quality } from './quality.ts';
import type { Base, Scene } from './use-scene.ts';
import { thin, type PathSet } from './shapes.ts';
import type { LayerSwitches } from './types.ts';

/** Design pixels across the region's view that lines are drawn to. */
const LINE_PIXELS = 1_400;

export interface LayerInputs {
  scene: () => Scene | null;
  base: () => Base | null;
  filled: () => Filled | null;
  quality: () => Quality;
  scale: () => number;
  switches: () => LayerSwitches;
  /** Heat, cameras, staff: made by their own builders. */
  heat: () => Layer | null;
  points: () => Layer[];
}

export function useLayers(input: LayerInputs): ComputedRef<Layer[]> {
  /** Metres that no eye can tell apart in the region's own view. */
  const fine = computed(() => {
    const box = input.scene()?.geo.outline.box;
    return box ? Math.max(box[2] - box[0], box[3] - box[1]) / (LINE_PIXELS * input.scale()) : 0;
  });
  const drawn = computed(() => {
    const scene = input.scene();
    if (!scene) return null;
    const { geo, inner, around: outer } = scene;
    const at = (set: PathSet): PathSet => thin(set, fine.value);
    return {
      outline: at(geo.outlinePaths), borders: at(geo.borders), inner: inner && at(inner),
      around: outer && { borders: at(outer.borders), outline: at(outer.outlinePaths) },
    };
  });
  const thinBase = computed(() => {
    const base = input.base();
    if (!base) return null;
    const at = (set: PathSet): PathSet => thin(set, fine.value);
    return {
      rivers: base.rivers.map((river) => ({ ...river, paths: at(river.paths) })),
      waters: { ...base.waters, banks: at(base.waters.banks) },
      roads: { main: at(base.roads.main), minor: at(base.roads.minor) },
    };
  });
  const around = computed<Layer[]>(() => {
    const geo = input.scene()?.around;
    const lines = drawn.value?.around;
    if (!geo || !lines) return [];
    const colours: Rgb[] = geo.children.map(() => CONTEXT_FILL);
    return [
      fillLayer(`around-${geo.code}`, pieces(geo.children), colours),
      lineLayer(`around-line-${geo.code}`, lines.borders, { colour: CONTEXT_LINE, width: input.scale() }),
      lineLayer(`around-edge-${geo.code}`, lines.outline, { colour: CONTEXT_LINE, width: 1.4 * input.scale() }),
    ];
  });
  const glow = computed<Layer[]>(() => {
    const lines = drawn.value;
    return lines && input.quality().glow ? glowLayers('glow', lines.outline, input.scale()) : [];
  });
  const shapes = computed(() => {
    const geo = input.scene()?.geo;
    if (!geo) return null;
    return { code: geo.code, pieces: pieces(geo.children.length > 0 ? geo.children : [geo.outline]) };
  });
  const fill = computed<Layer | null>(() => {
    const at = shapes.value;
    const filled = input.filled();
    return at && filled ? fillLayer(`fill-${at.code}`, at.pieces, filled.colours) : null;
  });
  const near = computed(() => (input.scene()?.depth ?? 0) >= 1);
  const water = computed<Layer[]>(() => {
    const base = thinBase.value;
    return base ? [...waterLayers(base.waters, input.scale()), ...riverLayers(base.rivers, input.scale(), near.value)] : [];
  });
  const roads = computed<Layer[]>(() => {
    const base = thinBase.value;
    return base && input.switches().roads ? roadLayers(base.roads, input.scale(), near.value, input.quality().minorRoads) : [];
  });
  const buildings = computed<Layer[]>(() => {
    const base = input.base();
    const wanted = input.switches().buildings && input.quality().buildings && (input.scene()?.depth ?? 0) >= 2;
    return base && wanted ? buildingLayers(base.footprints) : [];
  });
  const inner = computed<Layer | null>(() => {
    const lines = drawn.value?.inner;
    return lines ? lineLayer('inner', lines, { colour: INNER_BORDER, width: 1.1 * input.scale() }) : null;
  });
  const borders = computed<Layer[]>(() => {
    const lines = drawn.value;
    const s = input.scale();
    return lines ? [lineLayer('borders', lines.borders, { colour: BORDER, width: 1.3 * s }), lineLayer('outline', lines.outline, { colour: OUTLINE, width: 2 * s })] : [];
  });
  return computed(() => [
    ...around.value, ...glow.value, fill.value, inner.value, ...roads.value, ...buildings.value,
    ...water.value, input.heat(), ...borders.value, ...input.points(),
  ].filter((layer): layer is Layer => layer !== null));
}

/** Joins the scene and the data to a list of layers; each is made anew only when what it shows changed. */
import { computed, type ComputedRef } from 'vue';
import type { Layer } from '@deck.gl/core';
import { BORDER, CONTEXT_FILL, CONTEXT_LINE, INNER_BORDER, OUTLINE, type Rgb } from './palette.ts';
import { buildingLayers, riverLayers, roadLayers, waterLayer } from './layers/base.ts';
import { glowLayers, lineLayer } from './layers/lines.ts';
import { fillLayer, pieces, type Filled } from './layers/regions.ts';
import type { Quality } from './quality.ts';
import type { Base, Scene } from './use-scene.ts';
import type { LayerSwitches } from './types.ts';

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
  const around = computed<Layer[]>(() => {
    const geo = input.scene()?.around;
    if (!geo) return [];
    const colours: Rgb[] = geo.children.map(() => CONTEXT_FILL);
    return [
      fillLayer(`around-${geo.code}`, pieces(geo.children), colours),
      lineLayer(`around-line-${geo.code}`, geo.borders, { colour: CONTEXT_LINE, width: input.scale() }),
      lineLayer(`around-edge-${geo.code}`, geo.outlinePaths, { colour: CONTEXT_LINE, width: 1.4 * input.scale() }),
    ];
  });
  const glow = computed<Layer[]>(() => {
    const geo = input.scene()?.geo;
    return geo && input.quality().glow ? glowLayers(`glow-${geo.code}`, geo.outlinePaths, input.scale()) : [];
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
    const base = input.base();
    return base ? [waterLayer(base.waters), ...riverLayers(base.rivers, input.scale(), near.value)] : [];
  });
  const roads = computed<Layer[]>(() => {
    const base = input.base();
    return base && input.switches().roads ? roadLayers(base.roads, input.scale(), near.value, input.quality().minorRoads) : [];
  });
  const buildings = computed<Layer[]>(() => {
    const base = input.base();
    const wanted = input.switches().buildings && input.quality().buildings && (input.scene()?.depth ?? 0) >= 2;
    return base && wanted ? buildingLayers(base.footprints) : [];
  });
  const borders = computed<Layer[]>(() => {
    const shown = input.scene();
    if (!shown) return [];
    const { geo, inner } = shown;
    const s = input.scale();
    return [
      ...(inner ? [lineLayer(`inner-${geo.code}`, inner, { colour: INNER_BORDER, width: 1.1 * s })] : []),
      lineLayer(`borders-${geo.code}`, geo.borders, { colour: BORDER, width: 1.3 * s }),
    ];
  });
  const outline = computed<Layer | null>(() => {
    const geo = input.scene()?.geo;
    return geo ? lineLayer(`outline-${geo.code}`, geo.outlinePaths, { colour: OUTLINE, width: 2 * input.scale() }) : null;
  });
  return computed(() => [
    ...around.value, ...glow.value, fill.value, ...borders.value.slice(0, -1), ...roads.value, ...buildings.value,
    ...water.value, input.heat(), ...borders.value.slice(-1), outline.value, ...input.points(),
  ].filter((layer): layer is Layer => layer !== null));
}

/** The rain between the city's gauges, as one picture: of all of them, since rain next door is the better witness than none. */
import { computed, type ComputedRef } from 'vue';
import type { Layer } from '@deck.gl/core';
import type { StationItem } from '../../server/wire/messages.ts';
import { pictureLayer } from './layers/heat.ts';
import { rainField, rainGauges, rainPixels, type Gauges } from './layers/rain.ts';
import type { Projection } from './projection.ts';
import type { Scene } from './use-scene.ts';

/** `shown`: is there a field to explain? */
export function useRain(items: () => readonly StationItem[] | null, projection: () => Projection | null, scene: () => Scene | null): { layer: ComputedRef<Layer | null>; shown: ComputedRef<boolean> } {
  const gauges = computed<Gauges | null>((before) => {
    const all = items();
    const p = projection();
    return all && p ? rainGauges(all, p, before ?? null) : null;
  });
  const outline = computed(() => scene()?.geo.outline ?? null);
  const layer = computed(() => {
    if (!gauges.value || gauges.value.length === 0 || !outline.value) return null;
    const field = rainField(gauges.value, outline.value);
    return pictureLayer('rain', field, rainPixels(field));
  });
  return { layer, shown: computed(() => layer.value !== null) };
}

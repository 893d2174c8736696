/** The rain between the city's gauges, as one picture: of all of them, since rain next door is the better witness than none. */
import { computed, type ComputedRef } from 'vue';
import type { StationItem } from '../../server/wire/messages.ts';
import type { Picture } from './layers/heat.ts';
import { rainField, rainGauges, rainPixels, type Gauges } from './layers/rain.ts';
import type { Projection } from './projection.ts';
import type { Scene } from './use-scene.ts';

/** null: there is no field to show. */
export function useRain(items: () => readonly StationItem[] | null, projection: () => Projection | null, scene: () => Scene | null): ComputedRef<Picture | null> {
  const gauges = computed<Gauges | null>((before) => {
    const all = items();
    const p = projection();
    return all && p ? rainGauges(all, p, before ?? null) : null;
  });
  const outline = computed(() => scene()?.geo.outline ?? null);
  return computed(() => {
    if (!gauges.value || gauges.value.length === 0 || !outline.value) return null;
    const field = rainField(gauges.value, outline.value);
    return { id: 'rain', ...field, pixels: rainPixels(field) };
  });
}

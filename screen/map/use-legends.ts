/** Which legends stand where: off the region where they can, off each other and off what matters always. */
import { computed, type ComputedRef } from 'vue';
import type { AlertItem, StationItem } from '../../server/wire/messages.ts';
import type { Rect } from './boxes.ts';
import type { Outlook } from './forecast.ts';
import { legendCorners, legendRect, type Corners } from './legend.ts';
import { toX, toY, type Projection } from './projection.ts';
import { mostCritical, rankOf } from './stations.ts';
import type { Scene } from './use-scene.ts';
import { screenX, screenY, type Padding, type Size, type View } from './view.ts';

export interface LegendInputs {
  scene: () => Scene | null; projection: () => Projection | null;
  rest: () => View; size: () => Size; padding: () => Padding; scale: () => number;
  /** Those that the map draws. */
  stations: () => readonly StationItem[]; alerts: () => readonly AlertItem[]; outlook: () => Outlook;
  /** Is there one to explain? */
  heat: () => boolean; rain: () => boolean; areas: () => boolean;
}

export function useLegends(input: LegendInputs): { corners: ComputedRef<Corners>; reserved: ComputedRef<Rect[]> } {
  /** Stations over a threshold, and the one that would have the sentence. */
  const marks = computed(() => {
    const p = input.projection();
    if (!p) return [];
    const view = input.rest(), size = input.size();
    const first = mostCritical(input.stations(), input.alerts(), null, input.outlook());
    return input.stations().flatMap((s) => (s.lng === null || s.lat === null || (rankOf(s) <= 0 && s !== first) ? []
      : [{ x: screenX(view, size, toX(p, s.lng)), y: screenY(view, size, toY(p, s.lat)) }]));
  });
  const corners = computed<Corners>(() => {
    const outline = input.scene()?.geo.outline;
    const wall = { view: input.rest(), size: input.size(), padding: input.padding(), scale: input.scale() };
    return outline ? legendCorners(outline, wall, marks.value, input.heat()) : { heat: 'top-right', fill: 'bottom-left', rain: 'bottom-right' };
  });
  const reserved = computed<Rect[]>(() => {
    const rect = (kind: keyof Corners, of: Parameters<typeof legendRect>[1]): Rect => legendRect(corners.value[kind], of, input.size(), input.padding(), input.scale());
    return [rect('fill', input.areas() ? 'fillAndAreas' : 'fill'), ...(input.heat() ? [rect('heat', 'heat')] : []), ...(input.rain() ? [rect('rain', 'rain')] : [])];
  });
  return { corners, reserved };
}

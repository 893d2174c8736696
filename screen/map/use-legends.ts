/** Which legends stand where: off the region where they can, off each other and off what matters always. */
import { computed, type ComputedRef } from 'vue';
import type { AlertItem, StationItem } from '../../server/wire/messages.ts';
import type { Rect } from './boxes.ts';
import type { Outlook } from './forecast.ts';
import { legendCorners, legendRect, noticeHeight, type Corner, type Corners, type Seams } from './legend.ts';
import { toX, toY, type Projection } from './projection.ts';
import { mostCritical, rankOf } from './stations.ts';
import type { Scene } from './use-scene.ts';
import { screenX, screenY, type Padding, type Size, type View } from './view.ts';

export interface LegendInputs {
  scene: () => Scene | null; projection: () => Projection | null;
  rest: () => View; size: () => Size; padding: () => Padding; scale: () => number; seams: () => Seams;
  /** Those that the map draws. */
  stations: () => readonly StationItem[]; alerts: () => readonly AlertItem[]; outlook: () => Outlook;
  /** Is there one to explain? */
  heat: () => boolean; rain: () => boolean; areas: () => boolean;
  /** What is said with the first of them. */
  notice: () => string | null;
}

/** At which corner a legend stands, and where that is, px of the map's element. */
export interface Placed { corner: Corner; style: Readonly<Record<string, string>> }
const INSET = 6;

export function useLegends(input: LegendInputs): { places: ComputedRef<Record<keyof Corners, Placed>>; reserved: ComputedRef<Rect[]> } {
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
    const wall = { view: input.rest(), size: input.size(), padding: input.padding(), scale: input.scale(), seams: input.seams() };
    return outline ? legendCorners(outline, wall, marks.value, input.heat()) : { heat: 'top-right', fill: 'bottom-left', rain: 'bottom-right' };
  });
  const rects = computed(() => {
    const rect = (kind: keyof Corners, of: Parameters<typeof legendRect>[1], more = 0): Rect => legendRect(corners.value[kind], of, input.size(), input.padding(), input.scale(), input.seams(), more);
    return { fill: rect('fill', input.areas() ? 'fillAndAreas' : 'fill', noticeHeight(input.notice())), heat: rect('heat', 'heat'), rain: rect('rain', 'rain') };
  });
  const reserved = computed<Rect[]>(() => [rects.value.fill, ...(input.heat() ? [rects.value.heat] : []), ...(input.rain() ? [rects.value.rain] : [])]);
  const placed = (kind: keyof Corners): Placed => {
    const { x, y, w, h } = rects.value[kind];
    const corner = corners.value[kind];
    const { width, height } = input.size();
    const inset = INSET * input.scale();
    return { corner, style: {
      ...(corner.endsWith('left') ? { left: `${x + inset}px` } : { right: `${width - x - w + inset}px` }),
      ...(corner.startsWith('top') ? { top: `${y}px` } : { bottom: `${height - y - h}px` }),
    } };
  };
  return { places: computed(() => ({ heat: placed('heat'), fill: placed('fill'), rain: placed('rain') })), reserved };
}

/** Keeps the overlay laid out for the view at rest. */
import { computed, type ComputedRef } from 'vue';
import type { AlertItem, ApiRegions, StationItem } from '../../server/wire/messages.ts';
import type { Rect } from './boxes.ts';
import type { Outlook } from './forecast.ts';
import { figure, type Indicator } from './indicators.ts';
import { alertMarks } from './layers/alert-areas.ts';
import type { Bin } from './layers/bins.ts';
import type { Filled } from './layers/regions.ts';
import type { LabelSource } from './labels.ts';
import { layOut, type Held, type Overlay } from './overlay.ts';
import { toX, toY, type Projection } from './projection.ts';
import type { Shape } from './shapes.ts';
import type { Scene } from './use-scene.ts';
import type { Padding, Size, View } from './view.ts';

export interface OverlayInputs {
  regions: () => ApiRegions | null;
  shapes: () => readonly Shape[];
  filled: () => Filled | null;
  indicator: () => Indicator;
  stations: () => readonly StationItem[];
  alerts: () => readonly AlertItem[];
  outlook: () => Outlook;
  minute: () => number;
  bins: () => readonly { kind: 'camera' | 'staff'; bins: readonly Bin[] }[];
  projection: () => Projection | null;
  scene: () => Scene | null;
  rest: () => View;
  size: () => Size;
  padding: () => Padding;
  scale: () => number;
  reserved: () => readonly Rect[];
  seams: () => readonly Rect[];
  /** Many browsers draw this picture: then it follows from what is shown alone, not from what each of them showed before. */
  many: () => boolean;
}

export function useOverlay(input: OverlayInputs): ComputedRef<Overlay | null> {
  const labels = computed<LabelSource[]>(() => {
    const p = input.projection();
    const regions = input.regions();
    const shapes = input.shapes();
    if (!p || !regions) return [];
    const known = new Map([...regions.children, regions.region].map((r) => [r.code, r]));
    const alerts = alertMarks(input.alerts(), input.minute());
    const { digits } = input.indicator();
    const values = input.filled()?.values ?? [];
    return shapes.map((shape, i): LabelSource => {
      const region = known.get(shape.code);
      const value = values[i] ?? null;
      return {
        shape, name: region?.name ?? shape.name,
        at: region ? [toX(p, region.label[0]), toY(p, region.label[1])] : [(shape.box[0] + shape.box[2]) / 2, (shape.box[1] + shape.box[3]) / 2],
        figure: value === null ? null : figure(value, digits),
        alert: alerts.get(shape.code) ?? null,
      };
    });
  });
  let held: Held | null = null;
  return computed(() => {
    const p = input.projection();
    const scene = input.scene();
    if (!p || !scene) return null;
    const made = layOut({
      view: input.rest(), size: input.size(), padding: input.padding(), scale: input.scale(), projection: p, depth: scene.depth,
      labels: labels.value, stations: input.stations(), alerts: input.alerts(), outlook: input.outlook(), now: input.minute(), held: input.many() ? null : held, bins: input.bins(), reserved: input.reserved(), seams: input.seams(),
    });
    held = made.held;
    return made;
  });
}

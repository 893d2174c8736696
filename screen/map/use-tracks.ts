/** Follows the staff that are shown one by one, and draws where they have been as thin lines that fade with age. */
import { computed, watch, type ComputedRef } from 'vue';
import type { PointsData } from '../../server/wire/messages.ts';
import type { Line } from './layers/lines.ts';
import { decodeSlots } from './layers/points.ts';
import { MOST_SLOTS, StaffTracks } from './layers/tracks.ts';
import { TRACK } from './palette.ts';
import type { Box, Projection } from './projection.ts';

/** Tracks of more people than this are hair, not tracks. */
const MOST = 800;
const OFF_DUTY = 3;
/** Lines are drawn anew once in so many ms of the world's time. */
const STEP = 10_000;
/** Opacity by age, the newest first. */
const FADE = [170, 122, 84, 52, 28] as const;

export interface TrackInputs {
  staff: () => PointsData | null;
  projection: () => Projection | null;
  /** The world's clock; how long is remembered, ms (0: nothing); whose slots these are. */
  now: () => number; window: () => number; epoch: () => string;
  /** Where staff are drawn one by one, and how many; null where they are counted. */
  near: () => { box: Box; count: number } | null;
  scale: () => number;
}

export function useTracks(input: TrackInputs): ComputedRef<Line[]> {
  const tracks = computed(() => (input.window() > 0 ? new StaffTracks(input.window()) : null));
  const slots = computed(() => {
    const data = input.staff();
    const p = input.projection();
    return data && p && data.count <= MOST_SLOTS && tracks.value ? decodeSlots(data, p) : null;
  });
  // Another region or epoch numbers its people otherwise; a layer switched off is forgotten.
  watch([slots, () => `${input.epoch()} ${input.staff()?.region}`] as const, ([now, whose], [, before]) => {
    if (whose !== before || now === null) tracks.value?.clear();
    if (now) tracks.value?.take(now, input.now());
  }, { immediate: true });
  const turn = computed(() => Math.floor(input.now() / STEP));
  const shown = computed(() => { const near = input.near(); return near && near.count <= MOST ? near.box : null; });
  return computed<Line[]>(() => {
    const box = shown.value;
    const people = slots.value;
    if (!box || !people || !tracks.value || turn.value < 0) return [];
    const keep = (x: number, y: number, state: number): boolean => state < OFF_DUTY && x > box[0] && x < box[2] && y > box[1] && y < box[3];
    return tracks.value.lines(people, input.now(), FADE.length, keep)
      .map((set, i): Line => ({ id: `track-${i}`, set, colour: [...TRACK, FADE[i]!], width: 1.5 * input.scale() }))
      .filter(({ set }) => set.count > 0).reverse();
  });
}

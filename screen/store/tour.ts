/** Walks the wall through the city's tour by changing the address; stands while the wall is held or nothing new can be shown. */
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { Tour } from '../../server/wire/tour.ts';
import { useCity } from './city.ts';
import { useHold } from './hold.ts';
import { useLink } from './link.ts';
import { usePlace } from './place.ts';
import { useScenes } from './scenes.ts';
import { left, moved, mustShow, newTour, OFF, onTick, onTouch, stepOf, toggled, type TourState } from './tour-state.ts';

export const useTour = defineStore('tour', () => {
  const [city, hold, link, place, scenes] = [useCity(), useHold(), useLink(), usePlace(), useScenes()];
  const state = shallowRef<TourState>(OFF);
  const mode = computed(() => state.value.mode);
  const step = computed(() => state.value.step);
  const held = computed(() => hold.held || link.stopped !== null || city.outdated !== 'no');
  const remaining = computed(() => (scenes.tour ? left(state.value, scenes.tour) : 0));

  const regionOf = ({ scene, region }: Tour['steps'][number]): string | null =>
    region ?? scenes.all.find(({ id }) => id === scene)?.region ?? city.hello?.city.code ?? null;

  function become(next: TourState, tour: Tour): void {
    const show = mustShow(state.value, next);
    state.value = next;
    if (!show) return;
    const to = stepOf(next, tour);
    const region = regionOf(to);
    scenes.show(to.scene, true);
    if (region !== null) place.drill(region, true);
  }
  function begin(tour: Tour | null): void {
    if (!tour) { state.value = OFF; return; }
    const here = tour.steps.findIndex((to) => to.scene === scenes.current?.id && regionOf(to) === place.code);
    const bare = scenes.wanted === null && place.wanted === null;
    become(newTour(tour, here >= 0 ? here : bare ? 0 : null, state.value.at), tour);
  }
  // The same tour of a server that began anew goes on where it stands.
  watch(() => scenes.tour, (next, before) => { if (JSON.stringify(next) !== JSON.stringify(before)) begin(next); });

  const change = (how: (state: TourState, tour: Tour) => TourState): void => { if (scenes.tour) become(how(state.value, scenes.tour), scenes.tour); };
  function tick(mono: number): void {
    if (scenes.tour) change((now, tour) => onTick(now, tour, mono, held.value)); else state.value = { ...OFF, at: mono };
  }
  const touch = (): void => change(onTouch);
  const toggle = (): void => change(toggled);
  const move = (by: 1 | -1): void => change((now, tour) => moved(now, tour, by));
  return { state, mode, step, held, remaining, tick, touch, toggle, move };
});

/**
 * Walks the wall through the city's tour by changing the address; stands while the wall is held or nothing new can be
 * shown. Of the tiles of a wall any proposes what is due, one is heard, and all follow.
 */
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { WallPatch, WallState } from '../../server/wire/tile.ts';
import type { Tour } from '../../server/wire/tour.ts';
import { useCity } from './city.ts';
import { useHold } from './hold.ts';
import { useLink } from './link.ts';
import { usePlace } from './place.ts';
import { useScenes } from './scenes.ts';
import { useTile } from './tile.ts';
import { left, moved, mustShow, mustTell, newTour, OFF, onTick, onTouch, shared, stepOf, toggled, type TourState } from './tour-state.ts';

export const useTour = defineStore('tour', () => {
  const [city, hold, link, place, scenes, tile] = [useCity(), useHold(), useLink(), usePlace(), useScenes(), useTile()];
  const state = shallowRef<TourState>(OFF);
  const mode = computed(() => state.value.mode);
  const step = computed(() => state.value.step);
  /** Somebody shows something by a remote or a script: the tour waits until they have done. */
  const led = computed(() => tile.on && (tile.state?.holder != null || tile.state?.playing != null));
  const held = computed(() => hold.held || led.value || link.stopped !== null || city.outdated !== 'no');
  const remaining = computed(() => (scenes.tour ? left(state.value, scenes.tour) : 0));

  const regionOf = ({ scene, region }: Tour['steps'][number]): string | null =>
    region ?? scenes.all.find(({ id }) => id === scene)?.region ?? city.hello?.city.code ?? null;

  function become(next: TourState, tour: Tour): void {
    const show = mustShow(state.value, next);
    state.value = next;
    if (!show) return;
    const to = stepOf(next, tour);
    const region = regionOf(to);
    scenes.show(to.scene, true, region);
    if (region !== null) place.drill(region, true);
  }
  /** On a wall of tiles: how it stands by the server's word, at `mono` of this page's clock. */
  const stand = ({ tour }: WallState, mono: number): TourState => shared(tour, tile.offset === null ? 0 : Math.max(0, mono + tile.offset - tour.at), mono);
  function patchOf(before: TourState, next: TourState, tour: Tour): WallPatch | null {
    if (!mustTell(before, next)) return null;
    const patch: WallPatch = { tour: { mode: next.mode, step: next.step % tour.steps.length } };
    if (!mustShow(before, next)) return patch;
    const to = stepOf(next, tour);
    const region = regionOf(to);
    return { ...patch, scene: to.scene === scenes.all[0]?.id ? null : to.scene, region: region === city.hello?.city.code ? null : region };
  }
  function propose(how: (state: TourState, tour: Tour) => TourState, tour: Tour, mono: number): void {
    if (!tile.state) return;
    state.value = stand(tile.state, mono);
    if (mustTell(state.value, how(state.value, tour))) void tile.change((now) => { const before = stand(now, mono); return patchOf(before, how(before, tour), tour); });
  }
  watch(() => tile.state, (now) => { if (now) state.value = stand(now, state.value.at); }, { flush: 'sync' });

  function begin(tour: Tour | null): void {
    if (tile.on) return;
    if (!tour) { state.value = OFF; return; }
    const here = tour.steps.findIndex((to) => to.scene === scenes.current?.id && regionOf(to) === place.code);
    const bare = scenes.wanted === null && place.wanted === null;
    become(newTour(tour, here >= 0 ? here : bare ? 0 : null, state.value.at), tour);
  }
  // Not taken as a page of the wall: then it walks by itself.
  watch(() => tile.on, (on) => { if (!on && scenes.tour) begin(scenes.tour); });
  // The same tour of a server that began anew goes on where it stands.
  watch(() => scenes.tour, (next, before) => { if (JSON.stringify(next) !== JSON.stringify(before)) begin(next); });

  const change = (how: (state: TourState, tour: Tour) => TourState, mono = state.value.at): void => {
    if (!scenes.tour) return;
    if (tile.on) propose(how, scenes.tour, mono); else become(how(state.value, scenes.tour), scenes.tour);
  };
  function tick(mono: number): void {
    if (!scenes.tour) state.value = { ...OFF, at: mono };
    // What is shared knows how long it stands; while this page is held it proposes nothing.
    else if (!tile.on || !held.value) change((now, tour) => onTick(now, tour, mono, held.value), mono);
  }
  const touch = (): void => change(onTouch);
  const toggle = (): void => change(toggled);
  const move = (by: 1 | -1): void => change((now, tour) => moved(now, tour, by));
  return { state, mode, step, held, remaining, tick, touch, toggle, move };
});

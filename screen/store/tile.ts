/**
 * This browser as a page of a wall, one tile or the whole: what the wall shows by the server's word, and how it is
 * changed. A change is an intent: decided anew on what the wall shows by then, until it is made or no longer wanted.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Refusal } from '../../server/wire/messages.ts';
import type { Pairing, TileRemote } from '../../server/wire/remote.ts';
import { tileName, type TileAnswer, type TileChange, type WallPatch, type WallState } from '../../server/wire/tile.ts';
import { offsetOf, withTrip, type Trip } from './tile-clock.ts';
import { placeOf } from './tile-part.ts';

/** null: nothing is to be done. */
export type Intent = (now: WallState) => WallPatch | null;
type Send = (change: TileChange) => Promise<TileAnswer | Refusal>;

/** Of so many tiles that change a wall at once each has its turn. */
const TRIES = 12;

export const useTile = defineStore('tile', () => {
  /** `tile=` of the address; null: this page is no tile. */
  const wanted = ref<string | null>(null);
  /** `wall=` of the address of a page of the wall; null: none. */
  const whole = ref<string | null>(null);
  /** The link knows walls; without one (a recording) a page is a wall of its own. */
  const offered = ref(false);
  /** This browser's tab has not shown this wall before: what its address asks for is wanted, and no echo of what it showed. */
  const fresh = ref(false);
  /** The code by which a remote pairs, while the wall shows it. */
  const pairing = shallowRef<Pairing | null>(null);
  /** What the wall shows; null before this page has joined it. */
  const state = shallowRef<WallState | null>(null);
  /** Why the server does not take this page as a tile. */
  const refusal = ref<string | null>(null);
  const trips = shallowRef<readonly Trip[]>([]);
  let send: Send = () => Promise.reject(new Error('not joined'));
  let ask: (what: TileRemote) => Promise<unknown> = () => Promise.reject(new Error('not joined'));
  let last: Promise<void> = Promise.resolve();

  /** What it shows is the server's to say. A page of the whole that the server does not take stays a wall of its own. */
  const on = computed(() => wanted.value !== null || (offered.value && whole.value !== null && refusal.value === null));
  const place = computed(() => placeOf(wanted.value));
  const name = computed(() => (place.value ? tileName(place.value) : whole.value === null ? '' : 'wall'));
  const offset = computed(() => offsetOf(trips.value));

  function useSend(other: Send): void { send = other; }
  function useRemote(other: typeof ask): void { ask = other; }
  /** Shows or hides the code, or unpairs every remote; where the link is lost the page says that it is. */
  function remote(what: TileRemote): void { ask(what).catch(() => undefined); }
  /** Whatever this page saw before, this is what the wall shows. */
  function adopt(next: WallState): void { state.value = next; }
  function follow(next: WallState): void { if (state.value !== null && next.version > state.value.version) state.value = next; }
  function heardClock(trip: Trip): void { trips.value = withTrip(trips.value, trip); }
  function forgetClock(): void { trips.value = []; }

  async function attempt(intent: Intent): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      const now = state.value;
      const patch = now && intent(now);
      if (!now || !patch) return;
      const answer = await send({ base: now.version, patch });
      if ('error' in answer) return;
      follow(answer.state);
      if (answer.done) return;
    }
  }
  /** One after the other; fulfilled when it is made, dropped or cannot be told: then the page says that its link is lost. */
  function change(intent: Intent): Promise<void> {
    last = last.then(() => attempt(intent)).catch(() => undefined);
    return last;
  }
  return { wanted, whole, offered, fresh, pairing, state, refusal, offset, on, place, name, useSend, useRemote, remote, adopt, follow, heardClock, forgetClock, change };
});

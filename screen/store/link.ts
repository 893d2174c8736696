/** The link, the world's clock and the feeds' health, as the last messages told them. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Beat, FeedHealth, Hello } from '../../server/wire/messages.ts';
import type { PlayerState } from '../../server/wire/playback.ts';
import { heard, heardOfCursor, readClock, type FarClock } from './far-clock.ts';
import { newLink, onBeat, onDown, onTick, outageMs, wantsRestart, type LinkState } from './link-state.ts';

const NO_FEEDS: readonly FeedHealth[] = [];

export const useLink = defineStore('link', () => {
  const state = shallowRef<LinkState>(newLink(0));
  const feeds = shallowRef<readonly FeedHealth[]>(NO_FEEDS);
  const begun = ref(false);
  /** The feeds that the city has: null before the first beat told of any, empty where none is configured. */
  const known = computed<readonly FeedHealth[] | null>(() => (begun.value ? feeds.value : null));
  /** World time in ms, whole seconds: in playback the cursor's. Of the present it runs on while the link is lost. 0 before the first hello. */
  const now = ref(0);
  /** The present, whatever the page shows: by the last that was heard of it. */
  const present = ref(0);
  /** World time at which the figures stand: `now`, or where the cursor was when it was last heard of. Ages are told by it: a cursor may run ten minutes in the second between two beats. */
  const told = ref(0);
  /** Monotonic ms of the last tick. */
  const at = ref(0);
  /** The cursor of a player is shown, not the present. */
  let steered = false;
  let clock: FarClock | null = null;
  let home: FarClock | null = null;

  /** World time at which the server's store last answered, while it does not. */
  const storeAwaySince = ref<number | null>(null);

  const lost = computed(() => state.value.phase === 'lost');
  /** No figure moves, whichever part of the way is broken: the link, or the store behind the server. */
  const stopped = computed<'link' | 'store' | null>(() => (lost.value ? 'link' : storeAwaySince.value === null ? null : 'store'));
  /** World time at which the figures stand still; null before the first. */
  const stoppedAt = computed(() => (lost.value ? state.value.lastBeatWorld : storeAwaySince.value));
  const outage = computed(() => (stopped.value === 'store' ? Math.max(0, present.value - (storeAwaySince.value ?? present.value)) / (home?.rate ?? 1) : outageMs(state.value, at.value)));

  const seconds = (ms: number): number => Math.floor(ms / 1000) * 1000;
  function advance(mono: number): void {
    at.value = mono;
    if (home) present.value = seconds(readClock(home, mono));
    // Nobody moves a cursor while the link is lost: it is taken up where it was.
    if (!clock || (steered && lost.value)) return;
    now.value = seconds(readClock(clock, mono));
    if (!steered) told.value = now.value;
  }
  function begin(mono: number): void { state.value = newLink(mono); at.value = mono; }
  /** Any message is as good a sign of life as a beat. */
  function alive(mono: number, world: number): void { state.value = onBeat(state.value, mono, world, steered ? 0 : clock?.rate ?? 1); }
  function cursor(mono: number, world: number, rate: number): void {
    clock = heardOfCursor(clock, { mono, world, rate });
    told.value = world;
  }
  /** `away`: of a world whose clock is moved by others, and may stand. */
  function hello(mono: number, { world, clock: { now: time, rate } }: Hello, away = world === 'replay'): void {
    steered = away;
    // What was measured of another clock is void.
    clock = heard(null, { mono, world: time, rate: steered ? rate : rate || 1 }, true);
    told.value = time;
    if (!steered) home = clock;
    state.value = { ...state.value, offsets: [] };
    alive(mono, time);
    advance(mono);
  }
  function beat(mono: number, message: Beat): void {
    const fresh = state.value.phase !== 'live';
    feeds.value = message.feeds;
    begun.value = true;
    storeAwaySince.value = message.storeAwaySince;
    alive(mono, message.now);
    if (steered) cursor(mono, message.now, clock?.rate ?? 0);
    // After an outage the far clock may have been set: what was read before does not bind.
    else home = clock = heard(clock, { mono, world: message.now, rate: clock?.rate ?? 1 }, fresh);
    advance(mono);
  }
  /** Where the cursor of the player shown is. */
  function player(mono: number, { at: world, rate, seeking, held }: PlayerState): void {
    if (!steered) return;
    alive(mono, world);
    cursor(mono, world, seeking || held !== null ? 0 : rate);
    advance(mono);
  }
  function down(mono: number): void { state.value = onDown(state.value, mono); at.value = mono; }
  /** True where the source should drop its silent connection and make a new one. */
  function tick(mono: number): boolean {
    const next = onTick(state.value, mono);
    const restart = wantsRestart(next, mono);
    // Only what is seen is worth a render: the time of the tick itself is kept in place.
    if (restart) state.value = { ...next, restartedAt: mono };
    else if (next.phase !== state.value.phase) state.value = next;
    else state.value.tickedAt = mono;
    advance(mono);
    return restart;
  }
  /** Real ms of the present's clock, whatever its rate: glass ages by it. */
  const wallClock = computed(() => present.value / (home?.rate ?? 1));

  return { state, feeds, known, now, present, told, wallClock, at, lost, stopped, stoppedAt, outage, begin, hello, beat, player, down, tick };
});

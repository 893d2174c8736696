/** The link, the world's clock and the feeds' health, as the last beats told them. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Beat, FeedHealth, Hello } from '../../server/wire/messages.ts';
import { newLink, onBeat, onDown, onTick, outageMs, wantsRestart, type LinkState } from './link-state.ts';

const NO_FEEDS: readonly FeedHealth[] = [];

export const useLink = defineStore('link', () => {
  const state = shallowRef<LinkState>(newLink(0));
  const feeds = shallowRef<readonly FeedHealth[]>(NO_FEEDS);
  const heard = ref(false);
  /** The feeds that the city has: null before the first beat told of any, empty where none is configured. */
  const known = computed<readonly FeedHealth[] | null>(() => (heard.value ? feeds.value : null));
  /** World time in ms, whole seconds; runs on while the link is lost. 0 before the first hello. */
  const now = ref(0);
  /** Monotonic ms of the last tick. */
  const at = ref(0);
  let rate = 1;
  /** mono = world / rate + offset of the swiftest message: the truest reading of the far clock. */
  let offset: number | null = null;

  /** World time at which the server's store last answered, while it does not. */
  const storeAwaySince = ref<number | null>(null);

  const lost = computed(() => state.value.phase === 'lost');
  /** No figure moves, whichever part of the way is broken: the link, or the store behind the server. */
  const stopped = computed<'link' | 'store' | null>(() => (lost.value ? 'link' : storeAwaySince.value === null ? null : 'store'));
  /** World time at which the figures stand still; null before the first. */
  const stoppedAt = computed(() => (lost.value ? state.value.lastBeatWorld : storeAwaySince.value));
  const outage = computed(() => (stopped.value === 'store' ? Math.max(0, now.value - (storeAwaySince.value ?? now.value)) / rate : outageMs(state.value, at.value)));

  function advance(mono: number): void {
    at.value = mono;
    if (offset !== null) now.value = Math.floor(((mono - offset) * rate) / 1000) * 1000;
  }
  function begin(mono: number): void { state.value = newLink(mono); at.value = mono; }
  function hello(mono: number, message: Hello): void {
    rate = message.clock.rate || 1;
    offset = mono - message.clock.now / rate;
    // A hello is as good a sign of life as a beat; what was measured of another clock is void.
    state.value = onBeat({ ...state.value, offsets: [] }, mono, message.clock.now, rate);
    advance(mono);
  }
  function beat(mono: number, message: Beat): void {
    const fresh = state.value.phase !== 'live';
    state.value = onBeat(state.value, mono, message.now, rate);
    feeds.value = message.feeds;
    heard.value = true;
    storeAwaySince.value = message.storeAwaySince;
    const swiftest = Math.min(...state.value.offsets);
    // After an outage the far clock may have been set: what was read before does not bind.
    offset = fresh || offset === null ? mono - message.now / rate : swiftest;
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

  return { state, feeds, known, now, at, lost, stopped, stoppedAt, outage, begin, hello, beat, down, tick };
});

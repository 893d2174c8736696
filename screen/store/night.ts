/** Day or night on the wall: by its own hours, or by a key until those hours change next. */
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { localParts } from '../look/format.ts';
import { isNight, USUAL } from '../look/night.ts';
import { useCity } from './city.ts';
import { useLink } from './link.ts';
import { useTile } from './tile.ts';
import { useWall } from './wall.ts';

export const useNight = defineStore('night', () => {
  const [city, link, tile, wall] = [useCity(), useLink(), useTile(), useWall()];
  // The room's own hour, also while the wall shows another.
  const minute = computed(() => {
    if (!city.hello || link.present === 0) return null;
    const { h, mi } = localParts(city.hello.clock.zone, link.present);
    return h * 60 + mi;
  });
  const due = computed(() => {
    const night = wall.spec?.night ?? null;
    return night !== null && minute.value !== null && isNight(night, minute.value);
  });
  /** Somebody wants the other of the two for now. */
  const own = ref(false);
  const turned = computed(() => (tile.on ? tile.state?.turned ?? false : own.value));
  /** Day and night are known: what changes from then on is the hour. */
  const known = computed(() => minute.value !== null && (wall.wanted === null || wall.spec !== null));
  watch([due, known] as const, (_now, [, before]) => {
    own.value = false;
    if (tile.on && before) void tile.change((now) => (now.turned ? { turned: false } : null));
  }, { flush: 'sync' });
  const brightness = computed(() => (due.value === turned.value ? 1 : wall.spec?.night?.brightness ?? USUAL));

  function toggle(): void { if (tile.on) void tile.change((now) => ({ turned: !now.turned })); else own.value = !own.value; }
  return { brightness, toggle };
});

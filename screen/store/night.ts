/** Day or night on the wall: by its own hours, or by a key until those hours change next. */
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { localParts } from '../look/format.ts';
import { isNight, USUAL } from '../look/night.ts';
import { useCity } from './city.ts';
import { useLink } from './link.ts';
import { useWall } from './wall.ts';

export const useNight = defineStore('night', () => {
  const [city, link, wall] = [useCity(), useLink(), useWall()];
  const minute = computed(() => {
    if (!city.hello || link.now === 0) return null;
    const { h, mi } = localParts(city.hello.clock.zone, link.now);
    return h * 60 + mi;
  });
  const due = computed(() => {
    const night = wall.spec?.night ?? null;
    return night !== null && minute.value !== null && isNight(night, minute.value);
  });
  /** Somebody wants the other of the two for now. */
  const turned = ref(false);
  watch(due, () => { turned.value = false; }, { flush: 'sync' });
  const brightness = computed(() => (due.value === turned.value ? 1 : wall.spec?.night?.brightness ?? USUAL));

  function toggle(): void { turned.value = !turned.value; }
  return { brightness, toggle };
});

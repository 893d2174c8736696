/** Where the wall stands: a region of the city. The address bar is the master; this follows it. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { ApiRegions } from '../../server/wire/messages.ts';
import type { Region } from '../../server/wire/region.ts';
import { HttpError, useCity } from './city.ts';

/** Goes to a region by changing the address; null is the city itself. */
export type Navigate = (code: string | null, replace: boolean) => void;

/** Ancestors from the city down to the region itself, each once, whatever the server includes in `path`. */
export function trailOf({ region, path }: ApiRegions): Region[] {
  const trail = path.filter((step) => step.code !== region.code);
  return [...trail, region];
}

export const usePlace = defineStore('place', () => {
  const city = useCity();
  /** What the address asks for; null is the city. */
  const wanted = ref<string | null>(null);
  const loaded = shallowRef<ApiRegions | null>(null);
  /** Child under the keyboard's finger. */
  const picked = ref<string | null>(null);
  const notice = ref<'none' | 'unknown' | 'failed'>('none');
  let navigate: Navigate = () => undefined;
  let point: (code: string | null) => void = (code) => { picked.value = code; };

  const code = computed(() => wanted.value ?? city.hello?.city.code ?? null);
  /** Regions of the place, null until they are known. */
  const regions = computed(() => (loaded.value?.region.code === code.value ? loaded.value : null));
  const region = computed<Region | null>(() => regions.value?.region ?? null);
  const children = computed<readonly Region[]>(() => regions.value?.children ?? []);
  const trail = computed<readonly Region[]>(() => (loaded.value ? trailOf(loaded.value) : []));
  const nameOf = computed(() => new Map(children.value.map((child) => [child.code, child.name])));

  function useNavigate(other: Navigate): void { navigate = other; }
  function usePick(other: typeof point): void { point = other; }
  /** Puts the keyboard's finger on a child; null takes it away. */
  function pick(child: string | null): void { point(child); }

  /** Follow the address. Fetches the region's names and children; an unknown code leads back to the city. */
  async function follow(address: string | null): Promise<void> {
    wanted.value = address === '' || address === city.hello?.city.code ? null : address;
    picked.value = null;
    await load();
  }
  async function load(): Promise<void> {
    const asked = code.value;
    if (asked === null) return;
    try {
      const answer = await city.loadRegions(asked);
      if (asked !== code.value) return;
      loaded.value = answer;
      if (wanted.value !== null) notice.value = 'none';
    } catch (error) {
      if (asked !== code.value) return;
      const unknown = error instanceof HttpError && error.status >= 400 && error.status < 500;
      notice.value = unknown ? 'unknown' : 'failed';
      if (unknown && wanted.value !== null) navigate(null, true);
    }
  }

  /** Goes to a region; with `replace` the browser's history does not grow. */
  function drill(child: string, replace = false): void {
    if (child !== code.value) navigate(child === city.hello?.city.code ? null : child, replace);
  }
  /** One level up; at the city nothing. While a place is still on its way, to the one whose names still stand: a key pressed early is not lost. */
  function back(): void {
    const to = region.value ? trail.value.at(-2) : loaded.value?.region;
    if (to) drill(to.code);
  }

  return { wanted, loaded, picked, notice, code, regions, region, children, trail, nameOf, useNavigate, usePick, pick, follow, load, drill, back };
});

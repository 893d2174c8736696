/** What the wall can show, and which of it is shown: the address bar is the master (`/scene/ID`). */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { ApiScenes, type Scene } from '../../server/wire/scene.ts';
import { ApiWalls, type Wall } from '../../server/wire/wall.ts';
import { fetchJson, type Http } from './city.ts';

export const useScenes = defineStore('scenes', () => {
  const all = shallowRef<readonly Scene[]>([]);
  const walls = shallowRef<readonly Wall[]>([]);
  /** What the address asks for; null is the first. */
  const wanted = ref<string | null>(null);
  let navigate: (id: string | null) => void = () => undefined;
  let http: Http = fetchJson;

  const current = computed<Scene | null>(() => all.value.find(({ id }) => id === wanted.value) ?? all.value[0] ?? null);

  function useNavigate(other: typeof navigate): void { navigate = other; }
  function useHttp(other: Http): void { http = other; }
  async function load(): Promise<void> {
    const [scenes, rooms] = await Promise.all([http('/api/scenes'), http('/api/walls')]);
    walls.value = ApiWalls.parse(rooms).walls;
    all.value = ApiScenes.parse(scenes).scenes;
  }
  /** Goes to a scene by changing the address. */
  function show(id: string): void {
    if (id !== current.value?.id && all.value.some((scene) => scene.id === id)) navigate(id === all.value[0]?.id ? null : id);
  }
  function showKey(key: number): void {
    const scene = all.value.find((one) => one.key === key);
    if (scene) show(scene.id);
  }
  return { all, walls, wanted, current, useNavigate, useHttp, load, show, showKey };
});

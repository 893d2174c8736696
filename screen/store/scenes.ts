/** What the wall can show, and which of it is shown: the address bar is the master (`/scene/ID`). */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { saidIn } from '../../server/wire/language.ts';
import { ApiScenes, type Scene as SceneFile } from '../../server/wire/scene.ts';
import { ApiTour, type Tour } from '../../server/wire/tour.ts';
import { ApiWalls, type Wall } from '../../server/wire/wall.ts';
import { LANGUAGE } from '../look/language.ts';
import { fetchJson, type Http } from './city.ts';

/** A scene with its name in the page's language. */
export type Scene = Omit<SceneFile, 'name'> & { name: string };

export const useScenes = defineStore('scenes', () => {
  const all = shallowRef<readonly Scene[]>([]);
  const walls = shallowRef<readonly Wall[]>([]);
  /** The way the wall walks by itself; null: none, or not known yet. */
  const tour = shallowRef<Tour | null>(null);
  /** What the address asks for; null is the first. */
  const wanted = ref<string | null>(null);
  let navigate: (id: string | null, region: string | null, replace: boolean) => void = () => undefined;
  let http: Http = fetchJson;

  const current = computed<Scene | null>(() => all.value.find(({ id }) => id === wanted.value) ?? all.value[0] ?? null);

  function useNavigate(other: typeof navigate): void { navigate = other; }
  function useHttp(other: Http): void { http = other; }
  async function load(): Promise<void> {
    const [scenes, rooms, way] = await Promise.all([http('/api/scenes'), http('/api/walls'), http('/api/tour')]);
    walls.value = ApiWalls.parse(rooms).walls;
    all.value = ApiScenes.parse(scenes).scenes.map((scene) => ({ ...scene, name: saidIn(scene.name, LANGUAGE) }));
    tour.value = ApiTour.parse(way).tour;
  }
  /** Goes to a scene, and to the region that it opens in unless another is given, by changing the address; with `replace` the browser's history does not grow. */
  function show(id: string, replace = false, region?: string | null): void {
    const to = all.value.find((scene) => scene.id === id);
    if (to && id !== current.value?.id) navigate(id === all.value[0]?.id ? null : id, region ?? to.region, replace);
  }
  function showKey(key: number): void {
    const scene = all.value.find((one) => one.key === key);
    if (scene) show(scene.id);
  }
  return { all, walls, tour, wanted, current, useNavigate, useHttp, load, show, showKey };
});

/** Pages of the screen, and the address bar as the master of what the wall shows: `/scene/ID?region=CODE&wall=NAME`. */
import { watch } from 'vue';
import { createRouter, createWebHistory, type LocationQuery, type Router, type RouterHistory } from 'vue-router';
import type { usePlace } from './store/place.ts';
import type { useScenes } from './store/scenes.ts';
import type { useWall } from './store/wall.ts';
import Overview from './wall/Overview.vue';

export const makeRouter = (history: RouterHistory = createWebHistory()): Router =>
  createRouter({ history, routes: [
    { path: '/', component: Overview },
    { path: '/scene/:scene', component: Overview },
    { path: '/ack', component: () => import('./wall/Acknowledge.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ] });

const textOf = (value: LocationQuery[string] | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);
export const regionOf = (query: LocationQuery): string | null => textOf(query['region']);

/** Place, scene and wall follow the address, and are changed by changing it, so that "back" in a browser works. */
export function bindAddress(router: Router, place: ReturnType<typeof usePlace>, scenes: ReturnType<typeof useScenes>, wall: ReturnType<typeof useWall>): void {
  place.useNavigate((code, replace) => {
    const { path, query: { region: _left, ...query } } = router.currentRoute.value;
    void router[replace ? 'replace' : 'push']({ path, query: code === null ? query : { ...query, region: code } });
  });
  scenes.useNavigate((id) => {
    void router.push({ path: id === null ? '/' : `/scene/${encodeURIComponent(id)}`, query: router.currentRoute.value.query });
  });
  watch(() => regionOf(router.currentRoute.value.query), (code) => void place.follow(code), { immediate: true });
  watch(() => router.currentRoute.value.params['scene'], (id) => { scenes.wanted = typeof id === 'string' ? id : null; }, { immediate: true });
  watch(() => textOf(router.currentRoute.value.query['wall']), (id) => { wall.wanted = id; }, { immediate: true });
}

/** Pages of the screen, and the address bar as the master of where the wall stands: `/?region=CODE`. */
import { watch } from 'vue';
import { createRouter, createWebHistory, type Router, type RouterHistory } from 'vue-router';
import type { usePlace } from './store/place.ts';
import Overview from './wall/Overview.vue';

export const makeRouter = (history: RouterHistory = createWebHistory()): Router =>
  createRouter({ history, routes: [{ path: '/', component: Overview }, { path: '/:rest(.*)*', redirect: '/' }] });

export const regionOf = (query: Record<string, unknown>): string | null =>
  (typeof query['region'] === 'string' && query['region'] !== '' ? query['region'] : null);

/** Place follows the address, and changes place by changing the address, so that "back" in a browser works. */
export function bindPlace(router: Router, place: ReturnType<typeof usePlace>): void {
  place.useNavigate((code, replace) => {
    const query = { ...router.currentRoute.value.query };
    if (code === null) delete query['region']; else query['region'] = code;
    void router[replace ? 'replace' : 'push']({ path: '/', query });
  });
  watch(() => regionOf(router.currentRoute.value.query), (code) => void place.follow(code), { immediate: true });
}

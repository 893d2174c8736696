/** Pages of the screen, and the address bar as the master of what the wall shows: `/scene/ID?region=CODE&wall=NAME&tile=COLUMN,ROW&shift=off&script=ID`. */
import { watch } from 'vue';
import { createRouter, createWebHistory, type LocationQuery, type LocationQueryRaw, type RouteParamsGeneric, type Router, type RouterHistory } from 'vue-router';
import type { WallState } from '../server/wire/tile.ts';
import { useCity } from './store/city.ts';
import type { usePlace } from './store/place.ts';
import type { Scene, useScenes } from './store/scenes.ts';
import { useScript } from './store/script.ts';
import type { useStage } from './store/stage.ts';
import { useTile } from './store/tile.ts';
import type { useWall } from './store/wall.ts';
import Overview from './wall/Overview.vue';

export const makeRouter = (history: RouterHistory = createWebHistory()): Router =>
  createRouter({ history, routes: [
    { path: '/', component: Overview, meta: { wall: true } },
    { path: '/scene/:scene', component: Overview, meta: { wall: true } },
    { path: '/ack', component: () => import('./wall/Acknowledge.vue') },
    { path: '/remote', component: () => import('./remote/Remote.vue') },
    { path: '/duty', component: () => import('./duty/Desk.vue') },
    { path: '/duty/report', component: () => import('./duty/report/Paper.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ] });

const textOf = (value: LocationQuery[string] | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);
export const regionOf = (query: LocationQuery): string | null => textOf(query['region']);

const sceneOf = ({ scene }: RouteParamsGeneric): string | null => (typeof scene === 'string' ? scene : null);
type Seen = Pick<WallState, 'scene' | 'region'>;
const same = (a: Seen, b: Seen): boolean => a.scene === b.scene && a.region === b.region;
const isWall = (path: string): boolean => path === '/' || path.startsWith('/scene/');
/** Pages of the wall show what the wall shows; every other one the present, until it asks for something else. */
export function bindStage(router: Router, stage: ReturnType<typeof useStage>): void {
  const onWall = (route: { meta: { wall?: unknown } }): boolean => route.meta.wall === true;
  // Before the first route is entered, so that the link need not wait for its page.
  if (onWall(router.resolve(router.options.history.location))) stage.followWall();
  router.afterEach((to, from) => {
    if (onWall(to) === (stage.wanted.stage === 'wall')) return;
    if (onWall(to)) stage.followWall(); else if (onWall(from)) void stage.leave();
  });
}

/**
 * Place, scene and wall follow the address, and are changed by changing it, so that "back" in a browser works. The
 * address of a page of a wall follows what the server says of it: there a change goes to the server first.
 */
export function bindAddress(router: Router, place: ReturnType<typeof usePlace>, scenes: ReturnType<typeof useScenes>, wall: ReturnType<typeof useWall>): void {
  /** Where the address is on its way to: of two changes at once, scene and place, the second builds on the first. */
  let heading: { path: string; query: LocationQueryRaw } | null = null;
  const from = (): { path: string; query: LocationQueryRaw } => heading ?? router.currentRoute.value;
  const go = (path: string, query: LocationQueryRaw, replace: boolean): void => {
    const to = heading = { path, query };
    void router[replace ? 'replace' : 'push'](to).finally(() => { if (heading === to) heading = null; });
  };
  const tile = useTile();
  const city = useCity();
  const isCity = (code: string): boolean => code === city.hello?.city.code;
  /** The whole city is what no region means, save in a scene that opens elsewhere: there it is said. */
  const withRegion = ({ region: _left, ...query }: LocationQueryRaw, code: string | null, opens: string | null): LocationQueryRaw => {
    const said = code ?? (opens === null ? null : city.hello?.city.code ?? null);
    return said === null || (isCity(said) && opens === null) ? query : { ...query, region: said };
  };
  const sceneAt = (path: string): Scene | null => { const id = sceneOf(router.resolve(path).params); return scenes.all.find((scene) => scene.id === id) ?? scenes.all[0] ?? null; };
  place.useNavigate((code, replace) => {
    if (tile.on) { void tile.change(() => ({ region: code })); return; }
    const { path, query } = from();
    go(path, withRegion(query, code, sceneAt(path)?.region ?? null), replace);
  });
  const pathOf = (id: string | null): string => (id === null ? '/' : `/scene/${encodeURIComponent(id)}`);
  scenes.useNavigate((id, region, replace) => {
    if (tile.on) { void tile.change(() => (region === null ? { scene: id } : { scene: id, region: isCity(region) ? null : region })); return; }
    const { query } = from();
    go(pathOf(id), region === null ? query : withRegion(query, region, sceneAt(pathOf(id))?.region ?? null), replace);
  });
  // An address that names a scene and no region opens in the scene's own.
  watch(() => [router.currentRoute.value.path, regionOf(router.currentRoute.value.query), sceneAt(router.currentRoute.value.path)?.region ?? null, tile.on] as const, ([path, asked, opens]) => {
    if (asked === null && opens !== null && !tile.on && isWall(path)) go(path, { ...from().query, region: opens }, true);
  }, { immediate: true });
  place.usePick((code) => { if (tile.on) void tile.change(() => ({ picked: code })); else place.picked = code; });
  const show = ({ scene, region }: Seen): void => { const { region: _left, ...query } = from().query; go(pathOf(scene), region === null ? query : { ...query, region }, true); };
  /** What the address asks for, as a wall says it. */
  const addressed = (): Seen => {
    const { params, query } = router.currentRoute.value;
    const scene = scenes.all.find(({ id }) => id === sceneOf(params));
    const region = regionOf(query) ?? scene?.region ?? null;
    return { scene: scene && scene !== scenes.all[0] ? scene.id : null, region: region === null || isCity(region) ? null : region };
  };
  const bare = (): boolean => sceneOf(router.currentRoute.value.params) === null && regionOf(router.currentRoute.value.query) === null;
  const propose = (): Promise<void> => { const wanted = addressed(); return tile.change((now) => (same(now, wanted) ? null : wanted)).then(() => { if (tile.state) show(tile.state); }); };
  /** A page that is opened by an address of a scene or a place shows that, and so does its wall, unless somebody leads it; opened by its wall alone, or anew, it shows what the wall shows. */
  let asks = false;
  watch(() => tile.state, (now, before) => {
    if (!now) return;
    if (!before) asks = tile.fresh && !bare() && !now.taken && !now.playing && !now.holder;
    if (!asks && (!before || !same(now, before))) show(now);
    place.picked = now.picked;
  }, { flush: 'sync' });
  watch(() => tile.state !== null && scenes.all.length > 0 && city.hello !== null, (known) => { if (known && asks) void propose().finally(() => { asks = false; }); }, { flush: 'sync' });
  // Somebody goes back in the browser of a wall, or changes its address by hand.
  watch(() => [router.currentRoute.value.path, regionOf(router.currentRoute.value.query)] as const, ([path]) => {
    if (heading === null && !asks && tile.on && tile.state && isWall(path) && !same(tile.state, addressed())) void propose();
  }, { flush: 'sync' });
  watch(() => regionOf(router.currentRoute.value.query), (code) => void place.follow(code), { immediate: true });
  watch(() => sceneOf(router.currentRoute.value.params), (id) => { scenes.wanted = id; }, { immediate: true });
  watch(() => textOf(router.currentRoute.value.query['wall']), (id) => { wall.wanted = id; }, { immediate: true });
  watch(() => (isWall(router.currentRoute.value.path) ? textOf(router.currentRoute.value.query['wall']) : null), (id) => { tile.whole = id; }, { immediate: true });
  watch(() => textOf(router.currentRoute.value.query['tile']), (text) => { tile.wanted = text; }, { immediate: true });
  const script = useScript();
  watch(() => textOf(router.currentRoute.value.query['script']), (id) => { script.wanted = id; }, { immediate: true });
  watch(() => router.currentRoute.value.query['shift'] === 'off', (off) => { wall.still = off; }, { immediate: true });
}

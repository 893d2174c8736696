/** Carries out what store/takeover.ts decides: frames the place, puts the former view back, and survives a reload. */
import { computed, nextTick, onScopeDispose, shallowRef, watch, type ComputedRef } from 'vue';
import { useRouter } from 'vue-router';
import type { AlertItem, StationItem } from '../../server/wire/messages.ts';
import { useCity } from '../store/city.ts';
import { useHold } from '../store/hold.ts';
import { useLink } from '../store/link.ts';
import { useScenes } from '../store/scenes.ts';
import { newTakeover, queueOf, step, type Act, type Remembered, type TakeoverState, type View } from '../store/takeover.ts';
import { useStage } from '../store/stage.ts';
import { useTile } from '../store/tile.ts';
import { useTopic } from '../store/topics.ts';
import { useWall, type Layers } from '../store/wall.ts';
import { useTileTakeover } from './tile-takeover.ts';

const KEY = 'yiping.takeover';

/** Of this page only, and only as it was written: what cannot be read is nothing. */
function recall(): Remembered<Layers> | null {
  try { return JSON.parse(window.sessionStorage.getItem(KEY) ?? 'null') as Remembered<Layers> | null; } catch { return null; }
}

export interface Takeover { queue: ComputedRef<AlertItem[]>; station: ComputedRef<StationItem | null | undefined> }

export function useTakeover(): Takeover {
  const [city, hold, link, scenes, stage, tile, wall, router] = [useCity(), useHold(), useLink(), useScenes(), useStage(), useTile(), useWall(), useRouter()];
  const shared = useTileTakeover<Layers>();
  const ofCity = <T extends 'alerts' | 'stations'>(topic: T, on: () => boolean = () => true) =>
    useTopic<T>(() => (city.hello && on() ? { region: city.hello.city.code, topic } as { region: string; topic: T } : null));
  // An alert of the past takes nothing over, and sounds no alarm: it stands in its list and on the map. One of a script's
  // world does where the script wants it.
  const alerts = ofCity('alerts', () => !stage.past && (!stage.demo || tile.state?.playing?.takeover === true));
  const state = shallowRef(newTakeover<Layers>(tile.on ? null : recall()));
  const queue = computed(() => queueOf(state.value, alerts.value.data?.items ?? []));
  const stations = ofCity('stations', () => queue.value.length > 0);
  const station = computed(() => {
    const id = queue.value[0]?.station ?? null;
    return id === null ? null : stations.value.data ? stations.value.data.items.find((one) => one.id === id) ?? null : undefined;
  });
  const view = (): View<Layers> => ({ address: router.currentRoute.value.fullPath, layers: { ...wall.layers }, indicator: wall.indicator, camera: wall.camera });
  let acting = false;

  async function look(): Promise<void> {
    const items = alerts.value.data?.items;
    // A view is whole once the scene has set its layers; two acts at once would mix two views.
    if (!items || !scenes.current || link.now === 0 || acting || (tile.on && !tile.state)) return;
    const before = state.value;
    const { state: next, act } = step(tile.on ? shared.known(before) : before, items, link.now, view);
    acting = act.do !== 'nothing';
    state.value = next;
    if (!tile.on) window.sessionStorage.setItem(KEY, JSON.stringify({ due: next.due, former: next.former } satisfies Remembered<Layers>));
    if (act.do === 'nothing') return;
    try { await (tile.on ? share(act, before) : carryOut(act)); } finally { acting = false; if (state.value.on === null) letGo(); }
    void look();
  }

  /** On a wall of tiles the server keeps the former view, and gives it back. */
  async function share(act: Act<Layers>, before: TakeoverState<Layers>): Promise<void> {
    if (act.do === 'restore') await shared.restore(before.on);
    else if (act.do === 'frame') await shared.frame(state.value, await placeOf(act.alert));
  }

  async function carryOut(act: Act<Layers>): Promise<void> {
    if (act.do === 'restore') {
      await router.replace(act.view.address);
      // The scene's own layers are set first; what people had switched comes over them.
      await nextTick();
      Object.assign(wall.layers, act.view.layers);
      wall.indicator = act.view.indicator;
      wall.camera = act.view.camera ?? null;
    } else if (act.do === 'frame') {
      const { path, query: { region: _left, ...query } } = router.currentRoute.value;
      const region = await placeOf(act.alert);
      // In a scene that opens elsewhere the whole city must be said.
      const to = region ?? (scenes.current?.region == null ? null : city.hello?.city.code ?? null);
      await router.replace({ path, query: to === null ? query : { ...query, region: to } });
      await nextTick();
      // The place may be the one that is shown, and the map moved away from it.
      wall.camera = null;
      Object.assign(wall.layers, { cameras: true, staff: true, stations: true });
    }
  }

  /** The alert's region; null is the city. A grid has no map of its own: then what it lies in. */
  async function placeOf(alert: AlertItem): Promise<string | null> {
    const home = city.hello?.city.code;
    try {
      const { path, region } = await city.loadRegions(alert.region);
      const found = [...path, region].filter(({ level }) => level !== 'grid').at(-1)?.code;
      return found === undefined || found === home ? null : found;
    } catch {
      // Unknown, or not to be asked just now: the address finds out.
      return alert.region === home ? null : alert.region;
    }
  }

  // From the first look at an alert until the former view is back: the tour stands, and the page does not replace itself.
  let release: (() => void) | null = null;
  const letGo = (): void => { release?.(); release = null; };
  watch(() => state.value.on !== null, (on) => { if (on) release ??= hold.take(); else if (!acting) letGo(); }, { flush: 'sync' });
  onScopeDispose(letGo);

  watch(() => [alerts.value.data, scenes.current, link.now === 0, tile.state?.taken], () => void look(), { immediate: true, flush: 'post' });
  shared.tend(() => (alerts.value.data ? queue.value : null));
  return { queue, station };
}

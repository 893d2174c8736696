/** A panel made of the health of this wall's tiles, asked of the server every few seconds; 未接入 where the wall has none. */
import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue';
import { ApiTiles } from '../../server/wire/tile.ts';
import { STATUS, TILES } from '../look/words.ts';
import { fetchJson } from './city.ts';
import { useLink } from './link.ts';
import { panelStatus, type PanelStatus } from './panel-status.ts';
import type { PanelView } from './panel.ts';
import { useScenes } from './scenes.ts';
import { useWall } from './wall.ts';

const EVERY_MS = 3_000;

export function useTilesPanel<M>(build: (tiles: ApiTiles) => M): PanelView<M> {
  const [link, scenes, wall] = [useLink(), useScenes(), useWall()];
  const told = shallowRef<{ tiles: ApiTiles; at: number; seq: number } | null>(null);
  const failed = ref(false);
  const id = computed(() => (wall.spec?.tiles ? wall.spec.id : null));

  async function ask(): Promise<void> {
    const asked = id.value;
    if (asked === null) { told.value = null; return; }
    try {
      const tiles = ApiTiles.parse(await fetchJson(`/api/walls/${encodeURIComponent(asked)}/tiles`));
      if (asked === id.value) { told.value = { tiles, at: link.now, seq: (told.value?.seq ?? 0) + 1 }; failed.value = false; }
    } catch { failed.value = true; }
  }
  const timer = setInterval(() => void ask(), EVERY_MS);
  onScopeDispose(() => clearInterval(timer));
  watch(id, () => void ask(), { immediate: true });

  const model = computed(() => (told.value ? build(told.value.tiles) : null));
  const none = computed(() => scenes.all.length > 0 && id.value === null);
  const status = computed<PanelStatus>(() => panelStatus({
    hasData: model.value !== null || none.value, asOf: told.value?.at ?? null, now: link.now, stopped: link.stopped,
    refused: failed.value ? TILES.unread : null, broken: false, absent: none.value ? STATUS.notConnected : null, feeds: [], connected: true,
  }));
  return reactive({ model, status, seq: computed(() => told.value?.seq ?? 0) }) as PanelView<M>;
}

/** What stands near the place of a takeover: asked when it begins, and again now and then, for people move. */
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import { ApiNearby } from '../../server/wire/nearby.ts';
import type { Http } from '../store/city.ts';
import { useStage } from '../store/stage.ts';

/** As often as positions come. */
const EVERY_MS = 10_000;
/** More than any card has room for. */
const ASKED = 4;

export interface Nearby { found: ShallowRef<ApiNearby | null>; /** The last question was not answered. */ failed: ShallowRef<boolean> }

/** `at`: [lng, lat]; null asks nothing. What was found last stays until another place is asked about. */
export function useNearby(at: () => readonly [number, number] | null, http: Http = useStage().json): Nearby {
  const found = shallowRef<ApiNearby | null>(null);
  const failed = shallowRef(false);
  let turn = 0;

  async function ask(): Promise<void> {
    const place = at();
    if (!place) return;
    const mine = ++turn;
    try {
      const answer = ApiNearby.parse(await http(`/api/nearby?lng=${place[0].toFixed(6)}&lat=${place[1].toFixed(6)}&cameras=${ASKED}&staff=${ASKED}`));
      if (mine === turn) { found.value = answer; failed.value = false; }
    } catch {
      if (mine === turn) failed.value = true;
    }
  }
  watch(() => at()?.join(), () => {
    turn += 1;
    found.value = null;
    failed.value = false;
    void ask();
  }, { immediate: true });
  const timer = setInterval(() => void ask(), EVERY_MS);
  onScopeDispose(() => { turn += 1; clearInterval(timer); });
  return { found, failed };
}

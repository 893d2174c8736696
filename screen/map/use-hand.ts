/** A hand moves the map: others are told where it looks, a dozen times a second while it moves and once when it has come to rest. */
import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue';
import type { View } from './view.ts';

const TELL_MS = 80;
/** So long after the last move it is at rest. */
const REST_MS = 400;

export function useHand(view: () => View, tell: (view: View) => void): { /** It moves the map now. */ busy: ShallowRef<boolean>; moved(): void } {
  const busy = shallowRef(false);
  let telling: ReturnType<typeof setTimeout> | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;
  onBeforeUnmount(() => { clearTimeout(telling); clearTimeout(resting); });
  return {
    busy,
    moved() {
      busy.value = true;
      telling ??= setTimeout(() => { telling = undefined; tell(view()); }, TELL_MS);
      clearTimeout(resting);
      resting = setTimeout(() => { busy.value = false; }, REST_MS);
    },
  };
}

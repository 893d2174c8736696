/** Passes a value on at once, then at most once in `every` ms: what comes four times a second need not be drawn so often. */
import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue';

export function useCalm<T>(source: () => T, every: () => number, scope: () => unknown): ShallowRef<T> {
  const out = shallowRef(source()) as ShallowRef<T>;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since = scope();
  watch([source, scope] as const, ([value, place]) => {
    // Another place, or something where nothing was, is shown at once.
    if (place !== since || out.value === null || value === null) {
      since = place;
      clearTimeout(timer);
      timer = undefined;
      out.value = value;
      return;
    }
    timer ??= setTimeout(() => { timer = undefined; out.value = source(); }, every());
  });
  onBeforeUnmount(() => clearTimeout(timer));
  return out;
}

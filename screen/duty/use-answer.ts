/** Asks the server again and again: the last answer stays while the next is on its way or cannot be had. */
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import { fetchJson, HttpError } from '../store/city.ts';

export interface Answered<T> {
  data: ShallowRef<T | null>;
  /** Why the last question had no answer, as the server said it; null: it had one. */
  error: ShallowRef<string | null>;
  /** Asks now. */
  again(): void;
}

/** `path`: null asks nothing. Another path is asked at once, the same one again after `ms`. */
export function useAnswer<T>(path: () => string | null, parse: (body: unknown) => T, ms: number): Answered<T> {
  const data = shallowRef<T | null>(null);
  const error = shallowRef<string | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = 0;
  async function ask(): Promise<void> {
    clearTimeout(timer);
    const mine = ++asking;
    const asked = path();
    if (asked === null) { data.value = null; error.value = null; return; }
    try {
      const answer = parse(await fetchJson(asked));
      if (mine !== asking) return;
      data.value = answer;
      error.value = null;
    } catch (cause) {
      if (mine !== asking) return;
      error.value = cause instanceof HttpError ? String(cause.status) : String(cause);
    }
    timer = setTimeout(() => void ask(), ms);
  }
  watch(path, () => void ask(), { immediate: true });
  onScopeDispose(() => { asking++; clearTimeout(timer); });
  return { data, error, again: () => void ask() };
}

/** Asks the server again and again: the last answer stays while the next is on its way or cannot be had. */
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import { fetchJson, HttpError } from '../store/city.ts';
import { useStage } from '../store/stage.ts';

export interface Answered<T> {
  data: ShallowRef<T | null>;
  /** Why the last question had no answer, as the server said it; null: it had one. */
  error: ShallowRef<string | null>;
  /** Asks now. */
  again(): void;
}

/** The soonest that a question is asked again at a cursor that runs: an answer is read from recordings. */
const SOONEST_MS = 2_000;

/**
 * `path`: null asks nothing. Another path is asked at once, the same one again after `ms` of the clock that is shown.
 * While recordings are shown it is asked of them; an answer of another stage goes with the stage.
 */
export function useAnswer<T>(path: () => string | null, parse: (body: unknown) => T, ms: number): Answered<T> {
  const data = shallowRef<T | null>(null);
  const error = shallowRef<string | null>(null);
  const stage = useStage();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = 0;
  async function ask(): Promise<void> {
    clearTimeout(timer);
    const mine = ++asking;
    const wanted = path();
    const asked = wanted === null ? null : stage.path(wanted);
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
    timer = setTimeout(() => void ask(), stage.past ? Math.min(ms, Math.max(SOONEST_MS, ms / Math.max(1, stage.rate))) : ms);
  }
  watch(() => stage.shown, () => { data.value = null; error.value = null; }, { flush: 'sync' });
  watch([path, () => stage.shown, () => stage.jumps], () => void ask(), { immediate: true });
  onScopeDispose(() => { asking++; clearTimeout(timer); });
  return { data, error, again: () => void ask() };
}

/** Runs at most once in `ms`, and always once after the last call. */
import { getCurrentScope, onScopeDispose } from 'vue';

export function settled(run: () => void, ms: number): { now(): void; soon(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = (): void => { clearTimeout(timer); timer = undefined; run(); };
  if (getCurrentScope()) onScopeDispose(() => clearTimeout(timer));
  return { now, soon: () => { timer ??= setTimeout(now, ms); } };
}

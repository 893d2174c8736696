/** New cases flash once at their place. Pure decision, and the timers that end the flashes. */
import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue';
import type { CaseItem } from '../../server/wire/messages.ts';

export interface Flash { id: string; lng: number; lat: number; urgent: boolean }

/** Newest first, at most this many at once: a backlog that arrives together is no event. */
const MOST = 6;
const LASTS = 1_800;

/** Those of `cases` not in `seen` that have a place. */
export const fresh = (cases: readonly CaseItem[], seen: ReadonlySet<string>): Flash[] =>
  cases.flatMap((c) => (seen.has(c.id) || c.lng === null || c.lat === null ? [] : [{ id: c.id, lng: c.lng, lat: c.lat, urgent: c.urgent }])).slice(0, MOST);

/** `scope` changes with the region: a new place's list is not news. */
export function useFlashes(cases: () => readonly CaseItem[], scope: () => string | undefined): ShallowRef<Flash[]> {
  const flashes = shallowRef<Flash[]>([]);
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let seen: Set<string> | null = null;
  let seenIn: string | undefined;
  watch([cases, scope], ([next, place]) => {
    const known = seen;
    seen = new Set(next.map((c) => c.id));
    if (known === null || known.size === 0 || place !== seenIn) { seenIn = place; return; }
    const born = fresh(next, known);
    if (born.length === 0) return;
    flashes.value = [...flashes.value, ...born].slice(-MOST);
    const timer = setTimeout(() => {
      timers.delete(timer);
      flashes.value = flashes.value.filter((f) => !born.includes(f));
    }, LASTS);
    timers.add(timer);
  }, { immediate: true });
  onBeforeUnmount(() => timers.forEach(clearTimeout));
  return flashes;
}

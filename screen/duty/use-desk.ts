/** What the desk looks at, by the address: its filter, its place, what stands open beside the map. */
import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { filterOf, PARAMS, paramsOf, type DeskFilter } from './filter.ts';

export interface Desk {
  filter: ComputedRef<DeskFilter>;
  change(part: Partial<DeskFilter>): void;
  /** Key of the pane that is open on a side. */
  left: ComputedRef<string | null>;
  right: ComputedRef<string | null>;
  open(side: 'left' | 'right', pane: string): void;
  /** Id of the case that is open; null: none. */
  case: ComputedRef<string | null>;
  openCase(id: string | null): void;
}

const KEY: InjectionKey<Desk> = Symbol('desk');

/** Made once by the page. A filter replaces the address; a case and a pane can be gone back from. */
export function makeDesk(): Desk {
  const [route, router] = [useRoute(), useRouter()];
  const text = (name: string): string | null => { const value = route.query[name]; return typeof value === 'string' && value !== '' ? value : null; };
  const params = computed(() => Object.fromEntries(PARAMS.flatMap((name) => { const value = text(name); return value === null ? [] : [[name, value]]; })) as Record<string, string>);
  const filter = computed(() => filterOf(params.value));
  const without = (names: readonly string[]): Record<string, unknown> => Object.fromEntries(Object.entries(route.query).filter(([name]) => !names.includes(name)));
  const put = (name: string, value: string | null): void => { void router.push({ query: { ...without([name]), ...(value === null ? {} : { [name]: value }) } as Record<string, string> }); };
  const desk: Desk = {
    filter,
    change(part) { void router.replace({ query: { ...without(PARAMS), ...paramsOf({ ...filter.value, ...part }) } as Record<string, string> }); },
    left: computed(() => text('left')), right: computed(() => text('right')), case: computed(() => text('case')),
    open(side, pane) { if (text(side) !== pane) put(side, pane); },
    openCase(id) { if (text('case') !== id) put('case', id); },
  };
  provide(KEY, desk);
  return desk;
}

export function useDesk(): Desk {
  const desk = inject(KEY);
  if (!desk) throw new Error('no desk: this component stands outside screen/duty/Desk.vue');
  return desk;
}

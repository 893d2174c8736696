/** What the desk looks at, by the address: its filter, its place, what stands open beside the map. */
import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { CASE_ORDERS, CASE_SORTS, MOST_SEARCHED, type CaseOrder, type CaseSort } from '../../server/wire/case-list.ts';
import { filterOf, PARAMS, paramsOf, type DeskFilter } from './filter.ts';

export interface Desk {
  filter: ComputedRef<DeskFilter>;
  /** Fulfilled when the address says so: what changes it too comes after. */
  change(part: Partial<DeskFilter>): Promise<void>;
  /** Key of the pane that is open on a side. */
  left: ComputedRef<string | null>;
  right: ComputedRef<string | null>;
  open(side: 'left' | 'right', pane: string): Promise<void>;
  /** What the list of cases is searched for, and by what it stands. */
  list: ComputedRef<{ q: string; sort: CaseSort; order: CaseOrder }>;
  search(q: string): void;
  /** By another, in its own usual direction; by the same one, the other way round. */
  sortBy(sort: CaseSort): void;
  /** Id of the case that is open; null: none. */
  case: ComputedRef<string | null>;
  /** `replace`: one that is gone through, not gone to. */
  openCase(id: string | null, replace?: boolean): void;
}

/** The newest, and the gravest, first; else from the least. */
const usualOrder = (sort: CaseSort): CaseOrder => (sort === 'reported' || sort === 'urgency' ? 'desc' : 'asc');
const KEY: InjectionKey<Desk> = Symbol('desk');

/** Made once by the page. A filter replaces the address; a case and a pane can be gone back from. */
export function makeDesk(): Desk {
  const [route, router] = [useRoute(), useRouter()];
  const text = (name: string): string | null => { const value = route.query[name]; return typeof value === 'string' && value !== '' ? value : null; };
  const params = computed(() => Object.fromEntries(PARAMS.flatMap((name) => { const value = text(name); return value === null ? [] : [[name, value]]; })) as Record<string, string>);
  const filter = computed(() => filterOf(params.value));
  const without = (names: readonly string[]): Record<string, unknown> => Object.fromEntries(Object.entries(route.query).filter(([name]) => !names.includes(name)));
  const put = (values: Record<string, string | null>, how: 'push' | 'replace'): Promise<unknown> => {
    const kept = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));
    return router[how]({ query: { ...without(Object.keys(values)), ...kept } as Record<string, string> });
  };
  const list = computed(() => {
    const sort = CASE_SORTS.find((one) => one === text('sort')) ?? 'reported';
    return { q: (text('q') ?? '').slice(0, MOST_SEARCHED), sort, order: CASE_ORDERS.find((one) => one === text('order')) ?? usualOrder(sort) };
  });
  const desk: Desk = {
    filter,
    async change(part) { await router.replace({ query: { ...without(PARAMS), ...paramsOf({ ...filter.value, ...part }) } as Record<string, string> }); },
    left: computed(() => text('left')), right: computed(() => text('right')), case: computed(() => text('case')),
    async open(side, pane) { if (text(side) !== pane) await put({ [side]: pane }, 'push'); },
    list,
    search(q) { if (q !== list.value.q) put({ q }, 'replace'); },
    sortBy(sort) {
      const { sort: now, order } = list.value;
      const next: CaseOrder = sort !== now ? usualOrder(sort) : order === 'asc' ? 'desc' : 'asc';
      put({ sort: sort === 'reported' ? null : sort, order: next === usualOrder(sort) ? null : next }, 'replace');
    },
    openCase(id, replace = false) { if (text('case') !== id) put({ case: id }, replace ? 'replace' : 'push'); },
  };
  provide(KEY, desk);
  return desk;
}

export function useDesk(): Desk {
  const desk = inject(KEY);
  if (!desk) throw new Error('no desk: this component stands outside screen/duty/Desk.vue');
  return desk;
}

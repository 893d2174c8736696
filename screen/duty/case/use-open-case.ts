/** The case that is open, asked for again every few seconds: one question for the view of it and for the map. */
import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue';
import { ApiDeskCase } from '../../../server/wire/case-list.ts';
import { useAnswer, type Answered } from '../use-answer.ts';
import type { Desk } from '../use-desk.ts';

export interface OpenCase extends Answered<ApiDeskCase> {
  /** Where it is; null: nowhere, or not yet known. */
  spot: ComputedRef<{ id: string; lng: number; lat: number; status: ApiDeskCase['case']['status']; deadline: number | null; urgent: boolean } | null>;
}
const EVERY_MS = 4_000;
const KEY: InjectionKey<OpenCase> = Symbol('case');

export function makeOpenCase(desk: Desk): OpenCase {
  const answered = useAnswer(() => (desk.case.value === null ? null : `/api/desk/cases/${encodeURIComponent(desk.case.value)}`), (body) => ApiDeskCase.parse(body), EVERY_MS);
  // The one before stays in its place until the next has come: it is not the one that is open.
  const data = computed(() => (answered.data.value?.case.id === desk.case.value ? answered.data.value : null));
  const spot = computed(() => {
    const c = data.value?.case;
    return c?.lng === undefined || c.lat === undefined ? null : { id: c.id, lng: c.lng, lat: c.lat, status: c.status, deadline: c.deadline ?? null, urgent: c.urgent };
  });
  const made: OpenCase = { ...answered, data, spot };
  provide(KEY, made);
  return made;
}
export function useOpenCase(): OpenCase {
  const open = inject(KEY);
  if (!open) throw new Error('no open case: this component stands outside screen/duty/Desk.vue');
  return open;
}

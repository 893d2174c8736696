/**
 * The list of cases of the desk's filter, a page at a time: asked again every few seconds, so that rows change in place.
 * What stands under the officer's eye does not move: the page is asked for by the row at its top, and what comes above
 * is counted. Made once by the page, so that the list and the case that lies over it share one place in it.
 */
import { computed, inject, onScopeDispose, provide, ref, shallowRef, watch, type ComputedRef, type InjectionKey, type Ref, type ShallowRef } from 'vue';
import { ApiDeskCases, CASE_SORTS } from '../../../server/wire/case-list.ts';
import { LANGUAGE } from '../../look/language.ts';
import { HttpError } from '../../store/city.ts';
import { useStage } from '../../store/stage.ts';
import { useLink } from '../../store/link.ts';
import { usePlace } from '../../store/place.ts';
import { caseParams } from '../filter.ts';
import type { Desk } from '../use-desk.ts';
import { NOTHING, placeOf, withAnswer, type Known } from './known.ts';

export interface CaseList {
  known: ShallowRef<Known>;
  /** Why the last page was not had; null: it was. */
  error: Ref<string | null>;
  /** Whether any answer to this question has come. */
  asked: Ref<boolean>;
  selected: ShallowRef<{ id: string; index: number } | null>;
  /** Rows that the list moved down by itself: whoever draws it moves with them, and sets it to 0. */
  moved: Ref<number>;
  /** Address of the same list as a file. */
  file: ComputedRef<string | null>;
  /** What is seen of it now. `held`: it must not move under the hand. */
  look(first: number, last: number, held: boolean): void;
  select(index: number): Promise<void>;
  /** Rows on: 1 the next, -1 the one before. */
  step(by: number): Promise<void>;
  top(): void;
  /** By the next of what it can be sorted by. */
  nextSort(): void;
}

const EVERY_MS = 3_000;
const SLACK = 15;
const MOST = 200;
const KEY: InjectionKey<CaseList> = Symbol('cases');

/** Asks only while `wanted`: it is drawn, or one of its cases is. */
export function makeCaseList(desk: Desk, wanted: () => boolean): CaseList {
  const [link, place, stage] = [useLink(), usePlace(), useStage()];
  const known = shallowRef<Known>(NOTHING);
  const [error, asked, moved] = [ref<string | null>(null), ref(false), ref(0)];
  const selected = shallowRef<{ id: string; index: number } | null>(null);
  const minute = computed(() => Math.floor(link.now / 60_000) * 60_000);
  const list = computed(() => { const { q, sort, order } = desk.list.value; return { ...(q === '' ? {} : { q }), sort, order }; });
  const question = computed(() => (place.code === null || minute.value === 0 || !wanted() ? null : new URLSearchParams({ ...caseParams(desk.filter.value, place.code, minute.value), ...list.value }).toString()));
  /** The same list, however its window moves on. */
  const same = computed(() => JSON.stringify([stage.shown, stage.jumps, place.code, { ...desk.filter.value, compare: false }, list.value]));
  let view = { first: 0, last: SLACK, held: false };
  let [turn, last] = [0, ''];
  let seeking: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function page(): { path: string; anchorAt: number | null; seek: string | null } | null {
    if (question.value === null) return null;
    const params = new URLSearchParams(question.value);
    const offset = Math.max(0, view.first - SLACK);
    params.set('limit', String(Math.min(MOST, view.last - offset + 1 + SLACK)));
    if (seeking !== null) { params.set('anchor', seeking); params.set('anchorAt', String(SLACK)); return { path: params.toString(), anchorAt: SLACK, seek: seeking }; }
    params.set('offset', String(offset));
    const own = selected.value;
    const anchor = own && own.index >= view.first && own.index <= view.last ? own : [...known.value.rows].flatMap(([index, { id }]) => (index === view.first ? [{ id, index }] : []))[0];
    if (!anchor || (view.first === 0 && !view.held)) return { path: params.toString(), anchorAt: null, seek: null };
    params.set('anchor', anchor.id);
    params.set('anchorAt', String(anchor.index));
    return { path: params.toString(), anchorAt: anchor.index, seek: null };
  }

  async function ask(): Promise<void> {
    clearTimeout(timer);
    const mine = ++turn;
    const asking = page();
    if (asking === null) return;
    const [path, of] = [asking.path, same.value];
    try {
      const answer = ApiDeskCases.parse(await stage.json(`/api/desk/cases?${path}${path === last && asking.seek === null ? `&seen=${known.value.revision}` : ''}`));
      if (mine !== turn || of !== same.value) return;
      take(answer, asking);
      last = path;
      [error.value, asked.value] = [null, true];
    } catch (cause) {
      if (mine !== turn) return;
      error.value = cause instanceof HttpError ? String(cause.status) : String(cause);
    }
    timer = setTimeout(() => void ask(), EVERY_MS);
  }

  function take(answer: ApiDeskCases, { anchorAt, seek }: { anchorAt: number | null; seek: string | null }): void {
    if (seek !== null) {
      seeking = null;
      known.value = withAnswer({ ...known.value, rows: new Map() }, answer, 0);
      if (answer.anchor !== null) selected.value = { id: seek, index: answer.anchor };
      return;
    }
    const shift = anchorAt === null || answer.anchor === null ? 0 : answer.anchor - anchorAt;
    known.value = withAnswer(anchorAt === null && view.first === 0 ? { ...known.value, above: 0 } : known.value, answer, shift);
    if (shift !== 0) { view = { ...view, first: view.first + shift, last: view.last + shift }; moved.value += shift; }
    const own = selected.value;
    if (own) selected.value = { id: own.id, index: placeOf(known.value, own.id) ?? own.index + shift };
  }

  watch(same, () => { [known.value, asked.value, last, moved.value] = [NOTHING, false, '', 0]; view = { first: 0, last: SLACK, held: false }; if (desk.case.value === null) selected.value = null; else seeking = desk.case.value; });
  watch([question, () => stage.shown, () => stage.jumps], () => void ask(), { immediate: true });
  // A case opened by its address, or from elsewhere, is looked up in the list.
  watch(desk.case, (id) => { if (id !== null && selected.value?.id !== id) { seeking = id; void ask(); } }, { immediate: true });
  onScopeDispose(() => { turn++; clearTimeout(timer); });

  let soon: ReturnType<typeof setTimeout> | undefined;
  function look(first: number, end: number, held: boolean): void {
    view = { first, last: Math.max(first, end), held };
    if (first === 0 && known.value.above > 0) known.value = { ...known.value, above: 0 };
    for (let at = first; at <= end; at++) if (!known.value.rows.has(at)) { clearTimeout(soon); soon = setTimeout(() => void ask(), 60); return; }
  }
  async function select(index: number): Promise<void> {
    if (index < 0 || index >= known.value.total) return;
    if (!known.value.rows.has(index)) { const span = view.last - view.first; view = { ...view, first: index, last: index + span }; await ask(); }
    const row = known.value.rows.get(index);
    if (row) selected.value = { id: row.id, index };
  }
  const step = (by: number): Promise<void> => select(selected.value === null ? view.first : selected.value.index + by);
  function top(): void { selected.value = null; known.value = { ...known.value, above: 0 }; view = { ...view, first: 0, last: view.last - view.first }; moved.value = -Infinity; void ask(); }
  const nextSort = (): void => { const next = CASE_SORTS[(CASE_SORTS.indexOf(desk.list.value.sort) + 1) % CASE_SORTS.length]!; desk.sortBy(next); };
  const file = computed(() => (question.value === null ? null : `/api/desk/cases.csv?${question.value}&lang=${LANGUAGE}`));
  const made: CaseList = { known, error, asked, selected, moved, file, look, select, step, top, nextSort };
  provide(KEY, made);
  return made;
}

export function useCaseList(): CaseList {
  const list = inject(KEY);
  if (!list) throw new Error('no list of cases: this component stands outside screen/duty/Desk.vue');
  return list;
}

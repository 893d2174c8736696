/** What the server watches for, of the place shown: one question for all the panes that show a part of it. */
import { inject, provide, type InjectionKey } from 'vue';
import { ApiWatch } from '../../server/wire/desk.ts';
import { usePlace } from '../store/place.ts';
import { useAnswer, type Answered } from './use-answer.ts';

const EVERY_MS = 5_000;
const KEY: InjectionKey<Answered<ApiWatch>> = Symbol('watch');

export function makeWatch(): Answered<ApiWatch> {
  const place = usePlace();
  const answered = useAnswer(() => (place.code === null ? null : `/api/desk/watch?region=${encodeURIComponent(place.code)}`), (body) => ApiWatch.parse(body), EVERY_MS);
  provide(KEY, answered);
  return answered;
}
export function useWatch(): Answered<ApiWatch> {
  const watch = inject(KEY);
  if (!watch) throw new Error('no watch: this pane stands outside screen/duty/Desk.vue');
  return watch;
}

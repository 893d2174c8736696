/** Alerts for the strip: those of the last two days by the server's list, and whatever this page has seen in force since. */
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import { z } from 'zod';
import { ALERT_COLOURS } from '../../../server/wire/entity.ts';
import { fetchJson, useCity } from '../../store/city.ts';
import { useTopic } from '../../store/topics.ts';

const Mark = z.object({ id: z.string(), colour: z.enum(ALERT_COLOURS), title: z.string(), issuedAt: z.number() });
export type Mark = z.infer<typeof Mark>;
const List = z.object({ items: z.array(Mark) });
const EVERY_MS = 60_000;
/** More would be a wall of marks. */
const MOST = 300;

/** One of each alert and colour, the latest issued last; the oldest make room. Pure. */
export function withMarks(before: readonly Mark[], more: readonly Mark[]): readonly Mark[] {
  const known = new Map(before.map((one) => [`${one.id} ${one.colour}`, one]));
  const size = known.size;
  for (const { id, colour, title, issuedAt } of more) if (!known.has(`${id} ${colour}`)) known.set(`${id} ${colour}`, { id, colour, title, issuedAt });
  return known.size === size ? before : [...known.values()].sort((a, b) => a.issuedAt - b.issuedAt).slice(-MOST);
}

export function useMarks(): ShallowRef<readonly Mark[]> {
  const city = useCity();
  const marks = shallowRef<readonly Mark[]>([]);
  const alerts = useTopic(() => (city.hello ? { region: city.hello.city.code, topic: 'alerts' as const } : null));
  watch(() => alerts.value.data, (data) => { if (data) marks.value = withMarks(marks.value, data.items); }, { immediate: true });
  async function ask(): Promise<void> {
    const code = city.hello?.city.code;
    if (code === undefined) return;
    // Of the present, whatever is shown: the strip ends there.
    try { marks.value = withMarks(marks.value, List.parse(await fetchJson(`/api/desk/alerts?region=${encodeURIComponent(code)}`)).items); } catch { /* What has been seen stands. */ }
  }
  watch(() => city.hello?.city.code, () => void ask(), { immediate: true });
  const timer = setInterval(() => void ask(), EVERY_MS);
  onScopeDispose(() => clearInterval(timer));
  return marks;
}

/** The sheets of the shifts, and what an officer does on the one that is open. */
import { computed, ref, type ComputedRef, type Ref } from 'vue';
import { ApiHandover, ApiHandovers, type Signer } from '../../../server/wire/handover.ts';
import { NotDone, write } from '../../source/write.ts';
import { useOfficer } from '../../store/officer.ts';
import { useAnswer, type Answered } from '../use-answer.ts';
import { HANDOVER } from '../words.ts';

export interface HandoverDesk {
  list: Answered<ApiHandovers>;
  sheet: Answered<ApiHandover>;
  id: ComputedRef<string | null>;
  choose(id: string): void;
  /** Why the last step was not taken; '': it was. */
  told: Ref<string>;
  busy: Ref<boolean>;
  /** True when it stands in the record. */
  note(text: string, corrects: string | null): Promise<boolean>;
  sign(as: Signer): Promise<boolean>;
}

export function useHandover(when: (ms: number) => string): HandoverDesk {
  const officer = useOfficer();
  const chosen = ref<string | null>(null);
  const list = useAnswer(() => '/api/desk/handovers', (body) => ApiHandovers.parse(body), 15_000);
  const id = computed(() => chosen.value ?? list.data.value?.current ?? null);
  const sheet = useAnswer(() => (id.value === null ? null : `/api/desk/handovers/${encodeURIComponent(id.value)}`), (body) => ApiHandover.parse(body), 10_000);
  const [told, busy] = [ref(''), ref(false)];

  /** Under the name given, on the sheet as it was seen; what somebody else changed meanwhile is read again and said. */
  async function step(path: 'notes' | 'sign', name: string | null, request: object): Promise<boolean> {
    const seen = sheet.data.value;
    if (!seen || name === null || busy.value) return false;
    busy.value = true;
    told.value = '';
    try {
      await write(`/api/desk/handovers/${encodeURIComponent(seen.id)}/${path}`, { name, base: seen.revision, ...request }, (body) => body);
      return true;
    } catch (error) {
      told.value = words(error);
      return false;
    } finally {
      busy.value = false;
      list.again();
      sheet.again();
    }
  }
  function words(error: unknown): string {
    const { why, by, at } = (error instanceof NotDone && typeof error.body === 'object' && error.body !== null ? error.body : {}) as { why?: unknown; by?: unknown; at?: unknown };
    if (why === 'changed' && typeof by === 'string' && typeof at === 'number') return HANDOVER.changed(by, when(at));
    const known = typeof why === 'string' ? HANDOVER.refused[why] : undefined;
    return known === undefined ? HANDOVER.failed : typeof by === 'string' ? `${known}（${by}）` : known;
  }

  return {
    list, sheet, id, told, busy,
    choose(next) { chosen.value = next; told.value = ''; },
    async note(text, corrects) { return step('notes', await officer.need(), { text, ...(corrects === null ? {} : { corrects }) }); },
    async sign(as) {
      // The one who takes over is another than the one whose name this page still knows.
      const other = as === 'incoming' && sheet.data.value?.outgoing?.by === officer.name;
      return step('sign', other ? await officer.change() : await officer.need(), { as });
    },
  };
}

/** The alerts of the whole city at the desk, whatever place is shown: what there is, which is chosen, who acted, and the quiet sound of what is due. */
import { computed, inject, onScopeDispose, provide, ref, shallowRef, watch, type ComputedRef, type InjectionKey, type Ref, type ShallowRef } from 'vue';
import { ApiDeskAlerts, DutyConflict, type AlertDuty, type AlertStep, type DeskAlert } from '../../../server/wire/duty.ts';
import { clockTime } from '../../look/format.ts';
import { ACK } from '../../look/words.ts';
import { takeStep } from '../../source/duty.ts';
import { NotDone, Unanswered } from '../../source/write.ts';
import { useCity } from '../../store/city.ts';
import { useLink } from '../../store/link.ts';
import { useOfficer } from '../../store/officer.ts';
import { useTopic } from '../../store/topics.ts';
import { makeAlarm } from '../../wall/alarm.ts';
import { useAnswer } from '../use-answer.ts';
import { DESK_ALERTS } from '../words.ts';
import { callsOf, nextAlert, waitsForSignature } from './timers.ts';

/** Where no screen hears of a change, the desk looks by itself. */
const EVERY_MS = 2_000;
const LOUDNESS = 0.07;
const KEY_MUTED = 'yiping.desk.muted';
const KEY: InjectionKey<AlertDesk> = Symbol('alerts');

export interface AlertDesk {
  data: ShallowRef<ApiDeskAlerts | null>;
  error: ShallowRef<string | null>;
  /** How many in force nobody has signed. */
  unsigned: ComputedRef<number>;
  chosen: Ref<string | null>;
  /** The one whose step is on its way. */
  busy: Ref<string | null>;
  /** What is to be said of the chosen one: who was first, or why it was not done. */
  said: Ref<{ id: string; text: string } | null>;
  /** False where it was not done; what was written for it is kept then. */
  act(alert: DeskAlert, step: AlertStep, remark: string): Promise<boolean>;
  next(): void;
  sound: ComputedRef<'on' | 'muted' | 'blocked'>;
  mute(): void;
}

export function makeAlertDesk(): AlertDesk {
  const [city, link, officer] = [useCity(), useLink(), useOfficer()];
  const home = computed(() => city.hello?.city.code ?? null);
  const answer = useAnswer(() => (home.value === null ? null : `/api/desk/alerts?region=${encodeURIComponent(home.value)}`), (body) => ApiDeskAlerts.parse(body), EVERY_MS);
  const topic = useTopic(() => (home.value === null ? null : { region: home.value, topic: 'alerts' as const }));
  watch(() => topic.value.data?.items.map(({ id, colour, duty }) => `${id} ${colour} ${duty?.revision} ${duty?.escalatedTo}`).join('\n'), () => { answer.again(); });
  const items = computed(() => answer.data.value?.items ?? []);
  const [chosen, busy] = [ref<string | null>(null), ref<string | null>(null)];
  const said = ref<{ id: string; text: string } | null>(null);

  const put = (id: string, duty: AlertDuty): void => { if (answer.data.value) answer.data.value = { ...answer.data.value, items: items.value.map((one) => (one.id === id ? { ...one, duty } : one)) }; };
  async function act(alert: DeskAlert, step: AlertStep, remark: string): Promise<boolean> {
    const on = { revision: alert.duty.revision, issuedAt: alert.issuedAt, colour: alert.colour };
    const name = busy.value === null ? await officer.need() : null;
    if (name === null) return false;
    busy.value = alert.id;
    said.value = null;
    try {
      put(alert.id, (await takeStep(alert.id, { name, step, remark, on })).duty);
      return true;
    } catch (cause) {
      said.value = { id: alert.id, text: why(cause, (duty) => { put(alert.id, duty); }) };
      return false;
    } finally {
      busy.value = null;
      answer.again();
    }
  }
  /** Of a conflict: who acted first, by name and time. */
  function why(cause: unknown, present: (duty: AlertDuty) => void): string {
    if (cause instanceof Unanswered) return DESK_ALERTS.failed(ACK.unanswered);
    const conflict = cause instanceof NotDone && cause.status === 409 ? DutyConflict.safeParse(cause.body) : null;
    if (!conflict?.success) return DESK_ALERTS.failed(cause instanceof Error ? cause.message : String(cause));
    present(conflict.data.duty);
    const last = conflict.data.duty.history.findLast(({ step }) => step !== 'escalate');
    return last && last.step !== 'escalate' ? DESK_ALERTS.first(last.by, clockTime(city.hello?.clock.zone ?? 'UTC', last.at), DESK_ALERTS.steps[last.step]) : DESK_ALERTS.changed;
  }

  const desk: AlertDesk = {
    ...answer, chosen, busy, said, act,
    unsigned: computed(() => items.value.filter(waitsForSignature).length),
    next() { chosen.value = nextAlert(items.value, chosen.value); },
    ...useDeskAlarm(() => (answer.data.value === null ? null : callsOf(items.value, link.now))),
  };
  provide(KEY, desk);
  return desk;
}

/** Sounds once for each call that was not there before; what stood when the page was opened is seen, not heard. */
function useDeskAlarm(calls: () => ReturnType<typeof callsOf> | null): Pick<AlertDesk, 'sound' | 'mute'> {
  const alarm = makeAlarm(undefined, LOUDNESS);
  const muted = ref(window.localStorage.getItem(KEY_MUTED) === 'yes');
  const blocked = ref(false);
  const known = shallowRef<ReadonlySet<string> | null>(null);
  watch(calls, async (now) => {
    if (now === null) return;
    const fresh = known.value === null ? [] : [...now].filter(([key]) => !known.value!.has(key)).map(([, colour]) => colour);
    known.value = new Set([...known.value ?? [], ...now.keys()]);
    if (fresh.length > 0 && !muted.value) blocked.value = !await alarm.ring(fresh.includes('red') ? 'red' : 'orange');
  }, { immediate: true });
  onScopeDispose(() => { alarm.close(); });
  return {
    sound: computed(() => (muted.value ? 'muted' : blocked.value ? 'blocked' : 'on')),
    mute() {
      // One that is held back is let go by this very touch.
      if (blocked.value && !muted.value) { void alarm.ring('orange').then((heard) => { blocked.value = !heard; }); return; }
      muted.value = !muted.value;
      window.localStorage.setItem(KEY_MUTED, muted.value ? 'yes' : 'no');
    },
  };
}

export function useAlertDesk(): AlertDesk {
  const desk = inject(KEY);
  if (!desk) throw new Error('no alerts: this pane stands outside screen/duty/Desk.vue');
  return desk;
}

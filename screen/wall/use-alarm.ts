/** Calls while an alert has the wall, until it is muted; whether it is stays known on this screen. */
import { computed, onScopeDispose, ref, watch, type ComputedRef } from 'vue';
import type { AlertColour } from '../../server/wire/entity.ts';
import { useTile } from '../store/tile.ts';
import { useWall } from '../store/wall.ts';
import { makeAlarm } from './alarm.ts';
import { bandWords } from './takeover-card.ts';

const EVERY_MS = 6000;
const KEY = 'yiping.muted';

export interface AlarmSwitch { sound: ComputedRef<'on' | 'muted' | 'blocked'>; press(): void }

/** `of`: the alert that has the wall, by its colour; null: none has. */
export function useAlarm(of: () => { id: string; colour: AlertColour } | null): AlarmSwitch {
  const alarm = makeAlarm();
  const [tile, wall] = [useTile(), useWall()];
  const own = ref(window.localStorage.getItem(KEY) === 'yes');
  const muted = computed(() => (tile.on ? tile.state?.muted ?? false : own.value));
  /** Of the tiles of a wall one calls: that in which the band's words begin. */
  const calls = computed(() => wall.shows({ x: bandWords(wall.canvas).left, y: 0, width: 1, height: 1 }));
  const blocked = ref(false);
  async function call(): Promise<void> {
    const alert = of();
    if (alert && calls.value && !muted.value) blocked.value = !await alarm.ring(alert.colour);
  }
  const timer = setInterval(() => void call(), EVERY_MS);
  watch(() => { const alert = of(); return alert && `${alert.colour} ${alert.id}`; }, () => void call(), { immediate: true });
  onScopeDispose(() => { clearInterval(timer); alarm.close(); });
  return {
    sound: computed(() => (muted.value ? 'muted' : blocked.value ? 'blocked' : 'on')),
    press() {
      // One that is held back is let go by this very touch, not muted.
      if (blocked.value && !muted.value) { void call(); return; }
      if (tile.on) { void tile.change((now) => ({ muted: !now.muted })).then(call); return; }
      own.value = !own.value;
      window.localStorage.setItem(KEY, own.value ? 'yes' : 'no');
      void call();
    },
  };
}

/** This device as a remote: whether it is paired, what its wall is, and what was pressed here. */
import { computed, onScopeDispose, ref, shallowRef, triggerRef } from 'vue';
import type { RemoteAct, RemoteView } from '../../server/wire/remote.ts';
import { readRemote, sendCommand } from '../source/remote.ts';
import { NotDone } from '../source/write.ts';
import { Commands, Unpaired, type Command } from './commands.ts';

const EVERY_MS = 1_000;
/** Without an answer for so long the link is said to be lost. */
export const LOST_MS = 3_500;
/** A press that was done is said for so long; one that was not, until the next. */
const SAID_MS = 2_500;

const random = (): string => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');

export function useRemote() {
  const phase = ref<'asking' | 'unpaired' | 'paired'>('asking');
  /** It was paired on this page, and is no more. */
  const ended = ref(false);
  const view = shallowRef<RemoteView | null>(null);
  const now = ref(performance.now());
  const heardAt = ref<number | null>(null);
  const pending = shallowRef<readonly Command[]>([]);
  const last = shallowRef<{ command: Command; at: number } | null>(null);
  let commands: Commands | null = null;
  let asking = false;

  const began = performance.now();
  const lostFor = computed(() => { const silent = now.value - (heardAt.value ?? began); return silent > LOST_MS ? silent : null; });
  const holds = computed(() => view.value !== null && view.value.state.holder?.device === view.value.me.device);

  function take(next: RemoteView): void {
    heardAt.value = now.value = performance.now();
    if (view.value && next.at < view.value.at && next.me.device === view.value.me.device) return;
    view.value = next;
    if (phase.value !== 'paired' || !commands) begin(next.wall.id);
  }
  function begin(wall: string): void {
    phase.value = 'paired';
    ended.value = false;
    const mine = commands = new Commands({
      wall, random, mono: () => performance.now(), later: (run, ms) => { setTimeout(run, ms); },
      changed: () => { if (mine === commands) { pending.value = mine.pending.map((one) => ({ ...one })); triggerRef(last); } },
      send: async (command, gaveUp) => {
        try { const answer = await sendCommand(command, gaveUp); take(answer.view); return answer; } catch (error) {
          if (error instanceof NotDone && error.status >= 400 && error.status < 500 && error.status !== 429) { void ask(); throw new Unpaired(error.message); }
          throw error;
        }
      },
    });
  }
  async function ask(): Promise<void> {
    if (asking) return;
    asking = true;
    try { take(await readRemote()); } catch (error) {
      if (!(error instanceof NotDone) || error.status !== 401) return;
      heardAt.value = performance.now();
      if (phase.value === 'paired') ended.value = true;
      phase.value = 'unpaired';
      view.value = null;
      commands = null;
      pending.value = [];
    } finally { asking = false; }
  }
  /** `first`: before all that waits. */
  function press(act: RemoteAct, first = false): void {
    if (!commands) return;
    last.value = { command: first ? commands.first(act) : commands.press(act), at: performance.now() };
  }

  void ask();
  const timer = setInterval(() => { now.value = performance.now(); void ask(); }, EVERY_MS);
  onScopeDispose(() => { clearInterval(timer); });
  /** What is to be said of the last press. */
  const said = computed(() => {
    const { command, at } = last.value ?? {};
    return command && at !== undefined && (command.standing !== 'done' || now.value - at < SAID_MS) ? { ...command } : null;
  });
  return { phase, ended, view, lostFor, holds, pending, said, take, ask, press };
}
export type Remote = ReturnType<typeof useRemote>;

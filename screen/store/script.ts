/** The script (演示脚本) of this page's wall: how it stands by the server's word, and what its keys do. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { DemoCommand, Playing, ScriptBrief } from '../../server/wire/demo.ts';
import { saidIn } from '../../server/wire/language.ts';
import { LANGUAGE } from '../look/language.ts';
import { SCRIPT } from '../look/words.ts';
import { command, readScripts } from '../source/demo.ts';
import { Unanswered } from '../source/write.ts';
import { fetchJson } from './city.ts';
import { useHold } from './hold.ts';
import { useStage } from './stage.ts';
import { useTile } from './tile.ts';
import { useWall } from './wall.ts';

export type ScriptKey = 'live' | 'go' | 'next' | 'back';
/** How long it is said that something could not be done, ms. */
const TOLD_MS = 6_000;

/** What a key means while a script stands so; null: nothing. `offered`: the script that the address names. */
export function commandOf(key: ScriptKey, playing: Pick<Playing, 'mode'> | null, offered: string | null): DemoCommand | null {
  if (!playing) return key === 'go' && offered !== null ? { do: 'start', script: offered } : null;
  if (key === 'live') return { do: 'live' };
  if (playing.mode === 'preparing') return null;
  if (key === 'go') return { do: playing.mode === 'running' ? 'pause' : 'resume' };
  return playing.mode === 'interrupted' ? null : { do: key };
}

export const useScript = defineStore('script', () => {
  const [hold, stage, tile, wall] = [useHold(), useStage(), useTile(), useWall()];
  /** `script=` of the address. */
  const wanted = ref<string | null>(null);
  const scripts = shallowRef<readonly ScriptBrief[]>([]);
  /** Why the last key did nothing. */
  const told = ref('');
  let telling: ReturnType<typeof setTimeout> | undefined;

  const playing = computed<Playing | null>(() => tile.state?.playing ?? null);
  /** The script that the address names, while none plays. */
  const offered = computed(() => (playing.value ? null : scripts.value.find(({ id }) => id === wanted.value) ?? null));
  /** What is said of it has its place on the wall: not under a takeover of the live world, whose word goes first. */
  const speaks = computed(() => (playing.value !== null && (stage.demo || stage.past || !hold.held)) || offered.value !== null);
  /** Its own world is shown, made up or recorded. */
  const shows = computed(() => stage.demo || (stage.past && playing.value?.world === 'replay' && playing.value.mode !== 'interrupted' && playing.value.mode !== 'preparing'));
  const title = computed(() => { const said = playing.value?.title ?? offered.value?.title; return said === undefined ? '' : saidIn(said, LANGUAGE); });
  const caption = computed(() => (playing.value?.caption && shows.value ? saidIn(playing.value.caption, LANGUAGE) : ''));
  const highlights = computed<readonly string[]>(() => (shows.value && playing.value ? playing.value.highlights : []));

  watch(wanted, async (id) => {
    if (id === null || scripts.value.length > 0) return;
    try { scripts.value = readScripts(await fetchJson('/api/demo')); } catch { /* The link is lost: then the keys do nothing either. */ }
  }, { immediate: true });

  function say(text: string): void {
    told.value = text;
    clearTimeout(telling);
    telling = setTimeout(() => { told.value = ''; }, TOLD_MS);
  }
  async function press(key: ScriptKey): Promise<void> {
    const asked = commandOf(key, playing.value, offered.value?.id ?? null);
    const id = wall.spec?.id;
    if (!asked || id === undefined) return;
    try { await command(id, asked); told.value = ''; } catch (error) {
      say(error instanceof Unanswered ? SCRIPT.unanswered : SCRIPT.refused(error instanceof Error ? error.message : String(error)));
    }
  }
  return { wanted, scripts, told, playing, offered, speaks, shows, title, caption, highlights, press };
});

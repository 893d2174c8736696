/** Who sits at this page. Until there are accounts the name is as given, asked for once in each browser, and marked unverified wherever it is recorded. */
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { AckRequest } from '../../server/wire/messages.ts';
import { useStage } from './stage.ts';

const KEY = 'yiping.officer';

export const useOfficer = defineStore('officer', () => {
  const name = ref(window.localStorage.getItem(KEY) ?? '');
  /** Who waits for a name; null: nobody. A page that calls `need` shows duty/OfficerName.vue while this is not null. */
  const asking = shallowRef<((name: string | null) => void) | null>(null);

  /** False where it is no name: blank, over forty characters, or with a line break. */
  function set(text: string): boolean {
    const read = AckRequest.safeParse({ name: text });
    if (!read.success) return false;
    name.value = read.data.name;
    window.localStorage.setItem(KEY, name.value);
    asking.value?.(name.value);
    asking.value = null;
    return true;
  }
  function giveUp(): void { asking.value?.(null); asking.value = null; }
  /**
   * The name, asked for where it is not known yet; null: nothing is to be done, for it was not given, or what is shown
   * is past, which the page then says. `past`: what is to be done is done to the playback itself.
   */
  function need({ past = false } = {}): Promise<string | null> {
    if (!past && !useStage().mayAct()) return Promise.resolve(null);
    if (name.value !== '') return Promise.resolve(name.value);
    giveUp();
    return new Promise((resolve) => { asking.value = resolve; });
  }
  /** Asks for another one. */
  function change(): Promise<string | null> { giveUp(); return new Promise((resolve) => { asking.value = resolve; }); }

  return { name, asking, set, giveUp, need, change };
});

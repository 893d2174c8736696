/** What must not be interrupted (a takeover) holds the wall: while it does, the tour stands and the page does not replace itself. */
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';

export const useHold = defineStore('hold', () => {
  const holders = ref(0);
  const held = computed(() => holders.value > 0);

  /** Holds the wall until what is returned is called; each holder lets go of its own hold only, and only once. */
  function take(): () => void {
    holders.value++;
    let mine = true;
    return () => { if (mine) holders.value--; mine = false; };
  }
  return { held, take };
});

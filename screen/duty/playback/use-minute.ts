/** The running minute for questions to the server: a cursor at 600× passes ten a second, and not each is worth asking. */
import { ref, watch, type Ref } from 'vue';
import { useLink } from '../../store/link.ts';
import { useStage } from '../../store/stage.ts';

const MINUTE = 60_000;
/** Real ms between two questions while a cursor runs. */
const APART_MS = 2_000;

/** World's ms of the minute that runs, 0 before the first hello. Where the cursor jumps or stands it is the very minute. */
export function useMinute(): Ref<number> {
  const [link, stage] = [useLink(), useStage()];
  const minute = ref(0);
  let since = -Infinity;
  watch([() => link.now, () => stage.shown, () => stage.jumps, () => stage.rate] as const, ([now, ...how], [, ...before]) => {
    const jumped = how.some((one, i) => one !== before[i]);
    if (stage.past && stage.rate > 0 && !jumped && link.at - since < APART_MS) return;
    since = link.at;
    minute.value = Math.floor(now / MINUTE) * MINUTE;
  }, { immediate: true });
  return minute;
}

/** What the desk looked like when a playback began (place, filters, panes, layers), put back when it ends; then on to a real alert where one was asked for. */
import { nextTick, onScopeDispose, watch } from 'vue';
import { useRouter } from 'vue-router';
import { ALERT_COLOURS } from '../../../server/wire/entity.ts';
import type { AlertItem } from '../../../server/wire/messages.ts';
import { usePlace } from '../../store/place.ts';
import { useStage } from '../../store/stage.ts';
import { useWall } from '../../store/wall.ts';

/** Goes back to the present and to the gravest alert that is real. `show`: what of the desk shows it. */
export function useFormer(show: (alert: AlertItem) => Promise<void>): { toReal(): void } {
  const [place, router, stage, wall] = [usePlace(), useRouter(), useStage(), useWall()];
  let restoring: Promise<void> = Promise.resolve();
  let wanted: AlertItem | null = null;

  function keep(): () => void {
    const [address, layers, indicator] = [router.currentRoute.value.fullPath, { ...wall.layers }, wall.indicator];
    return () => {
      restoring = (async () => {
        await router.replace(address);
        // What follows the address is set first; what people had switched comes over it.
        await nextTick();
        Object.assign(wall.layers, layers);
        wall.indicator = indicator;
      })();
    };
  }
  stage.useKeeper({ keep });
  watch(() => stage.past, async (past) => {
    const alert = wanted;
    if (past || !alert) return;
    wanted = null;
    await restoring;
    // One after the other: of two changes of the address at once the second would lose the first.
    await show(alert);
    place.drill(alert.region);
  }, { flush: 'post' });
  onScopeDispose(() => stage.useKeeper(null));

  return {
    toReal() {
      wanted = [...stage.realAlerts].sort((a, b) => ALERT_COLOURS.indexOf(b.colour) - ALERT_COLOURS.indexOf(a.colour) || b.issuedAt - a.issuedAt)[0] ?? null;
      if (wanted) void stage.leave();
    },
  };
}

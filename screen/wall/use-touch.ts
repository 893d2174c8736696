/** People before the wall: whatever they touch or press pauses the tour, but for the keys that are the tour's own. */
import { onBeforeUnmount, onMounted } from 'vue';
import { useTour } from '../store/tour.ts';
import { actionOf } from './keyboard.ts';

export function useTouch(): void {
  const tour = useTour();
  const touched = (event: Event): void => {
    const action = event instanceof KeyboardEvent ? actionOf(event.key) : null;
    if (action?.do !== 'tour' && action?.do !== 'step') tour.touch();
  };
  const EVENTS = ['pointerdown', 'wheel', 'keydown'] as const;
  // Caught on the way down, so that nothing on the page can keep a touch to itself.
  onMounted(() => { for (const name of EVENTS) window.addEventListener(name, touched, { capture: true, passive: true }); });
  onBeforeUnmount(() => { for (const name of EVENTS) window.removeEventListener(name, touched, { capture: true }); });
}

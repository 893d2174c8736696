/** Where the picture stands on the glass just now: a few pixels off, unless the wall or the address (`?shift=off`) says no. */
import { defineStore } from 'pinia';
import { computed } from 'vue';
import { shiftAt, type Offset } from '../look/shift.ts';
import { useLink } from './link.ts';
import { useWall } from './wall.ts';

const STILL: Offset = { x: 0, y: 0 };

export const useShift = defineStore('shift', () => {
  const [link, wall] = [useLink(), useWall()];
  const offset = computed<Offset>((before) => {
    if (wall.still || link.present === 0 || wall.spec?.shift === false) return STILL;
    // The world's clock is the one that all tiles share; glass ages by real time, whatever the world's rate.
    const next = shiftAt(link.wallClock);
    return before && before.x === next.x && before.y === next.y ? before : next;
  });
  return { offset };
});

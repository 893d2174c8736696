/** Pointer → click, drag, wheel and hover, as the map means them. */
import { shallowRef, type ShallowRef } from 'vue';

export interface PointerEvents {
  click(px: number, py: number): void;
  drag(dx: number, dy: number): void;
  hover(px: number, py: number): void;
  leave(): void;
  zoom(px: number, py: number, factor: number): void;
}

/** Pixels a press may wander and still be a click: a hand at a wall is not still. */
const WANDER = 6;

export function usePointer(on: PointerEvents): {
  dragging: ShallowRef<boolean>;
  down(e: PointerEvent): void; move(e: PointerEvent): void; up(e: PointerEvent): void; leave(): void; wheel(e: WheelEvent): void;
} {
  const dragging = shallowRef(false);
  let start: { x: number; y: number; atX: number; atY: number } | null = null;
  const place = (e: MouseEvent): [number, number] => {
    const box = (e.currentTarget as HTMLElement).getBoundingClientRect();
    return [e.clientX - box.left, e.clientY - box.top];
  };
  return {
    dragging,
    // A figure on the map answers; it is no place to go down at.
    down(e) { if (e.button === 0 && !(e.target instanceof Element && e.target.closest('[data-answer]'))) start = { x: e.clientX, y: e.clientY, atX: e.clientX, atY: e.clientY }; },
    move(e) {
      if (!start) { on.hover(...place(e)); return; }
      if (!dragging.value && Math.hypot(e.clientX - start.x, e.clientY - start.y) < WANDER) return;
      if (!dragging.value) {
        dragging.value = true;
        (e.currentTarget as HTMLElement).setPointerCapture(e.pointerId);
        on.leave();
      }
      on.drag(e.clientX - start.atX, e.clientY - start.atY);
      start.atX = e.clientX;
      start.atY = e.clientY;
    },
    up(e) {
      const clicked = start !== null && !dragging.value;
      start = null;
      dragging.value = false;
      if (clicked) on.click(...place(e));
    },
    leave() { if (!dragging.value) { start = null; on.leave(); } },
    wheel(e) { on.zoom(...place(e), Math.exp(-e.deltaY * (e.deltaMode === 1 ? 0.05 : 0.0015))); },
  };
}

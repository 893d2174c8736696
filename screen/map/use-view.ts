/** The view as state: size of the element, flights, dragging and the wheel. */
import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue';
import type { Box } from './projection.ts';
import { ease, fitView, flight, flightTime, sameView, worldX, worldY, type Padding, type Size, type View } from './view.ts';

export interface ViewState {
  view: ShallowRef<View>;
  /** The view when it last came to rest: labels are laid out for it. */
  rest: ShallowRef<View>;
  size: ShallowRef<Size>;
  /** True from the start of a flight, drag or turn of the wheel until the view has come to rest. */
  moving: ShallowRef<boolean>;
  /**
   * Shows `box` (metres) between the panels; at once where `fly` is false. `since`: the flight began then (the page's
   * clock, ms), so that all who are told the same instant are at the same place of it; null: it begins now.
   */
  goTo(box: Box, fly: boolean, since?: number | null): void;
  /** Looks where it is told, as a hand would put it there. */
  lookAt(view: View): void;
  drag(dx: number, dy: number): void;
  /** `factor` > 1 nears; the point under px,py stays. */
  zoomAt(px: number, py: number, factor: number): void;
  resize(size: Size): void;
}

const SETTLE = 160;

export function useView(padding: () => Padding, limits: () => { least: number; most: number }): ViewState {
  const view = shallowRef<View>({ x: 0, y: 0, k: 0.01 });
  const resting = shallowRef<View>(view.value);
  const size = shallowRef<Size>({ width: 1, height: 1 });
  const moving = shallowRef(false);
  let goal: Box | null = null;
  let frame = 0;
  let settle: ReturnType<typeof setTimeout> | undefined;
  let path: ((now: number) => View) | null = null;

  const stop = (): void => { cancelAnimationFrame(frame); frame = 0; path = null; };
  const rest = (): void => { stop(); clearTimeout(settle); resting.value = view.value; moving.value = false; };
  const nudge = (next: View): void => {
    stop();
    goal = null;
    view.value = next;
    moving.value = true;
    clearTimeout(settle);
    settle = setTimeout(rest, SETTLE);
  };

  function goTo(box: Box, fly: boolean, since: number | null = null): void {
    goal = box;
    const from = since !== null && path ? path(since) : view.value;
    const to = fitView(box, size.value, padding());
    stop();
    if (!fly || sameView(from, to)) {
      view.value = to;
      rest();
      return;
    }
    clearTimeout(settle);
    moving.value = true;
    const way = flight(from, to, size.value);
    const time = flightTime(way.length);
    let start = since ?? -1;
    const partOf = (at: number): number => Math.max(0, Math.min(1, (at - start) / time));
    const along = (at: number): View => { const t = partOf(at); return t === 0 ? from : t === 1 ? to : way.at(ease(t)); };
    path = along;
    const step = (at: number): void => {
      if (start < 0) start = at;
      view.value = along(at);
      if (partOf(at) === 1) rest();
      else frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
  }

  onBeforeUnmount(() => { stop(); clearTimeout(settle); });
  return {
    view, rest: resting, size, moving, goTo,
    lookAt: (next) => { if (!sameView(view.value, next)) nudge(next); },
    drag: (dx, dy) => { const v = view.value; nudge({ ...v, x: v.x - dx / v.k, y: v.y + dy / v.k }); },
    zoomAt(px, py, factor) {
      const v = view.value;
      const { least, most } = limits();
      const k = Math.min(most, Math.max(least, v.k * factor));
      const x = worldX(v, size.value, px);
      const y = worldY(v, size.value, py);
      nudge({ k, x: x - (px - size.value.width / 2) / k, y: y + (py - size.value.height / 2) / k });
    },
    resize(next) {
      size.value = next;
      if (goal) goTo(goal, false);
    },
  };
}

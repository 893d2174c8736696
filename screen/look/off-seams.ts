/**
 * `v-off-seams="SELECTOR"`: the things of a row that the selector names are moved off the seams of the wall, each by as
 * little as it takes. How wide a text is only the page knows, so it is measured; where a wall has no seams nothing is.
 */
import { effectScope, watch, type Directive, type EffectScope } from 'vue';
import { useWall } from '../store/wall.ts';
import { offSeams, SEAM_AIR, type Span } from './seams.ts';

interface Keeper { scope: EffectScope; stop: () => void }
const keepers = new WeakMap<HTMLElement, Keeper>();

/** Things that stand side by side are of one row, whatever their heights. */
export function rowsOf<T extends { top: number; bottom: number }>(things: readonly T[]): T[][] {
  const rows: { top: number; bottom: number; things: T[] }[] = [];
  for (const thing of things) {
    const middle = (thing.top + thing.bottom) / 2;
    const row = rows.find(({ top, bottom }) => middle > top && middle < bottom);
    if (row) { row.things.push(thing); row.top = Math.min(row.top, thing.top); row.bottom = Math.max(row.bottom, thing.bottom); } else rows.push({ top: thing.top, bottom: thing.bottom, things: [thing] });
  }
  return rows.map((row) => row.things);
}

function keep(row: HTMLElement, selector: string): Keeper {
  const wall = useWall();
  const scope = effectScope(true);
  const moved = new Map<HTMLElement, number>();
  let frame = 0;
  const move = (element: HTMLElement, by: number): void => {
    if (Math.abs((moved.get(element) ?? 0) - by) < 0.5) return;
    element.style.transform = by === 0 ? '' : `translateX(${by}px)`;
    moved.set(element, by);
  };
  const settle = (): void => {
    frame = 0;
    const things = [...row.querySelectorAll<HTMLElement>(selector)];
    for (const element of moved.keys()) if (!things.includes(element)) { sizes.unobserve(element); moved.delete(element); }
    const origin = row.closest('.wall')?.getBoundingClientRect().left ?? 0;
    const spanOf = (element: HTMLElement): Span & { element: HTMLElement; top: number; bottom: number } => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const by = origin + (moved.get(element) ?? 0);
      return { element, from: left - by, to: right - by, top, bottom };
    };
    const lines = wall.canvas.seams.x.map((x) => x * wall.scale);
    const own = getComputedStyle(row);
    const whole = spanOf(row);
    const room = { from: whole.from + Number.parseFloat(own.paddingLeft), to: whole.to - Number.parseFloat(own.paddingRight) };
    for (const line of rowsOf(things.map(spanOf).filter(({ from, to }) => to > from))) {
      line.sort((a, b) => a.from - b.from);
      const by = offSeams(line, lines, room, SEAM_AIR * wall.scale);
      line.forEach(({ element }, i) => { if (!moved.has(element)) sizes.observe(element); move(element, by[i]!); });
    }
  };
  const soon = (): void => { if (frame === 0) frame = requestAnimationFrame(settle); };
  const sizes = new ResizeObserver(soon);
  const texts = new MutationObserver(soon);
  const off = (): void => { sizes.disconnect(); texts.disconnect(); cancelAnimationFrame(frame); frame = 0; for (const element of moved.keys()) move(element, 0); moved.clear(); };
  scope.run(() => watch(() => [wall.canvas.seams.x.length > 0, wall.canvas, wall.scale] as const, ([any]) => {
    if (!any) { off(); return; }
    sizes.observe(row);
    texts.observe(row, { childList: true, characterData: true, subtree: true });
    soon();
  }, { immediate: true, flush: 'post' }));
  return { scope, stop: () => { scope.stop(); off(); } };
}

/** null: the row stands where it is. */
export const vOffSeams: Directive<HTMLElement, string | null> = {
  mounted(row, { value }) { if (value !== null) keepers.set(row, keep(row, value)); },
  updated(row, { value, oldValue }) {
    if (value === oldValue) return;
    keepers.get(row)?.stop();
    keepers.delete(row);
    if (value !== null) keepers.set(row, keep(row, value));
  },
  beforeUnmount(row) { keepers.get(row)?.stop(); keepers.delete(row); },
};

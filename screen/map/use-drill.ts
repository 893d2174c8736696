/** What the pointer means on the map: a child under it is named, a press goes there at once, before the page has answered. */
import { computed, onBeforeUnmount, shallowRef, type ComputedRef } from 'vue';
import type { Box } from './projection.ts';
import { shapeAt, type Shape } from './shapes.ts';
import { usePointer } from './use-pointer.ts';
import type { Scene } from './use-scene.ts';
import { worldX, worldY, type Size, type View } from './view.ts';

export interface DrillInputs {
  scene: () => Scene | null; view: () => View; size: () => Size; moving: () => boolean;
  /** Code of the region that the page shows. */
  region: () => string | undefined;
  goTo: (box: Box) => void; frame: () => void;
  drag: (dx: number, dy: number) => void; zoomAt: (px: number, py: number, factor: number) => void;
  /** Does one press go down? Otherwise it is told where it was, and two go down. */
  drills: () => boolean; pressed: (px: number, py: number, code: string | null) => void;
  drilled: (code: string) => void; hovered: (code: string | null) => void;
}
export interface Hover { shape: Shape; px: number; py: number }

/** How long the page may take to answer a drill before the map flies back to where it is. */
const ANSWER = 5_000;

export function useDrill(input: DrillInputs): { pointer: ReturnType<typeof usePointer>; hover: ComputedRef<Hover | null>; twice: (event: MouseEvent) => void } {
  const hover = shallowRef<Hover | null>(null);
  let answer: ReturnType<typeof setTimeout> | undefined;

  /** Child under the pixel, or a sibling in the surroundings. */
  const under = (px: number, py: number, siblings: boolean): Shape | null => {
    const x = worldX(input.view(), input.size(), px);
    const y = worldY(input.view(), input.size(), py);
    const scene = input.scene();
    if (!scene) return null;
    return shapeAt(scene.geo.children, x, y) ?? (siblings ? shapeAt(scene.around?.children.filter((s) => s.code !== scene.geo.code) ?? [], x, y) : null);
  };
  const leave = (): void => {
    if (hover.value === null) return;
    hover.value = null;
    input.hovered(null);
  };
  function drill(px: number, py: number): void {
    const shape = under(px, py, true);
    if (!shape) return;
    leave();
    // The answer is seen at once; the page's own follows.
    input.goTo(shape.box);
    clearTimeout(answer);
    answer = setTimeout(() => { if (input.region() !== shape.code) input.frame(); }, ANSWER);
    input.drilled(shape.code);
  }
  const pointer = usePointer({
    click(px, py) { if (input.drills()) drill(px, py); else input.pressed(px, py, under(px, py, false)?.code ?? null); },
    drag: input.drag,
    zoom: (px, py, factor) => { leave(); input.zoomAt(px, py, factor); },
    hover(px, py) {
      const shape = input.moving() ? null : under(px, py, false);
      if (!shape) { leave(); return; }
      const same = hover.value?.shape === shape;
      hover.value = { shape, px, py };
      if (!same) input.hovered(shape.code);
    },
    leave,
  });
  onBeforeUnmount(() => { clearTimeout(answer); });
  /** Two presses where one only chooses a place. */
  function twice(event: MouseEvent): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    if (!input.drills()) drill(event.clientX - box.left, event.clientY - box.top);
  }
  return { pointer, hover: computed(() => hover.value), twice };
}

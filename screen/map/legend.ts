/** Where a legend stands: the corner between the panels where it covers least of the region. Pure. */
import { inShape, type Shape } from './shapes.ts';
import { worldX, worldY, type Padding, type Size, type View } from './view.ts';

export const CORNERS = ['bottom-left', 'bottom-right', 'top-left', 'top-right'] as const;
export type Corner = (typeof CORNERS)[number];

const GRID = 5;

/** Share of the `width`×`height` px in that corner that lies on the region. */
export function covered(corner: Corner, outline: Shape, view: View, size: Size, padding: Padding, width: number, height: number): number {
  const left = corner.endsWith('left') ? padding.left : size.width - padding.right - width;
  const top = corner.startsWith('top') ? padding.top : size.height - padding.bottom - height;
  let hits = 0;
  for (let i = 0; i < GRID; i++) {
    for (let j = 0; j < GRID; j++) {
      const px = left + ((i + 0.5) / GRID) * width;
      const py = top + ((j + 0.5) / GRID) * height;
      if (inShape(outline, worldX(view, size, px), worldY(view, size, py))) hits++;
    }
  }
  return hits / (GRID * GRID);
}

/** The first of `wanted` that covers least; `not` is taken by another legend. */
export function freeCorner(
  wanted: readonly Corner[], not: Corner | null, outline: Shape, view: View, size: Size, padding: Padding, width: number, height: number,
): Corner {
  let best: Corner = wanted[0]!;
  let least = Infinity;
  for (const corner of wanted) {
    if (corner === not) continue;
    const share = covered(corner, outline, view, size, padding, width, height);
    if (share < least - 1e-9) { least = share; best = corner; }
  }
  return best;
}

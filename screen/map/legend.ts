/** Where a legend stands: the corner between the panels where it covers least of the region. Pure. */
import type { Rect } from './boxes.ts';
import { inShape, type Shape } from './shapes.ts';
import { worldX, worldY, type Padding, type Size, type View } from './view.ts';

export const CORNERS = ['bottom-left', 'bottom-right', 'top-left', 'top-right'] as const;
export type Corner = (typeof CORNERS)[number];

/** Design px that a legend of each kind needs at most. */
export const LEGEND = { heat: { w: 345, h: 50 }, fill: { w: 350, h: 66 }, fillAndAreas: { w: 350, h: 90 } } as const;

export function legendRect(corner: Corner, kind: keyof typeof LEGEND, size: Size, padding: Padding, scale: number): Rect {
  const w = LEGEND[kind].w * scale;
  const h = LEGEND[kind].h * scale;
  return {
    x: corner.endsWith('left') ? padding.left : size.width - padding.right - w,
    y: corner.startsWith('top') ? padding.top : size.height - padding.bottom - h, w, h,
  };
}

const GRID = 5;

/** Share of the rectangle that lies on the region. */
export function covered(rect: Rect, outline: Shape, view: View, size: Size): number {
  let hits = 0;
  for (let i = 0; i < GRID; i++) {
    for (let j = 0; j < GRID; j++) {
      const px = rect.x + ((i + 0.5) / GRID) * rect.w;
      const py = rect.y + ((j + 0.5) / GRID) * rect.h;
      if (inShape(outline, worldX(view, size, px), worldY(view, size, py))) hits++;
    }
  }
  return hits / (GRID * GRID);
}

/** The first of `wanted` that covers least; `not` is taken by another legend. */
export function freeCorner(wanted: readonly Corner[], not: Corner | null, share: (corner: Corner) => number): Corner {
  let best: Corner = wanted[0]!;
  let least = Infinity;
  for (const corner of wanted) {
    if (corner === not) continue;
    const part = share(corner);
    if (part < least - 1e-9) { least = part; best = corner; }
  }
  return best;
}

export interface Corners { heat: Corner; fill: Corner }

export function legendCorners(outline: Shape, view: View, size: Size, padding: Padding, scale: number): Corners {
  const share = (kind: keyof typeof LEGEND) => (corner: Corner): number => covered(legendRect(corner, kind, size, padding, scale), outline, view, size);
  const heat = freeCorner(['top-right', 'bottom-right', 'bottom-left'], null, share('heat'));
  return { heat, fill: freeCorner(['bottom-left', 'bottom-right', 'top-right'], heat, share('fill')) };
}

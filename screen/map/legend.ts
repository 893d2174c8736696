/** Where a legend stands: the corner between the panels where it covers least of the region. Pure. */
import { after, before } from '../look/seams.ts';
import { SIZES } from '../look/tokens.ts';
import { overlaps, textWidth, type Rect } from './boxes.ts';
import { inShape, type Shape } from './shapes.ts';
import { worldX, worldY, type Padding, type Size, type View } from './view.ts';

export const CORNERS = ['bottom-left', 'bottom-right', 'top-left', 'top-right'] as const;
export type Corner = (typeof CORNERS)[number];

/** Design px that a legend of each kind needs at most. */
export const LEGEND = { heat: { w: 345, h: 50 }, fill: { w: 350, h: 66 }, fillAndAreas: { w: 350, h: 90 }, rain: { w: 350, h: 66 } } as const;

/** Lines at which tiles of the wall meet, px. */
export interface Seams { x: readonly number[]; y: readonly number[] }
const SEAMLESS: Seams = { x: [], y: [] };
const AIR = 8;
/** A notice has at most two lines of the legend's width. */
const LINE = 20;
export const noticeHeight = (notice: string | null): number => (notice === null ? 0 : LINE * Math.min(2, Math.ceil(textWidth(notice, SIZES.caption) / (LEGEND.fill.w - 12))));

/** In its corner, or as near to it as no seam crosses it. `more`: height that it has over its usual, design px. */
export function legendRect(corner: Corner, kind: keyof typeof LEGEND, size: Size, padding: Padding, scale: number, seams = SEAMLESS, more = 0): Rect {
  const w = LEGEND[kind].w * scale;
  const h = (LEGEND[kind].h + more) * scale;
  const air = AIR * scale;
  return {
    x: corner.endsWith('left') ? after(seams.x, padding.left, w, air) : before(seams.x, size.width - padding.right, w, air) - w,
    y: corner.startsWith('top') ? after(seams.y, padding.top, h, air) : before(seams.y, size.height - padding.bottom, h, air) - h, w, h,
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

/** The first of `wanted` that costs least; those in `not` are taken by other legends. */
export function freeCorner(wanted: readonly Corner[], not: readonly Corner[], cost: (corner: Corner) => number): Corner {
  let best: Corner = wanted[0]!;
  let least = Infinity;
  for (const corner of wanted) {
    if (not.includes(corner)) continue;
    const part = cost(corner);
    if (part < least - 1e-9) { least = part; best = corner; }
  }
  return best;
}

export interface Corners { heat: Corner; fill: Corner; rain: Corner }

/** Half the side of what must be seen of a mark: its gauge, its ring if it is the critical one. Design px. */
const MARK = 34;
/** What it costs to stand on one, in shares of the legend that lie on the region. */
const ON_MARK = 2;

/** `marks`: stations that matter, in CSS pixels. A corner that neither covers them nor the region; the top left only for a third legend, under the path. */
export function legendCorners(
  outline: Shape, { view, size, padding, scale, seams }: { view: View; size: Size; padding: Padding; scale: number; seams?: Seams }, marks: readonly { x: number; y: number }[], heatShown: boolean,
): Corners {
  const cost = (kind: keyof typeof LEGEND) => (corner: Corner): number => {
    const rect = legendRect(corner, kind, size, padding, scale, seams);
    const side = 2 * MARK * scale;
    const hidden = marks.filter(({ x, y }) => overlaps(rect, { x: x - side / 2, y: y - side / 2, w: side, h: side })).length;
    return covered(rect, outline, view, size) + hidden * ON_MARK;
  };
  const heat = freeCorner(['top-right', 'bottom-right', 'bottom-left'], [], cost('heat'));
  const fill = freeCorner(['bottom-left', 'bottom-right', 'top-right'], heatShown ? [heat] : [], cost('fillAndAreas'));
  return { heat, fill, rain: freeCorner(['top-right', 'bottom-right', 'bottom-left', 'top-left'], heatShown ? [heat, fill] : [fill], cost('rain')) };
}

/** Where the mark of the past stands on a wall, or on one tile of it: over the map or bare ground, never over a figure. Pure; design px. */
import type { Box } from './layout.ts';

/** The mark itself: one line, two short ones, or where nothing else fits its word alone; what it needs at the least, with air. The line fits between the title's words and the map. */
export const PAST_SIZES = [{ width: 620, height: 46 }, { width: 330, height: 96 }, { width: 214, height: 96 }, { width: 172, height: 34 }] as const;
export interface Spot extends Box { /** Which of the sizes. */ form: number }
const LEGEND = { width: 300, height: 92 } as const;
const STEP = 6;
/** Kept free of the edge, where the frame is. */
const EDGE = 20;
/** The word alone may stand right at it. */
const CLOSE = 14;

const touch = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * The free place of the widest form that has one, nearest to the middle of the part's upper edge. `taken`: what is not
 * to be covered; `seams`: lines that it must not lie across; `beside`: room that other marks want at the right of the one
 * line. null: there is no place, then only the frame says it.
 */
export function pastSpot(part: Box, taken: readonly Box[], seams: { x: readonly number[]; y: readonly number[] } = { x: [], y: [] }, beside = 0): Spot | null {
  for (const [form, size] of PAST_SIZES.entries()) {
    const { height } = size;
    const width = size.width + (form === 0 ? beside : 0);
    let best: Spot | null = null;
    let least = Infinity;
    const middle = part.x + (part.width - width) / 2;
    const edge = form === PAST_SIZES.length - 1 ? CLOSE : EDGE;
    for (let y = part.y + edge; y + height <= part.y + part.height - edge && 2 * (y - part.y) < least; y += STEP) {
      for (let x = part.x + edge; x + width <= part.x + part.width - edge; x += STEP) {
        const far = Math.abs(x - middle) + 2 * (y - part.y);
        const box = { x, y, width, height };
        if (far >= least || taken.some((one) => touch(box, one))) continue;
        if (seams.x.some((line) => line > x && line < x + width) || seams.y.some((line) => line > y && line < y + height)) continue;
        [best, least] = [{ ...box, width: size.width, form }, far];
      }
    }
    if (best) return best;
  }
  return null;
}

/** What of a wall's plan is read, beside the panels: the title's bar, the head and the foot of the map, and on one tile of many the legends at its lower corners. */
export function takenBy({ panels, map, title, narrow, caption }: { panels: readonly Box[]; map: Box; title: number; narrow: boolean; caption?: Box | null }, width: number, tile = false): Box[] {
  const air = 6;
  return [
    ...panels.map(({ x, y, width: w, height: h }) => ({ x: x - air, y: y - air, width: w + 2 * air, height: h + 2 * air })),
    // Its words end sooner than its room; of two lines the second fills it.
    { x: 0, y: 0, width, height: narrow ? title + 10 : title - 22 },
    // The trail of the place, and what the map shows.
    { x: map.x, y: title + 25, width: Math.min(map.width * 0.34, 460), height: 47 },
    { x: map.x, y: map.y + map.height - 6, width: map.width, height: 62 },
    ...(caption ? [caption] : []),
    // Legends stand in the upper corners of a map on a portrait wall, else mostly in the lower.
    ...(narrow || tile ? [map.x, map.x + map.width - LEGEND.width].map((x) => ({ x, y: narrow ? map.y : map.y + map.height - LEGEND.height, ...LEGEND })) : []),
  ];
}

/**
 * Pixel shift: a picture that hangs for years is moved by a few pixels, so that no edge burns in. Pure: by the time
 * alone, so that every tile of a wall and every reload has the same. It moves; nothing is scaled or laid out anew.
 */

/** Pixels to each side. The layout's margins are wider: what leaves the wall is ground, never a figure. */
export const REACH = 4;
const STEP_MS = 120_000;
const SIDE = 2 * REACH + 1;
const LAST = SIDE * SIDE - 1;

export interface Offset { x: number; y: number }

/** Row by row over every place within reach, and the same way back: one pixel a step, each place as often as the others. */
export function shiftAt(ms: number): Offset {
  const step = Math.floor(ms / STEP_MS) % (2 * LAST);
  const at = step <= LAST ? step : 2 * LAST - step;
  const row = Math.floor(at / SIDE);
  const along = at % SIDE;
  return { x: (row % 2 === 0 ? along : SIDE - 1 - along) - REACH, y: row - REACH };
}

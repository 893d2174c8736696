/** Where the card of a figure may stand, real px of the whole wall: within the tile that was touched, and between seams, so that it is whole. Pure. */
import { SEAM_AIR, stretchAt } from '../look/seams.ts';
import type { Part } from '../store/tile-part.ts';
import type { Box } from './answer-place.ts';

const AIR = 24;
/** Marks such as 模拟数据 stand just under the title. */
const MARKS = 34;
/** A part of the wall smaller than this holds no card: then it stands across the seams rather than nowhere. Design px. */
const LEAST = { width: 452, height: 430 } as const;

/** `figure`: what was touched; `seams` in real px. */
export function roomOf(wall: { width: number; height: number }, part: Part | null, scale: number, title: number, seams: { x: readonly number[]; y: readonly number[] }, figure: Box): Box {
  const { x, y, width, height } = part ?? { x: 0, y: 0, ...wall };
  const air = SEAM_AIR * scale;
  const wide = stretchAt(seams.x, { from: x + AIR * scale, to: x + width - AIR * scale }, (figure.left + figure.right) / 2, LEAST.width * scale, air);
  const high = stretchAt(seams.y, { from: Math.max(y + AIR * scale, (title + MARKS) * scale), to: y + height - AIR * scale }, (figure.top + figure.bottom) / 2, LEAST.height * scale, air);
  return { left: wide.from, right: wide.to, top: high.from, bottom: high.to };
}

/** Where the card of a figure may stand, real px of the whole wall: within the tile that was touched, so that it is whole. Pure. */
import type { Part } from '../store/tile-part.ts';
import type { Box } from './answer-place.ts';

const AIR = 24;
/** Marks such as 模拟数据 stand just under the title. */
const MARKS = 34;

export function roomOf(wall: { width: number; height: number }, part: Part | null, scale: number, title: number): Box {
  const { x, y, width, height } = part ?? { x: 0, y: 0, ...wall };
  return {
    left: x + AIR * scale, right: x + width - AIR * scale,
    top: Math.max(y + AIR * scale, (title + MARKS) * scale), bottom: y + height - AIR * scale,
  };
}

/** Which part of a wall a tile shows. Pure; in the wall's own pixels. */
import type { TilePlace } from '../../server/wire/tile.ts';
import type { Wall } from '../../server/wire/wall.ts';

export interface Part { x: number; y: number; width: number; height: number }
/** What is wrong with the address of a tile. */
export type TileProblem = 'unreadable' | 'noWall' | 'noTiles' | 'outside';

/** "2,1" of the address: column 2, row 1, counted from 1; null: it is none. */
export function placeOf(text: string | null): TilePlace | null {
  const found = /^([1-9]\d?),([1-9]\d?)$/.exec(text ?? '');
  return found ? { column: Number(found[1]), row: Number(found[2]) } : null;
}

export function problemOf(text: string, wall: Pick<Wall, 'tiles'> | null): TileProblem | null {
  const place = placeOf(text);
  if (!wall) return 'noWall';
  if (!wall.tiles) return 'noTiles';
  if (!place) return 'unreadable';
  return place.column > wall.tiles.columns || place.row > wall.tiles.rows ? 'outside' : null;
}

export function partOf({ width, height, tiles }: Pick<Wall, 'width' | 'height' | 'tiles'>, { column, row }: TilePlace): Part {
  const [wide, high] = [width / (tiles?.columns ?? 1), height / (tiles?.rows ?? 1)];
  return { x: (column - 1) * wide, y: (row - 1) * high, width: wide, height: high };
}

/** With `by` more at each side: what the picture wanders by against burn-in must be drawn too. */
export const wider = ({ x, y, width, height }: Part, by: number): Part => ({ x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by });
export const touches = (a: Part, b: Part): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

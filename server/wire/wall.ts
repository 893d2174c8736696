/** GET /api/walls: the walls of this city's rooms, so that text is sized for who stands before them. */
import { z } from 'zod';

const Minute = z.number().int().min(0).max(1439);
/** Minutes of the local day from and to which it dims, and to what part of its light. */
export const Night = z.object({ from: Minute, to: Minute, brightness: z.number() });
export type Night = z.infer<typeof Night>;

export const Wall = z.object({
  id: z.string(),
  name: z.string(),
  /** Pixels of the whole canvas. */
  width: z.number().int(), height: z.number().int(),
  /** mm from one pixel to the next, and mm from the wall to the eyes that must still read all of it, captions too. */
  pitch: z.number(), distance: z.number(),
  /** Pixels at which tiles meet. */
  seams: z.object({ x: z.array(z.number().int()), y: z.array(z.number().int()) }),
  /** It is so many browsers, each a tile of equal size; null: one. */
  tiles: z.object({ columns: z.number().int(), rows: z.number().int() }).nullable(),
  /** null: as bright by night as by day. */
  night: Night.nullable(),
  /** Whether its picture wanders by a few pixels, against burn-in. */
  shift: z.boolean(),
});
export type Wall = z.infer<typeof Wall>;

export const ApiWalls = z.object({ walls: z.array(Wall) });
export type ApiWalls = z.infer<typeof ApiWalls>;

/** Least height of any text, the caption's, in px for a reader at `distance` (domain.md §3: distance × 0.0058 / pitch). */
export const leastText = ({ distance, pitch }: Pick<Wall, 'distance' | 'pitch'>): number => (distance * 0.0058) / pitch;

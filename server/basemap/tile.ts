/** A raster tile, and who has it. */
export interface Tile { body: Uint8Array; /** Its content type. */ type: string }
export interface Place { z: number; x: number; y: number }

/** null: there is no tile there. Rejects with TileError where it cannot be had now. */
export type GetTile = (place: Place) => Promise<Tile | null>;

/** Says what was found and what was expected; never the address with its key. */
export class TileError extends Error { override readonly name = 'TileError'; }

/** Images that every browser of the project's floor shows, and that carry no script. */
export const IMAGES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp', 'image/avif'];

/** Tiles of a PMTiles archive on disk. Raster only: the map draws no vector tiles, and says so at the start. */
import { open } from 'node:fs/promises';
import { PMTiles, TileType, type RangeResponse, type Source } from 'pmtiles';
import { TileError, type GetTile } from './tile.ts';

const TYPES: Partial<Record<TileType, string>> = {
  [TileType.Png]: 'image/png', [TileType.Jpeg]: 'image/jpeg', [TileType.Webp]: 'image/webp', [TileType.Avif]: 'image/avif',
};

export interface Archive { get: GetTile; minZoom: number; maxZoom: number; close(): Promise<void> }

/** Throws TileError, naming the file, on one that cannot be read or holds no raster tiles. */
export async function openArchive(file: string): Promise<Archive> {
  const handle = await open(file, 'r').catch((cause: unknown) => { throw new TileError(`${file}: found no readable file, expected a PMTiles archive`, { cause }); });
  const source: Source = {
    getKey: () => file,
    async getBytes(offset: number, length: number): Promise<RangeResponse> {
      const buffer = new ArrayBuffer(length);
      const { bytesRead } = await handle.read(new Uint8Array(buffer), 0, length, offset);
      return { data: buffer.slice(0, bytesRead) };
    },
  };
  const archive = new PMTiles(source);
  try {
    const { tileType, minZoom, maxZoom } = await archive.getHeader();
    const type = TYPES[tileType];
    if (type === undefined) throw new TileError(`${file}: found ${tileType === TileType.Mvt || tileType === TileType.Mlt ? 'vector tiles' : `tiles of type ${tileType}`}, expected raster ones (png, jpeg, webp, avif): vector tiles are not drawn`);
    return {
      minZoom, maxZoom,
      get: async ({ z, x, y }) => {
        const found = await archive.getZxy(z, x, y);
        return found && found.data.byteLength > 0 ? { body: new Uint8Array(found.data), type } : null;
      },
      close: () => handle.close(),
    };
  } catch (cause) {
    await handle.close();
    if (cause instanceof TileError) throw cause;
    throw new TileError(`${file}: found ${cause instanceof Error ? cause.message : String(cause)}, expected a PMTiles archive of version 3`, { cause });
  }
}

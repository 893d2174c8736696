/** Which tiles of a wall live: their last reports, and how many browsers show each. */
import { tileName, type TileHealth, type TilePlace, type TileReport } from '../../wire/tile.ts';
import type { Wall } from '../../wire/wall.ts';

/** A tile reports every 3 s; one that has missed three reports is silent. */
export const SILENT_MS = 10_000;

interface Tile extends TilePlace { screens: number; last: { at: number; report: TileReport } | null }

/** A wall of one browser is its own only tile. */
export const ONE = { columns: 1, rows: 1 } as const;

export class Tiles {
  private readonly all = new Map<string, Tile>();

  constructor(tiles: NonNullable<Wall['tiles']>) {
    for (let row = 1; row <= tiles.rows; row++) for (let column = 1; column <= tiles.columns; column++) this.all.set(tileName({ column, row }), { column, row, screens: 0, last: null });
  }

  has(place: TilePlace): boolean { return this.all.has(tileName(place)); }
  came(place: TilePlace | null): void { const tile = this.of(place); if (tile) tile.screens++; }
  left(place: TilePlace | null): void { const tile = this.of(place); if (tile) tile.screens--; }
  report(place: TilePlace | null, report: TileReport, at: number): void { const tile = this.of(place); if (tile) tile.last = { at, report }; }
  /** null: a page of the whole, which on a wall of many tiles is none of them. */
  private of(place: TilePlace | null): Tile | undefined { return this.all.get(place ? tileName(place) : this.all.size === 1 ? '1,1' : ''); }

  health(now: number): TileHealth[] {
    return [...this.all.values()].map(({ column, row, screens, last }) => {
      if (!last) return { column, row, screens, state: 'never', age: null, frameAge: null, build: null, version: null, width: null, height: null };
      const age = Math.max(0, now - last.at);
      const { build, version, width, height, frameAge } = last.report;
      return { column, row, screens, state: age > SILENT_MS ? 'silent' : 'live', age, frameAge: frameAge === null ? null : frameAge + age, build, version, width, height };
    });
  }
}

/** How a page of a wall, a tile or the whole, speaks with the server about it. */
import type { Refusal } from '../../server/wire/messages.ts';
import type { Pairing, TileRemote } from '../../server/wire/remote.ts';
import type { TileAnswer, TileChange, TileJoin, TileReport, WallState } from '../../server/wire/tile.ts';

export interface TileListener {
  /** The link is up (again): the other side has forgotten that this is a tile. */
  up(): void;
  down(): void;
  /** The wall shows something else. */
  wall(state: WallState): void;
  /** What it shows of a pairing with a remote; null: nothing. */
  pairing(pairing: Pairing | null): void;
}

/** Promises reject where the link went away before the answer. */
export interface TileLink {
  start(listener: TileListener): void;
  join(request: TileJoin): Promise<TileAnswer | Refusal>;
  change(request: TileChange): Promise<TileAnswer | Refusal>;
  report(report: TileReport): void;
  remote(ask: TileRemote): Promise<{ done: true } | Refusal>;
  /** The server's clock, epoch ms. */
  clock(): Promise<number>;
}

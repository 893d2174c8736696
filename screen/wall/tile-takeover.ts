/**
 * A takeover on a wall of tiles. Every tile sees the alerts and decides by itself; what comes of it is one change of
 * the wall, made once, and the former view is the server's to keep.
 */
import { watch } from 'vue';
import type { AlertItem } from '../../server/wire/messages.ts';
import { useLink } from '../store/link.ts';
import type { TakeoverState } from '../store/takeover.ts';
import { useTile } from '../store/tile.ts';
import { useWall } from '../store/wall.ts';

/** A takeover whose alert no tile has any more ends after this: the tile that began it may be gone. */
const ORPHAN_MS = 10_000;
const SEEN = ['cameras', 'staff', 'stations'] as const;

export interface TileTakeover<L> {
  /** What the other tiles know to be due is due here: a tile that was switched on later shows the same. */
  known(state: TakeoverState<L>): TakeoverState<L>;
  frame(state: TakeoverState<L>, region: string | null): Promise<void>;
  /** Ends the takeover that was `on` here; another, which this tile does not know yet, goes on. */
  restore(on: string | null): Promise<void>;
  /** Looks after a takeover that nobody ends. `queue`: null while the alerts are not known. */
  tend(queue: () => readonly AlertItem[] | null): void;
}

export function useTileTakeover<L>(): TileTakeover<L> {
  const [link, tile, wall] = [useLink(), useTile(), useWall()];
  const restore = (on: string | null): Promise<void> => tile.change((now) => (now.taken && now.taken.on === on ? { taken: null } : null));
  return {
    restore,
    known: (state) => ({ ...state, due: [...new Set([...state.due, ...(tile.state?.taken?.due ?? [])])] }),
    frame: ({ on, due }, region) => tile.change((now) => (on === null || now.taken?.on === on ? null
      : { taken: { on, due: [...due] }, region, camera: null, layers: [...new Set([...wall.layersOf(now), ...SEEN])] })),
    tend(queue) {
      let since: number | null = null;
      watch(() => link.at, (mono) => {
        const on = tile.state?.taken?.on ?? null;
        if (on === null || link.stopped || (queue()?.length ?? 1) > 0) { since = null; return; }
        since ??= mono;
        if (mono - since >= ORPHAN_MS) { since = null; void restore(on); }
      });
    },
  };
}

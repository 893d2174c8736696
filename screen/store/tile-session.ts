/** Keeps this page a part of its wall, a tile or the whole: joins whenever the link is up, asks the server's clock, reports that it lives. */
import { watch } from 'vue';
import type { TilePlace } from '../../server/wire/tile.ts';
import type { TileLink } from '../source/tile-link.ts';
import { useCity } from './city.ts';
import { useTile } from './tile.ts';
import { useWall } from './wall.ts';

export interface TileEffects {
  mono: () => number;
  every: (run: () => void, ms: number) => () => void;
  /** Calls with the next frame that the browser draws; never where it draws none. */
  frame: (run: () => void) => void;
  glass: () => { width: number; height: number };
  /** Of this tab, over a reload. */
  memory: Pick<Storage, 'getItem' | 'setItem'>;
}

const REPORT_MS = 3_000;
const CLOCK_MS = 10_000;
const FRAME_MS = 1_000;
/** Questions at once when it joins: the quickest of them counts. */
const AT_FIRST = 5;
const KEY = 'yiping.joined';

export function startTiles(link: TileLink, effects: TileEffects): () => void {
  const [city, tile, wall] = [useCity(), useTile(), useWall()];
  let [up, joined, joining, refused] = [false, false, false, false];
  let drawnAt: number | null = null;
  tile.useSend((change) => link.change(change));
  tile.useRemote((what) => link.remote(what));
  tile.offered = true;
  /** Which wall, and which tile of it (null: all); null: this page is of none, or not known to be. */
  const wanted = (): { wall: string; tile: TilePlace | null } | null => {
    if (tile.wanted !== null) return wall.part && wall.spec && tile.place ? { wall: wall.spec.id, tile: tile.place } : null;
    return tile.whole === null ? null : { wall: tile.whole, tile: null };
  };

  async function askClock(): Promise<void> {
    const sent = effects.mono();
    try { const server = await link.clock(); tile.heardClock({ sent, got: effects.mono(), server }); } catch { /* The link is lost: it is asked again when it is back. */ }
  }
  async function join(): Promise<void> {
    const asked = wanted();
    if (!up || joined || joining || refused || !asked) return;
    joining = true;
    try {
      // Another server may be behind the same link: its clock is asked first, so that a flight begins when it should.
      tile.forgetClock();
      for (let i = 0; i < AT_FIRST; i++) await askClock();
      const answer = await link.join(asked);
      if ('error' in answer) {
        // A page of the whole goes on alone only where it is not taken; what cannot be had just now is asked again.
        refused = tile.wanted === null && answer.error.startsWith('join:');
        if (refused || tile.wanted !== null) tile.refusal = answer.error;
        return;
      }
      tile.refusal = null;
      joined = true;
      tile.fresh = asked.tile === null && effects.memory.getItem(KEY) !== asked.wall;
      effects.memory.setItem(KEY, asked.wall);
      tile.adopt(answer.state);
      report();
    } catch { /* Tried again when the link is back. */ } finally { joining = false; }
  }
  function report(): void {
    const build = city.build;
    if (!joined || build === null || tile.state === null) return;
    link.report({ build, version: tile.state.version, frameAge: drawnAt === null ? null : Math.max(0, Math.round(effects.mono() - drawnAt)), ...effects.glass() });
  }

  link.start({
    up: () => { up = true; joined = refused = false; void join(); },
    down: () => { up = false; joined = false; tile.pairing = null; },
    wall: (state) => tile.follow(state),
    pairing: (pairing) => { tile.pairing = pairing; },
  });
  const stops = [
    watch(() => JSON.stringify(wanted()), () => { joined = refused = false; tile.refusal = null; void join(); }),
    effects.every(() => { if (joined) report(); else void join(); }, REPORT_MS),
    effects.every(() => { if (joined) void askClock(); }, CLOCK_MS),
    // A frame asked for and not drawn is how a browser that stands still is known.
    effects.every(() => effects.frame(() => { drawnAt = effects.mono(); }), FRAME_MS),
  ];
  return () => { for (const stop of stops) stop(); };
}

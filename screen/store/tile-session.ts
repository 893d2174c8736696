/** Keeps this page a tile of its wall: joins whenever the link is up, asks the server's clock, reports that it lives. */
import { watch } from 'vue';
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
}

const REPORT_MS = 3_000;
const CLOCK_MS = 10_000;
const FRAME_MS = 1_000;
/** Questions at once when it joins: the quickest of them counts. */
const AT_FIRST = 5;

export function startTiles(link: TileLink, effects: TileEffects): () => void {
  const [city, tile, wall] = [useCity(), useTile(), useWall()];
  let [up, joined, joining] = [false, false, false];
  let drawnAt: number | null = null;
  tile.useSend((change) => link.change(change));

  async function askClock(): Promise<void> {
    const sent = effects.mono();
    try { const server = await link.clock(); tile.heardClock({ sent, got: effects.mono(), server }); } catch { /* The link is lost: it is asked again when it is back. */ }
  }
  async function join(): Promise<void> {
    const [id, place] = [wall.spec?.id, tile.place];
    if (!up || joined || joining || wall.part === null || id === undefined || place === null) return;
    joining = true;
    try {
      // Another server may be behind the same link: its clock is asked first, so that a flight begins when it should.
      tile.forgetClock();
      for (let i = 0; i < AT_FIRST; i++) await askClock();
      const answer = await link.join({ wall: id, tile: place });
      tile.refusal = 'error' in answer ? answer.error : null;
      if ('state' in answer) { joined = true; tile.adopt(answer.state); report(); }
    } catch { /* Tried again when the link is back. */ } finally { joining = false; }
  }
  function report(): void {
    const build = city.build;
    if (!joined || build === null || tile.state === null) return;
    link.report({ build, version: tile.state.version, frameAge: drawnAt === null ? null : Math.max(0, Math.round(effects.mono() - drawnAt)), ...effects.glass() });
  }

  link.start({
    up: () => { up = true; joined = false; void join(); },
    down: () => { up = false; joined = false; },
    wall: (state) => tile.follow(state),
  });
  const stops = [
    watch(() => [wall.part, wall.spec?.id], () => { joined = false; void join(); }),
    effects.every(() => { if (joined) report(); else void join(); }, REPORT_MS),
    effects.every(() => { if (joined) void askClock(); }, CLOCK_MS),
    // A frame asked for and not drawn is how a browser that stands still is known.
    effects.every(() => effects.frame(() => { drawnAt = effects.mono(); }), FRAME_MS),
  ];
  return () => { for (const stop of stops) stop(); };
}

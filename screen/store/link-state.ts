/**
 * Whether the wall is told the truth. Pure: events and a monotonic clock in, a state out. A link
 * that is open but has given no beat for 3 s is lost, whatever the socket believes.
 */
export const SILENCE_MS = 3000;
/** An open but silent link is dropped and made anew after this, and again each time this has passed. */
export const RESTART_MS = 5000;

export interface LinkState {
  phase: 'connecting' | 'live' | 'lost';
  /** Monotonic ms. */
  startedAt: number;
  lastBeatAt: number | null;
  /** World time of the last beat: where the data stand still. */
  lastBeatWorld: number | null;
  lostAt: number | null;
  restartedAt: number;
  /** When silence was last looked at. */
  tickedAt: number;
  outages: number;
  /** ms by which the last beats came later than the swiftest: what the link adds. */
  lag: number | null;
  /** Offsets arrival − server wall time of late beats, for the lag. */
  offsets: number[];
}

export const newLink = (at: number): LinkState => ({
  phase: 'connecting', startedAt: at, lastBeatAt: null, lastBeatWorld: null, lostAt: null, restartedAt: at, tickedAt: at, outages: 0, lag: null, offsets: [],
});

const KEPT = 60;
/** `world`: the beat's world time; `rate`: world ms a wall ms, 0 where the clock stands or is steered and tells nothing of the link. */
export function onBeat(state: LinkState, at: number, world: number, rate: number): LinkState {
  if (rate === 0) return { ...state, phase: 'live', lastBeatAt: at, lastBeatWorld: world, lostAt: null, offsets: [], lag: null };
  const offset = at - world / rate;
  const offsets = [...state.offsets, offset].slice(-KEPT);
  return { ...state, phase: 'live', lastBeatAt: at, lastBeatWorld: world, lostAt: null, offsets, lag: offset - Math.min(...offsets) };
}

/** The socket said so: no need to wait for silence, but the data stand at the last beat. */
export const onDown = (state: LinkState, at: number): LinkState =>
  (state.phase === 'live' ? { ...state, phase: 'lost', lostAt: state.lastBeatAt ?? at, outages: state.outages + 1, offsets: [] } : state);

/** A page that stood still for this long has not had the time to hear. */
const STALL_MS = 1000;
/** … but silence beyond this is silence, however busy the page. */
const PATIENCE_MS = 10_000;

export function onTick(before: LinkState, at: number): LinkState {
  const state = { ...before, tickedAt: at };
  const silent = at - (state.lastBeatAt ?? state.startedAt);
  // Beats that came during a stall wait behind this very tick: judge at the next.
  if (at - before.tickedAt > STALL_MS && silent < PATIENCE_MS) return state;
  if (state.phase === 'live' && state.lastBeatAt !== null && at - state.lastBeatAt > SILENCE_MS) return onDown(state, at);
  // A page that never had a link for so long is as blind as one that lost it.
  if (state.phase === 'connecting' && at - state.startedAt > SILENCE_MS * 2) return { ...state, phase: 'lost', lostAt: state.startedAt };
  return state;
}

/** Whether an open but silent link should be dropped now. */
export const wantsRestart = (state: LinkState, at: number): boolean =>
  state.phase === 'lost' && at - Math.max(state.lastBeatAt ?? state.startedAt, state.restartedAt) > RESTART_MS;

export const outageMs = (state: LinkState, at: number): number => (state.lostAt === null ? 0 : Math.max(0, at - state.lostAt));

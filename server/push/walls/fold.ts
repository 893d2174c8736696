/** What a wall shows after a change. Pure: a state, a patch, the time and who asks in; the next state out. */
import type { Shown, WallPatch, WallState } from '../../wire/tile.ts';

export const firstState = (walks: boolean, at: number): WallState => ({
  version: 0, at, placedAt: at, by: '', scene: null, region: null, layers: null, indicator: null, camera: null, picked: null, turned: false, muted: false,
  tour: { mode: walks ? 'running' : 'off', step: 0, at }, taken: null, playing: null, holder: null, asking: null,
});

const shownOf = ({ scene, region, layers, indicator, camera }: WallState): Shown => ({ scene, region, layers, indicator, camera });
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export function fold(before: WallState, patch: WallPatch, at: number, by: string): WallState {
  const { taken, tour, ...asked } = patch;
  const from = withTaken(before, taken, at);
  const next = { ...from, ...asked };
  // What people switched or moved belongs to the scene and the place that they saw.
  if (next.scene !== from.scene) { next.layers = asked.layers ?? null; next.indicator = asked.indicator ?? null; }
  if (next.scene !== from.scene || next.region !== from.region) { next.camera = asked.camera ?? null; next.picked = asked.picked ?? null; }
  if (tour) next.tour = { ...tour, at };
  const moved = next.scene !== before.scene || next.region !== before.region || !same(next.camera, before.camera);
  return { ...next, version: before.version + 1, at, by, placedAt: moved ? at : before.placedAt };
}

/** The first that takes the wall keeps what it showed; the end of the last gives that back, and the tour's step its whole time. */
function withTaken(before: WallState, taken: WallPatch['taken'], at: number): WallState {
  if (taken === undefined) return before;
  if (taken === null) return before.taken ? { ...before, ...before.taken.former, picked: null, taken: null, tour: { ...before.tour, at } } : before;
  const due = [...new Set([...(before.taken?.due ?? []), ...taken.due])].slice(-100);
  return { ...before, taken: { on: taken.on, due, former: before.taken?.former ?? shownOf(before) } };
}

/** The tour (自动巡航) as a state. Pure: what happens in, the next state out; times are ms of one monotonic clock. */
import type { Tour } from '../../server/wire/tour.ts';

export interface TourState {
  /** off: nobody wants it; paused: a person was here, and it goes on once they have gone. */
  mode: 'off' | 'running' | 'paused';
  step: number;
  /** How long the step has stood, and how long nobody has touched the wall. */
  stood: number;
  still: number;
  /** Time of the last tick. */
  at: number;
}

export const OFF: TourState = { mode: 'off', step: 0, stood: 0, still: 0, at: 0 };

/**
 * `here` is the step that the wall shows already, so that a wall that starts anew goes on from it;
 * null where it shows something else, which somebody asked for: then that stands first.
 */
export const newTour = (tour: Tour, here: number | null, at: number): TourState =>
  ({ ...OFF, at, step: here ?? 0, mode: !tour.auto ? 'off' : here === null ? 'paused' : 'running' });

/** Time passes. While the wall is held by something more urgent, none does. */
export function onTick(state: TourState, tour: Tour, at: number, held: boolean): TourState {
  const passed = held ? 0 : Math.max(0, at - state.at);
  const next = { ...state, at };
  if (state.mode === 'running') {
    next.stood += passed;
    return next.stood >= stepOf(state, tour).dwell ? { ...next, step: (state.step + 1) % tour.steps.length, stood: 0 } : next;
  }
  if (state.mode === 'paused') {
    next.still += passed;
    // The step was not seen to its end: it stands its whole time again.
    return next.still >= tour.idle ? run(next) : next;
  }
  return next;
}

const run = (state: TourState): TourState => ({ ...state, mode: 'running', stood: 0, still: 0 });

/** A person touched the wall. */
export const onTouch = (state: TourState): TourState => (state.mode === 'off' ? state : { ...state, mode: 'paused', still: 0 });
/** Starts it, also where it is paused; stops it where it runs. */
export const toggled = (state: TourState): TourState => (state.mode === 'running' ? { ...state, mode: 'off' } : run(state));
/** To the next step or the one before, and on from there. */
export const moved = (state: TourState, tour: Tour, by: 1 | -1): TourState =>
  (state.mode === 'off' ? state : run({ ...state, step: (state.step + by + tour.steps.length) % tour.steps.length }));

export const stepOf = (state: TourState, tour: Tour): Tour['steps'][number] => tour.steps[state.step % tour.steps.length]!;
/** As the tiles of a wall share it: `passed` ms ago the step began to stand, or somebody touched the wall. */
export const shared = ({ mode, step }: Pick<TourState, 'mode' | 'step'>, passed: number, at: number): TourState =>
  ({ mode, step, stood: mode === 'running' ? passed : 0, still: mode === 'paused' ? passed : 0, at });

/** A touch that follows another within this need not be told. */
const TOUCH_MS = 2_000;
/** Whether the other tiles must hear of it. */
export const mustTell = (before: TourState, next: TourState): boolean =>
  next.mode !== before.mode || next.step !== before.step || before.still - next.still > TOUCH_MS;

/** Part of the step that is still to come, by whole seconds. */
export function left(state: TourState, tour: Tour): number {
  const { dwell } = stepOf(state, tour);
  return Math.min(1, (Math.ceil((dwell - state.stood) / 1000) * 1000) / dwell);
}
/** Whether `next` must be brought before the people: it runs, and `before` did not, or stood elsewhere. */
export const mustShow = (before: TourState, next: TourState): boolean =>
  next.mode === 'running' && (before.mode !== 'running' || before.step !== next.step);

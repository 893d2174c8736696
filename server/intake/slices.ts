/** Goes through a long list in short turns, so that nobody else is held up: a screen, a question, or Redis that waits for what is sent next. */
import { setImmediate as breathe } from 'node:timers/promises';

/** One turn, ms. */
const TURN_MS = 4;
/** The time is looked at after so many. */
const STEP = 20;

/** `each` is given a few of them at a time, in their order. Rejects with what it throws. */
export async function inSlices<T>(list: readonly T[], each: (slice: readonly T[]) => void): Promise<void> {
  let began = performance.now();
  for (let from = 0; from < list.length; from += STEP) {
    if (performance.now() - began > TURN_MS) { await breathe(); began = performance.now(); }
    each(list.slice(from, from + STEP));
  }
}

/** The simulator's clock: now = origin + (wall − startedAt) × rate, so a restart goes on where it was. */
export interface SimClock {
  now(): number;
  readonly rate: number;
  /** Test control: from this moment on the clock shows `now` and runs at `rate` (0 stands still). */
  set(to: { now?: number; rate?: number }): void;
}

export function makeSimClock(spec: { origin: number; startedAt: number; rate: number }, wall: () => number): SimClock {
  let { origin, startedAt, rate } = spec;
  const now = (): number => Math.floor(origin + (wall() - startedAt) * rate);
  return {
    now,
    get rate() { return rate; },
    set(to) {
      origin = to.now ?? now();
      startedAt = wall();
      rate = to.rate ?? rate;
    },
  };
}

/**
 * A clock far away, as its messages tell it. Pure; `mono` is this page's monotonic ms, `world` the far clock's ms. A
 * clock of the present only ever goes on: its swiftest message is the truest. A cursor of recordings stands, goes at
 * any rate and jumps: there the swiftest counts only since it was last moved.
 */
export interface FarClock {
  /** World's ms a wall ms; 0: it stands. */
  rate: number;
  /** mono = world / rate + offset, by each message that counts. */
  offsets: readonly number[];
  /** Where it stands, while it does. */
  stood: number;
}
const KEPT = 60;
/** A message that lies further from what is known than any link delays one (wall ms) is of a cursor that was moved. */
const JUMP_MS = 1_500;

export const offsetOf = ({ offsets }: FarClock): number => Math.min(...offsets);

/** `anew`: what was heard before does not bind. */
export function heard(before: FarClock | null, { mono, world, rate }: { mono: number; world: number; rate: number }, anew: boolean): FarClock {
  if (rate === 0) return { rate, offsets: [], stood: world };
  const offset = mono - world / rate;
  const kept = before === null || anew || before.rate !== rate ? [] : before.offsets;
  return { rate, offsets: [...kept, offset].slice(-KEPT), stood: world };
}

/** The same of a cursor: moved, it is where it says that it is. */
export function heardOfCursor(before: FarClock | null, told: { mono: number; world: number; rate: number }): FarClock {
  const jumped = before === null || told.rate === 0 || before.rate !== told.rate || Math.abs(told.mono - told.world / told.rate - offsetOf(before)) > JUMP_MS;
  return heard(before, told, jumped);
}

/** World's ms at `mono`. */
export const readClock = (clock: FarClock, mono: number): number => (clock.rate === 0 ? clock.stood : (mono - offsetOf(clock)) * clock.rate);

/** Randomness of a test: pinned, so that a failure can be had again. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Dice { /** Whole number from `low` to `high`, both included. */ int(low: number, high: number): number; pick<T>(list: readonly T[]): T }

export function makeDice(seed: number): Dice {
  const generator = xoroshiro128plus(seed);
  const int = (low: number, high: number): number => uniformInt(generator, low, high);
  return {
    int,
    pick: (list) => {
      const chosen = list[int(0, list.length - 1)];
      if (chosen === undefined) throw new Error('nothing to pick from');
      return chosen;
    },
  };
}

/** Sudden increase: the chance is the negative binomial's, known bursts are found, and quiet series stay quiet. */
import { describe, expect, test } from 'vitest';
import { atLeast, incompleteBeta, logGamma, surge } from '../../server/aggregate/surge.ts';
import { makeDice, type Dice } from '../helpers/random.ts';

const RULES = { least: 5, chance: 1e-4 };

describe('the chance', () => {
  test('is that of a negative binomial, summed term by term', () => {
    for (const days of [7, 28]) for (const sum of [0, 3, 40, 500]) for (const count of [1, 2, 5, 12, 30]) {
      const [r, p] = [sum + 0.5, days / (days + 1)];
      // From `count` upwards, so that small chances keep their digits.
      let term = Math.exp(r * Math.log(p));
      for (let i = 0; i < count; i++) term *= ((r + i) / (i + 1)) * (1 - p);
      let tail = 0;
      for (let i = count; i < 6000; i++) { tail += term; term *= ((r + i) / (i + 1)) * (1 - p); }
      expect(atLeast(count, sum, days) / tail, `${count} after ${sum} in ${days} days`).toBeCloseTo(1, 8);
    }
  });
  test('uses exact special functions', () => {
    expect(logGamma(1)).toBeCloseTo(0, 11);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 11);
    expect(logGamma(171)).toBeCloseTo(706.5730622457874, 9);
    expect(incompleteBeta(0.5, 3, 3)).toBeCloseTo(0.5, 12);
    expect(incompleteBeta(0.2, 1, 4)).toBeCloseTo(1 - 0.8 ** 4, 12);
  });
});

describe('a surge', () => {
  test('is a count far above every earlier day, told with what it is compared to', () => {
    expect(surge(14, [2, 1, 3, 2, 0, 2, 5, 2], RULES)).toMatchObject({ count: 14, mean: 17 / 8, most: 5, days: 8 });
  });
  test('is not one below the least count, with too few days, or on a day like the others', () => {
    expect(surge(4, new Array<number>(28).fill(0), RULES)).toBeNull();
    expect(surge(50, [1, 1, 1], RULES)).toBeNull();
    expect(surge(105, new Array<number>(28).fill(100), RULES)).toBeNull();
    expect(surge(0, [], RULES)).toBeNull();
  });
  test('days that differ widely make a high count less strange', () => {
    const steady = surge(40, new Array<number>(28).fill(12), RULES);
    const wild = surge(40, Array.from({ length: 28 }, (_, i) => (i % 2 === 0 ? 0 : 24)), RULES);
    expect(steady).not.toBeNull();
    expect(wild).toBeNull();
  });
});

test('over generated series it finds known bursts and stays quiet otherwise: rates printed', () => {
  const dice = makeDice(4711);
  const quiet = { asked: 0, told: 0 };
  const bursts = new Map<string, { asked: number; told: number }>();
  for (const rate of [0.2, 1, 4, 15, 60]) for (const wild of [1, 2]) for (let round = 0; round < 2000; round++) {
    const earlier = Array.from({ length: 28 }, () => draw(dice, rate, wild));
    quiet.asked++;
    if (surge(draw(dice, rate, wild), earlier, RULES)) quiet.told++;
    if (round % 10) continue;
    for (const times of [3, 6]) {
      const key = `${rate}/h × ${times}${wild > 1 ? ', days that differ' : ''}`;
      const seen = bursts.get(key) ?? { asked: 0, told: 0 };
      bursts.set(key, seen);
      seen.asked++;
      if (surge(draw(dice, rate * times, wild), earlier, RULES)) seen.told++;
    }
  }
  const share = ({ asked, told }: { asked: number; told: number }): number => told / asked;
  process.stderr.write(`surge: false alarms ${quiet.told} of ${quiet.asked}; found: ${[...bursts].map(([key, seen]) => `${key} ${Math.round(share(seen) * 100)} %`).join(', ')}\n`);
  expect(share(quiet)).toBeLessThan(2e-4);
  for (const key of ['4/h × 6', '15/h × 3', '15/h × 6', '60/h × 3']) expect(share(bursts.get(key)!), key).toBeGreaterThan(0.9);
});

/** Poisson of `rate`, or with its own rate each day: half, or one and a half times as much. */
function draw(dice: Dice, rate: number, wild: number): number {
  const uniform = (): number => (dice.int(0, 2 ** 30 - 1) + 0.5) / 2 ** 30;
  const today = wild > 1 ? rate * (dice.int(0, 1) ? 1.5 : 0.5) : rate;
  let count = 0;
  for (let passed = -Math.log(uniform()); passed < today; passed -= Math.log(uniform())) count++;
  return count;
}

/**
 * Sudden increase (突增): a count beside those of the same hour on earlier days. Pure.
 *
 * What is asked is how often a count as high would come by chance, where the earlier days are all that is known of the
 * usual rate: the negative binomial that predicts a Poisson count from n earlier ones (Jeffreys' prior). Days that differ
 * more than Poisson's would are given their own spread, by scaling all counts with it (quasi-Poisson).
 */

export interface SurgeRules {
  /** Fewer than this is no surge, however rare. */
  least: number;
  /** Rarer than this by chance. */
  chance: number;
}

export interface Surge {
  count: number;
  /** Of the same hour on `days` earlier days: mean and highest. */
  mean: number;
  most: number;
  days: number;
  /** How likely a count as high is by chance. */
  chance: number;
}

/** Earlier days that tell nothing together: one alone has no spread. */
export const FEWEST_DAYS = 7;

/** null: nothing unusual, or too few days to say. `earlier`: counts of the same hour, a day each. */
export function surge(count: number, earlier: readonly number[], rules: SurgeRules): Surge | null {
  const days = earlier.length;
  if (count < rules.least || days < FEWEST_DAYS) return null;
  const sum = earlier.reduce((a, b) => a + b, 0);
  const mean = sum / days;
  if (count <= mean) return null;
  const variance = earlier.reduce((total, b) => total + (b - mean) ** 2, 0) / (days - 1);
  const spread = mean > 0 ? Math.max(1, variance / mean) : 1;
  const chance = atLeast(count / spread, sum / spread, days);
  return chance > rules.chance ? null : { count, mean, most: Math.max(...earlier), days, chance };
}

/** P(X ≥ count) of the next count, where `days` counts came to `sum`: counts need not be whole after scaling. */
export function atLeast(count: number, sum: number, days: number): number {
  // X is negative binomial with r = sum + ½ and p = days / (days + 1), so that P(X ≥ k) = I(1 − p; k, r).
  return count <= 0 ? 1 : incompleteBeta(1 / (days + 1), count, sum + 0.5);
}

/** ln Γ(x), x > 0: Stirling's series, after Γ(x + 1) = x Γ(x) has made x large; error below 1e-11. */
export function logGamma(x: number): number {
  let [at, less] = [x, 0];
  for (; at < 10; at++) less += Math.log(at);
  const square = 1 / (at * at);
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / at - less;
}

/** Regularised incomplete beta I(x; a, b), by its continued fraction (DLMF 8.17.22), taken from the side on which it converges fast. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  // Lentz's method.
  const TINY = 1e-300;
  const away = (v: number): number => (Math.abs(v) < TINY ? TINY : v);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= 500; m++) {
    for (const step of [(m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)), (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))]) {
      d = 1 / away(1 + step * d);
      c = away(1 + step / c);
      value *= d * c;
    }
    if (Math.abs(d * c - 1) < 1e-12) break;
  }
  return front * value;
}

/** Values → classes of about equal membership with bounds a person can read. Pure. */

/** Rounds to about two figures (1.37 → 1.4, 137 → 140), downwards to `step`s that a legend can print. */
export function niceBound(value: number, digits: number): number {
  if (value === 0) return 0;
  const step = Math.max(10 ** (Math.floor(Math.log10(Math.abs(value))) - 1), 10 ** -digits);
  return Number((Math.round(value / step) * step).toFixed(10));
}

/** Rates crowd near 100: there two figures would merge classes that one decimal keeps apart. */
const fineBound = (value: number, digits: number): number => Number(value.toFixed(digits));

export interface Classes {
  /** Lower bound of every class but the first, ascending. Class of v = how many bounds are ≤ v. */
  bounds: number[];
  min: number;
  max: number;
}

/**
 * Quantile classes of the finite values, at most `most`; fewer where values repeat. Bounds are rounded
 * when that keeps them apart and inside the range, else kept at the shown digits.
 */
export function quantileClasses(values: readonly (number | null)[], most: number, digits: number): Classes | null {
  const sorted = values.filter((v): v is number => v !== null && Number.isFinite(v)).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const min = sorted[0]!;
  const max = sorted[sorted.length - 1]!;
  const wanted = Math.min(most, new Set(sorted).size);
  const raw: number[] = [];
  for (let i = 1; i < wanted; i++) {
    const at = (i / wanted) * sorted.length;
    const above = Math.min(sorted.length - 1, Math.ceil(at));
    raw.push((sorted[Math.max(0, above - 1)]! + sorted[above]!) / 2);
  }
  const usable = (bounds: number[]): number[] =>
    [...new Set(bounds)].filter((b) => b > min && b <= max).sort((a, b) => a - b);
  const nice = usable(raw.map((v) => niceBound(v, digits)));
  const bounds = nice.length === raw.length ? nice : usable(raw.map((v) => fineBound(v, digits)));
  return { bounds, min, max };
}

/** 0 … bounds.length, or −1 for no data. */
export function classOf(classes: Classes | null, value: number | null): number {
  if (classes === null || value === null || !Number.isFinite(value)) return -1;
  let k = 0;
  while (k < classes.bounds.length && value >= classes.bounds[k]!) k++;
  return k;
}

/** Which step of a ramp of `steps` class `k` of `of` classes takes: few classes still span the ramp, but two do not make extremes. */
export function rampStep(k: number, of: number, steps: number): number {
  if (of <= 1) return Math.floor(steps / 2);
  const inset = of === 2 ? 1 : 0;
  return Math.round(inset + (k / (of - 1)) * (steps - 1 - 2 * inset));
}

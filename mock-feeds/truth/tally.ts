/** Sums by region: what is put in at the lowest region stands in every region above it, and in the 未落格 of one that is no grid. */
import type { City } from '../city/types.ts';

/** Region code (or "CODE/-") → what is counted → number. */
export type Totals = Map<string, Map<string, number>>;

export interface Tally {
  add(region: string, name: string, n?: number): void;
  /** Keeps a value in every region that the record stands in, for exact medians. */
  keep(region: string, name: string, value: number): void;
  totals: Totals;
  kept: Map<string, Map<string, number[]>>;
}

/** `wanted`: only these regions are summed; null for all. */
export function makeTally(city: City, wanted: ReadonlySet<string> | null): Tally {
  const chains = new Map<string, string[]>();
  const totals: Totals = new Map();
  const kept = new Map<string, Map<string, number[]>>();

  function regionsOf(region: string): string[] {
    let chain = chains.get(region);
    if (!chain) {
      const above = city.chainOf(region).map((r) => r.code);
      if (above.length === 0) throw new Error(`truth: region ${region} is unknown`);
      if (city.byCode.get(region)!.level !== 'grid') above.push(`${region}/-`);
      chain = wanted ? above.filter((code) => wanted.has(code)) : above;
      chains.set(region, chain);
    }
    return chain;
  }

  return {
    totals, kept,
    add(region, name, n = 1) {
      for (const code of regionsOf(region)) {
        const row = rowOf(totals, code);
        row.set(name, (row.get(name) ?? 0) + n);
      }
    },
    keep(region, name, value) {
      for (const code of regionsOf(region)) {
        const row = rowOf(kept, code);
        const list = row.get(name);
        if (list) list.push(value); else row.set(name, [value]);
      }
    },
  };
}

function rowOf<T>(rows: Map<string, Map<string, T>>, code: string): Map<string, T> {
  let row = rows.get(code);
  if (!row) { row = new Map(); rows.set(code, row); }
  return row;
}

/** The value of rank ⌈share × n⌉ (nearest rank). */
export function rank(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

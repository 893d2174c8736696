/**
 * What every benchmark is written with. A benchmark measures the product beside a baseline in the
 * same run, interleaved (A B A B …) so that a machine that slows down slows both, and reports
 * medians. A budget stands on the value, or on its ratio to the baseline; it is never moved here.
 */
import type { Product } from '../helpers/product.ts';
import type { Tap } from './tap.ts';

export interface Budget { on: 'value' | 'ratio'; atLeast?: number; atMost?: number }

export interface Result {
  name: string;
  value: number;
  unit: string;
  /** The same work done with nothing of the product, same unit; null where nothing can stand beside it. */
  baseline: number | null;
  /** value / baseline */
  ratio: number | null;
  /** As text: "ratio ≥ 0.5"; null for a figure that is only reported. */
  budget: string | null;
  met: boolean | null;
  /** How it was measured, where the name does not say. */
  note?: string;
  /** By how much a missed budget is missed, as a share of it: 0.1 = a tenth too much or too little. */
  missedBy?: number;
}

/** A product whose server pulls through a tap. */
export type TappedProduct = Product & { tap: Tap };

export interface Bench {
  /** A smoke run: small and short; its figures mean nothing. */
  quick: boolean;
  /** Interleaved runs, five unless told. */
  runs: number;
  /** Days of history of the cities that are started, 30 unless told. */
  days: number;
  /** Progress, on stderr. */
  say(text: string): void;
  /** The full city mid-storm (in a quick run a small one), started at the first call and shared by all that only watch it. */
  fullCity(): Promise<TappedProduct>;
  /** Folder of the generated city at a scale, kept between benchmarks of one run and between runs. */
  cityFolder(scale: number): string;
}

export interface Benchmark {
  name: string;
  /** One line for --help. */
  about: string;
  run(bench: Bench): Promise<Result[]>;
}

/** Median; of an even number of values the mean of the middle two. NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Linear between ranks. NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? NaN;
  const high = sorted[Math.ceil(at)] ?? NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** A B A B …: `runs` of each. What either returns is kept in order. */
export async function interleave<A, B>(runs: number, a: (run: number) => Promise<A>, b: (run: number) => Promise<B>): Promise<{ a: A[]; b: B[] }> {
  const out: { a: A[]; b: B[] } = { a: [], b: [] };
  for (let run = 0; run < runs; run++) {
    out.a.push(await a(run));
    out.b.push(await b(run));
  }
  return out;
}

interface Figure { name: string; value: number; unit: string; baseline?: number; budget?: Budget; note?: string }

/** A result from a figure: ratio, and whether and by how much its budget is missed. */
export function result(figure: Figure): Result {
  const { name, value, unit, budget, note } = figure;
  const baseline = figure.baseline ?? null;
  const ratio = baseline === null || baseline === 0 ? null : value / baseline;
  const out: Result = { name, value, unit, baseline, ratio, budget: null, met: null, ...(note === undefined ? {} : { note }) };
  if (!budget) return out;
  const measured = budget.on === 'ratio' ? (ratio ?? NaN) : value;
  const sense = budget.atMost === undefined ? '≥' : '≤';
  const limit = budget.atMost ?? budget.atLeast ?? NaN;
  out.budget = `${budget.on === 'ratio' ? 'ratio ' : ''}${sense} ${limit}`;
  out.met = sense === '≤' ? measured <= limit : measured >= limit;
  if (!out.met) out.missedBy = sense === '≤' ? measured / limit - 1 : 1 - measured / limit;
  return out;
}

/** A budget that nothing here can measure: named with the reason, neither met nor missed. */
export function notRun({ name, unit, budget, why }: { name: string; unit: string; budget: Budget; why: string }): Result {
  const { budget: text } = result({ name, value: NaN, unit, budget });
  return { name, value: NaN, unit, baseline: null, ratio: null, budget: text, met: null, note: `NOT RUN: ${why}` };
}

export function number(value: number | null): string {
  if (value === null) return '—';
  if (Number.isNaN(value)) return '—';
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1_000) return Math.round(value).toLocaleString('en-US');
  return size >= 100 ? value.toFixed(0) : size >= 1 ? value.toFixed(2) : value.toFixed(4);
}

/** The table that people read: one line a figure, then each missed budget in a sentence. */
export function table(results: readonly Result[]): string {
  const head = ['benchmark', 'value', 'unit', 'baseline', 'ratio', 'budget', 'met'];
  const rows = results.map((r) => [r.name, number(r.value), r.unit, number(r.baseline), number(r.ratio), r.budget ?? '', r.met === null ? '' : r.met ? 'yes' : 'NO']);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: string[]): string => cells.map((cell, i) => (i === 0 || i === 2 || i >= 5 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ').trimEnd();
  const notes = results.filter((r) => r.note).map((r) => `  ${r.name}: ${r.note ?? ''}`);
  const missed = results.filter((r) => r.met === false).map((r) =>
    `MISSED ${r.name}: ${r.budget?.startsWith('ratio') ? `ratio ${number(r.ratio)}` : `${number(r.value)} ${r.unit}`}, budget ${r.budget ?? ''}, by ${r.missedBy === undefined || Number.isNaN(r.missedBy) ? '?' : (r.missedBy * 100).toFixed(1)} %`);
  return [line(head), line(widths.map((w) => '─'.repeat(w))), ...rows.map(line), ...(notes.length ? ['', ...notes] : []), '', ...(missed.length ? missed : ['no budget missed'])].join('\n');
}

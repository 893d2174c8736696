/** What one look at the totals found, family by family, and what many looks found together. Pure. */
import type { CounterRow } from '../../server/wire/counters.ts';
import { isUnplaced } from '../../server/wire/region.ts';

export const FAMILIES = ['case', 'video', 'station', 'alert', 'staff'] as const;
export type Family = (typeof FAMILIES)[number];

export interface Difference { region: string; name: string; server: number; truth: number }
export interface FamilyVerdict {
  family: Family;
  /** Figures held against each other, zeros of either side included. */
  compared: number;
  names: Set<string>;
  differences: Difference[];
  /** The simulator was asked as of a moment that the server has reached in this family. */
  asked: boolean;
}
/** What was found of a family over many looks. */
export interface Proof extends FamilyVerdict {
  /** Distinct applied cursors (of cases; of others the upstream's times) at which every figure was equal. */
  cursors: number;
  /** Looks that differed, all of them while something moved. */
  moving: number;
}
export interface TruthAnswer { now: number; regions: Record<string, { counters: CounterRow; days?: Record<string, CounterRow>; hours?: Record<string, CounterRow>; minutes?: Record<string, CounterRow> }>; heat: Record<string, number> }

/** Which family a counter's name belongs to; null for what the truth does not tell. */
export function familyOf(name: string): Family | null {
  if (name.startsWith('yesterday.')) return null;
  const head = /^(video|station|alert|staff)\./.exec(name)?.[1];
  return head === undefined ? 'case' : head as Family;
}

/** Median and P90 come from a histogram whose error is at most 2 %. */
const APPROXIMATE = new Set(['today.durationMedian', 'today.durationP90']);
const same = (name: string, a: number, b: number): boolean => (APPROXIMATE.has(name) ? Math.abs(a - b) <= 0.02 * Math.max(a, b) + 1 : a === b);
/** Wall time for which a state stands still that no page is at work on: its scripts follow each other within milliseconds. */
const STILL_MS = 1_000;

/** A difference that nothing will mend. */
export class Fault extends Error {}

/** What many looks found of one family. */
export class Held {
  private readonly family: Family;
  private readonly at = new Set<string>();
  private readonly names = new Set<string>();
  private compared = 0;
  private moving = 0;
  private differing: { print: string; since: number } | null = null;

  constructor(family: Family) { this.family = family; }

  get cursors(): number { return this.at.size; }

  /** `stand`: the cursor that the look was at; `print`: all that it saw, null where something of it still waited for its time to be applied; `at`: wall time, ms. Throws a Fault where a difference stands still. */
  take(verdict: FamilyVerdict, stand: string, print: string | null, at: number): void {
    if (verdict.differences.length > 0) {
      this.moving += 1;
      if (print === null) this.differing = null;
      else if (this.differing?.print !== print) this.differing = { print, since: at };
      else if (at - this.differing.since > STILL_MS) throw new Fault(`totals differ from the truth while nothing moves, at ${stand}:\n${describeVerdict(verdict)}`);
      return;
    }
    this.differing = null;
    // After the storm no alert is in force: nothing on either side is equal too, once that feed has been read.
    if (verdict.compared === 0 && !(this.family === 'alert' && verdict.asked)) return;
    this.at.add(stand);
    this.compared += verdict.compared;
    for (const name of verdict.names) this.names.add(name);
  }

  proof(): Proof { return { family: this.family, compared: this.compared, names: this.names, differences: [], asked: true, cursors: this.at.size, moving: this.moving }; }
  toString(): string { return `${this.family}: equal at ${this.at.size} cursors, ${this.moving} looks differed`; }
}

/** Day × category stops at 社区: a grid, and what lies in a community but in no grid, have none. Departments stop at 街道. */
export interface Without { category: ReadonlySet<string>; department: ReadonlySet<string> }
const tooDeep = (name: string, region: string, without: Without): boolean =>
  (name.startsWith('today.category.') && without.category.has(region)) || (/^(today\.)?department\./.test(name) && without.department.has(region));

export function verdictOf(family: Family, codes: readonly string[], without: Without, rows: Record<string, CounterRow>, answers: readonly TruthAnswer[]): FamilyVerdict {
  const verdict: FamilyVerdict = { family, compared: 0, names: new Set(), differences: [], asked: false };
  for (const region of codes) {
    const server = rows[region] ?? {}, truths = answers.map((answer) => answer.regions[region]?.counters ?? {});
    for (const name of new Set([server, ...truths].flatMap((row) => Object.keys(row)))) {
      if (familyOf(name) !== family || tooDeep(name, region, without)) continue;
      verdict.compared += 1;
      verdict.names.add(name);
      const found = server[name] ?? 0, told = truths.map((truth) => truth[name] ?? 0);
      const between = found >= Math.min(...told) && found <= Math.max(...told);
      if (!between && !told.some((one) => same(name, found, one))) verdict.differences.push({ region, name, server: found, truth: told[0] ?? 0 });
    }
  }
  const strangers = Object.keys(answers[0]?.regions ?? {}).filter((code) => !codes.includes(code));
  for (const region of strangers) verdict.differences.push({ region, name: '(region)', server: 0, truth: 1 });
  return verdict;
}

export function describeVerdict({ family, compared, names, differences }: FamilyVerdict): string {
  const some = differences.slice(0, 12).map((d) => `    ${d.region}${isUnplaced(d.region) ? ' (未落格)' : ''} ${d.name}: server ${d.server}, truth ${d.truth}`);
  return [`  ${family}: ${compared} figures of ${names.size} counters compared, ${differences.length} differ`, ...some].join('\n');
}

/** Counts what became of a page's records: rejects by reason with one sample each, and what was noted of the rest. */
import type { Flag, Rejected } from '../normalise/outcome.ts';
import type { Reject } from '../store/index.ts';

const SAMPLE_CHARACTERS = 1_000;

export class Tally {
  readonly flags = new Map<Flag, number>();
  accepted = 0;
  private readonly reasons = new Map<string, Reject & { sample: string }>();

  accept(flags: readonly Flag[]): void {
    this.accepted += 1;
    for (const flag of flags) this.flags.set(flag, (this.flags.get(flag) ?? 0) + 1);
  }

  /** `raw` as it came goes to the dead letters, cut to a bounded length, behind what was wrong with it. */
  reject(rejected: Pick<Rejected, 'reason' | 'detail'> | { reason: string; detail: Rejected['detail'] }, raw: unknown): void {
    const known = this.reasons.get(rejected.reason);
    if (known) { known.count += 1; return; }
    const { where, found, expected } = rejected.detail;
    const sample = `${where}: found ${found}, expected ${expected} | ${safeJson(raw)}`.slice(0, SAMPLE_CHARACTERS);
    this.reasons.set(rejected.reason, { reason: rejected.reason, count: 1, sample });
  }

  rejects(): Reject[] { return [...this.reasons.values()]; }
}

function safeJson(raw: unknown): string {
  try { return JSON.stringify(raw) ?? String(raw); } catch { return String(raw); }
}

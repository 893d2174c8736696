/** Counts what became of a page's records: rejects by reason with one sample each, and what was noted of the rest. */
import type { Flag, Rejected } from '../normalise/outcome.ts';
import type { Reject } from '../store/index.ts';

const SAMPLE_CHARACTERS = 1_000;

/** What changes what a record counts as: one of the page is kept to be looked at. */
const SAMPLED: ReadonlySet<Note> = new Set<Note>(['foldedCategory', 'foldedSource', 'foldedDepartment']);

export type Note = Flag;

export class Tally {
  accepted = 0;
  private readonly noted = new Map<Note, Reject>();
  private readonly reasons = new Map<string, Reject & { sample: string }>();

  accept(flags: readonly Note[], raw: unknown): void {
    this.accepted += 1;
    for (const flag of flags) this.note(flag, raw);
  }

  private note(note: Note, raw: unknown): void {
    const known = this.noted.get(note);
    if (known) { known.count += 1; return; }
    this.noted.set(note, { reason: note, count: 1, ...(SAMPLED.has(note) ? { sample: safeJson(raw).slice(0, SAMPLE_CHARACTERS) } : {}) });
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
  notes(): Reject[] { return [...this.noted.values()]; }
}

function safeJson(raw: unknown): string {
  try { return JSON.stringify(raw) ?? String(raw); } catch { return String(raw); }
}

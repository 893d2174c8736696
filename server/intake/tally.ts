/** Counts what became of a page's records: rejects by reason with one sample each, and what was noted of the rest. */
import type { Flag, RejectDetail, Rejected } from '../normalise/outcome.ts';
import type { Reject } from '../store/index.ts';

/** What changes what a record counts as: one of the page is kept to be looked at. */
const SAMPLED: ReadonlySet<Note> = new Set<Note>(['foldedCategory', 'foldedSource', 'foldedDepartment']);

export type Note = Flag;

export class Tally {
  accepted = 0;
  private readonly noted = new Map<Note, Reject>();
  private readonly refused = new Map<string, Reject>();

  /** What is kept of a record to be looked at: see samples.ts. */
  constructor(private readonly sample: (detail: RejectDetail | null, raw: unknown) => string) {}

  accept(flags: readonly Note[], raw: unknown): void {
    this.accepted += 1;
    for (const flag of flags) this.note(flag, raw);
  }

  note(note: Note, raw: unknown): void {
    const known = this.noted.get(note);
    if (known) { known.count += 1; return; }
    this.noted.set(note, { reason: note, count: 1, ...(SAMPLED.has(note) ? { sample: this.sample(null, raw) } : {}) });
  }

  reject({ reason, detail }: Pick<Rejected, 'reason' | 'detail'>, raw: unknown): void {
    const known = this.refused.get(reason);
    if (known) { known.count += 1; return; }
    this.refused.set(reason, { reason, count: 1, sample: this.sample(detail, raw) });
  }

  rejects(): Reject[] { return [...this.refused.values()]; }
  notes(): Reject[] { return [...this.noted.values()]; }
}

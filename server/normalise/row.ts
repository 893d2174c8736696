/** One raw record while it is read. The first thing wrong with it stays; nothing throws on the way. */
import type { Flag, Rejected, RejectReason } from './outcome.ts';

export class Row {
  raw: Record<string, unknown> = {};
  /** The upstream's time of the answer that the record came in, epoch ms. */
  asOf = 0;
  now = 0;
  /** Times beyond this are ahead of the clock. */
  latest = 0;
  rejected: Rejected | null = null;
  flags: Flag[] = NO_FLAGS;

  begin(raw: Record<string, unknown>, asOf: number, now: number, ahead: number): void {
    this.raw = raw;
    this.asOf = asOf;
    this.now = now;
    this.latest = now + ahead;
    this.rejected = null;
    this.flags = NO_FLAGS;
  }

  /** Always undefined, so that a reader can return it. */
  fail(reason: RejectReason, where: string, found: unknown, expected: string): undefined {
    if (this.rejected === null) this.rejected = { ok: false, reason, detail: { where, found: show(found), expected } };
    return undefined;
  }

  flag(flag: Flag): void {
    if (this.flags === NO_FLAGS) this.flags = [flag];
    else if (!this.flags.includes(flag)) this.flags.push(flag);
  }
}

const NO_FLAGS: Flag[] = Object.freeze([]) as unknown as Flag[];

/** A value as a person can read it, short enough for a log line. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  let text: string;
  try { text = JSON.stringify(value) ?? String(value); } catch { text = typeof value; }
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

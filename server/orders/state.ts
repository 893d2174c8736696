/** What has become of each 督办, from the lines of the record alone. Pure but for the map it keeps. */
import type { Delivery, Supervision, SupervisionState } from '../wire/supervision.ts';

/** A line of the record of actions, as far as this reads it. */
export interface Line { action: string; at: number; who: string; detail: Readonly<Record<string, string | number | boolean | null>> }
/** A delivery as it is kept; `version` of the case, and whether it was supervised, when the order was given: what comes later lands it. */
interface Sent extends Delivery { order: string; version: number; before: boolean }
export interface Kept extends Sent { case: string; hours: number; deadline: number; local: boolean; finishedAt: number | null; lift: Sent | null }
/** What the server itself records of an order. */
export type Mark = 'delivered' | 'landed' | 'refused' | 'finished';

export const ACTIONS = { supervise: 'case.supervise', lift: 'case.supervise.lift', mark: (mark: Mark): string => `case.supervise.${mark}` } as const;
const MARKS: readonly Mark[] = ['delivered', 'landed', 'refused', 'finished'];

export function stateOf({ refusedAt, lift, finishedAt, landedAt, deliveredAt }: Pick<Kept, 'refusedAt' | 'lift' | 'finishedAt' | 'landedAt' | 'deliveredAt'>): SupervisionState {
  if (lift !== null && lift.landedAt !== null) return 'lifted';
  if (finishedAt !== null) return 'finished';
  if (refusedAt !== null) return 'refused';
  return landedAt !== null ? 'landed' : deliveredAt !== null ? 'delivered' : 'ordered';
}
export const over = (kept: Kept): boolean => ['lifted', 'finished', 'refused'].includes(stateOf(kept));

export class Ledger {
  /** By order, oldest first. */
  readonly all = new Map<string, Kept>();
  private readonly lastOf = new Map<string, Kept>();
  /** By the id of an order or of its lifting. */
  private readonly bySent = new Map<string, { kept: Kept; sent: Sent }>();
  revision = 0;

  constructor(private readonly world: string) {}

  /** The last 督办 of a case. */
  of(id: string): Kept | null { return this.lastOf.get(id) ?? null; }
  sent(order: string): { kept: Kept; sent: Sent } | null { return this.bySent.get(order) ?? null; }

  take({ action, at, who, detail }: Line): void {
    if (detail['world'] !== this.world || typeof detail['order'] !== 'string') return;
    if (action === ACTIONS.supervise) this.begin(detail['order'], sentOf(at, who, detail), detail);
    else if (action === ACTIONS.lift) this.lift(detail['order'], sentOf(at, who, detail), detail);
    else {
      const mark = MARKS.find((one) => action === ACTIONS.mark(one));
      const found = this.bySent.get(detail['order']);
      if (!mark || !found) return;
      if (mark === 'finished') found.kept.finishedAt ??= at; else found.sent[`${mark}At`] ??= at;
      if (mark === 'refused') found.sent.refusal = textOf(detail['why']);
    }
    this.revision++;
  }

  private begin(order: string, sent: Sent, detail: Line['detail']): void {
    const { case: id, hours, deadline, local } = detail;
    if (typeof id !== 'string' || typeof hours !== 'number' || typeof deadline !== 'number') return;
    const kept: Kept = { ...sent, order, case: id, hours, deadline, local: local === true, finishedAt: null, lift: null };
    this.all.set(order, kept);
    this.lastOf.set(id, kept);
    this.bySent.set(order, { kept, sent: kept });
  }

  /** One that was refused may be asked for again. Where the platform takes no orders the word alone lifts it. */
  private lift(order: string, sent: Sent, detail: Line['detail']): void {
    const found = this.bySent.get(textOf(detail['of']));
    if (!found) return;
    const lift: Sent = { ...sent, order, landedAt: found.kept.local ? sent.at : null };
    found.kept.lift = lift;
    this.bySent.set(order, { kept: found.kept, sent: lift });
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const sentOf = (at: number, by: string, detail: Line['detail']): Sent => ({
  order: textOf(detail['order']), by, at, note: textOf(detail['note']), version: typeof detail['version'] === 'number' ? detail['version'] : 0, before: detail['before'] === true,
  deliveredAt: null, landedAt: null, refusedAt: null, refusal: null,
});

const delivery = ({ by, note, at, deliveredAt, landedAt, refusedAt, refusal }: Sent): Delivery => ({ by, note, at, deliveredAt, landedAt, refusedAt, refusal });
export const shown = (kept: Kept, tries: number, trouble: string | null): Supervision => ({
  ...delivery(kept), order: kept.order, case: kept.case, state: stateOf(kept), hours: kept.hours, deadline: kept.deadline, local: kept.local, finishedAt: kept.finishedAt,
  lift: kept.lift && delivery(kept.lift), tries, trouble,
});

/** Whether a record of the case shows that the order has landed: it says so, and is newer than what the officer saw, or says otherwise than then. */
export const lands = ({ before, version }: Sent, wanted: boolean, record: { supervised: boolean; version: number }): boolean =>
  record.supervised === wanted && (before !== wanted || record.version > version);

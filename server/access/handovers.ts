/**
 * 交接班: the sheet of each shift, and who signed it. The record of actions is the memory: it is read again at a start, and
 * a note or signature counts only once it stands there. What the outgoing officer signed is kept as a file (kept.ts);
 * the record has its hash, which the incoming officer signs too.
 */
import type { Note, Signer } from '../wire/handover.ts';
import type { Signature } from '../wire/report.ts';
import type { Shift } from '../wire/shifts.ts';
import type { Audit, AuditLine } from './audit.ts';
import type { Kept } from './kept.ts';
import { Turns } from './turns.ts';

/** `revision` grows with each note and signature. */
export interface Sheet {
  shift: Shift; revision: number; notes: readonly Note[];
  outgoing: Signature | null; incoming: Signature | null;
  /** Of what was signed. */
  hash: string | null;
  changed: { by: string; at: number } | null;
}
/** Why it was not done: `changed` by another meanwhile, `signed` already, `order` (the outgoing officer first), `same` officer twice, `corrects` must be named once signed. */
export type SheetRefusal = { why: 'changed' | 'signed' | 'order' | 'same' | 'corrects'; by: string | null; at: number | null };
export type SheetAnswer = { sheet: Sheet } | { refused: SheetRefusal };
export interface Who { name: string; from: string; /** World's ms. */ at: number }

export const emptySheet = (shift: Shift): Sheet => ({ shift, revision: 0, notes: [], outgoing: null, incoming: null, hash: null, changed: null });

type Step = { do: 'note'; corrects: string | null } | { do: 'sign'; as: Signer };

/** One name however it is typed. */
const same = (a: string, b: string): boolean => [a, b].map((name) => name.normalize('NFKC').replace(/\s+/gu, '').toLowerCase()).every((name, _, [first]) => name === first);

/** Whether a step may be taken on a sheet as it stands; null: it may. Pure. */
export function refuse(sheet: Sheet, base: number, name: string, step: Step): SheetRefusal | null {
  const by = (who: { by: string; at: number } | null): Omit<SheetRefusal, 'why'> => ({ by: who?.by ?? null, at: who?.at ?? null });
  if (step.do === 'sign' && sheet[step.as]) return { why: 'signed', ...by(sheet[step.as]) };
  if (base !== sheet.revision) return { why: 'changed', ...by(sheet.changed) };
  if (step.do === 'note') return sheet.outgoing && step.corrects === null ? { why: 'corrects', ...by(sheet.outgoing) } : null;
  if (step.as === 'incoming' && !sheet.outgoing) return { why: 'order', ...by(null) };
  return step.as === 'incoming' && same(name, sheet.outgoing!.by) ? { why: 'same', ...by(sheet.outgoing) } : null;
}

const [NOTE, SIGN] = ['handover.note', 'handover.sign'];

export class Handovers {
  private readonly sheets = new Map<string, Sheet>();
  private readonly turns = new Turns();

  constructor(private readonly options: { audit: Pick<Audit, 'append'>; kept: Kept; world: string }) {}

  /** Those that somebody has written on, in no order. */
  all(): Iterable<Sheet> { return this.sheets.values(); }
  of(shift: Shift): Sheet { return this.sheets.get(shift.id) ?? emptySheet(shift); }
  find(id: string): Sheet | null { return this.sheets.get(id) ?? null; }

  /** What is kept of a signed sheet. */
  async document(hash: string): Promise<{ text: string; intact: boolean } | null> { return this.options.kept.read(hash); }

  /** Fulfilled once it is on disk; rejects where it cannot be written. */
  note(shift: Shift, base: number, who: Who, text: string, corrects: string | null): Promise<SheetAnswer> {
    return this.step(shift, base, who, { do: 'note', corrects }, (sheet) => Promise.resolve([NOTE, { note: sheet.notes.length + 1, text, corrects }]));
  }

  /** `content` makes what the outgoing officer signs, on the sheet as it stands in that turn; the incoming one signs the same. */
  sign(shift: Shift, base: number, who: Who, as: Signer, content: (sheet: Sheet) => Promise<string>): Promise<SheetAnswer> {
    return this.step(shift, base, who, { do: 'sign', as }, async (sheet) =>
      [SIGN, { as, hash: as === 'outgoing' ? await this.options.kept.keep(await content(sheet)) : sheet.hash }]);
  }

  private step(shift: Shift, base: number, who: Who, step: Step, make: (sheet: Sheet) => Promise<[action: string, detail: AuditLine['detail']]>): Promise<SheetAnswer> {
    return this.turns.run(shift.id, async () => {
      const sheet = this.of(shift);
      const refused = refuse(sheet, base, who.name, step);
      if (refused) return { refused };
      const [action, detail] = await make(sheet);
      const line = await this.options.audit.append({
        at: who.at, who: who.name, from: who.from, action,
        detail: { world: this.options.world, sheet: shift.id, shift: shift.name, begins: shift.from, ends: shift.to, ...detail, before: sheet.revision, after: sheet.revision + 1, verified: false },
      });
      this.take(line);
      return { sheet: this.of(shift) };
    });
  }

  /** Takes in a line of the record. */
  take({ action, at, who, detail }: Pick<AuditLine, 'action' | 'at' | 'who' | 'detail'>): void {
    const { world, sheet: id, shift: name, begins: from, ends: to, after } = detail;
    if ((action !== NOTE && action !== SIGN) || world !== this.options.world || typeof id !== 'string' || typeof name !== 'string') return;
    if (typeof from !== 'number' || typeof to !== 'number' || typeof after !== 'number') return;
    const before = this.of({ id, name, from, to });
    const step = action === NOTE ? noted(before, detail, who, at) : signed(detail, who, at);
    if (step) this.sheets.set(id, { ...before, ...step, revision: after, changed: { by: who, at } });
  }
}

function noted({ notes }: Sheet, { note: id, text, corrects }: AuditLine['detail'], by: string, at: number): Partial<Sheet> | null {
  if (typeof id !== 'number' || typeof text !== 'string') return null;
  return { notes: [...notes, { id, by, at, text, corrects: typeof corrects === 'string' ? corrects : null, verified: false }] };
}
function signed({ as, hash }: AuditLine['detail'], by: string, at: number): Partial<Sheet> | null {
  if ((as !== 'outgoing' && as !== 'incoming') || typeof hash !== 'string') return null;
  return { [as]: { by, at, verified: false }, hash };
}

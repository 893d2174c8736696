/** What officers did lately, by the record of actions: what a handover sheet tells of a shift. */
import type { Audit, AuditLine } from './audit.ts';

export interface Deed { at: number; who: string; action: string; subject: string }

/** Enough for weeks of a busy room; older ones stand in the record itself. */
const MOST = 20_000;
/** What acts by itself is no officer. */
const MACHINE = 'server';
/** Each press of a presenter stands in the record itself; a sheet says who held the wall. */
const PRESS = /^wall\.(scene|region|layer|indicator|script|live)$/;
/** Of what an action says it was done to, the first. */
const SUBJECTS = ['alert', 'case', 'sheet', 'day', 'wall', 'id'];

export class Deeds {
  private readonly kept: Deed[] = [];
  constructor(private readonly world: string) {}

  /** Takes in a line of the record. */
  take({ at, who, action, detail }: Pick<AuditLine, 'at' | 'who' | 'action' | 'detail'>): void {
    if (who === MACHINE || PRESS.test(action) || detail['world'] !== this.world) return;
    const subject = SUBJECTS.map((name) => detail[name]).find((value) => typeof value === 'string') ?? '';
    this.kept.push({ at, who, action, subject: String(subject) });
    if (this.kept.length > MOST) this.kept.splice(0, this.kept.length - MOST);
  }

  /** Those of [from, to), epoch ms, oldest first. */
  between(from: number, to: number): Deed[] { return this.kept.filter(({ at }) => at >= from && at < to).sort((a, b) => a.at - b.at); }
}

/** The same record, of which `deeds` hears each line that is on disk. */
export const heard = (audit: Audit, deeds: Deeds): Audit => ({
  append: async (record) => { const line = await audit.append(record); deeds.take(line); return line; },
  get count() { return audit.count; },
  close: () => audit.close(),
});

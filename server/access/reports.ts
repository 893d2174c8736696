/**
 * 日报 that were signed: what was signed is kept as a file, the record of actions has who, when and its hash; and the
 * figures that were seen to differ since, each with the time it was noticed. Nothing is ever written over.
 */
import { z } from 'zod';
import type { Revision, Signature } from '../wire/report.ts';
import type { Audit, AuditLine } from './audit.ts';
import type { Who } from './handovers.ts';
import type { Kept } from './kept.ts';
import { Turns } from './turns.ts';

export interface SignedReport extends Signature { day: string; region: string; hash: string }
export type SignAnswer = { signed: SignedReport; first: boolean };

const [SIGN, REVISED] = ['report.sign', 'report.revised'];
const keyOf = (day: string, region: string): string => `${day} ${region}`;
/** name → [signed, present] */
const Changes = z.record(z.string(), z.tuple([z.number(), z.number()]));

export class SignedReports {
  private readonly signed = new Map<string, SignedReport>();
  /** Of each report: the figures last seen to differ. */
  private readonly revisions = new Map<string, Map<string, Revision>>();
  private readonly turns = new Turns();

  constructor(private readonly options: { audit: Pick<Audit, 'append'>; kept: Kept; world: string }) {}

  all(): Iterable<SignedReport> { return this.signed.values(); }
  find(day: string, region: string): SignedReport | null { return this.signed.get(keyOf(day, region)) ?? null; }
  async document(hash: string): Promise<{ text: string; intact: boolean } | null> { return this.options.kept.read(hash); }
  revisionsOf(day: string, region: string): Revision[] { return [...(this.revisions.get(keyOf(day, region))?.values() ?? [])]; }

  /** Signs what `make` gives; the second to come is told who was first. Fulfilled once it is on disk. `make` may reject: then nothing is signed. */
  sign(day: string, region: string, who: Who, make: () => Promise<string>): Promise<SignAnswer> {
    return this.turns.run(keyOf(day, region), async () => {
      const before = this.find(day, region);
      if (before) return { signed: before, first: false };
      const hash = await this.options.kept.keep(await make());
      const line = await this.options.audit.append({
        at: who.at, who: who.name, from: who.from, action: SIGN,
        detail: { world: this.options.world, day, region, hash, before: 'draft', after: 'signed', verified: false },
      });
      this.take(line);
      return { signed: this.find(day, region)!, first: true };
    });
  }

  /** Records which figures differ now from what was signed: only what was not known yet. `at` in world's ms. */
  notice(day: string, region: string, changes: ReadonlyMap<string, readonly [number, number]>, at: number): Promise<void> {
    return this.turns.run(keyOf(day, region), async () => {
      const known = this.revisions.get(keyOf(day, region)) ?? new Map<string, Revision>();
      const news = [...changes].filter(([figure, [, present]]) => known.get(figure)?.present !== present);
      // What went back to its signed value is news too.
      const back = [...known.values()].filter(({ figure }) => !changes.has(figure)).map(({ figure, signed }): [string, [number, number]] => [figure, [signed, signed]]);
      if (news.length + back.length === 0) return;
      const line = await this.options.audit.append({
        at, who: 'server', from: 'counters', action: REVISED,
        detail: { world: this.options.world, day, region, figures: JSON.stringify(Object.fromEntries([...news, ...back])) },
      });
      this.take(line);
    });
  }

  /** Takes in a line of the record. */
  take({ action, at, who, detail }: Pick<AuditLine, 'action' | 'at' | 'who' | 'detail'>): void {
    const { world, day, region, hash, figures } = detail;
    if (world !== this.options.world || typeof day !== 'string' || typeof region !== 'string') return;
    if (action === SIGN && typeof hash === 'string') this.signed.set(keyOf(day, region), { day, region, by: who, at, hash, verified: false });
    if (action === REVISED && typeof figures === 'string') this.revise(keyOf(day, region), Changes.parse(JSON.parse(figures)), at);
  }

  private revise(key: string, changes: z.infer<typeof Changes>, noticedAt: number): void {
    const kept = new Map(this.revisions.get(key));
    for (const [figure, [signed, present]] of Object.entries(changes)) {
      if (signed === present) kept.delete(figure); else kept.set(figure, { figure, signed, present, noticedAt });
    }
    this.revisions.set(key, kept);
  }
}

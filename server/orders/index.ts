/**
 * 督办: orders to the upstream case platform. An order is in the record of actions before it is sent, and is sent until
 * the platform takes or refuses it, always under one id; a crash in between loses nothing and doubles nothing. It has landed when
 * the case comes back supervised by the ordinary pull: the platform's word alone is not believed.
 */
import type { Orders } from '../config.ts';
import type { Case } from '../wire/entity.ts';
import type { LiftRequest, Supervision, SuperviseRequest } from '../wire/supervision.ts';
import { send, type Fetch, type Words } from './send.ts';
import { ACTIONS, lands, Ledger, over, shown, type Kept, type Line, type Mark } from './state.ts';

interface Entry extends Line { from: string; detail: Record<string, string | number | boolean | null> }
export interface SupervisionOptions {
  audit: { append(record: Entry): Promise<Line> };
  world: string;
  /** World's clock, ms. */
  now: () => number;
  /** null: 未接入. */
  orders: Orders | null;
  /** A time as the platform writes it. */
  timeText: (ms: number) => string;
  hours: { usual: number; most: number };
  fetch: Fetch;
  /** [0, 1): jitter. */
  rng: () => number;
  randomHex: (bytes: number) => string;
  log: { info(fields: object, text: string): void; warn(fields: object, text: string): void };
}
export type SuperviseResult = { done: true; supervision: Supervision } | { done: false; why: 'underway' | 'ended' | 'hours' | 'moved' | 'cannot'; supervision: Supervision | null };

const HOUR = 3_600_000;

export class Supervisions {
  private readonly ledger: Ledger;
  private readonly turns = new Map<string, Promise<unknown>>();
  private readonly sending = new Map<string, { tries: number; trouble: string | null }>();
  private readonly marking = new Set<string>();
  private readonly ending = new AbortController();
  readonly connected: boolean;
  readonly lifts: boolean;
  readonly hours: { usual: number; most: number };

  constructor(private readonly options: SupervisionOptions) {
    this.ledger = new Ledger(options.world);
    this.connected = options.orders !== null;
    // Where nothing is ordered upstream, the word alone takes it back.
    this.lifts = options.orders === null || options.orders.act.lift !== undefined;
    this.hours = options.hours;
  }

  /** Takes in a line of the record. */
  take(line: Line): void { this.ledger.take(line); }
  get revision(): number { return this.ledger.revision; }
  of(id: string): Supervision | null { const kept = this.ledger.of(id); return kept && this.show(kept); }
  all(): Supervision[] { return [...this.ledger.all.values()].map((kept) => this.show(kept)); }
  /** Cases whose records are waited for. */
  waiting(): string[] { return [...new Set([...this.ledger.all.values()].filter((kept) => !over(kept)).map((kept) => kept.case))]; }

  /** Goes on with what an earlier run left under way. */
  start(): void { for (const kept of this.ledger.all.values()) this.pump(kept); }
  close(): void { this.ending.abort(); }

  /** Fulfilled once it is on disk, or refused; rejects where it cannot be written. */
  supervise(entity: Case, { name, note, hours = this.hours.usual }: SuperviseRequest, from: string, at: number): Promise<SuperviseResult> {
    return this.inTurn(entity.id, async () => {
      const known = this.ledger.of(entity.id);
      if (known && !over(known)) return { done: false, why: 'underway', supervision: this.show(known) };
      if (entity.status === 'closed' || entity.status === 'void') return { done: false, why: 'ended', supervision: known && this.show(known) };
      if (hours > this.hours.most) return { done: false, why: 'hours', supervision: null };
      await this.append({ at, who: name, from, action: ACTIONS.supervise, detail: {
        ...this.about(entity, this.newId()), note, hours, deadline: at + Math.round(hours * HOUR), local: !this.connected, before: entity.supervised, after: true, verified: false,
      } });
      const kept = this.ledger.of(entity.id)!;
      this.pump(kept);
      return { done: true, supervision: this.show(kept) };
    });
  }

  /** 解除督办. */
  lift(entity: Case, { name, note, order }: LiftRequest, from: string, at: number): Promise<SuperviseResult> {
    return this.inTurn(entity.id, async () => {
      const known = this.ledger.of(entity.id);
      if (known === null || known.order !== order || over(known) || (known.lift !== null && known.lift.refusedAt === null)) return { done: false, why: 'moved', supervision: known && this.show(known) };
      if (!this.lifts && !known.local) return { done: false, why: 'cannot', supervision: this.show(known) };
      await this.append({ at, who: name, from, action: ACTIONS.lift, detail: { ...this.about(entity, this.newId()), of: order, note, before: entity.supervised, after: false, verified: false } });
      this.pump(known);
      return { done: true, supervision: this.show(known) };
    });
  }

  /** Told the records of cases as they are now: an order lands, or its case has ended. */
  seen(cases: Iterable<Case>): void {
    for (const { id, supervised, status, version } of cases) {
      const kept = this.ledger.of(id);
      if (!kept || over(kept)) continue;
      const record = { supervised, version: version.value };
      if (kept.landedAt === null && !kept.local && lands(kept, true, record)) this.mark(kept.order, 'landed');
      // Until it is delivered, an unsupervised record says nothing about the lifting.
      if (kept.lift?.deliveredAt != null && kept.lift.landedAt === null && lands(kept.lift, false, record)) this.mark(kept.lift.order, 'landed');
      if (status === 'closed' || status === 'void') this.mark(kept.order, 'finished');
    }
  }

  private show(kept: Kept): Supervision {
    const { tries = 0, trouble = null } = this.sending.get(kept.lift?.order ?? kept.order) ?? this.sending.get(kept.order) ?? {};
    return shown(kept, tries, trouble);
  }
  private newId(): string { return this.options.randomHex(12); }
  private about({ id, version }: Case, order: string): Entry['detail'] { return { world: this.options.world, order, case: id, version: version.value }; }

  private async append(record: Entry): Promise<void> { this.ledger.take(await this.options.audit.append(record)); }

  /** What the server saw, recorded once; where that cannot be written, the next sight of it tries again. */
  private mark(order: string, mark: Mark, more: Entry['detail'] = {}): Promise<boolean> {
    const key = `${order} ${mark}`;
    if (this.marking.has(key)) return Promise.resolve(false);
    this.marking.add(key);
    const { kept } = this.ledger.sent(order)!;
    return this.append({ at: this.options.now(), who: 'server', from: 'orders', action: ACTIONS.mark(mark), detail: { world: this.options.world, order, case: kept.case, ...more } })
      .then(() => true, (cause: unknown) => { this.options.log.warn({ err: cause, order, mark }, 'what became of an order could not be recorded; it is tried again'); return false; })
      .finally(() => { this.marking.delete(key); });
  }

  /** Sends what is to be sent of a 督办: itself first, then its lifting. */
  private pump(kept: Kept): void {
    if (kept.local || this.options.orders === null) return;
    const next = [kept, ...(kept.lift ? [kept.lift] : [])].find((sent) => sent.deliveredAt === null && sent.refusedAt === null);
    if (!next || over(kept) || this.sending.has(next.order)) return;
    const state = { tries: 0, trouble: null as string | null };
    this.sending.set(next.order, state);
    void this.deliver(this.options.orders, kept, next.order, state).finally(() => {
      this.sending.delete(next.order);
      if (!this.ending.signal.aborted) this.pump(kept);
    });
  }

  private async deliver(orders: Orders, kept: Kept, order: string, state: { tries: number; trouble: string | null }): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted && !over(kept)) {
      const outcome = await send(orders, this.words(orders, kept, order), this.options.fetch, signal);
      if (signal.aborted) return;
      if (outcome.is !== 'unknown') {
        // Not recorded, it is sent again, under the same id.
        const done = await this.mark(order, outcome.is === 'taken' ? 'delivered' : 'refused', outcome.is === 'refused' ? { why: outcome.why } : {});
        if (done) { this.options.log.info({ order, case: kept.case, ...outcome }, 'the case platform answered an order'); return; }
        await rest(this.wait(orders, ++state.tries, null), signal);
        continue;
      }
      state.trouble = outcome.why;
      await rest(this.wait(orders, ++state.tries, outcome.wait), signal);
    }
  }

  /** Full jitter; what the platform wishes is the least. */
  private wait({ backoff }: Orders, tries: number, wish: number | null): number {
    return Math.min(wish ?? 0, 5 * 60_000) + this.options.rng() * Math.min(backoff.cap, backoff.base * 2 ** Math.min(tries - 1, 30));
  }

  private words({ act }: Orders, kept: Kept, order: string): Words {
    const { timeText } = this.options;
    const sent = this.ledger.sent(order)!.sent;
    return { order, case: kept.case, act: order === kept.order ? act.supervise : act.lift ?? '', name: sent.by, note: sent.note, at: timeText(sent.at), deadline: timeText(kept.deadline), hours: String(kept.hours) };
  }

  /** After all that was asked of this case before. */
  private inTurn<T>(id: string, act: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(id) ?? Promise.resolve()).then(act, act);
    const after = turn.then(() => undefined, () => undefined).finally(() => { if (this.turns.get(id) === after) this.turns.delete(id); });
    this.turns.set(id, after);
    return turn;
  }
}

/** Waits, or until all ends. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => { clearTimeout(timer); signal.removeEventListener('abort', done); resolve(); };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

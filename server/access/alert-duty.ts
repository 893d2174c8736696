/**
 * What officers do about alerts, step by step. The record of actions is the memory: it is read again at a start, and
 * a step counts only once it stands there. Steps of one alert are taken one after the other, and each only on the state that
 * it was decided on: of two officers who act at once one wins, and the other is told who. An acknowledgement (acks.ts)
 * is the step 签收; what it means for the wall is decided there.
 */
import { ALERT_COLOURS, type Alert } from '../wire/entity.ts';
import { ALERT_STATES, ALERT_STEPS, type AlertDuty, type DutyBrief, type DutyEntry, type StepRequest } from '../wire/duty.ts';
import { Acknowledgements, type Ack, type AckOptions } from './acks.ts';
import { afterStep, dueEscalations, dutyOf, revisionOf, stateOf, type DutyRules } from './alert-state.ts';
import type { AuditLine, AuditRecord } from './audit.ts';

export interface DutyOptions extends AckOptions { duty: DutyRules; log: { error(fields: object, text: string): void } }
type Line = Pick<AuditLine, 'action' | 'at' | 'who' | 'detail'>;
/** `moved`: the state is another than it was decided on; `order`: that step cannot be taken now. */
export type StepResult = { done: true; duty: AlertDuty } | { done: false; why: 'moved' | 'order'; duty: AlertDuty };

const ACTIONS: Readonly<Record<string, true>> = { 'alert.acknowledge': true, 'alert.step': true, 'alert.escalate': true };
const NONE: readonly DutyEntry[] = [];

export class AlertDuties {
  private readonly acks: Acknowledgements;
  private readonly byAlert = new Map<string, DutyEntry[]>();
  private readonly turns = new Map<string, Promise<unknown>>();
  /** Grows with each step and each escalation. */
  revision = 0;

  constructor(private readonly options: DutyOptions) {
    this.acks = new Acknowledgements({ ...options, audit: { append: (record) => this.append(record) } });
  }

  /** Takes in a line of the record. */
  take(line: Line): void {
    this.acks.take(line);
    this.note(line);
  }

  of(alert: Alert): Ack | null { return this.acks.of(alert); }
  quiet(alert: Alert, now: number, ended: Iterable<Alert>): ReturnType<Acknowledgements['quiet']> { return this.acks.quiet(alert, now, ended); }

  /** `until`: as it was at that time, world's ms. */
  duty(alert: Alert, until = Infinity): AlertDuty { return dutyOf(this.entries(alert).filter(({ at }) => at <= until), alert, this.options.duty); }
  brief(alert: Alert): DutyBrief {
    const { state, revision, history, escalations } = this.duty(alert);
    const last = history.findLast(({ step }) => step !== 'escalate') ?? null;
    return { state, revision, by: last?.by ?? null, at: last?.at ?? null, escalatedTo: state === 'unsigned' ? escalations.findLast(({ at }) => at !== null)?.to ?? null : null };
  }

  /** 签收 from where no state is shown (/ack): whoever is first signs it. */
  acknowledge(alert: Alert, by: string, from: string, at: number): Promise<Ack & { first: boolean }> {
    return this.inTurn(alert, () => this.sign(alert, by, from, at, ''));
  }

  /** Fulfilled once it is on disk, or refused; rejects where it cannot be written. */
  step(alert: Alert, { name, step, remark, on }: StepRequest, from: string, at: number): Promise<StepResult> {
    return this.inTurn(alert, async () => {
      const entries = this.entries(alert);
      if (on.revision !== revisionOf(entries) || on.issuedAt !== alert.issuedAt || on.colour !== alert.colour) return { done: false, why: 'moved', duty: this.duty(alert) };
      const after = afterStep(entries, alert, step);
      if (after === null) return { done: false, why: 'order', duty: this.duty(alert) };
      if (step === 'sign') {
        if (!(await this.sign(alert, name, from, at, remark)).first) return { done: false, why: 'moved', duty: this.duty(alert) };
      } else await this.append({ at, who: name, from, action: 'alert.step', detail: { ...this.about(alert), step, remark, before: stateOf(entries, alert), after, verified: false } });
      return { done: true, duty: this.duty(alert) };
    });
  }

  /** Records what has come due by `now`. Of `alerts` those in force; an alert that a silence covers, or that swings, troubles nobody. */
  async look(alerts: Iterable<Alert>, now: number): Promise<void> {
    for (const alert of alerts) {
      const due = (): { to: string; due: number }[] => dueEscalations(this.entries(alert), alert, this.options.duty, now);
      const quiet = this.acks.quiet(alert, now);
      if (quiet === 'silence' || quiet === 'swing' || this.turns.has(alert.id) || due().length === 0) continue;
      await this.inTurn(alert, async () => {
        const state = stateOf(this.entries(alert), alert);
        for (const one of due()) await this.append({ at: now, who: 'server', from: 'clock', action: 'alert.escalate', detail: { ...this.about(alert), step: 'escalate', ...one, before: state, after: state } });
      }).catch((cause: unknown) => { this.options.log.error({ err: cause, alert: alert.id }, 'an escalation that has come due could not be recorded; it is tried again'); });
    }
  }

  private sign(alert: Alert, by: string, from: string, at: number, remark: string): Promise<Ack & { first: boolean }> {
    return this.acks.acknowledge(alert, by, from, at, { step: 'sign', remark, before: stateOf(this.entries(alert), alert), after: 'signed' });
  }

  private entries({ id }: Alert): readonly DutyEntry[] { return this.byAlert.get(id) ?? NONE; }

  private about({ id, issuedAt, colour, event, region, station }: Alert): AuditRecord['detail'] {
    return { world: this.options.world, alert: id, issuedAt, colour, event, region, station: station ?? null };
  }

  private async append(record: AuditRecord): Promise<AuditLine> {
    const line = await this.options.audit.append(record);
    this.note(line);
    return line;
  }

  /** What an earlier version wrote of an acknowledgement has no step and no states. */
  private note({ action, at, who, detail }: Line): void {
    if (!Object.hasOwn(ACTIONS, action) || detail['world'] !== this.options.world) return;
    const { alert, issuedAt, remark, to, due } = detail;
    const step = [...ALERT_STEPS, 'escalate' as const].find((one) => one === (detail['step'] ?? 'sign'));
    const colour = ALERT_COLOURS.find((one) => one === detail['colour']);
    const [before, after] = [detail['before'] ?? 'unsigned', detail['after'] ?? 'signed'].map((state) => ALERT_STATES.find((one) => one === state));
    if (typeof alert !== 'string' || typeof issuedAt !== 'number' || !step || !colour || !before || !after) return;
    const entry: DutyEntry = {
      by: who, at, step, before, after, colour, issuedAt, remark: typeof remark === 'string' ? remark : '',
      to: typeof to === 'string' ? to : null, due: typeof due === 'number' ? due : null,
    };
    const known = this.byAlert.get(alert);
    if (known) known.push(entry); else this.byAlert.set(alert, [entry]);
    this.revision++;
  }

  /** After all that was asked of this alert before. */
  private inTurn<T>({ id }: Alert, act: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(id) ?? Promise.resolve()).then(act, act);
    const over = turn.then(() => undefined, () => undefined).finally(() => { if (this.turns.get(id) === over) this.turns.delete(id); });
    this.turns.set(id, over);
    return turn;
  }
}

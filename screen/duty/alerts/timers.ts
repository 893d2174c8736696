/** The clocks of an alert: what is due, of whom, and how long there is. Pure. */
import { ALERT_COLOURS, type AlertColour } from '../../../server/wire/entity.ts';
import type { DeskAlert, Done } from '../../../server/wire/duty.ts';

export interface Timer {
  kind: 'phone' | 'written' | 'escalate';
  /** Whom it goes to when it comes due; of an escalation only. */
  to: string | null;
  due: number | null;
  /** Null while it is not done. */
  done: Done | null;
  /** ms left; below zero: over by so much; null: done, or no longer asked for. */
  left: number | null;
}

export function timersOf({ duty, ended }: DeskAlert, now: number): Timer[] {
  const reports = duty.reports.filter(({ due, done }) => due !== null || done !== null).map(({ kind, due, done }): Timer => ({ kind, to: null, due, done, left: done || due === null ? null : due - now }));
  const waits = duty.state === 'unsigned' && ended === null;
  const escalations = duty.escalations.filter(({ at }) => waits || at !== null).map(({ to, due, at }): Timer => ({
    kind: 'escalate', to, due, done: at === null ? null : { by: 'server', at }, left: waits && at === null ? due - now : null,
  }));
  return [...reports, ...escalations];
}

/** The clock that a row shows: what is over by most, else what comes due first. */
export const nextTimer = (alert: DeskAlert, now: number): Timer | null =>
  timersOf(alert, now).filter(({ left }) => left !== null).sort((a, b) => a.left! - b.left!)[0] ?? null;

/** Nobody has signed it, and it is in force. */
export const waitsForSignature = ({ duty, ended }: DeskAlert): boolean => duty.state === 'unsigned' && ended === null;

/** Things that call an officer: a new 橙/红 alert, and a clock of any that has come due. By key, so that each calls once. */
export function callsOf(alerts: readonly DeskAlert[], now: number): Map<string, AlertColour> {
  const calls = new Map<string, AlertColour>();
  for (const alert of alerts) {
    const key = `${alert.id} ${alert.issuedAt} ${alert.colour}`;
    if (waitsForSignature(alert) && ALERT_COLOURS.indexOf(alert.colour) >= ALERT_COLOURS.indexOf('orange')) calls.set(key, alert.colour);
    for (const { kind, to, due, left } of timersOf(alert, now)) if (left !== null && left <= 0) calls.set(`${key} ${kind} ${to ?? ''} ${due}`, alert.colour);
  }
  return calls;
}

/** The next alert that nobody has signed, after the one chosen and round; else simply the next. */
export function nextAlert(alerts: readonly DeskAlert[], chosen: string | null): string | null {
  const from = alerts.findIndex(({ id }) => id === chosen);
  const round = [...alerts.slice(from + 1), ...alerts.slice(0, from + 1)];
  return (round.find((alert) => waitsForSignature(alert) && alert.id !== chosen) ?? round[0])?.id ?? null;
}

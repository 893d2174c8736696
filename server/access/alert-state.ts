/** What has been done about an alert, and what is left: its entries in, its state out. Pure. */
import { ALERT_COLOURS, type Alert, type AlertColour } from '../wire/entity.ts';
import type { AlertDuty, AlertState, AlertStep, DutyEntry } from '../wire/duty.ts';

/** Times in ms. */
export interface DutyRules {
  report: { colours: readonly AlertColour[]; from: 'issued' | 'signed'; phone: number; written: number };
  /** Whom an alert goes to that nobody has signed so long after its issue. */
  escalate: Readonly<Record<AlertColour, readonly { after: number; to: string }[]>>;
}
export type Known = Pick<Alert, 'issuedAt' | 'colour'>;

const HISTORY = 200;
const gravity = (colour: AlertColour): number => ALERT_COLOURS.indexOf(colour);

/** The step that each state waits for. */
const NEXT: Readonly<Record<AlertState, 'sign' | 'handle' | 'lift' | null>> = { unsigned: 'sign', signed: 'handle', handling: 'lift', lifted: null };
const AFTER: Readonly<Record<'sign' | 'handle' | 'lift', AlertState>> = { sign: 'signed', handle: 'handling', lift: 'lifted' };
const moves = (step: DutyEntry['step']): step is 'sign' | 'handle' | 'lift' => step === 'sign' || step === 'handle' || step === 'lift';

/** Entries that count for the alert as it is now: of this issue, and made when it was no less grave. One that grows graver begins anew. */
const counting = (entries: readonly DutyEntry[], { issuedAt, colour }: Known): DutyEntry[] =>
  entries.filter((entry) => entry.issuedAt === issuedAt && gravity(entry.colour) >= gravity(colour));

export function stateOf(entries: readonly DutyEntry[], alert: Known): AlertState {
  return counting(entries, alert).reduce<AlertState>((state, { step }) => (moves(step) ? AFTER[step] : state), 'unsigned');
}

/** The state after a step; null: it cannot be taken now. Marks and words leave the state as it is, and no mark is made twice. */
export function afterStep(entries: readonly DutyEntry[], alert: Known, step: AlertStep): AlertState | null {
  const state = stateOf(entries, alert);
  if (moves(step)) return NEXT[state] === step ? AFTER[step] : null;
  return step !== 'remark' && counting(entries, alert).some((entry) => entry.step === step) ? null : state;
}

/** How many officers' steps there are: what an officer decides on. What the server does by the clock leaves it as it is. */
export const revisionOf = (entries: readonly DutyEntry[]): number => entries.reduce((sum, { step }) => sum + (step === 'escalate' ? 0 : 1), 0);

/** Levels that have come due by `now` and are not recorded yet, while nobody has signed it. */
export function dueEscalations(entries: readonly DutyEntry[], alert: Known, rules: DutyRules, now: number): { to: string; due: number }[] {
  if (stateOf(entries, alert) !== 'unsigned') return [];
  return dutyOf(entries, alert, rules).escalations.filter(({ due, at }) => due <= now && at === null).map(({ to, due }) => ({ to, due }));
}

export function dutyOf(entries: readonly DutyEntry[], alert: Known, rules: DutyRules): AlertDuty {
  const own = counting(entries, alert);
  const state = stateOf(entries, alert);
  const reached = (step: AlertStep): { by: string; at: number } | null => { const last = own.findLast((entry) => entry.step === step); return last ? { by: last.by, at: last.at } : null; };
  const signed = state === 'unsigned' ? null : reached('sign');
  // Signed again as a graver one, it is to be handled again.
  const since = own.findLastIndex(({ step }) => step === 'sign');
  const later = (step: AlertStep): { by: string; at: number } | null => (own.findLastIndex((entry) => entry.step === step) > since ? reached(step) : null);
  const asked = rules.report.colours.includes(alert.colour);
  const from = rules.report.from === 'issued' ? alert.issuedAt : signed?.at ?? null;
  const reports = (['phone', 'written'] as const).map((kind) => ({ kind, due: asked && from !== null ? from + rules.report[kind] : null, done: reached(kind) }));
  const escalations = rules.escalate[alert.colour].map(({ after, to }) => {
    const due = alert.issuedAt + after;
    return { to, due, at: own.find((entry) => entry.step === 'escalate' && entry.colour === alert.colour && entry.to === to && entry.due === due)?.at ?? null };
  });
  const waits = NEXT[state];
  const left = waits === null ? [] : (['sign', 'handle', 'lift'] as const).slice((['sign', 'handle', 'lift'] as const).indexOf(waits));
  return {
    state, revision: revisionOf(entries), signed, handled: later('handle'), lifted: later('lift'), arrived: reached('arrive'), reports, escalations,
    undone: [...left, ...reports.filter(({ done }) => asked && done === null).map(({ kind }) => kind)],
    history: entries.slice(-HISTORY),
  };
}

/** What a case is at a moment: its events folded up to one of them. One scratch object is used over and over. */
import { limitOf } from './day.ts';
import type { CaseDay } from './day.ts';
import type { CategoryTable } from './categories.ts';
import { EVENT } from './life.ts';

/** State codes of the platform. */
export const STATE = {
  reported: '10', accepted: '20', filed: '30', dispatched: '40', sentBack: '45', handled: '50', rework: '55',
  verified: '60', closed: '70', void: '90',
} as const;

export interface CaseState {
  state: string;
  revision: number;
  supervised: boolean;
  moved: boolean;
  rated: boolean;
  selfHandled: boolean;
  /** Epoch ms, 0 where not reached. */
  reported: number; accepted: number; filed: number; dispatched: number; handled: number; verified: number; closed: number; voided: number;
  limit: number;
  hangSince: number;
  /** Completed seconds */
  hangSeconds: number;
  reworks: number;
  sentBacks: number;
  extensions: number;
  updated: number;
}

export const blankState = (): CaseState => ({
  state: STATE.reported, revision: 0, supervised: false, moved: false, rated: false, selfHandled: false, reported: 0, accepted: 0,
  filed: 0, dispatched: 0, handled: 0, verified: 0, closed: 0, voided: 0, limit: 0, hangSince: 0, hangSeconds: 0,
  reworks: 0, sentBacks: 0, extensions: 0, updated: 0,
});

/** Folds events of case `c` up to and with event number `last` into `into`. */
export function foldCase(table: CategoryTable, day: CaseDay, c: number, last: number, into: CaseState): CaseState {
  Object.assign(into, BLANK);
  const limitMs = limitOf(table, day, c);
  for (let e = day.eventsFrom[c]!; e <= last; e++) apply(into, day.eventKind[e]!, day.eventAt[e]!, limitMs);
  return into;
}

const BLANK = blankState();

function apply(s: CaseState, kind: number, at: number, limitMs: number): void {
  s.revision++;
  s.updated = at;
  switch (kind) {
    case EVENT.report: s.reported = at; break;
    case EVENT.accept: s.accepted = at; s.state = STATE.accepted; s.limit = at + limitMs; break;
    case EVENT.file: s.filed = at; s.state = STATE.filed; break;
    case EVENT.dispatch: s.dispatched = at; s.state = STATE.dispatched; break;
    case EVENT.handle: s.handled = at; s.state = STATE.handled; break;
    case EVENT.selfHandle: s.handled = at; s.state = STATE.handled; s.selfHandled = true; break;
    case EVENT.verify: s.verified = at; s.state = STATE.verified; break;
    case EVENT.close: s.closed = at; s.state = STATE.closed; break;
    case EVENT.void: s.voided = at; s.state = STATE.void; break;
    case EVENT.hang: s.hangSince = at; break;
    case EVENT.resume: resume(s, at); break;
    case EVENT.sendBack: s.dispatched = 0; s.state = STATE.sentBack; s.sentBacks++; break;
    case EVENT.rework: s.handled = s.verified = s.closed = 0; s.state = STATE.rework; s.reworks++; break;
    case EVENT.supervise: s.supervised = true; break;
    case EVENT.release: s.supervised = false; break;
    case EVENT.extend: s.limit += limitMs / 2; s.extensions++; break;
    case EVENT.move: s.moved = true; break;
    case EVENT.rate: s.rated = true; break;
    default: throw new Error(`event kind ${kind} is unknown`);
  }
}

/** 挂账 time does not count: the deadline moves by as much. */
function resume(s: CaseState, at: number): void {
  const seconds = Math.floor((at - s.hangSince) / 1000);
  s.hangSeconds += seconds;
  s.limit += seconds * 1000;
  s.hangSince = 0;
}

/** The truth about cases: each is read from its events by code of its own, not from what the platform serves. */
import gcoord from 'gcoord';
import { latLngToCell } from 'h3-js';
import type { CaseContext, CaseDay } from '../case/day.ts';
import { UNKNOWN_CATEGORY_CODE, orderNo } from '../case/day.ts';
import { plannedNumber } from '../case/insert.ts';
import type { Cursor, Ledger } from '../case/ledger.ts';
import { EVENT } from '../case/life.ts';
import { POINT, codesOf } from '../case/places.ts';
import { HOUR } from '../local-time.ts';

/** What is true of a case at a moment. Times are epoch ms, 0 where not reached. */
export interface TrueCase {
  region: string;
  /** WGS-84; null where it has no point in the city. */
  point: [number, number] | null;
  category: string;
  class: string;
  source: string;
  /** '-' where the platform names none that the city has. */
  department: string;
  urgent: boolean;
  supervised: boolean;
  suspended: boolean;
  stage: string;
  reached: Record<'reported' | 'accepted' | 'filed' | 'dispatched' | 'handled' | 'verified' | 'closed' | 'void', number>;
  deadline: number;
  hangSeconds: number;
  reworks: number;
}

/** Whether a change is counted: by the moment it could be seen, or by a cursor. */
export type Counted = (day: CaseDay, index: number, event: number) => boolean;

export const upToCursor = (cursor: Cursor): Counted => (day, index, event) => {
  const at = day.eventAt[event]!;
  return at < cursor.at || (at === cursor.at && orderNo(day.day, index) <= cursor.orderNo);
};

/** `late`: ms that a change stays unseen. */
export const upToMoment = (moment: number, late: ((day: number, event: number) => number) | null): Counted => (day, _index, event) =>
  day.eventAt[event]! + (late ? late(day.day, plannedNumber(day, event)) : 0) <= moment;

/** `earliest`: cases that were over before it (ms) are left out, since nothing that is asked can hold them. */
export function* trueCases(ctx: CaseContext, ledger: Ledger, counted: Counted, earliest: number): Generator<TrueCase> {
  for (const day of ledger.days()) {
    for (let i = 0; i < day.count; i++) {
      let last = day.eventsFrom[i + 1]! - 1;
      while (last >= day.eventsFrom[i]! && !counted(day, i, last)) last--;
      if (last < day.eventsFrom[i]!) continue;
      if (day.eventAt[last]! < earliest && ENDS.includes(day.eventKind[last]!)) continue;
      yield readCase(ctx, day, i, last);
    }
  }
}

/** After these a case is over. */
const ENDS: readonly number[] = [EVENT.close, EVENT.void, EVENT.rate];

function readCase(ctx: CaseContext, day: CaseDay, i: number, last: number): TrueCase {
  const known = ctx.table.categories[day.category[i]!];
  const allowed = (known?.limitMs ?? 72 * HOUR) / (day.urgent[i] ? 2 : 1);
  const reached: TrueCase['reached'] = { reported: 0, accepted: 0, filed: 0, dispatched: 0, handled: 0, verified: 0, closed: 0, void: 0 };
  let stage = 'reported', deadline = 0, hangSeconds = 0, reworks = 0, hanging = 0, place = i, supervised = false;
  for (let e = day.eventsFrom[i]!; e <= last; e++) {
    const at = day.eventAt[e]!;
    const kind = day.eventKind[e]!;
    if (kind === EVENT.report) reached.reported = at;
    else if (kind === EVENT.accept) { stage = 'accepted'; reached.accepted = at; deadline = at + allowed; }
    else if (kind === EVENT.file) { stage = 'filed'; reached.filed = at; }
    else if (kind === EVENT.dispatch) { stage = 'dispatched'; reached.dispatched = at; }
    else if (kind === EVENT.handle || kind === EVENT.selfHandle) { stage = 'handled'; reached.handled = at; }
    else if (kind === EVENT.verify) { stage = 'verified'; reached.verified = at; }
    else if (kind === EVENT.close) { stage = 'closed'; reached.closed = at; }
    else if (kind === EVENT.void) reached.void = at;
    else if (kind === EVENT.sendBack) { stage = 'filed'; reached.dispatched = 0; }
    else if (kind === EVENT.rework) { stage = 'dispatched'; reworks++; reached.handled = 0; reached.verified = 0; reached.closed = 0; }
    else if (kind === EVENT.hang) hanging = at;
    else if (kind === EVENT.resume) { const s = Math.floor((at - hanging) / 1000); hangSeconds += s; deadline += s * 1000; hanging = 0; }
    else if (kind === EVENT.extend) deadline += allowed / 2;
    else if (kind === EVENT.supervise) supervised = true;
    else if (kind === EVENT.release) supervised = false;
    else if (kind === EVENT.move && day.movedTo[i]! >= 0) place = day.movedTo[i]!;
  }
  const where = placeOf(ctx, day, place);
  return {
    region: where.region, point: where.point, category: known ? known.key : UNKNOWN_CATEGORY_CODE.key, class: known ? known.class : 'unclassified',
    source: ctx.sources[day.source[i]!]!, department: known?.department ?? '-', urgent: day.urgent[i] === 1, supervised, suspended: hanging > 0, stage, reached, deadline, hangSeconds, reworks,
  };
}

interface Where { region: string; point: [number, number] | null }
const placed = new WeakMap<CaseDay, (Where | undefined)[]>();

function placeOf(ctx: CaseContext, day: CaseDay, place: number): Where {
  let list = placed.get(day);
  if (!list) { list = []; placed.set(day, list); }
  return (list[place] ??= findPlace(ctx, day, place));
}

function findPlace(ctx: CaseContext, day: CaseDay, place: number): Where {
  const { city, grids } = ctx;
  let point: Where['point'] = null;
  let under: string | null = null;
  if (day.places.point[place] !== POINT.none && day.places.point[place] !== POINT.zero) {
    const wgs = gcoord.transform([day.places.x[place]!, day.places.y[place]!], gcoord.GCJ02, gcoord.WGS84) as [number, number];
    under = city.regionAt(wgs[0], wgs[1]);
    if (under !== null) point = wgs;
  }
  const codes = codesOf(grids.codes[day.places.grid[place]!]!, day.places.codes[place]!);
  const byCode = codes.reverse().find((code) => code !== '' && city.byCode.has(code));
  return { region: byCode ?? under ?? city.code, point };
}

/** Everything that a case adds to buckets: what, and the time that says in which. */
export function stampsOf(c: TrueCase, now: number, stamp: (name: string, at: number) => void): void {
  const { reached: r } = c;
  for (const name of ['reported', 'accepted', 'filed', 'dispatched', 'handled', 'verified', 'closed', 'void'] as const) if (r[name] > 0) stamp(name, r[name]);
  stamp(`category.${c.category}`, r.reported);
  stamp(`source.${c.source}`, r.reported);
  if (c.urgent) stamp('urgent', r.reported);
  if (r.handled > 0) {
    stamp('handledTimes', r.handled);
    for (let k = 0; k < c.reworks; k++) { stamp('handledTimes', r.handled); stamp('reworked', r.handled); }
  }
  if (r.closed > 0) stamp(c.deadline === 0 || r.closed <= c.deadline ? 'closedOnTime' : 'closedLate', r.closed);
  if (r.closed > 0) stamp(`department.closed.${c.department}`, r.closed);
  const ended = r.closed || r.void;
  if (c.deadline > 0 && (isOverdue(c, now) || ended > c.deadline)) {
    stamp('overdueIn', c.deadline);
    if (ended > 0) stamp('overdueOut', ended);
  }
}

export const isOpen = (c: TrueCase): boolean => c.reached.closed === 0 && c.reached.void === 0;
export const isOverdue = (c: TrueCase, now: number): boolean => isOpen(c) && !c.suspended && c.deadline > 0 && now > c.deadline;
export const secondsOf = (c: TrueCase): number => Math.max(0, Math.floor((c.reached.closed - c.reached.reported) / 1000) - c.hangSeconds);
export const cellOf = (point: [number, number]): string => latLngToCell(point[1], point[0], 9);

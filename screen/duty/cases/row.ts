/** A case as a line of the list, and the word for how much time it has. Pure; times in ms of the world's clock. */
import type { CaseRecord } from '../../../server/wire/records.ts';
import type { Spot } from '../../map/types.ts';
import { ageText, whenText } from '../../look/format.ts';
import { CASE_STATUS, STAGE } from '../../look/words.ts';
import { CASES as W } from '../words.ts';

export interface Line { id: string; when: string; category: string; place: string; state: string; urgent: boolean; supervised: boolean; late: boolean; ended: boolean; left: string }

/** An open case's limit is over. */
export const isLate = ({ status, deadline }: Pick<CaseRecord, 'status' | 'deadline'>, now: number): boolean => status === 'open' && deadline !== null && now > deadline;

export function lineOf(c: CaseRecord, zone: string, now: number): Line {
  const late = isLate(c, now);
  const left = c.status !== 'open' || c.deadline === null ? '' : late ? W.over(ageText(now - c.deadline)) : W.left(ageText(c.deadline - now));
  return {
    id: c.id, when: whenText(zone, c.reportedAt, now), category: c.categoryName, place: c.address, state: c.status === 'open' ? STAGE[c.stage] : CASE_STATUS[c.status],
    urgent: c.urgent, supervised: c.supervised, late, ended: c.status === 'closed' || c.status === 'void', left,
  };
}

/** The rows that have a place, as points of the map. */
export function spotsOf(rows: Iterable<CaseRecord>, now: number): Spot[] {
  return [...rows].flatMap((c) => (c.lng === null || c.lat === null ? [] : [{ id: c.id, lng: c.lng, lat: c.lat, tone: toneOf(c, now) }]));
}
export const toneOf = (c: Pick<CaseRecord, 'status' | 'deadline' | 'urgent'>, now: number): Spot['tone'] =>
  (c.status === 'closed' || c.status === 'void' ? 'ended' : isLate(c, now) ? 'overdue' : c.urgent ? 'urgent' : 'open');

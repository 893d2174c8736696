/** A 督办 as a row of stations with their times: 已下达 → 已送达 → 已落地 → 已办结, or where it ended otherwise. Pure. */
import { isLate, isOver, type Supervision } from '../../../server/wire/supervision.ts';

export interface Station { key: 'ordered' | 'delivered' | 'landed' | 'finished' | 'refused' | 'lifted'; at: number | null }
export interface Clock { /** ms left; below zero: over by so much; null: it is over. */ left: number | null; late: boolean }

export function stationsOf(s: Supervision): Station[] {
  const ordered: Station = { key: 'ordered', at: s.at };
  if (s.refusedAt !== null) return [ordered, { key: 'refused', at: s.refusedAt }];
  // What is recorded here only goes nowhere, and lands nowhere.
  const way: Station[] = s.local ? [] : [{ key: 'delivered', at: s.deliveredAt }, { key: 'landed', at: s.landedAt }];
  const end: Station = s.state === 'lifted' && s.lift ? { key: 'lifted', at: s.lift.landedAt } : { key: 'finished', at: s.finishedAt };
  return [ordered, ...way.filter(({ at }) => at !== null || !isOver(s)), end];
}

export const clockOf = (s: Supervision, now: number): Clock => ({ left: isOver(s) ? null : s.deadline - now, late: isLate(s, now) });

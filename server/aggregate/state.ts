/** What an entity is at a moment, by its record and the clock alone. Pure. */
import type { Alert, Case, DutyState, Staff, Station, STATION_STATES } from '../wire/entity.ts';

export type StationState = (typeof STATION_STATES)[number];

/** A state and when time alone will change it (epoch ms; null: never). */
export interface Timed<T> { state: T; until: number | null }

/** 超期未结: open, not suspended, and its deadline has passed. */
export const overdue = (c: Case, now: number): boolean => overdueAt(c) !== null && now >= overdueAt(c)!;

/** The first instant at which an open case is overdue; null where it cannot become so. */
export const overdueAt = (c: Case): number | null => (c.status === 'open' && c.deadline !== undefined ? c.deadline + 1 : null);

/** When a closed or void case ended; null while it is neither. */
export function endedAt(c: Case): number | null {
  if (c.status === 'closed') return c.times.closed ?? c.updatedAt;
  if (c.status === 'void') return c.times.void ?? c.updatedAt;
  return null;
}

/** 处置时长: whole seconds from report to closing, less 挂账. */
export const durationOf = (c: Case, closed: number): number =>
  Math.max(0, Math.floor((closed - c.times.reported) / 1000) - c.suspendedSeconds);

/** 在岗 by roster and sign of life: silent for `silence` ms counts as offDuty. */
export const dutyOf = (s: Staff, now: number, silence: number): Timed<DutyState> => dutyFrom(s.duty, s.seenAt, now, silence);

export function dutyFrom(reported: DutyState, seenAt: number | undefined, now: number, silence: number): Timed<DutyState> {
  if (reported === 'offDuty' || seenAt === undefined) return { state: 'offDuty', until: null };
  const silentAt = seenAt + silence;
  return now >= silentAt ? { state: 'offDuty', until: null } : { state: reported, until: silentAt };
}

/** 预警 in force: issued, not revoked, not expired. */
export function alertActive(a: Alert, now: number): Timed<boolean> {
  const end = alertEnd(a);
  if (end !== null && now >= end) return { state: false, until: null };
  if (now < a.issuedAt) return { state: false, until: a.issuedAt };
  return { state: true, until: end };
}

export function alertEnd(a: Alert): number | null {
  const end = Math.min(a.revokedAt ?? Infinity, a.expiresAt ?? Infinity);
  return end === Infinity ? null : end;
}

/** 汛限 in force at `now`: of the dated limits that have begun the latest, else the plain one. */
export function warningOf(s: Station, now: number): { warning: number | undefined; next: number | null } {
  let begun = -Infinity, warning = s.thresholds.warning, next = Infinity;
  for (const limit of s.datedLimits ?? []) {
    if (limit.from > now) next = Math.min(next, limit.from);
    else if (limit.from >= begun) { begun = limit.from; warning = limit.warning; }
  }
  return { warning, next: next === Infinity ? null : next };
}

/** `silence`: ms without a reading after which a station counts as silent. */
export function stationState(s: Station, now: number, silence: number): Timed<StationState> {
  if (!s.reading || now >= s.reading.at + silence) return { state: 'silent', until: null };
  const { warning, next } = warningOf(s, now);
  const silentAt = s.reading.at + silence;
  return { state: levelState(s, warning), until: next === null ? silentAt : Math.min(silentAt, next) };
}

function levelState(s: Station, warning: number | undefined): StationState {
  const value = s.type === 'rain' ? s.reading?.rain1h : s.reading?.level;
  if (value === undefined) return 'normal';
  if (s.thresholds.danger !== undefined && value >= s.thresholds.danger) return 'danger';
  if (warning !== undefined && value >= warning) return 'warning';
  if (s.thresholds.alert !== undefined && value >= s.thresholds.alert) return 'alert';
  return 'normal';
}

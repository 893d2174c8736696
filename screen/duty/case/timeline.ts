/** One case's way through the stages, and its clock. Pure; times in ms of the world's clock. */
import { CASE_STAGES, type Case, type CaseStage } from '../../../server/wire/entity.ts';

export interface Step {
  stage: CaseStage | 'void';
  /** When it was reached; null: not yet, or it was left out. */
  at: number | null;
  /** How long it took to the next one that was reached, or takes so far; null: it was left out, lies ahead, or is the end. */
  took: number | null;
  /** `again`: it was reached before the case was sent back. */
  state: 'done' | 'now' | 'skipped' | 'ahead' | 'again' | 'end';
}

/** Time of the end, where it has ended. */
export const endOf = ({ status, times, updatedAt }: Pick<Case, 'status' | 'times' | 'updatedAt'>): number | null =>
  (status === 'closed' ? times.closed ?? updatedAt : status === 'void' ? times.void ?? updatedAt : null);

/** The stages in their order, of a void case up to where it was stopped. A stage that was never reached but lies before one that was is left out. */
export function stepsOf(c: Pick<Case, 'status' | 'stage' | 'times' | 'updatedAt' | 'suspendedSince'>, now: number): Step[] {
  const own = CASE_STAGES.indexOf(c.stage);
  const stopped = c.status === 'suspended' ? c.suspendedSince ?? now : now;
  const end = endOf(c);
  const reached = CASE_STAGES.filter((stage, i) => i <= own && c.times[stage] !== undefined);
  const steps = CASE_STAGES.flatMap((stage, i): Step[] => {
    const at = c.times[stage] ?? null;
    if (i > own) return c.status === 'void' && at === null ? [] : [{ stage, at, took: null, state: at === null ? 'ahead' : 'again' }];
    if (at === null) return [{ stage, at, took: null, state: i === own && end === null ? 'now' : 'skipped' }];
    const next = reached[reached.indexOf(stage) + 1];
    const until = next !== undefined ? c.times[next]! : c.status === 'closed' ? null : end ?? stopped;
    return [{ stage, at, took: until === null || until < at ? null : until - at, state: i < own ? 'done' : c.status === 'closed' ? 'end' : end === null ? 'now' : 'done' }];
  });
  return c.status === 'void' ? [...steps, { stage: 'void', at: end, took: null, state: 'end' }] : steps;
}

export interface Clock {
  /** From the report to the limit; null: it has none. */
  limit: number | null;
  /** Worked so far: from the report to now or to its end, less 挂账. */
  worked: number;
  /** 挂账 altogether, the running one included. */
  suspended: number;
  /** To the limit, negative: over it; of one that has ended, at its end; of one in 挂账, when that began. null: it has no limit, or is void. */
  left: number | null;
  runs: 'runs' | 'stands' | 'ended';
}

export function clockOf(c: Pick<Case, 'status' | 'times' | 'updatedAt' | 'deadline' | 'suspendedSeconds' | 'suspendedSince'>, now: number): Clock {
  const end = endOf(c);
  const since = c.status === 'suspended' ? c.suspendedSince ?? now : null;
  const suspended = c.suspendedSeconds * 1000 + (since === null ? 0 : Math.max(0, now - since));
  const at = end ?? since ?? now;
  return {
    limit: c.deadline === undefined ? null : c.deadline - c.times.reported,
    worked: Math.max(0, (end ?? now) - c.times.reported - suspended), suspended,
    left: c.deadline === undefined || c.status === 'void' ? null : c.deadline - at,
    runs: end !== null ? 'ended' : since !== null ? 'stands' : 'runs',
  };
}

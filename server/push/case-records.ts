/** The cases behind a figure: which match a question, by the rules the counters are added by. Pure. */
import type { ApiCategories } from '../wire/categories.ts';
import { CASE_STAGES, CASE_STATUSES, type Case, type CaseStage, type CaseStatus } from '../wire/entity.ts';
import { classOf, flag, keys, limitOf, only, someOf, time, type Query } from './records-query.ts';
import type { Judge } from './deps.ts';

/** The times of a case that a window may be about. */
const TIMES = [...CASE_STAGES, 'void'] as const;
type TimeName = (typeof TIMES)[number];
const NAMES = ['region', 'status', 'stage', 'category', 'class', 'source', 'department', 'urgent', 'overdue', 'supervised', 'onTime', 'reworked', 'located', 'at', 'from', 'to', 'limit'];

export interface CaseQuery {
  status: ReadonlySet<CaseStatus> | null; stage: ReadonlySet<CaseStage> | null;
  category: ReadonlySet<string> | null; class: { classification: string; key: string } | null; source: ReadonlySet<string> | null;
  /** As counted: NO_DEPARTMENT for what is nobody's. */
  department: ReadonlySet<string> | null;
  urgent: boolean | null; overdue: boolean | null; supervised: boolean | null;
  /** Closed by its deadline, or not. */
  onTime: boolean | null;
  reworked: boolean | null;
  /** With a position: what heat counts. */
  located: boolean | null;
  /** The window [from, to) is about this time. */
  at: TimeName; from: number | null; to: number | null;
  limit: number;
}

export function caseQuery(query: Query): CaseQuery {
  only(query, NAMES);
  const [at] = someOf(query, 'at', TIMES) ?? [];
  return {
    status: someOf(query, 'status', CASE_STATUSES), stage: someOf(query, 'stage', CASE_STAGES),
    category: keys(query, 'category'), class: classOf(query), source: keys(query, 'source'), department: keys(query, 'department'),
    urgent: flag(query, 'urgent'), overdue: flag(query, 'overdue'), supervised: flag(query, 'supervised'),
    onTime: flag(query, 'onTime'), reworked: flag(query, 'reworked'), located: flag(query, 'located'),
    at: at ?? 'reported', from: time(query, 'from'), to: time(query, 'to'), limit: limitOf(query),
  };
}

/** Whether all that can match is known where what has ended is known since `since`. */
export function isComplete(q: CaseQuery, since: number): boolean {
  const openOnly = q.overdue === true || (q.status !== null && !q.status.has('closed') && !q.status.has('void'));
  return openOnly || (q.from !== null && q.from >= since);
}

/** 未分类: what a table has no class for. */
export const NO_CLASS = 'unclassified';

export function matcher(q: CaseQuery, judge: Pick<Judge, 'overdue' | 'department'>, tables: ApiCategories['categories'], now: number): (entity: Case) => boolean {
  const is = (wanted: boolean | null, value: () => boolean): boolean => wanted === null || wanted === value();
  return (c) => (q.status?.has(c.status) ?? true) && (q.stage?.has(c.stage) ?? true) && (q.category?.has(c.category) ?? true) && (q.source?.has(c.source) ?? true)
    && (q.department === null || q.department.has(judge.department(c)))
    && (q.class === null || (tables[c.category]?.[q.class.classification] ?? NO_CLASS) === q.class.key)
    && is(q.urgent, () => c.urgent) && is(q.supervised, () => c.supervised) && is(q.overdue, () => judge.overdue(c, now))
    && is(q.reworked, () => c.reworks > 0) && is(q.located, () => c.lng !== undefined && c.lat !== undefined)
    && (q.onTime === null || (c.status === 'closed' && c.times.closed !== undefined && q.onTime === (c.deadline === undefined || c.times.closed <= c.deadline)))
    && inWindow(c, q);
}

/** A time of closing counts only while the case is closed, one of voiding while it is void: as the counters have it. */
function inWindow(c: Case, { at, from, to }: CaseQuery): boolean {
  if (from === null && to === null && at === 'reported') return true;
  if ((at === 'closed' || at === 'void') && c.status !== at) return false;
  const value = c.times[at];
  return value !== undefined && (from === null || value >= from) && (to === null || value < to);
}

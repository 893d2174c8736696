/**
 * Names of counters, in one place for the stage that adds them, the stage that reads them and the
 * screen that shows them. A row is what one region has at one moment: name → number; a name that is
 * absent is zero.
 *
 * Present state:
 *   open suspended urgent supervised overdue overdueUrgent          cases not closed and not void
 *   stage.<CaseStage> category.<key> source.<key>                   the same open cases
 *   department.open.<key> department.overdue.<key>                  the same cases and the overdue ones, down to 街道
 *   video.total video.on video.off
 *   station.total station.<state> station.<type>.<state>
 *   alert.active alert.<colour>
 *   staff.total staff.<role> staff.<duty> staff.<role>.<duty> staff.expected staff.expectedOn
 * Of today (local day so far):
 *   today.reported … today.closed (each stage, by its own time) today.void today.closedOnTime today.closedLate
 *   today.reworked today.handledTimes today.urgent today.overdueIn today.overdueOut
 *   today.category.<key> today.source.<key>     by time of report
 *   today.department.closed.<key>               by time of closing, down to 街道
 *   today.durationSum (s) today.durationCount today.durationMedian (s) today.durationP90 (s)   by time of closing
 * Equal elapsed window of yesterday: yesterday.reported yesterday.closed
 */
import { z } from 'zod';

export const CounterRow = z.record(z.string(), z.number());
export type CounterRow = z.infer<typeof CounterRow>;

/** 未归口: the key of cases that name no department, or one that the city's table has not. */
export const NO_DEPARTMENT = '-';
/** 未分类, 其他: the keys of cases whose category or source is one word too many beside the city's tables. */
export const NO_CATEGORY = '-', NO_SOURCE = '-';
/** How many levels from the city departments are counted at: 市, 区, 街道. */
export const DEPARTMENT_DEPTH = 3;

/** What only a region's own view shows, not its parent's: category.*, source.*, department.* and theirs of today. */
export const isDetail = (name: string): boolean => DETAIL.test(name);
const DETAIL = /^(today\.)?(category|source|department)\./;

export interface Rate { value: number | null; numerator: number; denominator: number }
export const rate = (numerator: number, denominator: number): Rate =>
  ({ value: denominator > 0 ? numerator / denominator : null, numerator, denominator });
const n = (row: CounterRow, name: string): number => row[name] ?? 0;

/** 应结案 today = closed today + overdue and open now, so that no rate exceeds 100 %. */
export const dueToday = (row: CounterRow): number => n(row, 'today.closed') + n(row, 'overdue');

/** Every rate of domain.md §2 that these counters answer. */
export const RATES = {
  /** 立案率 = 立案 / 受理 */
  filing: (row: CounterRow): Rate => rate(n(row, 'today.filed'), n(row, 'today.accepted')),
  /** 结案率 = 结案 / 应结案 */
  closing: (row: CounterRow): Rate => rate(n(row, 'today.closed'), dueToday(row)),
  /** 按期结案率 = 按期结案 / 应结案 */
  onTime: (row: CounterRow): Rate => rate(n(row, 'today.closedOnTime'), dueToday(row)),
  /** 返工率 = 返工 / 处置 */
  rework: (row: CounterRow): Rate => rate(n(row, 'today.reworked'), n(row, 'today.handledTimes')),
  /** 视频在线率 = online / managed */
  video: (row: CounterRow): Rate => rate(n(row, 'video.on'), n(row, 'video.total')),
  /** 在岗率 = 在岗 / 应在岗 */
  duty: (row: CounterRow): Rate => rate(n(row, 'staff.expectedOn'), n(row, 'staff.expected')),
} as const;
export type RateName = keyof typeof RATES;

/** Change of `today` against `before`, null where the base is zero (shown as —). */
export const change = (today: number, before: number): number | null => (before === 0 ? null : (today - before) / before);

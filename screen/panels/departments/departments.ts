/** Open, overdue and closed cases by responsible department, those who must act first. Pure. */
import type { ApiCategories } from '../../../server/wire/categories.ts';
import { DEPARTMENT_DEPTH, NO_DEPARTMENT, rate, type CounterRow } from '../../../server/wire/counters.ts';
import { LEVELS, type Level } from '../../../server/wire/region.ts';
import { count, percent } from '../../look/format.ts';
import { DEPARTMENTS } from '../../look/words.ts';

/** `of`: the department's key; null for those that found no room. */
export interface DepartmentRow { of: string | null; name: string; open: string; overdue: string; rate: string; closed: string; tone: 'behind' | 'quiet' | '' }
export interface DepartmentModel { open: string; overdue: string; rows: DepartmentRow[] }
interface Sums { open: number; overdue: number; closed: number }

/** Below a 街道 no department is counted. */
export const isCounted = (level: Level): boolean => LEVELS.indexOf(level) < DEPARTMENT_DEPTH;

/** A department is behind where its share of overdue cases is half as large again as that of all, and more than a case or two. */
const BEHIND = 1.5, LEAST_BEHIND = 3;
const isBehind = (one: Sums, all: Sums): boolean => one.overdue >= LEAST_BEHIND && one.overdue * all.open > BEHIND * all.overdue * one.open;

const FIGURE = /^(?:today\.)?department\.(open|overdue|closed)\.(.+)$/;

/** department key → its figures; who has none is not in it. */
export function byDepartment(row: CounterRow): Map<string, Sums> {
  const found = new Map<string, Sums>();
  for (const [name, value] of Object.entries(row)) {
    const [, figure, key] = FIGURE.exec(name) ?? [];
    if (figure === undefined || key === undefined) continue;
    const sums = found.get(key) ?? { open: 0, overdue: 0, closed: 0 };
    found.set(key, { ...sums, [figure]: value });
  }
  return found;
}

const sum = (list: readonly Sums[]): Sums =>
  list.reduce((all, { open, overdue, closed }) => ({ open: all.open + open, overdue: all.overdue + overdue, closed: all.closed + closed }), { open: 0, overdue: 0, closed: 0 });

/** At most `most` rows: most overdue first, then most open; what finds no room summed; last what is nobody's, so that the rows add up. */
export function departmentRows(row: CounterRow, { departments }: Pick<ApiCategories, 'departments'>, most: number): DepartmentModel {
  const found = byDepartment(row);
  const all = sum([...found.values()]);
  const known = [...found].filter(([key]) => key !== NO_DEPARTMENT)
    .sort(([a, x], [b, y]) => y.overdue - x.overdue || y.open - x.open || y.closed - x.closed || (a < b ? -1 : 1));
  const nobody = found.get(NO_DEPARTMENT);
  const room = most - (nobody === undefined ? 0 : 1);
  const shown = known.length <= room ? known : known.slice(0, room - 1);
  const rest = known.slice(shown.length);
  const rows = shown.map(([key, sums]) => toRow(key, departments[key] ?? key, sums, isBehind(sums, all) ? 'behind' : ''));
  if (rest.length > 0) rows.push(toRow(null, DEPARTMENTS.rest(rest.length), sum(rest.map(([, sums]) => sums)), 'quiet'));
  if (nobody !== undefined) rows.push(toRow(NO_DEPARTMENT, DEPARTMENTS.nobody, nobody, 'quiet'));
  return { open: count(all.open), overdue: count(all.overdue), rows };
}

const toRow = (of: string | null, name: string, { open, overdue, closed }: Sums, tone: DepartmentRow['tone']): DepartmentRow =>
  ({ of, name, open: count(open), overdue: count(overdue), rate: percent(rate(overdue, open).value), closed: count(closed), tone });

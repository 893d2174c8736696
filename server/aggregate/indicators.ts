/**
 * The indicators and how deep each goes (wire/counters.ts has the names). A new indicator is a new line
 * here and one in contributions.ts, then a rebuild.
 */
import { indicator, type Depth, type Indicator } from '../store/index.ts';
import { DEPARTMENT_DEPTH } from '../wire/counters.ts';

/** Levels counted from the city: 3 = down to 街道, 4 = 社区, 5 = 网格. */
const GAUGE: Partial<Depth> = { gauge: 5 };
const STAGE: Partial<Depth> = { minute: 4, hour: 4, day: 5 };
const CATEGORY: Partial<Depth> = { hour: 3, day: 4 };
const SOURCE: Partial<Depth> = { hour: 4, day: 5 };
const DAY: Partial<Depth> = { day: 5 };
/** Below a 街道 a department's figure is a case or two, which the records tell; each level would cost every case an increment. */
const DEPARTMENT: Partial<Depth> = { gauge: DEPARTMENT_DEPTH }, DEPARTMENT_DAY: Partial<Depth> = { day: DEPARTMENT_DEPTH };

/** Names are made once, not with every record. */
function family(depth: Partial<Depth>, prefix: string): (key: string) => Indicator {
  const known = new Map<string, Indicator>();
  return (key) => {
    let found = known.get(key);
    if (!found) known.set(key, found = indicator(prefix + key, depth));
    return found;
  };
}

export const gauge = family(GAUGE, '');
export const gaugeStage = family(GAUGE, 'stage.');
export const gaugeCategory = family(GAUGE, 'category.');
export const gaugeSource = family(GAUGE, 'source.');
export const departmentOpen = family(DEPARTMENT, 'department.open.');
export const departmentOverdue = family(DEPARTMENT, 'department.overdue.');
export const departmentClosed = family(DEPARTMENT_DAY, 'today.department.closed.');
export const todayStage = family(STAGE, 'today.');
export const todayCategory = family(CATEGORY, 'today.category.');
export const todaySource = family(SOURCE, 'today.source.');
export const today = family(DAY, 'today.');

/**
 * Which counters an entity stands in at a moment. Pure: the same record at the same moment gives the
 * same answer, whatever came before it, so that an update is "take the old set back, add the new one".
 */
import { CASE_STAGES, type Alert, type Case, type Entity, type Staff, type Station, type VideoPoint } from '../wire/entity.ts';
import type { Contribution, Indicator, Stamp } from '../store/index.ts';
import { departmentClosed, departmentOpen, departmentOverdue, gauge, gaugeCategory, gaugeSource, gaugeStage, today, todayCategory, todaySource, todayStage } from './indicators.ts';
import { alertActive, alertEnd, durationOf, dutyOf, endedAt, overdue, overdueAt, stationState } from './state.ts';

/** Raise it when this file counts otherwise than before: the next start counts every entity anew. */
export const COUNTING = 2;

export interface Rules {
  /** ms without a sign of life */
  silence: { staff: number; station: number };
  /** ms that a case, or an alert, is kept after its end */
  retention: { cases: number };
  /** Keys under which a category is counted (default: itself). */
  categoryKeys?: (category: string) => readonly string[];
  /** Key under which a department is counted: one of the city's, or NO_DEPARTMENT. */
  departmentKey: (department: string | undefined) => string;
  /** Primary class of a category, the key of heat cells. */
  heatClass: (category: string) => string;
  /** H3 cell of a position. */
  cellOf: (lng: number, lat: number) => string;
}

const NEVER = { nextChangeAt: null, expired: false } as const;

export function contributions(entity: Entity, now: number, rules: Rules): Contribution {
  switch (entity.kind) {
    case 'case': return caseContribution(entity, now, rules);
    case 'video': return videoContribution(entity);
    case 'station': return stationContribution(entity, now, rules);
    case 'alert': return alertContribution(entity, now, rules);
    case 'staff': return staffContribution(entity, now, rules);
  }
}

function caseContribution(c: Case, now: number, rules: Rules): Contribution {
  const keys = rules.categoryKeys?.(c.category) ?? [c.category];
  const department = rules.departmentKey(c.department);
  const ended = endedAt(c);
  const late = overdue(c, now);
  const contribution: Contribution = {
    gauges: ended === null ? openGauges(c, keys, department, late) : [],
    stamps: caseStamps(c, keys, department, late),
    ...caseDue(c, ended, late, now, rules),
  };
  if (c.status === 'closed' && c.times.closed !== undefined) {
    contribution.duration = { at: c.times.closed, seconds: durationOf(c, c.times.closed) };
  }
  if (c.lng !== undefined && c.lat !== undefined) {
    contribution.heat = { at: c.times.reported, cell: rules.cellOf(c.lng, c.lat), class: rules.heatClass(c.category) };
  }
  return contribution;
}

function openGauges(c: Case, keys: readonly string[], department: string, late: boolean): Indicator[] {
  const list = [gauge('open'), gaugeStage(c.stage), gaugeSource(c.source), ...keys.map(gaugeCategory), departmentOpen(department)];
  if (c.status === 'suspended') list.push(gauge('suspended'));
  if (c.urgent) list.push(gauge('urgent'));
  if (c.supervised) list.push(gauge('supervised'));
  if (late) list.push(gauge('overdue'), departmentOverdue(department));
  if (late && c.urgent) list.push(gauge('overdueUrgent'));
  return list;
}

/** Each stage in the buckets of its own time; a case once closed late came in at its deadline and went out at its end. */
function caseStamps(c: Case, keys: readonly string[], department: string, late: boolean): Stamp[] {
  const { reported, handled, closed } = c.times;
  const stamps: Stamp[] = [{ at: reported, indicators: [todayStage('reported'), todaySource(c.source), ...keys.map(todayCategory), ...(c.urgent ? [today('urgent')] : [])] }];
  for (const stage of CASE_STAGES) {
    const at = c.times[stage];
    if (stage !== 'reported' && at !== undefined && (stage !== 'closed' || c.status === 'closed')) stamps.push({ at, indicators: [todayStage(stage)] });
  }
  if (handled !== undefined) stamps.push({ at: handled, indicators: handledTimes(c.reworks) });
  const { void: voided } = c.times;
  if (c.status === 'void' && voided !== undefined) stamps.push({ at: voided, indicators: [todayStage('void')] });
  if (c.status === 'closed' && closed !== undefined) {
    const onTime = c.deadline === undefined || closed <= c.deadline;
    stamps.push({ at: closed, indicators: [today(onTime ? 'closedOnTime' : 'closedLate'), departmentClosed(department)] });
  }
  const end = c.status === 'closed' ? closed : c.status === 'void' ? voided : undefined;
  if (c.deadline !== undefined && (late || (end !== undefined && end > c.deadline))) {
    stamps.push({ at: c.deadline, indicators: [today('overdueIn')] });
    if (end !== undefined) stamps.push({ at: end, indicators: [today('overdueOut')] });
  }
  return stamps;
}

/** 处置 once, and once more with each 返工. */
function handledTimes(reworks: number): Indicator[] {
  const list = [today('handledTimes')];
  for (let i = 0; i < Math.min(reworks, 50); i++) list.push(today('handledTimes'), today('reworked'));
  return list;
}

function caseDue(c: Case, ended: number | null, late: boolean, now: number, rules: Rules): Pick<Contribution, 'nextChangeAt' | 'expired'> {
  if (ended !== null) {
    const over = ended + rules.retention.cases;
    return { nextChangeAt: over, expired: now >= over };
  }
  return { nextChangeAt: late ? null : overdueAt(c), expired: false };
}

function videoContribution(v: VideoPoint): Contribution {
  return { gauges: [gauge('video.total'), gauge(`video.${v.status}`)], stamps: [], ...NEVER };
}

function stationContribution(s: Station, now: number, rules: Rules): Contribution {
  const { state, until } = stationState(s, now, rules.silence.station);
  const gauges = [gauge('station.total'), gauge(`station.${state}`), gauge(`station.${s.type}.${state}`)];
  return { gauges, stamps: [], nextChangeAt: until, expired: false };
}

function alertContribution(a: Alert, now: number, rules: Rules): Contribution {
  const { state, until } = alertActive(a, now);
  const end = alertEnd(a);
  const over = end === null ? null : end + rules.retention.cases;
  return {
    gauges: state ? [gauge('alert.active'), gauge(`alert.${a.colour}`)] : [], stamps: [],
    nextChangeAt: until ?? over, expired: over !== null && now >= over,
  };
}

function staffContribution(s: Staff, now: number, rules: Rules): Contribution {
  const { state, until } = dutyOf(s, now, rules.silence.staff);
  const gauges = [gauge('staff.total'), gauge(`staff.${s.role}`), gauge(`staff.${state}`), gauge(`staff.${s.role}.${state}`)];
  if (s.expected) gauges.push(gauge('staff.expected'));
  if (s.expected && state !== 'offDuty') gauges.push(gauge('staff.expectedOn'));
  return { gauges, stamps: [], nextChangeAt: until, expired: false };
}

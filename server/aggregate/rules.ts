/** The rules of contributions.ts, from a city's configuration. */
import { latLngToCell } from 'h3-js';
import type { Alert, Case, DutyState, Station } from '../wire/entity.ts';
import type { Rules } from './contributions.ts';
import { alertActive, dutyFrom, overdue, overdueAt, stationState, warningOf, type StationState } from './state.ts';

/** What is needed of server/config.ts's city. */
export interface RulesSource {
  city: {
    silence: { staff: number; station: number };
    retention: { cases: number };
    heat: { resolution: number };
    /** The primary classification, whose classes key heat cells. */
    classification: string;
  };
  categories: { classOf(category: string, classification: string): string; departmentKey(department: string | undefined): string };
}

export function makeRules({ city, categories }: RulesSource): Rules {
  return {
    silence: city.silence,
    retention: { cases: city.retention.cases },
    departmentKey: (department) => categories.departmentKey(department),
    heatClass: (category) => categories.classOf(category, city.classification),
    cellOf: (lng, lat) => latLngToCell(lat, lng, city.heat.resolution),
  };
}

/** What an entity counts as at a moment, for those that show single entities; the same rules as the totals. */
export interface Judge {
  overdue(entity: Case, now: number): boolean;
  overdueAt(entity: Case, now: number): number | null;
  /** Key of the department that it is counted under. */
  department(entity: Case): string;
  stationState(entity: Station, now: number): StationState;
  alertInForce(entity: Alert, now: number): boolean;
  duty(reported: DutyState, seenAt: number | undefined, now: number): DutyState;
  warning(entity: Station, now: number): number | undefined;
}

export function makeJudge(rules: Pick<Rules, 'silence' | 'departmentKey'>): Judge {
  return {
    overdue,
    overdueAt: (entity, now) => (overdue(entity, now) ? null : overdueAt(entity)),
    department: (entity) => rules.departmentKey(entity.department),
    stationState: (entity, now) => stationState(entity, now, rules.silence.station).state,
    alertInForce: (entity, now) => alertActive(entity, now).state,
    duty: (reported, seenAt, now) => dutyFrom(reported, seenAt, now, rules.silence.staff).state,
    warning: (entity, now) => warningOf(entity, now).warning,
  };
}

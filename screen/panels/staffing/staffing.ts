/** Who is here, by role and by what they do now. Pure. */
import type { CounterRow } from '../../../server/wire/counters.ts';
import { DUTY_STATES, STAFF_ROLES, type DutyState } from '../../../server/wire/entity.ts';
import { count } from '../../look/format.ts';
import { DUTY, ROLE, STAFFING } from '../../look/words.ts';

export interface StaffingModel {
  total: number;
  present: number;
  roles: { role: string; name: string; /** Empty where none of the role is seen: its presence may not be told at all, and an empty bar would say that nobody is here. */ present: string; total: string; /** Parts of the whole by duty, 0–1, offDuty left out. */ parts: { duty: DutyState; share: number }[] }[];
  legend: { duty: DutyState; name: string; text: string }[];
}

export const HERE = DUTY_STATES.filter((duty) => duty !== 'offDuty');

export function staffing(row: CounterRow): StaffingModel {
  const n = (name: string): number => row[name] ?? 0;
  const here = (role: string): number => HERE.reduce((sum, duty) => sum + n(`staff.${role}.${duty}`), 0);
  const roles = STAFF_ROLES.map((role) => {
    const total = n(`staff.${role}`);
    return { role, name: ROLE[role], present: here(role) > 0 ? count(here(role)) : '', total: here(role) > 0 ? STAFFING.of(count(total)) : STAFFING.roster(count(total)), parts: HERE.map((duty) => ({ duty, share: total > 0 ? n(`staff.${role}.${duty}`) / total : 0 })) };
  });
  return {
    total: n('staff.total'),
    present: HERE.reduce((sum, duty) => sum + n(`staff.${duty}`), 0),
    roles,
    legend: HERE.map((duty) => ({ duty, name: DUTY[duty], text: count(n(`staff.${duty}`)) })),
  };
}

/** 通讯录: who is on duty in a place, and how to reach them. Out of memory; names and telephones as a screen may have them. */
import type { ApiContacts } from '../../wire/desk.ts';
import { DUTY_STATES, STAFF_ROLES } from '../../wire/entity.ts';
import type { PushDeps } from '../deps.ts';
import type { Mirrors } from '../mirrors/index.ts';
import { limitOf, only, someOf, textOf, type Query } from '../records-query.ts';

const OFF_DUTY = DUTY_STATES.indexOf('offDuty');

export function contactsOf(query: Query, region: string, inside: (region: string) => boolean, { staff }: Mirrors, { contacts, regions }: Pick<PushDeps, 'contacts' | 'regions'>): ApiContacts {
  only(query, ['role', 'text', 'limit']);
  const roles = someOf(query, 'role', STAFF_ROLES);
  const text = textOf(query, 'text')?.toLowerCase() ?? null;
  const limit = limitOf(query);
  const counts = Object.fromEntries(STAFF_ROLES.map((role) => [role, 0])) as ApiContacts['counts'];
  const found: { role: number; index: number; id: string; place: string; region: string }[] = [];
  const places = new Map<string, string>();
  const placeOf = (code: string): string => { let name = places.get(code); if (name === undefined) places.set(code, name = regions.path(code).slice(1).map((step) => step.name).join(' ')); return name; };
  for (const { id, index } of staff.points.inside(inside)) {
    const post = staff.posts[index];
    if (!post || staff.points.state[index] === OFF_DUTY) continue;
    counts[post.role]++;
    if (roles && !roles.has(post.role)) continue;
    const own = staff.points.region(index);
    const place = placeOf(own);
    if (text !== null && ![place, staff.names[index] ?? '', staff.phones[index] ?? '', id].some((word) => word.toLowerCase().includes(text))) continue;
    found.push({ role: STAFF_ROLES.indexOf(post.role), index, id, place, region: own });
  }
  found.sort((a, b) => a.role - b.role || (a.region < b.region ? -1 : a.region > b.region ? 1 : a.id < b.id ? -1 : 1));
  return {
    region, contacts, counts, total: found.length,
    items: found.slice(0, limit).map(({ index, id, place }) => ({ id, role: staff.posts[index]!.role, duty: DUTY_STATES[staff.points.state[index]!]!, name: staff.names[index] ?? '', phone: staff.phones[index] ?? '', place })),
  };
}

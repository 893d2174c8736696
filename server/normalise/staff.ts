/** 网格员: the roster (who exists) and positions (who is here now), which are two facts. */
import type { ConfigOf } from '../config.ts';
import { DUTY_STATES, STAFF_ROLES, type Staff } from '../wire/entity.ts';
import { compileBase, timesOf, type Build, type Rules } from './builder.ts';
import { compileOptional, compileRequired } from './expression.ts';
import type { PositionReport } from './outcome.ts';
import { compileBarePoint, compilePlace } from './place.ts';
import { id, oneOf, text, time, yesNo } from './targets.ts';

/** Duty is 离线 until a position says otherwise (see join.ts). */
export function compileStaff(feed: ConfigOf<'staff'>, rules: Rules): Build<Staff> {
  const { map } = feed;
  const base = compileBase(feed, rules), place = compilePlace(map, rules.tree);
  const role = compileRequired(map.role, 'role', oneOf(STAFF_ROLES));
  const expected = compileRequired(map.expected, 'expected', yesNo(feed.words));
  const name = compileOptional(map.name, 'name', text(40, true));
  const phone = compileOptional(map.phone, 'phone', text(40, false));
  return (row) => {
    const head = base(row), what = role(row), due = expected(row), called = name(row), number = phone(row);
    if (head === undefined || what === undefined || due === undefined || row.rejected) return undefined;
    const entity: Staff = { kind: 'staff', ...head, region: place(row).region, role: what, expected: due, duty: 'offDuty' };
    if (called !== undefined) entity.name = called;
    if (number !== undefined) entity.phone = number;
    return entity;
  };
}

export function compilePosition(feed: ConfigOf<'position'>, rules: Rules): Build<PositionReport> {
  const { map } = feed;
  const who = compileRequired(map.id, 'id', id(feed.idPattern));
  const at = compileRequired(map.at, 'at', time(timesOf(feed, rules), true));
  const duty = compileRequired(map.duty, 'duty', oneOf(DUTY_STATES));
  const point = compileBarePoint(map.point, rules.tree);
  return (row) => {
    const own = who(row), ms = at(row), state = duty(row);
    if (own === undefined || ms === undefined || state === undefined) return undefined;
    const here = point(row);
    if (row.rejected) return undefined;
    if (here === null) {
      return row.flags.includes('outside') ? row.fail('outside', 'point', own, 'a position in the city') : row.fail('missing', 'point', own, 'a position');
    }
    return { kind: 'position', id: own, lng: here.lng, lat: here.lat, at: ms, duty: state };
  };
}

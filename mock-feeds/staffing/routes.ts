/**
 * The staffing service:
 *   GET /staff/roster?page=1&size=2000   who there is; `shift` "Y" where expected on duty now
 *   GET /staff/positions?since=SECOND    the last report of everybody who reported after SECOND; [uid, lon, lat, ts, st]
 */
import type { Router } from 'express';
import { BadRequest, intParam, textParam } from '../params.ts';
import { sendJson } from '../site.ts';
import type { Site } from '../site.ts';
import { DUTY } from './errands.ts';
import type { People } from './people.ts';
import type { Report, Reports } from './reports.ts';
import { segmentAt } from './shifts.ts';
import type { Stand, Walk } from './walk.ts';

export interface StaffSystem { people: People; reports: Reports; walk: Walk }

/** How many seconds (simulated) a person's phone is behind in this quarter of an hour; 0 unless late. */
export const phoneDelay = (site: Site, i: number, second: number): number =>
  (site.faults.isLate('staff') ? Math.ceil(site.faults.lateMs('staff', i, Math.floor(second / 900)) / 1000) : 0);

export function staffRoutes(router: Router, site: Site, staff: StaffSystem): void {
  let roster: { segment: number; rows: string[] } = { segment: -1, rows: [] };

  router.get('/staff/roster', (req, res) => {
    const page = intParam(req, 'page', 1, 1, 1_000_000);
    const size = intParam(req, 'size', 2000, 1, 10_000);
    const now = site.clock.now();
    const segment = segmentAt(now);
    if (roster.segment !== segment) roster = { segment, rows: rosterRows(staff.people, segment) };
    const items = site.faults.dress('staff', roster.rows.slice((page - 1) * size, page * size));
    sendJson(res, `{"total":${roster.rows.length},"page":${page},"size":${size}`
      + `,"asOf":${Math.floor(site.faults.skewed('staff', now) / 1000)},"items":[${items.join(',')}]}`);
  });

  router.get('/staff/positions', (req, res) => {
    const text = textParam(req, 'since');
    const asked = text === '' ? 0 : Number(text);
    if (!Number.isFinite(asked)) throw new BadRequest('since', text, 'epoch seconds');
    // Whoever gives back a time that a wrong clock stated means the moment it was stated.
    const since = asked - Math.floor(site.faults.skewed('staff', 0) / 1000);
    const now = site.clock.now();
    const rows = site.faults.dress('staff', positionRows(site, staff, since, now));
    sendJson(res, `{"t":${Math.floor(site.faults.skewed('staff', now) / 1000)},"cols":["uid","lon","lat","ts","st"],"rows":[${rows.join(',')}]}`);
  });
}

function rosterRows(people: People, segment: number): string[] {
  const expected = people.shifts.expected(segment);
  const rows: string[] = [];
  for (let i = 0; i < people.count; i++) {
    if (!people.onRoster(i, segment)) continue;
    const [grid, community] = people.codes(i, segment);
    const phone = people.phone(i);
    rows.push(`{"uid":"${people.uid(i)}","roleCd":"${people.roles[i]}","gridCd":${grid === null ? 'null' : `"${grid}"`},"commCd":"${community}"`
      + `,"streetCd":"${community.slice(0, 9)}","shift":"${expected[i] ? 'Y' : 'N'}","ver":${people.changed(i, segment)}`
      + `,"nm":"${people.name(i)}","tel":${phone === null ? 'null' : `"${phone}"`}}`);
  }
  return rows;
}

function positionRows(site: Site, { people, reports, walk }: StaffSystem, since: number, now: number): string[] {
  const second = Math.floor(now / 1000);
  const segment = segmentAt(now);
  const report: Report = { at: 0, signOff: false };
  const stand: Stand = { x: 0, y: 0, duty: 0 };
  const rows: string[] = [];
  const write = (i: number, at: number, signOff: boolean): void => {
    walk.at(i, at, stand);
    rows.push(`["${people.uid(i)}",${Math.round(stand.x * 1e6) / 1e6},${Math.round(stand.y * 1e6) / 1e6},${at},${signOff ? DUTY.off : stand.duty}]`);
  };
  for (let i = 0; i < people.count; i++) {
    const behind = phoneDelay(site, i, second);
    if (!reports.last(i, second - behind, report) || report.at + behind <= since || !people.onRoster(i, segment)) continue;
    write(i, report.at, report.signOff);
    if (!report.signOff && site.faults.stale('staff', i + report.at)) write(i, report.at - 10, false);
  }
  return rows;
}

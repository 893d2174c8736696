/**
 * The truth: exact totals straight from the generators' events, never from what is served. The server
 * never reads it; tests compare. The server follows the same rules by its own code:
 *
 * 1. A case is open while neither closed nor void; suspended (挂账) ones are open. It is overdue when it
 *    is open, not suspended now, and `now` is after its deadline. 挂账 does not count: the platform moves
 *    limitTm by the completed seconds when a case resumes. A case without a deadline is never overdue.
 * 2. Stage of an open case: 45 (回退, waits for another dispatch) is filed, 55 (返工) is dispatched. A time that
 *    a detour undid (dispatched by 回退; handled, verified and closed by 返工) is gone until reached again.
 * 3. Day, hour and minute counts: each stage, and 作废, by its own time; category.*, source.* and urgent by time of
 *    report; closedOnTime (closed ≤ deadline, or no deadline) and closedLate by time of closing; handledTimes
 *    (1 + reworks) and reworked (reworks) by time of handling; overdueIn at the deadline of a case that is
 *    overdue or ended after it, overdueOut at the end of such a case; department.closed.* by time of closing. A case
 *    whose 小类 is not in the table has a department that is not either: it counts under "-".
 * 4. Duration: whole seconds (rounded down) from report to closing less 挂账 seconds, in the day of closing;
 *    Median and P90 by nearest rank.
 * 5. Region of a case: the lowest of gridCode, commCode, streetCode, distCode that is known; else the region that holds its
 *    point (GCJ-02 → WGS-84); else the city. A point outside the city is no point. Cameras and stations: by
 *    point first (swapped back where it was swapped), then by code. Staff and alerts: by code. What is placed
 *    above the grid is counted in that region and its "CODE/-".
 * 6. Heat: cases with a point, by H3 cell (resolution 9), hour of report and 大类 ('unclassified' for a 小类 not in the table).
 * 7. A station without a reading, or whose last is 20 min old or more, is silent; else the highest threshold reached by its
 *    level (rain: by the last hour's rain), 积水 3/10/25 cm, a reservoir's warning being the dated limit begun last.
 * 8. Staff: duty as last reported; offDuty when signed off, never seen, or silent for 5 min or more.
 *    expectedOn: expected and not offDuty. An alert is in force from its issue until it is revoked or expires.
 *
 * GET /truth?now=MS                  default: the clock's
 *   &cursor=MS,ORDERNO               cases by changes up to this cursor: exact for the last cursor of an answer with "more": false
 *   &cases=MS                        instead: cases as the platform could be seen then (serverTm of an answer with "more": false)
 *   &video= &hydro= &alerts= &staff= &roster=MS    moments at which those were last asked (default: now)
 *   &families=case,video,station,alert,staff       &regions=CODE,CODE/-     default: all
 *   &days=yyyy-MM-dd,…               also these days, as "days"
 *   &hours=FROM,TO &minutes=FROM,TO &heat=FROM,TO  (ms) also these buckets
 * → { now, regions: { CODE: { counters: {name: n}, days: {day: {name: n}}, hours: {ms: {name: n}}, minutes: {…} } }, heat: {"cell|hour ms|class": n} }
 *   counters are named as on the wire (open, stage.filed, today.closed …); a name that is absent is zero.
 */
import type { Request, Router } from 'express';
import { dayOf, parseLocal } from '../local-time.ts';
import { BadRequest, listParam, textParam } from '../params.ts';
import type { World } from '../simulator.ts';
import { latenessOf } from '../case/routes.ts';
import { upToCursor, upToMoment } from './cases.ts';
import type { Counted } from './cases.ts';
import { countCases, settleDurations } from './count.ts';
import type { CaseAnswer } from './count.ts';
import { countAlerts, countStaff, countStations, countVideo } from './presence.ts';
import { makeTally } from './tally.ts';
import type { Totals } from './tally.ts';

const FAMILIES = ['case', 'video', 'station', 'alert', 'staff'] as const;
type Rows = Record<string, number>;
interface RegionTruth { counters: Rows; days?: Record<string, Rows>; hours?: Record<string, Rows>; minutes?: Record<string, Rows> }

export function truthRoutes(router: Router, world: World): void {
  router.get('/truth', (req, res) => {
    const now = momentParam(req, 'now', world.site.clock.now());
    const wanted = listParam(req, 'regions');
    const only = wanted && new Set(wanted);
    const families = listParam(req, 'families') ?? FAMILIES;
    const unknown = families.find((f) => !FAMILIES.some((known) => known === f));
    if (unknown !== undefined) throw new BadRequest('families', unknown, FAMILIES.join(', '));
    world.ledger.reach(now);
    const others = makeTally(world.cases.city, only);
    if (families.includes('video')) countVideo(world, momentParam(req, 'video', now), others);
    if (families.includes('station')) countStations(world, now, momentParam(req, 'hydro', now), others);
    if (families.includes('alert')) countAlerts(world, now, momentParam(req, 'alerts', now), others);
    if (families.includes('staff')) countStaff(world, now, momentParam(req, 'staff', now), momentParam(req, 'roster', now), others);
    const cases = families.includes('case') ? countCases(world, caseQuestion(req, world, now), only) : null;
    res.json({ now, regions: regionsOf(others.totals, cases), heat: cases ? Object.fromEntries(cases.heat) : {} });
  });
}

function caseQuestion(req: Request, world: World, now: number) {
  return {
    now, counted: countedOf(req, world, now), days: (listParam(req, 'days') ?? []).map(dayParam),
    hours: rangeParam(req, 'hours'), minutes: rangeParam(req, 'minutes'), heat: rangeParam(req, 'heat'),
  };
}

function countedOf(req: Request, world: World, now: number): Counted {
  const cursor = textParam(req, 'cursor');
  if (cursor === '') return upToMoment(momentParam(req, 'cases', now), latenessOf(world.site));
  const parts = /^(\d+),(\w*)$/.exec(cursor);
  if (!parts) throw new BadRequest('cursor', cursor, 'epoch ms, a comma and an orderNo');
  return upToCursor({ at: Number(parts[1]), orderNo: parts[2]! });
}

function regionsOf(others: Totals, cases: CaseAnswer | null): Record<string, RegionTruth> {
  const out: Record<string, RegionTruth> = {};
  const at = (code: string): RegionTruth => (out[code] ??= { counters: {} });
  for (const [code, row] of others) Object.assign(at(code).counters, Object.fromEntries(row));
  if (!cases) return out;
  settleDurations(cases.counters);
  settleDurations(cases.days);
  for (const [code, row] of cases.counters.totals) Object.assign(at(code).counters, Object.fromEntries(row));
  for (const grain of ['days', 'hours', 'minutes'] as const) {
    for (const [code, row] of cases[grain].totals) at(code)[grain] = byBucket(row);
  }
  return out;
}

/** "bucket name" → n becomes bucket → name → n. */
function byBucket(row: Map<string, number>): Record<string, Rows> {
  const out: Record<string, Rows> = {};
  for (const [key, n] of row) {
    const cut = key.indexOf(' ');
    (out[key.slice(0, cut)] ??= {})[key.slice(cut + 1)] = n;
  }
  return out;
}

function momentParam(req: Request, name: string, absent: number): number {
  const text = textParam(req, name);
  if (text === '') return absent;
  const ms = Number(text);
  if (!Number.isSafeInteger(ms) || ms < 0) throw new BadRequest(name, text, 'epoch ms');
  return ms;
}

function rangeParam(req: Request, name: string): [number, number] | null {
  const parts = listParam(req, name);
  if (!parts) return null;
  const [from, to] = parts.map(Number);
  if (parts.length !== 2 || !Number.isSafeInteger(from) || !Number.isSafeInteger(to)) throw new BadRequest(name, parts.join(','), 'FROM,TO in epoch ms');
  return [from!, to!];
}

function dayParam(text: string): number {
  const ms = parseLocal(text);
  if (ms === null) throw new BadRequest('days', text, 'yyyy-MM-dd');
  return dayOf(ms);
}

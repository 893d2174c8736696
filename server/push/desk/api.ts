/** GET /api/heat: the duty desk's heat map, by any window and any filters at once; GET /api/desk/watch: what wants an officer's eye. */
import type { IRouter } from 'express';
import { localDay } from '../../wire/clock.ts';
import type { ApiContacts, ApiHeat, ApiWatch } from '../../wire/desk.ts';
import type { ApiDeskAlerts } from '../../wire/duty.ts';
import type { ApiSupervisions } from '../../wire/supervision.ts';
import { caseQuery, NO_CLASS } from '../case-records.ts';
import type { PushDeps } from '../deps.ts';
import { BadParameter, only, time, whole as wholeNumber, type Query } from '../records-query.ts';
import { alertsOf } from './alerts.ts';
import { asking, type Asked, type State } from './asking.ts';
import { caseList } from './case-list.ts';
import { contactsOf } from './contacts.ts';
import { supervisionsOf } from './supervisions.ts';
import { watch } from './watch.ts';
import { coarser, colouring, countCells, rowMatcher, type HeatCount } from './heat-question.ts';

const NAMES = ['region', 'status', 'stage', 'category', 'class', 'source', 'urgent', 'overdue', 'supervised', 'from', 'to', 'resolution'];
const DAY = 86_400_000;

/** What wants an eye is looked for this seldom, ms. */
const WATCH_MS = 5_000;
const MOST_KEPT = 64;

export function desk(app: IRouter, deps: PushDeps, state: State): void {
  caseList(app, deps, state);
  const watched = new Map<string, { at: number; answer: Promise<ApiWatch> }>();
  const route = (path: string, answer: Answer): void => { app.get(path, (request, response) => asking(request, response, deps, state, answer)); };
  route('/api/heat', ({ region, inside, query }) => heat(deps, state, region, inside, query));
  route('/api/desk/contacts', ({ region, inside, query }) => contactsOf(query, region, inside, state.mirrors(), deps));
  route('/api/desk/alerts', ({ region, inside, query }) => { only(query, []); return alertsOf(region, inside, deps.clock.now(), state.mirrors(), deps); });
  route('/api/desk/supervisions', ({ region, inside, query }) => supervisionsOf(query, region, inside, deps.clock.now(), state.mirrors(), deps));
  route('/api/desk/watch', ({ region, inside, query }) => {
    only(query, []);
    const [wall, known] = [state.wall(), watched.get(region)];
    if (known && wall - known.at < WATCH_MS) return known.answer;
    for (const [key, { at }] of watched) if (wall - at >= WATCH_MS || watched.size > MOST_KEPT) watched.delete(key);
    const answer = watch({ region, inside, now: deps.clock.now(), wall, mirrors: state.mirrors() }, deps);
    watched.set(region, { at: wall, answer });
    // What is not yet known whole is looked for again at the next question.
    answer.then(({ hotSpots }) => { if (!hotSpots.ready) watched.delete(region); }, () => { watched.delete(region); });
    return answer;
  });
}

type Answer = (asked: Asked) => ApiContacts | ApiDeskAlerts | Promise<ApiHeat | ApiSupervisions | ApiWatch>;

/** The last day where no window is named. */
async function heat(deps: PushDeps, state: State, region: string, inside: (region: string) => boolean, query: Query): Promise<ApiHeat> {
  only(query, NAMES);
  const now = deps.clock.now();
  const { resolution: finest = deps.heat.resolution, ...filters } = query;
  const resolution = finest === deps.heat.resolution ? deps.heat.resolution : wholeNumber(query, 'resolution', 0, deps.heat.resolution)!;
  const q = caseQuery(filters);
  const to = time(query, 'to') ?? now;
  const from = time(query, 'from') ?? to - DAY;
  if (from >= to) throw new BadParameter('from', from, `a time before to, ${to}`);
  const table = state.mirrors().caseTable;
  table.forget(localDay(deps.clock.zone, now - deps.caseRetention));
  const [days, { categories }] = await Promise.all([table.days(from, to, state.wall()), q.class === null ? { categories: {} } : deps.categories()]);
  const classOf = (category: string): string => (q.class === null ? '' : (categories as Record<string, Record<string, string>>)[category]?.[q.class.classification] ?? NO_CLASS);
  const count = (where: (region: string) => boolean): HeatCount => {
    const counted = countCells(table, days, from, to, rowMatcher(table, q, where, classOf, now));
    return resolution === deps.heat.resolution ? counted : { ...counted, cells: coarser(counted.cells, resolution) };
  };
  const { total, located, cells } = count(inside);
  const whole = region === deps.regions.city.code ? cells : count(() => true).cells;
  return { region, now, from, to, total, located, resolution, kernel: deps.heat.kernel, cells: Object.fromEntries(cells), ...colouring(whole, cells, deps.regions.get(region.replace(/\/-$/, ''))!, deps.heat.kernel) };
}

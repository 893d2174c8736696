/** GET /api/heat: the duty desk's heat map, by any window and any filters at once; GET /api/desk/watch: what wants an officer's eye. */
import type { IRouter, Request, Response } from 'express';
import type { ApiContacts, ApiHeat, ApiWatch } from '../../wire/desk.ts';
import { caseQuery, NO_CLASS } from '../case-records.ts';
import type { PushDeps } from '../deps.ts';
import { insideOf, noRegion } from '../inside.ts';
import type { Mirrors } from '../mirrors/index.ts';
import { BadParameter, only, time, whole, type Query } from '../records-query.ts';
import { contactsOf } from './contacts.ts';
import { watch } from './watch.ts';
import { coarser, countCells, rowMatcher } from './heat-question.ts';

const NAMES = ['region', 'status', 'stage', 'category', 'class', 'source', 'urgent', 'overdue', 'supervised', 'from', 'to', 'resolution'];
const DAY = 86_400_000;

interface State { loaded(): boolean; wall(): number; mirrors(): Mirrors }

/** What wants an eye is looked for this seldom, ms. */
const WATCH_MS = 5_000;
const MOST_KEPT = 64;

export function desk(app: IRouter, deps: PushDeps, state: State): void {
  const watched = new Map<string, { at: number; answer: Promise<ApiWatch> }>();
  const route = (path: string, answer: (asked: Asked) => ApiHeat | ApiContacts | Promise<ApiHeat | ApiWatch>): void => { app.get(path, (request, response) => asking(request, response, deps, state, answer)); };
  route('/api/heat', ({ region, inside, query }) => heat(deps, state, region, inside, query));
  route('/api/desk/contacts', ({ region, inside, query }) => contactsOf(query, region, inside, state.mirrors(), deps));
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

interface Asked { region: string; inside: (region: string) => boolean; query: Query }

async function asking(request: Request, response: Response, deps: PushDeps, state: State, answer: (asked: Asked) => ApiHeat | ApiContacts | Promise<ApiHeat | ApiWatch>): Promise<void> {
  if (!state.loaded()) { response.status(503).json({ error: 'the records are being read; ask again' }); return; }
  const { region: asked = deps.regions.city.code, ...query } = request.query;
  const inside = typeof asked === 'string' ? insideOf(deps, asked) : null;
  if (typeof asked !== 'string' || inside === null) { noRegion(response, asked); return; }
  try {
    response.set('Cache-Control', 'no-store').json(await answer({ region: asked, inside, query }));
  } catch (error) {
    if (!(error instanceof BadParameter)) throw error;
    response.status(400).json({ error: error.message });
  }
}

/** The last day where no window is named. */
async function heat(deps: PushDeps, state: State, region: string, inside: (region: string) => boolean, query: Query): Promise<ApiHeat> {
  only(query, NAMES);
  const now = deps.clock.now();
  const { resolution: finest = deps.heatResolution, ...filters } = query;
  const resolution = finest === deps.heatResolution ? deps.heatResolution : whole(query, 'resolution', 0, deps.heatResolution)!;
  const q = caseQuery(filters);
  const to = time(query, 'to') ?? now;
  const from = time(query, 'from') ?? to - DAY;
  if (from >= to) throw new BadParameter('from', from, `a time before to, ${to}`);
  const table = state.mirrors().caseTable;
  const [days, { categories }] = await Promise.all([table.days(from, to, state.wall()), q.class === null ? { categories: {} } : deps.categories()]);
  const classOf = (category: string): string => (q.class === null ? '' : (categories as Record<string, Record<string, string>>)[category]?.[q.class.classification] ?? NO_CLASS);
  const { total, located, cells } = countCells(table, days, from, to, rowMatcher(table, q, inside, classOf, now));
  const shown = resolution === deps.heatResolution ? cells : coarser(cells, resolution);
  return { region, now, from, to, total, located, resolution, cells: Object.fromEntries(shown) };
}

/** GET /api/desk/cases: the desk's list; /api/desk/cases/ID: one case whole; /api/desk/cases.csv: the list as a file. */
import type { IRouter } from 'express';
import { Gauge, type Registry } from 'prom-client';
import type { ApiDeskCases } from '../../wire/case-list.ts';
import type { PushDeps } from '../deps.ts';
import { limitOf, textOf, whole, type Query } from '../records-query.ts';
import { asking, type Asked, type State } from './asking.ts';
import { exportCases } from './case-export.ts';
import { Lists, MOST_ROWS, readCases } from './lists.ts';
import { oneCase } from './one-case.ts';

/** What the live index costs. */
export function measureIndex(state: Pick<State, 'mirrors'>, metrics: Registry): void {
  new Gauge({ name: 'yiping_desk_index_bytes', help: 'Bytes of the desk\'s index of cases', registers: [metrics], collect() { this.set(state.mirrors().caseIndex.byteLength); } });
  new Gauge({ name: 'yiping_desk_index_cases', help: 'Cases in the desk\'s index', registers: [metrics], collect() { this.set(state.mirrors().caseIndex.size); } });
}

export function caseList(app: IRouter, deps: PushDeps, state: State): void {
  const lists = new Lists(deps, state);
  app.get('/api/desk/cases', (request, response) => asking(request, response, deps, state, (asked) => page(asked, lists, deps, state)));
  app.get('/api/desk/cases.csv', (request, response) => asking(request, response, deps, state, (asked) => exportCases(asked, response, lists, deps)));
  app.get('/api/desk/cases/:id', (request, response) => asking(request, response, deps, state, () => oneCase(request.params.id, response, lists.index(), deps)));
}

/** What of a question is about the page, and the rest. */
function parted({ anchor, anchorAt, offset, limit, seen, ...rest }: Query): { page: Query; rest: Query } {
  const given = Object.entries({ anchor, anchorAt, offset, limit, seen }).filter(([, value]) => value !== undefined);
  return { page: Object.fromEntries(given), rest };
}

async function page({ region, inside, query }: Asked, lists: Lists, deps: PushDeps, state: State): Promise<ApiDeskCases> {
  const { page: asked, rest } = parted(query);
  const [anchorId, anchorAt, limit] = [textOf(asked, 'anchor'), whole(asked, 'anchorAt', 0, MOST_ROWS), limitOf(asked)];
  let offset = whole(asked, 'offset', 0, MOST_ROWS) ?? 0;
  const seen = whole(asked, 'seen', 0, Number.MAX_SAFE_INTEGER);
  const now = deps.clock.now();
  const mirrors = state.mirrors();
  const filling = mirrors.caseIndex.ask(deps.store, now, mirrors.cases.all());
  const { index, rows } = await lists.rows({ region, inside, query: rest });
  const { revision } = index;
  const row = anchorId === null ? -1 : index.find(anchorId);
  const at = row < 0 ? -1 : rows.indexOf(row);
  if (at >= 0 && anchorAt !== null) offset = Math.max(0, offset + at - anchorAt);
  const answer = { region, now, revision, total: rows.length, filling, offset, anchor: at < 0 ? null : at };
  if (seen === revision && rest['overdue'] === undefined) return { ...answer, items: null };
  const ids = Array.from(rows.subarray(offset, offset + limit), (one) => index.idOf(one));
  const cases = await readCases(ids, deps.store, index);
  return { ...answer, items: cases.map((entity) => ({ ...mirrors.cases.item(entity, now), supervised: entity.supervised, deadline: entity.deadline ?? null })) };
}

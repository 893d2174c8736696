/** /api/cases, /api/video, /api/stations, /api/staff, /api/alerts: the records behind a figure (穿透); /api/nearby: what stands near a point. From what is kept in memory. */
import type { IRouter } from 'express';
import { ALERT_COLOURS, DUTY_STATES, STAFF_ROLES, STATION_STATES, STATION_TYPES, type Case } from '../wire/entity.ts';
import type { ApiAlerts, ApiCases, ApiStaff, ApiStations, ApiVideo, CaseRecord } from '../wire/records.ts';
import type { ApiNearby } from '../wire/nearby.ts';
import { caseQuery, isComplete, matcher } from './case-records.ts';
import type { PushDeps } from './deps.ts';
import { insideOf, noRegion } from './inside.ts';
import type { Mirrors } from './mirrors/index.ts';
import { nearby } from './nearby.ts';
import { BadParameter, flag, keys, limitOf, only, someOf, type Query } from './records-query.ts';

/** However many ask the same, it is looked for this seldom, ms. */
const KEPT_MS = 500;
const MOST_KEPT = 200;

interface State { loaded(): boolean; wall(): number; mirrors(): Mirrors }
interface Asked { query: Query; region: string; inside: (region: string) => boolean; now: number; mirrors: Mirrors }
type Answer = ApiAlerts | ApiCases | ApiVideo | ApiStations | ApiStaff | ApiNearby;

export function records(app: IRouter, deps: PushDeps, state: State): void {
  const kept = new Map<string, { at: number; answer: Promise<Answer> }>();
  const route = (path: string, find: (asked: Asked) => Answer | Promise<Answer>): void => {
    app.get(path, async (request, response) => {
      if (!state.loaded()) { response.status(503).json({ error: 'the records are being read; ask again' }); return; }
      const { region = deps.regions.city.code } = request.query;
      const inside = typeof region === 'string' ? insideOf(deps, region) : null;
      if (typeof region !== 'string' || inside === null) { noRegion(response, region); return; }
      const wall = state.wall();
      for (const [key, { at }] of kept) if (wall - at >= KEPT_MS || kept.size > MOST_KEPT) kept.delete(key);
      const asked = { query: request.query, region, inside, now: deps.clock.now(), mirrors: state.mirrors() };
      const known = kept.get(request.originalUrl) ?? { at: wall, answer: Promise.resolve().then(() => find(asked)) };
      kept.set(request.originalUrl, known);
      try {
        response.set('Cache-Control', 'no-store').json(await known.answer);
      } catch (error) {
        kept.delete(request.originalUrl);
        if (!(error instanceof BadParameter)) throw error;
        response.status(400).json({ error: error.message });
      }
    });
  };
  route('/api/cases', (asked) => cases(asked, deps));
  route('/api/video', video);
  route('/api/stations', stations);
  route('/api/staff', staff);
  route('/api/alerts', (asked) => alerts(asked, deps));
  route('/api/nearby', (asked) => nearby(asked, deps));
}

async function cases({ query, region, inside, now, mirrors }: Asked, deps: PushDeps): Promise<ApiCases> {
  const q = caseQuery(query);
  const since = mirrors.liveCases.since(deps.store, now);
  const { categories } = q.class === null ? { categories: {} } : await deps.categories();
  const matches = matcher(q, deps.judge, categories, now);
  const found: Case[] = [];
  let oldest = now;
  for (const entity of since === null ? mirrors.cases.all() : mirrors.liveCases.all()) {
    oldest = Math.min(oldest, entity.times.reported);
    if (inside(entity.region) && matches(entity)) found.push(entity);
  }
  found.sort((a, b) => b.times.reported - a.times.reported || (a.id < b.id ? -1 : 1));
  const complete = since !== null && isComplete(q, since);
  const record = (entity: Case): CaseRecord => ({ ...mirrors.cases.item(entity, now), supervised: entity.supervised, deadline: entity.deadline ?? null });
  return { region, now, total: found.length, complete, since: complete ? null : since ?? oldest, items: found.slice(0, q.limit).map(record) };
}

/** Everything of these kinds is in memory: the answer is always whole. In the order of the catalogue; 60,000 need not be made to show 200. */
function wholeOf<T>({ query, region, now }: Asked, matching: Iterable<() => T>): { region: string; now: number; total: number; complete: true; since: null; items: T[] } {
  const limit = limitOf(query);
  const items: T[] = [];
  let total = 0;
  for (const make of matching) if (++total <= limit) items.push(make());
  return { region, now, total, complete: true, since: null, items };
}
const placeOf = (degrees: number): number | null => (Number.isNaN(degrees) ? null : degrees);

function video(asked: Asked): ApiVideo {
  only(asked.query, ['region', 'status', 'limit']);
  const status = someOf(asked.query, 'status', ['on', 'off']);
  const { points, names } = asked.mirrors.cameras;
  return wholeOf(asked, function* () {
    for (const { id, index } of points.inside(asked.inside)) {
      const state = points.state[index] === 1 ? 'on' : 'off';
      if (status?.has(state) ?? true) yield () => ({ id, name: names[index] ?? id, region: points.region(index), status: state, lng: placeOf(points.lng[index]!), lat: placeOf(points.lat[index]!) } as const);
    }
  }());
}

/** In force for a region: its own, of what lies in it, and of what it lies in, as the topic has them. */
function alerts(asked: Asked, { regions }: Pick<PushDeps, 'regions'>): ApiAlerts {
  only(asked.query, ['region', 'colour', 'limit']);
  const colours = someOf(asked.query, 'colour', ALERT_COLOURS);
  const above = new Set(regions.path(asked.region).map(({ code }) => code));
  const items = [...asked.mirrors.alerts.inForce()].filter((item) => (above.has(item.region) || asked.inside(item.region)) && (colours?.has(item.colour) ?? true));
  items.sort((a, b) => ALERT_COLOURS.indexOf(b.colour) - ALERT_COLOURS.indexOf(a.colour) || b.issuedAt - a.issuedAt || (a.id < b.id ? -1 : 1));
  return wholeOf(asked, items.map((item) => () => item));
}

function stations(asked: Asked): ApiStations {
  only(asked.query, ['region', 'state', 'type', 'id', 'limit']);
  const ids = keys(asked.query, 'id');
  const states = someOf(asked.query, 'state', STATION_STATES);
  const types = someOf(asked.query, 'type', STATION_TYPES);
  const { stations: mirror } = asked.mirrors;
  return wholeOf(asked, function* () {
    for (const { id, entity, state } of mirror.inside(asked.inside)) {
      if ((ids?.has(id) ?? true) && (states?.has(state) ?? true) && (types?.has(entity.type) ?? true)) yield () => mirror.item(id, asked.now)!;
    }
  }());
}

function staff(asked: Asked): ApiStaff {
  only(asked.query, ['region', 'duty', 'role', 'expected', 'limit']);
  const duties = someOf(asked.query, 'duty', DUTY_STATES);
  const roles = someOf(asked.query, 'role', STAFF_ROLES);
  const expected = flag(asked.query, 'expected');
  const { points, posts } = asked.mirrors.staff;
  return wholeOf(asked, function* () {
    for (const { id, index } of points.inside(asked.inside)) {
      const post = posts[index];
      const duty = DUTY_STATES[points.state[index]!]!;
      if (post && (duties?.has(duty) ?? true) && (roles?.has(post.role) ?? true) && (expected ?? post.expected) === post.expected) yield () => ({ id, region: points.region(index), ...post, duty });
    }
  }());
}

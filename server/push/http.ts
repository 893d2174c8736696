/** What is asked over HTTP: shapes, regions, figures, the page, and whether the server is well. */
import compression from 'compression';
import express, { Router, type ErrorRequestHandler, type Express, type IRouter, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { Alert } from '../wire/entity.ts';
import type { ApiRegions } from '../wire/messages.ts';
import type { ApiScenes } from '../wire/scene.ts';
import type { ApiDemo } from '../wire/demo.ts';
import type { ApiTour } from '../wire/tour.ts';
import type { ApiTiles } from '../wire/tile.ts';
import type { ApiWalls } from '../wire/wall.ts';
import { officerActions } from './officer/index.ts';
import type { PushDeps } from './deps.ts';
import { desk } from './desk/api.ts';
import { measureIndex } from './desk/case-list.ts';
import { handoverRoutes } from './desk/handover/api.ts';
import { reportRoutes } from './desk/report/api.ts';
import { demonstrated, playback } from './stages/api.ts';
import type { Stages } from './stages/index.ts';
import { baseTopology, LAYERS, regionTopology, spanOf, type Layer } from './geo.ts';
import { BodyCache, sendBody } from './http-body.ts';
import type { PushMetrics } from './metrics.ts';
import type { Mirrors } from './mirrors/index.ts';
import { remoteRoutes } from './remote/api.ts';
import type { RemoteControl } from './remote/index.ts';
import { records } from './records-api.ts';
import { rejects } from './rejects-api.ts';
import { screenFiles } from './screen-files.ts';
import { SummaryApi } from './summary-api.ts';
import { basemap } from './basemap-api.ts';
import { videoPass } from './video-pass.ts';

const GEO_CACHE_BYTES = 48 << 20;

export interface HttpState { epoch(): string; loaded(): boolean; wall(): number; mirrors(): Mirrors; /** An alert in force now. */ alert(id: string): Alert | null; /** The tiles of a wall; null: it has none. */ tiles(wall: string): ApiTiles | null; stages(): Stages; /** null: no remote pairs with this server. */ remote: RemoteControl | null }

export function makeApp(deps: PushDeps, metrics: PushMetrics, state: HttpState): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(security());
  app.use(officerActions(deps, state));
  demonstrated(app, state);
  if (state.remote) app.use(remoteRoutes(deps, state.remote));
  app.use((request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') { next(); return; }
    response.status(405).set('Allow', 'GET, HEAD').json({ error: `found ${request.method}, expected GET: nothing can be written here` });
  });
  app.use(compression({ threshold: 1024 }));
  health(app, deps, metrics, state);
  const own = Router();
  shapes(own, deps);
  app.use(own);
  figures(app, deps, state);
  records(app, deps, state);
  videoPass(app, deps.video, state, deps.log);
  basemap(app, deps);
  desk(app, deps, state);
  measureIndex(state, metrics.registry);
  handoverRoutes(app, deps, state);
  reportRoutes(app, deps, state);
  playback(app, deps, state, own);
  rejects(app, deps);
  app.use('/api', (request, response) => { response.status(404).json({ error: `no such address: /api${request.path}` }); });
  app.use(screenFiles(deps.distDir, deps.language));
  app.use((request, response) => { response.status(404).type('text').send(`no such file: ${request.path}`); });
  app.use(failed(deps));
  return app;
}

/** Nothing from elsewhere; workers and images also from blobs that the map library makes. */
function security(): express.RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"], scriptSrc: ["'self'"], workerSrc: ["'self'", 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:', 'blob:'], mediaSrc: ["'self'", 'blob:'], fontSrc: ["'self'", 'data:'],
        // Older Chromium does not take 'self' for its own WebSocket; the server refuses other origins itself.
        connectSrc: ["'self'", 'ws:', 'wss:'],
        objectSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'self'"],
      },
    },
    // Walls in an intranet are mostly plain HTTP: neither may be demanded there.
    strictTransportSecurity: false, crossOriginOpenerPolicy: false, originAgentCluster: false,
  });
}

function health(app: Express, deps: PushDeps, metrics: PushMetrics, state: HttpState): void {
  app.get('/healthz', (_request, response) => { response.set('Cache-Control', 'no-store').json({ ok: true, world: deps.world, epoch: state.epoch() }); });
  app.get('/readyz', (_request, response) => {
    const feeds = new Map(deps.feeds().map((feed) => [feed.feed, feed]));
    const waiting = deps.requiredFeeds.filter((name) => (feeds.get(name)?.asOf ?? null) === null);
    const ready = state.loaded() && waiting.length === 0;
    response.status(ready ? 200 : 503).set('Cache-Control', 'no-store').json({ ready, loaded: state.loaded(), waiting });
  });
  app.get('/metrics', async (_request, response) => {
    response.set({ 'Cache-Control': 'no-store', 'Content-Type': metrics.registry.contentType }).send(await metrics.registry.metrics());
  });
}

export function shapes(app: IRouter, deps: PushDeps): void {
  const { regions } = deps;
  const bodies = new BodyCache(GEO_CACHE_BYTES);
  app.get('/api/geo', async (request, response) => {
    const code = regionOf(request, deps);
    const body = regions.get(code) ? await bodies.get(`region ${code}`, () => regionTopology(code, regions)) : null;
    if (body) sendBody(request, response, body); else unknown(response, code);
  });
  app.get('/api/geo/base', async (request, response) => {
    const layers = layersOf(request);
    if (layers === null) { response.status(400).json({ error: `layer: found ${JSON.stringify(request.query['layer'])}, expected ${LAYERS.join(', ')}` }); return; }
    const body = await bodies.get(`base ${layers.join(' ')}`, async () => baseTopology(await deps.base(), layers, spanOf(regions.city.bbox)));
    if (body) sendBody(request, response, body);
  });
}

export function figures(app: IRouter, deps: PushDeps, state: HttpState): void {
  const { regions } = deps;
  const summary = new SummaryApi(deps, () => state.wall());
  app.get('/api/regions', (request, response) => {
    const code = regionOf(request, deps);
    const region = regions.get(code);
    if (!region) { unknown(response, code); return; }
    const answer: ApiRegions = { region, path: [...regions.path(code)], children: [...regions.children(code)] };
    response.set('Cache-Control', 'no-cache').json(answer);
  });
  app.get('/api/categories', async (_request, response) => { response.set('Cache-Control', 'no-cache').json(await deps.categories()); });
  const scenes: ApiScenes = { scenes: [...deps.scenes] };
  app.get('/api/scenes', (_request, response) => { response.set('Cache-Control', 'no-cache').json(scenes); });
  const walls: ApiWalls = { walls: [...deps.walls] };
  app.get('/api/walls', (_request, response) => { response.set('Cache-Control', 'no-cache').json(walls); });
  app.get('/api/walls/:id/tiles', (request, response) => {
    const tiles = state.tiles(request.params.id);
    if (tiles) response.set('Cache-Control', 'no-store').json(tiles);
    else response.status(404).json({ error: `wall: found ${JSON.stringify(request.params.id.slice(0, 64))}, expected one that has tiles` });
  });
  const tour: ApiTour = { tour: deps.tour };
  app.get('/api/tour', (_request, response) => { response.set('Cache-Control', 'no-cache').json(tour); });
  app.get('/api/demo', (_request, response) => { response.set('Cache-Control', 'no-cache').json({ scripts: [...(deps.demo?.scripts() ?? [])] } satisfies ApiDemo); });
  app.get('/api/summary', async (request, response) => {
    const code = regionOf(request, deps);
    const answer = await summary.get(code);
    if (answer) response.set('Cache-Control', 'no-store').json(answer); else unknown(response, code);
  });
}

/** No region: the city. */
function regionOf(request: Request, deps: PushDeps): string {
  const code = request.query['region'];
  if (code === undefined || code === '') return deps.regions.city.code;
  return typeof code === 'string' ? code : JSON.stringify(code);
}

function layersOf(request: Request): readonly Layer[] | null {
  const wanted = request.query['layer'];
  if (wanted === undefined) return LAYERS;
  const found = LAYERS.find((layer) => layer === wanted);
  return found ? [found] : null;
}

function unknown(response: Response, code: string): void {
  response.status(404).json({ error: `region: found ${JSON.stringify(code.slice(0, 64))}, expected the code of a region of this city` });
}

function failed(deps: PushDeps): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) { next(error); return; }
    const status = typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : 503;
    if (status >= 500) deps.log.error({ err: error, path: request.path }, 'a request could not be answered');
    response.status(status).json({ error: status < 500 ? 'the request could not be read' : 'this cannot be read just now; ask again' });
  };
}

/**
 * GET /api/playback: what is recorded; GET /api/playback/KEY/NAME: what /api/NAME answers, on another stage: at the cursor of a
 * player, or at the moment that a demonstration shows. In a demonstration alerts can be acknowledged too, which is kept nowhere else.
 */
import { Router, type Express, type RequestHandler } from 'express';
import type { Request, Response } from 'express';
import type { PushDeps } from '../deps.ts';
import { desk } from '../desk/api.ts';
import { alertActions } from '../officer/alerts.ts';
import { records } from '../records-api.ts';
import { figures, shapes, type HttpState } from '../http.ts';
import { videoPass } from '../video-pass.ts';
import type { PlayedStage } from './stage.ts';
import { SteppedStage } from './stepped.ts';

/** A cursor that has been asked to move stands there within so long, or the question is given up, ms. */
const PATIENCE_MS = 10_000;

export function playback(app: Express, deps: PushDeps, state: HttpState, ownShapes: Router): void {
  const routers = new WeakMap<PlayedStage, Router>();
  app.get('/api/playback', (_request, response) => { response.set('Cache-Control', 'no-store').json(state.stages().answer(deps.clock.now())); });
  const onStage: RequestHandler<{ key: string }> = async (request, response, next) => {
    const stage = state.stages().played(request.params.key);
    if (!stage) { response.status(404).json({ error: `player: found ${JSON.stringify(request.params.key.slice(0, 32))}, expected one that is playing` }); return; }
    let router = routers.get(stage);
    if (!router) routers.set(stage, router = questions(stage, deps, state, ownShapes));
    const asked = router;
    request.url = `/api${request.url}`;
    await whenStill(stage, response, () => { asked(request, response, next); });
  };
  app.use('/api/playback/:key', onStage);
}

/** The stage stands still until the answer is out. */
async function whenStill(stage: PlayedStage, response: Response, answer: () => void): Promise<void> {
  let late = false;
  const timer = setTimeout(() => { late = true; response.status(503).json({ error: 'another moment is being read; ask again' }); }, PATIENCE_MS);
  const work = async (): Promise<void> => {
    clearTimeout(timer);
    if (late || response.destroyed) return;
    const out = new Promise<void>((resolve) => { response.once('finish', resolve).once('close', resolve); });
    answer();
    await out;
  };
  try { await (stage.reading ? stage.reading(work) : stage.settled().then(() => { void work(); })); } finally { clearTimeout(timer); }
}

/** The same questions as of the present. */
function questions({ key, deps, engine }: PlayedStage, live: PushDeps, state: HttpState, ownShapes: Router): Router {
  const router = Router();
  const there = stateOf(engine, deps, state);
  if (deps.regions === live.regions) router.use(ownShapes); else shapes(router, deps);
  figures(router, deps, there);
  records(router, deps, there);
  desk(router, deps, there);
  videoPass(router, deps.video, there, deps.log, { at: '/api/video', as: `/api/playback/${key}/video` });
  return router;
}

const stateOf = (engine: PlayedStage['engine'], deps: PushDeps, state: HttpState): HttpState =>
  ({ ...state, epoch: () => engine.epoch, loaded: () => true, wall: () => deps.wall!(), mirrors: () => engine.mirrors, alert: (id) => engine.alert(id) });

/** POST on a demonstration's stage: alerts are acted on in its own memory; all else that officers do is for the present alone. */
export function demonstrated(app: Express, state: HttpState): void {
  const routers = new WeakMap<SteppedStage, Router>();
  app.use('/api/playback/:key', (request: Request<{ key: string }>, response: Response, next) => {
    const stage = state.stages().played(request.params.key);
    if (request.method !== 'POST' || !(stage instanceof SteppedStage) || stage.world !== 'demo') { next(); return; }
    let router = routers.get(stage);
    if (!router) {
      routers.set(stage, router = Router());
      alertActions(router, stage.deps, stateOf(stage.engine, stage.deps, state));
    }
    request.url = `/api${request.url}`;
    response.once('finish', () => { stage.refresh().catch((error: unknown) => { stage.deps.log.warn({ err: error }, 'what was done in a demonstration is not shown yet'); }); });
    router(request, response, (error?: unknown) => {
      if (error !== undefined) { next(error); return; }
      response.status(409).json({ error: 'this is a demonstration: alerts are acknowledged and handled in it, nothing is ordered, signed or handed over' });
    });
  });
}

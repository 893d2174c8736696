/** GET /api/playback: what is recorded; GET /api/playback/PLAYER/NAME: what /api/NAME answers, at the cursor of a player. */
import { Router, type Express, type RequestHandler } from 'express';
import type { PushDeps } from '../deps.ts';
import { desk } from '../desk/api.ts';
import { records } from '../records-api.ts';
import { figures, type HttpState } from '../http.ts';
import type { Player } from './player.ts';

/** A cursor that has been asked to move stands there within so long, or the question is given up, ms. */
const PATIENCE_MS = 10_000;

export function playback(app: Express, deps: PushDeps, state: HttpState): void {
  const routers = new WeakMap<Player, Router>();
  app.get('/api/playback', (_request, response) => { response.set('Cache-Control', 'no-store').json(state.stages().answer(deps.clock.now())); });
  const atCursor: RequestHandler<{ player: string }> = async (request, response, next) => {
    const player = state.stages().player(request.params.player);
    if (!player) { response.status(404).json({ error: `player: found ${JSON.stringify(request.params.player.slice(0, 32))}, expected one that is playing` }); return; }
    const late = new Promise<'late'>((resolve) => { setTimeout(resolve, PATIENCE_MS, 'late').unref(); });
    if (await Promise.race([player.settled(), late]) === 'late') { response.status(503).json({ error: 'the recording is being read; ask again' }); return; }
    let router = routers.get(player);
    if (!router) routers.set(player, router = questions(player, state));
    request.url = `/api${request.url}`;
    router(request, response, next);
  };
  app.use('/api/playback/:player', atCursor);
}

/** The same questions as of the present. */
function questions({ deps, engine }: Player, state: HttpState): Router {
  const router = Router();
  const there: HttpState = { ...state, epoch: () => engine.epoch, loaded: () => true, wall: () => deps.wall!(), mirrors: () => engine.mirrors, alert: () => null };
  figures(router, deps, there);
  records(router, deps, there);
  desk(router, deps, there);
  return router;
}

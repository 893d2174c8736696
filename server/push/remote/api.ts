/** /api/remote: pairing, and what only a paired device may read and ask. */
import { Router, type Request } from 'express';
import { z } from 'zod';
import { PairRequest, RemoteCommand } from '../../wire/remote.ts';
import type { RemoteDevice } from '../deps.ts';
import { NotDone, officerPost, type OfficerDeps } from '../officer/post.ts';
import { Rate } from '../rate.ts';
import type { RemoteControl } from './index.ts';

const COOKIE = 'yiping.remote';
/** A thumb is slower; a page asks for the state once a second. */
const BURST = 40;
const PER_SECOND = 15;

export type RemoteRouteDeps = OfficerDeps & { wall?: () => number };

export function remoteRoutes(deps: RemoteRouteDeps, remote: RemoteControl): Router {
  const router = Router();
  const wall = deps.wall ?? Date.now;
  const rates = new Map<string, Rate>();
  /** The device that asks. Throws NotDone where it is none. */
  const paired = (request: Request): RemoteDevice => {
    const me = remote.device(tokenOf(request.headers.cookie));
    if (!me) throw new NotDone(401, 'remote: this device is not paired with a wall, or not any more');
    let rate = rates.get(me.device);
    if (!rate) {
      // Whoever is asked for least lately is forgotten: a device that comes back begins with a whole burst.
      if (rates.size >= 1_000) rates.clear();
      rates.set(me.device, rate = new Rate(BURST, PER_SECOND, wall()));
    }
    if (!rate.take(wall())) throw new NotDone(429, 'remote: too many requests; ask again in a second');
    return me;
  };

  router.get('/api/remote/state', async (request, response) => {
    response.set('Cache-Control', 'no-store');
    try { response.json(await remote.view(paired(request))); } catch (error) {
      if (!(error instanceof NotDone)) throw error;
      response.status(error.status).json({ error: error.message });
    }
  });
  officerPost(router, '/api/remote/pair', deps, PairRequest, async ({ body, from, request, response }) => {
    const { token, view } = await remote.pair(body, remote.device(tokenOf(request.headers.cookie)), from);
    response.cookie(COOKIE, token, { httpOnly: true, sameSite: 'strict', secure: request.secure, path: '/api/remote', maxAge: Math.max(0, view.me.until - view.at) });
    return view;
  }, 1024);
  officerPost(router, '/api/remote/command', deps, RemoteCommand, ({ body, from, request }) => {
    const me = paired(request);
    if (body.wall !== me.wall) throw new NotDone(403, `remote: found wall ${JSON.stringify(body.wall)}, expected the one that this device is paired with`);
    return remote.command(me, body, from);
  }, 4096);
  officerPost(router, '/api/remote/unpair', deps, z.object({}).strict(), async ({ from, request, response }) => {
    const me = paired(request);
    await remote.unpair([me], me.name, from);
    response.clearCookie(COOKIE, { path: '/api/remote', httpOnly: true, sameSite: 'strict' });
    return {};
  }, 64);
  return router;
}

/** The token that a Cookie header carries; null: none. */
export function tokenOf(cookie: string | undefined): string | null {
  for (const part of (cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === COOKIE) return part.slice(at + 1).trim();
  }
  return null;
}

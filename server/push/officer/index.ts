/** Everything that officers do over HTTP: a new kind of action is a file beside this one, named here. */
import { Router } from 'express';
import type { PushDeps } from '../deps.ts';
import type { HttpState } from '../http.ts';
import { alertActions } from './alerts.ts';
import { superviseActions } from './supervise.ts';
import { handoverActions } from './handovers.ts';
import { reportActions } from './reports.ts';
import { playbackActions } from './playback.ts';
import { demoActions } from './demo.ts';

export function officerActions(deps: PushDeps, state: HttpState): Router {
  const router = Router();
  alertActions(router, deps, state);
  superviseActions(router, deps);
  handoverActions(router, deps, state);
  reportActions(router, deps, state);
  playbackActions(router, deps, state);
  demoActions(router, deps);
  return router;
}

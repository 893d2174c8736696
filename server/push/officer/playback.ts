/** POST /api/playback/wall: what the city's wall shows of the past, or the present again. */
import type { Router } from 'express';
import { WallPlaybackRequest, type WallPlayback } from '../../wire/playback.ts';
import type { PushDeps } from '../deps.ts';
import type { HttpState } from '../http.ts';
import { NotDone, officerPost, type OfficerDeps } from './post.ts';

export function playbackActions(router: Router, deps: OfficerDeps & Pick<PushDeps, 'playback'>, state: Pick<HttpState, 'stages'>): void {
  officerPost(router, '/api/playback/wall', deps, WallPlaybackRequest, async ({ body, from, at }): Promise<WallPlayback> => {
    const { playback } = deps;
    const stages = state.stages();
    if (!playback || (body.at !== null && playback.stretches().length === 0)) throw new NotDone(404, 'playback: nothing is recorded in this city yet');
    const [alert] = stages.alertsOnWall;
    if (body.at !== null && alert) throw new NotDone(409, `playback: ${alert.title} has the wall until it is acknowledged`, { alert: alert.id });
    await stages.recordWall(body, body.name, from, at);
    return stages.steerWall(body, body.name, at);
  }, 1024);
}

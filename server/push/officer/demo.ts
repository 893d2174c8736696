/** POST /api/demo/WALL: what is done to a wall's script, from a page of this server. */
import type { Router } from 'express';
import { DemoRequest, type DemoAnswer } from '../../wire/demo.ts';
import type { PushDeps } from '../deps.ts';
import { NotDone, officerPost, type OfficerDeps } from './post.ts';

export function demoActions(router: Router, deps: OfficerDeps & Pick<PushDeps, 'demo'>): void {
  officerPost(router, '/api/demo/:wall', deps, DemoRequest, async ({ params: { wall = '' }, body: { name, command } }): Promise<DemoAnswer> => {
    if (!deps.demo) throw new NotDone(404, 'demo: this city has no script');
    const answer = await deps.demo.command(wall, command, name ?? `wall ${wall}`.slice(0, 40));
    if (!answer.done) throw new NotDone(409, answer.why);
    return answer;
  }, 1024);
}

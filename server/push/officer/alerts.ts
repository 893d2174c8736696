/** POST /api/alerts/ID/ack: answered when the acknowledgement is on disk. */
import type { Router } from 'express';
import { AckRequest, type AckAnswer } from '../../wire/messages.ts';
import type { PushDeps } from '../deps.ts';
import type { HttpState } from '../http.ts';
import { NotDone, officerPost, type OfficerDeps } from './post.ts';

export function alertActions(router: Router, deps: OfficerDeps & Pick<PushDeps, 'acks'>, state: Pick<HttpState, 'alert'>): void {
  officerPost(router, '/api/alerts/:id/ack', deps, AckRequest, async ({ params, body, from, at }): Promise<AckAnswer> => {
    const id = params['id'] ?? '';
    const alert = state.alert(id);
    if (!alert) throw new NotDone(404, `alert: found ${JSON.stringify(id.slice(0, 64))}, expected the id of one in force`);
    return { alert: id, ...await deps.acks.acknowledge(alert, body.name, from, at) };
  }, 1024);
}

/** POST /api/alerts/ID/ack and /api/alerts/ID/steps: answered when what was done is on disk. */
import type { Router } from 'express';
import { StepRequest, type DutyAnswer } from '../../wire/duty.ts';
import { AckRequest, type AckAnswer } from '../../wire/messages.ts';
import type { PushDeps } from '../deps.ts';
import type { HttpState } from '../http.ts';
import { NotDone, officerPost, type OfficerDeps } from './post.ts';

export function alertActions(router: Router, deps: OfficerDeps & Pick<PushDeps, 'acks' | 'duty'>, state: Pick<HttpState, 'alert' | 'mirrors'>): void {
  officerPost(router, '/api/alerts/:id/ack', deps, AckRequest, async ({ params, body, from, at }): Promise<AckAnswer> => {
    const id = params['id'] ?? '';
    const alert = state.alert(id);
    if (!alert) throw new NotDone(404, `alert: found ${JSON.stringify(id.slice(0, 64))}, expected the id of one in force`);
    return { alert: id, ...await deps.acks.acknowledge(alert, body.name, from, at) };
  }, 1024);
  // What has ended is still to be handled, and lifted: whatever the desk lists can be acted on.
  officerPost(router, '/api/alerts/:id/steps', deps, StepRequest, async ({ params, body, from, at }): Promise<DutyAnswer> => {
    const id = params['id'] ?? '';
    const alert = state.mirrors().alerts.get(id);
    if (!alert) throw new NotDone(404, `alert: found ${JSON.stringify(id.slice(0, 64))}, expected the id of one in force, or ended within 48 h`);
    const result = await deps.duty.step(alert, body, from, at);
    if (result.done) return { alert: id, duty: result.duty };
    const { revision, state: now } = result.duty;
    const words = result.why === 'moved' ? `the alert has moved on: found revision ${body.on.revision}, it stands at ${revision}` : `step: found ${body.step}, but the alert is ${now}`;
    throw new NotDone(409, words, { duty: result.duty });
  });
}

/** POST /api/cases/ID/supervise and …/supervise/lift: answered when the order is on disk; it is sent to the case platform after that. */
import type { Router } from 'express';
import type { Case } from '../../wire/entity.ts';
import { LiftRequest, SuperviseRequest, type SuperviseAnswer } from '../../wire/supervision.ts';
import type { PushDeps, SuperviseResult } from '../deps.ts';
import { NotDone, officerPost, type OfficerDeps } from './post.ts';

type Deps = OfficerDeps & Pick<PushDeps, 'supervisions' | 'store'>;

export function superviseActions(router: Router, deps: Deps): void {
  officerPost(router, '/api/cases/:id/supervise', deps, SuperviseRequest, async ({ params, body, from, at }): Promise<SuperviseAnswer> =>
    settled(await deps.supervisions.supervise(await caseOf(deps, params['id'] ?? ''), body, from, at), deps));
  officerPost(router, '/api/cases/:id/supervise/lift', deps, LiftRequest, async ({ params, body, from, at }): Promise<SuperviseAnswer> =>
    settled(await deps.supervisions.lift(await caseOf(deps, params['id'] ?? ''), body, from, at), deps));
}

async function caseOf({ store }: Deps, id: string): Promise<Case> {
  const [entity] = id === '' || id.length > 64 ? [null] : await store.get('case', [id]);
  if (entity?.kind !== 'case') throw new NotDone(404, `case: found ${JSON.stringify(id.slice(0, 64))}, expected the id of one that is kept`);
  return entity;
}

function settled(result: SuperviseResult, { supervisions }: Deps): SuperviseAnswer {
  if (result.done) return { supervision: result.supervision };
  const words = {
    underway: 'the case is supervised already', ended: 'the case has ended: there is nothing to hurry', moved: 'this 督办 is over, or is being lifted already',
    hours: `hours: expected at most ${supervisions.hours.most}`, cannot: 'the case platform takes no 督办 back',
  }[result.why];
  throw new NotDone(result.why === 'hours' ? 400 : 409, words, result.supervision ? { supervision: result.supervision } : {});
}

/** What an officer does at the desk about alerts and cases. Each rejects as write() does; a 409 bears the state that stands. */
import { DutyAnswer, type StepRequest } from '../../server/wire/duty.ts';
import { SuperviseAnswer, type LiftRequest, type SuperviseRequest } from '../../server/wire/supervision.ts';
import { write } from './write.ts';

const of = (kind: 'alerts' | 'cases', id: string): string => `/api/${kind}/${encodeURIComponent(id)}`;
export const takeStep = (alert: string, request: StepRequest): Promise<DutyAnswer> => write(`${of('alerts', alert)}/steps`, request, (body) => DutyAnswer.parse(body));
export const supervise = (id: string, request: SuperviseRequest): Promise<SuperviseAnswer> => write(`${of('cases', id)}/supervise`, request, (body) => SuperviseAnswer.parse(body));
export const liftSupervision = (id: string, request: LiftRequest): Promise<SuperviseAnswer> => write(`${of('cases', id)}/supervise/lift`, request, (body) => SuperviseAnswer.parse(body));

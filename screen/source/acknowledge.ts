/** An officer acknowledges an alert. To ask again is safe, for the server takes each once. */
import { AckAnswer, type AckRequest } from '../../server/wire/messages.ts';
import { write } from './write.ts';

export const acknowledge = (alert: string, request: AckRequest): Promise<AckAnswer> => write(`/api/alerts/${encodeURIComponent(alert)}/ack`, request, (body) => AckAnswer.parse(body));

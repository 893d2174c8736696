/** An officer acknowledges an alert. To ask again is safe, for the server takes each once. `path`: by which way the world is asked in which it stands. */
import { AckAnswer, type AckRequest } from '../../server/wire/messages.ts';
import { Unanswered, write } from './write.ts';

export const acknowledge = (alert: string, request: AckRequest, path: (asked: string) => string | null = (asked) => asked): Promise<AckAnswer> => {
  const to = path(`/api/alerts/${encodeURIComponent(alert)}/ack`);
  // Of which world it is, is not known yet: nothing is signed in another.
  return to === null ? Promise.reject(new Unanswered('the world is not known yet')) : write(to, request, (body) => AckAnswer.parse(body));
};

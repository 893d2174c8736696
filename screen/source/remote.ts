/** How a remote speaks with the server. The browser bears who it is in a cookie that no script reads. */
import { RemoteAnswer, RemoteView, type PairRequest, type RemoteCommand } from '../../server/wire/remote.ts';
import { done, posted, write } from './write.ts';

/** A question that is not answered within this is asked again: a tablet's radio sleeps for a second or two. */
const TRY_MS = 2_500;

/** Rejects as Unanswered or NotDone. */
export const pair = (request: PairRequest): Promise<RemoteView> => write('/api/remote/pair', request, (body) => RemoteView.parse(body));
export const unpair = (): Promise<unknown> => write('/api/remote/unpair', {}, (body) => body);

/** Rejects as NotDone where the server says no, and otherwise where no answer came in time, or nobody waits any more. */
async function ask<T>(path: string, init: RequestInit, parse: (body: unknown) => T, gaveUp?: AbortSignal): Promise<T> {
  const control = new AbortController();
  const stop = (): void => control.abort();
  const timer = setTimeout(stop, TRY_MS);
  if (gaveUp?.aborted) stop();
  gaveUp?.addEventListener('abort', stop, { once: true });
  try {
    const answer = await fetch(path, { ...init, signal: control.signal, cache: 'no-store' });
    return done(answer, await answer.json(), parse);
  } finally {
    clearTimeout(timer);
    gaveUp?.removeEventListener('abort', stop);
  }
}
export const readRemote = (): Promise<RemoteView> => ask('/api/remote/state', {}, (body) => RemoteView.parse(body));
export const sendCommand = (command: RemoteCommand, gaveUp: AbortSignal): Promise<RemoteAnswer> =>
  ask('/api/remote/command', posted(command), (body) => RemoteAnswer.parse(body), gaveUp);

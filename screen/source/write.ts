/** How a page of ours writes: a POST that is answered when what was done is on the server's disk. */

/** Longer than the server takes to write; an answer that does not come must not leave the button waiting. */
const PATIENCE_MS = 15_000;

/** No answer came: it is not known to be done. */
export class Unanswered extends Error {}
/** The server's own words of why it was not done; `body` is all of its answer. */
export class NotDone extends Error {
  constructor(readonly status: number, words: string, readonly body: unknown) { super(words); }
}

/** What the server did; throws NotDone with its words where it did not. */
export function done<T>({ ok, status }: Pick<Response, 'ok' | 'status'>, body: unknown, parse: (body: unknown) => T): T {
  if (ok) return parse(body);
  throw new NotDone(status, typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : `HTTP ${status}`, body);
}

/** A POST of JSON. */
export const posted = (request: object): RequestInit => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request) });

/** Rejects as Unanswered or NotDone. */
export async function write<T>(path: string, request: object, parse: (body: unknown) => T): Promise<T> {
  const control = new AbortController();
  const timer = setTimeout(() => { control.abort(); }, PATIENCE_MS);
  try {
    const answer = await fetch(path, { ...posted(request), signal: control.signal })
      .catch((cause: unknown) => { throw new Unanswered('no answer', { cause }); });
    const body: unknown = await answer.json().catch(() => null);
    return done(answer, body, parse);
  } finally {
    clearTimeout(timer);
  }
}

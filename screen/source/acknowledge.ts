/** The one thing a page of ours writes. */
import { AckAnswer, type AckRequest } from '../../server/wire/messages.ts';

/** Longer than the server takes to write; an answer that does not come must not leave the button waiting. */
const PATIENCE_MS = 15_000;

/** No answer came: it is not known to be done. To ask again is safe, for the server takes each once. */
export class Unanswered extends Error {}

/** Fulfilled when it is on the server's disk; rejects with the server's own words, or as Unanswered. */
export async function acknowledge(alert: string, request: AckRequest): Promise<AckAnswer> {
  const control = new AbortController();
  const timer = setTimeout(() => { control.abort(); }, PATIENCE_MS);
  try {
    const answer = await fetch(`/api/alerts/${encodeURIComponent(alert)}/ack`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request), signal: control.signal })
      .catch((cause: unknown) => { throw new Unanswered('no answer', { cause }); });
    const body: unknown = await answer.json().catch(() => null);
    if (answer.ok) return AckAnswer.parse(body);
    throw new Error(typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : `HTTP ${answer.status}`);
  } finally {
    clearTimeout(timer);
  }
}

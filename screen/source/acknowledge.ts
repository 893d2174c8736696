/** The one thing a page of ours writes. */
import { AckAnswer, type AckRequest } from '../../server/wire/messages.ts';

/** Fulfilled when it is on the server's disk; rejects with the server's own words. */
export async function acknowledge(alert: string, request: AckRequest): Promise<AckAnswer> {
  const answer = await fetch(`/api/alerts/${encodeURIComponent(alert)}/ack`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request) });
  const body: unknown = await answer.json().catch(() => null);
  if (answer.ok) return AckAnswer.parse(body);
  throw new Error(typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : `HTTP ${answer.status}`);
}

/** Why a pull failed, in words that say where, what was found and what was expected. */
import { jsonErrorAt } from './json-position.ts';

export type FailureKind = 'connection' | 'timeout' | 'status' | 'redirect' | 'tooLarge' | 'json' | 'shape' | 'refused' | 'store';

export class PullError extends Error {
  override readonly name = 'PullError';
  constructor(readonly kind: FailureKind, message: string, readonly retryAfterMs: number | null = null, options?: ErrorOptions) { super(message, options); }
}

/** `text` did not parse: where, with what stands there. */
export function jsonError(url: string, text: string, cause: unknown): PullError {
  const at = jsonErrorAt(text);
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  const excerpt = JSON.stringify(text.slice(Math.max(0, at - 30), at + 30));
  return new PullError('json', `${url}: found ${at >= text.length ? 'the end of the answer' : excerpt} at line ${line}, column ${column} (character ${at} of ${text.length}), expected whole JSON`, null, { cause });
}

/**
 * One GET: time-out, limit on the body while it streams, redirects refused, JSON errors located.
 * Whatever goes wrong is a PullError.
 */
import { jsonError, PullError } from './errors.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface GetOptions {
  fetch: Fetch;
  headers: Record<string, string>;
  /** ms for the whole answer. */
  timeout: number;
  /** Bytes. */
  limit: number;
  signal: AbortSignal;
  etag?: string | undefined;
  /** Wall clock, epoch ms: Retry-After may be a date. */
  wall: () => number;
}

export interface Answer {
  /** null: not modified (304). */
  json: unknown;
  notModified: boolean;
  etag: string | null;
  bytes: number;
}

export async function get(url: string, options: GetOptions): Promise<Answer> {
  const control = new AbortController();
  const stop = (): void => control.abort(options.signal.reason);
  if (options.signal.aborted) stop();
  options.signal.addEventListener('abort', stop, { once: true });
  let late = false;
  const timer = setTimeout(() => { late = true; control.abort(); }, options.timeout);
  try {
    return await answer(url, options, control.signal);
  } catch (cause) {
    if (cause instanceof PullError) throw cause;
    if (late) throw new PullError('timeout', `${url}: found no whole answer in ${options.timeout} ms, expected one`, null, { cause });
    throw new PullError('connection', `${url}: found ${reasonOf(cause)}, expected an answer`, null, { cause });
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', stop);
  }
}

async function answer(url: string, options: GetOptions, signal: AbortSignal): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
  if (options.etag !== undefined) headers['if-none-match'] = options.etag;
  const response = await options.fetch(url, { headers, signal, redirect: 'manual' });
  const etag = response.headers.get('etag');
  if (response.status === 304 && options.etag !== undefined) {
    await discard(response);
    return { json: null, notModified: true, etag: etag ?? options.etag, bytes: 0 };
  }
  if (response.status !== 200) {
    await discard(response);
    throw refusal(url, response, options.wall);
  }
  const text = await readBody(url, response, options.limit);
  try {
    return { json: JSON.parse(text) as unknown, notModified: false, etag, bytes: text.length };
  } catch (cause) {
    throw jsonError(url, text, cause);
  }
}

const discard = async (response: Response): Promise<void> => { await response.body?.cancel().catch(() => undefined); };

function refusal(url: string, response: Response, wall: () => number): PullError {
  if (response.status >= 300 && response.status < 400) {
    return new PullError('redirect', `${url}: found a redirect (${response.status}) to ${response.headers.get('location') ?? 'nowhere'}, expected the data at its own address`);
  }
  return new PullError('status', `${url}: found status ${response.status}, expected 200`, retryAfter(response.headers.get('retry-after'), wall));
}

/** Seconds or an HTTP date → ms from now; null where it says nothing that can be used. */
export function retryAfter(text: string | null, wall: () => number): number | null {
  if (text === null) return null;
  const ms = /^\d{1,6}$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - wall();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** Counts while it streams, so that an answer without end costs no more than the limit. */
async function readBody(url: string, response: Response, limit: number): Promise<string> {
  const tooLarge = (found: number): PullError => new PullError('tooLarge', `${url}: found an answer of ${found} bytes or more, expected at most ${limit}`);
  const declared = Number(response.headers.get('content-length') ?? 0);
  if (declared > limit) { await discard(response); throw tooLarge(declared); }
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > limit) throw tooLarge(bytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes).toString('utf8');
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause;
  const code = inner instanceof Error ? (inner as NodeJS.ErrnoException).code ?? inner.message : undefined;
  return code === undefined || code === '' ? cause.message : `${cause.message} (${code})`;
}

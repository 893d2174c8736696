/** One try to tell the case platform of an order: taken, refused, or not known, which is tried again. */
import type { Orders, OrderWord } from '../config.ts';

export type Outcome = { is: 'taken' } | { is: 'refused'; why: string } | { is: 'unknown'; why: string; /** ms that the platform asks to be left alone. */ wait: number | null };
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;
/** What the words of an order's body stand for. */
export type Words = Readonly<Record<OrderWord, string>>;

/** Statuses that say "not now": all others from 400 to 499 are a refusal that no repeat mends. */
const NOT_NOW: readonly number[] = [408, 425, 429];
const WHY_CHARS = 200;

export function bodyOf(body: Orders['body'], words: Words): Record<string, string | number | boolean> {
  const filled = (text: string): string => text.replace(/\{([^{}]*)\}/g, (_whole, word: OrderWord) => words[word]);
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? filled(value) : value]));
}

/** Never rejects. */
export async function send(orders: Orders, words: Words, fetcher: Fetch, signal: AbortSignal): Promise<Outcome> {
  try {
    const response = await fetcher(orders.url, {
      method: orders.method, headers: { 'content-type': 'application/json', accept: 'application/json', ...orders.headers },
      body: JSON.stringify(bodyOf(orders.body, words)), redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(orders.timeout)]),
    });
    const text = await readText(response, orders.limit);
    if (response.status >= 400 && response.status < 500 && !NOT_NOW.includes(response.status)) return { is: 'refused', why: said(orders, text) ?? `HTTP ${response.status}` };
    if (response.status < 200 || response.status > 299) return { is: 'unknown', why: `HTTP ${response.status}`, wait: retryAfter(response.headers.get('retry-after')) };
    return read(orders, text);
  } catch (cause) {
    return { is: 'unknown', why: reasonOf(cause), wait: null };
  }
}

function read(orders: Orders, text: string): Outcome {
  if (!orders.ok) return { is: 'taken' };
  const answer = parse(text);
  // Cut off on its way: whether it was taken is not known, and asking again is safe.
  if (answer === undefined) return { is: 'unknown', why: `found ${JSON.stringify(text.slice(0, 40))}, expected JSON`, wait: null };
  if (at(answer, orders.ok.path) === orders.ok.equals) return { is: 'taken' };
  return { is: 'refused', why: said(orders, text) ?? `${orders.ok.path}: found ${JSON.stringify(at(answer, orders.ok.path))?.slice(0, 40) ?? 'nothing'}, expected ${String(orders.ok.equals)}` };
}

const at = (value: unknown, path: string): unknown => path.split('.').reduce<unknown>((of, key) => (typeof of === 'object' && of !== null && Object.hasOwn(of, key) ? (of as Record<string, unknown>)[key] : undefined), value);
function parse(text: string): unknown {
  try { return JSON.parse(text); } catch { return undefined; }
}
/** The platform's own words. */
function said({ ok }: Orders, text: string): string | null {
  const words = ok?.message === undefined ? undefined : at(parse(text), ok.message);
  return typeof words === 'string' && words.trim() !== '' ? words.trim().slice(0, WHY_CHARS) : null;
}

function retryAfter(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text.trim()) ? Number(text) * 1000 : null;
}

async function readText(response: Response, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > limit) throw new Error(`found an answer of ${bytes} bytes or more, expected at most ${limit}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes).toString('utf8');
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause instanceof Error ? (cause.cause as NodeJS.ErrnoException).code ?? cause.cause.message : '';
  return (inner === '' ? cause.message : `${cause.message} (${inner})`).slice(0, WHY_CHARS);
}

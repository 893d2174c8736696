/**
 * What an officer does, over HTTP: only from a page of this server, only JSON of a schema, answered when it is on disk.
 * Each file of this folder adds its own addresses; all of them refuse in the same words.
 */
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, type Router } from 'express';
import type { z } from 'zod';
import type { PushDeps } from '../deps.ts';

/** Longer than forty Hanzi of a name and a thousand of a remark, escaped. */
const BODY_BYTES = 16 * 1024;
/** An address longer than this is none. */
const FROM_CHARS = 100;

export type OfficerDeps = Pick<PushDeps, 'refuseWrite' | 'clock' | 'log'>;
/** `from`: the address that it came from; `at`: ms of the world's clock. */
export interface Done<Body> { params: Record<string, string>; body: Body; from: string; at: number; request: Request; response: Response }

/** Why something was not done. `also` goes into the answer beside the words: whose state stands instead, say. */
export class NotDone extends Error {
  constructor(readonly status: 400 | 401 | 403 | 404 | 409 | 422 | 429 | 502 | 503, words: string, readonly also: object = {}) { super(words); }
}

/** Answers POST `path` with what `act` gives; its NotDone with the status and words of that. Anything else that it throws means that nothing counts. */
export function officerPost<Schema extends z.ZodType>(router: Router, path: string, deps: OfficerDeps, schema: Schema, act: (done: Done<z.output<Schema>>) => Promise<object>, bytes = BODY_BYTES): void {
  router.post(path, ownPages(deps), express.json({ limit: bytes, type: 'application/json' }), answer(deps, schema, act), unreadable(deps, bytes));
}

/** Before the body is read: a page of another site is not even listened to. */
const ownPages = (deps: OfficerDeps): RequestHandler => (request, response, next) => {
  response.set('Cache-Control', 'no-store');
  const why = deps.refuseWrite(request);
  if (why === null) { next(); return; }
  deps.log.warn({ why, path: request.path }, 'what an officer did was refused');
  response.status(403).json({ error: why });
};

const answer = <Schema extends z.ZodType>(deps: OfficerDeps, schema: Schema, act: (done: Done<z.output<Schema>>) => Promise<object>): RequestHandler => async (request, response) => {
  if (!request.is('application/json')) { response.status(415).json({ error: 'body: expected application/json' }); return; }
  const body = schema.safeParse(request.body);
  if (!body.success) { response.status(400).json({ error: `body: ${body.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ')}` }); return; }
  try {
    const params = Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)]));
    response.json(await act({ params, body: body.data, from: (request.socket.remoteAddress ?? 'unknown').slice(0, FROM_CHARS), at: deps.clock.now(), request, response }));
  } catch (error) {
    if (!(error instanceof NotDone)) throw error;
    response.status(error.status).json({ error: error.message, ...error.also });
  }
};

const unreadable = (deps: OfficerDeps, bytes: number): ErrorRequestHandler => (error: unknown, request, response, next) => {
  if (response.headersSent) { next(error); return; }
  const status = typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : 503;
  if (status >= 500) deps.log.error({ err: error, path: request.path }, 'what an officer did could not be written');
  const words = status === 413 ? `body: expected at most ${bytes} bytes` : status < 500 ? 'body: expected JSON' : 'it could not be written: it does not count';
  response.status(status).json({ error: words });
};

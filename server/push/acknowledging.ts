/** The one request that writes: POST /api/alerts/ID/ack. Answered when the acknowledgement is on disk. */
import express, { Router, type ErrorRequestHandler, type RequestHandler } from 'express';
import { AckRequest, type AckAnswer } from '../wire/messages.ts';
import type { PushDeps } from './deps.ts';
import type { HttpState } from './http.ts';

/** A name of forty Hanzi and its braces, escaped, are less. */
const BODY_BYTES = 1024;
/** An address longer than this is none. */
const FROM_CHARS = 100;

type Deps = Pick<PushDeps, 'acks' | 'refuseWrite' | 'clock' | 'log'>;

export function acknowledging(deps: Deps, state: Pick<HttpState, 'alert'>): Router {
  const router = Router();
  router.post('/api/alerts/:id/ack', ownPages(deps), express.json({ limit: BODY_BYTES, type: 'application/json' }), acknowledge(deps, state));
  router.use('/api/alerts', unreadable(deps));
  return router;
}

/** Before the body is read: a page of another site is not even listened to. */
const ownPages = (deps: Deps): RequestHandler<{ id: string }> => (request, response, next) => {
  response.set('Cache-Control', 'no-store');
  const why = deps.refuseWrite(request);
  if (why === null) { next(); return; }
  deps.log.warn({ why }, 'an acknowledgement was refused');
  response.status(403).json({ error: why });
};

const acknowledge = (deps: Deps, state: Pick<HttpState, 'alert'>): RequestHandler<{ id: string }> => async (request, response) => {
  if (!request.is('application/json')) { response.status(415).json({ error: 'body: expected application/json' }); return; }
  const body = AckRequest.safeParse(request.body);
  if (!body.success) { response.status(400).json({ error: `body: ${body.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ')}` }); return; }
  const { id } = request.params;
  const alert = state.alert(id);
  if (!alert) { response.status(404).json({ error: `alert: found ${JSON.stringify(id.slice(0, 64))}, expected the id of one in force` }); return; }
  const from = (request.socket.remoteAddress ?? 'unknown').slice(0, FROM_CHARS);
  const answer: AckAnswer = { alert: id, ...await deps.acks.acknowledge(alert, body.data.name, from, deps.clock.now()) };
  response.json(answer);
};

const unreadable = (deps: Deps): ErrorRequestHandler => (error: unknown, _request, response, next) => {
  if (response.headersSent) { next(error); return; }
  const status = typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : 503;
  if (status >= 500) deps.log.error({ err: error }, 'an acknowledgement could not be written');
  const words = status === 413 ? `body: expected at most ${BODY_BYTES} bytes` : status < 500 ? 'body: expected JSON' : 'the acknowledgement could not be written: it does not count';
  response.status(status).json({ error: words });
};

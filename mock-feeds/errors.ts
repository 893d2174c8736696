/** What an upstream answers when a request is wrong (400, says why) or it is itself (500, says it on stderr). */
import type { NextFunction, Request, Response } from 'express';
import { BadRequest } from './params.ts';

/** Express knows an error handler by its four parameters. */
export function onError(error: unknown, _req: Request, res: Response, _next: NextFunction): void {
  if (error instanceof BadRequest || (error instanceof SyntaxError && 'status' in error)) {
    res.status(400).json({ code: 400, msg: error.message });
    return;
  }
  process.stderr.write(`${JSON.stringify({ level: 'error', error: error instanceof Error ? error.stack : String(error) })}\n`);
  res.status(500).json({ code: 500, msg: 'internal error' });
}

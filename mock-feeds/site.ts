/** What every simulated system is given to answer with, and the one way an answer leaves the house. */
import type { Response } from 'express';
import type { SimClock } from './clock.ts';
import { answerFault } from './fault-control.ts';
import type { FaultControl } from './fault-control.ts';

export interface Site {
  clock: SimClock;
  faults: FaultControl;
}

/** Sends JSON text; slowly or cut off where a fault says so. */
export function sendJson(res: Response, body: string): void {
  const { slowMs, cut } = answerFault(res);
  const bytes = Buffer.from(body);
  const sent = cut < 1 ? bytes.subarray(0, Math.floor(bytes.length * cut)) : bytes;
  res.type('json');
  if (slowMs === 0) { res.end(sent); return; }
  dribble(res, sent, slowMs);
}

const CHUNKS = 5;

function dribble(res: Response, bytes: Buffer, overMs: number): void {
  let sent = 0;
  const timer = setInterval(() => {
    sent++;
    const from = Math.floor((bytes.length * (sent - 1)) / CHUNKS);
    const to = Math.floor((bytes.length * sent) / CHUNKS);
    if (res.destroyed) { clearInterval(timer); return; }
    res.write(bytes.subarray(from, to));
    if (sent === CHUNKS) { clearInterval(timer); res.end(); }
  }, overMs / CHUNKS);
}

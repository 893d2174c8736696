/** `replay`: a recorded file served by its own clock. */
import { dirname } from 'node:path';
import express from 'express';
import type { Express } from 'express';
import { adminRoutes } from '../admin.ts';
import { makeSimClock } from '../clock.ts';
import type { SimClock } from '../clock.ts';
import { onError } from '../errors.ts';
import { makeFaultControl } from '../fault-control.ts';
import { readFaults } from '../faults.ts';
import type { Faults } from '../faults.ts';
import { listen } from '../listen.ts';
import { neededOption, numberOption, readOptions, timeOption } from '../options.ts';
import type { Site } from '../site.ts';
import { readRecording } from './recording.ts';
import type { Recording } from './recording.ts';
import { fileRoute, recordRoutes } from './routes.ts';

const NAMES = [
  'file', 'port', 'id', 'created', 'closed', 'status', 'open-word', 'closed-word', 'blank', 'zone', 'speed', 'origin', 'started-at', 'static', 'seed', 'faults', 'admin-token',
] as const;

export interface ReplayOptions {
  recording: Recording; clock: SimClock; faults: Faults; seed: number; wall: () => number;
  /** Folder of GET /file */
  folder: string;
  adminToken?: string;
}

export function makeReplay(o: ReplayOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const site: Site = { clock: o.clock, faults: makeFaultControl(o.seed, o.faults, o.wall) };
  app.use('/records', site.faults.intercept('case'));
  app.use('/file', site.faults.intercept('video'));
  recordRoutes(app, site, o.recording);
  fileRoute(app, o.folder);
  adminRoutes(app, site, o.adminToken);
  app.use((_req, res) => { res.status(404).json({ code: 404, msg: 'no such address' }); });
  app.use(onError);
  return app;
}

export async function replayCommand(argv: string[]): Promise<void> {
  const began = Date.now();
  const options = readOptions(argv, NAMES);
  const file = neededOption(options, 'file');
  const recording = readRecording({
    file, id: options['id'] ?? 'Unique Key', created: options['created'] ?? 'Created Date', closed: options['closed'] ?? 'Closed Date',
    status: options['status'] ?? 'Status', openWord: options['open-word'] ?? 'Open', closedWord: options['closed-word'] ?? 'Closed',
    blank: (options['blank'] ?? 'Resolution Description,Resolution Action Updated Date').split(','), zone: options['zone'] ?? 'UTC',
  });
  const origin = timeOption(options, 'origin', recording.from);
  const startedAt = timeOption(options, 'started-at', began);
  const clock = makeSimClock({ origin, startedAt, rate: numberOption(options, 'speed', 1, 0, 100_000) }, Date.now);
  const app = makeReplay({
    recording, clock, wall: Date.now, seed: numberOption(options, 'seed', 1, 0, 4_294_967_295), faults: readFaults(options['faults'] ?? 'none'),
    folder: options['static'] ?? dirname(file), ...(options['admin-token'] ? { adminToken: options['admin-token'] } : {}),
  });
  await listen(app, numberOption(options, 'port', 0, 0, 65_535), {
    records: recording.records, from: recording.from, to: recording.to, now: clock.now(), speed: clock.rate, origin, startedAt, readyMs: Date.now() - began,
  });
}

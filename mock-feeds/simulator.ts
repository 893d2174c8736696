/** The simulated upstreams as one HTTP program: the four systems, each its own shape, and the controls. */
import express from 'express';
import type { Express, NextFunction, Request, Response } from 'express';
import type { City, StationSite, Weather } from './city/types.ts';
import { adminRoutes } from './admin.ts';
import { makeLedger } from './case/ledger.ts';
import type { Ledger } from './case/ledger.ts';
import type { CategoryTable } from './case/categories.ts';
import { caseRoutes } from './case/routes.ts';
import { indexGrids } from './case/world.ts';
import type { CaseContext } from './case/day.ts';
import type { SimClock } from './clock.ts';
import { makeFaultControl } from './fault-control.ts';
import { SYSTEMS } from './faults.ts';
import type { Faults } from './faults.ts';
import { dayOf } from './local-time.ts';
import { BadRequest } from './params.ts';
import type { Site } from './site.ts';

export interface SimulatorOptions {
  seed: number;
  scale: number;
  city: City;
  weather: Weather;
  stations: StationSite[];
  table: CategoryTable;
  /** Epoch ms where the story begins; history goes back from its day. */
  origin: number;
  historyDays: number;
  clock: SimClock;
  faults: Faults;
  /** Without it there are no controls. */
  adminToken?: string;
  wall: () => number;
  progress?: (what: string, done: number, all: number) => void;
}

export interface Simulator { app: Express; ledger: Ledger }

export function makeSimulator(o: SimulatorOptions): Simulator {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const site: Site = { clock: o.clock, faults: makeFaultControl(o.seed, o.faults, o.wall) };
  for (const system of SYSTEMS) app.use(`/${system}`, site.faults.intercept(system));

  const ctx: CaseContext = {
    seed: o.seed, scale: o.scale, city: o.city, grids: indexGrids(o.city), weather: o.weather, table: o.table, sources: Object.keys(o.table.sources),
  };
  const ledger = makeLedger({
    ctx, firstDay: dayOf(o.origin) - o.historyDays, keepDays: o.historyDays + 40, progress: (done, all) => o.progress?.('cases', done, all),
  });
  ledger.reach(o.clock.now());
  caseRoutes(app, site, ctx, ledger);
  adminRoutes(app, site, o.adminToken);
  app.use((_req, res) => { res.status(404).json({ code: 404, msg: 'no such address' }); });
  app.use(onError);
  return { app, ledger };
}

/** Express knows an error handler by its four parameters. */
function onError(error: unknown, _req: Request, res: Response, _next: NextFunction): void {
  if (error instanceof BadRequest) { res.status(400).json({ code: 400, msg: error.message }); return; }
  process.stderr.write(`${JSON.stringify({ level: 'error', error: error instanceof Error ? error.stack : String(error) })}\n`);
  res.status(500).json({ code: 500, msg: 'internal error' });
}

/** The simulated upstreams as one HTTP program: the four systems, each its own shape, and the controls. */
import express from 'express';
import type { Express } from 'express';
import type { City, StationSite, Weather } from './city/types.ts';
import { adminRoutes } from './admin.ts';
import { makeLedger } from './case/ledger.ts';
import type { Ledger } from './case/ledger.ts';
import type { CategoryTable } from './case/categories.ts';
import { caseRoutes } from './case/routes.ts';
import { superviseRoutes } from './case/supervise.ts';
import { indexGrids } from './case/world.ts';
import type { CaseContext, CaseDay } from './case/day.ts';
import type { SimClock } from './clock.ts';
import { onError } from './errors.ts';
import { makeFaultControl } from './fault-control.ts';
import { SYSTEMS } from './faults.ts';
import type { Faults } from './faults.ts';
import { cuedAlerts } from './cues/alerts.ts';
import { cuedCameras } from './cues/cameras.ts';
import { cuedCases } from './cues/cases.ts';
import { cuedErrands } from './cues/errands.ts';
import { cuedGauges } from './cues/gauges.ts';
import type { Cue } from './cues/read.ts';
import { dayOf } from './local-time.ts';
import type { Site } from './site.ts';
import { makeGauges } from './hydrology/stations.ts';
import { makeReadings } from './hydrology/readings.ts';
import { hydroRoutes } from './hydrology/routes.ts';
import type { HydroSystem } from './hydrology/routes.ts';
import { makeWarnings } from './hydrology/warnings.ts';
import { makePeople } from './staffing/people.ts';
import { makeReports } from './staffing/reports.ts';
import { staffRoutes } from './staffing/routes.ts';
import type { StaffSystem } from './staffing/routes.ts';
import { makeWalk } from './staffing/walk.ts';
import { truthRoutes } from './truth/routes.ts';
import { catalogueNodes, placeCameras } from './video/cameras.ts';
import { mediaRoutes } from './video/media.ts';
import { makeOutages } from './video/outages.ts';
import { videoRoutes } from './video/routes.ts';
import type { VideoSystem } from './video/routes.ts';

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
  /** File that keeps what the case platform was ordered, over a restart. */
  orders?: string;
  /** What a demonstration wants to happen beside the story. */
  cues?: readonly Cue[];
  /** Without it there are no controls. */
  adminToken?: string;
  wall: () => number;
  progress?: (what: string, done: number, all: number) => void;
}

/** The generators behind the addresses, as the truth reads them. */
export interface World { site: Site; cases: CaseContext; ledger: Ledger; video: VideoSystem; hydro: HydroSystem; staff: StaffSystem }
export interface Simulator { app: Express; world: World }

const CAMERAS = 20_000;

export function makeSimulator(o: SimulatorOptions): Simulator {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const site: Site = { clock: o.clock, faults: makeFaultControl(o.seed, o.faults, o.wall) };
  for (const system of SYSTEMS) app.use(`/${system}`, site.faults.intercept(system));

  const world = makeWorld(o, site);
  caseRoutes(app, site, world.cases, world.ledger);
  superviseRoutes(app, site, world.cases, world.ledger, o.orders);
  videoRoutes(app, site, world.video);
  mediaRoutes(app, site, world.video, o.weather, o.wall);
  hydroRoutes(app, site, world.hydro);
  staffRoutes(app, site, world.staff);
  truthRoutes(app, world);
  adminRoutes(app, site, o.adminToken);
  app.use((_req, res) => { res.status(404).json({ code: 404, msg: 'no such address' }); });
  app.use(onError);
  return { app, world };
}

function makeWorld(o: SimulatorOptions, site: Site): World {
  const { city, seed, scale, weather } = o;
  const grids = indexGrids(city);
  const originDay = dayOf(o.origin);
  const cues = o.cues ?? [], sources = Object.keys(o.table.sources);
  const cued = cuedCases(cues, { city, grids, table: o.table, sources, seed });
  const cases: CaseContext = { seed, scale, city, grids, weather, table: o.table, sources, cued };
  const ledger = makeLedger({
    ctx: cases, firstDay: originDay - o.historyDays, keepDays: o.historyDays + 40, progress: (done, all) => o.progress?.('cases', done, all),
  });
  ledger.reach(o.clock.now());
  const cameras = placeCameras({ city, grids, seed, originDay, count: Math.max(20, Math.round(CAMERAS * scale)) });
  const gauges = makeGauges(o.stations, seed);
  const caseDay = (day: number): CaseDay | null => {
    ledger.reach(o.clock.now());
    return ledger.day(day);
  };
  const people = makePeople({ city, grids, weather, seed, scale, originDay });
  const errands = cuedErrands({ cases: cued, people, city, grids });
  return {
    site, cases, ledger,
    video: { cameras, nodes: catalogueNodes(city), outages: makeOutages({ cameras, weather, seed, cued: cuedCameras(cues, cameras) }) },
    hydro: { gauges, readings: makeReadings(gauges, weather, seed, cuedGauges(cues, gauges)), warnings: makeWarnings({ city, weather, gauges, seed, cued: cuedAlerts(cues, city) }) },
    staff: { people, reports: makeReports(people, seed, errands), walk: makeWalk({ people, city, grids, seed, caseDay, cued: errands }) },
  };
}

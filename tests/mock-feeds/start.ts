/** A small simulator on a free port, with its clock in the test's hand. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { readCategories } from '../../mock-feeds/case/categories.ts';
import { makeSimClock } from '../../mock-feeds/clock.ts';
import { readFaults } from '../../mock-feeds/faults.ts';
import type { Cue } from '../../mock-feeds/cues/read.ts';
import { HOUR } from '../../mock-feeds/local-time.ts';
import { makeSimulator } from '../../mock-feeds/simulator.ts';
import type { Simulator } from '../../mock-feeds/simulator.ts';
import { plainStations, plainWeather, squareCity } from './square-city.ts';

export const ORIGIN = Date.parse('2024-07-10T20:06:00+08:00');
export const TOKEN = 'test';
const CATEGORIES = fileURLToPath(new URL('../../config/lanjiang/categories.yaml', import.meta.url));

export interface Running {
  url: string;
  sim: Simulator;
  get(path: string): Promise<unknown>;
  /** Stands the clock still at `now`. */
  at(now: number): Promise<void>;
  post(path: string, body: unknown): Promise<Response>;
  stop(): Promise<void>;
}

export interface StartOptions {
  seed?: number; scale?: number; historyDays?: number; now?: number; faults?: unknown; counts?: [number, number, number, number]; stations?: number;
  /** File of the orders that the case platform was given. */
  orders?: string;
  cues?: readonly Cue[];
  /** Wall time for faults that come and go by it. */
  wall?: () => number;
}

export async function startSimulator(o: StartOptions = {}): Promise<Running> {
  const city = squareCity(o.counts);
  const clock = makeSimClock({ origin: o.now ?? ORIGIN, startedAt: Date.now(), rate: 0 }, Date.now);
  const sim = makeSimulator({
    seed: o.seed ?? 7, scale: o.scale ?? 0.01, city, weather: plainWeather(ORIGIN), stations: plainStations(city, o.stations ?? 24),
    table: readCategories(CATEGORIES), origin: ORIGIN, historyDays: o.historyDays ?? 3, clock, faults: readFaults(o.faults ?? 'none'),
    adminToken: TOKEN, wall: o.wall ?? Date.now, ...(o.orders === undefined ? {} : { orders: o.orders }), ...(o.cues === undefined ? {} : { cues: o.cues }),
  });
  const server = createServer(sim.app);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(url + path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'x-admin-token': TOKEN } });
  return {
    url, sim, post,
    async get(path) {
      const answer = await fetch(url + path);
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    async at(now) {
      const answer = await post('/admin/clock', { now, rate: 0 });
      if (!answer.ok) throw new Error(await answer.text());
    },
    stop: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

export const hours = (n: number): number => n * HOUR;

/** A raw order, as far as tests look at it. */
export interface Order {
  orderNo: string; rev: number; kindCd: string; smallCls: string; srcCd: string; stateCd: string; updTm: string; rptTm: string;
  accTm: string | null; fileTm: string | null; dispTm: string | null; handTm: string | null; chkTm: string | null; endTm: string | null; voidTm: string | null;
  limitTm: string | null; hangFlag: string; hangSince: string | null; hangSecs: number; urg: string; superv: string; reworkCnt: number;
  x: number | null; y: number | null; distCode: string | null; streetCode: string | null; commCode: string | null; gridCode: string | null; deptCd: string | null; sat: string | null;
}
export interface OrderPage { code: number; msg: string; data: { serverTm: string; more: boolean; nextSince: string | null; nextNo: string | null; list: Order[] } }

/** Pulls pages from the cursor until there are no more. */
export async function pullAll(run: Running, size = 200, since = '', afterNo = ''): Promise<{ pages: OrderPage[]; since: string; afterNo: string }> {
  const pages: OrderPage[] = [];
  for (;;) {
    const page = await run.get(`/case/api/v2/orders?size=${size}&since=${encodeURIComponent(since)}&afterNo=${afterNo}`) as OrderPage;
    pages.push(page);
    since = page.data.nextSince ?? since;
    afterNo = page.data.nextNo ?? afterNo;
    if (!page.data.more) return { pages, since, afterNo };
    if (pages.length > 10_000) throw new Error('pages do not end');
  }
}

/** Simulators of one test file: `start` begins one; each ends with the test that began it. */
export function simulators(): { start(...args: Parameters<typeof startSimulator>): Promise<Running> } {
  const running: Running[] = [];
  afterEach(async () => { await Promise.all(running.splice(0).map((run) => run.stop())); });
  return {
    async start(...args) {
      const run = await startSimulator(...args);
      running.push(run);
      return run;
    },
  };
}

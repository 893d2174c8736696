import gcoord from 'gcoord';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, dayOf, formatDay, parseLocal, startOfDay } from '../../mock-feeds/local-time.ts';
import { ORIGIN, pullAll, startSimulator } from './start.ts';
import type { Order, Running } from './start.ts';

type Rows = Record<string, number>;
interface Truth { now: number; regions: Record<string, { counters: Rows; days?: Record<string, Rows>; hours?: Record<string, Rows>; minutes?: Record<string, Rows> }>; heat: Rows }

let run: Running;
let orders: Order[];
let truth: Truth;
const TODAY = startOfDay(dayOf(ORIGIN));
const ms = (text: string | null): number => (text === null ? 0 : parseLocal(text)!);

beforeAll(async () => {
  run = await startSimulator({ scale: 0.05, historyDays: 8 });
  orders = (await pullAll(run, 500)).pages.flatMap((p) => p.data.list);
  truth = await run.get(`/truth?days=${formatDay(dayOf(ORIGIN) - 1)}&hours=${TODAY},${ORIGIN}&minutes=${TODAY},${ORIGIN}&heat=${TODAY},${ORIGIN}`) as Truth;
});
afterAll(() => run.stop());

/** A third count, from the raw records alone. */
function recount(pick: (o: Order) => boolean): Map<string, number> {
  const { city } = run.sim.world.cases;
  const sums = new Map<string, number>();
  for (const o of orders) {
    if (!pick(o)) continue;
    const region = regionOf(o);
    const chain = city.chainOf(region).map((r) => r.code);
    if (city.byCode.get(region)!.level !== 'grid') chain.push(`${region}/-`);
    for (const code of chain) sums.set(code, (sums.get(code) ?? 0) + 1);
  }
  return sums;
}

function regionOf(o: Order): string {
  const { city } = run.sim.world.cases;
  for (const code of [o.gridCode, o.commCode, o.streetCode, o.distCode]) if (code && city.byCode.has(code)) return code;
  if (o.x === null || o.y === null || o.x === 0) return city.code;
  const [lng, lat] = gcoord.transform([o.x, o.y], gcoord.GCJ02, gcoord.WGS84) as [number, number];
  return city.regionAt(lng, lat) ?? city.code;
}

const open = (o: Order): boolean => o.stateCd !== '70' && o.stateCd !== '90';
const overdue = (o: Order): boolean => open(o) && o.hangFlag === 'N' && ms(o.limitTm) > 0 && ms(o.limitTm) < ORIGIN;
const today = (text: string | null): boolean => ms(text) >= TODAY;

describe('truth', () => {
  const counts: [string, (o: Order) => boolean][] = [
    ['open', open], ['suspended', (o) => open(o) && o.hangFlag === 'Y'], ['urgent', (o) => open(o) && o.urg === 'Y'],
    ['supervised', (o) => open(o) && o.superv === 'Y'], ['overdue', overdue], ['overdueUrgent', (o) => overdue(o) && o.urg === 'Y'],
    ['stage.reported', (o) => o.stateCd === '10'], ['stage.filed', (o) => o.stateCd === '30' || o.stateCd === '45'],
    ['stage.dispatched', (o) => o.stateCd === '40' || o.stateCd === '55'], ['stage.handled', (o) => o.stateCd === '50'],
    ['source.S01', (o) => open(o) && o.srcCd === 'S01'], ['category.2-0405', (o) => open(o) && o.kindCd === '2' && o.smallCls === '0405'],
    ['department.open.D01', (o) => open(o) && o.deptCd === 'D01'], ['department.overdue.D02', (o) => overdue(o) && o.deptCd === 'D02'],
    ['department.open.-', (o) => open(o) && (o.deptCd === null || o.deptCd === 'D99')], ['today.department.closed.D04', (o) => today(o.endTm) && o.deptCd === 'D04'],
    ['today.reported', (o) => today(o.rptTm)], ['today.accepted', (o) => today(o.accTm)], ['today.filed', (o) => today(o.fileTm)],
    ['today.dispatched', (o) => today(o.dispTm)], ['today.handled', (o) => today(o.handTm)], ['today.verified', (o) => today(o.chkTm)],
    ['today.closed', (o) => today(o.endTm)], ['today.void', (o) => today(o.voidTm)],
    ['today.closedOnTime', (o) => today(o.endTm) && ms(o.endTm) <= ms(o.limitTm)], ['today.closedLate', (o) => today(o.endTm) && ms(o.endTm) > ms(o.limitTm)],
    ['today.category.2-0505', (o) => today(o.rptTm) && o.kindCd === '2' && o.smallCls === '0505'], ['today.source.S02', (o) => today(o.rptTm) && o.srcCd === 'S02'],
  ];
  it.each(counts)('%s equals a count of the served records at every level', (name, pick) => {
    const sums = recount(pick);
    const given = Object.entries(truth.regions).flatMap(([code, r]) => (r.counters[name] ? [[code, r.counters[name]] as const] : []));
    expect(new Map(given)).toEqual(sums);
    expect(sums.get('990100') ?? 0).toBeGreaterThan(0);
  });

  it('has exact durations', () => {
    const seconds = orders.filter((o) => today(o.endTm)).map((o) => Math.floor((ms(o.endTm) - ms(o.rptTm)) / 1000) - o.hangSecs).sort((a, b) => a - b);
    const city = truth.regions['990100']!.counters;
    expect(city['today.durationCount']).toBe(seconds.length);
    expect(city['today.durationSum']).toBe(seconds.reduce((a, b) => a + b, 0));
    expect(city['today.durationMedian']).toBe(seconds[Math.ceil(seconds.length * 0.5) - 1]);
    expect(city['today.durationP90']).toBe(seconds[Math.ceil(seconds.length * 0.9) - 1]);
  });

  it('holds parent = Σ children + unplaced in every counter and bucket', () => {
    const { city } = run.sim.world.cases;
    for (const region of city.regions.filter((r) => r.level !== 'grid')) {
      const parts = [`${region.code}/-`, ...city.childrenOf(region.code).map((c) => c.code)].map((code) => truth.regions[code]);
      const own = truth.regions[region.code];
      expectSum(own?.counters ?? {}, parts.map((p) => p?.counters ?? {}), region.code);
      for (const grain of ['days', 'hours', 'minutes'] as const) {
        for (const [bucket, row] of Object.entries(own?.[grain] ?? {})) expectSum(row, parts.map((p) => p?.[grain]?.[bucket] ?? {}), `${region.code} ${bucket}`);
      }
    }
  });

  it('has buckets that add up to the day, and heat for every case with a point', () => {
    const city = truth.regions['990100']!;
    for (const grain of ['hours', 'minutes'] as const) {
      const sum = Object.values(city[grain]!).reduce((n, row) => n + (row['closed'] ?? 0), 0);
      expect(sum).toBe(city.counters['today.closed']);
    }
    const placed = orders.filter((o) => today(o.rptTm) && o.x !== null && o.x > 1 && o.x < 119.4).length;
    expect(Object.values(truth.heat).reduce((a, b) => a + b, 0)).toBe(placed);
    const yesterday = formatDay(dayOf(ORIGIN) - 1);
    expect(city.days![yesterday]!['reported']).toBe(orders.filter((o) => o.rptTm.startsWith(yesterday)).length);
  });

  it('is the same by cursor, by moment and by default when nothing more has come', async () => {
    const last = orders.at(-1)!;
    const byCursor = await run.get(`/truth?families=case&regions=990100&cursor=${ms(last.updTm)},${last.orderNo}`) as Truth;
    const byMoment = await run.get(`/truth?families=case&regions=990100&cases=${ORIGIN}`) as Truth;
    expect(byCursor).toEqual(byMoment);
    expect(Object.keys(byCursor.regions)).toEqual(['990100']);
    const before = await run.get(`/truth?families=case&regions=990100&cases=${ORIGIN - HOUR}`) as Truth;
    expect(before.regions['990100']).not.toEqual(byMoment.regions['990100']);
  });

  it('moves with the clock alone: overdue grows while no record arrives', async () => {
    const frozen = `/truth?families=case&regions=990100&cases=${ORIGIN}`;
    const later = await run.get(`${frozen}&now=${ORIGIN + 3 * DAY}`) as Truth;
    const now = await run.get(frozen) as Truth;
    expect(later.regions['990100']!.counters['open']).toBe(now.regions['990100']!.counters['open']);
    expect(later.regions['990100']!.counters['overdue']).toBeGreaterThan(now.regions['990100']!.counters['overdue']! * 2);
  });

  it('agrees with what cameras, stations, alerts and staff say of themselves', async () => {
    const city = truth.regions['990100']!.counters;
    const status = await run.get('/video/status') as { list: { Status: string }[] };
    expect(city['video.total']).toBe(status.list.length);
    expect(city['video.off']).toBe(status.list.filter((c) => c.Status === 'OFF').length);
    const readings = await run.get('/hydro/readings') as { rows: { TM: string }[] };
    expect(city['station.total']! - city['station.silent']!).toBe(readings.rows.filter((r) => ORIGIN - ms(r.TM) < 20 * MINUTE).length);
    const alerts = await run.get('/hydro/warnings') as { rows: { COLOR: string; REVOKED: string | null; EXPIRES: string }[] };
    expect(city['alert.orange']).toBe(alerts.rows.filter((a) => a.COLOR === '橙' && a.REVOKED === null && ms(a.EXPIRES) > ORIGIN).length);
    const positions = await run.get('/staff/positions') as { rows: [string, number, number, number, number][] };
    const alive = positions.rows.filter(([, , , at, state]) => state > 0 && ORIGIN / 1000 - at < 300);
    expect(city['staff.patrol']).toBe(alive.filter((r) => r[4] === 2).length);
    expect(city['staff.handling']).toBe(alive.filter((r) => r[4] === 3).length);
    expect(city['staff.onDuty']).toBe(alive.filter((r) => r[4] === 1).length);
    const roster = await run.get('/staff/roster?size=10000') as { total: number; items: { shift: string; uid: string }[] };
    expect(city['staff.total']).toBe(roster.total);
    expect(city['staff.expected']).toBe(roster.items.filter((i) => i.shift === 'Y').length);
    const here = new Set(alive.map((r) => r[0]));
    expect(city['staff.expectedOn']).toBe(roster.items.filter((i) => i.shift === 'Y' && here.has(i.uid)).length);
  });

  it('refuses what it does not know', async () => {
    expect((await fetch(`${run.url}/truth?families=weather`)).status).toBe(400);
    expect((await fetch(`${run.url}/truth?cursor=later`)).status).toBe(400);
  });
});

/** Medians and P90s do not add up; all else must. */
function expectSum(own: Rows, parts: Rows[], where: string): void {
  const sums: Rows = {};
  for (const part of parts) for (const [name, n] of Object.entries(part)) sums[name] = (sums[name] ?? 0) + n;
  const additive = (row: Rows): Rows => Object.fromEntries(Object.entries(row).filter(([name]) => !/Median$|P90$/.test(name)));
  expect(additive(sums), where).toEqual(additive(own));
}

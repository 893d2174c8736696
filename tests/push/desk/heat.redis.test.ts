/** The desk's heat map answers any window and any filters at once as counting the cases one by one does, also after they changed. */
import fc from 'fast-check';
import { cellToLatLng, cellToParent, latLngToCell } from 'h3-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contributions, makeRules } from '../../../server/aggregate/index.ts';
import { openStore, type Store } from '../../../server/store/index.ts';
import { ApiHeat } from '../../../server/wire/desk.ts';
import { CASE_STAGES, CASE_STATUSES, type Case } from '../../../server/wire/entity.ts';
import { startRedis, type TestRedis } from '../../helpers/redis.ts';
import { stage, type Stage } from '../screens.ts';
import { aCase, smallCity, T0 } from '../small-city.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const rules = makeRules({
  city: { silence: { staff: 300_000, station: 1_200_000 }, retention: { cases: 35 * DAY }, heat: { resolution: 9 }, classification: 'gb' },
  categories: { classOf: () => '1-01', departmentKey: () => '-' },
});
const CATEGORIES = ['1-0101', '1-0202', '2-0303'];
const SOURCES = ['hotline', 'grid'];
const REGIONS = smallCity().all.map(({ code }) => code);

let redis: TestRedis;
let store: Store;
let open: Stage;
beforeAll(async () => {
  redis = await startRedis();
  store = await openStore({ redis: redis.url, world: 'demo', city: 'c', zone: 'Asia/Shanghai', regions: smallCity().all, retention: { minutes: 25 * HOUR, hours: 35 * DAY, days: 400 * DAY, cases: 35 * DAY } });
  open = await stage({ store });
});
afterAll(async () => { await open.close(); await store.close(); await redis.stop(); });

const drawn = fc.record({
  region: fc.constantFrom(...REGIONS), category: fc.constantFrom(...CATEGORIES), source: fc.constantFrom(...SOURCES), urgent: fc.boolean(), supervised: fc.boolean(),
  status: fc.constantFrom(...CASE_STATUSES), stage: fc.constantFrom(...CASE_STAGES), reported: fc.integer({ min: 0, max: 30 * DAY }), deadline: fc.option(fc.integer({ min: -2 * DAY, max: 2 * DAY })),
  place: fc.option(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3000 })), { freq: 6 }),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;
const caseOf = (id: string, v: number, { reported, deadline, place, ...rest }: Drawn): Case => aCase(id, rest.region, v, {
  ...rest, times: { reported: T0 - reported },
  ...(deadline === null ? {} : { deadline: Math.floor((T0 + deadline) / MINUTE) * MINUTE }), ...(place === null ? {} : { lng: 118.4 + place[0] * 1e-5, lat: 29.4 + place[1] * 1e-5 }),
});

/** Mostly nothing, so that questions with several filters still find something. */
const few = <T>(one: fc.Arbitrary<T>, none: T): fc.Arbitrary<T> => fc.oneof({ weight: 3, arbitrary: fc.constant(none) }, { weight: 1, arbitrary: one });
const yesNo = few<boolean | null>(fc.boolean(), null);
const asked = fc.record({
  region: few(fc.constantFrom(...REGIONS), 'c'), from: fc.integer({ min: 0, max: 31 * 1440 }), length: fc.integer({ min: 1, max: 31 * 1440 }), resolution: fc.constantFrom(9, 8, 6),
  status: few(fc.subarray([...CASE_STATUSES]), []), stage: few(fc.subarray([...CASE_STAGES]), []), category: few(fc.subarray(CATEGORIES), []), source: few(fc.subarray(SOURCES), []),
  urgent: yesNo, supervised: yesNo, overdue: yesNo,
});
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;

/** One by one. An open case with a deadline is overdue from the minute after it. */
function slowly(cases: Iterable<Case>, q: Asked, from: number, to: number): { total: number; cells: Record<string, number> } {
  const cells: Record<string, number> = {};
  let total = 0;
  const path = (region: string): string[] => smallCity().path(region).map(({ code }) => code);
  const inside = new Set(REGIONS.filter((region) => path(region).includes(q.region)));
  const among = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);
  for (const c of cases) {
    const overdue = c.status === 'open' && c.deadline !== undefined && c.deadline + MINUTE <= T0;
    if (c.times.reported < from || c.times.reported >= to || !inside.has(c.region)) continue;
    if (!among(q.status, c.status) || !among(q.stage, c.stage) || !among(q.category, c.category) || !among(q.source, c.source)) continue;
    if ((q.urgent ?? c.urgent) !== c.urgent || (q.supervised ?? c.supervised) !== c.supervised || (q.overdue ?? overdue) !== overdue) continue;
    total++;
    if (c.lng === undefined || c.lat === undefined) continue;
    const cell = latLngToCell(c.lat, c.lng, 9);
    const shown = q.resolution === 9 ? cell : cellToParent(cell, q.resolution);
    cells[shown] = (cells[shown] ?? 0) + 1;
  }
  return { total, cells };
}

async function ask(q: Asked): Promise<{ answer: ApiHeat; from: number; to: number }> {
  const from = T0 - 31 * DAY + q.from * MINUTE;
  const to = from + q.length * MINUTE;
  const flag = (value: boolean | null): string | undefined => (value === null ? undefined : value ? '1' : '0');
  const params = { region: q.region, from: String(from), to: String(to), resolution: String(q.resolution), status: q.status.join(), stage: q.stage.join(), category: q.category.join(), source: q.source.join(), urgent: flag(q.urgent), supervised: flag(q.supervised), overdue: flag(q.overdue) };
  const query = new URLSearchParams(Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''));
  return { answer: ApiHeat.parse(await (await fetch(`${open.url}/api/heat?${query}`)).json()), from, to };
}

async function take(cases: readonly Case[]): Promise<void> {
  await store.put('case', cases.map((entity) => ({ entity, contribution: contributions(entity, open.hands.now, rules) })), { feed: 'case', now: open.hands.now });
  open.push.onApplied('case', cases);
  open.hands.wall += 3_000;
}

it('counts as one by one, before and after changes', async () => {
  const draws = fc.sample(drawn, { numRuns: 1500, seed: 11 });
  const kept = new Map(draws.slice(0, 1000).map((d, i) => [`k${i}`, caseOf(`k${i}`, 1, d)]));
  await take([...kept.values()]);
  await open.push.tick();
  const compare = async (seed: number): Promise<void> => {
    let found = 0;
    for (const q of fc.sample(asked, { numRuns: 150, seed })) {
      const { answer, from, to } = await ask(q);
      const { total, cells } = slowly(kept.values(), q, from, to);
      expect({ q, total: answer.total, cells: answer.cells }).toEqual({ q, total, cells });
      expect(answer.located).toBe(Object.values(cells).reduce((a, b) => a + b, 0));
      // With those about it a region has what the city has there, and the city's own ends of the colours.
      const { cells: whole } = slowly(kept.values(), { ...q, region: 'c' }, from, to);
      expect(answer.most).toBe(Math.max(0, ...Object.values(whole)));
      const { bbox: [w, s, e, n] } = smallCity().get(q.region)!;
      for (const cell of Object.keys(whole)) {
        const [lat, lng] = cellToLatLng(cell);
        if (lng >= w && lng <= e && lat >= s && lat <= n) expect((answer.cells[cell] ?? 0) + (answer.around[cell] ?? 0)).toBe(whole[cell]);
      }
      for (const cell of Object.keys(answer.around)) expect(answer.around[cell]! + (answer.cells[cell] ?? 0)).toBe(whole[cell]);
      found += total;
    }
    expect(found).toBeGreaterThan(2_000);
  };
  await compare(1);
  // A third of them change, some of them to another day; others come, some go.
  const next = draws.slice(1000).map((d, i) => caseOf(i < 350 ? `k${i}` : `n${i}`, 2, d));
  for (const c of next) kept.set(c.id, c);
  await take(next);
  await store.remove('case', ['k900', 'k901'], null, { feed: 'case', now: open.hands.now });
  for (const id of ['k900', 'k901']) kept.delete(id);
  open.push.onRemoved('case', ['k900', 'k901']);
  open.hands.wall += 3_000;
  await compare(2);
}, 60_000);

it.each([
  ['from=5&to=5', 'from: found 5, expected a time before to, 5'],
  ['resolution=12', 'resolution: found "12", expected a whole number from 0 to 9'],
  ['status=lost', 'status: found "lost"'],
  ['windows=24', 'parameter: found "windows"'],
])('tells %s what was expected', async (query, told) => {
  const answer = await fetch(`${open.url}/api/heat?${query}`);
  expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([400, expect.stringContaining(told)]);
});

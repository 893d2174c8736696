/** The records behind a figure are as many as the figure says: counted by the store's counters, found by HTTP. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { contributions, makeRules } from '../../server/aggregate/index.ts';
import { openStore, type Store } from '../../server/store/index.ts';
import { CASE_STAGES, DUTY_STATES, STATION_STATES, type Case, type Entity } from '../../server/wire/entity.ts';
import { unplacedOf } from '../../server/wire/region.ts';
import type { ApiCases } from '../../server/wire/records.ts';
import { startRedis, type TestRedis } from '../helpers/redis.ts';
import { stage, type Stage } from './screens.ts';
import { aCamera, aStaff, aStation, smallCity, T0 } from './small-city.ts';

const HOUR = 3_600_000, DAY = 24 * HOUR;
/** Midnight of T0's day: 20:06 in the city. */
const TODAY = T0 - 20 * HOUR - 6 * 60_000;
const rules = makeRules({
  city: { silence: { staff: 300_000, station: 1_200_000 }, retention: { cases: 35 * DAY }, heat: { resolution: 9 }, classification: 'gb' },
  // As the judge of push-deps.ts has it.
  categories: { classOf: () => '1-01', departmentKey: (department) => (department === 'D01' ? 'D01' : '-') },
});

let redis: TestRedis;
let store: Store;
let open: Stage;
beforeAll(async () => {
  redis = await startRedis();
  store = await openStore({ redis: redis.url, world: 'demo', city: 'c', zone: 'Asia/Shanghai', regions: smallCity().all, retention: { minutes: 25 * HOUR, hours: 35 * DAY, days: 400 * DAY, cases: 35 * DAY } });
  open = await stage({ store });
});
afterAll(async () => { await open.close(); await store.close(); await redis.stop(); });

const REGIONS = smallCity().all.map(({ code }) => code);
const back = fc.integer({ min: 0, max: 4 * DAY }).map((ms) => T0 - ms);
const aRandomCase = fc.record({
  region: fc.constantFrom(...REGIONS), category: fc.constantFrom('1-0101', '1-0202', '2-0303'), source: fc.constantFrom('hotline', 'grid'), department: fc.constantFrom(null, 'D01', 'D99'),
  urgent: fc.boolean(), supervised: fc.boolean(), status: fc.constantFrom('open', 'suspended', 'closed', 'void'), reported: back, reworks: fc.integer({ min: 0, max: 2 }),
  took: fc.integer({ min: 0, max: 2 * DAY }), reached: fc.integer({ min: 0, max: 5 }), deadline: fc.option(back),
}, { requiredKeys: ['region', 'category', 'source', 'department', 'urgent', 'supervised', 'status', 'reported', 'reworks', 'took', 'reached', 'deadline'] });

function caseOf(drawn: (typeof aRandomCase) extends fc.Arbitrary<infer T> ? T : never, i: number): Case {
  const { reported, took, reached, status, deadline, department, ...rest } = drawn;
  const at = (share: number): number => Math.min(T0, reported + Math.round(took * share));
  const stage = status === 'closed' ? 'closed' : CASE_STAGES[reached]!;
  const times = Object.fromEntries(CASE_STAGES.slice(0, CASE_STAGES.indexOf(stage) + 1).map((name, k) => [name, at(k / 6)]));
  return {
    kind: 'case', id: `k${i}`, version: { by: 'revision', value: 1 }, updatedAt: T0, suspendedSeconds: 0, address: '', status, stage, ...rest,
    times: { ...times, reported, ...(status === 'void' ? { void: at(1) } : {}) }, ...(deadline === null ? {} : { deadline }), ...(department === null ? {} : { department }),
  };
}

/** Counter → the question whose total it is. */
const CASES: Record<string, string> = {
  open: 'status=open,suspended', suspended: 'status=suspended', urgent: 'status=open,suspended&urgent=1', supervised: 'status=open,suspended&supervised=1',
  overdue: 'overdue=1', overdueUrgent: 'overdue=1&urgent=1', 'category.1-0202': 'status=open,suspended&category=1-0202', 'source.grid': 'status=open,suspended&source=grid',
  'today.closedOnTime': `at=closed&onTime=1&from=${TODAY}`, 'today.closedLate': `at=closed&onTime=0&from=${TODAY}`, 'today.void': `at=void&from=${TODAY}`,
  'today.urgent': `urgent=1&from=${TODAY}`, 'today.category.1-0101': `category=1-0101&from=${TODAY}`, 'today.source.hotline': `source=hotline&from=${TODAY}`,
  'department.open.D01': 'status=open,suspended&department=D01', 'department.open.-': 'status=open,suspended&department=-', 'department.overdue.D01': 'overdue=1&department=D01',
  'department.overdue.-': 'overdue=1&department=-', 'today.department.closed.D01': `at=closed&department=D01&from=${TODAY}`, 'today.department.closed.-': `at=closed&department=-&from=${TODAY}`,
  'yesterday.reported': `from=${TODAY - DAY}&to=${T0 - DAY}`, 'yesterday.closed': `at=closed&from=${TODAY - DAY}&to=${T0 - DAY}`,
  ...Object.fromEntries(CASE_STAGES.map((stage) => [`stage.${stage}`, `status=open,suspended&stage=${stage}`])),
  ...Object.fromEntries(CASE_STAGES.map((stage) => [`today.${stage}`, `at=${stage}&from=${TODAY}`])),
};
const OTHERS: Record<string, string> = {
  'video.total': 'video?', 'video.on': 'video?status=on', 'video.off': 'video?status=off', 'station.total': 'stations?',
  ...Object.fromEntries(STATION_STATES.map((state) => [`station.river.${state}`, `stations?type=river&state=${state}`])),
  ...Object.fromEntries(DUTY_STATES.map((duty) => [`staff.lead.${duty}`, `staff?role=lead&duty=${duty}`])),
  'staff.expected': 'staff?expected=1', 'staff.expectedOn': 'staff?expected=1&duty=onDuty,patrol,handling',
};

const take = async (entities: readonly Entity[]): Promise<void> => {
  const { kind } = entities[0]!;
  await store.put(kind, entities.map((entity) => ({ entity, contribution: contributions(entity, open.hands.now, rules) })), { feed: kind, now: open.hands.now });
  open.push.onApplied(kind, entities);
};
const ask = async (path: string): Promise<ApiCases> => (await fetch(`${open.url}/api/${path}`)).json() as Promise<ApiCases>;

async function expectAgreement(counters: Record<string, string>): Promise<void> {
  open.hands.wall += 1000;
  for (const region of ['c', 'c1', 'c12', 'c211', 'c2111', unplacedOf('c1')]) {
    const row = (await store.readRows([region], T0, { detail: true }))[region]!;
    for (const [name, path] of Object.entries(counters)) {
      // A day by class, and the hours of yesterday, are counted down to 社区, no further; departments down to 街道.
      if (region === 'c2111' && /^(today\.category|yesterday)\./.test(name)) continue;
      if (region.startsWith('c211') && /^(today\.)?department\./.test(name)) continue;
      const { total, complete } = await ask(`${path}&region=${encodeURIComponent(region)}`);
      expect({ region, name, total, complete }).toEqual({ region, name, total: row[name] ?? 0, complete: true });
    }
  }
}

it('cases: as many as the counters of the region say, before and after changes', async () => {
  const drawn = fc.sample(aRandomCase, { numRuns: 900, seed: 7 }).map(caseOf);
  await take(drawn.slice(0, 600));
  await open.push.tick();
  await vi.waitFor(async () => { open.hands.wall += 1000; expect((await ask('cases?status=open')).complete).toBe(true); }, { timeout: 20_000, interval: 20 });
  const questions = Object.fromEntries(Object.entries(CASES).map(([name, query]) => [name, `cases?${query}`]));
  await expectAgreement(questions);
  // A third of them change, and others come.
  await take([...drawn.slice(0, 200).map((before, i) => ({ ...drawn[899 - i]!, id: before.id, version: { by: 'revision' as const, value: 2 } })), ...drawn.slice(600, 700)]);
  await expectAgreement(questions);
}, 60_000);

it('cameras, stations and staff: as many as the counters say', async () => {
  const at = (i: number): string => REGIONS[(i * 7) % REGIONS.length]!;
  await take(Array.from({ length: 80 }, (_, i) => aCamera(`v${i}`, at(i), 1, { status: i % 3 === 0 ? 'off' : 'on' })));
  await take(Array.from({ length: 80 }, (_, i) => aStation(`s${i}`, at(i), 1, i % 5 === 0 ? {} : { reading: { at: T0, level: i % 14 } })));
  await take(Array.from({ length: 80 }, (_, i) => aStaff(`p${i}`, at(i), 1, { role: i % 2 === 0 ? 'lead' : 'fullTime', duty: DUTY_STATES[i % 4]!, expected: i % 3 === 0 })));
  await open.push.tick();
  await expectAgreement(OTHERS);
});

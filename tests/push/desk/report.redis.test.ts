/** The daily report on a real store says of each day and region what counting the cases one by one says, also of days long over, after corrections, and across midnight. */
import fc from 'fast-check';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAudit, refuseWrite, SignedReports, keptIn, type Audit, type AuditLine } from '../../../server/access/index.ts';
import { contributions, makeRules } from '../../../server/aggregate/index.ts';
import { openStore, type Store } from '../../../server/store/index.ts';
import { dayStart, localDay } from '../../../server/wire/clock.ts';
import { CASE_STAGES, type Case } from '../../../server/wire/entity.ts';
import { ApiReport, ApiReports, COUNTS, DURATIONS, figuresOf, rateOf, type CountName } from '../../../server/wire/report.ts';
import { dayText, dayWindow } from '../../../server/wire/shifts.ts';
import { unplacedOf } from '../../../server/wire/region.ts';
import { startRedis, type TestRedis } from '../../helpers/redis.ts';
import { stage, type Stage } from '../screens.ts';
import { aCase, anAlert, aStation, smallCity, T0 } from '../small-city.ts';
import { readBook } from './read-book.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const ZONE = 'Asia/Shanghai';
const rules = makeRules({
  city: { silence: { staff: 300_000, station: 1_200_000 }, retention: { cases: 35 * DAY }, heat: { resolution: 9 }, classification: 'gb' },
  categories: { classOf: () => '1-01', departmentKey: () => '-' },
});
const CITY = smallCity();
const REGIONS = CITY.all.map(({ code }) => code);
const TODAY = localDay(ZONE, T0);
/** The days that cases lie in. */
const FIRST = TODAY - 6;

let redis: TestRedis;
let store: Store;
let open: Stage;
let dir: string;
let audit: Audit;
const kept = new Map<string, Case>();

async function openReports(): Promise<SignedReports> {
  const lines: AuditLine[] = [];
  audit = await openAudit({ file: join(dir, 'audit.ndjson'), now: () => open?.hands.now ?? T0, log: { warn: () => undefined }, each: (line) => { lines.push(line); } });
  const reports = new SignedReports({ audit, kept: keptIn(join(dir, 'reports')), world: 'demo' });
  for (const line of lines) reports.take(line);
  return reports;
}
const asked = (reports: SignedReports): Stage['deps']['reports'] => ({
  retention: 400 * DAY, all: () => reports.all(), find: (...a) => reports.find(...a), document: (hash) => reports.document(hash), revisionsOf: (...a) => reports.revisionsOf(...a), sign: (...a) => reports.sign(...a), notice: (...a) => reports.notice(...a),
});

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'yp-report-'));
  redis = await startRedis();
  store = await openStore({ redis: redis.url, world: 'demo', city: 'c', zone: ZONE, regions: CITY.all, retention: { minutes: 25 * HOUR, hours: 35 * DAY, days: 400 * DAY, cases: 35 * DAY } });
  open = await stage({ store, reports: asked(await openReports()), refuseWrite: (request) => refuseWrite(request, []), categories: () => Promise.resolve({ classifications: {}, categories: {}, departments: {}, sources: { hotline: '热线' } }) });
  await open.push.tick();
});
afterAll(async () => { await open.close(); await store.close(); await redis.stop(); await audit.close(); await rm(dir, { recursive: true, force: true }); });

/** Mostly any minute, often the very edges of a day. */
const instant = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 6 * 1440 }).map((m) => dayStart(ZONE, FIRST) + m * MINUTE) }, { weight: 2, arbitrary: fc.tuple(fc.integer({ min: FIRST, max: TODAY }), fc.constantFrom(-1, 0, 1)).map(([day, by]) => dayStart(ZONE, day) + by) });
const drawn = fc.record({
  region: fc.constantFrom(...REGIONS), category: fc.constantFrom('1-0101', '1-0202', '2-0303'), source: fc.constantFrom('hotline', 'grid'), urgent: fc.boolean(),
  status: fc.constantFrom('open', 'open', 'suspended', 'closed', 'closed', 'closed', 'void'), reported: instant, steps: fc.array(fc.integer({ min: 0, max: 2 * DAY }), { minLength: 6, maxLength: 6 }), reached: fc.integer({ min: 0, max: 5 }),
  snap: fc.option(fc.constantFrom(-1, 0, 1)), deadline: fc.option(instant, { freq: 5 }), reworks: fc.integer({ min: 0, max: 3 }), suspendedSeconds: fc.integer({ min: 0, max: 5000 }),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

/** A life that goes forwards: each stage after the one before, none in the future; some end on the stroke of midnight. */
function caseOf(id: string, v: number, { reported, steps, reached, snap, deadline, ...rest }: Drawn, now: number): Case {
  const times: Case['times'] = { reported };
  let at = reported;
  const last = rest.status === 'closed' ? 6 : reached;
  for (let i = 1; i <= last; i++) {
    at = Math.min(now, at + steps[i - 1]!);
    if (i === last && snap !== null) at = Math.min(now, Math.max(at, dayStart(ZONE, localDay(ZONE, at)) + DAY + snap));
    times[CASE_STAGES[i]!] = at;
  }
  if (rest.status === 'void') times.void = Math.min(now, at + steps[5]!);
  return aCase(id, rest.region, v, { ...rest, stage: CASE_STAGES[last]!, times, ...(deadline === null ? {} : { deadline }) });
}

async function take(cases: readonly Case[]): Promise<void> {
  for (const c of cases) kept.set(c.id, c);
  await store.put('case', cases.map((entity) => ({ entity, contribution: contributions(entity, open.hands.now, rules) })), { feed: 'case', now: open.hands.now });
  open.push.onApplied('case', cases);
  open.hands.wall += 3_000;
}
/** As the timekeeper does: what time alone changed. */
async function pass(ms: number): Promise<void> {
  open.hands.now += ms;
  open.hands.wall += ms;
  for (let due = await store.due(open.hands.now, 500); due.length > 0; due = await store.due(open.hands.now, 500)) {
    const cases = due.flatMap(({ entity, shard, at }) => (entity?.kind === 'case' ? [{ entity, shard, contribution: contributions(entity, at, rules) }] : []));
    await store.reapply('case', cases);
  }
}

/** One by one, by domain.md §2 and nothing of ours. */
function recount(region: string, day: number): Record<string, number> {
  const { from, to } = dayWindow(ZONE, day);
  const inside = new Set(REGIONS.filter((code) => CITY.path(code).some((step) => step.code === region)));
  const found: Record<string, number> = {};
  const add = (name: string, n = 1): void => { found[name] = (found[name] ?? 0) + n; };
  for (const c of kept.values()) {
    if (!inside.has(c.region)) continue;
    const on = (at: number | undefined): boolean => at !== undefined && at >= from && at < to;
    const ended = c.status === 'closed' ? c.times.closed : c.status === 'void' ? c.times.void : undefined;
    for (const name of ['reported', 'accepted', 'filed', 'dispatched', 'handled', 'verified'] as const) if (on(c.times[name])) add(name);
    if (c.status === 'void' && on(ended)) add('void');
    if (on(c.times.reported) && c.urgent) add('urgent');
    if (on(c.times.reported)) { add(`category.${c.category}`); add(`source.${c.source}`); }
    if (on(c.times.handled)) { add('handledTimes', 1 + c.reworks); add('reworked', c.reworks); }
    if (c.status === 'closed' && on(ended)) {
      add('closed');
      add(c.deadline === undefined || ended! <= c.deadline ? 'closedOnTime' : 'closedLate');
      add('durationCount');
      add('durationSum', Math.max(0, Math.floor((ended! - c.times.reported) / 1000) - c.suspendedSeconds));
    }
    // At the first instant after the day: past its deadline, and not ended before. Time under 挂账 is nobody's delay.
    const late = c.deadline !== undefined && c.deadline < Math.min(to, open.hands.now + 1) && c.status !== 'suspended' && (ended === undefined || (ended >= to && ended > c.deadline));
    if (late) add('overdue');
  }
  const due = (found['closed'] ?? 0) + (found['overdue'] ?? 0);
  return Object.fromEntries(Object.entries({ ...found, due }).filter(([, n]) => n !== 0));
}

async function ask(day: number, region = 'c'): Promise<ApiReport> {
  open.hands.wall += 2_000;
  const answer = await fetch(`${open.url}/api/desk/report?day=${dayText(day)}&region=${region}`);
  if (!answer.ok) throw new Error(await answer.text());
  return ApiReport.parse(await answer.json());
}
async function compare(): Promise<number> {
  let sum = 0;
  for (let day = FIRST - 1; day <= TODAY; day++) {
    for (const region of ['c', 'c1', 'c22', 'c121', 'c1111']) {
      const { report } = await ask(day, region);
      const own = Object.fromEntries(Object.entries(figuresOf(report)).filter(([name]) => !name.startsWith('child.')));
      const expected = recount(region, day);
      const known = report.categories === null ? Object.fromEntries(Object.entries(expected).filter(([name]) => !name.startsWith('category.'))) : expected;
      expect({ day: report.day, region, ...own }).toEqual({ day: report.day, region, ...known });
      expect(report.reconciled).toBe(true);
      const children = [...report.children.map(({ code, row }) => [code, row] as const), ...(report.unplaced ? [[unplacedOf(region), report.unplaced] as const] : [])];
      for (const name of ['accepted', 'closed', 'due', 'overdue'] satisfies CountName[]) {
        if (children.length > 0) expect(children.reduce((total, [, row]) => total + COUNTS[name](row), 0)).toBe(COUNTS[name](report.row));
        for (const { code, row } of report.children) expect([code, name, COUNTS[name](row)]).toEqual([code, name, recount(code, day)[name] ?? 0]);
      }
      sum += COUNTS.due(report.row);
    }
  }
  return sum;
}

describe('a day\'s figures', () => {
  it('are those of counting one by one, for every day and level', async () => {
    await take(fc.sample(drawn, { numRuns: 900, seed: 21 }).map((d, i) => caseOf(`k${i}`, 1, d, T0)));
    expect(await compare()).toBeGreaterThan(1_000);
  }, 120_000);

  it('stay so when cases are corrected, when time alone makes them overdue, and over midnight', async () => {
    await pass(3 * HOUR);
    await take(fc.sample(drawn, { numRuns: 400, seed: 22 }).map((d, i) => caseOf(i < 250 ? `k${i * 2}` : `n${i}`, 2, d, open.hands.now)));
    expect(await compare()).toBeGreaterThan(1_000);
    await pass(DAY);
    expect(await compare()).toBeGreaterThan(1_000);
    await pass(-(DAY + 3 * HOUR));
  }, 120_000);

  it('say the mean exactly, and median and P90 within 2 %', async () => {
    const { report } = await ask(TODAY - 1);
    const { from, to } = dayWindow(ZONE, TODAY - 1);
    const seconds = [...kept.values()].flatMap((c) => (c.status === 'closed' && c.times.closed! >= from && c.times.closed! < to ? [Math.max(0, Math.floor((c.times.closed! - c.times.reported) / 1000) - c.suspendedSeconds)] : [])).sort((a, b) => a - b);
    const rank = (q: number): number => seconds[Math.max(1, Math.ceil(q * seconds.length)) - 1]!;
    expect(seconds.length).toBeGreaterThan(30);
    expect(DURATIONS.mean(report.row)).toBeCloseTo(seconds.reduce((a, b) => a + b, 0) / seconds.length, 6);
    for (const [name, q] of [['median', 0.5], ['p90', 0.9]] as const) expect(Math.abs(DURATIONS[name](report.row)! / rank(q) - 1)).toBeLessThan(0.021);
  });

  it('compare equal windows: the whole day before, a part of it while the day is not over, and nothing where nothing is kept', async () => {
    const whole = (await ask(TODAY - 1)).report;
    expect([whole.finished, whole.ring.day, whole.ring.why, COUNTS.due(whole.ring.row!)]).toEqual([true, dayText(TODAY - 2), null, recount('c', TODAY - 2)['due']]);
    expect([whole.year.why, whole.year.row]).toEqual(['noData', null]);
    // None in one place is none; the city has some.
    const quiet = (await ask(TODAY - 1, 'c2222')).report;
    expect([quiet.ring.why, quiet.ring.row === null]).toEqual([null, false]);
    const part = (await ask(TODAY)).report;
    expect([part.finished, part.year.row, part.year.why]).toEqual([false, null, 'unfinished']);
    const { from } = dayWindow(ZONE, TODAY);
    const elapsed = Math.floor((T0 - from) / MINUTE) * MINUTE;
    const closed = [...kept.values()].filter((c) => c.status === 'closed' && c.times.closed! >= from - DAY && c.times.closed! < from - DAY + elapsed).length;
    expect(COUNTS.closed(part.ring.row!)).toBe(closed);
    const old = (await ask(TODAY - 380)).report;
    expect([old.year.why, old.stations]).toEqual(['notKept', null]);
    const bad = await fetch(`${open.url}/api/desk/report?day=2026-02-30`);
    expect([bad.status, ((await bad.json()) as { error: string }).error]).toEqual([400, expect.stringMatching(/^day: found "2026-02-30", expected YYYY-MM-DD from /)]);
  });

  it('come with the day\'s alerts and with stations that passed 警戒', async () => {
    const { from } = dayWindow(ZONE, TODAY);
    const alerts = [anAlert('in', 'c1', 1, { issuedAt: T0 - HOUR }), anAlert('before', 'c1', 1, { issuedAt: from - HOUR, revokedAt: from }), anAlert('city', 'c', 1, { issuedAt: from - HOUR, expiresAt: from + 1 }), anAlert('other', 'c2', 1, { issuedAt: T0 - HOUR })];
    await store.put('alert', alerts.map((entity) => ({ entity, contribution: contributions(entity, T0, rules) })), { feed: 'alert', now: T0 });
    open.push.onApplied('station', [aStation('s1', 'c1', 1, { reading: { at: T0 - 2 * HOUR, level: 11.2 } }), aStation('s2', 'c1', 1, { reading: { at: T0 - 2 * HOUR, level: 9.9 } })]);
    open.push.onApplied('station', [aStation('s1', 'c1', 2, { reading: { at: T0 - HOUR, level: 10.4 } })]);
    const { report } = await ask(TODAY, 'c1');
    expect(report.alerts.map(({ id }) => id)).toEqual(['city', 'in']);
    expect(report.stations).toEqual([{ id: 's1', name: 's1', type: 'river', level: 11.2, at: T0 - 2 * HOUR, warning: 10, danger: 12 }]);
  });
});

const post = async (day: number, body: object): Promise<[number, Record<string, unknown>]> => {
  const answer = await fetch(`${open.url}/api/desk/reports/${dayText(day)}/sign`, { method: 'POST', headers: { origin: open.url, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return [answer.status, await answer.json() as Record<string, unknown>];
};

describe('a signed report', () => {
  const day = TODAY - 1;
  it('is refused for a day that is not over, for figures that were not seen, and for a second signer', async () => {
    expect((await post(TODAY, { name: '张三', base: (await ask(TODAY)).digest }))[0]).toBe(422);
    expect(await post(day, { name: '张三', base: 'x' })).toEqual([409, expect.objectContaining({ digest: (await ask(day)).digest })]);
    const base = (await ask(day)).digest;
    const both = await Promise.all([post(day, { name: '张三', base }), post(day, { name: '李四', base })]);
    expect(both.map(([status]) => status).sort()).toEqual([200, 409]);
    const [, won] = both.find(([status]) => status === 200)!;
    expect(both.find(([status]) => status === 409)![1]).toMatchObject({ by: won['by'], at: T0 });
    // Any region is signed by itself.
    expect((await post(day, { name: '王五', base: (await ask(day, 'c2')).digest, region: 'c2' }))[0]).toBe(200);
    expect((await ask(day, 'c1')).signed).toBeNull();
    expect(ApiReports.parse(await (await fetch(`${open.url}/api/desk/reports`)).json()).items.map(({ day: of, region }) => [of, region])).toEqual([[dayText(day), 'c'], [dayText(day), 'c2']]);
  });

  it('keeps its figures when the counters are corrected, and tells each change with the time it was noticed', async () => {
    const before = await ask(day);
    expect([before.signed?.intact, before.revisions]).toEqual([true, []]);
    const { from } = dayWindow(ZONE, day);
    const late = [...kept.values()].find((c) => c.status === 'open' && c.deadline !== undefined && c.deadline < from && c.times.handled === undefined && c.region.startsWith('c1'))!;
    // An officer enters today what was done yesterday: closed late, after one 返工.
    await take([{ ...late, version: { by: 'revision', value: 9 }, status: 'closed', stage: 'closed', reworks: 1, times: { ...late.times, handled: from + 5 * HOUR, closed: from + 6 * HOUR } }]);
    await pass(10 * MINUTE);
    const after = await ask(day);
    expect(after.report).toEqual(before.report);
    const told = Object.fromEntries(after.revisions.map(({ figure, signed, present }) => [figure, present - signed]));
    expect(told).toMatchObject({ closed: 1, closedLate: 1, overdue: -1, handled: 1, reworked: 1, handledTimes: 2, durationCount: 1, 'child.c1.closed': 1, 'child.c1.overdue': -1 });
    expect(told['due']).toBeUndefined();
    expect(new Set(after.revisions.map(({ noticedAt }) => noticedAt))).toEqual(new Set([open.hands.now]));
    await pass(MINUTE);
    expect((await ask(day)).revisions).toEqual(after.revisions);
    // Another region's report was signed without it, and is left alone.
    expect((await ask(day, 'c2')).revisions).toEqual([]);
    const reports = await openReports();
    expect(reports.revisionsOf(dayText(day), 'c')).toEqual(after.revisions);
    expect(reports.find(dayText(day), 'c')).toMatchObject({ hash: after.signed!.hash, by: after.signed!.by });
    await audit.close();
  });

  it('has the same figures as a workbook, numbers as numbers', async () => {
    const answer = await ask(day);
    const { report, revisions } = answer;
    const response = await fetch(`${open.url}/api/desk/report.xlsx?day=${report.day}&lang=zh-CN`);
    expect(response.headers.get('content-type')).toContain('spreadsheetml');
    const book = readBook(Buffer.from(await response.arrayBuffer()));
    expect([...book.keys()]).toEqual(['案件运行', '考核指标', '处置时长', '分区情况', '小类前十', '案件来源', '当日预警', '超警戒站点最高水位', '值守与视频', '签发后更正']);
    for (const rows of book.values()) expect(rows[0]![0]!.value).toContain('模拟数据');
    const row = (sheet: string, name: string): { value: string | number; format?: string }[] => book.get(sheet)!.find(([first]) => first?.value === name)! as never;
    expect(row('案件运行', '应结案')[1]).toMatchObject({ value: COUNTS.due(report.row), format: '#,##0' });
    expect(row('案件运行', '超期未结')[2]!.value).toBe(COUNTS.overdue(report.ring.row!));
    const { value, numerator, denominator } = rateOf(report.row, 'onTime');
    expect(row('考核指标', '按期结案率').map((cell) => cell?.value).slice(1, 5)).toEqual([value, '按期结案 / 应结案', numerator, denominator]);
    expect(row('考核指标', '按期结案率')[1]!.format).toBe('0.00%');
    for (const child of report.children) expect(row('分区情况', child.name).slice(1, 9).map((cell) => cell.value)).toEqual(['accepted', 'filed', 'handled', 'closed', 'due', 'closedOnTime', 'closedLate', 'overdue'].map((name) => COUNTS[name as CountName](child.row)));
    for (const { name, count } of [...report.categories!, ...report.sources]) expect([...book.get('小类前十')!, ...book.get('案件来源')!].find(([first]) => first?.value === name)![1]!.value).toBe(count);
    expect(book.get('签发后更正')!.filter((cells) => typeof cells[1]?.value === 'number').map((cells) => [cells[1]!.value, cells[2]!.value])).toEqual(revisions.map(({ signed, present }) => [signed, present]));
  });

  it('shows that its file was changed from outside', async () => {
    const { signed } = await ask(day);
    const file = join(dir, 'reports', `${signed!.hash}.json`);
    expect(await readdir(join(dir, 'reports'))).toHaveLength(2);
    await writeFile(file, (await readFile(file, 'utf8')).replace('"today.closed":', '"today.closed":9'));
    expect((await ask(day)).signed).toMatchObject({ intact: false });
    await rm(file);
    expect((await ask(day)).signed).toMatchObject({ intact: false });
  });
});

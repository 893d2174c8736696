/** The records behind a figure over HTTP: which are found, what is said of their completeness, what a bad question is told. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PushDeps } from '../../server/push/index.ts';
import { ApiCases, ApiStaff, ApiStations, ApiVideo } from '../../server/wire/records.ts';
import type { Case } from '../../server/wire/entity.ts';
import { stage, type Stage } from './screens.ts';
import { aCamera, aCase, aStaff, aStation, T0 } from './small-city.ts';

const DAY = 86_400_000;
let open: Stage;
afterEach(() => open.close());
async function begin(entities: Parameters<Stage['hands']['store']['keep']>[0][], extra: Partial<PushDeps> = {}): Promise<void> {
  open = await stage(extra);
  for (const entity of entities) open.hands.store.keep(entity);
  await open.push.tick();
}
const get = async (path: string): Promise<unknown> => (await fetch(open.url + path)).json();
const cases = async (query = ''): Promise<ApiCases> => ApiCases.parse(await get(`/api/cases?${query}`));
/** Once all cases have been read; each look is another half second, so that none is a kept answer. */
const whole = (query = ''): Promise<ApiCases> => vi.waitFor(async () => {
  open.hands.wall += 1000;
  const answer = await cases(query);
  expect(answer.since === null || answer.since <= T0 - DAY).toBe(true);
  return answer;
}, { timeout: 10_000, interval: 10 });
const ids = ({ items }: { items: { id: string }[] }): string[] => items.map(({ id }) => id);
const closed = (id: string, at: number, extra: Partial<Case> = {}): Case => aCase(id, 'c1111', 1, { status: 'closed', stage: 'closed', times: { reported: at - 60_000, closed: at }, ...extra });

describe('cases', () => {
  const some = [
    aCase('new', 'c1111', 1), aCase('old', 'c2111', 1, { times: { reported: T0 - 20 * DAY }, deadline: T0 - DAY, urgent: true }),
    aCase('waits', 'c1', 1, { status: 'suspended', stage: 'handled', supervised: true, times: { reported: T0 - 1000 }, category: '2-0202', source: 'grid', department: 'D01', reworks: 1 }),
    closed('today', T0 - 60_000, { deadline: T0 - 30_000, department: 'D99' }), closed('late', T0 - 50_000, { deadline: T0 - 55_000 }), closed('longAgo', T0 - 10 * DAY),
    aCase('void', 'c1111', 1, { status: 'void', times: { reported: T0 - 5000, void: T0 - 4000 } }),
  ];

  it('are found by every filter, newest first, whatever their age while they are open', async () => {
    await begin(some);
    await whole();
    const found = async (query: string): Promise<string[]> => ids(await cases(query));
    expect(await found('status=open,suspended')).toEqual(['new', 'waits', 'old']);
    expect(await found('status=open,suspended&region=c1')).toEqual(['new', 'waits']);
    expect(await found('region=c1%2F-')).toEqual(['waits']);
    expect(await found('overdue=1')).toEqual(['old']);
    expect(await found('urgent=1')).toEqual(['old']);
    expect(await found('supervised=1')).toEqual(['waits']);
    expect(await found('stage=handled')).toEqual(['waits']);
    expect(await found('category=2-0202,9-9')).toEqual(['waits']);
    expect(await found('source=grid')).toEqual(['waits']);
    expect(await found('department=D01')).toEqual(['waits']);
    // 未归口: what names nobody, and what names one that the city has not.
    expect(await found('department=-&status=open')).toEqual(['new', 'old']);
    expect(await found(`department=-&at=closed&from=${T0 - DAY}`)).toEqual(['late', 'today']);
    expect(await found('reworked=1')).toEqual(['waits']);
    expect(await found(`at=closed&from=${T0 - DAY}`)).toEqual(['late', 'today']);
    expect(await found(`onTime=1&at=closed&from=${T0 - DAY}`)).toEqual(['today']);
    expect(await found(`onTime=0&at=closed&from=${T0 - DAY}`)).toEqual(['late']);
    expect(await found(`from=${T0 - 5000}&to=${T0 - 1000}`)).toEqual(['void']);
    expect(await found(`at=void&from=${T0 - DAY}`)).toEqual(['void']);
    expect(await found('located=1')).toEqual([]);
  });

  it('are found by class, and what the table lacks as unclassified', async () => {
    await begin(some, { categories: () => Promise.resolve({ classifications: { gb: { name: '大类', classes: { a: '甲' } } }, categories: { '2-0202': { name: '小类', gb: 'a' } }, departments: {} }) });
    await whole();
    expect(ids(await cases('class=gb:a'))).toEqual(['waits']);
    expect(ids(await cases('class=gb:unclassified&status=open'))).toEqual(['new', 'old']);
  });

  it('say of themselves whether they are all', async () => {
    await begin(some);
    // At the first question only the newest are at hand: it says so, and since when.
    const first = await cases('status=open');
    expect([first.complete, first.since]).toEqual([false, T0 - 20 * DAY]);
    expect((await whole('status=open')).complete).toBe(true);
    const all = await whole();
    // What ended long ago is not kept; the question did not say since when.
    expect([all.complete, all.since, ids(all).includes('longAgo')]).toEqual([false, Date.UTC(2026, 5, 29, 16), false]);
    expect((await cases(`from=${T0 - DAY}`)).complete).toBe(true);
    expect((await cases(`from=${T0 - 5 * DAY}`)).complete).toBe(false);
  });

  it('count all and list some; what the intake brings is there at once, and goes when its day is over', async () => {
    await begin(Array.from({ length: 120 }, (_, i) => aCase(`k${i}`, 'c1111', 1, { times: { reported: T0 - i } })));
    const some = await whole('limit=7');
    expect([some.total, ids(some)]).toEqual([120, ['k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6']]);
    open.push.onApplied('case', [aCase('k0', 'c1111', 2, { status: 'closed', stage: 'closed', times: { reported: T0, closed: T0 } })]);
    open.hands.wall += 1000;
    expect([(await cases('status=open')).total, (await cases('status=closed')).total]).toEqual([119, 1]);
    open.hands.now += 3 * DAY; open.hands.wall += 1000;
    expect([(await cases('status=open')).total, (await cases('status=closed')).total]).toEqual([119, 0]);
  });

  it('are read again after the store was away', async () => {
    await begin(some);
    open.hands.store.down = true;
    expect((await cases('status=open')).complete).toBe(false);
    open.hands.store.down = false;
    expect((await whole('status=open')).total).toBe(2);
  });

  it('are looked for once for all who ask the same', async () => {
    const deps = { categories: vi.fn(() => Promise.resolve({ classifications: {}, categories: {}, departments: {} })) };
    await begin(some, deps);
    await Promise.all(Array.from({ length: 20 }, () => cases('class=gb:a')));
    expect(deps.categories).toHaveBeenCalledTimes(1);
  });
});

it('cameras, stations and staff by state, always whole', async () => {
  await begin([
    aCamera('v1', 'c1111', 1, { name: '路口' }), aCamera('v2', 'c1111', 1, { status: 'off' }), aCamera('v3', 'c2111', 1, { status: 'off' }),
    aStation('s1', 'c1111', 1, { reading: { at: T0, level: 11 } }), aStation('s2', 'c2111', 1, { type: 'ponding' }),
    aStaff('p1', 'c1111', 1), aStaff('p2', 'c1111', 1, { duty: 'patrol', role: 'lead', expected: false }), aStaff('p3', 'c2111', 1, { seenAt: T0 - DAY }),
  ]);
  expect(ApiVideo.parse(await get('/api/video?status=off&region=c1'))).toMatchObject({ total: 1, complete: true, items: [{ id: 'v2', status: 'off', lng: 118.3 }] });
  expect(ApiVideo.parse(await get('/api/video?status=on')).items[0]).toMatchObject({ id: 'v1', name: '路口' });
  expect(ids(ApiStations.parse(await get('/api/stations?state=warning')))).toEqual(['s1']);
  expect(ids(ApiStations.parse(await get('/api/stations?type=ponding&state=silent')))).toEqual(['s2']);
  expect(ids(ApiStations.parse(await get('/api/stations?id=s2')))).toEqual(['s2']);
  expect(ids(ApiStaff.parse(await get('/api/staff?duty=onDuty,patrol')))).toEqual(['p1', 'p2']);
  expect(ids(ApiStaff.parse(await get('/api/staff?role=lead')))).toEqual(['p2']);
  expect(ids(ApiStaff.parse(await get('/api/staff?expected=1&duty=offDuty')))).toEqual(['p3']);
});

it.each([
  ['/api/cases?status=gone', 'status: found "gone", expected some of open, suspended, closed, void, with a comma between'],
  ['/api/cases?stat=open', 'parameter: found "stat", expected region, status'],
  ['/api/cases?limit=201', 'limit: found "201", expected a whole number from 1 to 200'],
  ['/api/cases?from=yesterday', 'from: found "yesterday", expected a whole number'],
  ['/api/cases?urgent=yes', 'urgent: found "yes", expected 1 or 0'],
  ['/api/cases?class=gb', 'class: found "gb", expected CLASSIFICATION:CLASS'],
  ['/api/cases?source=a&source=b', 'source: found ["a","b"], expected keys'],
  ['/api/video?status=broken', 'status: found "broken", expected some of on, off'],
  ['/api/stations?state=', 'state: found "", expected some of normal'],
  ['/api/staff?duty=here', 'duty: found "here"'],
  ['/api/nearby?lat=29.5', 'lng: found nothing, expected degrees (WGS-84) from -180 to 180'],
  ['/api/nearby?lng=118.5&lat=95', 'lat: found "95", expected degrees (WGS-84) from -90 to 90'],
  ['/api/nearby?lng=118.5&lat=29.5&staff=21', 'staff: found "21", expected a whole number from 0 to 20'],
  ['/api/nearby?lng=118.5&lat=29.5&radius=3', 'parameter: found "radius", expected region, lng, lat'],
])('%s is told what was found and expected', async (path, error) => {
  await begin([]);
  const answer = await fetch(open.url + path);
  expect([answer.status, (await answer.json() as { error: string }).error]).toEqual([400, expect.stringContaining(error)]);
});

it('an unknown region is 404; before the first tick the answer is to ask again', async () => {
  open = await stage();
  expect((await fetch(`${open.url}/api/video`)).status).toBe(503);
  await open.push.tick();
  for (const region of ['x', 'x/-', '']) expect((await fetch(`${open.url}/api/cases?region=${region}`)).status).toBe(404);
});

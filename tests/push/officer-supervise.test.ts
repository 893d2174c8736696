/** 督办 over a real socket: ordered, refused in words, listed by place with its case. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Supervisions } from '../../server/orders/index.ts';
import type { Line } from '../../server/orders/state.ts';
import type { Case } from '../../server/wire/entity.ts';
import { ApiSupervisions, SuperviseAnswer, SuperviseConflict } from '../../server/wire/supervision.ts';
import { stage, type Stage } from './screens.ts';
import { T0 } from './small-city.ts';

const CASE: Case = {
  kind: 'case', id: 'A/1', version: { by: 'revision', value: 3 }, updatedAt: T0, region: 'c1', category: '1-0101', source: 'S01', urgent: false, supervised: false, status: 'open', stage: 'dispatched',
  times: { reported: T0 - 1000 }, suspendedSeconds: 0, reworks: 0, address: '某路 1 号', lng: 118.5, lat: 29.5,
};
let open: Stage;
let broken: boolean;
beforeEach(async () => {
  broken = false;
  const supervisions = new Supervisions({
    audit: { append: (line: Line) => (broken ? Promise.reject(new Error('EIO')) : Promise.resolve(line)) }, world: 'demo', now: () => T0, orders: null, timeText: String,
    hours: { usual: 4, most: 72 }, fetch, rng: () => 0, randomHex: () => `o${Math.trunc(performance.now() * 1000)}`, log: { info: () => undefined, warn: () => undefined },
  });
  open = await stage({ supervisions });
  open.hands.store.keep(CASE);
  open.hands.store.keep({ ...CASE, id: 'B', region: 'c2', status: 'closed' });
  await open.push.tick();
});
afterEach(() => open.close());

async function post(id: string, body: object, path = 'supervise'): Promise<[number, unknown]> {
  const answer = await fetch(`${open.url}/api/cases/${encodeURIComponent(id)}/${path}`, { method: 'POST', headers: { origin: open.url, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return [answer.status, await answer.json()];
}
const listed = async (query: string): Promise<ApiSupervisions> => ApiSupervisions.parse(await (await fetch(`${open.url}/api/desk/supervisions?${query}`)).json());

it('is answered with its order, listed by place and by case, and a second officer reads who was first', async () => {
  const [status, body] = await post(CASE.id, { name: '张三', note: '请加快', hours: 2 });
  expect([status, SuperviseAnswer.parse(body).supervision]).toMatchObject([200, { case: CASE.id, by: '张三', note: '请加快', hours: 2, deadline: T0 + 7_200_000, local: true }]);
  const [again, conflict] = await post(CASE.id, { name: '李四' });
  expect([again, SuperviseConflict.parse(conflict)]).toMatchObject([409, { supervision: { by: '张三' } }]);
  expect(await listed('region=c1')).toMatchObject({ connected: false, lifts: true, hours: { usual: 4, most: 72 }, items: [{ case: CASE.id, record: { address: '某路 1 号', supervised: false } }] });
  expect((await listed('region=c2')).items).toEqual([]);
  expect((await listed(`case=${encodeURIComponent(CASE.id)}`)).items).toHaveLength(1);
  const { order } = (await listed('region=c1')).items[0]!;
  expect((await post(CASE.id, { name: '李四', order: 'another' }, 'supervise/lift'))[0]).toBe(409);
  expect(await post(CASE.id, { name: '李四', order }, 'supervise/lift')).toMatchObject([200, { supervision: { state: 'lifted', lift: { by: '李四' } } }]);
});

it.each([
  ['a case that is none', 'ZZ', { name: '张三' }, 404, '"ZZ"'], ['a case that has ended', 'B', { name: '张三' }, 409, 'ended'], ['too many hours', CASE.id, { name: '张三', hours: 100 }, 400, 'at most 72'],
  ['no name', CASE.id, { name: '' }, 400, 'name'], ['more than it knows', CASE.id, { name: '张三', at: 1 }, 400, 'at'],
])('takes nothing for %s, and says why', async (_what, id, body, status, words) => {
  const [got, answer] = await post(id, body);
  expect([got, (answer as { error: string }).error]).toEqual([status, expect.stringContaining(words)]);
  expect((await listed('')).items).toEqual([]);
});

it('says that it does not count where it cannot be written', async () => {
  broken = true;
  expect(await post(CASE.id, { name: '张三' })).toEqual([503, { error: expect.stringContaining('does not count') as string }]);
  expect((await listed('')).items).toEqual([]);
});

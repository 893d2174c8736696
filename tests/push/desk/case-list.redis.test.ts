/** The desk's list on a real store: read from it at the first question, fed from then on, each row as the store has it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contributions, makeRules } from '../../../server/aggregate/index.ts';
import { openStore, type Store } from '../../../server/store/index.ts';
import { ApiDeskCases } from '../../../server/wire/case-list.ts';
import type { Case } from '../../../server/wire/entity.ts';
import { startRedis, type TestRedis } from '../../helpers/redis.ts';
import { stage, type Stage } from '../screens.ts';
import { smallCity } from '../small-city.ts';
import { caseOf, drawCases, drawQuestions, paramsOf, plainly } from './plain-list.ts';

const [HOUR, DAY] = [3_600_000, 86_400_000];
const rules = makeRules({
  city: { silence: { staff: 300_000, station: 1_200_000 }, retention: { cases: 35 * DAY }, heat: { resolution: 9 }, classification: 'gb' },
  categories: { classOf: () => '1-01', departmentKey: () => '-' },
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

const ask = async (query: string): Promise<ApiDeskCases> => ApiDeskCases.parse(await (await fetch(`${open.url}/api/desk/cases?${query}`)).json());
async function take(cases: readonly Case[]): Promise<void> {
  const { changed } = await store.put('case', cases.map((entity) => ({ entity, contribution: contributions(entity, open.hands.now, rules) })), { feed: 'case', now: open.hands.now });
  open.push.onApplied('case', cases.filter(({ id }) => changed.includes(id)));
  open.hands.wall += 1_500;
}

it('answers as one by one, before and after changes and removals', async () => {
  const draws = drawCases(1500, 31);
  const kept = new Map(draws.slice(0, 1000).map((d, i) => [`k${i}`, caseOf(`k${i}`, 1, d)]));
  await take([...kept.values()]);
  await open.push.tick();
  await expect.poll(async () => (await ask('limit=1')).filling, { timeout: 20_000 }).toBe(null);
  expect(await store.count('case')).toBe(1000);
  const compare = async (seed: number): Promise<void> => {
    for (const q of drawQuestions(80, seed)) {
      const { total, items } = await ask(paramsOf(q));
      const expected = plainly(kept.values(), q);
      expect({ q, total, ids: items?.map(({ id }) => id) }).toEqual({ q, total: expected.length, ids: expected.slice(q.offset, q.offset + q.limit) });
      for (const item of items ?? []) {
        const c = kept.get(item.id)!;
        expect(item).toMatchObject({ address: c.address, stage: c.stage, status: c.status, urgent: c.urgent, supervised: c.supervised, reportedAt: c.times.reported, deadline: c.deadline ?? null, region: c.region });
      }
    }
  };
  await compare(1);
  const next = draws.slice(1000).map((d, i) => caseOf(i < 350 ? `k${i}` : `n${i}`, 2, d));
  for (const c of next) kept.set(c.id, c);
  await take(next);
  await store.remove('case', ['k900', 'k901'], null, { feed: 'case', now: open.hands.now });
  for (const id of ['k900', 'k901']) kept.delete(id);
  open.push.onRemoved('case', ['k900', 'k901']);
  await compare(2);
  // One that the store has dropped without a word leaves the list when its row is read.
  const [first] = (await ask('limit=1')).items!;
  await store.remove('case', [first!.id], null, { feed: 'case', now: open.hands.now });
  kept.delete(first!.id);
  open.hands.wall += 1_500;
  await ask('limit=1');
  await compare(3);
  const gone = await fetch(`${open.url}/api/desk/cases/${first!.id}`);
  expect(gone.status).toBe(404);
}, 60_000);

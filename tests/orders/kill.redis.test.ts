/** The whole product: a 督办 is on record when the server is killed, reaches a faulty platform after it, lands by the ordinary pull, and the truth counts it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditLine } from '../../server/access/index.ts';
import { ApiSupervisions, SuperviseAnswer, type Supervision } from '../../server/wire/supervision.ts';
import { ApiCases } from '../../server/wire/records.ts';
import { startProduct, type Product } from '../helpers/product.ts';
import { startWitness } from '../helpers/witness.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ scale: 0.005, historyDays: 1 });
  await product.untilReady(150_000);
  await product.untilLoaded();
}, 300_000);
afterAll(() => product?.stop());

async function faults(what: unknown): Promise<void> {
  const answer = await fetch(`${product.feedsUrl}/admin/faults`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-admin-token': product.adminToken }, body: JSON.stringify(what) });
  if (!answer.ok) throw new Error(await answer.text());
}
async function post(path: string, body: object): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${product.url}${path}`, { method: 'POST', headers: { origin: product.url, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}
const supervision = async (id: string): Promise<Supervision | undefined> => ApiSupervisions.parse(await (await fetch(`${product.url}/api/desk/supervisions?case=${id}`)).json()).items[0];
const marks = async (order: string): Promise<string[]> => (await readFile(join(product.dir, 'server', 'audit.ndjson'), 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line) as AuditLine)
  .filter(({ detail }) => detail['order'] === order).map(({ action }) => action);

it('a 督办 that was answered is neither lost nor doubled when the server is killed before it was delivered', async () => {
  const cases = ApiCases.parse(await (await fetch(`${product.url}/api/cases?status=open&supervised=0&limit=20`)).json()).items;
  // One that was reported lately is not about to be closed.
  const { id } = cases[0]!;
  await faults({ http500: 1, only: ['case'] });
  const answered = await post(`/api/cases/${id}/supervise`, { name: '张三', note: '请加快', hours: 2 });
  const { order, state } = SuperviseAnswer.parse(answered.body).supervision;
  expect([answered.status, state]).toEqual([200, 'ordered']);
  await product.kill('server');
  expect(await marks(order)).toEqual(['case.supervise']);
  await product.start('server');
  await product.untilReady();
  expect(await supervision(id)).toMatchObject({ order, state: 'ordered', by: '张三', deliveredAt: null });
  // Half of the answers are lost though the order was done: it is asked again, under its own id.
  await faults({ http500: 0.4, http429: { share: 0.2, retryAfter: 1 }, malformed: { share: 0, truncate: 0.5 }, only: ['case'] });
  await expect.poll(async () => (await supervision(id))?.deliveredAt ?? null, { timeout: 120_000, interval: 200 }).not.toBeNull();
  await product.kill('server');
  await faults('none');
  await product.start('server');
  await product.untilReady();
  await expect.poll(async () => (await supervision(id))?.landedAt ?? (await supervision(id))?.finishedAt ?? null, { timeout: 60_000, interval: 200 }).not.toBeNull();
  const [first, ...then] = (await marks(order)).slice(0, 3);
  expect(first).toBe('case.supervise');
  // Where the answer was lost though the order was done, its case shows it before the platform is asked again.
  expect(then.sort()).toEqual(['case.supervise.delivered', 'case.supervise.landed']);
  const kept = (await readFile(join(product.dir, 'case-orders.ndjson'), 'utf8')).split('\n').filter(Boolean);
  expect(kept.map((line) => (JSON.parse(line) as { reqNo: string }).reqNo)).toEqual([order]);
  // The figures of the city know it, and so does who witnesses against them.
  const witness = await startWitness(product);
  try { await witness.untilEqual({ families: ['case'] }); } finally { await witness.close(); }
  // Lifted, it lands too.
  const before = (await supervision(id))!;
  if (before.state !== 'landed') return;
  expect((await post(`/api/cases/${id}/supervise/lift`, { name: '李四', note: '已处置', order })).status).toBe(200);
  await expect.poll(async () => (await supervision(id))?.state, { timeout: 60_000, interval: 200 }).toBe('lifted');
}, 600_000);

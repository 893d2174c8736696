/** 督办 on the simulated case platform: it moves the order on, once, and the truth counts it; nothing else changes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MINUTE, parseLocal } from '../../mock-feeds/local-time.ts';
import { ORIGIN, hours, pullAll, simulators } from './start.ts';
import type { Order, Running } from './start.ts';

const { start } = simulators();

const ordersOf = async (run: Running): Promise<Map<string, Order>> => new Map((await pullAll(run)).pages.flatMap((p) => p.data.list).map((o) => [o.orderNo, o]));
const open = (o: Order): boolean => o.stateCd !== '70' && o.stateCd !== '90';
interface Answer { code: number; data: { orderNo: string; rev: number; updTm: string } | null }
async function supervise(run: Running, orderNo: string, reqNo: string, opType = 'DB'): Promise<Answer> {
  const answer = await run.post('/case/api/v2/supervisions', { reqNo, orderNo, opType, opUser: '张三', opinion: '请加快', limitTm: '2024-07-10 23:00:00' });
  return await answer.json() as Answer;
}
const supervisedIn = async (run: Running): Promise<number> => ((await run.get('/truth?families=case&regions=990100')) as { regions: Record<string, { counters: Record<string, number> }> }).regions['990100']!.counters['supervised'] ?? 0;

describe('an order of 督办', () => {
  it('comes with the next pull as a new revision, and nothing but that order has changed', async () => {
    const run = await start();
    const before = await ordersOf(run);
    const cursor = await pullAll(run);
    const truth = await supervisedIn(run);
    const of = [...before.values()].find((o) => open(o) && o.superv === 'N')!;
    await run.at(ORIGIN + 1);
    const answer = await supervise(run, of.orderNo, 'r1');
    expect(answer).toMatchObject({ code: 0, data: { orderNo: of.orderNo, rev: of.rev + 1 } });
    const changed = (await pullAll(run, 50, cursor.since, cursor.afterNo)).pages.flatMap((p) => p.data.list);
    expect(changed).toEqual([{ ...of, superv: 'Y', rev: of.rev + 1, updTm: answer.data!.updTm }]);
    expect(parseLocal(answer.data!.updTm)).toBe(ORIGIN + 1);
    expect(await ordersOf(run)).toEqual(new Map([...before].map(([no, o]) => [no, no === of.orderNo ? changed[0]! : o])));
    expect(await supervisedIn(run)).toBe(truth + 1);
    // The same again, as after a lost answer, does nothing; 取消督办 takes it back.
    await run.at(ORIGIN + MINUTE);
    expect(await supervise(run, of.orderNo, 'r1')).toEqual(answer);
    expect((await supervise(run, of.orderNo, 'r2', 'QXDB')).data!.rev).toBeGreaterThanOrEqual(of.rev + 2);
    expect((await ordersOf(run)).get(of.orderNo)).toMatchObject({ superv: 'N' });
    expect(await supervisedIn(run)).toBe(truth);
  });

  it('leaves the lives of all others as they were, to their end, and is kept over a restart', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'yp-orders-'));
    try {
      const file = join(dir, 'orders.ndjson');
      const [plain, run] = [await start(), await start({ orders: file })];
      const chosen = [...(await ordersOf(run)).values()].filter((o) => open(o) && o.superv === 'N').slice(0, 12);
      for (const [i, o] of chosen.entries()) { await run.at(ORIGIN + 1 + i); expect((await supervise(run, o.orderNo, `r${i}`)).code).toBe(0); }
      for (const one of [plain, run]) await one.at(ORIGIN + hours(30));
      const [without, after] = [await ordersOf(plain), await ordersOf(run)];
      for (const [no, o] of after) {
        const same = without.get(no)!;
        if (chosen.some(({ orderNo }) => orderNo === no)) expect(o).toEqual({ ...same, superv: 'Y', rev: same.rev + 1, updTm: expect.any(String) as string });
        else expect(o).toEqual(same);
      }
      expect(await ordersOf(await start({ orders: file, now: ORIGIN + hours(30) }))).toEqual(after);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('is refused in words where there is no such order, or it has ended, and read strictly', async () => {
    const run = await start();
    const ended = [...(await ordersOf(run)).values()].find((o) => o.stateCd === '70')!;
    expect(await supervise(run, ended.orderNo, 'r1')).toMatchObject({ code: 40901, data: null });
    expect(await supervise(run, 'AJ202407100999999', 'r2')).toMatchObject({ code: 40401 });
    expect((await run.post('/case/api/v2/supervisions', { reqNo: 'r3' })).status).toBe(400);
  });

  it('fails as all else does under faults, and asked until it is answered is done once', async () => {
    const run = await start({ faults: { http500: 0.4, http429: 0.2, malformed: { share: 0, truncate: 0.4 }, only: ['case'] } });
    let list: Order[] = [];
    for (let i = 0; i < 100 && list.length === 0; i++) {
      try { list = (await run.get('/case/api/v2/orders?size=2000') as { data: { list: Order[] } }).data.list; } catch { /* a fault */ }
    }
    const of = list.find((o) => open(o) && o.superv === 'N')!;
    await run.at(ORIGIN + 1);
    const failures: string[] = [];
    for (let i = 0; i < 100; i++) {
      try { if ((await supervise(run, of.orderNo, 'r1')).code === 0) { failures.push('done'); if (failures.filter((one) => one === 'done').length === 3) break; } else failures.push('status'); } catch { failures.push('unreadable'); }
    }
    expect(new Set(failures)).toEqual(new Set(['done', 'status', 'unreadable']));
    await run.post('/admin/faults', 'none');
    expect((await ordersOf(run)).get(of.orderNo)).toMatchObject({ superv: 'Y', rev: of.rev + 1 });
  });
});

import { describe, expect, it } from 'vitest';
import { MINUTE, parseLocal } from '../../mock-feeds/local-time.ts';
import { ORIGIN, hours, pullAll, simulators } from './start.ts';
import type { Order, Running } from './start.ts';

const { start } = simulators();

const ordersOf = async (run: Running, size?: number): Promise<Order[]> => (await pullAll(run, size)).pages.flatMap((p) => p.data.list);
const ms = (text: string | null): number => (text === null ? 0 : parseLocal(text)!);

describe('case platform', () => {
  it('serves the same after a restart, and another seed serves other cases', async () => {
    const a = await ordersOf(await start());
    const b = await ordersOf(await start());
    const c = await ordersOf(await start({ seed: 8 }));
    expect(a.length).toBeGreaterThan(300);
    expect(b).toEqual(a);
    expect(c.slice(0, 50)).not.toEqual(a.slice(0, 50));
  });

  it('pages without a gap or a repeat, whatever the size, in order of (updTm, orderNo)', async () => {
    const run = await start();
    const small = await ordersOf(run, 7);
    const large = await ordersOf(run, 2000);
    expect(small).toEqual(large);
    expect(new Set(small.map((o) => o.orderNo)).size).toBe(small.length);
    const keys = small.map((o) => `${o.updTm} ${o.orderNo}`);
    expect(keys).toEqual([...keys].sort());
  });

  it('serves after a cursor exactly what changed since', async () => {
    const run = await start();
    const before = await pullAll(run);
    const known = new Map(before.pages.flatMap((p) => p.data.list).map((o) => [o.orderNo, o]));
    await run.at(ORIGIN + hours(5));
    const changed = (await pullAll(run, 50, before.since, before.afterNo)).pages.flatMap((p) => p.data.list);
    expect(changed.length).toBeGreaterThan(30);
    for (const order of changed) {
      expect(ms(order.updTm)).toBeGreaterThan(ORIGIN);
      expect(order.rev).toBeGreaterThan(known.get(order.orderNo)?.rev ?? 0);
      known.set(order.orderNo, order);
    }
    const all = await ordersOf(run);
    expect(new Map(all.map((o) => [o.orderNo, o]))).toEqual(known);
  });

  it('includes the instant of `since` where no order is named, so that a cursor can overlap', async () => {
    const run = await start();
    const all = await ordersOf(run);
    const at = all[Math.floor(all.length / 2)]!;
    const again = (await pullAll(run, 100, at.updTm)).pages.flatMap((p) => p.data.list);
    expect(again[0]).toEqual(at);
  });

  it('gives the same whether pulled in one go or step by step', async () => {
    const run = await start({ now: ORIGIN - hours(20) });
    const known = new Map<string, Order>();
    let cursor = { since: '', afterNo: '' };
    for (let step = 0; step <= 20; step++) {
      await run.at(ORIGIN - hours(20 - step));
      const got = await pullAll(run, 40, cursor.since, cursor.afterNo);
      cursor = got;
      for (const order of got.pages.flatMap((p) => p.data.list)) known.set(order.orderNo, order);
    }
    const all = await ordersOf(run);
    expect(new Map(all.map((o) => [o.orderNo, o]))).toEqual(known);
  });

  it('has valid lives: stages in order, flags and times that agree, every detour present', async () => {
    const run = await start({ scale: 0.05, historyDays: 8 });
    const orders = await ordersOf(run);
    const states = new Set(orders.map((o) => o.stateCd));
    expect([...states].sort()).toEqual(['10', '20', '30', '40', '45', '50', '55', '60', '70', '90']);
    for (const o of orders) checkLife(o);
    const share = (test: (o: Order) => boolean): number => orders.filter(test).length / orders.length;
    expect(share((o) => o.stateCd === '70')).toBeGreaterThan(0.5);
    expect(share((o) => o.stateCd === '90')).toBeGreaterThan(0.02);
    expect(share((o) => o.hangSecs > 0 || o.hangFlag === 'Y')).toBeGreaterThan(0.005);
    expect(share((o) => o.reworkCnt > 0)).toBeGreaterThan(0.01);
    expect(share((o) => o.superv === 'Y')).toBeGreaterThan(0.02);
    expect(share((o) => o.stateCd !== '70' && o.stateCd !== '90' && o.hangFlag === 'N' && ms(o.limitTm) > 0 && ms(o.limitTm) < ORIGIN)).toBeGreaterThan(0.003);
    expect(share((o) => o.gridCode === null && o.distCode === null)).toBeGreaterThan(0.03);
    expect(share((o) => o.kindCd === '1')).toBeGreaterThan(0.1);
    expect(share((o) => o.kindCd === '2')).toBeGreaterThan(0.5);
    expect(new Set(orders.map((o) => o.srcCd)).size).toBeGreaterThan(6);
  });

  it('has more cases of flooding in the storm than on a calm day', async () => {
    const run = await start({ scale: 0.05, now: ORIGIN + hours(3) });
    const flooding = (await ordersOf(run)).filter((o) => o.kindCd === '2' && o.smallCls === '0405');
    const on = (day: string): number => flooding.filter((o) => o.rptTm.startsWith(day)).length;
    expect(on('2024-07-10')).toBeGreaterThan(10 * Math.max(1, on('2024-07-09')));
  });

  it('answers a cursor that is none with what it expected', async () => {
    const run = await start();
    const answer = await fetch(`${run.url}/case/api/v2/orders?since=yesterday`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('expected yyyy-MM-dd HH:mm:ss.SSS');
  });
});

function checkLife(o: Order): void {
  const name = JSON.stringify(o);
  const reached = [o.rptTm, o.accTm, o.fileTm, o.dispTm, o.handTm, o.chkTm, o.endTm].map(ms).filter((t) => t > 0);
  expect(reached, name).toEqual([...reached].sort((a, b) => a - b));
  for (const time of [...reached, ms(o.voidTm), ms(o.hangSince)]) expect(time, name).toBeLessThanOrEqual(ms(o.updTm));
  expect(ms(o.updTm), name).toBeLessThanOrEqual(ORIGIN);
  expect(ms(o.endTm) > 0, name).toBe(o.stateCd === '70');
  expect(ms(o.voidTm) > 0, name).toBe(o.stateCd === '90');
  expect(o.hangFlag === 'Y', name).toBe(o.hangSince !== null);
  if (o.stateCd !== '10') expect(ms(o.limitTm) - ms(o.accTm), name).toBeGreaterThan(MINUTE);
  if (o.sat !== null) expect(o.stateCd === '70' || o.reworkCnt > 0, name).toBe(true);
}

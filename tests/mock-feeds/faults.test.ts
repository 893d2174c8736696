import { describe, expect, it } from 'vitest';
import { readFaults } from '../../mock-feeds/faults.ts';
import { parseLocal } from '../../mock-feeds/local-time.ts';
import { ORIGIN, pullAll, simulators } from './start.ts';
import type { Order, OrderPage, Running, StartOptions } from './start.ts';

const all = simulators();
const start = (faults: unknown, more: StartOptions = {}): Promise<Running> => all.start({ ...more, faults });

const listOf = (pages: OrderPage[]): Order[] => pages.flatMap((p) => p.data.list);
/** What a reader has that keeps the highest revision of each order. */
function latest(orders: Iterable<Order>): Map<string, Order> {
  const known = new Map<string, Order>();
  for (const o of orders) if (o.rev > (known.get(o.orderNo)?.rev ?? 0)) known.set(o.orderNo, o);
  return known;
}

describe('faults', () => {
  it('refuses a specification that is none, and says what was expected', () => {
    expect(() => readFaults('terrible')).toThrow('expected none, mild, wild, ahead or JSON');
    expect(() => readFaults('{"late":2}')).toThrow('faults:');
    expect(() => readFaults('{"latee":0.1}')).toThrow('latee');
    expect(readFaults('{"slow":0.5}').slow).toEqual({ share: 0.5, ms: 2000 });
  });

  it('duplicate, reorder: rows twice, shuffled, older states, held over to the next page, and nothing lost', async () => {
    const plain = listOf((await pullAll(await start('none'), 50)).pages);
    const run = await start({ duplicate: 0.2, reorder: { share: 1, stale: 0.2 } });
    const pages = (await pullAll(run, 50)).pages;
    const got = listOf(pages);
    expect(latest(got)).toEqual(latest(plain));
    const keys = got.map((o) => `${o.orderNo}/${o.rev}`);
    expect(new Set(keys).size).toBeLessThan(keys.length);
    expect(got.some((o, i) => got.slice(0, i).some((p) => p.orderNo === o.orderNo && p.rev > o.rev))).toBe(true);
    const order = (list: Order[]): boolean => list.every((o, i) => i === 0 || list[i - 1]!.updTm <= o.updTm);
    expect(pages.some((p) => !order(p.data.list))).toBe(true);
    const newest = pages.map((p) => p.data.list.map((o) => o.updTm).sort().at(-1)!);
    const oldest = pages.map((p) => p.data.list.map((o) => o.updTm).sort()[0]!);
    expect(oldest.slice(1).some((t, i) => t < newest[i]!)).toBe(true);
  });

  it('late: a change is seen after its time, within the limit; an overlap of that limit misses nothing', async () => {
    const maxMs = 240_000;
    const run = await start({ late: { share: 0.5, maxMs } }, { now: ORIGIN - 2 * 3_600_000, scale: 0.03, historyDays: 1 });
    const all = new Map<string, Order>();
    let since = '';
    let late = 0;
    for (let now = ORIGIN - 2 * 3_600_000; now <= ORIGIN; now += 90_000) {
      await run.at(now);
      const got = await pullAll(run, 500, since);
      for (const o of latest(listOf(got.pages)).values()) {
        if (since !== '' && parseLocal(o.updTm)! < now - 90_000 && (all.get(o.orderNo)?.rev ?? 0) < o.rev) late++;
        if (o.rev > (all.get(o.orderNo)?.rev ?? 0)) all.set(o.orderNo, o);
      }
      const newest = [...all.values()].reduce((t, o) => Math.max(t, parseLocal(o.updTm)!), 0);
      since = String(newest - maxMs);
    }
    expect(late).toBeGreaterThan(10);
    expect(all).toEqual(latest(listOf((await pullAll(run, 500)).pages)));
    const truth = await run.get('/truth?families=case&regions=990100') as { regions: Record<string, { counters: Record<string, number> }> };
    expect(truth.regions['990100']!.counters['open']).toBe([...all.values()].filter((o) => o.stateCd !== '70' && o.stateCd !== '90').length);
  });

  it('malformed: rows are spoilt in many ways and bodies cut off, the rest stays whole', async () => {
    const run = await start({ malformed: { share: 0.3, truncate: 0.2 } }, { scale: 0.05 });
    let cut = 0;
    const texts: string[] = [];
    for (let i = 0; i < 60; i++) {
      const text = await (await fetch(`${run.url}/case/api/v2/orders?size=100`)).text();
      try { texts.push(...(JSON.parse(text) as OrderPage).data.list.map((o) => JSON.stringify(o))); } catch { cut++; }
    }
    expect(cut).toBeGreaterThan(3);
    expect(cut).toBeLessThan(30);
    const whole = new Set(listOf((await pullAll(await start('none', { scale: 0.05 }), 100)).pages).map((o) => JSON.stringify(o)));
    const spoilt = texts.filter((t) => !whole.has(t));
    expect(spoilt.length / texts.length).toBeGreaterThan(0.2);
    expect(spoilt.length / texts.length).toBeLessThan(0.4);
    expect(spoilt.some((t) => t === 'null')).toBe(true);
    expect(spoilt.some((t) => t.includes('9999-12-31'))).toBe(true);
    expect(spoilt.some((t) => t.includes('"orderNo":null'))).toBe(true);
    expect(spoilt.some((t) => /"x":2\d\.\d+,"y":11\d\./.test(t))).toBe(true);
  });

  it('http429, http500: refused requests say so, and when to come again', async () => {
    const run = await start({ http429: { share: 0.4, retryAfter: 3 }, http500: 0.3 });
    const statuses = new Map<number, number>();
    for (let i = 0; i < 100; i++) {
      const answer = await fetch(`${run.url}/staff/roster?size=1`);
      await answer.arrayBuffer();
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status === 429) expect(answer.headers.get('retry-after')).toBe('3');
    }
    expect([...statuses.keys()].sort()).toEqual([200, 429, 500]);
  });

  it('slow: the body comes in pieces over the time given', async () => {
    const run = await start({ slow: { share: 1, ms: 200 }, only: ['hydro'] });
    const began = performance.now();
    await run.get('/hydro/stations');
    expect(performance.now() - began).toBeGreaterThan(190);
    const quick = performance.now();
    await run.get('/staff/roster?size=1');
    expect(performance.now() - quick).toBeLessThan(190);
  });

  it('down: away for a while in every period of wall time', async () => {
    let wall = 1_000_000;
    const run = await start({ down: { everyMs: 60_000, forMs: 20_000 } }, { wall: () => wall });
    let away = 0;
    for (let second = 0; second < 60; second++) {
      wall = 1_000_000 + second * 1000;
      const answered = await fetch(`${run.url}/video/status`).then((r) => r.arrayBuffer()).then(() => true, () => false);
      if (!answered) away++;
    }
    expect(away).toBeGreaterThanOrEqual(19);
    expect(away).toBeLessThanOrEqual(21);
  });

  it('skew: the system states its own time wrongly, its records rightly', async () => {
    const run = await start({ skew: -45_000 });
    const page = (await pullAll(run, 2000)).pages[0]!;
    expect(parseLocal(page.data.serverTm)).toBe(ORIGIN - 45_000);
    const plain = (await pullAll(await start('none'), 2000)).pages[0]!;
    expect(page.data.list).toEqual(plain.data.list);
  });

  it('ahead: an order comes once more, dated an hour ahead, and the reader is told to go on from there; nothing else is changed', async () => {
    const run = await start({ ahead: { share: 1, ms: 3_600_000 } });
    const { pages, since } = await pullAll(run, 200);
    expect(parseLocal(since)).toBe(ORIGIN + 3_600_000);
    const got = listOf(pages), extra = got.pop()!;
    expect(got).toEqual(listOf((await pullAll(await start('none'), 200)).pages));
    expect(extra).toEqual({ ...got.at(-1)!, updTm: since });
    expect((await pullAll(run, 200, since, extra.orderNo)).pages.flatMap((page) => page.data.list)).toEqual([]);
  });

  it('can be changed while it runs, by who has the token', async () => {
    const run = await start('none');
    expect((await fetch(`${run.url}/admin/faults`, { method: 'POST', body: '{}' })).status).toBe(401);
    expect((await run.post('/admin/faults', { http500: 1 })).status).toBe(200);
    expect((await fetch(`${run.url}/hydro/stations`)).status).toBe(500);
    expect((await run.post('/admin/faults', { preset: 'none' })).status).toBe(200);
    expect((await fetch(`${run.url}/hydro/stations`)).status).toBe(200);
    const wrong = await run.post('/admin/faults', { slow: 'very' });
    expect(wrong.status).toBe(400);
    expect((await run.post('/admin/clock', { rate: -1 })).status).toBe(400);
  });

  it('wild: whoever asks again and again has everything in the end', async () => {
    const run = await start('wild', { wall: () => 0 });
    await run.post('/admin/faults', { late: { share: 0.2, maxMs: 240_000 }, duplicate: 0.1, reorder: { share: 0.6, stale: 0.1 }, http429: 0.1, http500: 0.1 });
    const got: Order[] = [];
    let since = '', afterNo = '';
    for (let more = true; more;) {
      const answer = await fetch(`${run.url}/case/api/v2/orders?size=40&since=${encodeURIComponent(since)}&afterNo=${afterNo}`);
      if (!answer.ok) { await answer.arrayBuffer(); continue; }
      const page = await answer.json() as OrderPage;
      got.push(...page.data.list);
      since = page.data.nextSince ?? since;
      afterNo = page.data.nextNo ?? afterNo;
      more = page.data.more;
    }
    await run.post('/admin/faults', { late: { share: 0.2, maxMs: 240_000 } });
    expect(latest(got)).toEqual(latest(listOf((await pullAll(run, 500)).pages)));
  });
});

/** 督办: on record before it is sent, sent until it is answered, landed when the case says so; and no crash loses or doubles one. */
import { describe, expect, it } from 'vitest';
import type { Orders } from '../../server/config.ts';
import { Supervisions } from '../../server/orders/index.ts';
import type { Line } from '../../server/orders/state.ts';
import type { Case } from '../../server/wire/entity.ts';
import { isLate } from '../../server/wire/supervision.ts';
import { makeDice } from '../helpers/random.ts';

const HOUR = 3_600_000;
const ORDERS: Orders = {
  url: 'http://platform/orders', method: 'POST', headers: {}, body: { req: '{order}', no: '{case}', op: '{act}', by: '{name}', why: '{note}', until: '{deadline}', n: 1 },
  act: { supervise: 'DB', lift: 'QX' }, time: 'iso', ok: { path: 'code', equals: 0, message: 'msg' }, timeout: 1000, limit: 1000, backoff: { base: 1, cap: 2 },
};
const aCase = (id: string, extra: Partial<Case> = {}): Case => ({
  kind: 'case', id, version: { by: 'revision', value: 3 }, updatedAt: 0, region: 'c1', category: '1-0101', source: 'S01', urgent: false, supervised: false, status: 'open', stage: 'dispatched',
  times: { reported: 0 }, suspendedSeconds: 0, reworks: 0, address: '', ...extra,
});
interface Sent { req: string; no: string; op: string; by: string; why: string; until: string; n: number }

/** A platform of its own: what it holds of each case, and what it was asked. */
class Platform {
  readonly asked: Sent[] = [];
  readonly taken = new Map<string, Sent>();
  readonly supervised = new Map<string, { supervised: boolean; rev: number }>();
  /** What becomes of the next requests: done and lost, a status, or not even heard. */
  trouble: ('lost' | 'cut' | '500' | '429' | 'deaf')[] = [];
  refuses: string | null = null;

  readonly fetch = async (_url: string, init: RequestInit): Promise<Response> => {
    await Promise.resolve();
    const sent = JSON.parse(String(init.body)) as Sent;
    this.asked.push(sent);
    const trouble = this.trouble.shift();
    if (trouble === 'deaf') throw new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') });
    if (trouble === '500' || trouble === '429') return new Response('<html>', { status: Number(trouble) });
    if (this.refuses !== null) return new Response(JSON.stringify({ code: 40901, msg: this.refuses }));
    if (!this.taken.has(sent.req)) {
      this.taken.set(sent.req, sent);
      const { rev = 3 } = this.supervised.get(sent.no) ?? {};
      this.supervised.set(sent.no, { supervised: sent.op === 'DB', rev: rev + 1 });
    }
    if (trouble === 'lost') throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') });
    return new Response(trouble === 'cut' ? '{"code":' : '{"code":0,"msg":"ok"}');
  };
  record(id: string, extra: Partial<Case> = {}): Case { const { supervised, rev } = this.supervised.get(id) ?? { supervised: false, rev: 3 }; return aCase(id, { supervised, version: { by: 'revision', value: rev }, ...extra }); }
}

let ids = 0;
function begin(platform: Platform, lines: readonly Line[] = [], orders: Orders | null = ORDERS) {
  const written = [...lines];
  const hand = { now: 1000, fail: 0, dead: false };
  const append = async (entry: Line & { from: string }): Promise<Line> => {
    await Promise.resolve();
    // A process that is gone writes nothing and hears nothing.
    if (hand.dead) return new Promise(() => undefined);
    if (hand.fail > 0) { hand.fail--; throw new Error('EIO'); }
    written.push(entry);
    return entry;
  };
  const supervisions = new Supervisions({
    audit: { append }, world: 'live', now: () => hand.now, orders, timeText: (ms) => `T${ms}`, hours: { usual: 4, most: 72 }, rng: () => 0.5,
    fetch: (url, init) => (hand.dead ? new Promise(() => undefined) : platform.fetch(url, init)), randomHex: () => `o${++ids}`, log: { info: () => undefined, warn: () => undefined },
  });
  for (const line of lines) supervisions.take(line);
  supervisions.start();
  return { supervisions, written, hand, die: () => { hand.dead = true; supervisions.close(); } };
}
const actions = (lines: readonly Line[]): string[] => lines.map(({ action }) => action.replace('case.supervise', '督办'));
const until = (is: () => unknown, value: unknown): Promise<void> => expect.poll(is, { timeout: 5000, interval: 2 }).toEqual(value);

describe('a 督办', () => {
  it('is on record, then sent in the platform\'s own words, lands with the record and ends with the case, each with its time', async () => {
    const platform = new Platform();
    const { supervisions, written, hand } = begin(platform);
    const result = await supervisions.supervise(aCase('A'), { name: '张三', note: '请加快' }, '10.0.0.1', 1000);
    expect(result).toMatchObject({ done: true, supervision: { state: 'ordered', by: '张三', note: '请加快', at: 1000, hours: 4, deadline: 1000 + 4 * HOUR, local: false } });
    expect(written[0]).toMatchObject({ action: 'case.supervise', who: '张三', detail: { case: 'A', before: false, after: true, verified: false } });
    hand.now = 2000;
    await until(() => supervisions.of('A')!.state, 'delivered');
    expect(platform.asked).toEqual([{ req: supervisions.of('A')!.order, no: 'A', op: 'DB', by: '张三', why: '请加快', until: `T${1000 + 4 * HOUR}`, n: 1 }]);
    // Another change of the case, from before: it has not landed.
    supervisions.seen([aCase('A', { version: { by: 'revision', value: 3 } }), aCase('B', { supervised: true })]);
    hand.now = 3000;
    supervisions.seen([platform.record('A')]);
    await until(() => supervisions.of('A')!.state, 'landed');
    hand.now = 5 * HOUR;
    expect(isLate(supervisions.of('A')!, hand.now)).toBe(true);
    supervisions.seen([platform.record('A', { status: 'closed' })]);
    await until(() => supervisions.of('A')!.state, 'finished');
    expect(supervisions.of('A')).toMatchObject({ deliveredAt: 2000, landedAt: 3000, finishedAt: 5 * HOUR });
    expect(actions(written)).toEqual(['督办', '督办.delivered', '督办.landed', '督办.finished']);
    expect(begin(platform, written).supervisions.of('A')).toEqual(supervisions.of('A'));
  });

  it('is one at a time: of two who order it at once one wins and the other sees it; not of a case that has ended, nor for too long', async () => {
    const { supervisions } = begin(new Platform());
    const [a, b] = await Promise.all(['张三', '李四'].map((name) => supervisions.supervise(aCase('A'), { name, note: '' }, '', 1000)));
    expect([a!.done, b]).toMatchObject([true, { done: false, why: 'underway', supervision: { by: '张三' } }]);
    expect(await supervisions.supervise(aCase('B', { status: 'closed' }), { name: '张三', note: '' }, '', 1)).toMatchObject({ done: false, why: 'ended' });
    expect(await supervisions.supervise(aCase('B'), { name: '张三', note: '', hours: 73 }, '', 1)).toMatchObject({ done: false, why: 'hours' });
  });

  it('is sent until it is answered, under one id, and the platform takes it once', async () => {
    const platform = new Platform();
    platform.trouble = ['deaf', '500', '429', 'lost', 'cut'];
    const { supervisions } = begin(platform);
    await supervisions.supervise(aCase('A'), { name: '张三', note: '' }, '', 1000);
    await until(() => supervisions.of('A')!.trouble, expect.stringContaining('ECONNREFUSED'));
    await until(() => supervisions.of('A')!.state, 'delivered');
    expect([platform.asked.length, new Set(platform.asked.map(({ req }) => req)).size, platform.taken.size]).toEqual([6, 1, 1]);
  });

  it('that the platform refuses is over, in its words, and another can be ordered', async () => {
    const platform = new Platform();
    platform.refuses = '工单已办结';
    const { supervisions, written } = begin(platform);
    await supervisions.supervise(aCase('A'), { name: '张三', note: '' }, '', 1000);
    await until(() => supervisions.of('A'), expect.objectContaining({ state: 'refused', refusal: '工单已办结' }));
    platform.refuses = null;
    expect((await supervisions.supervise(aCase('A'), { name: '李四', note: '' }, '', 2000)).done).toBe(true);
    await until(() => actions(written), ['督办', '督办.refused', '督办', '督办.delivered']);
  });

  it('of a city that takes no orders is recorded here only, and said to be', async () => {
    const platform = new Platform();
    const { supervisions } = begin(platform, [], null);
    await supervisions.supervise(aCase('A'), { name: '张三', note: '' }, '', 1000);
    expect([supervisions.connected, supervisions.of('A')]).toMatchObject([false, { state: 'ordered', local: true }]);
    supervisions.seen([aCase('A', { supervised: true })]);
    expect(await supervisions.lift(aCase('A'), { name: '李四', note: '好了', order: supervisions.of('A')!.order }, '', 2000)).toMatchObject({ done: true, supervision: { state: 'lifted', lift: { by: '李四', note: '好了' } } });
    expect(platform.asked).toEqual([]);
  });

  it('is taken back only where the platform can, after it was delivered, once; and that lands too', async () => {
    const platform = new Platform();
    platform.trouble = ['500', '500'];
    const { supervisions, hand } = begin(platform);
    await supervisions.supervise(aCase('A'), { name: '张三', note: '' }, '', 1000);
    const { order } = supervisions.of('A')!;
    const lifts = await Promise.all(['李四', '王五'].map((name) => supervisions.lift(aCase('A'), { name, note: '', order }, '', 1500)));
    expect(lifts.map((r) => r.done)).toEqual([true, false]);
    supervisions.seen([aCase('A')]);
    await until(() => supervisions.of('A')!.lift!.deliveredAt, 1000);
    expect(platform.asked.map(({ op }) => op)).toEqual(['DB', 'DB', 'DB', 'QX']);
    // What was on its way before says nothing.
    supervisions.seen([aCase('A')]);
    hand.now = 9000;
    supervisions.seen([platform.record('A')]);
    await until(() => supervisions.of('A'), expect.objectContaining({ state: 'lifted', lift: expect.objectContaining({ by: '李四', landedAt: 9000 }) as object }));
    const cannot = begin(platform, [], { ...ORDERS, act: { supervise: 'DB' } }).supervisions;
    await cannot.supervise(aCase('B'), { name: '张三', note: '' }, '', 1000);
    expect(await cannot.lift(aCase('B'), { name: '张三', note: '', order: cannot.of('B')!.order }, '', 1)).toMatchObject({ done: false, why: 'cannot' });
  });

  it('does not count where it cannot be written, and what became of it is recorded as soon as it can', async () => {
    const platform = new Platform();
    const { supervisions, hand, written } = begin(platform);
    hand.fail = 1;
    await expect(supervisions.supervise(aCase('A'), { name: '张三', note: '' }, '', 1)).rejects.toThrow('EIO');
    expect([supervisions.of('A'), platform.asked]).toEqual([null, []]);
    await supervisions.supervise(aCase('A'), { name: '张三', note: '' }, '', 2);
    hand.fail = 2;
    await until(() => actions(written), ['督办', '督办.delivered']);
    expect(platform.taken.size).toBe(1);
  });
});

it.each([1, 2, 3, 4, 5, 6])('killed at any moment, however the platform behaves, each order is taken upstream exactly once and lands (seed %i)', async (seed) => {
  const dice = makeDice(seed);
  const platform = new Platform();
  const cases = ['A', 'B', 'C', 'D', 'E'];
  let run = begin(platform);
  const ordered = new Set<string>();
  for (let step = 0; step < 60; step++) {
    platform.trouble.push(...Array.from({ length: dice.int(0, 3) }, () => dice.pick(['lost', 'cut', '500', '429', 'deaf'] as const)));
    const id = dice.pick(cases);
    const doing = dice.int(0, 9);
    const known = run.supervisions.of(id);
    if (doing < 4) void run.supervisions.supervise(platform.record(id), { name: '张三', note: '' }, '', step).then((r) => { if (r.done) ordered.add(r.supervision.order); });
    else if (doing < 6 && known) void run.supervisions.lift(platform.record(id), { name: '李四', note: '', order: known.order }, '', step);
    else if (doing < 8) run.supervisions.seen([platform.record(id)]);
    else { run.die(); run = begin(platform, run.written); }
    for (let turns = dice.int(0, 30); turns > 0; turns--) await Promise.resolve();
    if (dice.int(0, 3) === 0) await new Promise((done) => { setTimeout(done, dice.int(0, 4)); });
  }
  platform.trouble = [];
  run.die();
  run = begin(platform, run.written);
  // The ordinary pull goes on.
  await expect.poll(() => { run.supervisions.seen(cases.map((id) => platform.record(id))); return run.supervisions.all().filter(({ state, lift }) => state === 'ordered' || state === 'delivered' || (lift && state !== 'lifted')); }, { timeout: 10_000, interval: 5 }).toEqual([]);
  const sent = new Set(run.written.filter(({ action }) => action === 'case.supervise' || action === 'case.supervise.lift').map(({ detail }) => detail['order']));
  expect(new Set(platform.taken.keys())).toEqual(sent);
  for (const order of ordered) expect(sent.has(order)).toBe(true);
  expect(sent.size).toBeGreaterThan(5);
  expect(begin(platform, run.written).supervisions.all()).toEqual(run.supervisions.all());
});

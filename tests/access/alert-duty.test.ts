/** What officers do about alerts: any interleaving of two leaves one winner a revision and a whole history, and a crash loses none of it. */
import { describe, expect, it } from 'vitest';
import { AlertDuties, type AuditLine, type DutyRules } from '../../server/access/index.ts';
import type { AuditRecord } from '../../server/access/audit.ts';
import { ALERT_STEPS, type AlertStep, type StepRequest } from '../../server/wire/duty.ts';
import { ALERT_COLOURS, type Alert } from '../../server/wire/entity.ts';
import { makeDice } from '../helpers/random.ts';

const MINUTE = 60_000;
const DUTY: DutyRules = {
  report: { colours: ['orange', 'red'], from: 'issued', phone: 15 * MINUTE, written: 35 * MINUTE },
  escalate: { red: [{ after: 5 * MINUTE, to: '值班长' }, { after: 10 * MINUTE, to: '带班领导' }], orange: [{ after: 10 * MINUTE, to: '值班长' }], yellow: [], blue: [] },
};
const alert = (id: string, extra: Partial<Alert> = {}): Alert => ({
  kind: 'alert', id, version: { by: 'updated', value: 1 }, updatedAt: 0, region: 'c1', colour: 'orange', event: '洪水', title: 't', issuer: 'i', issuedAt: 0, station: 's1', ...extra,
});

/** The record of actions in memory; each append comes to disk when the test says so, or at once. */
function begin(lines: readonly AuditLine[] = [], rules: Partial<DutyRules> = {}, silences: { from: number; to: number }[] = []) {
  const written: AuditLine[] = [...lines];
  const hand = { hold: null as Promise<void> | null, fail: false, errors: 0 };
  const append = async (record: AuditRecord): Promise<AuditLine> => {
    if (hand.hold) await hand.hold; else await Promise.resolve();
    if (hand.fail) throw new Error('EIO');
    const line: AuditLine = { ...record, seq: written.length + 1, prev: '', hash: '' };
    written.push(line);
    return line;
  };
  const duties = new AlertDuties({
    audit: { append }, world: 'live', rules: { colours: ['orange', 'red'], hysteresis: 10 * MINUTE, silences }, within: () => true, duty: { ...DUTY, ...rules },
    log: { error: () => { hand.errors++; } },
  });
  for (const line of lines) duties.take(line);
  return { duties, written, hand };
}
type Duties = ReturnType<typeof begin>['duties'];
const request = (duties: Duties, of: Alert, step: AlertStep, name: string, remark = ''): StepRequest =>
  ({ name, step, remark: remark === '' && step === 'remark' ? '话' : remark, on: { revision: duties.duty(of).revision, issuedAt: of.issuedAt, colour: of.colour } });

describe('the steps of an alert', () => {
  it('go 未签收 → 签收 → 处置 → 解除, each with who, when and a remark; another order is refused', async () => {
    const { duties, written } = begin();
    const a = alert('a');
    const take = async (step: AlertStep, name: string, at: number, remark = ''): Promise<unknown> => { const r = await duties.step(a, request(duties, a, step, name, remark), '10.0.0.1', at); return r.done ? r.duty.state : r.why; };
    expect(await take('handle', '张三', 1)).toBe('order');
    expect([await take('sign', '张三', 2, '收到'), await take('sign', '李四', 3), await take('lift', '李四', 4), await take('handle', '李四', 5), await take('remark', '张三', 6, '到了'), await take('lift', '李四', 7)])
      .toEqual(['signed', 'order', 'order', 'handling', 'handling', 'lifted']);
    expect([await take('phone', '张三', 8), await take('phone', '李四', 9), await take('remark', '王五', 10, '补记')]).toEqual(['lifted', 'order', 'lifted']);
    expect(duties.duty(a).history.map(({ step, by, at, remark, before, after }) => [step, by, at, remark, before, after])).toEqual([
      ['sign', '张三', 2, '收到', 'unsigned', 'signed'], ['handle', '李四', 5, '', 'signed', 'handling'], ['remark', '张三', 6, '到了', 'handling', 'handling'],
      ['lift', '李四', 7, '', 'handling', 'lifted'], ['phone', '张三', 8, '', 'lifted', 'lifted'], ['remark', '王五', 10, '补记', 'lifted', 'lifted'],
    ]);
    expect(written.map(({ action }) => action)).toEqual(['alert.acknowledge', 'alert.step', 'alert.step', 'alert.step', 'alert.step', 'alert.step']);
    expect(written.every(({ detail }) => detail['verified'] === false && typeof detail['before'] === 'string' && typeof detail['after'] === 'string')).toBe(true);
  });

  it('are decided on a state: of two on the same one wins, the other is told the state with who did it; neither where the disk fails', async () => {
    const { duties, hand } = begin();
    const a = alert('a');
    const [first, second] = [request(duties, a, 'sign', '张三'), request(duties, a, 'sign', '李四')];
    const results = await Promise.all([duties.step(a, first, '', 1), duties.step(a, second, '', 1)]);
    expect(results.map((r) => [r.done, r.done ? null : r.why, r.duty.signed])).toEqual([[true, null, { by: '张三', at: 1 }], [false, 'moved', { by: '张三', at: 1 }]]);
    hand.fail = true;
    await expect(duties.step(a, request(duties, a, 'handle', '李四'), '', 2)).rejects.toThrow('EIO');
    hand.fail = false;
    expect(duties.duty(a)).toMatchObject({ state: 'signed', revision: 1 });
    expect((await duties.step(a, request(duties, a, 'handle', '李四'), '', 3)).done).toBe(true);
  });

  it('an acknowledgement on /ack is the same 签收, and it too is made once', async () => {
    const { duties } = begin();
    const a = alert('a');
    const [on, ack] = [request(duties, a, 'sign', '李四'), duties.acknowledge(a, '张三', '', 5)];
    expect((await duties.step(a, on, '', 6)).done).toBe(false);
    expect(await ack).toEqual({ by: '张三', at: 5, first: true });
    expect(duties.of(a)).toEqual({ by: '张三', at: 5 });
    expect(duties.duty(a).state).toBe('signed');
    expect(await duties.acknowledge(a, '王五', '', 9)).toEqual({ by: '张三', at: 5, first: false });
    // What an earlier version wrote.
    const old = begin([{ seq: 1, prev: '', hash: '', at: 7, who: '旧', from: '', action: 'alert.acknowledge', detail: { world: 'live', alert: 'a', issuedAt: 0, colour: 'orange', event: '洪水', region: 'c1', station: 's1', verified: false } }]);
    expect(old.duties.duty(a)).toMatchObject({ state: 'signed', signed: { by: '旧', at: 7 } });
  });

  it('begin anew where the alert grows graver or is issued anew, and a decision on the lesser one does not count', async () => {
    const { duties } = begin();
    const a = alert('a');
    for (const step of ['sign', 'handle', 'phone'] as const) await duties.step(a, request(duties, a, step, '张三'), '', 1);
    const red = alert('a', { colour: 'red' });
    expect(duties.duty(red)).toMatchObject({ state: 'unsigned', revision: 3, undone: ['sign', 'handle', 'lift', 'phone', 'written'] });
    expect(duties.of(red)).toBeNull();
    expect(await duties.step(red, request(duties, a, 'lift', '李四'), '', 2)).toMatchObject({ done: false, why: 'moved' });
    await duties.step(red, request(duties, red, 'sign', '李四'), '', 3);
    expect(duties.duty(red)).toMatchObject({ state: 'signed', handled: null, signed: { by: '李四', at: 3 } });
    expect(duties.duty(alert('a', { colour: 'yellow' })).state).toBe('signed');
    expect(duties.duty(alert('a', { issuedAt: 9 })).state).toBe('unsigned');
    expect(duties.duty(red).history).toHaveLength(4);
  });
});

describe('the clocks of an alert', () => {
  it('an escalation that comes due is recorded once, by the server, with when it was due; signing ends it', async () => {
    const { duties, written, hand } = begin();
    const red = alert('a', { colour: 'red' });
    await duties.look([red], 5 * MINUTE - 1);
    expect(written).toEqual([]);
    hand.fail = true;
    await duties.look([red], 5 * MINUTE);
    expect([hand.errors, written]).toEqual([1, []]);
    hand.fail = false;
    await Promise.all([duties.look([red], 5 * MINUTE + 1), duties.look([red], 5 * MINUTE + 1)]);
    expect(written.map(({ who, action, at, detail }) => [who, action, at, detail['to'], detail['due']])).toEqual([['server', 'alert.escalate', 5 * MINUTE + 1, '值班长', 5 * MINUTE]]);
    expect(duties.brief(red)).toMatchObject({ state: 'unsigned', revision: 0, escalatedTo: '值班长' });
    // An officer who had it before her is not thrown back by it.
    const on = request(duties, red, 'sign', '张三');
    await duties.look([red], 10 * MINUTE);
    expect((await duties.step(red, on, '', 10 * MINUTE)).done).toBe(true);
    await duties.look([red], 60 * MINUTE);
    expect(written.filter(({ action }) => action === 'alert.escalate')).toHaveLength(2);
    expect(duties.duty(red).escalations).toEqual([{ to: '值班长', due: 5 * MINUTE, at: 5 * MINUTE + 1 }, { to: '带班领导', due: 10 * MINUTE, at: 10 * MINUTE }]);
    const again = begin(written);
    await again.duties.look([red], 60 * MINUTE);
    expect(again.written).toHaveLength(written.length);
  });

  it('a silence troubles nobody', async () => {
    const { duties, written } = begin([], {}, [{ from: 0, to: 60 * MINUTE }]);
    await duties.look([alert('a', { colour: 'red' })], 30 * MINUTE);
    expect(written).toEqual([]);
    await duties.look([alert('a', { colour: 'red' })], 60 * MINUTE);
    expect(written).toHaveLength(2);
  });

  it('首报 is due after the issue, or after 签收 where the city says so, for the colours that it names', async () => {
    const due = (of: ReturnType<typeof begin>, a: Alert): unknown[] => of.duties.duty(a).reports.map((one) => one.due);
    expect(due(begin(), alert('a', { issuedAt: 100 }))).toEqual([100 + 15 * MINUTE, 100 + 35 * MINUTE]);
    expect(due(begin(), alert('a', { colour: 'yellow' }))).toEqual([null, null]);
    const later = begin([], { report: { ...DUTY.report, from: 'signed' } });
    expect(due(later, alert('a'))).toEqual([null, null]);
    await later.duties.acknowledge(alert('a'), '张三', '', 7);
    expect(due(later, alert('a'))).toEqual([7 + 15 * MINUTE, 7 + 35 * MINUTE]);
  });
});

describe('any interleaving of two officers', () => {
  it.each([1, 2, 3, 4])('leaves one winner a revision, a whole history, and after a crash at any line the same state (seed %i)', async (seed) => {
    const dice = makeDice(seed);
    const rng = (): number => dice.int(0, 999) / 1000;
    const { pick } = dice;
    const { duties, written, hand } = begin();
    const alerts = [alert('a'), alert('b', { colour: 'yellow' })];
    const wins = new Map<string, number>();
    let won = 0, now = 0;
    /** Each line's state, as it lived. */
    const lived: string[] = [];
    const picture = (of: Duties): string => JSON.stringify([alerts.map((a) => [of.duty(a), of.brief(a), of.of(a)]), of.revision]);
    for (let round = 0; round < 120; round++) {
      now += Math.floor(rng() * 3 * MINUTE);
      // Now and then an alert grows graver, lesser, or is issued anew.
      if (rng() < 0.12) { const i = Math.floor(rng() * 2); alerts[i] = { ...alerts[i]!, ...(rng() < 0.3 ? { issuedAt: now } : { colour: pick(ALERT_COLOURS) }) }; }
      let release = (): void => undefined;
      hand.hold = rng() < 0.5 ? new Promise((resolve) => { release = resolve; }) : null;
      const acting = ['张三', '李四'].map(async (name) => {
        const a = pick(alerts);
        if (rng() < 0.1) { const { first } = await duties.acknowledge(a, name, '', now); won += first ? 1 : 0; return; }
        const asked = request(duties, a, pick(ALERT_STEPS), name);
        if (rng() < 0.1) asked.on.revision -= 1;
        const result = await duties.step(a, asked, '', now);
        if (!result.done) return;
        won++;
        const key = `${a.id} ${asked.on.revision}`;
        wins.set(key, (wins.get(key) ?? 0) + 1);
      });
      const looking = duties.look(alerts, now);
      release();
      hand.hold = null;
      await Promise.all([...acting, looking]);
      lived[written.length] = picture(duties);
      // Whoever reads the record from the beginning sees what is.
      const reborn = begin(written).duties;
      expect(picture(reborn)).toBe(lived[written.length]);
      // 签收 of the desk is that of the wall.
      for (const a of alerts) expect(duties.duty(a).state === 'unsigned').toBe(duties.of(a) === null);
    }
    expect(Math.max(...wins.values())).toBe(1);
    expect(written.filter(({ action }) => action !== 'alert.escalate')).toHaveLength(won);
    expect(won).toBeGreaterThan(40);
    expect(['a', 'b'].map((id) => duties.duty(alerts.find((a) => a.id === id)!)).reduce((sum, { revision }) => sum + revision, 0)).toBe(won);
    // A crash after any line: what is rebuilt is a prefix of the history, and goes on from there.
    for (let cut = 0; cut <= written.length; cut += 7) {
      const part = begin(written.slice(0, cut)).duties;
      for (const a of alerts) {
        const { history } = part.duty(a);
        expect(duties.duty(a).history.slice(0, history.length)).toEqual(history);
      }
      expect((await begin(written.slice(0, cut)).duties.acknowledge(alert('c'), '张三', '', now)).first).toBe(true);
    }
  });
});

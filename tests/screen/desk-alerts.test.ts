/** The clocks of an alert and of a 督办 as the desk shows them, and what calls an officer. */
import { describe, expect, it } from 'vitest';
import { callsOf, nextAlert, nextTimer, timersOf } from '../../screen/duty/alerts/timers.ts';
import { countdown } from '../../screen/duty/countdown.ts';
import { clockOf, stationsOf } from '../../screen/duty/supervise/track.ts';
import type { AlertDuty, DeskAlert } from '../../server/wire/duty.ts';
import type { Supervision } from '../../server/wire/supervision.ts';

const MINUTE = 60_000;
const duty = (extra: Partial<AlertDuty> = {}): AlertDuty => ({
  state: 'unsigned', revision: 0, signed: null, handled: null, lifted: null, arrived: null, undone: [], history: [],
  reports: [{ kind: 'phone', due: 15 * MINUTE, done: null }, { kind: 'written', due: 35 * MINUTE, done: null }],
  escalations: [{ to: '值班长', due: 5 * MINUTE, at: null }, { to: '带班领导', due: 10 * MINUTE, at: null }], ...extra,
});
const alert = (id: string, extra: Partial<DeskAlert> = {}): DeskAlert => ({
  id, colour: 'red', event: '暴雨', title: id, issuer: 'i', text: null, issuedAt: 0, expiresAt: null, region: 'c', place: '', station: null, lng: null, lat: null, ended: null, duty: duty(), ...extra,
});

describe('the clocks of an alert', () => {
  it('run down, then over; one that is done stands, and signing ends what would escalate', () => {
    expect(timersOf(alert('a'), 6 * MINUTE).map(({ kind, to, left }) => [kind, to, left])).toEqual([['phone', null, 9 * MINUTE], ['written', null, 29 * MINUTE], ['escalate', '值班长', -MINUTE], ['escalate', '带班领导', 4 * MINUTE]]);
    expect(nextTimer(alert('a'), 6 * MINUTE)).toMatchObject({ to: '值班长', left: -MINUTE });
    const signed = alert('a', { duty: duty({ state: 'signed', escalations: [{ to: '值班长', due: 5 * MINUTE, at: 5 * MINUTE }, { to: '带班领导', due: 10 * MINUTE, at: null }], reports: [{ kind: 'phone', due: 15 * MINUTE, done: { by: '张三', at: 9 } }, { kind: 'written', due: null, done: null }] }) });
    expect(timersOf(signed, 20 * MINUTE).map(({ kind, to, left, done }) => [kind, to, left, done?.at])).toEqual([['phone', null, null, 9], ['escalate', '值班长', null, 5 * MINUTE]]);
    expect(nextTimer(signed, 20 * MINUTE)).toBeNull();
    expect(timersOf(alert('a', { ended: { at: 1, how: 'revoked' } }), MINUTE).map(({ kind }) => kind)).toEqual(['phone', 'written']);
  });

  it('call an officer once each: a new 橙/红 that nobody has signed, and what has come due', () => {
    expect([...callsOf([alert('a')], 0).keys()]).toEqual(['a 0 red']);
    expect([...callsOf([alert('a')], 5 * MINUTE).keys()]).toEqual(['a 0 red', `a 0 red escalate 值班长 ${5 * MINUTE}`]);
    expect([...callsOf([alert('a', { duty: duty({ state: 'signed' }) })], 15 * MINUTE).keys()]).toEqual([`a 0 red phone  ${15 * MINUTE}`]);
    expect(callsOf([alert('y', { colour: 'yellow' }), alert('e', { ended: { at: 0, how: 'expired' } })], MINUTE).size).toBe(0);
    // Graver, or issued anew, it calls again.
    expect([...callsOf([alert('a', { issuedAt: 7, duty: duty({ escalations: [], reports: [] }) })], 8).keys()]).toEqual(['a 7 red']);
  });

  it('the key for the next goes to those that nobody has signed, round and round', () => {
    const list = [alert('a', { duty: duty({ state: 'signed' }) }), alert('b'), alert('c', { duty: duty({ state: 'lifted' }) }), alert('d')];
    expect([nextAlert(list, null), nextAlert(list, 'b'), nextAlert(list, 'd'), nextAlert([list[0]!, list[2]!], 'a'), nextAlert([], null)]).toEqual(['b', 'd', 'b', 'c', null]);
  });
});

const supervision = (extra: Partial<Supervision> = {}): Supervision => ({
  order: 'o', case: 'A', state: 'ordered', by: '张三', note: '', at: 0, deliveredAt: null, landedAt: null, refusedAt: null, refusal: null, hours: 4, deadline: 1000, local: false, finishedAt: null, lift: null, tries: 0, trouble: null, ...extra,
});
describe('the way of a 督办', () => {
  const keys = (s: Supervision): string[] => stationsOf(s).map(({ key, at }) => (at === null ? `(${key})` : key));
  it('goes 已下达 → 已送达 → 已落地 → 已办结, or ends where it ends', () => {
    expect(keys(supervision())).toEqual(['ordered', '(delivered)', '(landed)', '(finished)']);
    expect(keys(supervision({ state: 'finished', deliveredAt: 1, finishedAt: 3 }))).toEqual(['ordered', 'delivered', 'finished']);
    expect(keys(supervision({ state: 'refused', refusedAt: 1 }))).toEqual(['ordered', 'refused']);
    expect(keys(supervision({ local: true }))).toEqual(['ordered', '(finished)']);
    const lift = { by: '李四', note: '', at: 4, deliveredAt: 5, landedAt: 6, refusedAt: null, refusal: null };
    expect(keys(supervision({ state: 'lifted', deliveredAt: 1, landedAt: 2, lift }))).toEqual(['ordered', 'delivered', 'landed', 'lifted']);
  });
  it('has a clock until it is over, and is late where it was finished after its deadline', () => {
    expect(clockOf(supervision(), 400)).toEqual({ left: 600, late: false });
    expect(clockOf(supervision(), 1400)).toEqual({ left: -400, late: true });
    expect(clockOf(supervision({ state: 'finished', finishedAt: 900 }), 5000)).toEqual({ left: null, late: false });
    expect(clockOf(supervision({ state: 'finished', finishedAt: 1001 }), 5000)).toEqual({ left: null, late: true });
    expect(clockOf(supervision({ state: 'refused', refusedAt: 1 }), 5000)).toEqual({ left: null, late: false });
  });
});

it('a time is written as minutes and seconds, from an hour on with hours', () => {
  expect([0, 999, 754_000, -754_000, 3_723_000].map(countdown)).toEqual(['00:00', '00:00', '12:34', '12:34', '1:02:03']);
});

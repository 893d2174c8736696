/** Which counters an entity stands in: by kind, by state, by time. Rates by the published figures. */
import { describe, expect, it } from 'vitest';
import { alertActive, contributions, dutyOf, makeJudge, makeRules, stationState } from '../../server/aggregate/index.ts';
import type { Contribution } from '../../server/store/index.ts';
import { RATES } from '../../server/wire/counters.ts';
import { aCamera, aCase, anAlert, aStaff, aStation, DAY, HOUR, MIN, RULES, T } from '../store/small-city.ts';

const gauges = (c: Contribution): string[] => c.gauges.map((g) => g.name).sort();
const stamps = (c: Contribution): string[] => c.stamps.flatMap((s) => s.indicators.map((i) => `${(s.at - T) / MIN} ${i.name}`)).sort();

describe('a case', () => {
  it('open: present state and its report', () => {
    const c = contributions(aCase('a', { urgent: true, supervised: true, deadline: T + HOUR }), T, RULES);
    expect(gauges(c)).toEqual(['category.1-0101', 'department.open.-', 'open', 'source.12345', 'stage.reported', 'supervised', 'urgent']);
    expect(stamps(c)).toEqual(['-10 today.category.1-0101', '-10 today.reported', '-10 today.source.12345', '-10 today.urgent']);
    expect([c.nextChangeAt, c.expired]).toEqual([T + HOUR + 1, false]);
  });
  it('overdue only after its deadline', () => {
    const one = aCase('a', { deadline: T });
    expect(gauges(contributions(one, T, RULES))).not.toContain('overdue');
    const late = contributions(one, T + 1, RULES);
    expect(gauges(late)).toEqual(expect.arrayContaining(['overdue', 'department.overdue.-']));
    expect(stamps(late)).toContain('0 today.overdueIn');
    expect(late.nextChangeAt).toBeNull();
  });
  it('closed at its deadline is on time, a moment later it is late, in and out', () => {
    const closed = (at: number): Contribution => contributions(aCase('a', { status: 'closed', stage: 'closed', deadline: T, times: { reported: T - HOUR, closed: at } }), T, RULES);
    expect(stamps(closed(T))).toContain('0 today.closedOnTime');
    expect(stamps(closed(T)).filter((s) => s.includes('overdue'))).toEqual([]);
    expect(stamps(closed(T + MIN))).toEqual(expect.arrayContaining(['1 today.closedLate', '0 today.overdueIn', '1 today.overdueOut']));
    expect(closed(T).gauges).toEqual([]);
    expect(closed(T).nextChangeAt).toBe(T + 35 * DAY);
  });
  it('挂账 does not count into its duration, nor is it overdue meanwhile', () => {
    const times = { reported: T - HOUR, closed: T };
    expect(contributions(aCase('a', { status: 'closed', stage: 'closed', times, suspendedSeconds: 600 }), T, RULES).duration).toEqual({ at: T, seconds: 3000 });
    expect(contributions(aCase('a', { status: 'closed', stage: 'closed', times, suspendedSeconds: 9999 }), T, RULES).duration?.seconds).toBe(0);
    expect(gauges(contributions(aCase('a', { status: 'suspended', deadline: T - DAY }), T, RULES))).not.toContain('overdue');
  });
  it('stands with its department while open, while overdue, and when closed; with 未归口 where that is nobody of the city', () => {
    const of = (more: Parameters<typeof aCase>[1]): string[] => { const c = contributions(aCase('a', more), T + 1, RULES); return [...gauges(c), ...stamps(c)].filter((name) => name.includes('department')); };
    expect(of({ department: 'D01' })).toEqual(['department.open.D01']);
    expect(of({ department: 'D01', deadline: T })).toEqual(['department.open.D01', 'department.overdue.D01']);
    expect(of({ department: 'D01', status: 'suspended', deadline: T })).toEqual(['department.open.D01']);
    expect(of({ department: 'D01', status: 'closed', stage: 'closed', times: { reported: T - HOUR, closed: T } })).toEqual(['0 today.department.closed.D01']);
    expect(of({ department: 'D01', status: 'void', times: { reported: T - HOUR, void: T } })).toEqual([]);
    expect([of({}), of({ department: 'D99' })]).toEqual([['department.open.-'], ['department.open.-']]);
  });
  it('返工 counts a handling more', () => {
    const c = contributions(aCase('a', { reworks: 2, times: { reported: T - HOUR, handled: T } }), T, RULES);
    expect(stamps(c).filter((s) => /handledTimes|reworked/.test(s))).toEqual(['0 today.handledTimes', '0 today.handledTimes', '0 today.handledTimes', '0 today.reworked', '0 today.reworked']);
  });
  it('void and over is expired after its retention', () => {
    const c = aCase('a', { status: 'void', times: { reported: T - HOUR, void: T } });
    expect([contributions(c, T + 35 * DAY - 1, RULES).expired, contributions(c, T + 35 * DAY, RULES).expired]).toEqual([false, true]);
  });
});

describe('states', () => {
  it('a station: highest threshold reached, silent when old', () => {
    const at = (level: number) => stationState(aStation('a', { reading: { at: T, level } }), T, 20 * MIN).state;
    expect([2.9, 3, 5, 7].map(at)).toEqual(['normal', 'alert', 'warning', 'danger']);
    expect(stationState(aStation('a'), T + 20 * MIN, 20 * MIN)).toEqual({ state: 'silent', until: null });
    expect(stationState({ ...aStation('a'), reading: undefined }, T, 20 * MIN).state).toBe('silent');
  });
  it("a reservoir's limit follows the date, the last that has begun counts", () => {
    const one = aStation('a', { type: 'reservoir', thresholds: { warning: 100 }, reading: { at: T, level: 10 }, datedLimits: [{ from: T + MIN, warning: 9 }, { from: T - DAY, warning: 11 }, { from: T - 2 * DAY, warning: 5 }] });
    expect(stationState(one, T, 20 * MIN)).toEqual({ state: 'normal', until: T + MIN });
    expect(stationState(one, T + MIN, 20 * MIN)).toEqual({ state: 'warning', until: T + 20 * MIN });
    expect(makeJudge(RULES).warning(one, T)).toBe(11);
  });
  it('an alert: from issue to expiry or revocation, whichever is first', () => {
    const one = anAlert('a', { issuedAt: T, expiresAt: T + HOUR, revokedAt: T + MIN });
    expect([T - 1, T, T + MIN - 1, T + MIN].map((now) => alertActive(one, now).state)).toEqual([false, true, true, false]);
    expect(alertActive(anAlert('b'), T + 400 * DAY)).toEqual({ state: true, until: null });
  });
  it('staff: off duty by silence, or never seen', () => {
    expect(dutyOf(aStaff('a'), T + 5 * MIN - 1, 5 * MIN)).toEqual({ state: 'patrol', until: T + 5 * MIN });
    expect(dutyOf(aStaff('a'), T + 5 * MIN, 5 * MIN).state).toBe('offDuty');
    expect(dutyOf(aStaff('a', { seenAt: undefined }), T, 5 * MIN).state).toBe('offDuty');
  });
  it('cameras and staff stand in total, state and role', () => {
    expect(gauges(contributions(aCamera('a', { status: 'off' }), T, RULES))).toEqual(['video.off', 'video.total']);
    expect(gauges(contributions(aStaff('a'), T, RULES))).toEqual(['staff.expected', 'staff.expectedOn', 'staff.fullTime', 'staff.fullTime.patrol', 'staff.patrol', 'staff.total']);
  });
});

it("rules from a city's configuration place heat by H3 and class", () => {
  const rules = makeRules({
    city: { silence: { staff: MIN, station: MIN }, retention: { cases: DAY }, heat: { resolution: 9 }, classification: 'gb' },
    categories: { classOf: (category, by) => `${by}:${category.slice(0, 4)}`, departmentKey: () => '-' },
  });
  const { heat } = contributions(aCase('a', { lng: 118.6, lat: 29.4 }), T, rules);
  expect(heat).toMatchObject({ at: T - 10 * MIN, class: 'gb:1-01' });
  expect(heat!.cell).toMatch(/^89[0-9a-f]{13}$/);
});

it('立案 996, 应结 972, 结案 911, 按期 737 → 93.72 %, 75.82 %', () => {
  const row = { 'today.closed': 911, 'today.closedOnTime': 737, overdue: 972 - 911 };
  expect((RATES.closing(row).value! * 100).toFixed(2)).toBe('93.72');
  expect((RATES.onTime(row).value! * 100).toFixed(2)).toBe('75.82');
});

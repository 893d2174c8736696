import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edge, gaps, lengths, nearest, recorded, shareOf, shifts, spanOf, stepped, ticks, timeAt, type Span } from '../../screen/duty/playback/strip.ts';
import { parseTime, writeTime } from '../../screen/duty/playback/typed.ts';
import { playbackAction, SPEEDS, speedAfter } from '../../screen/duty/playback/keys.ts';
import { deskAction } from '../../screen/duty/keys.ts';
import { minuteTime } from '../../screen/look/format.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-07-01T20:16:30+08:00');
const ZONE = 'Asia/Shanghai';
const at = (text: string): number => Date.parse(`2026-07-01T${text}:00+08:00`);
const TWO: Span[] = [{ from: at('03:00'), to: at('09:00') }, { from: at('10:00'), to: at('20:16') }];
const drawn = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 * HOUR }), fc.integer({ min: 1, max: 5 * HOUR })), { maxLength: 6 })
  .map((parts) => { let t = NOW - 30 * HOUR; return parts.map(([gap, long]) => { const from = t + gap; t = from + long; return { from, to: t }; }); });

describe('the strip', () => {
  it('is as long as chosen, and as long as it must be for the cursor to stand on it', () => {
    expect([lengths(0.5), lengths(2), lengths(7)]).toEqual([[24], [24, 48], [24, 72, 168]]);
    const hours = (cursor: number | null): number => { const { from, to } = spanOf(NOW, 24, [24, 72, 168], cursor); expect(to).toBe(at('20:17')); return (to - from) / HOUR; };
    expect([hours(null), hours(NOW - 5 * HOUR), hours(NOW - 30 * HOUR), hours(NOW - 160 * HOUR), hours(NOW - 999 * HOUR)]).toEqual([24, 24, 72, 168, 168]);
  });
  it('gives back the time that was put on it', () => fc.assert(fc.property(fc.integer({ min: 0, max: 24 * HOUR }), (by) => {
    const span = spanOf(NOW, 24, [24], null);
    expect(Math.abs(timeAt(span, shareOf(span, span.from + by)) - span.from - by)).toBeLessThanOrEqual(1);
  }), { seed: 31 }));
  it('is recorded or a gap at every place, and never both', () => fc.assert(fc.property(drawn, (stretches) => {
    const span = spanOf(NOW, 24, [24], null);
    const all = [...recorded(span, stretches).map((one) => ({ ...one, is: 'rec' })), ...gaps(span, stretches).map((one) => ({ ...one, is: 'gap' }))].sort((a, b) => a.from - b.from);
    expect([all[0]?.from, all.at(-1)?.to]).toEqual([span.from, span.to]);
    all.slice(1).forEach((one, i) => { expect([one.from, one.is === all[i]!.is]).toEqual([all[i]!.to, false]); });
  }), { seed: 32, numRuns: 300 }));
  it('lets the cursor stand only where something is recorded', () => fc.assert(fc.property(drawn, fc.integer({ min: -40 * HOUR, max: 10 * HOUR }), fc.integer({ min: -2 * HOUR, max: 2 * HOUR }), (stretches, when, by) => {
    const inside = (t: number): boolean => stretches.some(({ from, to }) => t >= from && t <= to);
    for (const t of [nearest(stretches, NOW + when), stepped(stretches, NOW + when, by), edge(stretches, NOW + when, 'from'), edge(stretches, NOW + when, 'to')]) expect(t === null ? stretches.length === 0 : inside(t)).toBe(true);
  }), { seed: 33, numRuns: 300 }));
  it('steps over what is not recorded, and goes from end to end', () => {
    expect([stepped(TWO, at('08:30'), HOUR), stepped(TWO, at('10:10'), -HOUR), stepped(TWO, at('12:00'), HOUR), stepped(TWO, at('20:16'), HOUR)]).toEqual([at('10:00'), at('09:00'), at('13:00'), at('20:16')]);
    expect([edge(TWO, at('12:00'), 'from'), edge(TWO, at('10:00'), 'from'), edge(TWO, at('08:00'), 'to'), edge(TWO, at('09:00'), 'to'), edge(TWO, at('03:00'), 'from')]).toEqual([at('10:00'), at('03:00'), at('09:00'), at('20:16'), at('03:00')]);
  });
  it('labels full hours of the city, and days where they begin, also where clocks are shifted', () => {
    const labels = (zone: string, span: Span, most: number): string[] => ticks(zone, span, most).map(({ at: t, day }) => `${minuteTime(zone, t)}${day ? '*' : ''}`);
    expect(labels(ZONE, spanOf(NOW, 24, [24], null), 8)).toEqual(['21:00', '00:00*', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00']);
    const spring = { from: Date.parse('2026-03-08T00:00:00-05:00'), to: Date.parse('2026-03-08T12:00:00-04:00') };
    expect(labels('America/New_York', spring, 6)).toEqual(['00:00*', '04:00', '06:00', '08:00', '10:00', '12:00']);
    expect(labels('Asia/Kolkata', { from: NOW - 6 * HOUR, to: NOW }, 6)).toEqual(['12:00', '13:00', '14:00', '15:00', '16:00', '17:00']);
  });
  it('shows where the city puts its clocks on or back, to the minute', () => {
    const span = { from: Date.parse('2026-03-05T00:00:00-05:00'), to: Date.parse('2026-03-12T00:00:00-04:00') };
    expect(shifts('America/New_York', span)).toEqual([{ at: Date.parse('2026-03-08T02:00:00-05:00'), by: HOUR }]);
    expect(shifts('America/New_York', { from: Date.parse('2026-10-30T00:00:00-04:00'), to: Date.parse('2026-11-03T00:00:00-05:00') })).toEqual([{ at: Date.parse('2026-11-01T01:00:00-05:00'), by: -HOUR }]);
    expect(shifts(ZONE, { from: NOW - 400 * 24 * HOUR, to: NOW })).toEqual([]);
  });
});

describe('a typed time', () => {
  it('is the last such time that has been, by the city\'s clock', () => {
    const read = (text: string): string | null => { const ms = parseTime(ZONE, text, NOW); return ms === null ? null : new Date(ms + 8 * HOUR).toISOString().slice(0, 19); };
    expect(['20:16', '20:17', '9：05', '23:59:58', '06-30 20:16', '7-2 01:00', '2025-12-31 08:00', ' 07/01  03:00 '].map(read)).toEqual([
      '2026-07-01T20:16:00', '2026-06-30T20:17:00', '2026-07-01T09:05:00', '2026-06-30T23:59:58', '2026-06-30T20:16:00', '2025-07-02T01:00:00', '2025-12-31T08:00:00', '2026-07-01T03:00:00']);
    expect(['', '25:00', '20:60', '2-30 10:00', 'yesterday', '20', '13-01 10:00'].map(read)).toEqual(Array(7).fill(null));
  });
  it('that the city\'s clocks leave out is none', () => { expect(parseTime('America/New_York', '2026-03-08 02:30', NOW)).toBeNull(); });
  it('comes back as it was written', () => fc.assert(fc.property(fc.integer({ min: 0, max: 300 * 24 * 3600 }), fc.constantFrom(ZONE, 'Asia/Kolkata', 'Asia/Taipei'), (ago, zone) => {
    const ms = Math.floor(NOW / 1000 - ago) * 1000;
    expect(parseTime(zone, writeTime(zone, ms), NOW)).toBe(ms);
  }), { seed: 34, numRuns: 300 }));
});

describe('keys of the playback', () => {
  const press = (key: string, shiftKey = false, past = true): unknown => playbackAction({ key, shiftKey }, past);
  it('each mean one thing, and none to the desk', () => {
    expect([press(' '), press(','), press('>', true), press('L'), press('Home', true), press('Home'), press('q')]).toEqual([{ do: 'pause' }, { do: 'step', by: -60_000 }, { do: 'step', by: HOUR }, { do: 'live' }, { do: 'edge', which: 'from' }, null, null]);
    for (const key of [' ', ',', '.', '<', '>', '-', '+', '=', 'l', 't', 'End']) expect(deskAction(key)).toBeNull();
  });
  it('only begin a playback while the present is shown', () => {
    expect([press(',', false, false), press('t', false, false), press(' ', false, false), press('l', false, false), press('+', true, false)]).toEqual([{ do: 'step', by: -60_000 }, { do: 'type' }, null, null, null]);
  });
  it('go through the speeds and stay at the last', () => {
    expect([speedAfter(0, 1), speedAfter(1, 1), speedAfter(600, 1), speedAfter(10, -1), speedAfter(1, -1)]).toEqual([1, 10, 600, 1, 1]);
    expect(SPEEDS).toEqual([1, 10, 60, 300, 600]);
  });
});

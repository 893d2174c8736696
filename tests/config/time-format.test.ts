/** Times as upstreams write them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileTime, formatTime } from '../../server/config/time-format.ts';
import { zoneOffset } from '../../server/wire/clock.ts';

const iso = (ms: number | null | undefined): string | null | undefined => (typeof ms === 'number' ? new Date(ms).toISOString() : ms);

describe('a time', () => {
  test.each([
    ['yyyy-MM-dd HH:mm:ss.SSS', 'Asia/Shanghai', '2024-09-01 00:00:00.001', '2024-08-31T16:00:00.001Z'],
    ['yyyy-MM-dd HH:mm:ss', 'Asia/Shanghai', '2024-02-29 23:59:59', '2024-02-29T15:59:59.000Z'],
    ['yyyy-MM-ddTHH:mm:ss', 'Asia/Shanghai', '2024-09-01T20:06:00', '2024-09-01T12:06:00.000Z'],
    ['MM/dd/yyyy hh:mm:ss a', 'America/New_York', '09/01/2024 12:00:00 AM', '2024-09-01T04:00:00.000Z'],
    ['MM/dd/yyyy hh:mm:ss a', 'America/New_York', '01/01/2024 12:30:00 PM', '2024-01-01T17:30:00.000Z'],
    ['yyyyMMddHHmm', 'Asia/Kolkata', '202409010930', '2024-09-01T04:00:00.000Z'],
    ['iso', 'UTC', '2024-09-01T00:00:00+0800', '2024-08-31T16:00:00.000Z'],
    ['epochS', 'UTC', 1_725_120_000, '2024-08-31T16:00:00.000Z'],
    ['epochMs', 'UTC', '1725120000000', '2024-08-31T16:00:00.000Z'],
  ])('as %s in %s: %s', (format, zone, value, expected) => {
    expect(iso(compileTime(format, zone)(value))).toBe(expected);
  });

  test('of an hour that comes twice is the earlier one', () => {
    const read = compileTime('yyyy-MM-dd HH:mm', 'America/New_York');
    expect(iso(read('2024-11-03 01:30'))).toBe('2024-11-03T05:30:00.000Z');
    expect(iso(read('2024-11-03 02:30'))).toBe('2024-11-03T07:30:00.000Z');
  });

  test.each(['2024-13-01 00:00:00', '2023-02-29 00:00:00', '2024-01-01 24:00:00', '2024-01-01 00:60:00', '2024-1-1 0:0:0', '', '0000-00-00 00:00:00', '2024-01-01T00:00:00', '2024-01-01 00:00:0x'])('that is none is refused: %s', (text) => {
    expect(compileTime('yyyy-MM-dd HH:mm:ss', 'Asia/Shanghai')(text)).toBeNull();
  });

  test('of another type is told apart', () => {
    expect(compileTime('yyyy-MM-dd', 'UTC')(20_240_101)).toBeUndefined();
    expect(compileTime('epochS', 'UTC')({})).toBeUndefined();
    expect(compileTime('iso', 'UTC')(null)).toBeUndefined();
  });

  test('written and read again is the same', () => {
    for (const [format, step] of [['yyyy-MM-dd HH:mm:ss.SSS', 1], ['MM/dd/yyyy hh:mm:ss a', 1000], ['epochMs', 1], ['epochS', 1000], ['iso', 1]] as const) {
      for (const zone of ['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe']) {
        const read = compileTime(format, zone), write = formatTime(format, zoneOffset(zone));
        fc.assert(fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
          const ms = Math.floor((seconds * 1000) / step) * step;
          const back = read(write(ms));
          // In the hour that comes twice the text says less than the time.
          expect(back === ms || (typeof back === 'number' && (ms - back === 3_600_000 || ms - back === 1_800_000))).toBe(true);
        }), { seed: 11, numRuns: 300 });
      }
    }
  });
});

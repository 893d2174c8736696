import { expect, it } from 'vitest';
import { ageText, clockTime, count, dateText, durationParts, elapsed, percent, whenText } from '../../screen/look/format.ts';

const Z = 'Asia/Shanghai';
const at = (h: number, m = 0, s = 0): number => Date.UTC(2025, 6, 16, h - 8, m, s);

it('numbers', () => {
  expect([count(1284), count(999), count(1_234_567), count(0), count(null), count(Number.NaN)]).toEqual(['1,284', '999', '1,234,567', '0', '—', '—']);
});
it('a share is never rounded to whole or to nothing', () => {
  expect([percent(0.9372), percent(0.99999), percent(1), percent(0.00001), percent(0), percent(null)]).toEqual(['93.7', '99.9', '100.0', '0.1', '0.0', '—']);
});
it('times of the city\'s zone', () => {
  expect(clockTime(Z, at(20, 16, 42))).toBe('20:16:42');
  expect(dateText(Z, at(20))).toBe('2025-07-16 周三');
  expect([whenText(Z, at(20, 5), at(20, 6)), whenText(Z, at(-1, 59), at(0, 1)), whenText(Z, at(-30), at(20))]).toEqual(['20:05', '昨 23:59', '07-14 18:00']);
});
it('spans', () => {
  expect([elapsed(65_000), elapsed(360_000_000), elapsed(-5)]).toEqual(['00:01:05', '100:00:00', '00:00:00']);
  expect([ageText(8900), ageText(720_000), ageText(3 * 3_600_000), ageText(72 * 3_600_000)]).toEqual(['8 秒', '12 分', '3.0 小时', '3 天']);
  expect([durationParts(1800), durationParts(9360), durationParts(null)]).toEqual([{ value: '30', unit: '分钟' }, { value: '2.6', unit: '小时' }, { value: '—', unit: '' }]);
});

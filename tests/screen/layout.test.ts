import { describe, expect, it } from 'vitest';
import { LEVELS } from '../../server/wire/region.ts';
import { scaleOf, SIZES, tokensAt } from '../../screen/look/tokens.ts';
import { arrange, columnHeight, FRAME, heightOf, mapPadding } from '../../screen/wall/layout.ts';

describe.each(LEVELS)('at %s level', (level) => {
  it.each([true, false])('every column fits its room with air between the panels (league %s)', (league) => {
    for (const children of [0, 1, 3, 13, Infinity]) for (const plan of [arrange(level, league, children)]) for (const column of [plan.left, plan.right]) {
      expect(columnHeight(column)).toBeLessThanOrEqual(FRAME.height);
      expect(new Set(column.map((s) => s.panel)).size).toBe(column.length);
    }
    expect(arrange(level, league).right.some((s) => s.panel === 'league')).toBe(league && level !== 'grid');
    expect(heightOf(arrange(level, league).bottom[0]!)).toBeLessThanOrEqual(FRAME.strip);
  });
});

it('text follows the wall\'s real size', () => {
  expect([scaleOf(1920, 1080), scaleOf(3840, 2160), scaleOf(3840, 1080), scaleOf(7680, 2160), scaleOf(6656, 1792)].map((s) => Math.round(s * 1000) / 1000)).toEqual([1, 2, 1, 2, 1.659]);
  expect(tokensAt(2)['--t-body']).toBe('37px');
  // The caption stays above what a P1.25 wall needs at 5 m, the body at 8 m (domain.md §3).
  expect(SIZES.caption * 2).toBeGreaterThanOrEqual(23);
  expect(SIZES.body * 2).toBeGreaterThanOrEqual(37);
  expect(mapPadding(2).left).toBe(mapPadding(1).left * 2);
});

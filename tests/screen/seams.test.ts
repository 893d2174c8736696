/** What is read keeps off the lines at which tiles meet: the arithmetic. */
import { describe, expect, it } from 'vitest';
import { after, before, offSeams, stretchAt, stretches, type Span } from '../../screen/look/seams.ts';
import { rowsOf } from '../../screen/look/off-seams.ts';
import { onSeam, trendOption } from '../../screen/panels/trend/trend-option.ts';
import { makeDice } from '../helpers/random.ts';

describe('a place clear of seams', () => {
  it('is the next one, of the length that is asked for', () => {
    expect(after([100], 80)).toBe(80);
    expect(after([100], 90)).toBe(112);
    expect(after([100], 20, 70)).toBe(112);
    expect(after([200, 100], 20, 80)).toBe(212);
    expect(before([100], 180, 60)).toBe(180);
    expect(before([100], 150, 60)).toBe(88);
  });
  it('lies in one of the parts between them', () => {
    expect(stretches([100, 500], { from: 0, to: 300 })).toEqual([{ from: 0, to: 88 }, { from: 112, to: 300 }]);
    expect(stretchAt([100], { from: 0, to: 300 }, 105)).toEqual({ from: 112, to: 300 });
    expect(stretchAt([100], { from: 0, to: 300 }, 20, 150)).toEqual({ from: 112, to: 300 });
    expect(stretchAt([100], { from: 0, to: 150 }, 20, 200)).toEqual({ from: 0, to: 150 });
  });
});

it('things of a row are moved off seams in their order, none over another, and stay in their room', () => {
  const dice = makeDice(7);
  const next = (): number => dice.int(0, 9_999) / 10_000;
  for (let round = 0; round < 500; round++) {
    const seams = Array.from({ length: 1 + Math.floor(next() * 3) }, (_, i) => 480 + i * 640 + next() * 100);
    let at = next() * 60;
    const row = Array.from({ length: 1 + Math.floor(next() * 12) }, (): Span => { const from = at + next() * 30; at = from + 10 + next() * 130; return { from, to: at }; });
    // Room for all of them and for what they may have to skip at each seam.
    const room = { from: 0, to: Math.max(at, 900) + seams.length * 160 };
    const by = offSeams(row, seams, room);
    const moved = row.map(({ from, to }, i) => ({ from: from + by[i]!, to: to + by[i]! }));
    for (const [i, { from, to }] of moved.entries()) {
      expect(from).toBeGreaterThanOrEqual(-0.01);
      expect(to).toBeLessThanOrEqual(room.to + 0.01);
      for (const seam of seams) expect(seam <= from - 11.99 || seam >= to + 11.99, `${round}: ${from}–${to} on ${seam}`).toBe(true);
      if (i > 0) expect(from).toBeGreaterThanOrEqual(moved[i - 1]!.to - 0.01);
    }
  }
});

it('what is pushed out at the right goes back before the seam, and what no part holds stays where it is', () => {
  expect(offSeams([{ from: 10, to: 60 }, { from: 70, to: 130 }], [100], { from: 0, to: 150 })).toEqual([-42, -42]);
  expect(offSeams([{ from: 10, to: 290 }], [100, 200], { from: 0, to: 300 })).toEqual([0]);
  expect(offSeams([{ from: 10, to: 60 }], [], { from: 0, to: 150 })).toEqual([0]);
});

it('things side by side are of one row, whatever their heights', () => {
  const things = [{ top: 0, bottom: 40, name: 'title' }, { top: 10, bottom: 30, name: 'key' }, { top: 44, bottom: 60, name: 'second' }];
  expect(rowsOf(things).map((row) => row.map(({ name }) => name))).toEqual([['title', 'key'], ['second']]);
});

it('no hour is written on a seam of the strip, and all are where there is none', () => {
  const data = { region: 'C', from: 0, step: 900_000, station: null, series: { reported: Array.from({ length: 96 }, () => 1) } };
  const labels = (room: { width: number; seams: number[] }): number[] => {
    const { xAxis } = trendOption(data, 'UTC', 1, room) as { xAxis: { axisLabel: { interval: (i: number) => boolean } } };
    return Array.from({ length: 96 }, (_, i) => i).filter((i) => xAxis.axisLabel.interval(i));
  };
  expect(labels({ width: 960, seams: [] })).toEqual([16, 32, 48, 64, 80]);
  expect(labels({ width: 960, seams: [330] })).toEqual([16, 48, 64, 80]);
  for (const i of labels({ width: 960, seams: [330, 500] })) expect(onSeam({ width: 960, seams: [330, 500] }, i, 96)).toBe(false);
});

/** Steps of a world follow from where it began, not from the moments that are shown. */
import { expect, it } from 'vitest';
import { stepsBetween, type Paced } from '../../server/demo/steps.ts';
import type { Cue } from '../../server/wire/demo.ts';
import { makeDice } from '../helpers/random.ts';

const FEEDS: Paced[] = [{ name: 'roster', kind: 'staff', every: 300_000 }, { name: 'position', kind: 'position', every: 10_000 }, { name: 'status', kind: 'video-status', every: 5_000 }, { name: 'case', kind: 'case', every: 3_000 }];
const CUES: Cue[] = [
  { at: 4_500, ref: 'a', kind: 'case', category: '2-0405', region: 'x', title: 't', source: 'S01' }, { at: 6_000, kind: 'arrive', case: 'a', within: 11_000 },
  { at: 5_000, kind: 'camera', id: 'c', status: 'off' },
];

it('are each feed\'s whole cadences and each cue, in order', () => {
  expect([...stepsBetween(FEEDS, CUES, 0, 0, 10_000)]).toEqual([
    { at: 3_000, feeds: ['case'] }, { at: 4_500, feeds: ['case'] }, { at: 5_000, feeds: ['status'] }, { at: 6_000, feeds: ['position', 'case'] },
    { at: 9_000, feeds: ['case'] }, { at: 10_000, feeds: ['position', 'status'] },
  ]);
  // Somebody arrives between two pulls.
  expect([...stepsBetween(FEEDS, CUES, 0, 16_000, 17_500)]).toEqual([{ at: 17_000, feeds: ['position', 'case'] }]);
  expect([...stepsBetween(FEEDS, CUES, 0, 20_000, 20_000)]).toEqual([]);
});

it('are the same however a moment is come to (200 ways of seed 5)', () => {
  const dice = makeDice(5);
  const whole = [...stepsBetween(FEEDS, CUES, 700, 700, 700_000)];
  expect(whole.filter(({ feeds }) => feeds.includes('roster')).map(({ at }) => at)).toEqual([300_700, 600_700]);
  for (let way = 0; way < 200; way++) {
    const taken = [];
    for (let from = 700; from < 700_000;) { const to = Math.min(700_000, from + dice.pick([1, 999, 1_000, 3_000, 10_000, 61_234])); taken.push(...stepsBetween(FEEDS, CUES, 700, from, to)); from = to; }
    expect(taken).toEqual(whole);
  }
});

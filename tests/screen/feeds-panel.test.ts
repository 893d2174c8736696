/** The list of feeds: the worst first, and the count of all of them also where there is no room for each. */
import { expect, it } from 'vitest';
import { feedList } from '../../screen/panels/feeds/feeds.ts';
import { feed } from './messages.ts';

const NOW = 1_000_000;
const eight = Array.from({ length: 8 }, (_, i) => feed(`f${i}`, { kinds: [i < 2 ? 'video' : 'case'], state: i === 5 ? 'failed' : 'fresh', asOf: NOW - i * 1_000 }));

it('counts the feeds that have no line too', () => {
  const { rows, fresh, all } = feedList(eight, NOW, null, 7);
  expect([rows.length, fresh, all]).toEqual([7, 7, 8]);
  expect(rows[0]!.feed).toBe('f5');
  // The one left out is of those that are well, and the freshest.
  expect(rows.map((row) => row.feed)).not.toContain('f0');
});

it('of one kind counts that kind', () => {
  const { rows, fresh, all } = feedList(eight, NOW, 'video', 7);
  expect([rows.map((row) => row.feed).sort(), fresh, all]).toEqual([['f0', 'f1'], 2, 2]);
});

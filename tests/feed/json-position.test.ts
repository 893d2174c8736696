/** The place of a mistake in JSON. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonErrorAt } from '../../server/feed/json-position.ts';

test.each([
  ['{"a":1,}', 7], ['{"a" 1}', 5], ['[1 2]', 3], ['[1,2', 4], ['', 0], ['  ', 2], ['{"a":x}', 5], ['{"a":"b\n"}', 5], ['[1]]', 3], ['[}', 1], ['nul', 0], ['"a', 0], ['01', 1], ['{1:2}', 1],
])('of %j is %i', (text, at) => {
  expect(() => JSON.parse(text) as unknown).toThrow();
  expect(jsonErrorAt(text)).toBe(at);
});

test('of whole JSON is its end, and of cut JSON no later than the cut', () => {
  fc.assert(fc.property(fc.json(), fc.nat(), (text, cut) => {
    expect(jsonErrorAt(text)).toBe(text.length);
    expect(jsonErrorAt(text.slice(0, cut % (text.length + 1)))).toBeLessThanOrEqual(cut % (text.length + 1));
  }), { seed: 2, numRuns: 500 });
});

/** Loads are told of every five seconds, and once when they are over. */
import { expect, it } from 'vitest';
import { makeProgress } from '../../server/intake/progress.ts';
import { progressLine } from '../../server/start/progress-line.ts';
import { feed } from '../screen/messages.ts';

it('a feed that loads, beside one that does not', () => {
  const lines: string[] = [];
  let wall = 0;
  const look = makeProgress({ info: ((fields: object, msg: string) => { lines.push(JSON.stringify({ ...fields, msg })); }) as never }, () => wall);
  for (let second = 0; second <= 13; second++) {
    wall = second * 1000;
    look([feed('case', { progress: second < 12 ? second / 12 : null, accepted: 100 + second * 9_000, rejected: second }), feed('alert')]);
  }
  expect(lines.map(progressLine)).toEqual(['case: loading, 41 %, 45,005 records in 5 s', 'case: loading, 83 %, 90,010 records in 10 s', 'case: loaded, 108,012 records in 12 s']);
  expect(lines[0]).toBe('{"feed":"case","progress":0.417,"records":45005,"seconds":5,"msg":"loading"}');
});

it('what is no such line is not said', () => {
  for (const line of ['', 'npm warn', '{"progress":', '{"level":30,"progress":0.5}', '{"feed":"case","msg":"pull failed"}']) expect(progressLine(line)).toBeNull();
});

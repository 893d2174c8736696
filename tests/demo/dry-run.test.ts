/** What a script would show, as a person reads it before a demonstration. */
import { expect, it } from 'vitest';
import { dryRun } from '../../server/demo/dry-run.ts';
import { three } from './scripts.ts';

it('lists chapter by chapter what is shown, and second by second what happens', () => {
  expect(dryRun(three(), 'Asia/Shanghai', (code) => code ?? '全市')).toEqual([
    'three: 试演, 00:35 in 3 chapters',
    '  generated data, seed 7, scale 0.1, 1 days of history; 2025-07-15 18:30:00 to 2025-07-15 18:52:30',
    '  00:00 18:30:00  1/3 scene a, 全市; 10 s at ×10',
    '                    “一”',
    '                    lit: headline',
    '  00:04 18:30:40  flies to 770101',
    '  00:06 18:31:00  flies to 100, -50 m at 0.02 px/m',
    '  00:10 18:31:40  2/3 scene b, 770102, layers rain stations, coloured by urgent; 20 s at ×60',
    '                    “二”',
    '                    lit: stations',
    '                    alerts of this world take the wall over',
    '  00:12 18:33:40  case flood: 2-0405 in 770101 from S01, urgent: 积水',
    '  00:14 18:35:40  gauge S1 passes warning',
    '  00:20 18:41:40  case flood: somebody is there within 9 min',
    '  00:30 18:51:40  3/3 scene a, 全市; 5 s at ×10',
    '                    “三”',
    '  00:31 18:51:50  case flood: closed',
  ]);
});

it('says of a recorded day that it is one', () => {
  const script = three((text) => text.replace('kind: demo, seed: 7, scale: 0.1, historyDays: 1, origin', 'kind: recorded, from').replace(/ {4}cues:\n( {6}.*\n)+/, '').replace(/, cues: \[\{.*?\}\]/, ''));
  expect(dryRun(script, 'Asia/Shanghai')[1]).toBe('  a recorded day, masked; 2025-07-15 18:30:00 to 2025-07-15 18:52:30');
});

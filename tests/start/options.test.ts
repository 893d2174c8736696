import { describe, expect, it } from 'vitest';
import { readOptions } from '../../server/start/options.ts';

describe('options of npm start', () => {
  it('has the full published city, at real speed, mid-storm, without faults as its default', () => {
    expect(readOptions([])).toEqual({ scale: 1, speed: 1, seed: 1, faults: 'none', at: null, help: false, demo: false, dryRun: false, script: null });
  });
  it.each(['none', 'mild', 'wild'] as const)('takes --faults %s', (faults) => { expect(readOptions(['--faults', faults]).faults).toBe(faults); });

  it('plays a script behind which the city is small and its morning calm, or lists what it would show', () => {
    expect(readOptions(['--demo'])).toMatchObject({ demo: true, dryRun: false, script: null, scale: 0.25, at: '09:30' });
    expect(readOptions(['--demo', 'storm', '--scale', '1', '--at', '20:00'])).toMatchObject({ script: 'storm', scale: 1, at: '20:00' });
    expect(readOptions(['--demo', '--dry-run', 'storm'])).toMatchObject({ dryRun: true, script: 'storm' });
  });

  it.each([
    [['storm'], /found "storm", expected options only/],
    [['--demo', 'storm', 'tour'], /expected the name of one script/],
    [['--dry-run'], /--dry-run: found without --demo/],
    [['--scale', 'big'], /--scale: found "big", expected a number from 0.005 to 20/],
    [['--speed', '0'], /--speed: found "0", expected a number from 0.1 to 3600/],
    [['--at', '25:00'], /--at: found "25:00", expected HH:MM/],
    [['--faults', 'storm'], /--faults: found "storm", expected none, mild, wild/],
    [['--colour', 'red'], /--colour/],
  ])('refuses %j and says what it expected', (argv, message) => {
    expect(() => readOptions(argv)).toThrow(message);
  });
});

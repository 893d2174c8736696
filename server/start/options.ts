/** What `npm start -- …` takes. */
import { parseArgs } from 'node:util';

const FAULTS = ['none', 'mild', 'wild'] as const;

export interface StartOptions { scale: number; speed: number; seed: number; faults: (typeof FAULTS)[number]; at: string | null; help: boolean; /** Plays a script on the wall from the start, or lists what it would show. */ demo: boolean; dryRun: boolean; script: string | null }

export const USAGE = `npm start -- [options]
  --scale N    size of the simulated city, 1 = full published size (default 1; 0.05 starts in seconds)
  --speed N    simulated seconds per second (default 1)
  --seed N     another city and another day (default 1)
  --faults F   none | mild | wild | ahead: how the simulated upstreams misbehave (default none)
  --at HH:MM   local time the simulated day begins at on a first start (default 20:06, mid-storm)
npm run demo -- [script] [options]
  the same, of a quarter's size (--scale 0.25) on a calm morning (--at 09:30), and the wall plays a script (config/*/demo) by itself
  --dry-run    only lists what the scripts, or the one named, would show; status 1 where there are mistakes
Environment: PORT (8080), YIPING_CONFIG (city folder), YIPING_DATA (.data), REDIS_URL`;

/** Behind a demonstration the live city need not be large, and its own storm is to come in the evening. */
const SMALL = '0.25';
const CALM = '09:30';

/** Throws with the option, what was found and what was expected. */
export function readOptions(argv: string[]): StartOptions {
  const { values, positionals } = parsed(argv);
  const { demo } = values;
  const at = values.at ?? (demo ? CALM : null);
  if (positionals.length > (demo ? 1 : 0)) throw new Error(`found "${positionals.join(' ')}", expected ${demo ? 'the name of one script' : 'options only'}:\n${USAGE}`);
  if (values['dry-run'] && !demo) throw new Error(`--dry-run: found without --demo, expected npm run demo -- --dry-run`);
  if (at !== null && !/^([01]\d|2[0-3]):[0-5]\d$/.test(at)) throw new Error(`--at: found "${at}", expected HH:MM`);
  const faults = FAULTS.find((word) => word === values.faults);
  if (faults === undefined) throw new Error(`--faults: found "${values.faults}", expected ${FAULTS.join(', ')}`);
  return {
    demo, dryRun: values['dry-run'], script: positionals[0] ?? null,
    scale: within('scale', values.scale ?? (demo ? SMALL : '1'), 0.005, 20), speed: within('speed', values.speed, 0.1, 3_600),
    seed: within('seed', values.seed, 0, 2 ** 31), faults, at, help: values.help,
  };
}

function parsed(argv: string[]) {
  try {
    return parseArgs({ args: argv, strict: true, allowPositionals: true, options: {
      demo: { type: 'boolean', default: false }, 'dry-run': { type: 'boolean', default: false },
      scale: { type: 'string' }, speed: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' },
      faults: { type: 'string', default: 'none' }, at: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false },
    } });
  } catch (cause) {
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}; expected:\n${USAGE}`);
  }
}

function within(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < low || value > high) throw new Error(`--${name}: found "${text}", expected a number from ${low} to ${high}`);
  return value;
}

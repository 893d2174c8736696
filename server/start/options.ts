/** What `npm start -- …` takes. */
import { parseArgs } from 'node:util';

const FAULTS = ['none', 'mild', 'wild'] as const;

export interface StartOptions { scale: number; speed: number; seed: number; faults: (typeof FAULTS)[number]; at: string | null; help: boolean }

export const USAGE = `npm start -- [options]
  --scale N    size of the simulated city, 1 = full published size (default 1; 0.05 starts in seconds)
  --speed N    simulated seconds per second (default 1)
  --seed N     another city and another day (default 1)
  --faults F   none | mild | wild | ahead: how the simulated upstreams misbehave (default none)
  --at HH:MM   local time the simulated day begins at on a first start (default 20:06, mid-storm)
Environment: PORT (8080), YIPING_CONFIG (city folder), YIPING_DATA (.data), REDIS_URL`;

/** Throws with the option, what was found and what was expected. */
export function readOptions(argv: string[]): StartOptions {
  const { values } = parsed(argv);
  const at = values.at ?? null;
  if (at !== null && !/^([01]\d|2[0-3]):[0-5]\d$/.test(at)) throw new Error(`--at: found "${at}", expected HH:MM`);
  const faults = FAULTS.find((word) => word === values.faults);
  if (faults === undefined) throw new Error(`--faults: found "${values.faults}", expected ${FAULTS.join(', ')}`);
  return {
    scale: within('scale', values.scale, 0.005, 20), speed: within('speed', values.speed, 0.1, 3_600),
    seed: within('seed', values.seed, 0, 2 ** 31), faults, at, help: values.help,
  };
}

function parsed(argv: string[]) {
  try {
    return parseArgs({ args: argv, strict: true, options: {
      scale: { type: 'string', default: '1' }, speed: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' },
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

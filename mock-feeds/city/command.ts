/** `city --out DIR [--seed N] [--scale S]`: writes the city's files and prints one JSON line. */
import { parseArgs } from 'node:util';
import { isUpToDate, writeCity } from './files.ts';
import { generateCity } from './generate.ts';

function numberOption(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new Error(`city: --${name} must be a number, found "${text}"`);
  return value;
}

export function cityCommand(argv: string[]): void {
  const { values } = parseArgs({
    args: argv,
    options: { out: { type: 'string' }, seed: { type: 'string', default: '1' }, scale: { type: 'string', default: '1' } },
  });
  if (!values.out) throw new Error('city: --out DIR is missing (the folder to write the city into)');
  const seed = numberOption('seed', values.seed), scale = numberOption('scale', values.scale);
  const written = !isUpToDate(values.out, { seed, scale });
  if (written) {
    const progress = (message: string): void => { process.stderr.write(`${JSON.stringify({ progress: 'city', message })}\n`); };
    writeCity(generateCity({ seed, scale, progress }), values.out);
  }
  process.stdout.write(`${JSON.stringify({ city: values.out, seed, scale, written })}\n`);
}

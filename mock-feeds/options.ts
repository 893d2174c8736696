/** Command-line options, checked: where, what was found, what was expected. */
import { parseArgs } from 'node:util';
import { parseInstant } from './local-time.ts';

export type Options = Record<string, string | undefined>;

/** Throws on an option that is not among `names`. */
export function readOptions(argv: string[], names: readonly string[]): Options {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  return parseArgs({ args: argv, options, strict: true, allowPositionals: false }).values as Options;
}

export function numberOption(options: Options, name: string, absent: number, least: number, most: number): number {
  const text = options[name];
  if (text === undefined) return absent;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least || value > most) {
    throw new Error(`--${name}: found ${JSON.stringify(text)}, expected a number from ${least} to ${most}`);
  }
  return value;
}

export function timeOption(options: Options, name: string, absent: number): number {
  const text = options[name];
  if (text === undefined || text === '') return absent;
  const ms = parseInstant(text);
  if (ms === null) throw new Error(`--${name}: found ${JSON.stringify(text)}, expected epoch ms, ISO 8601 or yyyy-MM-dd HH:mm:ss`);
  return ms;
}

export function neededOption(options: Options, name: string): string {
  const text = options[name];
  if (!text) throw new Error(`--${name} is needed`);
  return text;
}

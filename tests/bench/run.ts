/**
 * `npm run bench -- [--only name,name] [--json [file]] [--quick] [--runs N]`
 * Exit code 0 whether budgets are met or not (a busy machine must not turn a build red); 1 when a
 * benchmark could not be run.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { startProduct, STORM_AT } from '../helpers/product.ts';
import { table, type Bench, type Benchmark, type Result, type TappedProduct } from './harness.ts';
import { BENCHMARKS } from './benchmarks.ts';
import { openTap } from './tap.ts';

const CACHE = fileURLToPath(new URL('../../.cache/bench', import.meta.url));
const USAGE = `npm run bench -- [--only name,name] [--json [file]] [--quick] [--runs N] [--days N]
${BENCHMARKS.map((b) => `  ${b.name.padEnd(14)} ${b.about}`).join('\n')}`;

interface Options { only: string[]; json: string | true | null; quick: boolean; runs: number; days: number }

/** --json may stand alone (JSON on stdout) or take a file, which parseArgs cannot say. */
function readOptions(argv: string[]): Options | null {
  const args = [...argv];
  let json: Options['json'] = null;
  const at = args.indexOf('--json');
  if (at >= 0) {
    const file = args[at + 1];
    json = file === undefined || file.startsWith('--') ? true : file;
    args.splice(at, json === true ? 1 : 2);
  }
  const { values } = parseArgs({ args, strict: true, options: { only: { type: 'string' }, quick: { type: 'boolean', default: false }, runs: { type: 'string' }, days: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return null;
  const runs = whole('runs', values.runs ?? (values.quick ? '1' : '5'));
  const days = whole('days', values.days ?? (values.quick ? '2' : '30'));
  const only = values.only?.split(',') ?? [];
  const unknown = only.filter((name) => !BENCHMARKS.some((b) => b.name === name));
  if (unknown.length) throw new Error(`--only: found "${unknown.join(',')}", expected some of ${BENCHMARKS.map((b) => b.name).join(', ')}`);
  return { only, json, quick: values.quick, runs, days };
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name}: found "${text}", expected a whole number from 1`);
  return value;
}

const say = (text: string): void => { process.stderr.write(`bench: ${text}\n`); };

/** The city that benchmarks watch, loaded. */
async function startCity(options: Options, folder: string, scale: number): Promise<TappedProduct> {
  say(`starting the city at scale ${scale}, mid-storm, with its history …`);
  await ensureScreen();
  const env: Record<string, string> = {};
  // A small city has few cases: its clock runs faster, so that a smoke run sees some.
  const product = await startProduct({ scale, speed: options.quick ? 20 : 1, historyDays: options.days, city: folder, origin: STORM_AT, server: false, env, onProgress: say });
  try {
    const tap = await openTap(product.feedsUrl);
    env.YIPING_FEEDS_URL = tap.url;
    await product.start('server');
    await product.untilLoaded(900_000);
    return Object.assign(product, { tap, stop: stopWith(product.stop, tap.close) });
  } catch (cause) {
    await product.stop();
    throw cause;
  }
}

const stopWith = (stop: () => Promise<void>, close: () => void) => async (): Promise<void> => { await stop(); close(); };

function makeBench(options: Options): { bench: Bench; stop: () => Promise<void> } {
  let city: Promise<TappedProduct> | null = null;
  const cityFolder = (scale: number): string => join(CACHE, `city-1-${scale}`);
  const scale = options.quick ? 0.05 : 1;
  const bench: Bench = {
    quick: options.quick, runs: options.runs, days: options.days, say, cityFolder,
    fullCity: () => city ??= startCity(options, cityFolder(scale), scale),
  };
  return { bench, stop: async () => { await (await city?.catch(() => null))?.stop(); } };
}

async function measure(chosen: readonly Benchmark[], bench: Bench): Promise<{ results: Result[]; failed: string[] }> {
  const results: Result[] = [];
  const failed: string[] = [];
  for (const benchmark of chosen) {
    const began = Date.now();
    say(`${benchmark.name}: ${benchmark.about} …`);
    try {
      results.push(...await benchmark.run(bench));
      say(`${benchmark.name}: done in ${Math.round((Date.now() - began) / 1000)} s`);
    } catch (cause) {
      failed.push(benchmark.name);
      say(`${benchmark.name}: COULD NOT BE RUN: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    }
  }
  return { results, failed };
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) { process.stdout.write(`${USAGE}\n`); return; }
  await mkdir(CACHE, { recursive: true });
  const { bench, stop } = makeBench(options);
  const end = (): void => { void stop().finally(() => process.exit(130)); };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  const chosen = BENCHMARKS.filter((b) => options.only.length === 0 || options.only.includes(b.name));
  const { results, failed } = await measure(chosen, bench).finally(stop);
  const text = table(results);
  const title = `${options.runs} interleaved runs, medians; ${cpus().length} cores (${cpus()[0]?.model ?? '?'}); Node ${process.version}${options.days === 30 ? '' : `; ${options.days} days of history, not 30`}${options.quick ? '; QUICK: the figures mean nothing' : ''}`;
  const json = JSON.stringify({ machine: title, results, failed }, null, 2);
  if (options.json === true) { process.stderr.write(`${title}\n${text}\n`); process.stdout.write(`${json}\n`); }
  else process.stdout.write(`${title}\n${text}\n`);
  if (typeof options.json === 'string') await writeFile(options.json, `${json}\n`);
  if (failed.length) { say(`could not be run: ${failed.join(', ')}`); process.exitCode = 1; }
}

await main();

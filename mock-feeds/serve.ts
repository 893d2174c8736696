/** `serve`: the demo city's upstreams. */
import { fileURLToPath } from 'node:url';
import { loadMade, loadOrGenerate, makeWeather, placeStations } from './city/index.ts';
import { readCategories } from './case/categories.ts';
import { BadCue, readCues } from './cues/read.ts';
import { makeSimClock } from './clock.ts';
import { readFaults } from './faults.ts';
import { listen, progressLines } from './listen.ts';
import { DAY, HOUR, dayOf, startOfDay } from './local-time.ts';
import { neededOption, numberOption, readOptions, timeOption } from './options.ts';
import { makeSimulator } from './simulator.ts';

const NAMES = ['city', 'port', 'seed', 'scale', 'speed', 'origin', 'started-at', 'history-days', 'faults', 'admin-token', 'categories', 'orders', 'cues', 'keep-city', 'end-with'] as const;
const STATIONS = 2_000;
const CATEGORIES = fileURLToPath(new URL('../config/lanjiang/categories.yaml', import.meta.url));

export async function serveCommand(argv: string[]): Promise<void> {
  const began = Date.now();
  const options = readOptions(argv, NAMES);
  const seed = numberOption(options, 'seed', 1, 0, 4_294_967_295);
  const scale = numberOption(options, 'scale', 1, 0.0001, 20);
  const startedAt = timeOption(options, 'started-at', began);
  const origin = timeOption(options, 'origin', startOfDay(dayOf(began)) + 20 * HOUR + 6 * 60_000);
  const progress = progressLines(Date.now);
  const dir = neededOption(options, 'city');
  const city = options['keep-city'] ? loadMade(dir) : loadOrGenerate(dir, { seed, scale, progress: (message) => progress(message, 0, 1) });
  const clock = makeSimClock({ origin, startedAt, rate: numberOption(options, 'speed', 1, 0, 100_000) }, Date.now);
  const { app } = checked(options['cues'], () => makeSimulator({
    seed, scale, city, weather: makeWeather(city, { seed, origin }), stations: placeStations(city, Math.max(12, Math.round(STATIONS * scale))),
    table: readCategories(options['categories'] ?? CATEGORIES), origin, clock, wall: Date.now, progress,
    historyDays: numberOption(options, 'history-days', 30, 0, 400), faults: readFaults(options['faults'] ?? 'none'),
    ...(options['cues'] ? { cues: readCues(options['cues']) } : {}),
    ...(options['orders'] ? { orders: options['orders'] } : {}),
    ...(options['admin-token'] ? { adminToken: options['admin-token'] } : {}),
  }));
  if (options['end-with']) endWithStdin(options['end-with']);
  await listen(app, numberOption(options, 'port', 0, 0, 65_535), {
    seed, scale, now: clock.now(), speed: clock.rate, origin, startedAt, historyFrom: startOfDay(dayOf(origin)) - DAY * numberOption(options, 'history-days', 30, 0, 400),
    regions: city.regions.length, readyMs: Date.now() - began, readyCpuMs: Math.round(process.cpuUsage().user / 1000),
  });
}

/** A cue that the city has no place for is told with its file. */
function checked<T>(file: string | undefined, make: () => T): T {
  try { return make(); } catch (cause) {
    throw cause instanceof BadCue && file ? new Error(`${file}: ${cause.message}`) : cause;
  }
}

/** Whoever started this holds the other end: however it ends, so does this. */
function endWithStdin(word: string): void {
  if (word !== 'stdin') throw new Error(`--end-with: found ${JSON.stringify(word)}, expected stdin`);
  const end = (): void => { process.exit(0); };
  process.stdin.on('end', end).on('close', end).on('error', end).resume();
}

/**
 * `npm start`: brings everything up on a machine with nothing else. For a simulated city that is
 * its generated map, the simulated upstream systems, the built screen and the server (which brings
 * its own Redis unless REDIS_URL is set); for any other city the screen and the server.
 */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { keepRunning, type Child } from './child.ts';
import { printDryRun } from './dry-run.ts';
import { LEAN } from './lean.ts';
import { readOptions, USAGE, type StartOptions } from './options.ts';
import { progressLine } from './progress-line.ts';
import { say } from './say.ts';
import { ensureScreen } from './screen-build.ts';
import { keptClock } from './world-clock.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What runs now, in the order in which it is to end. */
const children: Child[] = [];
const stop = stopper(children);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) { process.stdout.write(`${USAGE}\n`); return; }
  const config = resolve(process.env.YIPING_CONFIG ?? await theShippedCity());
  const city = parse(await readFile(join(config, 'city.yaml'), 'utf8')) as { simulated?: boolean; zone: string; name: string };
  const env: NodeJS.ProcessEnv = { ...process.env, YIPING_CONFIG: config, YIPING_DATA: resolve(process.env.YIPING_DATA ?? join(ROOT, '.data')) };
  if (options.dryRun) { process.exitCode = await printDryRun(config, env, options.script, city.simulated ? { home: homeOf(options, env.YIPING_DATA ?? ''), seed: options.seed, scale: options.scale } : null); return; }
  const shown = options.demo ? await demoOf(config, options.script) : null;
  if (shown) env.YIPING_DEMO = `${shown.script}@${shown.wall}`;
  await ensureScreen();
  if (city.simulated && !process.env.YIPING_FEEDS_URL) Object.assign(env, await simulate(options, city.zone, env.YIPING_DATA ?? ''));
  const port = env.PORT ?? '8080';
  const server = keepRunning({ name: 'server', args: ['server/main.ts'], env: { ...LEAN, ...env, PORT: port }, patience: 30_000, onLine: showServer });
  children.unshift(server);
  say(`${city.name}: http://localhost:${port} — Ctrl-C stops everything and loses nothing`);
  if (shown) say(`demo: http://localhost:${port}/?wall=${shown.wall} plays "${shown.script}" by itself. Keys on that page: P pauses and goes on, [ and ] step by chapter, 0 goes back to live`);
  await Promise.race(children.map((child) => child.given)).catch(async (cause: unknown) => {
    say(cause instanceof Error ? cause.message : String(cause));
    await stop(1);
  });
}

/** Its log as it is, and how far its loads are in words too. */
function showServer(line: string): void {
  process.stdout.write(`${line}\n`);
  const words = progressLine(line);
  if (words !== null) say(words);
}

/** Without YIPING_CONFIG the one city folder that the repository ships. */
async function theShippedCity(): Promise<string> {
  const { readdir } = await import('node:fs/promises');
  const folders = (await readdir(join(ROOT, 'config'), { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const first = folders[0];
  if (!first) throw new Error('config/: found no city folder; set YIPING_CONFIG to one');
  return join(ROOT, 'config', first.name);
}

/** Which script is played, and on which wall: "tour" on "laptop", where nothing else is said and they are there, else the first of each. */
async function demoOf(config: string, wanted: string | null): Promise<{ script: string; wall: string }> {
  const { readdir } = await import('node:fs/promises');
  const choose = async (folder: string, usual: string): Promise<string> => {
    const names = (await readdir(join(config, folder)).catch(() => [])).flatMap((file) => /^(.+)\.ya?ml$/.exec(file)?.[1] ?? []).sort();
    const found = names.find((name) => name === usual) ?? names[0];
    if (found === undefined) throw new Error(`${join(config, folder)}: found no file, expected one YAML file a ${folder === 'demo' ? 'script' : 'wall'}`);
    if (folder === 'demo' && wanted !== null && !names.includes(wanted)) throw new Error(`demo: found "${wanted}", expected one of ${names.join(', ')}`);
    return found;
  };
  const usual = await choose('demo', 'tour');
  return { script: wanted ?? usual, wall: await choose('walls', 'laptop') };
}

/** What is kept of a simulated city. */
const homeOf = ({ seed, scale }: StartOptions, data: string): string => join(data, `simulated-${seed}-${scale}`);

/** Starts the simulated upstreams; resolves, once they listen, with what the server must know of them. */
async function simulate(options: StartOptions, zone: string, data: string): Promise<NodeJS.ProcessEnv> {
  const home = homeOf(options, data);
  const clock = await keptClock(join(home, 'clock.json'), zone, options.speed, options.at, Date.now());
  const cityFolder = join(home, 'city');
  const size = ['--seed', String(options.seed), '--scale', String(options.scale)];
  say(`simulated city: seed ${options.seed}, scale ${options.scale}, speed ${options.speed}; its clock says ${new Date(clock.origin + (Date.now() - clock.startedAt) * clock.rate).toLocaleString('sv', { timeZone: zone })}`);
  const listening = new Promise<string>((done) => {
    let port = '0';
    const feeds = keepRunning({
      name: 'mock-feeds', env: process.env,
      get args() {
        return ['mock-feeds/main.ts', 'serve', '--port', port, '--city', cityFolder, ...size, '--speed', String(clock.rate),
          '--origin', String(clock.origin), '--started-at', String(clock.startedAt), '--faults', options.faults, '--orders', join(home, 'case-orders.ndjson')];
      },
      onLine: (line) => {
        const url = /"listening":\s*"([^"]+)"/.exec(line)?.[1];
        // A restarted simulator must come back where the server looks for it.
        if (url) { port = new URL(url).port; done(url); }
      },
    });
    children.push(feeds);
  });
  const url = await Promise.race([listening, ...children.map((child) => child.given)]);
  say(`simulated feeds: ${url}`);
  return {
    YIPING_FEEDS_URL: url, YIPING_CITY_DATA: cityFolder, YIPING_DATA: home,
    YIPING_CLOCK_ORIGIN: String(clock.origin), YIPING_CLOCK_STARTED_AT: String(clock.startedAt), YIPING_CLOCK_RATE: String(clock.rate),
  };
}

/** Ctrl-C ends the server first, so that it has applied and acknowledged all that it pulled, then the feeds. */
function stopper(children: Child[]): (code: number) => Promise<void> {
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    if (children.length > 0) say('stopping …');
    for (const child of children) await child.stop();
    if (children.length > 0) say('stopped; all data are kept');
    process.exit(code);
  };
  process.on('SIGINT', () => void stop(0));
  process.on('SIGTERM', () => void stop(0));
  return stop;
}

void main().catch(async (cause: unknown) => {
  say(cause instanceof Error ? cause.message : String(cause));
  await stop(1);
});

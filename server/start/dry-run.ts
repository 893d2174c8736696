/** `npm run demo -- --dry-run [script]`: what the city's scripts would show, chapter by chapter; their mistakes by line. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, loadCity } from '../config.ts';
import { dryRun } from '../demo/dry-run.ts';
import { loadRegions } from '../normalise/regions.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The boundaries of a simulated city, made where they are not there yet. */
function makeCity(folder: string, seed: number, scale: number): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'mock-feeds/main.ts', 'city', '--out', folder, '--seed', String(seed), '--scale', String(scale)], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('close', (code) => { if (code === 0) done(); else fail(new Error(`the simulated city could not be made in ${folder} (exit ${String(code)})`)); });
  });
}

/** Prints what would be shown, or what is wrong; gives the exit status. `simulated`: of a city that is generated. */
export async function printDryRun(config: string, env: NodeJS.ProcessEnv, wanted: string | null, simulated: { home: string; seed: number; scale: number } | null): Promise<0 | 1> {
  const variables = { ...env };
  if (simulated) {
    // Nothing is asked of the feeds: only what is written is read.
    Object.assign(variables, { YIPING_CITY_DATA: join(simulated.home, 'city'), YIPING_FEEDS_URL: env['YIPING_FEEDS_URL'] ?? 'http://127.0.0.1:9' });
    await makeCity(join(simulated.home, 'city'), simulated.seed, simulated.scale);
  }
  try {
    const { demo, city, regions } = loadCity(config, variables);
    const scripts = demo.all.filter(({ id }) => wanted === null || id === wanted);
    if (scripts.length === 0) throw new ConfigError([`${join(config, 'demo')}: found ${wanted === null ? 'no script' : JSON.stringify(wanted)}, expected ${wanted === null ? 'one file a script' : `one of ${demo.all.map(({ id }) => id).join(', ') || 'which there are none'}`}`]);
    const tree = await loadRegions(regions, city, Date.now());
    const place = (code: string | null): string => (code === null ? tree.city.name : `${tree.get(code)?.name ?? '?'} ${code}`);
    for (const script of scripts) process.stdout.write(`${dryRun(script, city.zone, place).join('\n')}\n\n`);
    const problems = demo.check({ region: (code) => tree.get(code) !== undefined }).filter(({ script }) => scripts.some(({ id }) => id === script));
    for (const { problem } of problems) process.stderr.write(`${problem}\n`);
    process.stdout.write(problems.length > 0 ? `${problems.length} mistakes\n` : `${scripts.length} scripts, no mistake; that their stations are there is seen by the running server\n`);
    return problems.length > 0 ? 1 : 0;
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    process.stderr.write(`${cause.message}\n${cause.problems.length} mistakes\n`);
    return 1;
  }
}

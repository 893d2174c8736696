/** Script time of the screen per tick, by part, and its longest task; beside a bare page that gets the same messages. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../helpers/child.ts';
import { ticksOf, PARTS, type CpuProfile, type Part, type Tick } from './cpu-profile.ts';
import { viewOf } from './crowd.ts';
import { interleave, median, quantile, result, type Benchmark } from './harness.ts';
import { buildMapped, type MappedScreen } from './mapped-screen.ts';
import { openOverlay, type Answer } from './overlay.ts';
import { pass } from './process-stat.ts';
import { scriptTimeOf, TRACE_CATEGORIES, type ScriptTime, type Trace } from './trace-tasks.ts';
import { openBrowserPage, openWall, type Wall } from './wall-page.ts';

const SAMPLE_US = 300;

/** `ticks`: CPU time of script in each tick by part, ms. */
interface Run { ticks: Tick[]; traced: ScriptTime }

/**
 * Trace and profile of the same seconds: the trace says how much CPU time script had in each tick, the
 * profile's samples of that tick say what for.
 */
async function watch({ browser, page }: Wall, screen: MappedScreen, seconds: number): Promise<Run> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.setSamplingInterval', { interval: SAMPLE_US });
  await browser.startTracing(page, { categories: TRACE_CATEGORIES });
  await cdp.send('Profiler.start');
  await pass(seconds);
  const profile = (await cdp.send('Profiler.stop')).profile as CpuProfile;
  const buffer = await browser.stopTracing();
  await cdp.detach();
  const traced = scriptTimeOf(JSON.parse(buffer.toString()) as Trace, { from: profile.startTime, to: profile.endTime });
  const ticks = ticksOf(profile, screen).map((tick, i): Tick => {
    const sampled = PARTS.reduce((sum, part) => sum + tick[part], 0);
    const scale = sampled > 0 ? (traced.ticks[i] ?? 0) / sampled : 0;
    return Object.fromEntries(PARTS.map((part) => [part, tick[part] * scale])) as Tick;
  });
  return { ticks, traced };
}

/** What stands at `path` of a page that subscribes to the same as the wall and does nothing with it. */
async function bareFile(path: string, city: string): Promise<Answer | null> {
  if (path === '/bare/socket.io.min.js') return { body: await readFile(join(ROOT, 'node_modules/socket.io-client/dist/socket.io.min.js')), type: 'text/javascript' };
  if (path !== '/bare/') return null;
  const script = `const s = io({ transports: ['websocket'] }); s.on('delta', () => {}); s.on('beat', () => {}); s.on('connect', () => { for (const r of ${JSON.stringify(viewOf(city, false))}) s.emit('subscribe', r, () => {}); });`;
  return { body: `<!doctype html><script src="/bare/socket.io.min.js"></script><script>${script}</script>`, type: 'text/html' };
}

/** p95 over ticks of the time in these parts, ms. */
const p95 = (ticks: readonly Tick[], parts: readonly Part[]): number => quantile(ticks.map((tick) => parts.reduce((sum, part) => sum + tick[part], 0)), 0.95);
const describe = (ticks: readonly Tick[]): string => PARTS.map((part) => `${part} ${p95(ticks, [part]).toFixed(1)}`).join(', ');

export const scriptTime: Benchmark = {
  name: 'script-time',
  about: 'script time of the screen per tick, by part, and its longest task; the same on one tile of a wall of four',
  run: async (bench) => {
    const product = await bench.fullCity();
    const city = (await product.summary()).region.code;
    bench.say('script-time: building the screen with source maps');
    const screen: MappedScreen = await buildMapped();
    const overlay = await openOverlay(product.url, async (path) => await bareFile(path, city) ?? screen.fileAt(path));
    let wall = await openBrowserPage();
    const bare = await openBrowserPage();
    try {
      await openWall(wall.page, overlay.url);
      await bare.page.goto(`${overlay.url}/bare/`);
      // Start-up, and the renderer's measuring of itself, are over.
      await pass(bench.quick ? 5 : 15);
      const seconds = bench.quick ? 8 : 40;
      const runs = await interleave(bench.runs, async () => {
        const run = await watch(wall, screen, seconds);
        bench.say(`script-time: p95 ${p95(run.ticks, PARTS).toFixed(1)} ms; by part ${describe(run.ticks)}; longest task ${(run.traced.tasks[0]?.script ?? 0).toFixed(1)} ms; the thread had ${(run.traced.share * 100).toFixed(0)} % of a core while it ran`);
        return run;
      }, () => watch(bare, screen, seconds / 2));
      const tasks = runs.a.flatMap((run) => run.traced.tasks).sort((a, b) => b.script - a.script);
      for (const task of tasks.filter((t) => t.script > 50).slice(0, 5)) bench.say(`script-time: a task of ${task.whole.toFixed(0)} ms, ${task.script.toFixed(0)} ms of it script: ${task.what}`);
      // The same page as a tile, once the whole wall no longer takes the processor from it.
      await wall.close();
      wall = await openBrowserPage();
      await openWall(wall.page, `${overlay.url}/?wall=grid&tile=1,1`);
      await pass(bench.quick ? 5 : 15);
      const ofTile: Run[] = [];
      for (let run = 0; run < bench.runs; run++) ofTile.push(await watch(wall, screen, seconds / 2));
      const bareP95 = median(runs.b.map((run) => p95(run.ticks, PARTS)));
      return [
        result({ name: 'script-time.store-and-map', value: median(runs.a.map((run) => p95(run.ticks, ['store', 'map']))), unit: 'ms p95', baseline: bareP95, budget: { on: 'value', atMost: 4 }, note: `per tick of 250 ms at city view, CPU time of script on the main thread; p95 by part in the last run: ${describe(runs.a.at(-1)?.ticks ?? [])}` }),
        result({ name: 'script-time.all', value: median(runs.a.map((run) => p95(run.ticks, PARTS))), unit: 'ms p95', baseline: bareP95, budget: { on: 'value', atMost: 16 }, note: 'the baseline is a page that subscribes to the same and does nothing with it' }),
        result({ name: 'script-time.longest-task', value: tasks[0]?.script ?? 0, unit: 'ms', baseline: Math.max(...runs.b.map((run) => run.traced.tasks[0]?.script ?? 0)), budget: { on: 'value', atMost: 50 }, note: `most script in one task of ${(bench.runs * seconds).toFixed(0)} s after start; the renderer's own time is not script` }),
        result({ name: 'script-time.tile.store-and-map', value: median(ofTile.map((run) => p95(run.ticks, ['store', 'map']))), unit: 'ms p95', baseline: bareP95, budget: { on: 'value', atMost: 4 }, note: `one tile of 1920×1080 of a wall of four; p95 by part in the last run: ${describe(ofTile.at(-1)?.ticks ?? [])}` }),
        result({ name: 'script-time.tile.all', value: median(ofTile.map((run) => p95(run.ticks, PARTS))), unit: 'ms p95', baseline: bareP95, budget: { on: 'value', atMost: 16 } }),
        result({ name: 'script-time.tile.longest-task', value: Math.max(0, ...ofTile.flatMap((run) => run.traced.tasks.map(({ script }) => script))), unit: 'ms', baseline: tasks[0]?.script ?? 0, budget: { on: 'value', atMost: 50 }, note: 'the baseline is the same wall in one browser' }),
      ];
    } finally { await Promise.all([wall.close(), bare.close()]); overlay.close(); }
  },
};

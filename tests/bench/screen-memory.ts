/** Memory of the screen over 10,000 ticks, played from a recording ten times as fast: heap, DOM nodes, WebGL contexts. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Beat } from '../../server/wire/messages.ts';
import { startBrowser } from '../helpers/browser.ts';
import { ROOT } from '../helpers/child.ts';
import { COUNT_CONTEXTS, memoryOf, type Memory } from '../helpers/page-memory.ts';
import type { Sent } from './bare-broadcast.ts';
import { viewOf } from './crowd.ts';
import { openFastServer } from './fast-server.ts';
import { result, type Benchmark } from './harness.ts';
import { listen } from './listen.ts';
import { pass } from './process-stat.ts';
import { openBrowserPage, openWall } from './wall-page.ts';

const EVERY_MS = 25;

/** A page that is told the same deltas over the same socket and keeps none of them, in a browser of its own. */
async function openBare(url: string, subscribe: readonly string[]): Promise<{ memory(): Promise<Memory>; close(): Promise<void> }> {
  const browser = await startBrowser({ webgl: false });
  const page = await (await browser.newContext({ bypassCSP: true })).newPage();
  await page.addInitScript(COUNT_CONTEXTS);
  await page.goto(`${url}/healthz`);
  await page.evaluate(await readFile(join(ROOT, 'node_modules/socket.io-client/dist/socket.io.min.js'), 'utf8'));
  await page.evaluate(`(() => {
    const socket = io({ transports: ['websocket'] });
    let count = 0;
    socket.on('connect', () => { for (const request of [${subscribe.join(',')}]) socket.emit('subscribe', request, () => undefined); });
    socket.on('delta', () => { document.body.textContent = String(++count); });
  })()`);
  return { memory: () => memoryOf(page), close: () => browser.close() };
}

export const screenMemory: Benchmark = {
  name: 'screen-memory',
  about: 'heap, DOM nodes and WebGL contexts of the screen over 10,000 accelerated ticks; the same on one tile of a wall of four',
  run: async (bench) => {
    const product = await bench.fullCity();
    const city = (await product.summary()).region.code;
    const sent: Sent[] = [];
    const began = performance.now();
    const at = (): number => performance.now() - began;
    const wall = await listen(product.url, viewOf(city, true), {
      onDelta: (delta) => sent.push({ at: at(), room: delta.sub, event: 'delta', payload: delta }),
      onBeat: (beat: Beat) => sent.push({ at: at(), room: '', event: 'beat', payload: beat }),
    });
    await pass(bench.quick ? 5 : 60);
    wall.close();
    const fast = await openFastServer(product.url, { hello: wall.hello, snapshots: wall.snapshots, sent, lengthMs: at() });
    const [browser, tile, bare] = [await openBrowserPage(), await openBrowserPage(), await openBare(fast.url, [...wall.snapshots.keys()])];
    try {
      await tile.page.addInitScript(COUNT_CONTEXTS);
      await openWall(tile.page, `${fast.url}/?wall=grid&tile=1,1`);
      await browser.page.addInitScript(COUNT_CONTEXTS);
      await openWall(browser.page, fast.url);
      await fast.play(bench.quick ? 100 : 1_000, EVERY_MS);
      const [before, tileBefore, bareBefore] = [await memoryOf(browser.page), await memoryOf(tile.page), await bare.memory()];
      bench.say(`screen-memory: after ${fast.ticks()} ticks heap ${(before.heap / 1e6).toFixed(1)} MB, ${before.nodes} nodes, ${before.contexts} contexts`);
      await fast.play(bench.quick ? 300 : 10_000, EVERY_MS);
      const [after, tileAfter, bareAfter] = [await memoryOf(browser.page), await memoryOf(tile.page), await bare.memory()];
      if (fast.missing.size > 0) throw new Error(`the page asked for what was not recorded: ${[...fast.missing].join(', ')}`);
      const note = `after ${fast.ticks()} ticks; the baseline is the same page after its first ${bench.quick ? 100 : 1_000}`;
      return [
        result({ name: 'screen-memory.heap', value: after.heap / 1e6, unit: 'MB', baseline: before.heap / 1e6, budget: { on: 'ratio', atMost: 1.1 }, note }),
        result({ name: 'screen-memory.growth', value: after.heap / before.heap, unit: '× heap', baseline: bareAfter.heap / bareBefore.heap, note: `over the same ticks; the baseline is a bare page (${(bareAfter.heap / 1e6).toFixed(1)} MB) that is told the same deltas by the same socket and keeps none` }),
        result({ name: 'screen-memory.nodes', value: after.nodes, unit: 'nodes', baseline: before.nodes, budget: { on: 'ratio', atMost: 1.1 } }),
        result({ name: 'screen-memory.listeners', value: after.listeners, unit: 'listeners', baseline: before.listeners, budget: { on: 'ratio', atMost: 1.1 } }),
        result({ name: 'screen-memory.contexts', value: after.contexts, unit: 'contexts', baseline: before.contexts, budget: { on: 'ratio', atMost: 1 } }),
        result({ name: 'screen-memory.tile.heap', value: tileAfter.heap / 1e6, unit: 'MB', baseline: tileBefore.heap / 1e6, budget: { on: 'ratio', atMost: 1.1 }, note: 'one tile of 1920×1080 of a wall of four, over the same ticks' }),
        result({ name: 'screen-memory.tile.nodes', value: tileAfter.nodes, unit: 'nodes', baseline: tileBefore.nodes, budget: { on: 'ratio', atMost: 1.1 } }),
        result({ name: 'screen-memory.tile.contexts', value: tileAfter.contexts, unit: 'contexts', baseline: tileBefore.contexts, budget: { on: 'ratio', atMost: 1 } }),
      ];
    } finally { await browser.close(); await tile.close(); await bare.close(); await fast.close(); }
  },
};

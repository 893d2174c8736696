/** Memory of the screen over 10,000 ticks, played from a recording ten times as fast: heap, DOM nodes, WebGL contexts. */
import type { Beat } from '../../server/wire/messages.ts';
import { COUNT_CONTEXTS, memoryOf } from '../helpers/page-memory.ts';
import type { Sent } from './bare-broadcast.ts';
import { viewOf } from './crowd.ts';
import { openFastServer } from './fast-server.ts';
import { result, type Benchmark } from './harness.ts';
import { listen } from './listen.ts';
import { pass } from './process-stat.ts';
import { openBrowserPage, openWall } from './wall-page.ts';

const EVERY_MS = 25;

export const screenMemory: Benchmark = {
  name: 'screen-memory',
  about: 'heap, DOM nodes and WebGL contexts of the screen over 10,000 accelerated ticks',
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
    const browser = await openBrowserPage();
    try {
      await browser.page.addInitScript(COUNT_CONTEXTS);
      await openWall(browser.page, fast.url);
      await fast.play(bench.quick ? 100 : 1_000, EVERY_MS);
      const before = await memoryOf(browser.page);
      bench.say(`screen-memory: after ${fast.ticks()} ticks heap ${(before.heap / 1e6).toFixed(1)} MB, ${before.nodes} nodes, ${before.contexts} contexts`);
      await fast.play(bench.quick ? 300 : 10_000, EVERY_MS);
      const after = await memoryOf(browser.page);
      if (fast.missing.size > 0) throw new Error(`the page asked for what was not recorded: ${[...fast.missing].join(', ')}`);
      const note = `after ${fast.ticks()} ticks; the baseline is the same page after its first ${bench.quick ? 100 : 1_000}`;
      return [
        result({ name: 'screen-memory.heap', value: after.heap / 1e6, unit: 'MB', baseline: before.heap / 1e6, budget: { on: 'ratio', atMost: 1.1 }, note }),
        result({ name: 'screen-memory.nodes', value: after.nodes, unit: 'nodes', baseline: before.nodes, budget: { on: 'ratio', atMost: 1.1 } }),
        result({ name: 'screen-memory.listeners', value: after.listeners, unit: 'listeners', baseline: before.listeners, budget: { on: 'ratio', atMost: 1.1 } }),
        result({ name: 'screen-memory.contexts', value: after.contexts, unit: 'contexts', baseline: before.contexts, budget: { on: 'ratio', atMost: 1 } }),
      ];
    } finally { await browser.close(); await fast.close(); }
  },
};

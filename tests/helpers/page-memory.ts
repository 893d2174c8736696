/** What a page holds, after a full collection: heap, DOM nodes, listeners, canvases, WebGL contexts. */
import type { Page } from 'playwright-core';

/** In the page, before all else: counts WebGL contexts ever made and those given back. */
export const COUNT_CONTEXTS = `(() => {
  window.benchContexts = new Set();
  const original = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    const context = original.call(this, kind, ...rest);
    if (context && String(kind).startsWith('webgl')) window.benchContexts.add(context);
    return context;
  };
})()`;

export interface Memory { heap: number; nodes: number; listeners: number; canvases: number; contexts: number }

/** Of a page that ran COUNT_CONTEXTS. */
export async function memoryOf(page: Page): Promise<Memory> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.enable');
  // What is finalised in one turn of the page is collected in the next.
  for (let i = 0; i < 3; i++) { await cdp.send('HeapProfiler.collectGarbage'); await page.evaluate('new Promise((done) => setTimeout(done, 300))'); }
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  await cdp.detach();
  const [contexts, canvases] = await page.evaluate("[[...window.benchContexts].filter((c) => !c.isContextLost()).length, document.querySelectorAll('canvas').length]") as [number, number];
  return { heap: usedSize, nodes, listeners: jsEventListeners, canvases, contexts };
}

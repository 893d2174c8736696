/** The wall in a real browser: opened, waited for until it is usable. */
import type { Browser, Page } from 'playwright-core';
import { waitFor } from '../helpers/child.ts';
import { startBrowser } from '../helpers/browser.ts';

export interface Wall { browser: Browser; page: Page; close(): Promise<void> }

/** In the page, from its first moment: notes when every panel has data or a stated reason and the map is drawn. */
const WATCH = `(() => {
  window.benchUsable = null;
  const look = () => {
    const panels = [...document.querySelectorAll('[data-panel]')];
    const usable = panels.length > 0 && panels.every((p) => ['fresh', 'stale', 'absent'].includes(p.dataset.state)) && document.querySelector('[data-map-ready="true"]') !== null;
    if (usable) window.benchUsable = performance.now();
    else setTimeout(look, 20);
  };
  look();
})()`;
const STATES = `[...document.querySelectorAll('[data-panel]')].map((p) => p.dataset.panel + ' ' + p.dataset.state).join(', ') + '; map ready ' + document.querySelector('[data-map-ready]')?.dataset.mapReady`;

export async function openBrowserPage(): Promise<Wall> {
  const browser = await startBrowser();
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  page.on('pageerror', (error) => process.stderr.write(`bench: page error: ${error.message}\n`));
  return { browser, page, close: () => browser.close() };
}

/** Loads the wall; seconds from the navigation until it is usable, as the page's own clock says. Throws with the panels' states when it is not after `ms`. */
export async function openWall(page: Page, url: string, ms = 120_000): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' });
  try {
    return await waitFor('the wall to be usable', async () => Number(await page.evaluate('window.benchUsable') ?? 0) / 1000 || false, ms, 100);
  } catch (cause) {
    throw new Error(`${cause instanceof Error ? cause.message : ''}; ${String(await page.evaluate(STATES))}`, { cause });
  }
}

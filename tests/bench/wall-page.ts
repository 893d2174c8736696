/** The wall in a real browser: opened, waited for until it is usable. */
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../helpers/browser.ts';

export interface Wall { browser: Browser; page: Page; close(): Promise<void> }

/** In the page: every panel has data or a stated reason, and the map is drawn. */
const USABLE = `(() => {
  const panels = [...document.querySelectorAll('[data-panel]')];
  return panels.length > 0 && panels.every((p) => p.dataset.state !== 'loading') && document.querySelector('[data-map-ready="true"]') !== null;
})()`;

export async function openBrowserPage(): Promise<Wall> {
  const browser = await startBrowser();
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => process.stderr.write(`bench: page error: ${error.message}\n`));
  return { browser, page, close: () => browser.close() };
}

/** Loads the wall; seconds from the navigation until it is usable, as the page's own clock says. */
export async function openWall(page: Page, url: string, ms = 120_000): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(USABLE, undefined, { timeout: ms, polling: 50 });
  return await page.evaluate(() => performance.now()) / 1000;
}

/** A press on the map, until the frame in which the wall says the new place, and until its map is drawn: on the software renderer and without WebGL. */
import type { Page } from 'playwright-core';
import { startBrowser } from '../helpers/browser.ts';
import { waitFor } from '../helpers/child.ts';
import { interleave, quantile, result, type Bench, type Benchmark } from './harness.ts';
import { pass } from './process-stat.ts';

interface Click { answered: number; drawn: number }

/** In the page: from the moment the system saw the button rise. A frame is over when a message posted in it arrives. */
const WATCH = `(() => {
  window.benchClick = null;
  const place = () => document.querySelector('.breadcrumb [aria-current]')?.textContent ?? document.querySelector('button')?.textContent;
  const shown = (then) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => then(performance.now()); port2.postMessage(0); });
  addEventListener('pointerup', (event) => {
    const from = event.timeStamp, before = place();
    const click = { answered: null, drawn: null };
    window.benchClick = click;
    let said = false;
    const look = () => {
      if (!said && place() !== before) { said = true; shown((at) => { click.answered = at - from; }); }
      const map = document.querySelector('.city-map');
      if (said && (!map || (map.dataset.mapRegion === document.querySelector('.wall').dataset.region && (map.dataset.mapWebgl === 'false' || map.dataset.mapReady === 'true')))) { watcher.disconnect(); shown((at) => { click.drawn = at - from; }); }
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true });
  }, true);
})()`;

export async function clickAt(page: Page, x: number, y: number): Promise<Click> {
  await page.mouse.click(x, y);
  return waitFor('the press to be answered and drawn', async () => {
    const click = await page.evaluate('window.benchClick') as { answered: number | null; drawn: number | null } | null;
    return click !== null && click.answered !== null && click.drawn !== null && { answered: click.answered, drawn: click.drawn };
  }, 60_000, 50);
}

/** Down by the largest name that stands on the map, to a community, and home again. */
export async function walk(page: Page): Promise<Click[]> {
  const clicks: Click[] = [];
  for (let depth = 0; depth < 3; depth++) {
    await page.waitForSelector('.overlay .layer:not(.hidden) .label', { state: 'attached', timeout: 60_000 });
    const box = await page.locator('.overlay .label .name').first().boundingBox();
    if (!box) throw new Error('no name stands on the map');
    clicks.push(await clickAt(page, box.x + box.width / 2, box.y + box.height / 2));
    // Labels come back, panels fill, and the renderer rests: the next press is a press of its own.
    await pass(2);
  }
  await page.keyboard.press('Home');
  await pass(3);
  return clicks;
}

export async function openBare(): Promise<{ page: Page; close(): Promise<void> }> {
  const browser = await startBrowser({ webgl: false });
  const page = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();
  await page.setContent('<button style="width:400px;height:200px">0</button>');
  await page.evaluate(`document.querySelector('button').addEventListener('click', (e) => { e.target.textContent = String(Number(e.target.textContent) + 1); })`);
  await page.evaluate(WATCH);
  return { page, close: () => browser.close() };
}

export async function openAt(url: string, webgl: boolean): Promise<{ page: Page; close(): Promise<void> }> {
  const browser = await startBrowser({ webgl });
  const page = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForSelector(webgl ? '.city-map[data-map-ready=true]' : '.city-map[data-map-region]', { timeout: 120_000 });
  await page.evaluate(WATCH);
  await pass(3);
  return { page, close: () => browser.close() };
}

async function press(bench: Bench, url: string, webgl: boolean): Promise<{ clicks: Click[]; bare: number[] }> {
  const [wall, bare] = [await openAt(url, webgl), await openBare()];
  try {
    const runs = await interleave(bench.runs, () => walk(wall.page), async () => (await clickAt(bare.page, 100, 100)).answered);
    return { clicks: runs.a.flat(), bare: runs.b };
  } finally { await Promise.all([wall.close(), bare.close()]); }
}

export const click: Benchmark = {
  name: 'click',
  about: 'a press on the map until the wall says the new place, and until its map is drawn',
  run: async (bench) => {
    const product = await bench.fullCity();
    const out = [];
    for (const [name, webgl] of [['webgl', true], ['plain', false]] as const) {
      const { clicks, bare } = await press(bench, product.url, webgl);
      out.push(
        result({ name: `click.${name}.answered`, value: quantile(clicks.map((one) => one.answered), 0.95), unit: 'ms p95', baseline: quantile(bare, 0.95), budget: { on: 'value', atMost: 300 }, note: `${clicks.length} presses, ${webgl ? 'software renderer' : 'without WebGL'}, 1920×1080; until the frame in which the new place is said; the baseline is a button that counts` }),
        result({ name: `click.${name}.drawn`, value: quantile(clicks.map((one) => one.drawn), 0.95), unit: 'ms p95', note: 'until the new place\'s map is drawn' }),
      );
    }
    return out;
  },
};

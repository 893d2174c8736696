/**
 * Two tiles of one wall, each in a browser of its own: how far apart the moments are at which they show a change made
 * on one, and how far apart their maps are in a flight. Beside them two bare pages on a bare socket.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { Server } from 'socket.io';
import { startBrowser } from '../helpers/browser.ts';
import { ROOT, waitFor } from '../helpers/child.ts';
import { interleave, median, quantile, result, type Bench, type Benchmark } from './harness.ts';
import { pass } from './process-stat.ts';
import { AS_A_GPU } from '../screen/fixtures/as-a-gpu.ts';
import { flightOf, type Look } from './tile-flight.ts';
import { openBrowserPage, openWall } from './wall-page.ts';

/** In the page: when each scene and place was first drawn, and where the map looked in each frame in which it moved. */
const WATCH = `(() => {
  window.benchShown = [];
  window.benchLooks = [];
  const key = () => document.querySelector('[data-scene][aria-current]')?.dataset.scene + ' ' + document.querySelector('.wall')?.dataset.region;
  const note = () => { const now = key(); if (window.benchShown.at(-1)?.key !== now) window.benchShown.push({ key: now, at: performance.timeOrigin + performance.now() }); };
  note();
  new MutationObserver(() => requestAnimationFrame(note)).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ['aria-current', 'data-region'] });
  const look = () => {
    const found = /translate\\(([-.e\\d]+) ([-.e\\d]+)\\) scale\\(([-.e\\d]+)\\)/.exec(document.querySelector('.city-map').dataset.mapLooks ?? '');
    if (found) window.benchLooks.push({ at: performance.timeOrigin + document.timeline.currentTime, x: Number(found[1]), y: Number(found[2]), k: Number(found[3]) });
  };
  new MutationObserver(look).observe(document.querySelector('.city-map'), { attributes: true, attributeFilter: ['data-map-looks'] });
})()`;

interface Shown { key: string; at: number }
const lastKey = async (page: Page): Promise<string> => ((await page.evaluate('window.benchShown')) as Shown[]).at(-1)?.key ?? '';

/** What the hand does on the first tile, change by change, each on its own. */
const HANDS: readonly (readonly string[])[] = [['2'], ['3'], ['1'], ['ArrowRight', 'Enter'], ['2'], ['Escape'], ['1'], ['ArrowDown', 'Enter'], ['Escape']];

interface Run { apart: number[]; lag: number; pixels: number; every: number }

async function watch(pages: readonly [Page, Page]): Promise<Run> {
  for (const page of pages) await page.evaluate(WATCH);
  for (const keys of HANDS) {
    const before = await lastKey(pages[0]);
    for (const key of keys) { await pages[0].keyboard.press(key); await pass(0.3); }
    await waitFor('both tiles to show the change', async () => { const [a, b] = await Promise.all(pages.map(lastKey)); return a !== before && a === b; }, 60_000, 50);
    // The flight, and what the next place must fetch.
    await pass(2.5);
  }
  const [a, b] = await Promise.all(pages.map(async (page) => await page.evaluate('[window.benchShown, window.benchLooks]') as [Shown[], Look[]])) as [[Shown[], Look[]], [Shown[], Look[]]];
  const apart = a[0].slice(1).flatMap((shown, i) => (b[0][i + 1]?.key === shown.key ? [Math.abs(shown.at - b[0][i + 1]!.at)] : []));
  return { apart, ...flightOf(a[1], b[1]) };
}

const BARE_PAGE = `<!doctype html><p id="p"></p><script src="/socket.io.min.js"></script><script>
  window.benchShown = {};
  const p = document.getElementById('p');
  io({ transports: ['websocket'] }).on('now', (n) => { p.textContent = n; requestAnimationFrame(() => { window.benchShown[n] = performance.timeOrigin + performance.now(); }); });
</script>`;

/** One number over Socket.IO into a text of two pages: how far apart it is drawn. */
async function bare(pages: readonly [Page, Page], seconds: number): Promise<number[]> {
  const client = await readFile(join(ROOT, 'node_modules/socket.io-client/dist/socket.io.min.js'));
  const http = createServer((req, res) => { res.setHeader('content-type', req.url === '/' ? 'text/html' : 'text/javascript'); res.end(req.url === '/' ? BARE_PAGE : client); });
  const io = new Server(http, { serveClient: false });
  await new Promise<void>((done) => { http.listen(0, '127.0.0.1', done); });
  let n = 0;
  const timer = setInterval(() => io.emit('now', ++n), 250);
  try {
    for (const page of pages) await page.goto(`http://127.0.0.1:${(http.address() as AddressInfo).port}/`);
    await pass(seconds);
    const [a, b] = await Promise.all(pages.map(async (page) => await page.evaluate('window.benchShown') as Record<string, number>));
    return Object.entries(a!).flatMap(([key, at]) => (b![key] === undefined ? [] : [Math.abs(at - b![key])]));
  } finally { clearInterval(timer); for (const page of pages) await page.goto('about:blank'); io.disconnectSockets(true); await io.close(); }
}

async function openPair(): Promise<{ pages: [Page, Page]; close(): Promise<void> }> {
  // The lighter map jumps: only what passes for a card flies.
  const browsers = await Promise.all([startBrowser(), startBrowser()]);
  const pages = await Promise.all(browsers.map(async (browser) => (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage())) as [Page, Page];
  await Promise.all(pages.map((page) => page.addInitScript(AS_A_GPU)));
  return { pages, close: async () => { await Promise.all(browsers.map((browser) => browser.close())); } };
}

/** Seconds until a page of the wall is usable. */
async function usable(url: string, width: number, height: number): Promise<number> {
  const wall = await openBrowserPage();
  try { await wall.page.setViewportSize({ width, height }); return await openWall(wall.page, url); } finally { await wall.close(); }
}

export const tiles: Benchmark = {
  name: 'tiles',
  about: 'two tiles of a wall: how far apart they show a change, and their maps in a flight; a tile\'s first load',
  run: async (bench: Bench) => {
    const product = await bench.fullCity();
    const at = (tile: string): string => `${product.url}/?wall=grid&tile=${tile}`;
    const [pair, plain] = [await openPair(), await openPair()];
    try {
      for (const [i, tile] of ['1,1', '2,1'].entries()) {
        await pair.pages[i]!.goto(at(tile), { waitUntil: 'commit' });
        await pair.pages[i]!.waitForSelector('.wall[data-wall-version] .city-map[data-map-region]', { timeout: 120_000 });
      }
      await pass(bench.quick ? 3 : 15);
      const runs = await interleave(bench.runs, async () => {
        const run = await watch(pair.pages);
        bench.say(`tiles: ${run.apart.length} changes, worst ${Math.max(...run.apart).toFixed(0)} ms apart; flights ${run.lag.toFixed(0)} ms, ${run.pixels.toFixed(1)} px, a frame every ${run.every.toFixed(0)} ms`);
        return run;
      }, () => bare(plain.pages, bench.quick ? 3 : 10));
      const loads = await interleave(bench.quick ? 1 : 3, () => usable(at('1,1'), 1920, 1080), () => usable(`${product.url}/?wall=grid`, 3840, 2160));
      const [apart, least] = [runs.a.flatMap((run) => run.apart), runs.b.flat()];
      return [
        result({ name: 'tiles.shown.p50', value: quantile(apart, 0.5), unit: 'ms apart', baseline: quantile(least, 0.5), note: `${apart.length} changes of scene and place, from the frame in which one tile first shows it to that of the other` }),
        result({ name: 'tiles.shown.worst', value: Math.max(...apart), unit: 'ms apart', baseline: Math.max(...least), budget: { on: 'value', atMost: 100 } }),
        result({ name: 'tiles.flight', value: Math.max(...runs.a.map((run) => run.lag)), unit: 'ms apart', budget: { on: 'value', atMost: 100 }, note: `furthest that one camera is behind the other in any flight; at most ${Math.max(...runs.a.map((run) => run.pixels)).toFixed(1)} px of the wall; drawn every ${median(runs.a.map((run) => run.every)).toFixed(0)} ms` }),
        result({ name: 'tiles.usable', value: median(loads.a), unit: 's', baseline: median(loads.b), budget: { on: 'value', atMost: 3 }, note: 'one tile of 1920×1080, software renderer, empty cache; the baseline is the whole wall of 3840×2160 in one browser' }),
      ];
    } finally { await Promise.all([pair.close(), plain.close()]); }
  },
};

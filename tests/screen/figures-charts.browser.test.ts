/** What changes on the wall changes in place: figures keep their box while they count, charts are patched and never blank, and only the slices of the fonts that are needed are fetched. */
import type { Browser, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { startBrowser } from '../helpers/browser.ts';
import { startFake, type Fake } from './fixtures/fake-server.ts';
import { SCENES } from './fixtures/shipped.ts';
import { PATIENCE, settled } from './on-wall.ts';

let browser: Browser;
let fake: Fake;
beforeAll(async () => {
  const dist = await ensureScreen();
  [browser, fake] = await Promise.all([startBrowser({ webgl: false }), startFake({ port: 0, scale: 1, league: true, dist })]);
}, 180_000);
afterAll(async () => { await browser?.close(); await fake?.close(); });

async function open(path: string, init = ''): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();
  await page.addInitScript(`globalThis.__name ??= (f) => f; ${init}`);
  await page.goto(`${fake.url}${path}`, { waitUntil: 'commit', timeout: PATIENCE });
  await settled(page);
  await page.evaluate(() => document.fonts.ready);
  return page;
}

/** Runs in the page: texts with digits that are set in a style in which 1111 is not as wide as 8888. Times and numbers that never change are among them: none may jump. */
const uneven = (): string[] => {
  const probe = document.body.appendChild(document.createElement('span'));
  const seen = new Map<string, boolean>();
  const bad = [...document.querySelectorAll('.wall *')].filter((e) => e instanceof HTMLElement && [...e.childNodes].some((n) => n.nodeType === 3 && /\d/.test(n.textContent ?? ''))).filter((e) => {
    const { fontFamily, fontSize, fontWeight, fontVariantNumeric, fontFeatureSettings, letterSpacing } = getComputedStyle(e);
    const key = [fontFamily, fontSize, fontWeight, fontVariantNumeric, fontFeatureSettings, letterSpacing].join('|');
    if (!seen.has(key)) {
      Object.assign(probe.style, { position: 'absolute', whiteSpace: 'pre', fontFamily, fontSize, fontWeight, fontVariantNumeric, fontFeatureSettings, letterSpacing });
      const widths = [...'0123456789'].map((digit) => { probe.textContent = digit.repeat(4); return probe.getBoundingClientRect().width; });
      seen.set(key, Math.max(...widths) - Math.min(...widths) < 0.02);
    }
    return !seen.get(key);
  }).map((e) => `${e.closest('[data-panel]')?.getAttribute('data-panel') ?? ''} ${e.className} "${e.textContent ?? ''}"`);
  probe.remove();
  return bad;
};
it.each(SCENES.map(({ id }) => id))('every digit is as wide as every other in scene %s', async (scene) => {
  const page = await open(`/scene/${scene}`);
  expect(await page.evaluate(uneven)).toEqual([]);
  await page.context().close();
});

/** In the page, before all else: the boxes that a figure has had, by its length. */
const WATCH_FIGURE = `(() => {
  window.figures = new Map(); window.boxes = new Map();
  const look = () => {
    for (const e of document.querySelectorAll('[data-figure] .value')) {
      const key = e.closest('[data-figure]').dataset.figure, text = e.getAttribute('aria-label') ?? '';
      const shape = key + ' ' + text.replace(/\\d/g, '0');
      const { width, height } = e.getBoundingClientRect();
      if (!window.figures.has(key)) window.figures.set(key, new Set());
      window.figures.get(key).add(text);
      if (!window.boxes.has(shape)) window.boxes.set(shape, new Set());
      window.boxes.get(shape).add(width.toFixed(1) + ' × ' + height.toFixed(1));
    }
    requestAnimationFrame(look);
  };
  window.watch = () => requestAnimationFrame(look);
})()`;
it('a figure keeps its box while it counts, in every frame of its roll', async () => {
  const page = await open('/', WATCH_FIGURE);
  await page.evaluate(() => { (window as unknown as { watch(): void }).watch(); });
  await fake.rush(60, 60);
  await page.waitForFunction(() => [...(window as unknown as { figures: Map<string, Set<string>> }).figures.values()].some((texts) => texts.size >= 5), undefined, { timeout: PATIENCE });
  const boxes = await page.evaluate(() => [...(window as unknown as { boxes: Map<string, Set<string>> }).boxes].map(([shape, sizes]) => [shape, [...sizes]] as const));
  expect(boxes.length).toBeGreaterThan(3);
  expect(boxes.filter(([, sizes]) => sizes.length > 1)).toEqual([]);
  await page.context().close();
});

/** In the page, before all else: how much of the chart is drawn in each frame, and how often it has changed. */
const WATCH_CHART = `(() => {
  window.chart = { least: Infinity, first: 0, changes: 0, frames: 0, canvases: new Set() };
  let last = 0;
  const look = () => {
    const canvas = document.querySelector('[data-panel=trend] canvas');
    const chart = window.chart;
    chart.frames++;
    if (!canvas) chart.least = 0;
    else {
      chart.canvases.add(canvas);
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let drawn = 0, sum = 0;
      for (let i = 3; i < data.length; i += 4) if (data[i] > 0) { drawn++; sum = (sum * 31 + i + data[i - 1]) % 1000003; }
      chart.first ||= drawn;
      chart.least = Math.min(chart.least, drawn);
      if (sum !== last) chart.changes++;
      last = sum;
    }
    requestAnimationFrame(look);
  };
  window.watch = () => requestAnimationFrame(look);
})()`;
interface Chart { least: number; first: number; changes: number; frames: number; canvases: number }
it('a chart is patched: no frame of an update is blank, and it stays the same canvas', async () => {
  const page = await open('/', WATCH_CHART);
  await page.waitForSelector('[data-panel=trend] canvas', { timeout: PATIENCE });
  await page.waitForFunction(() => { const c = document.querySelector<HTMLCanvasElement>('[data-panel=trend] canvas')!; return c.getContext('2d')!.getImageData(0, 0, c.width, c.height).data.some((v, i) => i % 4 === 3 && v > 0); }, undefined, { timeout: PATIENCE });
  await page.evaluate(() => { (window as unknown as { watch(): void }).watch(); });
  const chart = (): Promise<Chart> => page.evaluate(() => { const { chart } = window as unknown as { chart: Omit<Chart, 'canvases'> & { canvases: Set<unknown> } }; return { ...chart, canvases: chart.canvases.size }; });
  for (const until = Date.now() + PATIENCE; (await chart()).changes < 4 && Date.now() < until;) await fake.rush(20, 60);
  const seen = await chart();
  process.stderr.write(`chart: ${seen.changes} changes in ${seen.frames} frames, of ${seen.first} points never fewer than ${seen.least}\n`);
  expect(seen.changes).toBeGreaterThanOrEqual(4);
  expect(seen.canvases).toBe(1);
  expect(seen.least).toBeGreaterThan(seen.first * 0.5);
  await page.context().close();
});

/** Bytes of fonts at the first load. The slices are cut by how often characters go together on the mainland: a page of Taiwan's needs more of them. */
const FONT_BYTES = [['zh-CN', 1_500_000], ['en', 1_500_000], ['zh-TW', 3_000_000]] as const;
it.each(FONT_BYTES)('only the slices of the fonts that are on the page are fetched, in %s', async (lang, most) => {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const fonts: Promise<{ name: string; bytes: number }>[] = [];
  const hear = (response: Response): void => { if (response.url().includes('.woff')) fonts.push(response.body().then((body) => ({ name: new URL(response.url()).pathname, bytes: body.length }))); };
  page.on('response', hear);
  await page.goto(`${fake.url}/?lang=${lang}`, { waitUntil: 'commit', timeout: PATIENCE });
  await settled(page);
  await page.evaluate(() => document.fonts.ready);
  const all = await page.evaluate(() => [...document.fonts].length);
  // A word that comes later may bring another slice; the page is closed before that one is there.
  page.off('response', hear);
  const fetched = await Promise.all(fonts);
  const bytes = fetched.reduce((sum, one) => sum + one.bytes, 0);
  process.stderr.write(`${lang}: ${fetched.length} of ${all} faces, ${Math.round(bytes / 1000)} KB\n`);
  expect(fetched.length).toBeGreaterThan(3);
  expect(fetched.every(({ name }) => name.endsWith('.woff2'))).toBe(true);
  expect(fetched.length).toBeLessThan(all * 0.7);
  expect(bytes).toBeLessThan(most);
  await context.close();
});

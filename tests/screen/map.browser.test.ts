/** The map in a real browser: drawn by WebGL (the processor plays it, told to), and by the page where there is no WebGL or only a slow one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateCity } from '../../mock-feeds/city/generate.ts';
import { writeCity } from '../../mock-feeds/city/files.ts';
import { startBrowser } from '../helpers/browser.ts';
import { generated, type CityApi } from './map-harness/city-api.ts';
import { serveHarness } from './map-harness/server.ts';

let browser: Browser;
let city: CityApi;
let close: () => Promise<void>;
let url: string;

beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'map-city-'));
  writeCity(generateCity({ seed: 7, scale: 0.02, progress: () => undefined }), dir);
  city = generated(dir, '990100', '示例市');
  const [harness, started] = await Promise.all([serveHarness(city, 0), startBrowser()]);
  browser = started;
  url = harness.url;
  close = async () => { await harness.server.close(); rmSync(dir, { recursive: true }); };
});
afterAll(async () => { await browser?.close(); await close?.(); });

interface Harness {
  log: { drills: string[]; status: { webgl: boolean; error?: string }[]; map: { context(): WebGL2RenderingContext | null } };
  addCase(): void; back(): void;
}
declare global { interface Window { harness: Harness; contexts: number; draws: number } }

/** Counts WebGL contexts and draw calls from before the page's own script. */
const COUNT = `
  globalThis.__name = (f) => f;
  window.contexts = 0; window.draws = 0;
  const get = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { const c = get.call(this, kind, ...rest); if (c && kind === 'webgl2') window.contexts++; return c; };
  for (const name of ['drawElements', 'drawArrays', 'drawElementsInstanced', 'drawArraysInstanced']) {
    const draw = WebGL2RenderingContext.prototype[name];
    WebGL2RenderingContext.prototype[name] = function (...a) { window.draws++; return draw.apply(this, a); };
  }`;
const NO_WEBGL = `
  globalThis.__name = (f) => f;
  const get = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { return kind.startsWith('webgl') ? null : get.call(this, kind, ...rest); };`;

/** The processor's WebGL would be left for the lighter map. */
const WEBGL = '&draw=full';

async function open(script: string, query = ''): Promise<{ page: Page; errors: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  // WebGL tells of misuse by warnings only.
  page.on('console', (message) => { if (/INVALID_|does not belong/.test(message.text())) errors.push(message.text()); });
  await page.addInitScript(script);
  await page.goto(`${url}?scale=0.667${query}`);
  return { page, errors };
}
const ready = (page: Page): Promise<unknown> => page.waitForSelector('[data-map-ready="true"]', { timeout: 120_000 });
const at = (page: Page, code: string): Promise<unknown> => page.waitForSelector(`[data-map-region="${code}"]`, { timeout: 30_000 });
/** Presses the middle of a child's name. */
async function drill(page: Page): Promise<string> {
  const label = page.locator('.label').first();
  await label.waitFor({ timeout: 30_000 });
  const code = (await label.getAttribute('data-code'))!;
  const box = (await label.locator('.name').boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  return code;
}

it.each([['deck.gl', WEBGL], ['the page', '']])('drawn by %s, shows the city with its names, drills by a press down to the grids, and comes back', async (by, query) => {
  const { page, errors } = await open(COUNT, query);
  await ready(page);
  const names = await page.locator('.label .name').allTextContents();
  const districts = [...city.all.values()].filter(({ level }) => level === 'district').map(({ name }) => name);
  expect(names.length).toBeGreaterThan(0);
  expect(districts).toEqual(expect.arrayContaining(names));
  const went: string[] = [];
  for (const level of ['district', 'street', 'community']) {
    const code = await drill(page);
    await at(page, code);
    await ready(page);
    expect(city.all.get(code)!.level).toBe(level);
    went.push(code);
  }
  expect(await page.evaluate(() => window.harness.log.drills)).toEqual(went);
  await page.evaluate(() => window.harness.back());
  await at(page, went[1]!);
  await ready(page);
  const webgl = by === 'deck.gl';
  expect(await page.evaluate(() => window.harness.log.status.at(-1))).toEqual({ webgl });
  expect(await page.locator('.map-canvas').count()).toBe(webgl ? 1 : 0);
  // The lighter map says that it is; there is no other notice.
  expect(await page.locator('.notice').allTextContents()).toEqual(webgl ? [] : ['慢速渲染 · 简化地图']);
  // The probe and the map: no drill makes another.
  expect(await page.evaluate(() => window.contexts)).toBe(webgl ? 2 : 1);
  expect(errors).toEqual([]);
  await page.close();
});

it('draws nothing while nothing changes, and flashes a new case once', async () => {
  const { page } = await open(COUNT, WEBGL);
  await ready(page);
  // It has come to rest when two seconds in a row saw no draw.
  await page.waitForFunction(() => {
    const w = window as unknown as { seen?: number; since?: number };
    if (w.seen !== window.draws) { w.seen = window.draws; w.since = performance.now(); }
    return performance.now() - (w.since ?? 0) > 2_000 && window.draws > 0;
  }, undefined, { timeout: 60_000, polling: 100 });
  await page.evaluate(() => window.harness.addCase());
  await page.evaluate(() => window.harness.addCase());
  await page.waitForSelector('.flash', { state: 'attached', timeout: 5_000 });
  await page.waitForSelector('.flash', { state: 'detached', timeout: 10_000 });
  expect(await page.evaluate(() => window.draws)).toBe(await page.evaluate(() => (window as unknown as { seen: number }).seen));
  await page.close();
});

it('without WebGL draws a lighter map, says so, and still drills', async () => {
  const { page, errors } = await open(NO_WEBGL);
  await page.waitForSelector('.fallback path', { state: 'attached', timeout: 30_000 });
  expect(await page.locator('.notice').textContent()).toContain('简化地图');
  const code = await drill(page);
  await at(page, code);
  expect(await page.evaluate(() => window.harness.log.status.at(-1)?.webgl)).toBe(false);
  expect(errors).toEqual([]);
  await page.close();
});

it('survives the loss of its context: lighter map, then the full one again', async () => {
  const { page, errors } = await open(COUNT, WEBGL);
  await ready(page);
  await page.evaluate(() => { window.harness.log.map.context()!.getExtension('WEBGL_lose_context')!.loseContext(); });
  await page.waitForSelector('.fallback path', { state: 'attached', timeout: 10_000 });
  const code = await drill(page);
  await at(page, code);
  // No one restores it: the map asks for a new one by itself.
  await page.waitForSelector('[data-map-webgl="true"][data-map-ready="true"]', { timeout: 120_000 });
  expect(await page.locator('.fallback').count()).toBe(0);
  expect(await page.locator('canvas').count()).toBe(1);
  await at(page, await drill(page));
  await ready(page);
  expect(errors).toEqual([]);
  await page.close();
});

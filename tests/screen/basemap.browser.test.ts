/** Tiles under the map in a real browser: asked of this host alone, drawn under the regions, and missed in words when they are away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateCity } from '../../mock-feeds/city/generate.ts';
import { writeCity } from '../../mock-feeds/city/files.ts';
import { startBrowser } from '../helpers/browser.ts';
import { generated } from './map-harness/city-api.ts';
import { serveHarness } from './map-harness/server.ts';

const PATIENCE = 90_000;
let browser: Browser;
let close: () => Promise<void>;
let url: string;
let red: Buffer;

beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tile-city-'));
  writeCity(generateCity({ seed: 7, scale: 0.01, progress: () => undefined }), dir);
  const [harness, started] = await Promise.all([serveHarness(generated(dir, '990100', '示例市'), 0), startBrowser()]);
  browser = started;
  url = harness.url;
  close = async () => { await harness.server.close(); rmSync(dir, { recursive: true }); };
  const page = await browser.newPage();
  const data = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 256, height: 256 });
    const ink = canvas.getContext('2d')!;
    ink.fillStyle = '#ff0000';
    ink.fillRect(0, 0, 256, 256);
    return canvas.toDataURL('image/png');
  });
  await page.close();
  red = Buffer.from(data.slice(data.indexOf(',') + 1), 'base64');
});
afterAll(async () => { await browser?.close(); await close?.(); });

async function open(tile: () => { status: number; contentType: string; body: Buffer }): Promise<{ page: Page; asked: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const asked: string[] = [];
  await page.addInitScript('globalThis.__name = (f) => f');
  await page.route(/\/api\/basemap$/, (route) => route.fulfill({ json: { basemap: { minZoom: 3, maxZoom: 14, opacity: 1, attribution: null } } }));
  await page.route(/\/basemap\/\d+\/\d+\/\d+$/, (route) => { asked.push(new URL(route.request().url()).host); return route.fulfill(tile()); });
  await page.goto(`${url}?scale=0.667&layers=roads`);
  await page.waitForSelector('[data-map-ready="true"]', { timeout: PATIENCE });
  return { page, asked };
}

/** Red less blue of the picture at a pixel. */
async function redness(page: Page, x: number, y: number): Promise<number> {
  const shot = (await page.screenshot()).toString('base64');
  return page.evaluate(async ([data, px, py]) => {
    const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const ink = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
    ink.drawImage(picture, 0, 0);
    const [r, , b] = ink.getImageData(px, py, 1, 1).data;
    return r! - b!;
  }, [shot, x, y] as const);
}

it('draws them under the map, of this host alone', async () => {
  const { page, asked } = await open(() => ({ status: 200, contentType: 'image/png', body: red }));
  // A corner of the ground, where there is no region; it is dark blue until the tiles have come.
  await expect.poll(() => redness(page, 20, 20), { timeout: PATIENCE, interval: 500 }).toBeGreaterThan(6);
  // And through a region, whose own colour is still the stronger.
  const inside = await redness(page, 640, 300);
  expect(inside).toBeLessThan(await redness(page, 20, 20));
  expect(new Set(asked)).toEqual(new Set([new URL(url).host]));
  expect(await page.locator('.notice').textContent()).not.toContain('底图');
  await page.close();
});

it('goes on without them where they cannot be had, and says so', async () => {
  const { page } = await open(() => ({ status: 503, contentType: 'application/json', body: Buffer.from('{}') }));
  await page.waitForFunction(() => document.querySelector('.notice')?.textContent?.includes('底图瓦片未连通'), undefined, { timeout: PATIENCE });
  expect(await redness(page, 20, 20)).toBeLessThan(0);
  expect(await page.locator('.label .name').count()).toBeGreaterThan(0);
  await page.close();
});

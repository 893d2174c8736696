/** A whole demonstration on the real product: a presenter's tablet leads a script on a wall of two tiles, in a world of its own; the present goes on beside it, and is back at once. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiSummary } from '../../server/wire/messages.ts';
import { startBrowser } from '../helpers/browser.ts';
import { shippedCity, startProduct, STORM_AT, type Product } from '../helpers/product.ts';
import { PATIENCE } from './on-wall.ts';

const soon = { timeout: PATIENCE, interval: 100 };
/** Of regions that the smallest city has. */
const said = (text: string): string => `{ zh-CN: ${text}, zh-TW: ${text}, en: ${text} }`;
const SCRIPT = `title: ${said('短片')}
world: { kind: demo, seed: 1, historyDays: 1, origin: "2025-07-15 09:30", rate: 10 }
chapters:
  - { caption: ${said('全市概览')}, scene: overview, dwell: 30s, highlight: [headline] }
  - caption: ${said('江湾站过警戒')}
    scene: flood
    region: "990102"
    dwell: 40s
    highlight: [alerts]
    cues: [{ at: "00:34", kind: gauge, station: "70100001", passes: warning }, { at: "00:36", kind: alert, type: 暴雨, colour: yellow, region: "990102" }]
  - { caption: ${said('回到全市')}, scene: cases, dwell: 60s }
`;
let dir: string;
let product: Product;
let browser: Browser;
let tiles: Page[];
let tablet: Page;
let alone: Page;

async function open(path: string, width: number, height: number): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })).newPage();
  await page.goto(`${product.url}${path}`, { waitUntil: 'commit', timeout: PATIENCE });
  return page;
}
const ready = (page: Page): Promise<unknown> => page.waitForSelector('.wall .city-map[data-map-region]', { timeout: PATIENCE });
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'yp-demo-'));
  const config = join(dir, basename(await shippedCity()));
  await cp(await shippedCity(), config, { recursive: true });
  await rm(join(config, 'demo'), { recursive: true });
  await mkdir(join(config, 'demo'));
  await writeFile(join(config, 'demo', 'short.yaml'), SCRIPT);
  // A calm morning: no real alert is near.
  [product, browser] = await Promise.all([startProduct({ scale: 0.02, historyDays: 1, origin: STORM_AT - 10 * 3_600_000, config }), startBrowser({ webgl: false })]);
  await product.untilReady(150_000);
  await product.untilLoaded();
  [tiles, tablet, alone] = [await Promise.all(['1,1', '2,1'].map((tile) => open(`/?wall=grid&shift=off&tile=${tile}`, 1920, 1080))), await open('/remote?wall=grid', 1280, 800), await open('/', 1920, 1080)];
  await Promise.all([...tiles, alone].map(ready));
  await tiles[0]!.keyboard.press('c');
  const code = await tiles[0]!.getAttribute('[data-pair-code]', 'data-pair-code', { timeout: PATIENCE });
  await tablet.fill('input[name=code]', code!);
  await tablet.fill('input[name=name]', '张三');
  await tablet.click('form.pair [type=submit]');
  await tablet.waitForSelector('.remote[data-phase=paired]', { timeout: PATIENCE });
}, 300_000);
afterAll(async () => { await browser?.close(); await product?.stop(); await rm(dir, { recursive: true, force: true }); });

/** What a tile says of itself: its mark, where it stands, and whether a caption is on it. */
const shows = (page: Page): Promise<{ mark: string; place: string; chapter: string }> => page.evaluate(() => ({
  mark: document.querySelector<HTMLElement>('[data-demo-mark]')?.innerText.replace(/\s+/g, ' ') ?? '',
  place: `${document.querySelector('[data-scene][aria-current]')?.getAttribute('data-scene')} ${document.querySelector('.wall')?.getAttribute('data-region')}`,
  chapter: document.querySelector('[data-chapter]')?.textContent ?? '',
}));
const both = async (): Promise<Awaited<ReturnType<typeof shows>>[]> => Promise.all(tiles.map(shows));
const summary = (): Promise<ApiSummary> => product.summary();

it('the tablet starts the script: both tiles bear its mark and show its world; a page beside it shows the present, whose figures go on by themselves', async () => {
  await tiles[0]!.keyboard.press('3');
  await expect.poll(async () => (await both()).every(({ place }) => place.startsWith('cases')), soon).toBe(true);
  const live = await summary();
  await tablet.click('[data-pane=script]', { timeout: PATIENCE });
  await tablet.click('[data-start=short]', { timeout: PATIENCE });
  await expect.poll(async () => (await both()).map(({ mark, place }) => [mark.includes('演示数据'), place.split(' ')[0]].join()), soon).toEqual(['true,overview', 'true,overview']);
  await tablet.waitForSelector('.playing[data-mode=running]', { timeout: PATIENCE });
  expect((await shows(alone)).mark).toBe('');
  // The wall's figures are of the script's world; the present has its own clock and more.
  expect((await summary()).now).toBeGreaterThanOrEqual(live.now);
  expect((await summary()).world).toBe('live');
}, 300_000);

it('next and back lead by chapters, on both tiles at once; a cue of the script is seen in its world only', async () => {
  await tablet.click('[data-script=next]', { timeout: PATIENCE });
  await expect.poll(async () => (await both()).map(({ place }) => place), soon).toEqual(['flood 990102', 'flood 990102']);
  await expect.poll(() => tablet.innerText('.playing'), soon).toContain('江湾站过警戒');
  await expect.poll(async () => (await Promise.all(tiles.map((tile) => tile.locator('[data-panel=alerts] li').count()))).some((count) => count > 0), soon).toBe(true);
  expect((await (await fetch(`${product.url}/api/alerts`)).json() as { total: number }).total).toBe(0);
  await tablet.click('[data-script=pause]', { timeout: PATIENCE });
  await tablet.waitForSelector('.playing[data-mode=paused]', { timeout: PATIENCE });
  const stood = (await both()).map(({ mark }) => mark.slice(-8));
  expect(new Set(stood).size).toBe(1);
}, 300_000);

it('a killed server comes back live and offers to go on, where it was cut off', async () => {
  await product.kill('server');
  await product.start('server');
  await product.untilReady(60_000);
  await expect.poll(async () => (await both()).map(({ mark }) => mark), soon).toEqual(['', '']);
  await tablet.waitForSelector('.playing[data-mode=interrupted]', { timeout: PATIENCE });
  await tablet.click('[data-script=resume]', { timeout: PATIENCE });
  await expect.poll(async () => (await both()).map(({ mark, place }) => [mark.includes('演示数据'), place].join()), soon).toEqual(['true,flood 990102', 'true,flood 990102']);
}, 300_000);

it('one press brings both tiles back to the present in under two seconds, with the former view', async () => {
  await Promise.all(tiles.map((tile) => tile.evaluate(() => { (window as unknown as { gone: Promise<number> }).gone = new Promise((done) => { const look = (): void => { if (document.querySelector('[data-demo-mark]')) requestAnimationFrame(look); else done(Date.now()); }; look(); }); })));
  const pressed = await tablet.evaluate(() => { const at = Date.now(); document.querySelector<HTMLButtonElement>('[data-live]')!.click(); return at; });
  const took = await Promise.all(tiles.map((tile) => tile.evaluate(() => (window as unknown as { gone: Promise<number> }).gone)));
  process.stderr.write(`back in the present after ${took.map((at) => at - pressed).join(' and ')} ms\n`);
  for (const at of took) expect(at - pressed).toBeLessThan(2_000);
  await expect.poll(async () => (await both()).every(({ place }) => place.startsWith('cases')), soon).toBe(true);
  await tablet.waitForSelector('[data-shows=live]', { timeout: PATIENCE });
}, 300_000);

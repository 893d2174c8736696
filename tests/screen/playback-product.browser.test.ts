/** The past of the real product: what the wall said at a moment it says again when it is sent there, at 600 times it goes through, and the present is back within two seconds. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiSummary } from '../../server/wire/messages.ts';
import { ApiPlayback } from '../../server/wire/playback.ts';
import { startBrowser } from '../helpers/browser.ts';
import { startProduct, type Product } from '../helpers/product.ts';
import { differences, openWall, PATIENCE, untilRight, type Wall } from './on-wall.ts';

let product: Product;
let browser: Browser;
let wall: Wall;
let desk: Page;
/** Simulated seconds a second. */
const SPEED = 10;
const MINUTE = 60_000;
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct({ scale: 0.02, speed: SPEED, historyDays: 2 }), startBrowser({ webgl: false })]);
  await product.untilReady(150_000);
  await product.untilLoaded();
  wall = await openWall(browser, product.url);
  desk = await (await browser.newContext({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' })).newPage();
  await desk.addInitScript(() => { window.localStorage.setItem('yiping.officer', '张三'); });
  await desk.goto(`${product.url}/duty?left=water&right=contacts`, { waitUntil: 'commit', timeout: PATIENCE });
  await desk.waitForSelector('.desk .city-map[data-map-region]', { timeout: PATIENCE });
}, 300_000);
afterAll(async () => { await browser?.close(); await product?.stop(); });

const soon = { timeout: PATIENCE, interval: 200 };
const clock = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(11, 19);
const pastTime = (page: Page): Promise<string> => page.innerText('[data-past-time]').then((text) => text.slice(-8));
const recordings = async (): Promise<ApiPlayback> => ApiPlayback.parse(await (await fetch(`${product.url}/api/playback`)).json());
async function go(time: string): Promise<void> {
  await desk.keyboard.press('t');
  await desk.keyboard.type(time);
  await desk.keyboard.press('Enter');
}

interface Noted { at: number; summary: ApiSummary }
const noted: Noted[] = [];
it('notes what the server says at some moments at which nothing moves', async () => {
  const limit = Date.now() + 150_000;
  while (noted.length < 3 && Date.now() < limit) {
    const first = await product.summary();
    // As long as a tick of the screens, and a second of the world.
    await new Promise((done) => setTimeout(done, 600));
    const second = await product.summary();
    const at = Math.ceil(first.now / 1000) * 1000 + 3000;
    if (JSON.stringify(first.counters) === JSON.stringify(second.counters) && at < second.now && at - (noted.at(-1)?.at ?? 0) > 4 * MINUTE) noted.push({ at, summary: second });
  }
  expect(noted.length).toBe(3);
  await expect.poll(async () => (await recordings()).stretches.at(-1)!.to, soon).toBeGreaterThan(noted.at(-1)!.at + MINUTE);
}, 300_000);

it('says at each of them what it said then, on the wall that the desk sends there', async () => {
  await untilRight(wall.page);
  for (const [i, { at, summary }] of noted.entries()) {
    await go(clock(at));
    await expect.poll(() => pastTime(desk).catch(() => ''), soon).not.toBe('');
    if (i === 0) { await desk.keyboard.press('Space'); await go(clock(at)); }
    await expect.poll(() => pastTime(desk), soon).toBe(clock(at));
    await desk.click('[data-to-wall]');
    await expect.poll(() => pastTime(wall.page).catch(() => ''), soon).toBe(clock(at));
    await expect.poll(() => differences(wall.page, summary), soon).toEqual([]);
    expect(await wall.page.locator('[data-state=stale], [data-state=failed], [data-link]').count()).toBe(0);
  }
  await expect.poll(() => wall.page.innerText('[data-past-by]'), soon).toContain('张三');
}, 300_000);

it('goes through the recording at 600 times and says where it ends, with no false loss of the link', async () => {
  const { stretches: [first] } = await recordings();
  await go(clock(first!.from + MINUTE));
  await desk.keyboard.press('Space');
  await desk.click('[data-speed="600"]');
  await expect.poll(() => desk.innerText('[data-says]'), soon).toBe('录到此为止');
  expect(await desk.locator('[data-link]').count()).toBe(0);
}, 200_000);

it('is back in the present within two seconds, the desk as it was; the wall comes back from the desk', async () => {
  const before = desk.url();
  await desk.keyboard.press('[');
  const took = await desk.evaluate(async () => {
    const at = performance.now();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'l', bubbles: true }));
    while (document.querySelector('[data-past]') && performance.now() - at < 10_000) await new Promise((done) => requestAnimationFrame(done));
    return performance.now() - at;
  });
  console.log(`back to the present in ${Math.round(took)} ms`);
  expect(took).toBeLessThan(2000);
  await expect.poll(() => desk.url(), soon).toBe(before);
  await desk.click('[data-wall-live]');
  await wall.page.waitForSelector('[data-past]', { state: 'detached', timeout: PATIENCE });
  await untilRight(wall.page);
  expect([wall.errors, await wall.sameDocument()]).toEqual([[], true]);
}, 200_000);

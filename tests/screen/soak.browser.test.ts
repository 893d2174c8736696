/**
 * Long life: a wall that walks its tour while every topic changes, many times faster than in life, holds no more at the
 * end than after its first rounds. Usually 600 ticks; `check:full` plays 10,000.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { startBrowser } from '../helpers/browser.ts';
import { atLength } from '../helpers/length.ts';
import { COUNT_CONTEXTS, memoryOf, type Memory } from '../helpers/page-memory.ts';
import { AS_A_GPU } from './fixtures/as-a-gpu.ts';
import { startFake, type Fake } from './fixtures/fake-server.ts';
import { SCENES } from './fixtures/shipped.ts';
import { atRegion, PATIENCE, settled } from './on-wall.ts';

const TICKS = atLength(600, 10_000);
const EVERY_MS = 25;
/** A hundred ticks are a short warm-up: histories still fill. */
const GROWTH = TICKS === 10_000 ? 1.1 : 1.2;
/** Every scene at the city, and three places further down: more than one round of them lies in the warm-up. */
const STEPS = [...SCENES.map(({ id }) => ({ scene: id, region: null, dwell: 1_000 })), ...['C.5', 'C.5.5', 'C.7'].map((region) => ({ scene: 'overview', region, dwell: 1_000 }))];

let browser: Browser;
let fake: Fake;
beforeAll(async () => {
  const dist = await ensureScreen();
  [browser, fake] = await Promise.all([startBrowser(), startFake({ port: 0, scale: 1, league: true, dist, tour: { auto: false, idle: 3_600_000, steps: STEPS } })]);
}, 180_000);
afterAll(async () => { await browser?.close(); await fake?.close(); });

const scene = (page: Page, id: string): Promise<unknown> => page.waitForFunction((wanted) => document.querySelector('.scenes [aria-current]')?.getAttribute('data-scene') === wanted, id, { timeout: PATIENCE });

/** Walks while `ticks` are played, and the whole tour at least once more, then stands at the city's overview. */
async function walk(page: Page, ticks: number): Promise<Memory> {
  await page.evaluate(() => { (window as unknown as { walked: string[] }).walked = []; });
  await page.keyboard.press('t');
  await fake.rush(ticks, EVERY_MS);
  await page.waitForFunction((steps) => (window as unknown as { walked: string[] }).walked.length >= steps, STEPS.length, { timeout: PATIENCE });
  await page.keyboard.press('t');
  await page.keyboard.press('1');
  await page.keyboard.press('Home');
  await scene(page, SCENES[0]!.id);
  await atRegion(page, 'C');
  await page.waitForSelector('[data-map-ready=true]', { state: 'attached', timeout: PATIENCE });
  await settled(page);
  return atRest(page);
}

/** Once the scene that was left has been let go of: two looks that say the same. */
async function atRest(page: Page): Promise<Memory> {
  let before = await memoryOf(page);
  for (let i = 0; i < 20; i++) {
    const now = await memoryOf(page);
    if (now.nodes === before.nodes && now.listeners === before.listeners && now.canvases === before.canvases) return now;
    before = now;
  }
  return before;
}

it(`holds no more after ${TICKS} ticks on its tour than after the first rounds`, async () => {
  const page = await (await browser.newContext({ viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' })).newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  // The full map's layers and buffers come and go, and no processor is kept from the rest by drawing them.
  await page.addInitScript(AS_A_GPU);
  await page.addInitScript(COUNT_CONTEXTS);
  await page.addInitScript(`window.walked = []; const replace = history.replaceState; history.replaceState = function (state, title, url) { window.walked.push(String(url)); return replace.call(this, state, title, url); };`);
  await page.goto(fake.url, { waitUntil: 'commit' });
  await settled(page);
  const warm = await walk(page, TICKS / 5);
  let after = await walk(page, TICKS);
  // What is held for a while (an animation, a timer) goes by itself; a leak stays.
  for (const end = Date.now() + PATIENCE; after.nodes >= GROWTH * warm.nodes && Date.now() < end;) after = await atRest(page);
  process.stderr.write(`soak: ${TICKS} ticks after the first ${TICKS / 5}: ${JSON.stringify(warm)} → ${JSON.stringify(after)}\n`);
  expect(after.heap / warm.heap).toBeLessThan(GROWTH);
  expect(after.nodes / warm.nodes).toBeLessThan(GROWTH);
  expect(after.listeners / warm.listeners).toBeLessThan(GROWTH);
  expect(after.canvases).toBeLessThanOrEqual(warm.canvases);
  expect(after.contexts).toBeLessThanOrEqual(warm.contexts);
  expect(warm.contexts).toBeGreaterThan(0);
  expect(errors).toEqual([]);
  await page.context().close();
});

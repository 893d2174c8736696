/** A wall that nobody touches, in a real browser: it walks its tour, a key pauses it, it goes on by itself; it wanders and dims. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { REACH } from '../../screen/look/shift.ts';
import { LEVEL_COLOURS } from '../../screen/look/tokens.ts';
import { startBrowser } from '../helpers/browser.ts';
import { startFake, type Fake } from './fixtures/fake-server.ts';
import { overflowing } from './fixtures/overflowing.ts';
import { PATIENCE, settled } from './on-wall.ts';

const STEPS = [{ scene: 'overview', region: null }, { scene: 'flood', region: 'C.5' }, { scene: 'cases', region: 'C.5.5' }, { scene: 'overview', region: 'C.7' }].map((step) => ({ ...step, dwell: 2_000 }));
const ADDRESSES = ['/', '/scene/flood?region=C.5', '/scene/cases?region=C.5.5', '/?region=C.7'];

let browser: Browser;
let fake: Fake;
beforeAll(async () => {
  const dist = await ensureScreen();
  [browser, fake] = await Promise.all([startBrowser({ webgl: false }), startFake({ port: 0, scale: 10, league: true, dist, tour: { auto: true, idle: 4_000, steps: STEPS } })]);
}, 180_000);
afterAll(async () => { await browser?.close(); await fake?.close(); });

/** In the page, before all else: every address that it comes to, each once in a row. */
const WALKED = `(() => {
  window.walked = [];
  for (const name of ['pushState', 'replaceState']) {
    const original = history[name];
    history[name] = function (...args) { original.apply(this, args); const at = location.pathname + location.search; if (window.walked.at(-1) !== at) window.walked.push(at); };
  }
})()`;
const walked = (page: Page): Promise<string[]> => page.evaluate(() => (window as unknown as { walked: string[] }).walked);
const afterSteps = (page: Page, count: number): Promise<unknown> => page.waitForFunction((n) => (window as unknown as { walked: string[] }).walked.length >= n, count, { timeout: PATIENCE });
const mark = (page: Page, mode: 'running' | 'paused'): Promise<unknown> => page.waitForSelector(`.tour[data-tour=${mode}]`, { timeout: PATIENCE });

async function open(path = '/', width = 1920, height = 1080): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })).newPage();
  await page.addInitScript(WALKED);
  await page.goto(`${fake.url}${path}`, { waitUntil: 'commit' });
  await settled(page);
  return page;
}

it('walks its steps in order, again and again, and the browser\'s history does not grow', async () => {
  const page = await open();
  const length = await page.evaluate(() => history.length);
  await mark(page, 'running');
  expect(await page.textContent('.tour')).toContain('自动巡航');
  await afterSteps(page, 7);
  const seen = (await walked(page)).slice(0, 7);
  const from = ADDRESSES.indexOf(seen[0]!);
  expect(seen).toEqual(seen.map((_, i) => ADDRESSES[(from + i) % ADDRESSES.length]));
  expect(await page.evaluate(() => history.length)).toBe(length);
  await page.context().close();
});

it('is paused by a key and by a touch, says so, and goes on by itself once nobody is there', async () => {
  const page = await open();
  await afterSteps(page, 2);
  for (const touch of [() => page.keyboard.press('h'), () => page.mouse.click(960, 500)]) {
    await mark(page, 'running');
    await touch();
    await mark(page, 'paused');
    expect(await page.textContent('.tour')).toContain('巡航已暂停');
    const before = (await walked(page)).length;
    await mark(page, 'running');
    await afterSteps(page, before + 2);
  }
  await page.context().close();
});

it('is stopped and started by its own key, and by no touch', async () => {
  const page = await open();
  await mark(page, 'running');
  await page.keyboard.press('t');
  await page.waitForSelector('.tour', { state: 'detached', timeout: PATIENCE });
  await page.keyboard.press('h');
  expect(await page.$('.tour')).toBeNull();
  await page.keyboard.press('t');
  await mark(page, 'running');
  await page.keyboard.press('PageDown');
  const at = new URL(page.url());
  expect(ADDRESSES).toContain(at.pathname + at.search);
  await page.context().close();
});

it.each([[1920, 1080], [3840, 2160], [2160, 3840]])('has room for its mark at %i × %i, wandered as it is', async (width, height) => {
  const page = await open('/', width, height);
  await mark(page, 'running');
  expect(await page.evaluate(overflowing)).toEqual([]);
  const wall = (await page.locator('.wall').boundingBox())!;
  for (const at of [wall.x, wall.y]) { expect(Number.isInteger(at)).toBe(true); expect(Math.abs(at)).toBeLessThanOrEqual(REACH); }
  expect([wall.width, wall.height]).toEqual([width, height]);
  // The map goes with the panels.
  expect(await page.locator('.city-map').boundingBox()).toEqual(wall);
  await page.context().close();
});

it('stands while an alert has the wall, and goes on from the former step once the alert is over', async () => {
  const page = await open();
  await mark(page, 'running');
  await afterSteps(page, 2);
  fake.putAlert({ id: 'T', colour: 'red', event: '洪水', title: '洪水红色预警信号', issuer: '市水文中心', issuedAt: fake.now(), expiresAt: null, region: 'C.3', station: null, text: '', ackedBy: null, ackedAt: null, quiet: null, within: [] });
  await page.waitForSelector('.wall[data-region="C.3"]', { timeout: PATIENCE });
  const before = await walked(page);
  const clock = (): Promise<number> => page.evaluate(() => { const [h, m, s] = (document.querySelector('.takeover time')?.textContent ?? '').split(':').map(Number); return h! * 3600 + m! * 60 + s!; });
  const from = await clock();
  // Three dwells and an idle time pass.
  await page.waitForFunction((end) => { const [h, m, s] = (document.querySelector('.takeover time')?.textContent ?? '').split(':').map(Number); return h! * 3600 + m! * 60 + s! >= end; }, from + 7, { timeout: PATIENCE });
  expect(await walked(page)).toEqual(before);
  fake.revokeAlert('T');
  await page.waitForSelector('[data-takeover]', { state: 'detached', timeout: PATIENCE });
  await afterSteps(page, before.length + 3);
  const [former, ...onwards] = (await walked(page)).slice(before.length);
  // The step that it took the wall from, and the next in order.
  expect(former).toBe(before.at(-2));
  expect(onwards[0]).toBe(ADDRESSES[(ADDRESSES.indexOf(former!) + 1) % ADDRESSES.length]);
  await page.context().close();
});

it('stands still where the address says so, at every step', async () => {
  const page = await open('/?shift=off');
  await afterSteps(page, 2);
  expect(new URL(page.url()).searchParams.get('shift')).toBe('off');
  expect(await page.locator('.wall').boundingBox()).toEqual({ x: 0, y: 0, width: 1920, height: 1080 });
  await page.context().close();
});

it('dims at a key, severity not', async () => {
  const page = await open('/scene/feeds?region=C.1');
  await page.waitForSelector('.city-map .fallback', { timeout: PATIENCE });
  const look = (): Promise<{ ink: string; panel: string; levels: string[]; map: string }> => page.evaluate((levels) => {
    const root = getComputedStyle(document.documentElement);
    return {
      ink: getComputedStyle(document.querySelector('.title-bar h1')!).color, panel: getComputedStyle(document.querySelector('[data-panel] h2')!).color,
      levels: levels.map((level) => root.getPropertyValue(`--level-${level}`)), map: getComputedStyle(document.querySelector('.city-map .fallback')!).opacity,
    };
  }, Object.keys(LEVEL_COLOURS));
  const day = await look();
  await page.keyboard.press('n');
  await page.waitForFunction((ink) => getComputedStyle(document.querySelector('.title-bar h1')!).color !== ink, day.ink, { timeout: PATIENCE });
  const night = await look();
  expect(night.panel).not.toBe(day.panel);
  expect([day.map, night.map]).toEqual(['1', '0.6']);
  expect(night.levels).toEqual(Object.values(LEVEL_COLOURS));
  await page.context().close();
});

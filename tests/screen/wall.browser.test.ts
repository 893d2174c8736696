import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { findBrowser } from '../helpers/browser-binary.ts';
import { startFake, type Fake } from './fixtures/fake-server.ts';
import { overflowing } from './fixtures/overflowing.ts';

/** The panels are what is looked at here: without WebGL a frame costs next to nothing, and they must stand without a map too. */
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-3d-apis', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
let browser: Browser;
let fake: Fake;
/** Ten times the largest city's figures. */
let large: Fake;

beforeAll(async () => {
  const dist = await ensureScreen();
  [browser, fake, large] = await Promise.all([chromium.launch({ executablePath: await findBrowser(), args: ARGS }), startFake({ port: 0, scale: 1, league: true, dist }), startFake({ port: 0, scale: 10, league: true, dist, long: true })]);
}, 180_000);
afterAll(async () => { await browser?.close(); await fake?.close(); await large?.close(); });

interface Seen { page: Page; errors: string[]; outside: string[] }
async function open(url: string, width = 1920, height = 1080): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const seen: Seen = { page, errors: [], outside: [] };
  page.on('pageerror', (error) => seen.errors.push(error.message));
  page.on('request', (request) => { if (!request.url().startsWith(new URL(url).origin) && !request.url().startsWith('data:') && !request.url().startsWith('blob:') && !request.url().startsWith('ws')) seen.outside.push(request.url()); });
  await page.goto(url, { waitUntil: 'commit' });
  await settled(page);
  return seen;
}
/** Every panel has come to something: data or a reason. */
const settled = (page: Page): Promise<unknown> => page.waitForFunction(() => {
  const panels = [...document.querySelectorAll('[data-panel]')];
  return panels.length > 6 && panels.every((p) => ['fresh', 'absent'].includes(p.getAttribute('data-state') ?? ''));
}, undefined, { timeout: 60_000 });
const regionOf = (page: Page): Promise<string | null> => page.getAttribute('.wall', 'data-region');
const atRegion = (page: Page, code: string): Promise<unknown> => page.waitForFunction((c) => document.querySelector('.wall')?.getAttribute('data-region') === c, code, { timeout: 30_000 });

const PLACES = { city: '', district: 'C.5', street: 'C.5.5', community: 'C.5.5.5', grid: 'C.5.5.5.1' };

describe.each(Object.entries(PLACES))('at %s level', (_level, code) => {
  it.each([[1920, 1080], [3840, 2160], [3840, 1080]])('at %i×%i every panel has data or its reason, and nothing overflows, with figures ten times the largest city\'s', async (width, height) => {
    const { page, errors, outside } = await open(`${large.url}/${code === '' ? '' : `?region=${code}`}`, width, height);
    const panels = await page.evaluate(() => [...document.querySelectorAll('[data-panel]')].map((p) => ({ name: p.getAttribute('data-panel'), state: p.getAttribute('data-state'), text: (p.textContent ?? '').trim() })));
    for (const panel of panels) {
      expect(panel.text.length, `panel ${panel.name}`).toBeGreaterThan(6);
      expect(panel.text, `panel ${panel.name} says the time of its data`).toMatch(/截至\s*\d\d:\d\d:\d\d/);
    }
    expect(await page.evaluate(overflowing)).toEqual([]);
    expect({ errors, outside }).toEqual({ errors: [], outside: [] });
    await page.context().close();
  });
});

it('goes down by keyboard and row, back by key and browser, and the address carries the place', async () => {
  const { page } = await open(fake.url);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('.wall')?.getAttribute('data-region') !== 'C');
  const district = (await regionOf(page))!;
  expect(page.url()).toContain(`region=${district}`);
  await settled(page);
  await page.locator('[data-panel=league] li.touch').first().click();
  await page.waitForFunction((before) => document.querySelector('.wall')?.getAttribute('data-region') !== before, district);
  expect(await regionOf(page)).toContain(`${district}.`);
  await page.keyboard.press('Escape');
  await atRegion(page, district);
  // Each of the three steps stands in the browser's history, the way back by key among them.
  for (let i = 0; i < 3; i++) await page.goBack();
  await atRegion(page, 'C');
  await page.context().close();
});

it('says so when the socket is cut, and is right again after its return, without a reload', async () => {
  const { page } = await open(fake.url);
  await page.evaluate(() => { (window as unknown as { same: boolean }).same = true; });
  fake.mute();
  await page.waitForSelector('[data-link=lost]', { timeout: 15_000 });
  expect(await page.textContent('[data-link=lost]')).toMatch(/链路中断.*数据停在 \d\d:\d\d:\d\d.*已中断 00:00:\d\d/);
  const before = await page.getAttribute('[data-figure=accepted] .value', 'aria-label');
  await page.waitForFunction(() => Number(/00:00:(\d\d)/.exec(document.querySelector('[data-link=lost]')?.textContent ?? '')?.[1] ?? 0) >= 6, undefined, { timeout: 30_000 });
  expect(await page.getAttribute('[data-figure=accepted] .value', 'aria-label')).toBe(before);
  fake.speak();
  const since = Date.now();
  await page.waitForSelector('[data-link=lost]', { state: 'detached', timeout: 15_000 });
  process.stderr.write(`right again ${Date.now() - since} ms after the link's return (budget 2,000)\n`);
  await settled(page);
  expect(await page.evaluate(() => (window as unknown as { same?: boolean }).same)).toBe(true);
  await page.context().close();
});

it('greys the panels of a failed feed alone', async () => {
  const { page } = await open(fake.url);
  fake.setFeed('video', 'failed');
  await page.waitForSelector('[data-panel=video][data-state=stale]', { timeout: 15_000 });
  expect(await page.getAttribute('[data-panel=stream]', 'data-state')).toBe('fresh');
  fake.setFeed('video', 'fresh');
  await page.waitForSelector('[data-panel=video][data-state=fresh]', { timeout: 15_000 });
  await page.context().close();
});

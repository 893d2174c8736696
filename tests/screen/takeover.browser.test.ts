/** A grave alert takes the wall of a real browser, is acknowledged on /ack, and the former view is there again. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { ensureScreen } from '../../server/start/screen-build.ts';
import type { AlertItem } from '../../server/wire/messages.ts';
import { startBrowser } from '../helpers/browser.ts';
import { startFake, type Fake } from './fixtures/fake-server.ts';
import { overflowing } from './fixtures/overflowing.ts';

// A machine that does other work as well is slow, not wrong.
const PATIENCE = 90_000;
let browser: Browser;
let fake: Fake;
let context: BrowserContext;
beforeAll(async () => {
  const dist = await ensureScreen();
  [browser, fake] = await Promise.all([startBrowser({ webgl: false }), startFake({ port: 0, scale: 1, league: true, dist })]);
}, 400_000);
afterAll(async () => { await browser?.close(); await fake?.close(); });
beforeEach(async () => { context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' }); });
afterEach(async () => { for (const id of ['T1', 'T2']) fake.revokeAlert(id); fake.speak(); await context.close(); });

const alert = (id: string, extra: Partial<AlertItem> = {}): AlertItem => ({
  id, colour: 'orange', event: '洪水', title: `${id} 江湾站水位超保证橙色预警信号`, issuer: '市水文中心', issuedAt: fake.now(), expiresAt: null, region: 'C.5.5', station: null, text: '江湾站水位超保证。', ackedBy: null, ackedAt: null, quiet: null, within: [], ...extra,
});
async function open(path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${fake.url}${path}`, { waitUntil: 'commit' });
  return page;
}
async function openWall(path: string): Promise<Page> {
  const page = await open(path);
  await page.waitForFunction(() => { const panels = [...document.querySelectorAll('[data-panel]')]; return panels.length > 3 && panels.every((p) => ['fresh', 'absent'].includes(p.getAttribute('data-state') ?? '')); }, undefined, { timeout: 60_000 });
  return page;
}
const taken = (page: Page, id: string): Promise<unknown> => page.waitForSelector(`[data-takeover="${id}"]`, { timeout: PATIENCE });
const released = (page: Page): Promise<unknown> => page.waitForSelector('[data-takeover]', { state: 'detached', timeout: PATIENCE });
const at = (page: Page, region: string): Promise<unknown> => page.waitForSelector(`.wall[data-region="${region}"]`, { timeout: PATIENCE });
/** Where the map looks: what draws it without WebGL says so. */
const looks = (page: Page): Promise<string | null> => page.getAttribute('.fallback > g', 'transform');
/** Moves the map by hand. */
async function drag(page: Page, dx: number, dy: number): Promise<void> {
  const before = await looks(page);
  await page.mouse.move(960, 520);
  await page.mouse.down();
  await page.mouse.move(960 + dx / 2, 520 + dy / 2);
  await page.mouse.move(960 + dx, 520 + dy);
  await page.mouse.up();
  await expect.poll(() => looks(page), { timeout: PATIENCE }).not.toBe(before);
}
/** Address, where the map looks, and which layers and indicator the map's own switches say are on. */
const view = (page: Page): Promise<string[]> => page.evaluate(() => [location.pathname + location.search, document.querySelector('.fallback > g')?.getAttribute('transform') ?? '', document.querySelector('.map-foot')?.textContent?.replace(/\s+/g, ' ') ?? '', ...[...document.querySelectorAll('.map-foot [aria-pressed], .map-foot [aria-checked]')].map((e) => e.outerHTML.replace(/ data-v-\w+=""/g, ''))]);
async function sign(page: Page, id: string, name: string): Promise<void> {
  const field = page.locator('.ack input');
  await page.waitForSelector('.ack .who', { timeout: PATIENCE });
  if (await field.count() > 0) { await field.fill(name); await page.locator('.ack form button').click(); }
  await page.locator(`[data-alert="${id}"] button`).click({ timeout: PATIENCE });
}

it('an alert takes the wall, a reload comes back into it, and after it is acknowledged the former view returns exactly', async () => {
  const page = await openWall('/scene/flood?region=C.5');
  // A choice of its own, which the scene does not make.
  await page.keyboard.press('r');
  await page.keyboard.press('i');
  await page.waitForSelector('.city-map[data-map-region="C.5"]', { timeout: PATIENCE });
  await drag(page, 90, -60);
  const before = await view(page);
  fake.putAlert(alert('T1'));
  await taken(page, 'T1');
  await at(page, 'C.5.5');
  expect(await page.textContent('.takeover .card')).toMatch(/橙色预警.*附近视频.*江滨大道.*在线 · 180 米.*在岗力量.*王\*\* · 网格长.*138\*{4}0042/s);
  expect(await view(page)).not.toEqual(before);
  expect(await page.evaluate(overflowing)).toEqual([]);
  await page.reload({ waitUntil: 'commit' });
  await taken(page, 'T1');
  await at(page, 'C.5.5');
  const ack = await open('/ack');
  await sign(ack, 'T1', '李四');
  await ack.waitForSelector('[data-done="T1"]', { timeout: PATIENCE });
  expect(await ack.textContent('[data-done="T1"]')).toContain('李四（未核验）');
  await released(page);
  await at(page, 'C.5');
  await expect.poll(() => view(page), { timeout: PATIENCE }).toEqual(before);
}, 400_000);

it('an alert of the place that is shown frames it, though people had moved the map away, and what they saw returns', async () => {
  const page = await openWall('/?region=C.5');
  await page.waitForSelector('.city-map[data-map-region="C.5"]', { timeout: PATIENCE });
  const framed = await looks(page);
  await drag(page, 300, 120);
  await page.mouse.wheel(0, -400);
  // It has come to rest, and is where it was put.
  let last = '';
  await expect.poll(async () => { const now = await looks(page) ?? ''; const same = now === last && now !== framed; last = now; return same; }, { timeout: PATIENCE, interval: 500 }).toBe(true);
  const before = await view(page);
  fake.putAlert(alert('T1', { region: 'C.5' }));
  await taken(page, 'T1');
  await expect.poll(() => looks(page), { timeout: PATIENCE }).toBe(framed);
  fake.revokeAlert('T1');
  await released(page);
  await expect.poll(() => view(page), { timeout: PATIENCE }).toEqual(before);
}, 400_000);

it('a new version that is served during a takeover replaces the page when that is over, and not before', async () => {
  const page = await openWall('/?region=C.5');
  await page.evaluate(() => { (window as unknown as { same: boolean }).same = true; });
  const same = (): Promise<boolean> => page.evaluate(() => (window as unknown as { same?: boolean }).same === true);
  fake.putAlert(alert('T1'));
  await taken(page, 'T1');
  try {
    fake.mute();
    await page.waitForSelector('[data-link="lost"]', { timeout: PATIENCE });
    fake.setBuild('later');
    fake.speak();
    await page.waitForSelector('[data-link="lost"]', { state: 'detached', timeout: PATIENCE });
    await at(page, 'C.5.5');
    // Its own clock goes on by beats of the new server, and it is the same document.
    const told = await page.textContent('.takeover time');
    await expect.poll(() => page.textContent('.takeover time'), { timeout: PATIENCE }).not.toBe(told);
    expect([await same(), await page.locator('[data-takeover="T1"]').isVisible()]).toEqual([true, true]);
    fake.revokeAlert('T1');
    await expect.poll(() => same().catch(() => true), { timeout: PATIENCE }).toBe(false);
    await at(page, 'C.5');
    expect(await page.locator('[data-takeover]').count()).toBe(0);
  } finally { fake.setBuild('fake'); }
}, 400_000);

it('its cameras play where they can, else show a snapshot, else say why not; when it ends nothing of them is left', async () => {
  const page = await openWall('/');
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  fake.putAlert(alert('T1'));
  await taken(page, 'T1');
  const shown = (n: number): string => `[data-picture="3301000000131000000${n}"]`;
  await page.waitForSelector(`${shown(0)}[data-plays="true"]`, { timeout: PATIENCE });
  const frames = (): Promise<number> => page.evaluate((at) => (document.querySelector(`${at} video`) as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames, shown(0));
  const [width, first] = [await page.evaluate((at) => (document.querySelector(`${at} video`) as HTMLVideoElement).videoWidth, shown(0)), await frames()];
  expect(width).toBe(320);
  // Over the seam of the test picture, which goes round every twelve seconds.
  await expect.poll(frames, { timeout: PATIENCE }).toBeGreaterThan(first + 100);
  for (const [n, shows, why] of [[1, 'snapshot', '离线 · 截图'], [2, 'snapshot', '此点位无实时画面 · 截图'], [3, 'nothing', '此点位无实时画面 · 无截图']] as const) {
    await page.waitForSelector(`${shown(n)}[data-shows="${shows}"]`, { timeout: PATIENCE });
    expect(await page.textContent(`${shown(n)} .why`)).toBe(why);
  }
  await expect.poll(() => page.evaluate((at) => (document.querySelector(`${at} img`) as HTMLImageElement).naturalWidth, shown(1)), { timeout: PATIENCE }).toBe(320);
  // What plays is watched from outside the page's tree, for an element that is taken out of it may play on.
  const element = await page.evaluateHandle((at) => document.querySelector(`${at} video`) as HTMLVideoElement, shown(0));
  fake.revokeAlert('T1');
  await released(page);
  expect(await page.evaluate((video) => [document.querySelectorAll('video').length, video.paused, video.getAttribute('src'), video.readyState], element)).toEqual([0, true, null, 0]);
  const before = fake.pictures.length;
  // A later alert's pictures come; of the one that is over nothing was asked meanwhile.
  fake.putAlert(alert('T2'));
  await taken(page, 'T2');
  await page.waitForSelector(`${shown(0)}[data-plays="true"]`, { timeout: PATIENCE });
  expect(fake.pictures[before]).toContain('live.m3u8');
  expect([...hosts]).toEqual([new URL(fake.url).host]);
}, 400_000);

it('two at once: the graver first, then the other, then the former view', async () => {
  const page = await openWall('/');
  fake.putAlert(alert('T1'));
  fake.putAlert(alert('T2', { colour: 'red', region: 'C.3' }));
  await taken(page, 'T2');
  await at(page, 'C.3');
  expect(await page.getAttribute('[data-takeover]', 'data-waiting')).toBe('1');
  const ack = await open('/ack');
  await sign(ack, 'T2', '李四');
  await taken(page, 'T1');
  await at(page, 'C.5.5');
  fake.revokeAlert('T1');
  await released(page);
  await at(page, 'C');
  expect(new URL(page.url()).search).toBe('');
}, 400_000);

it('while the link is down it stays, and an acknowledgement made meanwhile releases it when the link is back', async () => {
  const page = await openWall('/');
  fake.putAlert(alert('T1'));
  await taken(page, 'T1');
  fake.mute();
  await page.waitForSelector('[data-link="lost"]', { timeout: PATIENCE });
  fake.putAlert({ ...alert('T1'), ackedBy: '李四', ackedAt: fake.now() });
  expect(await page.locator('[data-takeover="T1"]').isVisible()).toBe(true);
  fake.speak();
  await released(page);
  await at(page, 'C');
}, 400_000);

it('an acknowledgement that cannot reach the server is said not to be done, and one more try does it', async () => {
  const page = await openWall('/');
  fake.putAlert(alert('T1'));
  await taken(page, 'T1');
  const ack = await open('/ack');
  await ack.waitForSelector('[data-alert="T1"]', { timeout: PATIENCE });
  await ack.context().route('**/ack', (route) => (route.request().method() === 'POST' ? route.abort('connectionfailed') : route.continue()));
  await sign(ack, 'T1', '李四');
  await ack.waitForSelector('[data-alert="T1"] .attention', { timeout: PATIENCE });
  expect(await ack.textContent('[data-alert="T1"] .attention')).toBe('未签收：服务没有应答，恢复后请再签一次');
  expect(await page.locator('[data-takeover="T1"]').isVisible()).toBe(true);
  await ack.context().unroute('**/ack');
  await ack.locator('[data-alert="T1"] button').click({ timeout: PATIENCE });
  await ack.waitForSelector('[data-done="T1"]', { timeout: PATIENCE });
  await released(page);
}, 400_000);

it('a mute is shown, and known after a reload', async () => {
  const page = await openWall('/');
  // Browsers hold sound back until somebody has touched the page.
  await page.mouse.click(960, 500);
  fake.putAlert(alert('T1'));
  await taken(page, 'T1');
  await page.waitForSelector('[data-sound="on"]', { timeout: PATIENCE });
  await page.keyboard.press('m');
  await page.waitForSelector('[data-sound="muted"]', { timeout: PATIENCE });
  await page.reload({ waitUntil: 'commit' });
  await page.waitForSelector('[data-sound="muted"]', { timeout: PATIENCE });
  expect(await page.textContent('[data-sound]')).toContain('声音已关');
}, 400_000);

/** The real product, its walls and a presenter's tablet: paired by the code that the wall shows, followed by every page, handed on, and never wrong about what was done. */
import type { Browser, Page } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBrowser } from '../helpers/browser.ts';
import { startCut, type Cut } from '../helpers/cut.ts';
import { startProduct, type Product } from '../helpers/product.ts';
import { PATIENCE } from './on-wall.ts';

const soon = { timeout: PATIENCE, interval: 100 };
/** Where pictures go, where somebody wants to look at them. */
const SHOTS = process.env['YP_SHOTS'] ?? null;
let product: Product;
let browser: Browser;
let cut: Cut;
/** Two pages of one wall, two tiles of another; and tablets: the first on a cable that can be pulled. */
let main: Page;
let tiles: Page[];
let tablet: Page;
let other: Page;

async function open(path: string, width: number, height: number, url = product.url): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', hasTouch: width < 1300 })).newPage();
  await page.goto(`${url}${path}`, { waitUntil: 'commit', timeout: PATIENCE });
  return page;
}
async function openWall(path: string, width = 1920, height = 1080): Promise<Page> {
  const page = await open(path, width, height);
  await page.waitForSelector('.wall[data-wall-version] .city-map[data-map-region]', { timeout: PATIENCE });
  return page;
}
const shoot = async (page: Page, name: string): Promise<void> => { if (SHOTS !== null) { await mkdir(SHOTS, { recursive: true }); await page.screenshot({ path: `${SHOTS}/${name}.png`, timeout: PATIENCE }); } };

/** What a wall's page shows. */
const shows = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify({
  scene: location.pathname, region: new URLSearchParams(location.search).get('region'), map: document.querySelector('.city-map')?.getAttribute('data-map-region'),
  layers: [...document.querySelectorAll('[data-layer][aria-pressed=true]')].map((e) => e.getAttribute('data-layer')).sort(),
}));
const version = (page: Page): Promise<number> => page.getAttribute('.wall', 'data-wall-version').then(Number);
async function together(pages: Page[], pattern: RegExp): Promise<string> {
  let seen: string[] = [];
  await expect.poll(async () => { seen = await Promise.all(pages.map(shows)); return seen.every((one) => one === seen[0] && pattern.test(one)) ? 'one picture' : [...seen, await tablet.innerText('.said').catch(() => '')].join('\n'); }, soon).toBe('one picture');
  return seen[0]!;
}
async function pair(device: Page, wall: Page, name: string): Promise<void> {
  await wall.keyboard.press('c');
  const code = await wall.getAttribute('[data-pair-code]', 'data-pair-code', { timeout: PATIENCE });
  await device.waitForSelector('form.pair', { timeout: PATIENCE });
  await device.fill('input[name=code]', code!);
  await device.fill('input[name=name]', name);
  await device.click('form.pair [type=submit]');
  await device.waitForSelector('.remote[data-phase=paired] [data-map-region] [data-child]', { timeout: PATIENCE });
}
const tap = (page: Page, selector: string): Promise<void> => page.click(selector, { timeout: PATIENCE });
const said = (page: Page): Promise<string | null> => page.getAttribute('[data-said]', 'data-said');
/** Presses, as a presenter would: once more where the tablet says that it was not done, on a machine that is too busy for ten seconds. */
async function does(page: Page, selector: string): Promise<void> {
  for (let tries = 0; tries < 4; tries++) {
    await tap(page, selector);
    await expect.poll(() => said(page), soon).toMatch(/^(done|nothing|not)$/);
    if (await said(page) !== 'not') return;
  }
}
const holder = (page: Page): Promise<string | null> => page.getAttribute('.holder', 'data-holder');

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct({ scale: 0.02, speed: 10, historyDays: 1 }), startBrowser({ webgl: false })]);
  await product.untilReady(150_000);
  await product.untilLoaded();
  cut = await startCut(product.url);
  main = await openWall('/?wall=main');
  tiles = await Promise.all(['1,1', '2,1'].map((tile) => openWall(`/?wall=grid&shift=off&tile=${tile}`)));
  [tablet, other] = [await open('/remote?wall=main', 800, 1280, cut.url), await open('/remote?wall=main', 1280, 800)];
}, 300_000);
afterAll(async () => { await browser?.close(); await cut?.close(); await product?.stop(); });

it('pairs by the code on the wall, which says who has it; a second page of the wall joins in the same frame', async () => {
  await main.keyboard.press('c');
  await main.waitForSelector('[data-pair-code]', { timeout: PATIENCE });
  await shoot(main, 'code-main');
  await main.keyboard.press('c');
  await main.waitForSelector('[data-pair-code]', { state: 'detached', timeout: PATIENCE });
  await shoot(tablet, 'pair-800x1280');
  await pair(tablet, main, '张三');
  await main.waitForSelector('[data-paired=张三]', { timeout: PATIENCE });
  await expect.poll(() => main.innerText('[data-holder]').catch(() => ''), soon).toContain('张三');
  await does(tablet, '[data-scene=flood]');
  await together([main], /scene\/flood/);
  const second = await openWall('/?wall=main', 1366, 768);
  await together([main, second], /scene\/flood/);
  await second.context().close();
}, 300_000);

it('scene, place and layers that the tablet chooses are followed by every page; keys on the wall are seen by the tablet', async () => {
  const second = await openWall('/?wall=main');
  const code = await tablet.getAttribute('[data-go]', 'data-go');
  await does(tablet, `[data-go="${code}"]`);
  await does(tablet, '[data-layer=staff]');
  const seen = await together([main, second], new RegExp(`"region":"${code}","map":"${code}".*staff`));
  await does(tablet, '[data-layer=staff]');
  expect(await together([main, second], /"layers":(?!.*staff)/)).not.toBe(seen);
  await expect.poll(() => tablet.getAttribute('.map', 'data-map-region'), soon).toBe(code);
  // A child on the small map itself, and up again.
  const child = await tablet.evaluate(() => document.querySelector('path.goes')?.getAttribute('data-child') ?? null);
  await tablet.locator(`path[data-child="${child}"]`).dispatchEvent('click');
  await together([main, second], new RegExp(`"region":"${child}"`));
  await does(tablet, '[data-up]');
  await together([main, second], new RegExp(`"region":"${code}"`));
  // The room's people come first.
  await main.keyboard.press('1');
  await second.keyboard.press('Home');
  await together([main, second], /"scene":"\/","region":null/);
  await expect.poll(() => tablet.getAttribute('[data-scene=overview]', 'aria-pressed'), soon).toBe('true');
  await shoot(tablet, 'remote-800x1280');
  await second.context().close();
}, 300_000);

it('a wall of tiles is paired by itself, and all its tiles follow', async () => {
  const own = await open('/remote?wall=grid', 390, 844);
  await tiles[0]!.keyboard.press('c');
  await Promise.all(tiles.map((tile) => tile.waitForSelector('[data-pair-code]', { state: 'attached', timeout: PATIENCE })));
  await Promise.all(tiles.map((tile, i) => shoot(tile, `code-grid-${i + 1}`)));
  // It stands whole on one of the tiles.
  expect((await Promise.all(tiles.map((tile) => tile.evaluate(() => { const box = document.querySelector('[data-pairing] .card')!.getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight; })))).filter(Boolean)).toHaveLength(1);
  await tiles[0]!.keyboard.press('c');
  await tiles[0]!.waitForSelector('[data-pair-code]', { state: 'detached', timeout: PATIENCE });
  await pair(own, tiles[1]!, '王五');
  await does(own, '[data-scene=cases]');
  await together(tiles, /scene\/cases/);
  expect(await shows(main)).not.toMatch(/scene\/cases/);
  await shoot(own, 'remote-390x844');
  await own.context().close();
}, 300_000);

it('is handed over when it is asked for, and taken back with a reason; who has it not moves nothing', async () => {
  await pair(other, main, '李四');
  expect(await other.isDisabled('[data-scene=flood]')).toBe(true);
  await does(other, '[data-ask]');
  await tablet.waitForSelector('[data-asking=李四]', { timeout: PATIENCE });
  await shoot(tablet, 'asked-800x1280');
  await does(tablet, '[data-hand]');
  for (const device of [tablet, other]) await expect.poll(() => holder(device), soon).toBe('李四');
  await does(other, '[data-scene=flood]');
  await together([main], /scene\//);
  await shoot(other, 'remote-1280x800');
  await tap(tablet, '[data-force]');
  await tablet.fill('input[name=reason]', '领导要看全市');
  await shoot(tablet, 'force-800x1280');
  await tap(tablet, '.holder form [type=submit]');
  for (const device of [tablet, other]) await expect.poll(() => holder(device), soon).toBe('张三');
  await expect.poll(() => main.innerText('[data-holder]'), soon).toContain('张三');
}, 300_000);

it('what is pressed while the link is cut is pending until it is back, and then done once', async () => {
  await does(tablet, '[data-scene=overview]');
  await together([main], /"scene":"\/"/);
  await expect.poll(() => said(tablet), soon).toMatch(/done|nothing/);
  const before = await version(main);
  cut.pull();
  await tap(tablet, '[data-layer=staff]');
  await tablet.waitForSelector('[data-link=lost]', { timeout: PATIENCE });
  expect(await said(tablet)).toMatch(/sent|settling/);
  await shoot(tablet, 'lost-800x1280');
  await cut.mend();
  // Within ten seconds it is done; later it is not, and the tablet says which.
  await expect.poll(() => said(tablet), soon).toMatch(/^(done|not|nothing)$/);
  const outcome = await said(tablet);
  await expect.poll(() => tablet.getAttribute('[data-link]', 'data-link'), soon).toBe('live');
  const on = await tablet.getAttribute('[data-layer=staff]', 'aria-pressed');
  expect([on, (await version(main)) - before]).toEqual(outcome === 'not' ? ['false', 0] : ['true', 1]);
}, 300_000);

it('plays the past on the wall, and is back in the present in under two seconds by one press', async () => {
  await tap(tablet, '[data-pane=time]');
  await tap(tablet, '[data-go-past]');
  await main.waitForSelector('[data-past]', { timeout: PATIENCE });
  await tablet.waitForSelector('[data-shows=past]', { timeout: PATIENCE });
  await shoot(tablet, 'past-800x1280');
  await main.evaluate(() => { (window as unknown as { gone: Promise<number> }).gone = new Promise((done) => { const look = (): void => { if (document.querySelector('[data-past]')) requestAnimationFrame(look); else done(Date.now()); }; look(); }); });
  const pressed = await tablet.evaluate(() => { const at = Date.now(); document.querySelector<HTMLButtonElement>('[data-live]')!.click(); return at; });
  const took = await main.evaluate(() => (window as unknown as { gone: Promise<number> }).gone) - pressed;
  console.log(`the wall is back in the present ${took} ms after the press`);
  expect(took).toBeLessThan(2_000);
  await tablet.waitForSelector('[data-shows=live]', { timeout: PATIENCE });
}, 300_000);

it('leads a script: where it is, what is said now and next, and the way on', async () => {
  const pressed: string[] = [];
  // What the conductor would say; that it plays is its own test.
  const playing = { script: 'storm', title: '暴雨之夜', chapter: 1, chapters: 4, second: 96, seconds: 300, mode: 'running', world: 'demo', caption: '白塔站水位超警戒，最近的视频与在岗网格员已调到画面。', next: '处置：积水点封控，人员到场 20 分钟。', highlights: [] };
  const scripts = [{ id: 'tour', title: '五分钟总览', seconds: 300, chapters: [] }, { id: 'storm', title: '暴雨之夜', seconds: 300, chapters: [] }];
  const shown = <T extends { state: object }>(view: T): T => ({ ...view, scripts, state: { ...view.state, playing } });
  await tablet.route('**/api/remote/state', async (route) => { const answer = await route.fetch(); await route.fulfill({ response: answer, json: shown(await answer.json() as { state: object }) }); });
  await tablet.route('**/api/remote/command', async (route) => {
    const { id, act } = route.request().postDataJSON() as { id: string; act: { do: string; command: { do: string } } };
    pressed.push(act.command.do);
    const view = shown(await (await tablet.request.get(`${cut.url}/api/remote/state`)).json() as { state: object });
    await route.fulfill({ json: { id, outcome: 'done', why: null, words: null, view } });
  });
  await tap(tablet, '[data-pane=script]');
  await tablet.waitForSelector('.playing[data-mode=running]', { timeout: PATIENCE });
  expect(await tablet.innerText('.playing')).toMatch(/第 2 章，共 4 章[\s\S]*1:36 \/ 5:00[\s\S]*白塔站水位超警戒[\s\S]*处置：积水点封控/);
  await tablet.waitForSelector('[data-shows=demo]', { timeout: PATIENCE });
  for (const key of ['next', 'back', 'pause']) { await tap(tablet, `[data-script=${key}]`); await expect.poll(() => pressed.at(-1), soon).toBe(key); }
  await tap(tablet, '[data-start=tour]');
  await expect.poll(() => pressed, soon).toEqual(['next', 'back', 'pause', 'start']);
  await shoot(tablet, 'script-800x1280');
  await tablet.setViewportSize({ width: 1280, height: 800 });
  await shoot(tablet, 'script-1280x800');
  await tablet.setViewportSize({ width: 800, height: 1280 });
  await tablet.unrouteAll({ behavior: 'ignoreErrors' });
}, 300_000);

it('stays paired when the server is started anew, and is unpaired from the wall', async () => {
  const before = await shows(main);
  await product.end('server');
  await product.start('server');
  await tablet.waitForSelector('[data-link=live]', { timeout: PATIENCE });
  await expect.poll(() => holder(tablet), soon).toBe('张三');
  await together([main], new RegExp(before.slice(1, 12).replace(/[/\\]/g, '.')));
  // Whoever presses before the page has its wall again presses once more.
  await expect.poll(async () => { if (await main.locator('[data-pair-code]').count() === 0) await main.keyboard.press('c'); return main.locator('[data-pair-code]').count(); }, { ...soon, interval: 1_500 }).toBe(1);
  await main.keyboard.press('u');
  for (const device of [tablet, other]) await device.waitForSelector('.remote[data-phase=unpaired]', { timeout: PATIENCE });
  await expect.poll(() => main.locator('[data-holder]').count(), soon).toBe(0);
}, 300_000);

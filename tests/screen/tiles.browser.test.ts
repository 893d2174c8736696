/** A wall of four browsers: one picture, whoever is touched, reloaded, restarted or takes an alert. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AlertItem } from '../../server/wire/messages.ts';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { startBrowser } from '../helpers/browser.ts';
import { startFake, type Fake, type FakeOptions, type KeptWalls } from './fixtures/fake-server.ts';
import { PATIENCE } from './on-wall.ts';
import { differing } from './pictures.ts';

const TILES = ['1,1', '2,1', '1,2', '2,2'] as const;
const soon = { timeout: PATIENCE, interval: 100 };
const STEPS = [{ scene: 'overview', region: null }, { scene: 'flood', region: 'C.5' }, { scene: 'cases', region: 'C.5.5' }].map((step) => ({ ...step, dwell: 3_000 }));

let browser: Browser;
let fake: Fake;
let dist: string;
let pages: Page[];
const kept: KeptWalls = new Map();
const start = (options: Partial<FakeOptions> = {}): Promise<Fake> => startFake({ port: 0, scale: 1, league: true, dist, kept, still: true, ...options });

async function open(path: string, width = 1920, height = 1080, url = fake.url): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })).newPage();
  await page.goto(`${url}${path}`, { waitUntil: 'commit', timeout: PATIENCE });
  return page;
}
const ready = (page: Page): Promise<unknown> => page.waitForSelector('.wall[data-wall-version] .city-map[data-map-region]', { timeout: PATIENCE });
async function openTile(tile: string, url = fake.url): Promise<Page> {
  const page = await open(`/?wall=grid&shift=off&tile=${tile}`, 1920, 1080, url);
  await ready(page);
  return page;
}
beforeAll(async () => {
  dist = await ensureScreen();
  [browser, fake] = await Promise.all([startBrowser({ webgl: false }), start()]);
  pages = await Promise.all(TILES.map((tile) => openTile(tile)));
}, 300_000);
afterAll(async () => { await browser?.close(); await fake?.close(); });

/** What a tile shows, and where its map looks: as text that is the same on every tile of one picture. */
const shows = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify({
  path: location.pathname, region: new URLSearchParams(location.search).get('region'), shown: document.querySelector('.city-map')?.getAttribute('data-map-region'),
  version: document.querySelector('.wall')?.getAttribute('data-wall-version'), looks: document.querySelector('.fallback > g')?.getAttribute('transform'),
  layers: [...document.querySelectorAll('[data-layer]')].map((e) => `${e.getAttribute('data-layer')} ${e.getAttribute('aria-pressed')}`), taken: document.querySelector('[data-takeover]')?.getAttribute('data-takeover') ?? null,
}));
/** All tiles have come to the same picture, of which `pattern` is true; gives it. */
async function together(pattern: RegExp, of = pages): Promise<string> {
  let seen: string[] = [];
  await expect.poll(async () => { seen = await Promise.all(of.map(shows)); return seen.every((one) => one === seen[0] && pattern.test(one)) ? 'one picture' : seen.join('\n'); }, soon).toBe('one picture');
  return seen[0]!;
}
/** Without its version: what it was before something came and went. */
const picture = (shown: string): string => shown.replace(/"version":"\d+",/, '');

/** Drags the map of a tile, and waits until all have it. */
async function dragMap(page: Page): Promise<void> {
  const before = await shows(page);
  await page.mouse.move(1300, 700);
  await page.mouse.down();
  await page.mouse.move(1380, 740);
  await page.mouse.move(1460, 780);
  await page.mouse.up();
  await expect.poll(async () => (await Promise.all(pages.map(shows))).filter((one) => one !== before).length, soon).toBe(pages.length);
}

/** Presses the name of a child that stands whole in this tile. */
async function drill(page: Page): Promise<string> {
  const at = await page.evaluate(() => {
    for (const label of document.querySelectorAll('.overlay .label')) {
      const box = label.querySelector('.name')!.getBoundingClientRect();
      if (box.left > 480 && box.right < innerWidth - 20 && box.top > 260 && box.bottom < innerHeight - 20) return { x: box.left + box.width / 2, y: box.top + box.height / 2, code: label.getAttribute('data-code')! };
    }
    return null;
  });
  if (!at) throw new Error('no name stands whole in this tile');
  await page.mouse.click(at.x, at.y);
  return at.code;
}
async function home(): Promise<void> {
  await pages[0]!.keyboard.press('1');
  await pages[0]!.keyboard.press('Home');
  await together(/"path":"\/","region":null,"shown":"C"/);
}

it('is one picture: what four tiles show, side by side, is what one browser of the whole size shows', async () => {
  await home();
  const whole = await open('/?wall=grid&shift=off', 3840, 2160);
  await whole.waitForSelector('.city-map[data-map-region]', { timeout: PATIENCE });
  await together(/"shown":"C"/);
  // Times of the clock, which no two pictures have in common.
  for (const page of [whole, ...pages]) await page.addStyleTag({ content: '.state, .when, [data-panel=stream] time, .weather { visibility: hidden }' });
  await expect.poll(async () => differing(whole, await whole.screenshot({ timeout: PATIENCE }), await Promise.all(pages.map((page) => page.screenshot({ timeout: PATIENCE }))), 2), { timeout: 2 * PATIENCE, interval: 1_000 }).toBeLessThan(0.0005);
  await whole.context().close();
}, 400_000);

it('a drill, a scene, a layer and a drag on any tile are followed by all, and no browser\'s history grows', async () => {
  await home();
  const lengths = await Promise.all(pages.map((page) => page.evaluate(() => history.length)));
  const code = await drill(pages[1]!);
  await together(new RegExp(`"region":"${code}","shown":"${code}"`));
  await pages[2]!.keyboard.press('2');
  await together(/"path":"\/scene\/flood"/);
  await pages[3]!.keyboard.press('r');
  await pages[3]!.keyboard.press('p');
  const before = await together(/roads false.*/);
  await pages[0]!.mouse.move(1200, 600);
  await pages[0]!.mouse.down();
  await pages[0]!.mouse.move(1330, 690, { steps: 6 });
  await pages[0]!.mouse.up();
  const looks = (shown: string): string => (JSON.parse(shown) as { looks: string }).looks;
  await expect.poll(async () => looks(await shows(pages[0]!)) !== looks(before), soon).toBe(true);
  expect(looks(await together(/roads false/))).not.toBe(looks(before));
  expect(await Promise.all(pages.map((page) => page.evaluate(() => history.length)))).toEqual(lengths);
}, 400_000);

it('a tile that restarts rejoins in the same picture, wherever it was opened', async () => {
  const before = await together(/"path"/);
  await pages[2]!.reload({ waitUntil: 'commit', timeout: PATIENCE });
  await ready(pages[2]!);
  expect(await together(/"path"/)).toBe(before);
  // A new browser that knows nothing but which tile it is.
  await pages[3]!.context().close();
  pages[3] = await openTile('2,2');
  expect(await together(/"path"/)).toBe(before);
}, 400_000);

it('keeps its picture while the server is away, and shows the same when it is back', async () => {
  const before = await together(/"path"/);
  const port = Number(new URL(fake.url).port);
  await fake.close();
  for (const page of pages) {
    const lost = page.locator('[data-link=lost] p');
    await lost.waitFor({ timeout: PATIENCE });
    // Each tile has its own link, and says so within itself.
    const box = (await lost.boundingBox())!;
    expect([box.x >= 0, box.y >= 0, box.x + box.width <= 1920, box.y + box.height <= 1080]).toEqual([true, true, true, true]);
    expect(picture(await shows(page))).toBe(picture(before));
  }
  fake = await start({ port });
  for (const page of pages) await page.waitForSelector('[data-link=lost]', { state: 'detached', timeout: PATIENCE });
  expect(await together(/"path"/)).toBe(before);
  await pages[1]!.keyboard.press('Escape');
  await expect.poll(async () => (await Promise.all(pages.map(shows))).every((one) => one !== before), soon).toBe(true);
  await together(/"path"/);
}, 400_000);

it('an alert takes all tiles, also one that is reloaded meanwhile; acknowledged, the former view is back on all', async () => {
  await home();
  await pages[0]!.keyboard.press('b');
  // Moved by hand, as people leave it.
  await dragMap(pages[0]!);
  const before = await together(/buildings false/);
  const alert: AlertItem = { id: 'T1', colour: 'orange', event: '洪水', title: '白塔站超警戒水位预警', issuer: '市水文中心', issuedAt: fake.now(), expiresAt: null, region: 'C.5.5', station: null, text: null, ackedBy: null, ackedAt: null, quiet: null, within: [] };
  fake.putAlert(alert);
  await together(/"shown":"C\.5\.5".*"taken":"T1"/);
  await pages[3]!.context().close();
  pages[3] = await openTile('2,2');
  const taken = await together(/"taken":"T1"/);
  expect(taken).toMatch(/cameras true.*staff true/);
  // The band's words stand whole on one of the tiles, the card on one.
  const whole = await Promise.all(pages.map((page) => page.evaluate(() => ['.band .words', '.takeover .card'].map((one) => {
    const box = document.querySelector(one)?.getBoundingClientRect();
    return box !== undefined && box.left >= 0 && box.top >= 0 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
  }))));
  expect([whole.filter(([band]) => band).length, whole.filter(([, card]) => card).length]).toEqual([1, 1]);
  fake.putAlert({ ...alert, ackedBy: '李四', ackedAt: fake.now() });
  // It ends, and then the former view is put back.
  await expect.poll(async () => picture(await together(/"taken":null/)), soon).toBe(picture(before));
  fake.revokeAlert('T1');
  // Of the place that is shown: the map goes back to it from where it was moved, on all tiles.
  const looks = (shown: string): string => (JSON.parse(shown) as { looks: string }).looks;
  fake.putAlert({ ...alert, id: 'T2', region: 'C' });
  expect(looks(await together(/"taken":"T2"/))).not.toBe(looks(before));
  fake.revokeAlert('T2');
  await expect.poll(async () => picture(await together(/"taken":null/)), soon).toBe(picture(before));
}, 400_000);

it('the panel of tiles names the one that is silent', async () => {
  await pages[0]!.keyboard.press('6');
  await together(/"path":"\/scene\/feeds"/);
  const panel = async (selector: string): Promise<void> => { await expect.poll(async () => (await Promise.all(pages.map((page) => page.locator(selector).count().catch(() => 0)))).some((count) => count > 0), soon).toBe(true); };
  await panel('[data-panel=tiles] [data-tile="2,2"][data-tile-state=live]');
  await pages.pop()!.context().close();
  await panel('[data-panel=tiles] [data-tile="2,2"][data-tile-state=silent]');
  pages.push(await openTile('2,2'));
  await panel('[data-panel=tiles] [data-tile="2,2"][data-tile-state=live]');
}, 400_000);

it.each([['/?wall=main&tile=1,1', '未配置拼块'], ['/?wall=grid&tile=3,1', '没有第 3,1 块'], ['/?wall=grid&tile=x', '无法识别'], ['/?wall=nowhere&tile=1,1', '没有名为'], ['/?tile=1,1', '没有wall|却没有 wall']])('%s says in words that there is none such', async (path, words) => {
  const page = await open(path);
  await page.waitForSelector('[data-tile-problem]', { timeout: PATIENCE });
  expect(await page.textContent('[data-tile-problem]')).toMatch(new RegExp(words));
  await page.context().close();
}, 200_000);

it('walks one tour: every tile shows each step in order, and none is skipped or shown twice', async () => {
  const walking = await start({ kept: new Map(), tour: { auto: true, idle: 4_000, steps: STEPS } });
  try {
    const two = await Promise.all(['1,1', '2,2'].map((tile) => openTile(tile, walking.url)));
    const steps = await Promise.all(two.map((page) => page.evaluate(async ({ n, patience }) => {
      const seen: string[] = [];
      const limit = Date.now() + patience;
      while (seen.length < n && Date.now() < limit) {
        const at = location.pathname + (new URLSearchParams(location.search).get('region') ?? '');
        if (seen.at(-1) !== at) seen.push(at);
        await new Promise((done) => setTimeout(done, 30));
      }
      return seen;
    }, { n: 7, patience: PATIENCE })));
    const ring = ['/', '/scene/floodC.5', '/scene/casesC.5.5'];
    for (const seen of steps) { const from = ring.indexOf(seen[0]!); expect(seen).toEqual(Array.from({ length: 7 }, (_, i) => ring[(from + i) % 3])); }
    for (const page of two) await page.context().close();
  } finally { await walking.close(); }
}, 400_000);

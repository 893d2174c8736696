/** The shipped walls that have seams, in every scene and at every level: no text lies across one, a figure's card neither, and a window of another size says so. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { startBrowser } from '../helpers/browser.ts';
import { startFake, type Fake } from './fixtures/fake-server.ts';
import { onSeams } from './fixtures/on-seams.ts';
import { overflowing } from './fixtures/overflowing.ts';
import { SCENES, WALLS } from './fixtures/shipped.ts';

const SEAMED = WALLS.filter(({ seams }) => seams.x.length + seams.y.length > 0);
const PLACES = ['', 'C.5', 'C.5.5', 'C.5.5.5'];
const PATIENCE = 60_000;
let browser: Browser;
let fake: Fake;
beforeAll(async () => {
  const dist = await ensureScreen();
  [browser, fake] = await Promise.all([startBrowser({ webgl: false }), startFake({ port: 0, scale: 10, league: true, dist, long: true })]);
}, 180_000);
afterAll(async () => { await browser?.close(); await fake?.close(); });

const settled = (page: Page): Promise<unknown> => page.waitForFunction(() => {
  const panels = [...document.querySelectorAll('[data-panel]')];
  return document.fonts.status === 'loaded' && panels.length > 3 && panels.every((p) => ['fresh', 'absent'].includes(p.getAttribute('data-state') ?? '')) && document.querySelector('.fallback') !== null;
}, undefined, { timeout: PATIENCE });
async function open(path: string, width: number, height: number): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })).newPage();
  await page.goto(`${fake.url}${path}`, { waitUntil: 'commit' });
  await settled(page);
  return page;
}

it('there are such walls', () => { expect(SEAMED.map(({ id }) => id)).toEqual(['grid', 'long']); });

describe.each(SEAMED)('$id', ({ id, width, height, seams }) => {
  it('no text lies across a seam, in any scene', async () => {
    const page = await open(`/?wall=${id}`, width, height);
    for (const [i, scene] of SCENES.entries()) {
      const place = PLACES[i % PLACES.length]!;
      await page.evaluate(({ path }) => { history.pushState(null, '', path); window.dispatchEvent(new PopStateEvent('popstate')); }, { path: `/scene/${scene.id}?wall=${id}${place === '' ? '' : `&region=${place}`}` });
      await page.waitForFunction((wanted) => document.querySelector('.scenes [aria-current]')?.getAttribute('data-scene') === wanted, scene.id, { timeout: PATIENCE });
      await page.waitForSelector(`.wall[data-region="${place === '' ? 'C' : place}"]`, { timeout: PATIENCE });
      await settled(page);
      await expect.poll(() => page.evaluate(onSeams, seams), { timeout: 15_000, message: scene.id }).toEqual([]);
      await expect.poll(() => page.evaluate(overflowing), { timeout: 15_000, message: scene.id }).toEqual([]);
    }
    await page.context().close();
  }, 300_000);

  it('the card of a figure and the word of a broken link lie across none', async () => {
    // The wall shows what the last test left: a page that wants the first scene says so.
    const page = await open(`/scene/${SCENES[0]!.id}?wall=${id}`, width, height);
    for (const figure of ['[data-panel=headline] [data-answer]', '[data-panel=trend] [data-answer]', '.title-bar [data-answer]']) {
      await page.locator(figure).last().click();
      await page.waitForSelector('.answer', { timeout: PATIENCE });
      await expect.poll(() => page.evaluate(onSeams, seams), { timeout: 15_000, message: figure }).toEqual([]);
      await page.keyboard.press('Escape');
      await page.waitForSelector('.answer', { state: 'detached', timeout: PATIENCE });
    }
    fake.mute();
    try {
      await page.waitForSelector('[data-link=lost]', { timeout: PATIENCE });
      await expect.poll(() => page.evaluate(onSeams, seams), { timeout: 15_000 }).toEqual([]);
    } finally {
      fake.speak();
      await page.context().close();
    }
  });
});

it('a window of another size than the wall says that nothing keeps off its seams, and one of its own size does not', async () => {
  const { id, width, height } = SEAMED[0]!;
  const other = await open(`/?wall=${id}`, 2560, 1440);
  expect(await other.textContent('.map-head')).toContain(`窗口 2560×1440，墙为 ${width}×${height}：未避让拼缝`);
  await other.context().close();
  const own = await open(`/?wall=${id}`, width, height);
  expect(await own.textContent('.map-head')).not.toContain('拼缝');
  await own.context().close();
});

/** The scenes on walls of every shape, with the longest names and largest numbers: native size, nothing overflows, keys and addresses lead there. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { scaleOf, SIZES } from '../../screen/look/tokens.ts';
import { startBrowser } from '../helpers/browser.ts';
import { FULL } from '../helpers/length.ts';
import { startFake, type Fake } from './fixtures/fake-server.ts';
import { overflowing } from './fixtures/overflowing.ts';
import { SCENES } from './fixtures/shipped.ts';

const WALL_SIZES = [[1920, 1080], [3840, 2160], [3840, 1080], [5760, 1080], [7680, 2160], [6656, 1792], [2160, 3840]] as const;
const PLACES = ['', 'C.5', 'C.5.5', 'C.5.5.5', 'C.5.5.5.1'];
/**
 * Usually each scene and each size several times, at one level each; `check:full` takes every one of the 210. In the other
 * languages, whose words are longer, each scene once, and in full each at every size.
 */
const CASES = SCENES.flatMap((scene, i) => WALL_SIZES.flatMap(([width, height], j) => [
  ...PLACES.map((place, k) => ({ scene: scene.id, width, height, place, lang: 'zh-CN', usual: (i + j + k) % 10 === 0 })),
  { scene: scene.id, width, height, place: '', lang: 'en', usual: j === [0, 2, 0, 5, 6, 3][i] },
  { scene: scene.id, width, height, place: 'C.5', lang: 'zh-TW', usual: i % 2 === 1 && j === i % WALL_SIZES.length },
])).filter(({ usual }) => FULL || usual);

let browser: Browser;
let fake: Fake;
/** Ten times the largest city's figures. */
beforeAll(async () => {
  const dist = await ensureScreen();
  [browser, fake] = await Promise.all([startBrowser({ webgl: false }), startFake({ port: 0, scale: 10, league: true, dist })]);
}, 180_000);
afterAll(async () => { await browser?.close(); await fake?.close(); });

async function open(path: string, width: number, height: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${fake.url}${path}`, { waitUntil: 'commit' });
  await page.waitForFunction(() => {
    const panels = [...document.querySelectorAll('[data-panel]')];
    // Until its faces are there, text is measured in another, wider one.
    return document.fonts.status === 'loaded' && panels.length > 3 && panels.every((p) => ['fresh', 'absent'].includes(p.getAttribute('data-state') ?? ''));
  }, undefined, { timeout: 60_000 });
  return page;
}

/** Runs in the page: smallest text (px) that is seen, and each chart's backing store against its box. */
const native = (): { least: number; charts: { asked: number; has: number }[]; zoom: string[] } => {
  const texts = [...document.querySelectorAll('.wall *')].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && (n.textContent ?? '').trim() !== '') && e.getClientRects().length > 0);
  return {
    least: Math.min(...texts.map((e) => Number.parseFloat(getComputedStyle(e).fontSize))),
    charts: [...document.querySelectorAll<HTMLCanvasElement>('[data-panel] canvas')].map((c) => ({ asked: Math.round(c.getBoundingClientRect().width * devicePixelRatio), has: c.width })),
    // A bar or a rolling figure may be scaled; what holds text or a canvas may not.
    zoom: [document.documentElement, document.body, ...document.querySelectorAll('.wall, .over, [data-panel], canvas')].filter((e) => { const s = getComputedStyle(e); return (s.zoom !== '' && s.zoom !== '1') || /matrix/.test(s.transform) || s.scale !== 'none'; }).map((e) => e.className),
  };
};

describe('every wall is drawn at its own size', () => {
  it.each(CASES)('$scene at $width × $height, place "$place", in $lang', async ({ scene, width, height, place, lang }) => {
    const page = await open(`/scene/${scene}?lang=${lang}${place === '' ? '' : `&region=${place}`}`, width, height);
    expect(await page.evaluate(overflowing)).toEqual([]);
    const seen = await page.evaluate(native);
    expect(seen.least).toBeGreaterThanOrEqual(Math.floor(SIZES.caption * scaleOf(width, height)));
    for (const { asked, has } of seen.charts) expect(Math.abs(asked - has)).toBeLessThanOrEqual(1);
    expect(seen.zoom).toEqual([]);
    await page.context().close();
  });
});

const sceneOf = (page: Page): Promise<string | null> => page.getAttribute('.scenes [aria-current]', 'data-scene');

it('digits choose scenes, the address carries them, the browser\'s back leads back, and the place stays', async () => {
  const page = await open('/?region=C.5', 1920, 1080);
  expect(await sceneOf(page)).toBe(SCENES[0]!.id);
  for (const scene of SCENES.slice(1)) {
    await page.keyboard.press(String(scene.key));
    await page.waitForFunction((id) => document.querySelector('.scenes [aria-current]')?.getAttribute('data-scene') === id, scene.id, { timeout: 30_000 });
    expect(new URL(page.url()).pathname).toBe(`/scene/${scene.id}`);
    expect(await page.getAttribute('.wall', 'data-region')).toBe('C.5');
    const wanted = [...scene.left, ...scene.right, ...scene.bottom].map(({ panel }) => panel);
    await page.waitForFunction((names) => { const there = [...document.querySelectorAll('[data-panel]')].map((p) => p.getAttribute('data-panel')); return names.every((name) => there.includes(name)); }, wanted, { timeout: 30_000 });
  }
  await page.goBack();
  await page.waitForFunction((id) => document.querySelector('.scenes [aria-current]')?.getAttribute('data-scene') === id, SCENES.at(-2)!.id, { timeout: 30_000 });
  await page.locator(`[data-scene=${SCENES[0]!.id}]`).click();
  await page.waitForFunction(() => location.pathname === '/', undefined, { timeout: 30_000 });
  await page.context().close();
});

it('a scene whose feeds the city has not says 未接入', async () => {
  fake.setFeed('hydrology', 'off');
  const page = await open('/scene/flood', 1920, 1080);
  await page.waitForSelector('.over > .absent', { timeout: 30_000 });
  expect(await page.textContent('.over > .absent')).toMatch(/防汛防台.*未接入/);
  fake.setFeed('hydrology', 'fresh');
  await page.waitForSelector('.over > .absent', { state: 'detached', timeout: 30_000 });
  await page.context().close();
});

it('a wall that is read from further away has larger text', async () => {
  const size = async (path: string): Promise<number> => { const page = await open(path, 2560, 1440); const px = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.querySelector('[data-panel] h2')!).fontSize)); await page.context().close(); return px; };
  expect(await size('/?wall=main')).toBeGreaterThan(await size('/'));
});

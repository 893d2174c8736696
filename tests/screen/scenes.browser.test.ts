/** The scenes on walls of every shape, with the longest names and largest numbers: native size, nothing overflows, keys and addresses lead there. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { leastText } from '../../server/wire/wall.ts';
import { scaleOf, SIZES } from '../../screen/look/tokens.ts';
import { startBrowser } from '../helpers/browser.ts';
import { FULL } from '../helpers/length.ts';
import { startFake, type Fake } from './fixtures/fake-server.ts';
import { AS_A_GPU } from './fixtures/as-a-gpu.ts';
import { overflowing } from './fixtures/overflowing.ts';
import { overlapping } from './fixtures/overlapping.ts';
import { SCENES } from './fixtures/shipped.ts';

const WALL_SIZES = [[1920, 1080], [3840, 2160], [3840, 1080], [5760, 1080], [7680, 2160], [6656, 1792], [2160, 3840]] as const;
const PLACES = ['', 'C.5', 'C.5.5', 'C.5.5.5', 'C.5.5.5.1'];
/**
 * Usually every pair of a size and a scene, of a size and a level, and of a scene and a level: a Latin square's choice of the
 * 210 that `check:full` takes whole. In the other languages, whose words are longer, each scene once, and in full each at every size.
 */
const CASES = SCENES.flatMap((scene, i) => WALL_SIZES.flatMap((size, j) => [
  ...PLACES.map((place, k) => ({ scene: scene.id, size, place, lang: 'zh-CN', usual: k === (i + j) % PLACES.length })),
  { scene: scene.id, size, place: '', lang: 'en', usual: j === [0, 2, 0, 5, 6, 3][i] },
  { scene: scene.id, size, place: 'C.5', lang: 'zh-TW', usual: i % 2 === 1 && j === i % WALL_SIZES.length },
])).filter(({ usual }) => FULL || usual);

const APPROVAL = 'GS(2026)0001号';
let browser: Browser;
let fake: Fake;
/** Ten times the largest city's figures. */
beforeAll(async () => {
  const dist = await ensureScreen();
  [browser, fake] = await Promise.all([startBrowser({ webgl: false }), startFake({ port: 0, scale: 10, league: true, dist, long: true, mapApproval: APPROVAL })]);
}, 180_000);
afterAll(async () => { await browser?.close(); await fake?.close(); });

/** Everything of this scene and place stands, map and fonts included. */
const stands = (page: Page, scene: string | null, place: string): Promise<unknown> => page.waitForFunction(({ of, region }) => {
  const panels = [...document.querySelectorAll('[data-panel]')];
  // Until its faces are there, text is measured in another, wider one.
  return document.fonts.status === 'loaded' && panels.length > 1 && panels.every((p) => ['fresh', 'absent'].includes(p.getAttribute('data-state') ?? ''))
    && (of === null || document.querySelector('.scenes [aria-current]')?.getAttribute('data-scene') === of) && document.querySelector('.wall')?.getAttribute('data-region') === region
    && document.querySelector('.city-map')?.getAttribute('data-map-region') === region;
}, { of: scene, region: place === '' ? 'C' : place }, { timeout: 60_000 });

async function open(path: string, width: number, height: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${fake.url}${path}`, { waitUntil: 'commit' });
  await stands(page, null, new URL(page.url()).searchParams.get('region') ?? '');
  return page;
}

/** A page costs a large wall more than all else: each size has one a language, which goes from scene to scene as people do. */
const kept = new Map<string, Page>();
async function visit(scene: string, place: string, lang: string, width: number, height: number): Promise<Page> {
  const key = `${width} ${height} ${lang}`;
  const path = `/scene/${scene}?lang=${lang}${place === '' ? '' : `&region=${place}`}`;
  let page = kept.get(key);
  if (page) await page.evaluate((to) => { history.pushState(null, '', to); window.dispatchEvent(new PopStateEvent('popstate')); }, path);
  else kept.set(key, page = await open(path, width, height));
  await stands(page, scene, place);
  return page;
}
/** What went wrong on a page may be the page's own: it is not used again. */
async function leave(lang: string, width: number, height: number): Promise<void> {
  const key = `${width} ${height} ${lang}`;
  const page = kept.get(key);
  kept.delete(key);
  await page?.context().close();
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
  // In the order of sizes, so that few large pages stand at once.
  const ordered = WALL_SIZES.flatMap((size) => ['zh-CN', 'en', 'zh-TW'].map((lang) => ({ size, lang, cases: CASES.filter((one) => one.size === size && one.lang === lang) }))).filter(({ cases }) => cases.length > 0);
  describe.each(ordered)('$size.0 × $size.1, in $lang', ({ size: [width, height], lang, cases }) => {
    afterAll(() => leave(lang, width, height));
    it.each(cases)('$scene, place "$place"', async ({ scene, place }) => {
      try {
        const page = await visit(scene, place, lang, width, height);
        await expect.poll(() => page.evaluate(overflowing), { timeout: 5_000 }).toEqual([]);
        await expect.poll(() => page.evaluate(overlapping), { timeout: 5_000 }).toEqual([]);
        const seen = await page.evaluate(native);
        expect(seen.least).toBeGreaterThanOrEqual(Math.floor(SIZES.caption * scaleOf(width, height)));
        for (const { asked, has } of seen.charts) expect(Math.abs(asked - has)).toBeLessThanOrEqual(1);
        expect(seen.zoom).toEqual([]);
      } catch (fault) {
        await leave(lang, width, height);
        throw fault;
      }
    });
  });
});

/** Walls of P1.25 whose readers stand at 5 or 8 m: each size once, and in full each size, scene and distance. */
const FAR = WALL_SIZES.flatMap(([width, height], j) => SCENES.flatMap((scene, i) => [5, 8].map((metres) => ({ metres, width, height, scene: scene.id, usual: i === j % SCENES.length && metres === (height > 1080 ? 8 : 5) })))).filter(({ usual }) => FULL || usual);
it.each(FAR)('read from $metres m at P1.25, $width × $height, $scene: no text is smaller than it must be, nothing overflows, and what finds no room takes turns', async ({ metres, width, height, scene }) => {
  const page = await open(`/scene/${scene}?wall=at${metres}m`, width, height);
  const least = leastText({ distance: metres * 1000, pitch: 1.25 });
  await expect.poll(() => page.evaluate(overflowing), { timeout: 5_000 }).toEqual([]);
  await expect.poll(() => page.evaluate(overlapping), { timeout: 5_000 }).toEqual([]);
  expect((await page.evaluate(native)).least).toBeGreaterThanOrEqual(least - 0.1);
  const { left, right, bottom } = SCENES.find(({ id }) => id === scene)!;
  const [shown, turns, lost] = await page.evaluate(() => [document.querySelectorAll('[data-panel]').length, document.querySelectorAll('.turns .on').length, document.querySelectorAll('.over > .unknown').length]);
  if (shown! < left.length + right.length + bottom.length) expect(turns! + lost!).toBeGreaterThan(0);
  await page.context().close();
});

it('the usual run has every pair of size, scene and level', () => {
  const usual = SCENES.flatMap((_scene, i) => WALL_SIZES.map((_size, j) => [i, j, (i + j) % PLACES.length] as const));
  const pairs = (a: 0 | 1 | 2, b: 0 | 1 | 2): number => new Set(usual.map((one) => `${one[a]} ${one[b]}`)).size;
  expect([pairs(0, 1), pairs(1, 2), pairs(0, 2)]).toEqual([SCENES.length * WALL_SIZES.length, WALL_SIZES.length * PLACES.length, SCENES.length * PLACES.length]);
});

it.each(FULL ? WALL_SIZES : [[3840, 2160]] as const)('the map is drawn pixel for pixel at %i × %i where a graphics card can', async (width, height) => {
  const card = await startBrowser();
  const page = await (await card.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })).newPage();
  try {
    await page.addInitScript(AS_A_GPU);
    await page.goto(fake.url, { waitUntil: 'commit' });
    await page.waitForFunction((wanted) => {
      const canvas = document.querySelector<HTMLCanvasElement>('.map-canvas');
      const box = canvas?.getBoundingClientRect();
      return canvas && box && [canvas.width, canvas.height, box.width, box.height].join() === wanted;
    }, [width, height, width, height].join(), { timeout: 90_000, polling: 100 });
  } finally { await card.close(); }
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

it('without WebGL cameras and staff are there at every level: counted where they are many, one by one where they are few', async () => {
  const page = await open('/scene/video', 1920, 1080);
  const seen: string[] = [];
  for (const place of ['C', 'C.5', 'C.5.5', 'C.5.5.5']) for (const scene of ['video', 'staff']) {
    await page.goto(`${fake.url}/scene/${scene}?region=${place}`, { waitUntil: 'commit' });
    const kind = scene === 'video' ? 'camera' : 'staff';
    const marks = (): Promise<[bins: number, dots: number]> => page.evaluate((of) => [document.querySelectorAll(`.overlay .bin.${of}`).length, [...document.querySelectorAll(`.fallback [data-dots^=${of}]`)].reduce((sum, path) => sum + (path.getAttribute('d') ?? '').split('M').length - 1, 0)] as [number, number], kind);
    await expect.poll(async () => { const [bins, dots] = await marks(); return bins + dots; }, { timeout: 30_000, message: `${scene} ${place}` }).toBeGreaterThan(0);
    const [bins, dots] = await marks();
    expect(Math.min(bins, dots), `${scene} ${place}: not both`).toBe(0);
    seen.push(bins > 0 ? 'counted' : 'single');
    if (dots > 0 && place !== 'C') expect(dots).toBeLessThanOrEqual(1200);
  }
  expect(new Set(seen)).toEqual(new Set(['counted', 'single']));
  await page.context().close();
});

it('a city without any feed says 未接入 in every scene and panel, and one without a kind of them where that would stand', async () => {
  const dist = await ensureScreen();
  const [none, some] = await Promise.all([startFake({ port: 0, scale: 1, league: true, dist, without: 'all' }), startFake({ port: 0, scale: 1, league: true, dist, without: ['video'] })]);
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  /** What each panel of this scene says. */
  const says = (): Promise<Record<string, string>> => page.evaluate(() => Object.fromEntries([...document.querySelectorAll('[data-panel]')].map((p) => [p.getAttribute('data-panel'), `${p.getAttribute('data-state')} ${p.querySelector('.reason')?.textContent ?? ''}`])));
  try {
    for (const scene of SCENES) {
      await page.goto(`${none.url}/scene/${scene.id}`, { waitUntil: 'commit' });
      if (scene.needs.length > 0) await expect.poll(() => page.textContent('.over > .absent').catch(() => ''), { timeout: 30_000 }).toContain('未接入');
      await expect.poll(async () => Object.entries(await says()).filter(([name, said]) => name !== 'tiles' && said !== 'absent 未接入'), { timeout: 30_000, message: scene.id }).toEqual([]);
    }
    expect(await page.textContent('.title-bar .feeds')).toBe('数据未接入');
    await page.goto(`${some.url}/scene/video`, { waitUntil: 'commit' });
    await expect.poll(() => page.textContent('.over > .absent').catch(() => ''), { timeout: 30_000 }).toMatch(/视频监控.*未接入/);
    await expect.poll(says, { timeout: 30_000 }).toMatchObject({ video: 'absent 未接入', feeds: 'absent 未接入', stream: 'fresh ', alerts: 'fresh ' });
  } finally {
    await context.close();
    await Promise.all([none.close(), some.close()]);
  }
});

it('the 审图号 of the map is shown, on the wall and at the desk', async () => {
  const page = await open('/', 1920, 1080);
  expect(await page.textContent('.map-foot .approval')).toBe(`审图号 ${APPROVAL}`);
  await page.goto(`${fake.url}/duty`, { waitUntil: 'commit' });
  await expect.poll(() => page.locator('.desk-map .approval').isVisible(), { timeout: 30_000 }).toBe(true);
  expect(await page.textContent('.desk-map .approval')).toBe(`审图号 ${APPROVAL}`);
  await page.context().close();
});

it('a wall that is read from further away has larger text', async () => {
  const size = async (path: string): Promise<number> => { const page = await open(path, 1920, 1080); const px = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.querySelector('[data-panel] h2')!).fontSize)); await page.context().close(); return px; };
  expect(await size('/?wall=main')).toBeGreaterThan(await size('/'));
});

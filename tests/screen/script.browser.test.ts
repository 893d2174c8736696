/** A script on walls of every size, before the invented city: its mark on page and tiles, its caption in a room of its own, what it lights, and its keys. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureScreen } from '../../server/start/screen-build.ts';
import type { Playing } from '../../server/wire/demo.ts';
import { scaleOf, SIZES } from '../../screen/look/tokens.ts';
import { startBrowser } from '../helpers/browser.ts';
import { SIZED, startFake, type Fake } from './fixtures/fake-server.ts';
import { CAPTION, PLAYING } from './fixtures/fake-script.ts';
import { overflowing } from './fixtures/overflowing.ts';
import { overlapping } from './fixtures/overlapping.ts';
import { PATIENCE } from './on-wall.ts';

const ALL = Object.fromEntries(SIZED.map(({ id }) => [id, PLAYING]));
/** How else it may stand. */
const MODES = { preparing: { ...PLAYING, mode: 'preparing', progress: 0.4 }, interrupted: { ...PLAYING, mode: 'interrupted', because: 'alert' }, paused: { ...PLAYING, mode: 'paused' }, ended: { ...PLAYING, mode: 'ended', second: 299 }, recorded: { ...PLAYING, world: 'replay' } } as const satisfies Record<string, Playing>;
const fakes: Record<string, Fake> = {};
let browser: Browser;
beforeAll(async () => {
  const dist = await ensureScreen();
  const start = (plays: Record<string, Playing>): Promise<Fake> => startFake({ port: 0, scale: 10, league: true, dist, long: true, still: true, plays });
  const [first, idle, ...rest] = await Promise.all([start({ ...ALL, grid: PLAYING }), start({}), ...Object.values(MODES).map((playing) => start({ '1920x1080': playing }))]);
  Object.assign(fakes, { running: first, idle }, Object.fromEntries(Object.keys(MODES).map((mode, i) => [mode, rest[i]])));
  browser = await startBrowser({ webgl: false });
}, 180_000);
afterAll(async () => { await browser?.close(); await Promise.all(Object.values(fakes).map((fake) => fake?.close())); });

const soon = { timeout: PATIENCE, interval: 100 };
/** What stands wrong stays so. */
const shortly = { timeout: 5_000, interval: 200 };
async function open(of: string, path: string, width = 1920, height = 1080): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })).newPage();
  await page.goto(`${fakes[of]!.url}${path}`, { waitUntil: 'commit', timeout: PATIENCE });
  await page.waitForFunction(() => document.fonts.status === 'loaded' && document.querySelector('[data-panel][data-state=fresh]') !== null && document.querySelector('.city-map[data-map-region]') !== null, undefined, { timeout: PATIENCE });
  return page;
}
const mark = (page: Page): Promise<{ says: string; size: number; frame: boolean }> => page.evaluate(() => {
  const at = document.querySelector<HTMLElement>('[data-demo-mark]');
  return { says: at?.innerText.replace(/\s+/g, ' ') ?? '', size: at ? Number.parseFloat(getComputedStyle(at).fontSize) : 0, frame: document.querySelector('[data-past-frame]') !== null };
});
const band = (page: Page): Promise<string> => page.innerText('.caption-band').then((text) => text.replace(/\s+/g, ' '), () => '');

/** English, whose words are longer, where walls are narrowest: of one scene each. */
describe.each(SIZED)('on $id', ({ id, width, height }) => {
  it.each(width < 2_200 ? ['zh-CN', 'en'] as const : ['zh-CN'] as const)('bears its mark, says its caption for eight metres and covers nothing, in %s', async (lang) => {
    const page = await open('running', `/?wall=${id}&tile=1,1&lang=${lang}`, width, height);
    await expect.poll(async () => (await mark(page)).says, soon).toMatch(lang === 'en' ? /◆ DEMO DATA .*\d\d:\d\d/ : /◆ 演示数据 .*\d\d:\d\d/);
    const scale = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--u')));
    expect(scale).toBeGreaterThanOrEqual(scaleOf(width, height) - 0.01);
    expect(await mark(page)).toMatchObject({ frame: true });
    expect((await mark(page)).size).toBeGreaterThanOrEqual(SIZES.body * scale - 1);
    expect(await page.innerText('[data-caption]')).toContain(CAPTION[lang].slice(0, 20));
    // Body size is what eight metres need; a caption is larger.
    expect(await page.evaluate(() => Number.parseFloat(getComputedStyle(document.querySelector('[data-caption]')!).fontSize))).toBeGreaterThanOrEqual(SIZES.label * scale - 1);
    expect(await band(page)).toMatch(/2 \/ 9.*01:15 \/ 05:00.*0 /);
    await expect.poll(() => page.evaluate(overflowing), shortly).toEqual([]);
    await expect.poll(() => page.evaluate(overlapping), shortly).toEqual([]);
    const lit = await page.evaluate(() => [...document.querySelectorAll('.lit')].map((e) => e.getAttribute('data-panel')));
    expect([...new Set(lit)].sort()).toEqual(['headline', 'loop']);
    // What steps back stays as legible as labels are.
    expect(await page.evaluate(() => [...document.querySelectorAll('[data-panel]')].every((e) => e.matches('.lit, .back') && getComputedStyle(e).opacity === '1'))).toBe(true);
    await page.context().close();
  }, 120_000);
});

it('every tile of a wall bears the mark, and none is without', async () => {
  for (const tile of ['1,1', '2,1', '1,2', '2,2']) {
    const page = await open('running', `/?wall=grid&tile=${tile}`);
    await expect.poll(async () => (await mark(page)).says, soon).toContain('演示数据');
    expect((await mark(page)).frame).toBe(true);
    await expect.poll(() => page.evaluate(overlapping), shortly).toEqual([]);
    await page.context().close();
  }
}, 120_000);

it('is not told by a page that shows the live world: no mark, no caption', async () => {
  const page = await open('running', '/');
  expect([await page.locator('[data-demo-mark]').count(), await page.locator('.caption-band').count(), await page.locator('.lit').count()]).toEqual([0, 0, 0]);
  await page.context().close();
}, 60_000);

it.each([
  ['preparing', /正在准备演示数据 40 %.*0 返回实况/, false], ['interrupted', /演示已中断 · 实况预警到达.*五分钟看全城.*P 继续.*0 放弃/, false],
  ['paused', /演示已暂停.*P 继续.*\[ \] 换章.*0 返回实况/, true], ['ended', /演示结束.*P 重新开始.*0 返回实况/, true], ['recorded', /2 \/ 9/, true],
] as const)('%s is said with what to press, and the mark stands just while its world is shown', async (mode, words, marked) => {
  const page = await open(mode, '/?wall=1920x1080&tile=1,1');
  await expect.poll(() => band(page), soon).toMatch(words);
  await expect.poll(async () => (await mark(page)).says !== '', soon).toBe(marked);
  if (mode === 'recorded') expect((await mark(page)).says).toContain('演示数据·录像');
  expect([await page.evaluate(overlapping), await page.evaluate(overflowing)]).toEqual([[], []]);
  await page.context().close();
}, 60_000);

it('is moved by its keys, begun by the address that names it, and says what was not done', async () => {
  const { script } = fakes['running']!;
  const page = await open('running', '/?wall=1920x1080&tile=1,1');
  await expect.poll(() => band(page), soon).toContain('0 返回实况');
  for (const key of ['p', '[', ']', 'PageDown', '0']) await page.keyboard.press(key);
  await expect.poll(() => script.commands.map(({ wall, command }) => `${wall} ${command.do}`), soon).toEqual(['1920x1080 pause', '1920x1080 back', '1920x1080 next', '1920x1080 next', '1920x1080 live']);
  await page.keyboard.press(']');
  await expect.poll(() => band(page), soon).toContain('未执行：this is the last chapter');
  expect(await page.evaluate(overflowing)).toEqual([]);
  await page.context().close();
  const idle = await open('idle', '/?wall=1920x1080&tile=1,1&script=tour');
  await expect.poll(() => band(idle), soon).toContain('P 开始演示“五分钟看全城”');
  await idle.keyboard.press('p');
  await expect.poll(() => fakes['idle']!.script.commands, soon).toEqual([{ wall: '1920x1080', command: { do: 'start', script: 'tour' } }]);
  await idle.context().close();
}, 120_000);

/** The past on the screens, before the invented city: an officer looks back and comes back, the wall and its tiles follow, what is real breaks in. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../helpers/child.ts';
import { startBrowser } from '../helpers/browser.ts';
import { startFake, type Fake } from './fixtures/fake-server.ts';
import { PATIENCE } from './on-wall.ts';

let fake: Fake;
let browser: Browser;
beforeAll(async () => {
  [fake, browser] = await Promise.all([startFake({ port: 0, scale: 1, league: true, dist: `${ROOT}/dist` }), startBrowser({ webgl: false })]);
}, 120_000);
afterAll(async () => { await browser?.close(); await fake?.close(); });

const soon = { timeout: PATIENCE, interval: 100 };
const HOUR = 3_600_000;
const ZONE_MS = 8 * HOUR;
const clock = (ms: number): string => new Date(ms + ZONE_MS).toISOString().slice(11, 19);
async function open(path: string, width = 1366, height = 768): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })).newPage();
  await page.goto(`${fake.url}${path}`, { waitUntil: 'commit', timeout: PATIENCE });
  await page.waitForSelector(path.startsWith('/duty') ? '.desk .city-map[data-map-region]' : '[data-panel][data-state="fresh"]', { timeout: PATIENCE });
  return page;
}
const pastTime = (page: Page): Promise<string> => page.innerText('[data-past-time]');
/** Presses the strip at a time before now. */
async function press(page: Page, ago: number, drag = 0): Promise<void> {
  const box = (await page.locator('[data-strip]').boundingBox())!;
  const x = box.x + box.width * (1 - ago / (24 * HOUR));
  await page.mouse.move(x, box.y + box.height / 3);
  await page.mouse.down();
  for (let i = 1; i <= 8 && drag !== 0; i++) await page.mouse.move(x + (box.width * drag * i) / (8 * 24 * HOUR), box.y + box.height / 3);
  await page.mouse.up();
}
/** The mark stands on the page, with word, sign and time, and nothing that holds a figure is under it. */
const marked = (page: Page): Promise<{ says: string; covers: string[]; size: number; frame: boolean }> => page.evaluate(() => {
  const mark = document.querySelector<HTMLElement>('[data-past]');
  if (!mark) return { says: '', covers: [], size: 0, frame: false };
  const m = mark.getBoundingClientRect();
  const seen = (e: Element): DOMRect => e.getBoundingClientRect();
  const covers = [...document.querySelectorAll('[data-panel], .title-bar .state > *, .title-bar h1, .breadcrumb li, .tools button')].filter((e) => { const r = seen(e); return r.width > 0 && r.left < m.right && m.left < r.right && r.top < m.bottom && m.top < r.bottom; }).map((e) => e.getAttribute('data-panel') ?? e.className);
  return { says: mark.innerText.replace(/\s+/g, ' '), covers, size: Number.parseFloat(getComputedStyle(mark).fontSize), frame: document.querySelector('[data-past-frame], .frame') !== null };
});

it('looks back by a press, by drag, by key and by a typed time, at any speed, and everything moves with the one cursor', async () => {
  const page = await open('/duty?left=hot&right=contacts');
  await page.waitForSelector('[data-recorded]', { timeout: PATIENCE });
  expect(await page.locator('[data-past]').count()).toBe(0);
  expect([await page.locator('[data-gap]').count() > 0, await page.locator('[data-mark]').count() > 3, await page.locator('[data-strip] .day').count() > 0]).toEqual([true, true, true]);
  await press(page, 5 * HOUR);
  await expect.poll(async () => (await marked(page)).says, soon).toMatch(/◀◀ 回放 .*1 倍/);
  const total = (): Promise<number> => page.innerText('[data-total]').then((text) => Number(text.replace(/\D/g, '')));
  // The invented figure is of the minute that is shown.
  const minuteOf = (text: string): number => { const [h, m] = text.slice(-8).split(':').map(Number); return (((h! * 60 + m!) - 480) + 1440) % 1440; };
  const together = async (): Promise<string> => { const [time, n] = [await pastTime(page), await total()]; return Math.abs(n - 4000 - minuteOf(time)) <= 1 ? 'together' : `${time} and ${n}`; };
  await expect.poll(together, soon).toBe('together');
  await page.keyboard.press('Space');
  await expect.poll(async () => (await marked(page)).says, soon).toContain('暂停');
  const stood = await pastTime(page);
  await page.keyboard.press('Shift+Comma');
  await expect.poll(() => pastTime(page), soon).not.toBe(stood);
  await expect.poll(together, soon).toBe('together');
  await page.keyboard.press('t');
  await page.keyboard.type('14:30');
  await page.keyboard.press('Enter');
  await expect.poll(() => pastTime(page), soon).toMatch(/14:30:00$/);
  await press(page, 4 * HOUR, -2 * HOUR);
  await expect.poll(async () => Math.abs(minuteOf(await pastTime(page)) - minuteOf(clock(fake.now() - 6 * HOUR))) <= 3, soon).toBe(true);
  await page.keyboard.press('Space');
  for (let i = 0; i < 5; i++) await page.keyboard.press('Equal');
  await expect.poll(async () => (await marked(page)).says, soon).toContain('600 倍');
  const [from, began] = [minuteOf(await pastTime(page)), Date.now()];
  await expect.poll(async () => minuteOf(await pastTime(page)) - from, soon).toBeGreaterThan(15);
  expect((minuteOf(await pastTime(page)) - from) / ((Date.now() - began) / 1000)).toBeGreaterThan(5);
  // No false word of a lost link, no false stale mark, no panel emptied meanwhile.
  expect([await page.locator('[data-link]').count(), await page.locator('[data-state=stale], [data-state=failed]').count(), await page.locator('[data-pane=hot] .row, [data-pane=hot] [data-hot]').count() > 0]).toEqual([0, 0, true]);
  await page.context().close();
}, 240_000);

it('comes back to the present by one key in under two seconds, the desk as it was', async () => {
  const page = await open('/duty?left=surge&right=contacts&hours=168&urgent=1');
  await page.waitForSelector('[data-recorded]', { timeout: PATIENCE });
  await page.keyboard.press('v');
  const view = (): Promise<string> => page.evaluate(() => `${location.search} ${[...document.querySelectorAll('[data-layer]')].map((e) => e.getAttribute('aria-pressed')).join()} ${document.querySelector('[data-pane]')?.getAttribute('data-pane')}`);
  const before = await view();
  await press(page, 3 * HOUR);
  await page.waitForSelector('[data-past]', { timeout: PATIENCE });
  await page.waitForSelector('[data-known-now]', { timeout: PATIENCE });
  await page.keyboard.press('w');
  await page.keyboard.press('[');
  await page.keyboard.press('h');
  await expect.poll(view, soon).not.toBe(before);
  const took = await page.evaluate(async () => {
    const at = performance.now();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'l', bubbles: true }));
    while (document.querySelector('[data-past]') && performance.now() - at < 10_000) await new Promise((done) => requestAnimationFrame(done));
    return performance.now() - at;
  });
  console.log(`back to the present in ${Math.round(took)} ms`);
  expect(took).toBeLessThan(2000);
  await expect.poll(view, soon).toBe(before);
  await page.context().close();
}, 240_000);

it('sends the wall into the past and back: every tile bears the mark and the time, and covers no figure', async () => {
  const desk = await open('/duty');
  const walls = await Promise.all([open('/', 1920, 1080), open('/?wall=grid&tile=1,1', 1920, 1080), open('/?wall=grid&tile=2,2', 1920, 1080)].map((page) => page));
  await desk.waitForSelector('[data-recorded]', { timeout: PATIENCE });
  await press(desk, 6 * HOUR);
  await desk.waitForSelector('[data-to-wall]', { timeout: PATIENCE });
  await desk.click('[data-to-wall]');
  await desk.fill('[data-officer]', '张三');
  await desk.click('[data-officer-go]');
  await expect.poll(() => desk.innerText('[data-wall-says]'), soon).toContain('大屏回放');
  for (const wall of walls) {
    await expect.poll(async () => (await marked(wall)).says, soon).toMatch(/◀◀ 回放 .*\d\d:\d\d:\d\d/);
    const { covers, size, frame } = await marked(wall);
    // Body size is what eight metres need.
    expect([covers, size >= 18.5, frame]).toEqual([[], true, true]);
  }
  await expect.poll(() => walls[0]!.innerText('[data-past-by]'), soon).toContain('张三');
  expect(await walls[0]!.innerText('.clock b')).not.toBe(clock(fake.now()));
  expect(await walls[0]!.locator('.takeover').count()).toBe(0);
  await desk.click('[data-wall-live]');
  for (const wall of walls) await wall.waitForSelector('[data-past]', { state: 'detached', timeout: PATIENCE });
  // The desk's own cursor is its own.
  expect(await desk.locator('[data-past]').count()).toBe(1);
  await Promise.all([desk, ...walls].map((page) => page.context().close()));
}, 240_000);

it('breaks in with what is real, and one press goes back to the present and to it; the wall comes back by itself', async () => {
  const [desk, wall] = [await open('/duty'), await open('/', 1920, 1080)];
  await fetch(`${fake.url}/api/playback/wall`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: '李四', at: fake.now() - HOUR, rate: 60 }) });
  await wall.waitForSelector('[data-past]', { timeout: PATIENCE });
  await desk.waitForSelector('[data-recorded]', { timeout: PATIENCE });
  await press(desk, 6 * HOUR);
  await desk.waitForSelector('[data-past]', { timeout: PATIENCE });
  const regions = await (await fetch(`${fake.url}/api/regions`)).json() as { children: { code: string }[] };
  const region = regions.children[0]!.code;
  fake.playback.real([{ id: 'REAL', colour: 'red', event: '暴雨', title: '青石街道暴雨红色预警', issuer: '市气象台', issuedAt: fake.now(), expiresAt: null, region, station: null, text: null, within: [], ackedBy: null, ackedAt: null, quiet: null }]);
  await expect.poll(() => desk.innerText('[data-real]').catch(() => ''), soon).toMatch(/实况\s*红\s*青石街道暴雨红色预警/);
  await wall.waitForSelector('[data-past]', { state: 'detached', timeout: PATIENCE });
  await desk.keyboard.press('!');
  await desk.waitForSelector('[data-past]', { state: 'detached', timeout: PATIENCE });
  await expect.poll(() => new URL(desk.url()).searchParams.get('region'), soon).toBe(region);
  expect(await desk.locator('[data-real]').count()).toBe(0);
  await Promise.all([desk, wall].map((page) => page.context().close()));
}, 240_000);

it('goes on where it was when the link comes back, and says so', async () => {
  const desk = await open('/duty');
  await desk.waitForSelector('[data-recorded]', { timeout: PATIENCE });
  await press(desk, 6 * HOUR);
  await desk.waitForSelector('[data-past]', { timeout: PATIENCE });
  await desk.keyboard.press('Space');
  await expect.poll(async () => (await marked(desk)).says, soon).toContain('暂停');
  const stood = await pastTime(desk);
  fake.mute();
  await desk.waitForSelector('[data-link=lost]', { timeout: PATIENCE });
  expect(await pastTime(desk)).toBe(stood);
  fake.speak();
  await desk.waitForSelector('[data-notice=resumed]', { timeout: PATIENCE });
  expect([await pastTime(desk), await desk.locator('[data-link=lost]').count()]).toEqual([stood, 0]);
  await desk.context().close();
}, 240_000);

it.each([[1366, 768], [1920, 1080]])('stands whole at %i×%i while it plays, no text under twelve pixels', async (width, height) => {
  const page = await open('/duty?left=hot&right=contacts&hours=168', width, height);
  await page.waitForSelector('[data-recorded]', { timeout: PATIENCE });
  await press(page, 6 * HOUR);
  await page.waitForSelector('[data-past]', { timeout: PATIENCE });
  const wrong = (): Promise<string[]> => page.evaluate(() => [...document.querySelectorAll<HTMLElement>('.desk header *, .playback *, .help *')].flatMap((e) => {
    if (e.closest('svg') || e.closest('[data-strip]')) return [];
    const box = e.getBoundingClientRect();
    if (box.width === 0 || e.classList.contains('sr')) return [];
    const what = `${e.tagName.toLowerCase()}.${e.className} ${e.textContent?.slice(0, 20) ?? ''}`;
    const own = [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    return [...(box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 ? [`out ${what}`] : []), ...(own && Number.parseFloat(getComputedStyle(e).fontSize) < 12 ? [`small ${what}`] : [])];
  }));
  expect(await wrong()).toEqual([]);
  await page.keyboard.press('?');
  await page.waitForSelector('.help', { timeout: PATIENCE });
  expect(await wrong()).toEqual([]);
  await page.context().close();
}, 240_000);

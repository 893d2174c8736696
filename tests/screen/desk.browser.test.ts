/** What an officer does at the desk, on the real product: looks at a window, filters, compares, chooses a place, keeps a filter, goes down and back. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiContacts, ApiHeat, ApiWatch } from '../../server/wire/desk.ts';
import { compact } from '../../screen/look/format.ts';
import { startBrowser } from '../helpers/browser.ts';
import { startProduct, type Product } from '../helpers/product.ts';
import { PATIENCE } from './on-wall.ts';

let product: Product;
let browser: Browser;
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct({ scale: 0.02, historyDays: 9 }), startBrowser({ webgl: false })]);
  await product.untilReady(150_000);
  await product.untilLoaded();
}, 300_000);
afterAll(async () => { await browser?.close(); await product?.stop(); });

const soon = { timeout: PATIENCE, interval: 200 };
async function open(path = '/duty', width = 1366, height = 768): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })).newPage();
  await page.goto(`${product.url}${path}`, { waitUntil: 'commit', timeout: PATIENCE });
  await page.waitForSelector('.desk .city-map[data-map-region]', { timeout: PATIENCE });
  return page;
}
const total = (page: Page): Promise<string> => page.innerText('[data-total]');
/** The desk says what the server says of the same question, at one moment. */
async function says(page: Page, ask: () => string): Promise<void> {
  await expect.poll(async () => {
    const { total: n } = ApiHeat.parse(await (await fetch(`${product.url}/api/heat?${ask()}`)).json());
    return (await total(page)).startsWith(compact(n)) ? 'the same' : `${await total(page)} and not ${n}`;
  }, soon).toBe('the same');
}
const last = (hours: number): string => { const to = Math.floor(product.now() / 60_000) * 60_000 + 60_000; return `from=${to - hours * 3_600_000}&to=${to}`; };

it('counts what the window and the filters say, by mouse and by key, and the address can be opened again', async () => {
  const page = await open();
  await says(page, () => last(24));
  await page.click('[data-window="168"]');
  await says(page, () => last(168));
  await page.selectOption('[data-filter=status]', 'open');
  await page.keyboard.press('Escape');
  await page.keyboard.press('o');
  await says(page, () => `${last(168)}&status=open&overdue=1`);
  const address = page.url();
  expect(address).toMatch(/hours=168.*status=open.*overdue=1/);
  const again = await open(address.slice(product.url.length));
  await says(again, () => `${last(168)}&status=open&overdue=1`);
  await again.context().close();
  await page.keyboard.press('x');
  await says(page, () => last(168));
  await page.keyboard.press('c');
  await page.waitForSelector('.sum .caption', { timeout: PATIENCE });
  await page.waitForSelector('.fallback [data-picture=heat]', { state: 'attached', timeout: PATIENCE });
  await page.context().close();
}, 300_000);

it('takes a range in the city\'s own time, and refuses one that ends before it begins', async () => {
  const page = await open();
  await page.click('[data-window=range]');
  await page.fill('[data-range=from]', '2025-07-14T08:00');
  await page.fill('[data-range=to]', '2025-07-14T07:00');
  expect(await page.isDisabled('[data-range=go]')).toBe(true);
  await page.fill('[data-range=to]', '2025-07-14T20:00');
  await page.click('[data-range=go]');
  await says(page, () => `from=${Date.parse('2025-07-14T08:00+08:00')}&to=${Date.parse('2025-07-14T20:00+08:00')}`);
  await page.context().close();
}, 300_000);

it('a press chooses a place, two go down, Esc lets go of the place and then goes up', async () => {
  const page = await open();
  const name = async (): Promise<{ x: number; y: number; code: string }> => {
    const label = page.locator('.overlay .label').first();
    const box = (await label.locator('.name').boundingBox({ timeout: PATIENCE }))!;
    return { x: box.x + box.width / 2, y: box.y + box.height / 2, code: (await label.getAttribute('data-code'))! };
  };
  const first = await name();
  await page.mouse.click(first.x, first.y);
  await page.waitForSelector('[data-filter=near]', { timeout: PATIENCE });
  await page.waitForSelector('.spots .near', { state: 'attached', timeout: PATIENCE });
  expect(page.url()).toContain('near=');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-filter=near]', { state: 'detached', timeout: PATIENCE });
  await page.mouse.dblclick(first.x, first.y);
  await page.waitForSelector(`.desk[data-region="${first.code}"]`, { timeout: PATIENCE });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.waitForSelector(`.desk:not([data-region="${first.code}"])`, { timeout: PATIENCE });
  await page.context().close();
}, 300_000);

it('keeps a filter by name over a reload', async () => {
  const page = await open('/duty?hours=1&urgent=1');
  await page.click('[data-filter=saved]');
  await page.fill('[data-filter=save-as]', '夜班紧急');
  await page.press('[data-filter=save-as]', 'Enter');
  await page.goto(`${product.url}/duty`, { waitUntil: 'commit' });
  await page.click('[data-filter=saved]', { timeout: PATIENCE });
  await page.click('[data-saved]', { timeout: PATIENCE });
  await expect.poll(() => page.url(), soon).toMatch(/hours=1&urgent=1/);
  await page.context().close();
}, 300_000);

it('tells what the server watches for, soonest first, and leads to its place', async () => {
  const page = await open('/duty?left=water');
  await page.waitForSelector('[data-rising]', { timeout: PATIENCE });
  await expect.poll(async () => {
    const { rising } = ApiWatch.parse(await (await fetch(`${product.url}/api/desk/watch`)).json());
    const shown = await page.locator('[data-rising] b').allInnerTexts();
    return rising.length > 0 && JSON.stringify(rising.map(({ name }) => name)) === JSON.stringify(shown);
  }, soon).toBe(true);
  await page.locator('[data-rising]').first().click();
  await page.waitForSelector('[data-filter=near]', { timeout: PATIENCE });
  await page.keyboard.press('[');
  await page.waitForSelector('[data-pane-tab][aria-selected=true]:not([data-pane-tab=water])', { timeout: PATIENCE });
  await page.context().close();
}, 300_000);

it('says whom to call: who is on duty in the place shown, by role and by words', async () => {
  const page = await open('/duty?right=contacts');
  const asked = async (query: string): Promise<ApiContacts> => ApiContacts.parse(await (await fetch(`${product.url}/api/desk/contacts?${query}`)).json());
  await page.waitForSelector('[data-contact]', { timeout: PATIENCE });
  const all = await asked('limit=1');
  expect(Object.values(all.counts).reduce((a, b) => a + b, 0)).toBe(all.total);
  await page.click('[data-role=fullTime]');
  await expect.poll(async () => (await page.locator('[data-contact] .caption').allInnerTexts()).filter((_, i) => i % 2 === 0).every((text) => text.startsWith('专职')), soon).toBe(true);
  const [one] = (await asked('role=fullTime&limit=1')).items;
  await page.fill('[data-pane=contacts] input', one!.place);
  await expect.poll(async () => (await page.locator('[data-contact]').count()) > 0 && (await page.locator('[data-contact] .caption.clip').allInnerTexts()).every((text) => text.includes(one!.place)), soon).toBe(true);
  // Masked, unless the city says otherwise.
  expect(await page.locator('[data-contact] b').first().innerText()).toMatch(/^.\*+$/);
  await page.context().close();
}, 300_000);

it.each([[1366, 768], [1920, 1080], [2560, 1440]])('stands whole at %i×%i, no text under twelve pixels, with its sheet of keys', async (width, height) => {
  const page = await open('/duty?left=water&compare=1&status=open&urgent=1&near=118.6,29.4,300', width, height);
  await page.waitForSelector('[data-rising]', { timeout: PATIENCE });
  const wrong = (): Promise<string[]> => page.evaluate(() => [...document.querySelectorAll<HTMLElement>('.desk *')].flatMap((e) => {
    if (e.closest('svg') || e.closest('.rows') || e.closest('.city-map')) return [];
    const box = e.getBoundingClientRect();
    if (box.width === 0 || getComputedStyle(e).visibility === 'hidden') return [];
    const what = `${e.tagName.toLowerCase()}.${e.className} ${e.textContent?.slice(0, 20) ?? ''}`;
    const own = [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    return [...(box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 ? [`out ${what}`] : []), ...(own && Number.parseFloat(getComputedStyle(e).fontSize) < 12 ? [`small ${what}`] : [])];
  }));
  expect(await wrong()).toEqual([]);
  await page.keyboard.press('?');
  await page.waitForSelector('.help', { timeout: PATIENCE });
  expect(await wrong()).toEqual([]);
  await page.keyboard.press('Escape');
  await page.waitForSelector('.help', { state: 'detached', timeout: PATIENCE });
  await page.context().close();
}, 300_000);

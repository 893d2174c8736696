/** Two desks act on one alert and the wall is released; a case is supervised from the wall and seen to land on the desk. On the real product. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiDeskAlerts, type DeskAlert } from '../../server/wire/duty.ts';
import { ApiSupervisions } from '../../server/wire/supervision.ts';
import { startBrowser } from '../helpers/browser.ts';
import { shippedCity, startProduct, STORM_AT, type Product } from '../helpers/product.ts';
import { PATIENCE } from './on-wall.ts';

let product: Product;
let browser: Browser;
beforeAll(async () => {
  // The shipped city, takeovers and all, an hour before the rain is heaviest: an orange alert is a quarter of an hour old.
  [product, browser] = await Promise.all([startProduct({ scale: 0.02, historyDays: 1, origin: STORM_AT - 3_600_000, config: await shippedCity() }), startBrowser({ webgl: false })]);
  await product.untilReady(150_000);
  await product.untilLoaded();
}, 300_000);
afterAll(async () => { await browser?.close(); await product?.stop(); });

const soon = { timeout: PATIENCE, interval: 200 };
async function open(path: string, name: string, width = 1366, height = 768): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  if (name !== '') await context.addInitScript(`localStorage.setItem('yiping.officer', ${JSON.stringify(name)})`);
  const page = await context.newPage();
  await page.goto(`${product.url}${path}`, { waitUntil: 'commit', timeout: PATIENCE });
  return page;
}
const alerts = async (): Promise<DeskAlert[]> => ApiDeskAlerts.parse(await (await fetch(`${product.url}/api/desk/alerts`)).json()).items;
const row = (id: string): string => `[data-desk-alert="${id}"]`;
async function choose(page: Page, id: string): Promise<void> {
  await page.waitForSelector(row(id), { timeout: PATIENCE });
  if (await page.locator(`${row(id)}[data-open]`).count() === 0) await page.click(`${row(id)} .row`);
  await page.waitForSelector(`${row(id)} .detail`, { timeout: PATIENCE });
}

it('two officers sign one alert: one wins, the other sees at once who, by name and time; the wall is released, and each step is kept', async () => {
  const wall = await open('/', '', 1920, 1080);
  const taken = await wall.waitForSelector('[data-takeover]', { timeout: PATIENCE });
  const on = await taken.getAttribute('data-takeover');
  const first = (await alerts()).find(({ id }) => id === on)!;
  const [a, b] = [await open('/duty', '张三'), await open('/duty', '李四')];
  // It is the first tab; its badge says how many wait.
  await a.waitForSelector('[data-pane=alerts]', { timeout: PATIENCE });
  await expect.poll(async () => Number(await a.innerText('[data-badge=alerts]')) === (await alerts()).filter(({ duty, ended }) => duty.state === 'unsigned' && !ended).length, soon).toBe(true);
  await choose(a, first.id);
  await choose(b, first.id);
  // The second desk hears nothing for a while, as on a bad line: it decides on what it read before.
  await b.route('**/api/desk/alerts*', (route) => route.abort());
  await a.fill('[data-remark]', '已收到，正在核实');
  await a.click('[data-do=sign]');
  await a.waitForSelector(`${row(first.id)}[data-state=signed]`, { timeout: PATIENCE });
  await wall.waitForSelector(`[data-takeover="${first.id}"]`, { state: 'detached', timeout: PATIENCE });
  await b.fill('[data-remark]', '我来');
  await b.keyboard.press('Escape');
  await b.keyboard.press('q');
  await b.waitForSelector('[data-said]', { timeout: PATIENCE });
  expect(await b.innerText('[data-said]')).toMatch(/张三 已在 \d\d:\d\d:\d\d 先办“签收”/);
  expect(await b.innerText(`${row(first.id)} [data-step=sign]`)).toContain('张三');
  await b.unroute('**/api/desk/alerts*');
  // What the second has read since, it can act on; its remark was kept.
  expect(await b.inputValue('[data-remark]')).toBe('我来');
  await b.click('[data-do=handle]');
  await b.waitForSelector(`${row(first.id)}[data-state=handling]`, { timeout: PATIENCE });
  // The other desk sees it by itself.
  const began = Date.now();
  await a.waitForSelector(`${row(first.id)}[data-state=handling]`, { timeout: PATIENCE });
  expect(Date.now() - began).toBeLessThan(10_000);
  await a.click('[data-do=phone]');
  await a.waitForSelector('[data-timer=phone]:not(:has(button))', { timeout: PATIENCE });
  await a.click('[data-do=lift]');
  await a.waitForSelector(`${row(first.id)}[data-state=lifted]`, { timeout: PATIENCE });
  await a.click('[data-do=history]');
  expect(await a.innerText('.past')).toMatch(/解除.*张三.*电话首报.*张三.*处置.*李四.*我来.*签收.*张三.*已收到，正在核实/s);
  await expect.poll(async () => (await alerts()).find(({ id }) => id === first.id)!.duty.history.filter(({ step }) => step !== 'escalate').map(({ step, by }) => `${by} ${step}`), soon).toEqual(['张三 sign', '李四 handle', '张三 phone', '张三 lift']);
  for (const page of [wall, a, b]) await page.context().close();
}, 400_000);

it('by key: the next alert that nobody signed, 签收, a remark; the mute is shown and kept; a name is asked for where none is known', async () => {
  const page = await open('/duty?left=hot', '');
  await page.waitForSelector('[data-pane=hot]', { timeout: PATIENCE });
  await expect.poll(async () => Number(await page.innerText('[data-badge=alerts]')) > 0, soon).toBe(true);
  await page.keyboard.press('n');
  await page.waitForSelector('[data-pane=alerts] [data-open] .detail', { timeout: PATIENCE });
  const id = (await page.getAttribute('[data-open]', 'data-desk-alert'))!;
  await page.keyboard.press('q');
  await page.fill('[data-officer]', '王五');
  await page.click('[data-officer-go]');
  await page.waitForSelector(`${row(id)}[data-state=signed]`, { timeout: PATIENCE });
  await page.keyboard.press('e');
  await page.keyboard.type('已通知值守');
  await page.keyboard.press('Control+Enter');
  await expect.poll(async () => (await alerts()).find((one) => one.id === id)!.duty.history.at(-1), soon).toMatchObject({ step: 'remark', by: '王五', remark: '已通知值守' });
  await page.keyboard.press('Escape');
  await page.keyboard.press('m');
  await page.waitForSelector('[data-sound=muted]', { timeout: PATIENCE });
  // Its place on the map, and who is on duty there.
  await page.click('[data-do=contacts]');
  await page.waitForSelector('[data-pane=contacts]', { timeout: PATIENCE });
  await page.waitForSelector(`.desk[data-region="${(await alerts()).find((one) => one.id === id)!.region}"]`, { timeout: PATIENCE });
  await page.reload({ waitUntil: 'commit' });
  await page.waitForSelector('[data-sound=muted]', { timeout: PATIENCE });
  await page.context().close();
}, 400_000);

it('a case behind a figure of the wall is supervised there with a name, and the desk sees it land, with its clock, and lifts it', async () => {
  for (const one of await alerts()) {
    // What has the wall would lie over its figures.
    if (one.duty.state === 'unsigned') await fetch(`${product.url}/api/alerts/${encodeURIComponent(one.id)}/steps`, { method: 'POST', headers: { origin: product.url, 'content-type': 'application/json' }, body: JSON.stringify({ name: '张三', step: 'sign', on: { revision: one.duty.revision, issuedAt: one.issuedAt, colour: one.colour } }) });
  }
  const [wall, desk] = [await open('/', '', 1920, 1080), await open('/duty?left=supervise', '李四')];
  await wall.waitForSelector('[data-figure=accepted]', { timeout: PATIENCE });
  await wall.waitForSelector('[data-takeover]', { state: 'detached', timeout: PATIENCE });
  await wall.locator('[data-panel=stream] [data-answer], [data-figure=overdue] [data-answer], [data-figure=overdue][data-answer]').first().click({ timeout: PATIENCE });
  await wall.click('[data-tool=records]', { timeout: PATIENCE });
  await wall.locator('[data-tool=supervise]').first().click({ timeout: PATIENCE });
  await wall.click('[data-open=supervise]', { timeout: PATIENCE });
  const id = (await wall.locator('li[data-record]:has([data-supervise])').getAttribute('data-record'))!;
  expect(await wall.isDisabled('[data-supervise] [data-go]')).toBe(true);
  // Keys of the wall do nothing while words are written: n is night, 2 another scene.
  const before = wall.url();
  await wall.fill('[data-supervise] [data-note]', '');
  await wall.locator('[data-supervise] [data-note]').pressSequentially('请 2 小时内到场n');
  await wall.fill('[data-supervise] [data-name]', '带班领导');
  expect(wall.url()).toBe(before);
  await wall.click('[data-supervise] [data-go]');
  await wall.waitForSelector('[data-supervise] [data-supervision]', { timeout: PATIENCE });
  expect(await wall.evaluate(() => localStorage.getItem('yiping.officer'))).toBeNull();
  // By the ordinary pull it comes back: 已落地, on both.
  await wall.waitForSelector('[data-supervision=landed]', { timeout: PATIENCE });
  await desk.click(`[data-supervised="${id}"] .row`, { timeout: PATIENCE });
  await desk.waitForSelector(`[data-supervised="${id}"] [data-supervision=landed] .done[data-station=landed]`, { timeout: PATIENCE });
  expect(await desk.innerText(`[data-supervised="${id}"] .detail`)).toMatch(/带班领导（未核验）督办.*请 2 小时内到场.*已下达.*已送达.*已落地.*剩 \d:\d\d:\d\d/s);
  const held = async () => ApiSupervisions.parse(await (await fetch(`${product.url}/api/desk/supervisions?case=${id}`)).json()).items[0]!;
  expect(await held()).toMatchObject({ state: 'landed', local: false, record: { supervised: true } });
  await desk.click('[data-open=lift]');
  await desk.fill('[data-note]', '已到场');
  await desk.click('[data-go]');
  await desk.waitForSelector(`[data-supervised="${id}"] [data-supervision=lifted]`, { timeout: PATIENCE });
  expect(await held()).toMatchObject({ state: 'lifted', lift: { by: '李四', note: '已到场' }, record: { supervised: false } });
  for (const page of [wall, desk]) await page.context().close();
}, 400_000);

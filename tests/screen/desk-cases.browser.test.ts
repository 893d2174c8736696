/** The officer's way through sixty thousand cases: filter, search, sort, scroll, open, next, and back at the same row; while cases come. On the real server and page, over an invented store. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { ApiDeskCase, ApiDeskCases } from '../../server/wire/case-list.ts';
import { CASE_STAGES, CASE_STATUSES, type Case } from '../../server/wire/entity.ts';
import { startBrowser } from '../helpers/browser.ts';
import { ROOT } from '../helpers/child.ts';
import { stage, type Stage } from '../push/screens.ts';
import { aCamera, aCase, aStaff, T0 } from '../push/small-city.ts';
import { PATIENCE } from './on-wall.ts';

const [MINUTE, HOUR] = [60_000, 3_600_000];
const MANY = 60_000;
let open: Stage;
let browser: Browser;
const began = Date.now();
const now = (): number => T0 + Date.now() - began;

const roads = ['望湖', '春晓', '临江', '大兜'];
const invented = (i: number): Case => {
  const [status, reported] = [CASE_STATUSES[[0, 0, 2, 2, 1, 3][i % 6]!]!, T0 - i * 40_000];
  return aCase(`AJ${String(900_000 - i)}`, `c${1 + (i % 2)}${1 + ((i >> 1) % 2)}11`, 1, {
    status, stage: status === 'closed' ? 'closed' : CASE_STAGES[i % 5]!, urgent: i % 9 === 0, supervised: i % 31 === 0, category: ['1-0101', '1-0202', '2-0303'][i % 3]!, address: `${roads[i % 4]}路${i % 398}号`,
    lng: 118.1 + (i % 800) * 1e-3, lat: 29.1 + (i % 700) * 1e-3, department: 'D01', deadline: reported + ((i % 5) + 1) * 4 * HOUR, suspendedSeconds: i % 6 === 4 ? 1800 : 0, ...(status === 'suspended' ? { suspendedSince: reported + HOUR } : {}),
    times: { reported, accepted: reported + 4 * MINUTE, ...(status === 'closed' ? { closed: reported + 3 * HOUR } : {}), ...(status === 'void' ? { void: reported + HOUR } : {}) }, updatedAt: reported + HOUR,
  });
};

beforeAll(async () => {
  await ensureScreen();
  open = await stage({ distDir: join(ROOT, 'dist'), clock: { zone: 'Asia/Shanghai', rate: 1, now }, wall: Date.now, categories: () => Promise.resolve({ classifications: { gb: { name: '大类', classes: { '1-01': '公用设施' } } }, categories: { '1-0101': { name: '井盖', gb: '1-01' } }, departments: { D01: '水务集团' } }) });
  for (let i = 0; i < MANY; i++) open.hands.store.keep(invented(i));
  for (let i = 0; i < 4; i++) open.hands.store.keep(aCamera(`cam${i}`, 'c1111', 1, { lng: 118.1 + i * 1e-3, lat: 29.1 }));
  open.hands.store.keep(aStaff('p1', 'c1111', 1, { name: '王建国', phone: '13812340042' }));
  open.hands.store.placed.set('p1', { id: 'p1', lng: 118.101, lat: 29.101, at: T0 - 60_000, duty: 'onDuty' });
  open.push.start();
  browser = await startBrowser({ webgl: false });
}, 300_000);
afterAll(async () => { await browser?.close(); await open?.close(); });

const soon = { timeout: PATIENCE, interval: 200 };
async function desk(path: string, width = 1366, height = 768): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })).newPage();
  await page.goto(`${open.url}${path}`, { waitUntil: 'commit', timeout: PATIENCE });
  await page.waitForSelector('.cases [data-case]', { timeout: PATIENCE });
  return page;
}
const ask = async (query: string): Promise<ApiDeskCases> => ApiDeskCases.parse(await (await fetch(`${open.url}/api/desk/cases?${query}`)).json());
const window30 = (): string => { const to = Math.floor(now() / MINUTE) * MINUTE + MINUTE; return `from=${to - 720 * HOUR}&to=${to}`; };
/** Rows that are drawn, by their place in the list. */
const rows = (page: Page): Promise<{ index: number; id: string; y: number }[]> => page.evaluate(() => {
  const top = document.querySelector('.cases .rows')!.getBoundingClientRect().top;
  return [...document.querySelectorAll<HTMLElement>('.cases [data-case]')].map((e) => ({ index: Number(e.dataset['index']), id: e.dataset['case']!, y: Math.round(e.getBoundingClientRect().top - top) }));
});
/** What is drawn is what the server says stands there. */
async function agrees(page: Page, query: () => string): Promise<void> {
  await expect.poll(async () => {
    const drawn = (await rows(page)).sort((a, b) => a.index - b.index);
    const [first, last] = [drawn[0]!, drawn.at(-1)!];
    const { items, total } = await ask(`${query()}&offset=${first.index}&limit=${last.index - first.index + 1}`);
    const told = await page.innerText('[data-listed]');
    return JSON.stringify(items!.map(({ id }) => id)) === JSON.stringify(drawn.map(({ id }) => id)) && told.replace(/[^\d]/g, '') === String(total) ? 'the same' : `${told} of ${total}; ${drawn.map(({ id }) => id).join()}`;
  }, soon).toBe('the same');
}

it('filters, searches and sorts as the server does, by mouse and by key', async () => {
  const page = await desk('/duty?hours=720');
  await agrees(page, window30);
  await page.selectOption('[data-filter=status]', 'open');
  await page.keyboard.press('Escape');
  await agrees(page, () => `${window30()}&status=open`);
  await page.keyboard.press('/');
  await page.keyboard.type('春晓 井盖');
  await page.fill('[data-search]', '春晓路 12');
  await page.keyboard.press('Enter');
  await agrees(page, () => `${window30()}&status=open&q=${encodeURIComponent('春晓路 12')}`);
  await page.keyboard.press('z');
  await expect.poll(() => page.url(), soon).toContain('sort=remaining');
  await agrees(page, () => `${window30()}&status=open&q=${encodeURIComponent('春晓路 12')}&sort=remaining`);
  await page.click('[data-order]');
  await agrees(page, () => `${window30()}&status=open&q=${encodeURIComponent('春晓路 12')}&sort=remaining&order=desc`);
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: PATIENCE }), page.click('[data-export]')]);
  expect(download.suggestedFilename()).toContain('模拟数据');
  await page.context().close();
}, 300_000);

it('scrolls to the fifty-thousandth row, opens it, goes on to the next, and is back at that row', async () => {
  const page = await desk('/duty?hours=720');
  await expect.poll(async () => (await ask('limit=1')).filling, soon).toBe(null);
  await expect.poll(() => page.innerText('[data-listed]'), soon).toMatch(/60,\d{3}|6\d,\d{3}/);
  await page.evaluate(() => { const list = document.querySelector('.cases .rows')!; const row = document.querySelector<HTMLElement>('.cases [data-case]')!; list.scrollTop = 50_000 * row.offsetHeight; });
  await page.waitForSelector('.cases [data-index="50000"][data-case]', { timeout: PATIENCE });
  await agrees(page, window30);
  const at = (await rows(page)).find(({ index }) => index === 50_000)!;
  await page.click(`[data-case="${at.id}"]`);
  await page.waitForSelector(`[data-case-view="${at.id}"] [data-stage=reported]`, { timeout: PATIENCE });
  expect(page.url()).toContain(`case=${at.id}`);
  // The map frames it and marks it.
  await page.waitForSelector(`.spots [data-spot="${at.id}"].chosen`, { state: 'attached', timeout: PATIENCE });
  const next = (await ask(`${window30()}&offset=50001&limit=1`)).items![0]!;
  await page.keyboard.press('j');
  await page.waitForSelector(`[data-case-view="${next.id}"] [data-stage=reported]`, { timeout: PATIENCE });
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-case-view]', { state: 'detached', timeout: PATIENCE });
  await page.waitForSelector(`.cases .row.on[data-case="${next.id}"]`, { timeout: PATIENCE });
  const back = (await rows(page)).find(({ id }) => id === at.id)!;
  expect([back.index, Math.abs(back.y - at.y) <= 1]).toEqual([50_000, true]);
  await page.context().close();
}, 300_000);

it('a case\'s view says what the server says: its stages, its clock, who and what is near; one that is not there is said not to be', async () => {
  const id = (await ask(`${window30()}&status=open&urgent=1&limit=1`)).items![0]!.id;
  const told = ApiDeskCase.parse(await (await fetch(`${open.url}/api/desk/cases/${id}`)).json());
  const page = await desk(`/duty?hours=720&case=${id}`);
  await page.waitForSelector(`[data-case-view="${id}"] [data-stage]`, { timeout: PATIENCE });
  expect(await page.locator('[data-stage][data-state=now]').getAttribute('data-stage')).toBe(told.case.stage);
  const text = await page.innerText('[data-case-view]');
  for (const word of [id, told.categoryName, told.case.address, '水务集团', '紧急']) expect(text).toContain(word);
  await page.waitForSelector('[data-near-staff=p1]', { timeout: PATIENCE });
  expect(await page.innerText('[data-near-staff=p1]')).toMatch(/王\*\*.*138\*\*\*\*0042/s);
  await page.waitForSelector('[data-near-camera=cam0]', { timeout: PATIENCE });
  // It knows its place in the list, though nobody scrolled there.
  const { anchor } = await ask(`${window30()}&anchor=${id}&limit=1`);
  await expect.poll(async () => (await page.innerText('[data-case-at]')).replace(/,/g, ''), soon).toContain(String(anchor! + 1));
  await page.goto(`${open.url}/duty?case=AJ1`, { waitUntil: 'commit' });
  await page.waitForSelector('[data-gone=true]', { timeout: PATIENCE });
  expect(await page.innerText('[data-gone=true]')).toContain('AJ1');
  await page.context().close();
}, 300_000);

it('what is looked at stays where it is while cases come, change in place, and the line says how many are above', async () => {
  const page = await desk('/duty');
  await page.hover('.cases .rows');
  await page.mouse.wheel(0, 600);
  await expect.poll(async () => (await rows(page))[0]!.index, soon).toBeGreaterThan(5);
  await agrees(page, () => { const to = Math.floor(now() / MINUTE) * MINUTE + MINUTE; return `from=${to - 24 * HOUR}&to=${to}`; });
  const before = await rows(page);
  const one = before[4]!;
  const fresh = Array.from({ length: 12 }, (_, i) => ({ ...invented(0), id: `NEW${i}`, times: { reported: now() - i } }));
  const own = open.hands.store.entities.get(`case ${one.id}`) as Case;
  const changed: Case = { ...own, version: { by: 'revision', value: 2 }, status: 'void', times: { ...own.times, void: now() } };
  for (const c of [...fresh, changed]) open.hands.store.keep(c);
  open.push.onApplied('case', [...fresh, changed]);
  await page.waitForSelector('[data-above]', { timeout: PATIENCE });
  expect(await page.innerText('[data-above]')).toContain('12');
  const after = new Map((await rows(page)).map((row) => [row.id, row]));
  expect(after.get(one.id)).toMatchObject({ index: one.index + 12 });
  expect(Math.abs(after.get(one.id)!.y - one.y)).toBeLessThanOrEqual(1);
  await expect.poll(() => page.innerText(`[data-case="${one.id}"] .state`), soon).toBe('作废');
  await page.keyboard.press('g');
  await page.waitForSelector('.cases [data-index="0"][data-case=NEW0]', { timeout: PATIENCE });
  await page.waitForSelector('[data-above]', { state: 'detached', timeout: PATIENCE });
  await page.context().close();
}, 300_000);

it.each([[1366, 768], [1920, 1080]])('list and view stand whole at %i×%i, no text under twelve pixels', async (width, height) => {
  const page = await desk('/duty?hours=720&sort=remaining', width, height);
  const wrong = (): Promise<string[]> => page.evaluate(() => [...document.querySelectorAll<HTMLElement>('.right *')].flatMap((e) => {
    const box = e.getBoundingClientRect();
    if (box.width === 0 || e.closest('[inert]')) return [];
    const own = [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    const what = `${e.tagName.toLowerCase()}.${e.className} ${e.textContent?.slice(0, 20) ?? ''}`;
    return [...(box.right > innerWidth + 1 || box.left < -1 ? [`out ${what}`] : []), ...(own && Number.parseFloat(getComputedStyle(e).fontSize) < 12 ? [`small ${what}`] : [])];
  }));
  expect(await wrong()).toEqual([]);
  await page.locator('.cases [data-case]').nth(2).click();
  await page.waitForSelector('[data-case-view] [data-stage]', { timeout: PATIENCE });
  await page.waitForSelector('[data-near-staff]', { timeout: PATIENCE });
  expect(await wrong()).toEqual([]);
  await page.context().close();
}, 300_000);

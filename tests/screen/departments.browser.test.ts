/** The panel of departments on the wall: its rows add up, its figures lead to the cases of that department, and where none is counted it says so. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { startBrowser } from '../helpers/browser.ts';
import { DEPARTMENTS } from './fixtures/fake-city.ts';
import { startFake, type Fake } from './fixtures/fake-server.ts';

let browser: Browser;
let fake: Fake;
beforeAll(async () => {
  const dist = await ensureScreen();
  [browser, fake] = await Promise.all([startBrowser({ webgl: false }), startFake({ port: 0, scale: 1, league: true, dist })]);
}, 180_000);
afterAll(async () => { await browser?.close(); await fake?.close(); });

async function open(path: string, state: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${fake.url}${path}`, { waitUntil: 'commit' });
  await page.waitForSelector(`[data-panel="departments"][data-state="${state}"]`, { timeout: 90_000 });
  return page;
}
const numbers = (page: Page, key: string): Promise<number[]> =>
  page.locator(`[data-panel="departments"] td[data-answer="${key}"]`).evaluateAll((cells) => cells.map((cell) => Number((cell.textContent ?? '').replaceAll(',', ''))));
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

it.each(['', '?region=C.5', '?region=C.5.5'])('rows add up to what the place has, most overdue first, 未归口 last: cases%s', async (query) => {
  const page = await open(`/scene/cases${query}`, 'fresh');
  const names = await page.locator('[data-panel="departments"] tbody th').allTextContents();
  expect(names.at(-1)).toBe('未归口');
  const said = (selector: string): Promise<number[]> => page.locator(selector).evaluateAll((list) => list.flatMap((e) => (e.textContent ?? '').replaceAll(',', '').match(/\d+/g) ?? []).map(Number));
  const [overdue, all] = await said('[data-panel="departments"] .when [data-answer="overdue"]');
  expect([sum(await numbers(page, 'departmentOverdue')), sum(await numbers(page, 'department'))]).toEqual([overdue, all]);
  expect(await said('[data-panel="loop"] [data-answer="open"]')).toEqual([all]);
  const ranked = (await numbers(page, 'departmentOverdue')).slice(0, names.findIndex((name) => !Object.values(DEPARTMENTS).includes(name)));
  expect(ranked.length).toBeGreaterThan(3);
  expect(ranked).toEqual([...ranked].sort((a, b) => b - a));
  await page.context().close();
});

it('a figure asks for the cases of its department', async () => {
  const page = await open('/scene/cases', 'fresh');
  const key = await page.locator('[data-panel="departments"] tbody tr').first().getAttribute('data-department');
  for (const [figure, query] of [['department', { status: 'open,suspended' }], ['departmentOverdue', { overdue: '1' }], ['departmentClosed', { at: 'closed' }]] as const) {
    await page.locator(`[data-panel="departments"] td[data-answer="${figure}"]`).first().click();
    await page.waitForSelector(`.answer[data-answer-card="${figure}"]`, { timeout: 30_000 });
    const asked = page.waitForRequest((request) => request.url().includes('/api/cases?'), { timeout: 30_000 });
    await page.locator('.answer .ask').click();
    expect(Object.fromEntries(new URL((await asked).url()).searchParams)).toMatchObject({ department: key, ...query });
    await page.waitForSelector('.answer [data-record]', { timeout: 30_000 });
    await page.keyboard.press('Escape');
    await page.waitForSelector('.answer', { state: 'detached', timeout: 30_000 });
  }
  await page.context().close();
});

it('below a 街道 it says that none is counted, and shows no figure', async () => {
  const page = await open('/scene/cases?region=C.5.5.5', 'absent');
  expect(await page.textContent('[data-panel="departments"] .reason')).toBe('部门统计到街道一级');
  expect(await page.locator('[data-panel="departments"] [data-answer]:has-text("在办")').count()).toBe(0);
  await page.context().close();
});

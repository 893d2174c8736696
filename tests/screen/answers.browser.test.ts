/** Every figure of every scene has its 口径, opens it beside itself when touched, and lists the records behind it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWERS } from '../../screen/answers/registry.ts';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { startBrowser } from '../helpers/browser.ts';
import { startFake, type Fake } from './fixtures/fake-server.ts';
import { SCENES } from './fixtures/shipped.ts';

let browser: Browser;
let fake: Fake;
beforeAll(async () => {
  const dist = await ensureScreen();
  [browser, fake] = await Promise.all([startBrowser({ webgl: false }), startFake({ port: 0, scale: 1, league: true, dist })]);
}, 180_000);
afterAll(async () => { await browser?.close(); await fake?.close(); });

async function open(path: string, width = 1920, height = 1080): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${fake.url}${path}`, { waitUntil: 'commit' });
  await page.waitForFunction(() => {
    const panels = [...document.querySelectorAll('[data-panel]')];
    return panels.length > 3 && panels.every((p) => ['fresh', 'absent'].includes(p.getAttribute('data-state') ?? ''));
  }, undefined, { timeout: 60_000 });
  return page;
}

/** Runs in the page: figures that hold a number and have no 口径. Times have none: of the data, of a case's report. */
const unanswered = (): string[] => [...document.querySelectorAll('[data-panel] .figure, .overlay .label .figure, .overlay .note, .overlay .bin text, .overlay .callout .title')]
  .filter((e) => /\d/.test(e.textContent ?? '') && !e.closest('[data-answer]') && !(e.parentElement?.classList.contains('when') ?? false) && !e.matches('[data-panel="stream"] .time'))
  .map((e) => `${e.closest('[data-panel]')?.getAttribute('data-panel') ?? ''} ${e.getAttribute('class') ?? ''} "${e.textContent ?? ''}"`);

/** Runs in the page: the card's box against the wall and the title bar, and what it says. */
const cardNow = (): { key: string | null; inside: boolean; overflows: string[]; title: string; text: string } | null => {
  const card = document.querySelector('.answer');
  if (!card) return null;
  const [r, bar] = [card.getBoundingClientRect(), document.querySelector('.title-bar')!.getBoundingClientRect()];
  return {
    key: card.getAttribute('data-answer-card'), inside: r.top >= bar.bottom && r.left >= 0 && r.right <= innerWidth && r.bottom <= innerHeight,
    overflows: [...card.querySelectorAll('dd, dt, h3, .source, .ask')].filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent ?? ''),
    title: card.querySelector('h3')?.textContent ?? '', text: card.textContent ?? '',
  };
};
const shown = (page: Page): Promise<unknown> => page.waitForFunction(() => { const card = document.querySelector<HTMLElement>('.answer'); return card !== null && card.style.visibility === 'visible'; }, undefined, { timeout: 10_000 });
const gone = (page: Page): Promise<unknown> => page.waitForFunction(() => document.querySelector('.answer') === null, undefined, { timeout: 10_000 });

describe.each([['1920 × 1080', 1920, 1080], ['portrait 2160 × 3840', 2160, 3840]] as const)('on a wall of %s', (_, width, height) => {
  it.each(SCENES.map(({ id }) => id))('scene %s: every figure answers, in a card inside the wall and under the title', async (scene) => {
    const page = await open(`/scene/${scene}`, width, height);
    expect(await page.evaluate(unanswered)).toEqual([]);
    const keys = await page.evaluate(() => [...new Set([...document.querySelectorAll('[data-answer]')].filter((e) => e.getClientRects().length > 0).map((e) => e.getAttribute('data-answer') ?? ''))]);
    expect(keys.filter((key) => !Object.hasOwn(ANSWERS, key))).toEqual([]);
    expect(keys.length).toBeGreaterThan(4);
    for (const key of keys) {
      await page.locator(`[data-answer="${key}"]:visible`).first().click();
      await shown(page);
      const card = (await page.evaluate(cardNow))!;
      expect({ ...card, text: '' }).toEqual({ key, inside: true, overflows: [], title: card.title, text: '' });
      expect(card.title).toContain(ANSWERS[key as keyof typeof ANSWERS].name);
      expect(card.text).toContain(ANSWERS[key as keyof typeof ANSWERS].definition);
      await page.keyboard.press('Escape');
      await gone(page);
    }
    await page.context().close();
  });
});

it('lists the records behind a figure, with the total and whether it is all', async () => {
  const page = await open('/');
  await page.locator('[data-figure="overdue"]').click();
  await shown(page);
  const asked = page.waitForRequest((request) => request.url().includes('/api/cases?'));
  await page.locator('.answer .ask').click();
  expect(new URL((await asked).url()).searchParams.get('overdue')).toBe('1');
  await page.waitForSelector('.answer [data-record]');
  const card = (await page.evaluate(cardNow))!;
  expect(card.inside).toBe(true);
  expect(card.text).toMatch(/共 3,204 条.*完整.*列出前 200 条/);
  expect(await page.locator('.answer [data-record]').count()).toBe(200);
  // The list scrolls inside the card.
  const list = await page.evaluate(() => { const ol = document.querySelector('.answer ol')!; return ol.scrollHeight > ol.clientHeight && ol.clientHeight > 100; });
  expect(list).toBe(true);
  await page.locator('[data-stage="dispatched"] .waiting').click();
  await page.waitForSelector('.answer[data-answer-card="waiting"]');
  await page.locator('.answer .ask').click();
  await page.waitForSelector('.answer [data-record]');
  expect((await page.evaluate(cardNow))!.text).toContain('不完整：只含');
  await page.context().close();
});

it('opens by Enter, closes by Esc and by a click elsewhere; a row\'s figure answers and does not drill', async () => {
  const page = await open('/');
  const region = (): Promise<string | null> => page.getAttribute('.wall', 'data-region');
  const before = await region();
  await page.locator('[data-panel="league"] .touch .value').first().click();
  await shown(page);
  expect(await region()).toBe(before);
  await page.keyboard.press('Escape');
  await gone(page);
  expect(await region()).toBe(before);
  await page.locator('[data-figure="video"]').focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.answer[data-answer-card="video"]');
  // The numbers are those the wall shows beside it.
  const part = (await page.locator('[data-figure="video"] .part').textContent())!.replace(' 路', '');
  expect((await page.evaluate(cardNow))!.text).toContain(part);
  await page.locator('[data-panel="loop"] h2').click();
  await gone(page);
  // Away from its figures a row still leads down.
  await page.locator('[data-panel="league"] .touch .label').first().click();
  await page.waitForFunction((from) => document.querySelector('.wall')?.getAttribute('data-region') !== from, before, { timeout: 10_000 });
  await page.context().close();
});

it('names a feed that is not there, in the card of each of its figures', async () => {
  const page = await open('/scene/feeds');
  fake.setFeed('video', 'failed');
  try {
    await page.waitForSelector('[data-feed="video"].failed');
    await page.locator('[data-feed="video"] .figure').click();
    await shown(page);
    expect((await page.evaluate(cardNow))!.text).toContain('中断');
    await page.context().close();
  } finally {
    fake.setFeed('video', 'fresh');
  }
});

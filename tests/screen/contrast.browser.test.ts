/** Every text of the wall can be read: 4.5:1 against what is really beneath it, 7:1 what is read from eight metres (screen/look/contrast.ts), by day and by night. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureScreen } from '../../server/start/screen-build.ts';
import type { AlertItem } from '../../server/wire/messages.ts';
import { scaleOf } from '../../screen/look/tokens.ts';
import { startBrowser } from '../helpers/browser.ts';
import { FULL } from '../helpers/length.ts';
import { contrasts } from './fixtures/contrast.ts';
import { AS_A_DRAWING_GPU } from './fixtures/as-a-gpu.ts';
import { startFake, type Fake } from './fixtures/fake-server.ts';
import { SCENES } from './fixtures/shipped.ts';
import { PATIENCE, settled } from './on-wall.ts';

let plain: Browser;
let fake: Fake;
let desk: Page;
beforeAll(async () => {
  const dist = await ensureScreen();
  [plain, fake] = await Promise.all([startBrowser({ webgl: false }), startFake({ port: 0, scale: 1, league: true, dist })]);
  desk = await plain.newPage();
}, 180_000);
afterAll(async () => { await plain?.close(); await fake?.close(); });
const contexts: BrowserContext[] = [];
/** However a test ended, the next finds the city as it usually is. */
afterEach(async () => {
  fake.speak();
  fake.setFeed('video', 'fresh');
  for (const id of ['T1', 'T2']) fake.revokeAlert(id);
  for (const context of contexts.splice(0)) await context.close();
});

async function open(path: string, browser = plain, width = 1920, height = 1080, init = ''): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  contexts.push(context);
  const page = await context.newPage();
  await page.addInitScript(init);
  await page.goto(`${fake.url}${path}`, { waitUntil: 'commit', timeout: PATIENCE });
  if (!path.startsWith('/ack')) await settled(page, 2 * PATIENCE);
  await page.evaluate(() => document.fonts.ready);
  return page;
}
/** Says what it measured, and what of it is too faint. */
async function readable(page: Page, name: string, scale = 1): Promise<void> {
  const { texts, seen, far, lowest, poor } = await contrasts(page, desk, scale);
  process.stderr.write(`${name}: ${seen} of ${texts} texts, ${far} of them at 7:1, lowest ${lowest.toFixed(2)}\n`);
  expect(poor).toEqual([]);
  // A text of which no letter was found was not measured: that must not pass for readable.
  expect(seen).toBeGreaterThan(texts * 0.95);
}
const night = async (page: Page): Promise<void> => {
  const before = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--c-ink'));
  await page.keyboard.press('n');
  await page.waitForFunction((ink) => getComputedStyle(document.documentElement).getPropertyValue('--c-ink') !== ink, before, { timeout: PATIENCE });
};
const alert = (extra: Partial<AlertItem>): AlertItem => ({ id: 'T1', colour: 'orange', event: '洪水', title: '江湾站水位超保证橙色预警信号', issuer: '市水文中心', issuedAt: fake.now(), expiresAt: null, region: 'C.5.5', station: null, text: '江湾站水位超保证。', ackedBy: null, ackedAt: null, quiet: null, within: [], ...extra });

describe('by day and by night', () => {
  it.each(SCENES.map(({ id }) => id))('scene %s', async (scene) => {
    const page = await open(`/scene/${scene}`);
    await readable(page, scene);
    await night(page);
    await readable(page, `${scene} by night`);
  });

  it.each(['red', 'orange'] as const)('a %s takeover', async (colour) => {
    const page = await open('/');
    fake.putAlert(alert({ colour, title: '江湾站水位超保证预警信号' }));
    await page.waitForSelector('[data-takeover="T1"]', { timeout: PATIENCE });
    await settled(page);
    await readable(page, colour);
    await night(page);
    await readable(page, `${colour} by night`);
  });

  it('the card that answers for a figure, with its records', async () => {
    const page = await open('/');
    await page.locator('[data-answer="overdue"]:visible').first().click();
    await page.locator('.answer [data-tool="records"]').click();
    await page.waitForSelector('.answer .records li', { timeout: PATIENCE });
    await readable(page, 'card');
    await night(page);
    await readable(page, 'card by night');
  });
});

it('the page of acknowledgement, before a name is given and after', async () => {
  fake.putAlert(alert({ colour: 'red' }));
  fake.putAlert(alert({ id: 'T2', ackedBy: '李四', ackedAt: fake.now() }));
  const page = await open('/ack');
  await page.waitForSelector('[data-alert="T1"]', { timeout: PATIENCE });
  await readable(page, 'ack');
  await page.locator('.ack input').fill('李四');
  await page.locator('.ack form button').click();
  await page.waitForSelector('[data-alert="T1"] button:enabled', { timeout: PATIENCE });
  await readable(page, 'ack, named');
});

it('what is stale is grey and can be read, and so can the word of a broken link', async () => {
  const page = await open('/');
  fake.setFeed('video', 'failed');
  await page.waitForSelector('[data-panel=video][data-state=stale]', { timeout: PATIENCE });
  await readable(page, 'stale');
  await night(page);
  await readable(page, 'stale by night');
  fake.mute();
  await page.waitForSelector('[data-link=lost]', { timeout: PATIENCE });
  await readable(page, 'link lost by night');
});

describe('over a map that WebGL draws', () => {
  let drawn: Browser;
  beforeAll(async () => { drawn = await startBrowser(); });
  afterAll(async () => { await drawn?.close(); });
  // Software draws it: small, and one scene; `check:full` takes all that have a layer of their own.
  it.each(FULL ? ['overview', 'flood', 'video', 'staff'] : ['overview'])('scene %s', async (scene) => {
    const page = await open(`/scene/${scene}`, drawn, 1280, 720, AS_A_DRAWING_GPU);
    await page.waitForSelector('.city-map[data-map-ready="true"]', { timeout: 2 * PATIENCE });
    await page.waitForSelector('.overlay .layer:not(.hidden) .label', { timeout: PATIENCE });
    expect(await page.locator('.city-map canvas').count()).toBeGreaterThan(0);
    await readable(page, `${scene} over WebGL`, scaleOf(1280, 720));
  });
});

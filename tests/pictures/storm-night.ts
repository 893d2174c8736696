/**
 * `npm run pictures:night -- [--scale N] [--speed N] [--out DIR]`
 * A storm night of the demo city as its officers live it, from the first rise to the signed daily report, on the
 * real product: what they do is done, by hand and key, and each step is taken as a picture to be looked at.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { ApiDeskAlerts } from '../../server/wire/duty.ts';
import { startBrowser } from '../helpers/browser.ts';
import { ROOT, waitFor } from '../helpers/child.ts';
import { shippedCity, startProduct, STORM_AT, type Product } from '../helpers/product.ts';

const { values } = parseArgs({ strict: true, options: {
  scale: { type: 'string', default: '0.2' }, speed: { type: 'string', default: '15' }, out: { type: 'string', default: join(ROOT, '.data', 'storm-night') },
} });
const [MINUTE, HOUR, PATIENCE] = [60_000, 3_600_000, 240_000];
/** Before the first orange alert of the day (18:25). */
const BEGIN = STORM_AT - 2 * HOUR - 10 * MINUTE;
/** A quarter past midnight. */
const AFTER = STORM_AT + 4 * HOUR + 35 * MINUTE;
const say = (text: string): void => { process.stderr.write(`storm night: ${text}\n`); };
const [DESK, WALL] = [{ width: 1366, height: 768 }, { width: 1920, height: 1080 }];

interface Night { product: Product; browser: Browser; desk: Page; wall: Page; taken: number }
const clock = (ms: number): string => new Date(ms + 8 * HOUR).toISOString().slice(11, 16);

async function open({ browser, product }: Pick<Night, 'browser' | 'product'>, path: string, name: string, viewport: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  await context.addInitScript(`localStorage.setItem('yiping.officer', ${JSON.stringify(name)})`);
  const page = await context.newPage();
  page.on('pageerror', (error) => { say(`${path}: page error: ${error.message}`); });
  await page.goto(`${product.url}${path}`, { waitUntil: 'commit', timeout: PATIENCE });
  await page.waitForSelector('.city-map[data-map-region]', { timeout: PATIENCE });
  return page;
}
async function picture(night: Night, page: Page, what: string): Promise<void> {
  night.taken += 1;
  const file = `${String(night.taken).padStart(2, '0')}-${what}.png`;
  // Two frames after the last change: what was drawn last is in the picture.
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
  await page.screenshot({ path: join(values.out, file), timeout: PATIENCE, animations: 'disabled' });
  say(`${clock(night.product.now())}  ${file}`);
}
const until = async (night: Night, at: number): Promise<void> => { await waitFor(`${clock(at)} of the city's clock`, () => Promise.resolve(night.product.now() >= at), 1_200_000, 250); };
const alerts = async ({ product }: Night): Promise<ApiDeskAlerts['items']> => ApiDeskAlerts.parse(await (await fetch(`${product.url}/api/desk/alerts`)).json()).items;

/** The river begins to rise: nobody has been told yet. */
async function firstRise(night: Night): Promise<void> {
  const { desk, wall } = night;
  await picture(night, wall, 'wall-before-the-storm');
  await desk.click('[data-pane-tab=water]', { timeout: PATIENCE });
  await desk.waitForSelector('[data-pane=water] [data-rising]', { timeout: PATIENCE * 4 });
  await picture(night, desk, 'desk-first-rise');
}

/** An orange alert takes the wall; the desk signs it, sees to it, and reports it. */
async function alert(night: Night): Promise<void> {
  const { desk, wall } = night;
  await wall.waitForSelector('[data-takeover]', { timeout: PATIENCE * 4 });
  const id = await wall.getAttribute('[data-takeover]', 'data-takeover');
  await picture(night, wall, 'wall-taken-over');
  await desk.click('[data-pane-tab=alerts]');
  const row = `[data-desk-alert="${id}"]`;
  await desk.waitForSelector(row, { timeout: PATIENCE });
  if (await desk.locator(`${row}[data-open]`).count() === 0) await desk.click(`${row} .row`);
  await desk.waitForSelector(`${row} .detail`, { timeout: PATIENCE });
  await picture(night, desk, 'desk-alert-unsigned');
  await desk.fill('[data-remark]', '已电话核实，值守人员到位');
  await desk.click('[data-do=sign]');
  await desk.waitForSelector(`${row}[data-state=signed]`, { timeout: PATIENCE });
  await desk.click('[data-do=phone]');
  await desk.waitForSelector('[data-timer=phone]:not(:has(button))', { timeout: PATIENCE });
  await desk.click('[data-do=handle]');
  await desk.waitForSelector(`${row}[data-state=handling]`, { timeout: PATIENCE });
  await picture(night, desk, 'desk-alert-in-hand');
  await wall.waitForSelector('[data-takeover]', { state: 'detached', timeout: PATIENCE });
  // Others of the storm are signed as they come, so that the wall is free again.
  for (const one of await alerts(night)) if (one.duty.state === 'unsigned') await post(night, `/api/alerts/${encodeURIComponent(one.id)}/steps`, { name: '张三', step: 'sign', on: { revision: one.duty.revision, issuedAt: one.issuedAt, colour: one.colour } });
  await picture(night, wall, 'wall-given-back');
}
async function post({ product }: Night, path: string, body: object): Promise<void> {
  const answer = await fetch(`${product.url}${path}`, { method: 'POST', headers: { origin: product.url, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** What the water brings: the heat of the last hour, hot spots, a sudden increase. */
async function incidents(night: Night): Promise<void> {
  const { desk } = night;
  await until(night, STORM_AT);
  await desk.goto(`${night.product.url}/duty?left=hot&hours=1`, { waitUntil: 'commit' });
  await some(desk, '[data-pane=hot] [data-hot-spot]');
  await picture(night, desk, 'desk-hot-spots');
  await desk.click('[data-pane-tab=surge]');
  await some(desk, '[data-pane=surge] [data-surge]');
  await picture(night, desk, 'desk-sudden-increase');
  await desk.keyboard.press('c');
  await pause(desk);
  await picture(night, desk, 'desk-compared-with-yesterday');
  await desk.keyboard.press('c');
}
/** A small city may have none: then the picture is of what the pane says. */
const some = async (page: Page, what: string): Promise<void> => {
  await page.waitForSelector(what, { timeout: 60_000 }).catch(() => { say(`there is no ${what}; the picture is taken without, a larger --scale has some`); });
};
/** The map's colours are drawn when the server has answered. */
const pause = async (page: Page): Promise<void> => { await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined); };

/** One overdue case: found, opened, supervised, seen to land. */
async function supervise(night: Night): Promise<void> {
  const { desk } = night;
  await desk.goto(`${night.product.url}/duty?right=cases&hours=24&status=open&sort=remaining`, { waitUntil: 'commit' });
  await desk.waitForSelector('.cases [data-case]', { timeout: PATIENCE });
  await picture(night, desk, 'desk-cases');
  await desk.locator('.cases [data-case]').first().click();
  await desk.waitForSelector('[data-case-view] [data-stage=reported]', { timeout: PATIENCE });
  await pause(desk);
  await picture(night, desk, 'desk-case');
  await desk.locator('[data-case-view] [data-open=supervise]').click({ timeout: PATIENCE });
  await desk.fill('[data-supervise] [data-note]', '请 2 小时内到场处置');
  await desk.click('[data-supervise] [data-go]');
  await desk.waitForSelector('[data-supervision=landed]', { timeout: PATIENCE });
  await picture(night, desk, 'desk-case-supervised');
  await desk.keyboard.press('Escape');
}

/** How it came about: the wall looks back at the rise, and returns. */
async function lookBack(night: Night): Promise<void> {
  const { desk, product } = night;
  const box = (await desk.locator('[data-strip]').boundingBox())!;
  const hours = (product.now() - (STORM_AT - HOUR)) / HOUR;
  await desk.mouse.click(box.x + box.width * (1 - hours / 24), box.y + box.height / 3);
  await desk.waitForSelector('[data-past]', { timeout: PATIENCE });
  await pause(desk);
  await picture(night, desk, 'desk-playback');
  await desk.keyboard.press('l');
  await desk.waitForSelector('[data-past]', { state: 'detached', timeout: PATIENCE });
}

/** 20:00: the day shift hands over to the night shift. */
async function handOver(night: Night): Promise<void> {
  const { desk } = night;
  await until(night, STORM_AT + 25 * MINUTE);
  await desk.keyboard.press('f');
  await desk.waitForSelector('[data-stage=closed] b', { timeout: PATIENCE });
  await desk.fill('[data-handover-text]', '一台泵站待修，已报水务；橙色预警处置中');
  await desk.click('[data-handover-add]');
  await desk.waitForSelector('[data-handover-note]', { timeout: PATIENCE });
  await picture(night, desk, 'desk-handover-open');
  await desk.click('[data-handover-sign=outgoing]');
  await desk.waitForSelector('[data-handover-signer=outgoing] b', { timeout: PATIENCE });
  await desk.click('header [data-who]');
  await desk.fill('[data-officer]', '李四');
  await desk.click('[data-officer-go]');
  await desk.click('[data-handover-sign=incoming]');
  await desk.waitForSelector('[data-handover-signer=incoming] b', { timeout: PATIENCE });
  await picture(night, desk, 'desk-handed-over');
  await picture(night, night.wall, 'wall-after-the-peak');
}

/** After midnight: the day's report is read, printed and signed. A product of its own that begins then: the simulated day is the same. */
async function report(night: Night): Promise<void> {
  const { desk, browser, product } = night;
  await desk.goto(`${product.url}/duty?right=report`, { waitUntil: 'commit' });
  await desk.waitForSelector('[data-count=due]', { timeout: PATIENCE });
  await picture(night, desk, 'desk-daily-report');
  const paper = await open({ browser, product }, '/duty', '李四', DESK);
  await paper.goto(new URL((await desk.getAttribute('[data-report-paper]', 'href'))!, product.url).href, { waitUntil: 'commit' });
  await paper.waitForSelector('[data-paper-ready]', { timeout: PATIENCE });
  night.taken += 1;
  await paper.screenshot({ path: join(values.out, `${String(night.taken).padStart(2, '0')}-daily-report-on-paper.png`), fullPage: true });
  await desk.click('[data-report-sign]');
  await desk.waitForSelector('[data-report-seal]', { timeout: PATIENCE });
  await picture(night, desk, 'desk-daily-report-signed');
}

/** The steps of one sitting, on a city that begins at `origin`. `taken`: pictures so far; returns how many there are then. */
async function sitting(origin: number, steps: readonly ((night: Night) => Promise<void>)[], taken: number): Promise<number> {
  const product = await startProduct({ scale: Number(values.scale), speed: Number(values.speed), historyDays: 8, origin, config: await shippedCity(), onProgress: say });
  const end = (): void => { void product.stop().finally(() => process.exit(1)); };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  try {
    await product.untilReady(300_000);
    const browser = await startBrowser();
    try {
      const night: Night = { product, browser, desk: await open({ browser, product }, '/duty', '张三', DESK), wall: await open({ browser, product }, '/?shift=off', '', WALL), taken };
      for (const step of steps) await step(night);
      return night.taken;
    } finally { await browser.close(); }
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, end);
    await product.stop();
  }
}

async function main(): Promise<void> {
  await mkdir(values.out, { recursive: true });
  await ensureScreen();
  const taken = await sitting(BEGIN, [firstRise, alert, incidents, supervise, lookBack, handOver], 0);
  await sitting(AFTER, [report], taken);
  say(`in ${values.out}`);
}

await main();

/** Handing over a shift and filing the day's report, as officers do it on the real product: write, sign, take over, correct, print, sign, and see a correction beside what was signed. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contributions, makeRules } from '../../server/aggregate/index.ts';
import { loadCity } from '../../server/config.ts';
import { openStore } from '../../server/store/index.ts';
import { ApiHandover, ApiHandovers } from '../../server/wire/handover.ts';
import { ApiRegions } from '../../server/wire/messages.ts';
import { ApiReport, COUNTS, rateOf, type CountName } from '../../server/wire/report.ts';
import { REPORT_WORDS } from '../../server/wire/report-words.ts';
import { pagesOf } from '../../screen/duty/report/pages.ts';
import { amount, sectionsOf, share } from '../../screen/duty/report/paper.ts';
import { count } from '../../screen/look/format.ts';
import { startBrowser } from '../helpers/browser.ts';
import { readPdf } from '../helpers/pdf.ts';
import { shippedCity, startProduct, type Product } from '../helpers/product.ts';
import { readBook } from '../push/desk/read-book.ts';
import { PATIENCE } from './on-wall.ts';

let product: Product;
let browser: Browser;
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct({ scale: 0.02, historyDays: 3 }), startBrowser({ webgl: false })]);
  await product.untilReady(150_000);
  await product.untilLoaded();
}, 300_000);
afterAll(async () => { await browser?.close(); await product?.stop(); });

const soon = { timeout: PATIENCE, interval: 200 };
async function open(path: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce', acceptDownloads: true })).newPage();
  await page.goto(`${product.url}${path}`, { waitUntil: 'commit', timeout: PATIENCE });
  return page;
}
async function get<T>(path: string, parse: (body: unknown) => T): Promise<T> {
  const answer = await fetch(`${product.url}${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return parse(await answer.json());
}
async function sayName(page: Page, name: string): Promise<void> {
  await page.fill('[data-officer]', name, { timeout: PATIENCE });
  await page.click('[data-officer-go]');
  await page.waitForSelector('[data-officer]', { state: 'detached', timeout: PATIENCE });
}
const SHIFT = '2025-07-15-0800';
const YESTERDAY = '2025-07-14';

it('hands a shift over: notes, two signatures, a third officer told who was before, kept over a power cut, a correction that names what it corrects', async () => {
  const page = await open('/duty');
  await page.waitForSelector('.desk', { timeout: PATIENCE });
  await page.keyboard.press('f');
  await page.waitForSelector('[data-stage=closed] b', { timeout: PATIENCE });
  const sheet = (): Promise<ApiHandover> => get(`/api/desk/handovers/${SHIFT}`, (body) => ApiHandover.parse(body));
  await expect.poll(async () => { const { content } = await sheet(); return content !== null && Number((await page.innerText('[data-stage=reported] b')).replace(/\D/g, '')) > 0 && content.undone.overdue > 0; }, soon).toBe(true);
  await expect.poll(() => page.locator('[data-undone-alert]').count(), soon).toBe((await sheet()).content!.undone.alerts.length);

  await page.fill('[data-handover-text]', '二号泵站一台待修，已报水利局');
  await page.click('[data-handover-add]');
  await sayName(page, '张三');
  await page.waitForSelector('[data-handover-note]', { timeout: PATIENCE });
  // Another desk, which has not seen a second note when it signs.
  const other = await open('/duty?right=handover');
  await other.waitForSelector('[data-handover-note]', { timeout: PATIENCE });
  const [{ revision }] = [await sheet()];
  const late = await other.evaluate(async ([path, base]) => {
    const answer = await fetch(path!, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: '赵六', base: Number(base), as: 'outgoing' }) });
    return [answer.status, await answer.json()] as [number, { by: string }];
  }, [`/api/desk/handovers/${SHIFT}/sign`, String(revision - 1)]);
  expect([late[0], late[1].by]).toEqual([409, '张三']);

  await page.click('[data-handover-sign=outgoing]');
  await page.waitForSelector('[data-handover-signer=outgoing] b', { timeout: PATIENCE });
  const frozen = await sheet();
  expect([frozen.outgoing?.by, frozen.intact, frozen.content?.until]).toEqual(['张三', true, frozen.content?.until]);
  // The page knows that it must be somebody else, and one who says the same name is refused.
  await page.click('[data-handover-sign=incoming]');
  await sayName(page, '张 三');
  await page.waitForSelector('[data-handover-told]', { timeout: PATIENCE });
  expect((await sheet()).incoming).toBeNull();
  await page.click('header [data-who]');
  await sayName(page, '李四');
  await page.click('[data-handover-sign=incoming]');
  await page.waitForSelector('[data-handover-signer=incoming] b', { timeout: PATIENCE });
  await expect.poll(() => page.innerText('[data-handover-state]'), soon).toBe('已交接');

  // Who comes late is told who signed.
  const told = await other.evaluate(async ([path, base]) => {
    const answer = await fetch(path!, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: '赵六', base: Number(base), as: 'incoming' }) });
    return [answer.status, await answer.json()] as [number, { by: string; why: string }];
  }, [`/api/desk/handovers/${SHIFT}/sign`, String((await sheet()).revision)]);
  expect([told[0], told[1].by, told[1].why]).toEqual([409, '李四', 'signed']);
  await other.context().close();

  await product.kill('server');
  await product.start('server');
  await product.untilReady(60_000);
  await expect.poll(async () => { const { content, outgoing, incoming, intact } = await sheet(); return { content, outgoing, incoming, intact }; }, soon).toEqual({ content: frozen.content, outgoing: frozen.outgoing, incoming: expect.objectContaining({ by: '李四' }), intact: true });
  const list = await get('/api/desk/handovers', (body) => ApiHandovers.parse(body));
  expect(list.items.find(({ id }) => id === SHIFT)).toMatchObject({ notes: 1, outgoing: { by: '张三' }, incoming: { by: '李四' } });

  await page.goto(`${product.url}/duty?right=handover`, { waitUntil: 'commit' });
  await page.waitForSelector('[data-handover-corrects]', { timeout: PATIENCE });
  await page.fill('[data-handover-text]', '应为三号泵站');
  expect(await page.isDisabled('[data-handover-add]')).toBe(true);
  await page.selectOption('[data-handover-corrects]', 'note:1');
  await page.click('[data-handover-add]');
  await expect.poll(() => page.locator('[data-handover-note]').allInnerTexts(), soon).toEqual([expect.stringContaining('二号泵站'), expect.stringMatching(/更正 记事 1[\s\S]*应为三号泵站[\s\S]*李四/)]);
  expect((await sheet()).content).toEqual(frozen.content);
  await page.context().close();
}, 300_000);

const reportOf = (): Promise<ApiReport> => get(`/api/desk/report?day=${YESTERDAY}`, (body) => ApiReport.parse(body));
const words = REPORT_WORDS['zh-CN'];

it('says the day at the desk, and prints it on exactly the pages counted, as A4 with its words, figures and mark', async () => {
  const page = await open('/duty?right=report');
  await page.waitForSelector('[data-count=due]', { timeout: PATIENCE });
  const { report } = await reportOf();
  expect(COUNTS.closed(report.row)).toBeGreaterThan(20);
  for (const name of ['accepted', 'closed', 'due', 'overdue'] satisfies CountName[]) await expect.poll(() => page.innerText(`[data-count=${name}] b`), soon).toBe(count(COUNTS[name](report.row)));
  expect(await page.innerText('[data-rate=onTime] b')).toBe(share(rateOf(report.row, 'onTime').value));

  const paper = await open((await page.getAttribute('[data-report-paper]', 'href'))!);
  await paper.waitForSelector('[data-paper-ready]', { timeout: PATIENCE });
  const answer = await reportOf();
  const expected = pagesOf(sectionsOf(answer, words));
  expect(await paper.locator('[data-paper-page]').count()).toBe(expected.length);
  // Nothing runs over a page's edge, and every row is as high as it was counted.
  expect(await paper.evaluate(() => [...document.querySelectorAll('[data-paper-page]')].flatMap((sheet) => {
    const foot = (sheet.querySelector('.signatures') ?? sheet.querySelector('footer'))!.getBoundingClientRect().top;
    return [...sheet.querySelectorAll('[data-part]')].filter((part) => part.getBoundingClientRect().bottom > foot + 0.5).map((part) => part.getAttribute('data-part'));
  }))).toEqual([]);
  const pdf = readPdf(await paper.pdf({ preferCSSPageSize: true, printBackground: true }));
  expect(pdf.map(({ width, height }) => [Math.round(width), Math.round(height)])).toEqual(expected.map(() => [595, 842]));
  const text = pdf.map((one) => one.text.replace(/\s/g, ''));
  text.forEach((one, at) => { expect(one).toContain('模拟数据'); expect(one).toContain(`第${at + 1}页共${expected.length}页`); });
  expect(text[0]).toContain(`${answer.report.city.name}城市运行日报`);
  const whole = text.join('');
  for (const word of ['应结案', '超期未结', '未落格', '制表', '审核', '签发', share(rateOf(answer.report.row, 'closing').value).replace(' ', ''), amount(COUNTS.due(answer.report.row)), ...answer.report.children.map(({ name }) => name)]) expect(whole).toContain(word);
  await paper.context().close();

  const waits = page.waitForEvent('download', { timeout: PATIENCE });
  await page.click('[data-report-xlsx]');
  const chunks: Buffer[] = [];
  for await (const chunk of await (await waits).createReadStream()) chunks.push(chunk as Buffer);
  const book = readBook(Buffer.concat(chunks));
  const cells = new Map(book.get('案件运行')!.map((row) => [row[0]?.value, row[1]?.value]));
  for (const name of ['accepted', 'closed', 'due', 'overdue'] satisfies CountName[]) expect(cells.get(words.counts[name])).toBe(COUNTS[name](answer.report.row));
  await page.context().close();
}, 300_000);

it('freezes what is signed; a second signer is told who was first; a late closing stands beside it as a revision', async () => {
  const [page, other] = [await open('/duty?right=report'), await open('/duty?right=report')];
  for (const one of [page, other]) await one.waitForSelector('[data-report-sign]', { timeout: PATIENCE });
  await page.click('[data-report-sign]');
  await sayName(page, '张三');
  await expect.poll(() => page.innerText('[data-report-seal]'), soon).toContain('张三');
  // The other page has not read anew yet, or has: either way it says who signed.
  if (await other.isVisible('[data-report-sign]')) { await other.click('[data-report-sign]'); await sayName(other, '李四'); }
  await expect.poll(() => other.innerText('[data-pane=report]'), soon).toContain('张三');
  await other.context().close();
  const signed = await reportOf();
  expect([signed.signed?.by, signed.signed?.intact, signed.revisions]).toEqual(['张三', true, []]);

  await closeLate();
  await expect.poll(async () => (await reportOf()).revisions.length, soon).toBeGreaterThan(0);
  const after = await reportOf();
  expect(after.report).toEqual(signed.report);
  await page.reload({ waitUntil: 'commit' });
  await page.waitForSelector('[data-revision=closed]', { timeout: PATIENCE });
  const was = COUNTS.closed(signed.report.row);
  expect(await page.innerText('[data-revision=closed] b')).toBe(`${count(was)} → ${count(was + 1)}`);
  expect(await page.innerText('[data-count=closed] b')).toBe(count(was));
  expect(await page.locator('[data-report-listed]').allInnerTexts()).toEqual([expect.stringContaining(YESTERDAY)]);

  const paper = await open(`/duty/report?day=${YESTERDAY}&lang=zh-CN`);
  await paper.waitForSelector('[data-paper-ready] [data-part=revisions]', { timeout: PATIENCE });
  expect(await paper.innerText('[data-paper-seal]')).toContain('张三');
  await paper.context().close();
  await page.context().close();
}, 300_000);

/** Upstream corrects yesterday: a case that nobody had entered was closed then. As the intake would write it. */
async function closeLate(): Promise<void> {
  const config = loadCity(await shippedCity(), { YIPING_CITY_DATA: '/nowhere', YIPING_FEEDS_URL: product.feedsUrl });
  const { city } = config;
  const { children } = await get('/api/regions', (body) => ApiRegions.parse(body));
  const store = await openStore({ redis: product.redisUrl, world: city.world, city: city.code, zone: city.zone, regions: [{ code: city.code, level: 'city', parent: null }, ...children], retention: city.retention });
  try {
    const at = Date.parse(`${YESTERDAY}T12:00:00+08:00`);
    const entity = {
      kind: 'case' as const, id: 'late-1', region: children[0]!.code, version: { by: 'updated' as const, value: product.now() }, updatedAt: product.now(), category: '1-0101', source: 'S01', urgent: false, supervised: false,
      status: 'closed' as const, stage: 'closed' as const, times: { reported: at, accepted: at + 1000, filed: at + 2000, handled: at + 60_000, closed: at + 3_600_000 }, suspendedSeconds: 0, reworks: 0, address: '补录',
    };
    await store.put('case', [{ entity, contribution: contributions(entity, product.now(), makeRules(config)) }], { feed: 'case', now: product.now() });
  } finally {
    await store.close();
  }
}

/** A takeover on walls of every shape, with the longest names, with and without the word of a broken link: nothing is clipped, covered, or across a seam. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureScreen } from '../../server/start/screen-build.ts';
import type { AlertItem } from '../../server/wire/messages.ts';
import { startBrowser } from '../helpers/browser.ts';
import { startFake, type Fake } from './fixtures/fake-server.ts';
import { overflowing } from './fixtures/overflowing.ts';

const PATIENCE = 90_000;
const SIZES: [width: number, height: number, wall: string, seams: number[]][] = [
  [1920, 1080, '', []], [3840, 2160, '', []], [3840, 1080, '', []], [5760, 1080, '', []], [7680, 2160, 'long', [1920, 3840, 5760]], [6656, 1792, '', []], [2160, 3840, '', []],
];
let browser: Browser;
let fake: Fake;
beforeAll(async () => {
  const dist = await ensureScreen();
  [browser, fake] = await Promise.all([startBrowser({ webgl: false }), startFake({ port: 0, scale: 10, league: true, dist, long: true })]);
}, 180_000);
afterAll(async () => { await browser?.close(); await fake?.close(); });

const alert = (id: string, extra: Partial<AlertItem> = {}): AlertItem => ({
  id, colour: 'red', event: '洪水', title: '长青新城高教园街道建设新城高教园社区江湾水文站水位超保证水位红色预警信号（第二次升级发布）', issuer: '市水文中心与市气象台联合发布', issuedAt: fake.now(), expiresAt: null, region: 'C.5.5', station: null,
  text: '受持续强降雨影响，江湾站二十时水位五点六零米，超保证水位零点三一米，预计未来三小时继续上涨。'.repeat(3), ackedBy: null, ackedAt: null, quiet: null, within: [], ...extra,
});

/** Runs in the page: texts of the takeover and the banner that are cut off by the glass or their box, lie across a seam, or under a mark. */
const amiss = (seams: number[]): string[] => {
  const texts = [...document.querySelectorAll<HTMLElement>('.takeover *, [data-link] *')].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && (n.textContent ?? '').trim() !== '') && e.getClientRects().length > 0);
  const marks = [...document.querySelectorAll('.marks strong')].map((e) => e.getBoundingClientRect());
  const boxes = [...document.querySelectorAll<HTMLElement>('.takeover .card, .takeover .band')];
  const cut = boxes.filter((box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1).map((box) => `${box.className} is cut`);
  return cut.concat(texts.flatMap((e) => {
    const r = e.getBoundingClientRect();
    const box = boxes.find((one) => one.contains(e))?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
    // The word of a broken link is one line across the whole wall: it alone may meet a seam.
    const bad = [
      r.left < -1 || r.right > innerWidth + 1 || r.top < -1 || r.bottom > innerHeight + 1 ? 'glass' : '',
      r.top < box.top - 1 || r.bottom > box.bottom + 1 ? 'box' : '',
      e.closest('.takeover') && seams.some((x) => r.left < x - 1 && r.right > x + 1) ? 'seam' : '',
      marks.some((m) => r.left < m.right && r.right > m.left && r.top < m.bottom && r.bottom > m.top) ? 'mark' : '',
    ].filter((word) => word !== '');
    return bad.length > 0 ? [`${bad.join()} "${(e.textContent ?? '').trim().slice(0, 20)}" ${r.left},${r.top},${r.right},${r.bottom}`] : [];
  }));
};

it.each(SIZES)('%i × %i %s', async (width, height, wall, seams) => {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    await page.goto(`${fake.url}/scene/flood${wall === '' ? '' : `?wall=${wall}`}`, { waitUntil: 'commit' });
    await page.waitForFunction(() => { const panels = [...document.querySelectorAll('[data-panel]')]; return panels.length > 3 && panels.every((p) => ['fresh', 'absent'].includes(p.getAttribute('data-state') ?? '')); }, undefined, { timeout: PATIENCE });
    fake.putAlert(alert('T1'));
    fake.putAlert(alert('T2', { colour: 'orange' }));
    await page.waitForSelector('[data-takeover="T1"]', { timeout: PATIENCE });
    await page.waitForSelector('.wall[data-region="C.5.5"]', { timeout: PATIENCE });
    await page.waitForSelector('[data-near-staff]', { timeout: PATIENCE });
    await page.waitForSelector('[data-shows="snapshot"] .why', { timeout: PATIENCE });
    expect(await page.evaluate(amiss, seams)).toEqual([]);
    expect(await page.evaluate(overflowing)).toEqual([]);
    fake.mute();
    await page.waitForSelector('[data-link="lost"]', { timeout: PATIENCE });
    expect(await page.evaluate(amiss, seams)).toEqual([]);
  } finally {
    fake.speak();
    for (const id of ['T1', 'T2']) fake.revokeAlert(id);
    await context.close();
  }
}, 500_000);

/** A person in front of the real wall: opens it, reads its figures, presses its map, and compares what it says with the server's JSON. */
import type { Browser, Page } from 'playwright-core';
import type { ApiSummary } from '../../server/wire/messages.ts';
import { IN_PAGE, right, type Figures, type OnPage } from './in-page.ts';

/** For a quiet machine these are ages; the two cores are shared, and software draws the map. */
export const PATIENCE = 90_000;

export interface Wall {
  page: Page;
  /** Errors on the page's console and uncaught ones. */
  errors: string[];
  /** Requests to any other host than the wall's own. */
  outside: string[];
  /** What the page said and heard over its socket, as text frames; binary parts left out. */
  sent: string[];
  heard: string[];
  /** Whether the document is still the one that was opened. */
  sameDocument(): Promise<boolean>;
  close(): Promise<void>;
}

export interface OpenOptions { region?: string; width?: number; height?: number; init?: string }

export async function openWall(browser: Browser, url: string, options: OpenOptions = {}): Promise<Wall> {
  const context = await browser.newContext({ viewport: { width: options.width ?? 1920, height: options.height ?? 1080 }, reducedMotion: 'reduce' });
  await context.addInitScript(`${IN_PAGE}${options.init ?? ''}`);
  const page = await context.newPage();
  const { host } = new URL(url);
  const wall: Wall = {
    page, errors: [], outside: [], sent: [], heard: [],
    sameDocument: () => page.evaluate(() => (window as unknown as { opened?: boolean }).opened === true),
    close: () => context.close(),
  };
  const note = (address: string): void => { if (/^(https?|wss?):/.test(address) && new URL(address).host !== host) wall.outside.push(address); };
  page.on('pageerror', (error) => wall.errors.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') wall.errors.push(message.text()); });
  page.on('request', (request) => note(request.url()));
  page.on('websocket', (socket) => {
    note(socket.url());
    socket.on('framesent', ({ payload }) => { if (typeof payload === 'string') wall.sent.push(payload); });
    socket.on('framereceived', ({ payload }) => { if (typeof payload === 'string' && payload.length < 4_000) wall.heard.push(payload); });
  });
  await page.goto(`${url}/${options.region === undefined ? '' : `?region=${encodeURIComponent(options.region)}`}`, { waitUntil: 'commit', timeout: PATIENCE });
  await settled(page);
  await page.evaluate(() => { (window as unknown as { opened: boolean }).opened = true; });
  return wall;
}

/** Every panel has come to something: data or a stated reason. */
export const settled = (page: Page, ms = PATIENCE): Promise<unknown> => page.waitForFunction(() => {
  const panels = [...document.querySelectorAll('[data-panel]')];
  return panels.length > 3 && panels.every((p) => ['fresh', 'absent'].includes(p.getAttribute('data-state') ?? ''));
}, undefined, { timeout: ms, polling: 50 });

export const atRegion = async (page: Page, code: string, ms = PATIENCE): Promise<void> => {
  await page.waitForFunction((wanted) => document.querySelector('.wall')?.getAttribute('data-region') === wanted, code, { timeout: ms, polling: 50 });
};

/** The map has drawn the region and come to rest: its labels can be pressed. */
export const mapAt = (page: Page, code: string): Promise<unknown> =>
  page.waitForFunction((wanted) => {
    const map = document.querySelector('.city-map');
    return map?.getAttribute('data-map-region') === wanted && map.getAttribute('data-map-ready') === 'true' && document.querySelector('.overlay .layer:not(.hidden)') !== null;
  }, code, { timeout: PATIENCE, polling: 50 });

/** Children whose names stand on the map, largest first. */
export const named = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...document.querySelectorAll('.overlay .label')].map((label) => label.getAttribute('data-code') ?? ''));

/** Presses the middle of a child's name on the map. */
export async function press(page: Page, code: string): Promise<void> {
  const box = await page.locator(`.overlay .label[data-code="${code}"] .name`).boundingBox({ timeout: PATIENCE });
  if (!box) throw new Error(`the name of ${code} stands nowhere on the map`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

/** Until the wall says, at one moment, exactly what the server's JSON says; resolves to that moment (wall clock, ms). Throws with what differed last. */
export async function untilRight(page: Page, region: string | null = null, ms = PATIENCE): Promise<number> {
  const { at, differ } = await page.evaluate(right, { path: `/api/summary${region === null ? '' : `?region=${encodeURIComponent(region)}`}`, ms });
  if (differ.length > 0) throw new Error(`waited ${ms} ms for the wall to say what /api/summary says${region === null ? '' : ` of ${region}`}:\n${differ.join('\n')}`);
  return at;
}
/** One look: what the wall says otherwise than these counters. */
export const differences = (page: Page, { counters }: Pick<ApiSummary, 'counters'>): Promise<string[]> =>
  page.evaluate((row) => (window as unknown as OnPage).wallDiffers((window as unknown as OnPage).wallShould(row), (window as unknown as OnPage).wallSays()), counters);
/** The figures as the wall says them. */
export const said = (page: Page): Promise<Figures> => page.evaluate(() => (window as unknown as OnPage).wallSays());

export interface PanelLook { name: string; state: string; reason: string; says: string; time: string; age: string; text: string; dim: boolean }
/** Every panel as it looks now. */
export const panels = (page: Page): Promise<PanelLook[]> => page.evaluate(() => [...document.querySelectorAll('[data-panel]')].map((panel) => {
  const body = panel.querySelector('.body');
  const style = body ? getComputedStyle(body) : null;
  return {
    name: panel.getAttribute('data-panel') ?? '', state: panel.getAttribute('data-state') ?? '',
    reason: panel.querySelector('.reason')?.textContent?.trim() ?? '', says: panel.querySelector('.says')?.textContent?.trim() ?? '',
    time: /截至\s*(\d\d:\d\d:\d\d)/.exec(panel.querySelector('.when')?.textContent ?? '')?.[1] ?? '', age: panel.querySelector('.when')?.getAttribute('title') ?? '',
    text: body?.textContent?.trim() ?? '', dim: style !== null && (Number(style.opacity) < 1 || style.filter.includes('grayscale')),
  };
}));

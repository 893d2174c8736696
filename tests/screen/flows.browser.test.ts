/** What people do before the wall, on the real product in a real browser: it comes up, they go down and back, at every level there is something to see. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiScenes } from '../../server/wire/scene.ts';
import { arrange } from '../../screen/wall/layout.ts';
import { PANELS } from '../../screen/wall/panels.ts';
import type { ApiRegions } from '../../server/wire/messages.ts';
import { startBrowser } from '../helpers/browser.ts';
import { waitFor } from '../helpers/child.ts';
import { startProduct, type Product } from '../helpers/product.ts';
import { overflowing } from './fixtures/overflowing.ts';
import { overlapping } from './fixtures/overlapping.ts';
import { atRegion, mapAt, named, openWall, panels, PATIENCE, press, settled, untilRight, type PanelLook, type Wall } from './on-wall.ts';

let product: Product;
let browser: Browser;
/** Without WebGL a frame costs next to nothing: for what is said in words. */
let plain: Browser;
/** City, then one district, street, community and grid below each other, as they were pressed. */
const down: ApiRegions[] = [];

const regions = async (code?: string): Promise<ApiRegions> => (await fetch(`${product.url}/api/regions${code === undefined ? '' : `?region=${code}`}`)).json() as Promise<ApiRegions>;
const right = (wall: Wall, code?: string): Promise<number> => untilRight(wall.page, code);
const trail = (wall: Wall): Promise<string[]> => wall.page.locator('.breadcrumb li:not(.below)').allInnerTexts();
const address = (wall: Wall): string | null => new URL(wall.page.url()).searchParams.get('region');

beforeAll(async () => {
  [product, browser, plain] = await Promise.all([startProduct({ scale: 0.02 }), startBrowser(), startBrowser({ webgl: false })]);
  await product.untilReady(150_000);
  await product.untilLoaded();
  // The way down for the tests that open an address: to the largest by residents. The press test goes its own.
  down.push(await regions());
  for (;;) {
    const next = [...down.at(-1)!.children].sort((a, b) => (b.residents ?? 0) - (a.residents ?? 0))[0];
    if (!next) break;
    down.push(await regions(next.code));
  }
});
afterAll(async () => { await Promise.all([browser?.close(), plain?.close()]); await product?.stop(); });

it('comes up with the city\'s figures, without an error, asking no other host', async () => {
  const wall = await openWall(browser, product.url);
  const city = down[0]!.region;
  await right(wall);
  await mapAt(wall.page, city.code);
  expect(await wall.page.locator('.title-bar h1').innerText()).not.toBe('');
  expect(await wall.page.locator('.marks').innerText()).toContain('模拟数据');
  expect(await trail(wall)).toEqual([city.name]);
  const names = down[0]!.children.map(({ code }) => code);
  expect(names).toEqual(expect.arrayContaining(await named(wall.page)));
  expect((await named(wall.page)).length).toBeGreaterThan(0);
  expect({ errors: wall.errors, outside: wall.outside }).toEqual({ errors: [], outside: [] });
  await wall.close();
});

it('goes down by pressing the map, every panel follows, and back by breadcrumb, key and browser', async () => {
  const wall = await openWall(browser, product.url);
  const way = [down[0]!];
  for (const level of ['district', 'street', 'community', 'grid']) {
    await mapAt(wall.page, way.at(-1)!.region.code);
    const [code] = await named(wall.page);
    const asked = wall.sent.length;
    await press(wall.page, code!);
    await atRegion(wall.page, code!);
    way.push(await regions(code));
    const { region, path } = way.at(-1)!;
    expect(region.level).toBe(level);
    expect(address(wall)).toBe(code);
    await wall.page.waitForFunction((name) => document.querySelector('.breadcrumb [aria-current]')?.textContent === name, region.name);
    expect(await trail(wall)).toEqual([...new Set([...path, region].map(({ name }) => name))]);
    await settled(wall.page);
    await right(wall, code);
    // What panels show comes by these topics: each is asked for the new place, so none can still show the old one.
    for (const topic of ['summary', 'trend', 'cases', 'alerts', 'stations', 'heat']) await waitFor(`${topic} of ${code} to be asked for`, () => wall.sent.slice(asked).some((frame) => frame.includes(`"region":"${code}"`) && frame.includes(`"topic":"${topic}"`)));
    const children = new Set([...way.at(-1)!.children.map(({ name }) => name), '未落格']);
    for (const name of await wall.page.locator('[data-panel=league] li:not(.rest) .label, [data-panel=video] li .label').allInnerTexts()) expect(children).toContain(name);
  }
  const [city, district, street, community, grid] = way.map(({ region }) => region.code) as [string, string, string, string, string];
  // The community shows its grids' outlines, and a grid its own.
  await mapAt(wall.page, grid);
  const back = async (how: string, go: () => Promise<unknown>, code: string): Promise<void> => {
    await go();
    await atRegion(wall.page, code).catch((cause: unknown) => { throw new Error(`${how} did not lead to ${code}`, { cause }); });
    expect(address(wall) ?? city).toBe(code);
    await right(wall, code);
  };
  await back('Escape', () => wall.page.keyboard.press('Escape'), community);
  await back('Backspace', () => wall.page.keyboard.press('Backspace'), street);
  await back('the browser\'s back', () => wall.page.goBack(), community);
  await back('the browser\'s forward', () => wall.page.goForward(), street);
  await back('the breadcrumb\'s district', () => wall.page.locator('.breadcrumb button').nth(1).click(), district);
  await back('the breadcrumb\'s city', () => wall.page.locator('.breadcrumb button').nth(0).click(), city);
  await back('the browser\'s back', () => wall.page.goBack(), district);
  expect(await wall.sameDocument()).toBe(true);
  expect(wall.errors).toEqual([]);
  await wall.close();
});

it('lands where the address says, and answers an unknown region by saying so at the city', async () => {
  const { region } = down[3]!;
  const wall = await openWall(plain, product.url, { region: region.code });
  expect(await wall.page.getAttribute('.wall', 'data-region')).toBe(region.code);
  expect((await trail(wall)).length).toBe(4);
  await right(wall, region.code);
  await wall.close();

  const lost = await openWall(plain, product.url, { region: '000000<b>' });
  await atRegion(lost.page, down[0]!.region.code);
  expect(await lost.page.locator('.breadcrumb .notice').innerText()).toContain('没有这个区域');
  expect(address(lost)).toBeNull();
  await right(lost);
  await lost.close();
});

it('has data or a stated reason in every panel at every level, with the age of the data', async () => {
  const rows: string[] = [];
  const [overview] = ApiScenes.parse(await (await fetch(`${product.url}/api/scenes`)).json()).scenes;
  const wall = await openWall(plain, product.url);
  for (const { region, children } of down) {
    await wall.page.evaluate((code) => { history.pushState({}, '', `/?region=${code}`); dispatchEvent(new PopStateEvent('popstate', { state: {} })); }, region.code);
    await atRegion(wall.page, region.code);
    await settled(wall.page);
    await right(wall, region.code);
    const plan = arrange(overview!, PANELS, { children: children.length, league: true }, { width: 1920, height: 1080, seams: { x: [], y: [] } });
    const planned = plan.panels.map(({ panel }) => panel);
    let looks: PanelLook[] = [];
    const come = (p: PanelLook): boolean => (p.state === 'fresh' ? p.text.length > 4 || p.name === 'trend' : p.state === 'absent');
    await waitFor(`panels of ${region.level} to come to data or a reason`, async () => { looks = await panels(wall.page); return looks.every(come); }, PATIENCE)
      .catch((cause: unknown) => { throw new Error(`${String(cause)}: ${JSON.stringify(looks.filter((p) => !come(p)))}`, { cause }); });
    expect(looks.map(({ name }) => name).sort(), region.level).toEqual([...planned].sort());
    for (const look of looks) {
      const what = `${region.level} ${look.name}`;
      if (look.state === 'absent') expect(look.reason, what).toMatch(/\p{Script=Han}{3,}/u); else expect(look.text.length, what).toBeGreaterThan(look.name === 'trend' ? -1 : 4);
      expect(look.time, `${what}: time of its data`).toMatch(/^\d\d:\d\d:\d\d$/);
      expect(look.age, `${what}: age of its data`).toMatch(/^数据龄 \d+(\.\d)? (秒|分|小时)$/);
      rows.push(`${region.level.padEnd(10)} ${look.name.padEnd(9)} ${look.state === 'absent' ? `reason: ${look.reason}` : 'data'} · ${look.time} · ${look.age}`);
    }
    // The strip is drawn, not written, by a chart engine that comes by itself: it must come to have something of a picture.
    if (looks.find(({ name }) => name === 'trend')?.state === 'fresh') await wall.page.waitForFunction(painted, undefined, { timeout: 30_000, polling: 100 });
  }
  process.stderr.write(`every panel at every level:\n${rows.join('\n')}\n`);
  expect(wall.errors).toEqual([]);
  await wall.close();
});

/** Runs in the page: whether the strip's canvas has any colour on it. */
const painted = (): boolean => {
  const canvas = document.querySelector<HTMLCanvasElement>('[data-panel=trend] canvas');
  const pixels = canvas && canvas.width > 0 ? canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data : undefined;
  return pixels?.some((value) => value > 0) ?? false;
};

const TEXTS = ['.title-bar h1', '.clock b', '.breadcrumb [aria-current]', '[data-panel=headline] h2', '[data-figure=accepted] .value', '[data-figure=accepted] dt', '[data-panel=stream] li', '[data-panel=alerts] .caption', '.overlay .label .name', '.tools'];

it.each([0, 3])('fills 1920×1080 and 3840×2160 natively, nothing beyond its room, at depth %i', async (depth) => {
  const { region } = down[depth]!;
  const sizes: (number | null)[][] = [];
  for (const [width, height] of [[1920, 1080], [3840, 2160]] as const) {
    const wall = await openWall(plain, product.url, { region: region.code, width, height });
    await wall.page.waitForSelector('.overlay .label', { state: 'attached', timeout: PATIENCE });
    expect(await wall.page.evaluate(overflowing), `${width}×${height}`).toEqual([]);
    expect(await wall.page.evaluate(overlapping), `${width}×${height}`).toEqual([]);
    sizes.push(await wall.page.evaluate((selectors) => selectors.map((selector) => {
      const element = document.querySelector(selector);
      return element ? Number.parseFloat(getComputedStyle(element).fontSize) : null;
    }), TEXTS));
    await wall.close();
  }
  TEXTS.forEach((selector, i) => {
    const [small, large] = [sizes[0]![i] ?? null, sizes[1]![i] ?? null];
    if (small !== null && large !== null) expect(large / small, selector).toBeCloseTo(2, 1);
  });
  expect(sizes[1]!.filter((size) => size !== null).length).toBeGreaterThan(6);
});

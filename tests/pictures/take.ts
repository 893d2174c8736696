/**
 * `npm run pictures -- [--scenes a,b] [--sizes 1920x1080,…] [--levels city,street] [--walls a,b] [--scale N] [--days N] [--lang en] [--night] [--alert] [--out DIR] [--light]`
 * Takes every scene at every size from the real product, mid-storm, to be looked at one by one.
 * `--walls`: the city's own walls instead of sizes, with their seams and text. `--night` by night, `--alert` as an alert has the wall.
 * A fresh browser for each: the software renderer keeps what the one before took. `--light`: without WebGL, for the panels
 * alone, in seconds. Exit code 1 when one could not be taken.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { startBrowser } from '../helpers/browser.ts';
import { ROOT, waitFor } from '../helpers/child.ts';
import { shippedCity, startProduct } from '../helpers/product.ts';
import { ApiScenes } from '../../server/wire/scene.ts';
import { ApiWalls } from '../../server/wire/wall.ts';
import type { ApiRegions } from '../../server/wire/messages.ts';

const SIZES = '1920x1080,3840x2160,3840x1080,5760x1080,7680x2160,6656x1792,2160x3840';
const LEVELS = ['city', 'district', 'street', 'community', 'grid'] as const;
const PATIENCE = 240_000;

const { values } = parseArgs({ strict: true, options: {
  scenes: { type: 'string', default: '' }, sizes: { type: 'string', default: SIZES }, levels: { type: 'string', default: 'city' },
  scale: { type: 'string', default: '1' }, days: { type: 'string', default: '1' }, out: { type: 'string', default: join(ROOT, '.data', 'pictures') },
  light: { type: 'boolean', default: false }, walls: { type: 'string', default: '' }, lang: { type: 'string', default: '' }, night: { type: 'boolean', default: false }, alert: { type: 'boolean', default: false },
} });
const list = (text: string): string[] => text.split(',').filter((word) => word !== '');
const say = (text: string): void => { process.stderr.write(`pictures: ${text}\n`); };

function sizesOf(text: string): { width: number; height: number }[] {
  return list(text).map((size) => {
    const match = /^(\d+)x(\d+)$/.exec(size);
    if (!match) throw new Error(`--sizes: found "${size}", expected WIDTHxHEIGHT such as 1920x1080`);
    return { width: Number(match[1]), height: Number(match[2]) };
  });
}

/** The most populous way down: a region of each level. */
async function wayDown(url: string): Promise<Map<string, string | null>> {
  const way = new Map<string, string | null>([['city', null]]);
  let here = await (await fetch(`${url}/api/regions`)).json() as ApiRegions;
  for (;;) {
    const [next] = [...here.children].sort((a, b) => (b.residents ?? 0) - (a.residents ?? 0));
    if (!next) return way;
    way.set(next.level, next.code);
    here = await (await fetch(`${url}/api/regions?region=${encodeURIComponent(next.code)}`)).json() as ApiRegions;
  }
}

interface Canvas { name: string; query: string; width: number; height: number }
/** The walls that are named, each of its own size; else plain windows. */
async function canvases(url: string): Promise<Canvas[]> {
  const names = list(values.walls);
  if (names.length === 0) return sizesOf(values.sizes).map((size) => ({ ...size, name: `${size.width}x${size.height}`, query: '' }));
  const { walls } = ApiWalls.parse(await (await fetch(`${url}/api/walls`)).json());
  return names.map((name) => {
    const wall = walls.find(({ id }) => id === name);
    if (!wall) throw new Error(`--walls: found "${name}", expected some of ${walls.map(({ id }) => id).join(', ')}`);
    return { name, query: `&wall=${encodeURIComponent(name)}`, width: wall.width, height: wall.height };
  });
}

async function take(address: string, file: string, size: Canvas): Promise<void> {
  const browser = await startBrowser({ webgl: !values.light });
  try {
    const page = await (await browser.newContext({ viewport: { width: size.width, height: size.height }, reducedMotion: 'reduce' })).newPage();
    page.on('pageerror', (error) => { say(`${address}: page error: ${error.message}`); });
    await page.goto(address, { waitUntil: 'commit', timeout: PATIENCE });
    const state = (): Promise<string> => page.evaluate(() => [...document.querySelectorAll('[data-panel]')].map((p) => `${p.getAttribute('data-panel')} ${p.getAttribute('data-state')}`).join(', ') + `; map ${document.querySelector('[data-map-ready]')?.getAttribute('data-map-ready') ?? 'none'}`);
    await waitFor(`${address} to be whole`, async () => { const now = await state(); return /^\w/.test(now) && !/ loading/.test(now) && (values.light || !/map (none|false)/.test(now)); }, PATIENCE, 500)
      .catch(async (cause: unknown) => { throw new Error(`${String(cause)}: ${await state()}`, { cause }); });
    if (values.night) await page.keyboard.press('n');
    if (values.alert) await page.waitForSelector('[data-takeover]', { timeout: PATIENCE });
    // What comes by itself after the rest: the chart engine, rivers and roads, cameras' pictures.
    await new Promise((done) => setTimeout(done, 5_000));
    // Two frames after the last change: what was drawn last is in the picture.
    await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
    await page.screenshot({ path: file, timeout: PATIENCE, animations: 'disabled' });
  } finally { await browser.close(); }
}

async function main(): Promise<void> {
  sizesOf(values.sizes);
  const levels = list(values.levels);
  const odd = levels.filter((level) => !LEVELS.some((known) => known === level));
  if (odd.length > 0) throw new Error(`--levels: found "${odd.join(',')}", expected some of ${LEVELS.join(', ')}`);
  await mkdir(values.out, { recursive: true });
  await ensureScreen();
  const product = await startProduct({ scale: Number(values.scale), historyDays: Number(values.days), onProgress: say, ...(values.alert ? { config: await shippedCity() } : {}) });
  // A long run that is ended by hand leaves nothing behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { void product.stop().finally(() => process.exit(1)); });
  let failed = 0;
  try {
    await product.untilReady(300_000);
    await product.untilLoaded(600_000);
    const { scenes } = ApiScenes.parse(await (await fetch(`${product.url}/api/scenes`)).json());
    const wanted = list(values.scenes);
    const unknown = wanted.filter((id) => !scenes.some((scene) => scene.id === id));
    if (unknown.length > 0) throw new Error(`--scenes: found "${unknown.join(',')}", expected some of ${scenes.map(({ id }) => id).join(', ')}`);
    const way = await wayDown(product.url);
    for (const size of await canvases(product.url)) for (const { id } of scenes) for (const level of levels) {
      if (wanted.length > 0 && !wanted.includes(id)) continue;
      const region = way.get(level) ?? null;
      const name = `${[id, level, size.name, ...(values.night ? ['night'] : []), ...(values.alert ? ['alert'] : []), ...(values.lang === '' ? [] : [values.lang])].join('-')}.png`;
      const since = Date.now();
      try {
        await take(`${product.url}/scene/${id}?shift=off${size.query}${values.lang === '' ? '' : `&lang=${values.lang}`}${region === null ? '' : `&region=${encodeURIComponent(region)}`}`, join(values.out, name), size);
        say(`${name} after ${Math.round((Date.now() - since) / 1000)} s`);
      } catch (cause) { failed++; say(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`); }
    }
  } finally { await product.stop(); }
  say(`in ${values.out}${failed > 0 ? `, but for ${failed}` : ''}`);
  if (failed > 0) process.exitCode = 1;
}

await main();

/**
 * `npm run pictures:demo -- [--scripts a,b] [--scale N] [--out DIR] [--light]`
 * Every chapter of the city's scripts as the command room's wall shows it, at its own size, on the real product: played
 * until three quarters of the chapter are over, stopped there and taken. `--light`: without WebGL. Exit code 1 when one could not be taken.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { ApiDemo, type DemoAnswer, type DemoCommand, type Playing } from '../../server/wire/demo.ts';
import { ApiWalls, type Wall } from '../../server/wire/wall.ts';
import { startBrowser } from '../helpers/browser.ts';
import { ROOT, waitFor } from '../helpers/child.ts';
import { shippedCity, startProduct, STORM_AT, type Product } from '../helpers/product.ts';

const { values } = parseArgs({ strict: true, options: {
  scripts: { type: 'string', default: '' }, scale: { type: 'string', default: '0.25' }, out: { type: 'string', default: join(ROOT, '.data', 'chapters') }, light: { type: 'boolean', default: false },
} });
const WALL = 'main';
const PATIENCE = 240_000;
const say = (text: string): void => { process.stderr.write(`chapters: ${text}\n`); };

async function command(product: Product, asked: DemoCommand): Promise<void> {
  const answer = await (await fetch(`${product.url}/api/demo/${WALL}`, { method: 'POST', headers: { origin: product.url, 'content-type': 'application/json' }, body: JSON.stringify({ command: asked }) })).json() as DemoAnswer;
  if (!answer.done) throw new Error(`${asked.do}: ${answer.why}`);
}
/** How the script stands, as the wall's page knows it. */
const stand = (page: Page): Promise<{ mode: Playing['mode'] | 'offered' | null; second: number }> => page.evaluate(() => {
  const [m, s] = (/^(\d+):(\d+)/.exec(document.querySelector('.caption-band .time')?.textContent ?? '') ?? []).slice(1).map(Number);
  return { mode: (document.querySelector('[data-script-mode]')?.getAttribute('data-script-mode') ?? null) as Playing['mode'] | null, second: (m ?? 0) * 60 + (s ?? 0) };
});

async function take(product: Product, page: Page, script: ApiDemo['scripts'][number], chapter: number): Promise<void> {
  const from = script.chapters.slice(0, chapter).reduce((sum, { seconds }) => sum + seconds, 0);
  const file = `${script.id}-${chapter + 1}.png`;
  await command(product, { do: 'start', script: script.id, chapter });
  const until = from + Math.floor(script.chapters[chapter]!.seconds * 0.75);
  await waitFor(`${file}: second ${until}`, async () => { const { mode, second } = await stand(page); if (mode === 'interrupted') throw new Error(`${file}: interrupted`); return mode === 'running' && second >= until; }, PATIENCE * 2, 200);
  await command(product, { do: 'pause' });
  await page.waitForSelector('[data-script-mode=paused]', { timeout: PATIENCE });
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
  await page.screenshot({ path: join(values.out, file), timeout: PATIENCE, animations: 'disabled' });
  say(file);
}

async function main(): Promise<void> {
  await mkdir(values.out, { recursive: true });
  await ensureScreen();
  // A calm morning behind it: no real alert cuts in. The shipped city, takeovers and all: a chapter may want its own.
  const product = await startProduct({ scale: Number(values.scale), historyDays: 1, origin: STORM_AT - 10 * 3_600_000, config: await shippedCity(), onProgress: say });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { void product.stop().finally(() => process.exit(1)); });
  let failed = 0;
  try {
    await product.untilReady(300_000);
    await product.untilLoaded(600_000);
    const { scripts } = ApiDemo.parse(await (await fetch(`${product.url}/api/demo`)).json());
    const wall = ApiWalls.parse(await (await fetch(`${product.url}/api/walls`)).json()).walls.find(({ id }) => id === WALL) as Wall;
    const wanted = values.scripts.split(',').filter((id) => id !== '');
    const browser = await startBrowser({ webgl: !values.light });
    try {
      const page = await (await browser.newContext({ viewport: { width: wall.width, height: wall.height }, reducedMotion: 'reduce' })).newPage();
      page.on('pageerror', (error) => { say(`page error: ${error.message}`); });
      await page.goto(`${product.url}/?wall=${WALL}&shift=off`, { waitUntil: 'commit', timeout: PATIENCE });
      await page.waitForSelector('.wall .city-map[data-map-region]', { timeout: PATIENCE });
      for (const script of scripts) for (const chapter of script.chapters.keys()) {
        if (wanted.length > 0 && !wanted.includes(script.id)) continue;
        try { await take(product, page, script, chapter); } catch (cause) { failed++; say(`${script.id} ${chapter + 1}: ${cause instanceof Error ? cause.message : String(cause)}`); }
      }
    } finally { await browser.close(); }
  } finally { await product.stop(); }
  say(`in ${values.out}${failed > 0 ? `, but for ${failed}` : ''}`);
  if (failed > 0) process.exitCode = 1;
}

await main();

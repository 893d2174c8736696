/** Pictures of the map: `tsx tests/screen/map-harness/shot.ts URL OUT_DIR name:WxH:query …`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startBrowser } from '../../helpers/browser.ts';

const [base, out, ...wanted] = process.argv.slice(2) as [string, string, ...string[]];
mkdirSync(out, { recursive: true });
const browser = await startBrowser();
for (const item of wanted) {
  const [name, size, query = ''] = item.split(':') as [string, string, string?];
  const [width, height] = size.split('x').map(Number) as [number, number];
  const page = await browser.newPage({ viewport: { width, height } });
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') console.log(name, message.type(), message.text().slice(0, 300)); });
  page.on('pageerror', (error) => console.log(name, 'pageerror', error.message, error.stack?.split('\n')[1]));
  await page.goto(`${base}?${query}`);
  await page.waitForFunction(() => document.querySelector('[data-map-ready="true"]') !== null, undefined, { timeout: 30_000 }).catch(() => console.log(name, 'never ready'));
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(out, `${name}.png`), timeout: 60_000 });
  await page.close();
}
await browser.close();

/** Frame cost and answer time on this machine's renderer: `tsx … measure.ts URL WxH query`. Prints one JSON line. */
import { readdirSync, readFileSync } from 'node:fs';
import { startBrowser } from '../../helpers/browser.ts';

const [base, size, query = ''] = process.argv.slice(2) as [string, string, string?];
const [width, height] = size.split('x').map(Number) as [number, number];
const browser = await startBrowser();
const page = await browser.newPage({ viewport: { width, height } });
// tsx names inner functions by a helper that the page does not have.
await page.addInitScript('globalThis.__name = (f) => f');
await page.goto(`${base}?${query}`);
await page.waitForFunction(() => document.querySelector('[data-map-ready="true"]') !== null, undefined, { timeout: 30_000 });
await page.waitForTimeout(4_000);
/** Processor time of this browser's processes so far, ms (Linux; 100 ticks a second): holds still when others load the machine. */
function processorTime(): number {
  const stats = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const rest = text.slice(text.lastIndexOf(')') + 2).split(' ');
      return [{ pid: Number(pid), parent: Number(rest[1]), ms: (Number(rest[11]) + Number(rest[12])) * 10 }];
    } catch { return []; }
  });
  const ours = new Set([process.pid]);
  for (let before = -1; before !== ours.size;) {
    before = ours.size;
    for (const { pid, parent } of stats) if (ours.has(parent)) ours.add(pid);
  }
  return stats.filter(({ pid }) => ours.has(pid) && pid !== process.pid).reduce((sum, { ms }) => sum + ms, 0);
}
const FRAMES = 20;
const before = processorTime();
await page.evaluate((n) => {
  const { map } = (window as unknown as { harness: { log: { map: { measure(): void } } } }).harness.log;
  for (let i = 0; i < n; i++) map.measure();
}, FRAMES);
const cpuPerFrame = (processorTime() - before) / FRAMES;
const result = await page.evaluate(async () => {
  interface Map { frameTime: number | null; measure(): number | null }
  const harness = (window as unknown as { harness: { log: { map: Map; status: unknown[] }; state: { regions: { region: { code: string }; children: { code: string }[] } }; show(code: string): Promise<void> } }).harness;
  const frames = Array.from({ length: 5 }, () => harness.log.map.measure() ?? -1).sort((a, b) => a - b);
  const child = harness.state.regions.children[Math.floor(harness.state.regions.children.length / 2)];
  let drill: number | null = null;
  if (child) {
    const start = performance.now();
    void harness.show(child.code);
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (document.querySelector(`[data-map-region="${child.code}"][data-map-ready="true"]`)) resolve();
        else requestAnimationFrame(look);
      };
      look();
    });
    harness.log.map.measure();
    drill = performance.now() - start;
  }
  return { first: harness.log.map.frameTime, frame: frames[2], drill, status: harness.log.status.at(-1) };
});
process.stdout.write(`${JSON.stringify({ size, query, cpuPerFrame, ...result })}\n`);
await browser.close();

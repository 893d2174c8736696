/**
 * Feed to pixel: from the moment the poll that brings a new case is sent until its line stands in the
 * page; one real browser and 49 sockets. Beside it a bare page on a bare socket in the same browser.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page as BrowserPage } from 'playwright-core';
import { Server } from 'socket.io';
import { ROOT } from '../helpers/child.ts';
import { openCrowd, spread } from './crowd.ts';
import { viewsOf } from './fan-out.ts';
import { interleave, notRun, quantile, result, type Bench, type Benchmark, type TappedProduct } from './harness.ts';
import { pass } from './process-stat.ts';
import type { Page as FeedPage } from './tap.ts';
import { openBrowserPage, openWall } from './wall-page.ts';

const OTHERS = 49;

/** In the page: when (epoch ms) each text first stood in a line of the stream of cases. */
const WATCH_STREAM = `(() => {
  window.benchSeen = {};
  const look = () => {
    const at = Date.now();
    for (const line of document.querySelectorAll('[data-panel="stream"] li')) {
      const text = line.textContent;
      if (!(text in window.benchSeen)) window.benchSeen[text] = at;
    }
  };
  look();
  const panel = document.querySelector('[data-panel="stream"]');
  new MutationObserver(look).observe(panel, { childList: true, subtree: true, characterData: true });
})()`;

interface Order { orderNo: string; rev: number; addr: string; updTm: string }

/** The simulated platform speaks China Standard Time. */
const instant = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);

/** Addresses of orders that were reported since `from` (simulated epoch ms), with the time the page that first brought them was asked for. */
function newOrders(page: FeedPage, from: number, seen: Map<string, number>): void {
  if (!page.path.startsWith('/case/')) return;
  const { data } = JSON.parse(page.body) as { data: { list: Order[] } };
  for (const order of data.list) if (order.rev === 1 && instant(order.updTm) >= from && !seen.has(order.addr)) seen.set(order.addr, page.asked);
}

/** Of the new cases that came while `seconds` passed: latencies, ms. One that never stood in the page counts as long as it was looked for, and is counted. */
interface Watched { latencies: number[]; unseen: number }

async function watchWall(page: BrowserPage, { tap, now }: TappedProduct, seconds: number): Promise<Watched> {
  const asked = new Map<string, number>();
  await page.evaluate(WATCH_STREAM);
  const from = now();
  tap.onPage = (feedPage) => newOrders(feedPage, from, asked);
  await pass(seconds);
  tap.onPage = null;
  // What was asked for at the very end must still have its time to appear.
  await pass(2);
  const seen = Object.entries(await page.evaluate('window.benchSeen') as Record<string, number>);
  const over = Date.now();
  let unseen = 0;
  const latencies = [...asked].map(([address, at]) => {
    const first = seen.filter(([text]) => text.includes(address)).map(([, time]) => time);
    if (first.length === 0) unseen += 1;
    return (first.length > 0 ? Math.min(...first) : over) - at;
  });
  return { latencies, unseen };
}

const BARE_PAGE = `<!doctype html><p id="p"></p><script src="/socket.io.min.js"></script><script>
  window.benchLatencies = [];
  const p = document.getElementById('p');
  new MutationObserver(() => window.benchLatencies.push(Date.now() - Number(p.textContent))).observe(p, { childList: true });
  io({ transports: ['websocket'] }).on('now', (at) => { p.textContent = at; });
</script>`;

/** The least there can be: one number over Socket.IO into one text, in the same browser. */
async function bareSocket(page: BrowserPage, seconds: number): Promise<number[]> {
  const client = await readFile(join(ROOT, 'node_modules/socket.io-client/dist/socket.io.min.js'));
  const http = createServer((req, res) => {
    res.setHeader('content-type', req.url === '/' ? 'text/html' : 'text/javascript');
    res.end(req.url === '/' ? BARE_PAGE : client);
  });
  const io = new Server(http, { serveClient: false });
  await new Promise<void>((done) => { http.listen(0, '127.0.0.1', done); });
  const timer = setInterval(() => io.emit('now', Date.now()), 250);
  try {
    await page.goto(`http://127.0.0.1:${(http.address() as AddressInfo).port}/`);
    await pass(seconds);
    return await page.evaluate('window.benchLatencies') as number[];
  } finally { clearInterval(timer); await page.goto('about:blank'); io.disconnectSockets(true); await io.close(); }
}

/** Puts the page on the tile of the wall that shows the stream of cases. */
async function openStreamTile(page: BrowserPage, url: string): Promise<string> {
  for (const tile of ['2,2', '2,1', '1,2', '1,1']) {
    await openWall(page, `${url}/?wall=grid&tile=${tile}`);
    if (await page.locator('[data-panel="stream"]').count() > 0) return tile;
  }
  throw new Error('found the stream of cases on none of the wall\'s four tiles');
}

export const pixel: Benchmark = {
  name: 'pixel',
  about: 'feed to pixel beyond the poll interval: one browser on the software renderer and 49 sockets; the same on one tile of a wall of four',
  run: async (bench: Bench) => {
    const product = await bench.fullCity();
    const crowd = await openCrowd(product.url, spread(await viewsOf(product), OTHERS), { processes: 1 });
    const wall = await openBrowserPage();
    // A browser of its own: the two pages would wait for one another's drawing.
    const bare = await openBrowserPage();
    try {
      await openWall(wall.page, product.url);
      await pass(bench.quick ? 1 : 10);
      const runs = await interleave(bench.runs, async () => {
        const found = await watchWall(wall.page, product, bench.quick ? 20 : 90);
        bench.say(`pixel: ${found.latencies.length} new cases, ${found.unseen} of them never seen, p50 ${quantile(found.latencies, 0.5).toFixed(0)} ms, worst ${Math.max(...found.latencies).toFixed(0)} ms`);
        return found;
      }, () => bareSocket(bare.page, bench.quick ? 4 : 15));
      const tile = await openStreamTile(wall.page, product.url);
      await pass(bench.quick ? 1 : 10);
      const ofTile: Watched[] = [];
      for (let run = 0; run < bench.runs; run += 1) ofTile.push(await watchWall(wall.page, product, bench.quick ? 20 : 60));
      const [all, onTile] = [runs.a, ofTile].map((of) => of.flatMap(({ latencies }) => latencies)) as [number[], number[]];
      const least = runs.b.flat();
      if (all.length === 0) throw new Error('no new case came into the stream while it was watched');
      return [
        result({ name: 'pixel.p50', value: quantile(all, 0.5), unit: 'ms', baseline: quantile(least, 0.5), budget: { on: 'value', atMost: 400 }, note: `${all.length} new cases of ${bench.runs} runs together, from the poll that brings a case until its line is in the page` }),
        result({ name: 'pixel.p99', value: quantile(all, 0.99), unit: 'ms', baseline: quantile(least, 0.99), budget: { on: 'value', atMost: 1_200 } }),
        result({ name: 'pixel.unseen', value: runs.a.reduce((sum, { unseen }) => sum + unseen, 0), unit: 'cases', budget: { on: 'value', atMost: 0 }, note: `of ${all.length} that the feed brought: never in the page within 2 s of the last; each counts above with the time it was looked for` }),
        result({ name: 'pixel.tile.p50', value: quantile(onTile, 0.5), unit: 'ms', baseline: quantile(all, 0.5), budget: { on: 'value', atMost: 400 }, note: `${onTile.length} new cases on tile ${tile} of 1920×1080, ${ofTile.reduce((sum, { unseen }) => sum + unseen, 0)} of them never seen; the baseline is the whole wall` }),
        result({ name: 'pixel.tile.p99', value: quantile(onTile, 0.99), unit: 'ms', baseline: quantile(all, 0.99), budget: { on: 'value', atMost: 1_200 } }),
        ...([['p50', 150], ['p99', 400]] as const).map(([name, atMost]) => notRun({ name: `pixel.gpu.${name}`, unit: 'ms', budget: { on: 'value', atMost }, why: 'the browser of these benchmarks draws by SwiftShader; this budget is of a machine with a graphics card' })),
      ];
    } finally { await Promise.all([wall.close(), bare.close(), crowd.close()]); }
  },
};

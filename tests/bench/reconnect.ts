/**
 * A cable pulled between a real browser and the server, five times: from the moment the link is back until the wall says
 * what the server says. Beside it a bare page whose Socket.IO socket, as it comes, is cut in the same way.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Server } from 'socket.io';
import { startBrowser } from '../helpers/browser.ts';
import { ROOT, waitFor } from '../helpers/child.ts';
import { startCut, type Cut } from '../helpers/cut.ts';
import { differences, openWall, untilRight } from '../screen/on-wall.ts';
import { interleave, quantile, result, type Benchmark, type TappedProduct } from './harness.ts';
import { pass } from './process-stat.ts';

const CUTS = 5;

/** Pulled until the wall has said so, then for `seconds` more; ms from its return until the wall is right, for it has much to catch up with. */
async function cutWall(wall: Awaited<ReturnType<typeof openWall>>, cut: Cut, product: TappedProduct, seconds: number): Promise<number> {
  cut.pull();
  await wall.page.waitForSelector('[data-link=lost]', { timeout: 60_000 });
  await pass(seconds);
  await waitFor('the city to change', async () => (await differences(wall.page, await product.summary())).length > 0, 120_000, 250);
  await cut.mend();
  const back = Date.now();
  return (await untilRight(wall.page)) - back;
}

const BARE = `<!doctype html><p id="p"></p><script src="/socket.io.min.js"></script><script>
  io({ transports: ['websocket'] }).on('now', (at) => { document.getElementById('p').textContent = at; });
</script>`;

/** The least there can be: a socket that comes back by itself, and a number it is told. */
async function openBareLink(): Promise<{ cut: Cut; again(seconds: number): Promise<number>; close(): Promise<void> }> {
  const client = await readFile(join(ROOT, 'node_modules/socket.io-client/dist/socket.io.min.js'));
  const http = createServer((req, res) => { res.setHeader('content-type', req.url === '/' ? 'text/html' : 'text/javascript'); res.end(req.url === '/' ? BARE : client); });
  // As the product's own beat: the page learns of a cut by silence.
  const io = new Server(http, { serveClient: false, pingInterval: 2_000, pingTimeout: 2_000 });
  await new Promise<void>((done) => { http.listen(0, '127.0.0.1', done); });
  const timer = setInterval(() => io.emit('now', Date.now()), 250);
  const cut = await startCut(`http://127.0.0.1:${(http.address() as AddressInfo).port}`);
  const browser = await startBrowser({ webgl: false });
  const page = await browser.newPage();
  await page.goto(cut.url);
  const told = (): Promise<number> => page.evaluate(() => Number(document.getElementById('p')?.textContent ?? 0));
  await waitFor('the bare page to be told', async () => (await told()) > 0, 30_000);
  return {
    cut,
    again: async (seconds) => {
      cut.pull();
      await pass(seconds);
      await cut.mend();
      const back = Date.now();
      await waitFor('the bare page to be told again', async () => (await told()) > back, 60_000, 20);
      return Date.now() - back;
    },
    close: async () => { clearInterval(timer); await browser.close(); await cut.close(); io.disconnectSockets(true); await io.close(); },
  };
}

export const reconnect: Benchmark = {
  name: 'reconnect',
  about: 'the link cut and back, five times, in a real browser: until the wall is right again',
  run: async (bench) => {
    const product = await bench.fullCity();
    const [cut, bare] = [await startCut(product.url), await openBareLink()];
    const browser = await startBrowser({ webgl: false });
    try {
      const wall = await openWall(browser, cut.url);
      await untilRight(wall.page);
      const seconds = bench.quick ? 3 : 12;
      const runs = await interleave(bench.quick ? 2 : CUTS, async () => {
        const took = await cutWall(wall, cut, product, seconds);
        bench.say(`reconnect: right ${took} ms after the link's return`);
        return took;
      }, () => bare.again(seconds + 4));
      if (!await wall.sameDocument()) throw new Error('the page was loaded anew: not what is to be measured');
      return [
        result({ name: 'reconnect', value: Math.max(...runs.a), unit: 'ms worst', baseline: Math.max(...runs.b), budget: { on: 'value', atMost: 2_000 }, note: `${runs.a.length} cuts, a pulled cable each, noticed by the wall and ${seconds} s more; from the link's return until every figure is the server's; median ${quantile(runs.a, 0.5).toFixed(0)} ms; the baseline is a bare socket's first message` }),
      ];
    } finally { await browser.close(); await cut.close(); await bare.close(); }
  },
};

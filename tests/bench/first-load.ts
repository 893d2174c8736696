/** First load: bytes of script and map, time until the wall can be used; beside the same files from a bare server. */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Product } from '../helpers/product.ts';
import { ROOT } from '../helpers/child.ts';
import { interleave, median, result, type Benchmark } from './harness.ts';
import { openBrowserPage, openWall } from './wall-page.ts';

interface Load { seconds: number; script: number; map: number; wire: number }

/** A fresh browser each time: nothing is cached. */
async function load(product: Product, path = '/'): Promise<Load> {
  const wall = await openBrowserPage();
  try {
    const sizes = { script: 0, map: 0 };
    const reading: Promise<void>[] = [];
    wall.page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      const kind = pathname.endsWith('.js') ? 'script' : pathname.startsWith('/api/geo') ? 'map' : null;
      if (kind && response.ok()) reading.push(response.body().then((body) => { sizes[kind] += gzipSync(body).length; }, () => undefined));
    });
    const seconds = await openWall(wall.page, `${product.url}${path}`);
    await Promise.all(reading);
    const wire = await wall.page.evaluate(() => performance.getEntriesByType('resource').reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).transferSize, 0));
    return { seconds, ...sizes, wire };
  } finally { await wall.close(); }
}

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

/** The same page from a server that knows nothing else: seconds until its scripts have run. */
async function bareLoad(): Promise<number> {
  const server = createServer((req, res) => {
    const path = new URL(req.url ?? '/', 'http://localhost').pathname;
    readFile(join(ROOT, 'dist', path === '/' ? 'index.html' : path)).then(
      (body) => { res.setHeader('content-type', TYPES[path === '/' ? '.html' : extname(path)] ?? 'application/octet-stream'); res.end(body); },
      () => { res.statusCode = 404; res.end(); });
  });
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  const wall = await openBrowserPage();
  try {
    await wall.page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { waitUntil: 'load' });
    return await wall.page.evaluate(() => performance.now()) / 1000;
  } finally { await wall.close(); server.closeAllConnections(); server.close(); }
}

export const firstLoad: Benchmark = {
  name: 'first-load',
  about: 'bytes of script and map, seconds until the wall is usable, on loopback',
  run: async (bench) => {
    const product = await bench.fullCity();
    const runs = await interleave(bench.runs, () => load(product), bareLoad);
    const ofTile = await load(product, '/?wall=grid&tile=1,1');
    const of = (pick: (load: Load) => number): number => median(runs.a.map(pick));
    return [
      result({ name: 'first-load.script', value: of((r) => r.script) / 1000, unit: 'KB gzipped', budget: { on: 'value', atMost: 700 } }),
      result({ name: 'first-load.map', value: of((r) => r.map) / 1e6, unit: 'MB gzipped', budget: { on: 'value', atMost: 2 } }),
      result({ name: 'first-load.usable', value: of((r) => r.seconds), unit: 's', baseline: median(runs.b), budget: { on: 'value', atMost: 3 }, note: 'every panel has data or its reason and the map is drawn, software renderer, 1920×1080, empty cache; the baseline is the load event of the same files from a bare server' }),
      result({ name: 'first-load.wire', value: of((r) => r.wire) / 1e6, unit: 'MB', note: 'all resources as transferred' }),
      result({ name: 'first-load.tile.script', value: ofTile.script / 1000, unit: 'KB gzipped', baseline: of((r) => r.script) / 1000, budget: { on: 'value', atMost: 700 }, note: 'one tile of a wall of four, once; when it is usable: tiles.usable' }),
      result({ name: 'first-load.tile.map', value: ofTile.map / 1e6, unit: 'MB gzipped', baseline: of((r) => r.map) / 1e6, budget: { on: 'value', atMost: 2 } }),
    ];
  },
};

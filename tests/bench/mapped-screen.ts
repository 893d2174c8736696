/** The screen as it is shipped, but with source maps: so that a profile of the minified page can say which folder its time was spent in. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { extname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { ROOT } from '../helpers/child.ts';

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

export interface MappedScreen {
  /** From now on the page takes the screen's files from here, all else from its server. */
  serveTo(page: Page, origin: string): Promise<void>;
  /** Source file of a place in a built script; null for a script that is not the screen's. Line and column from 0. */
  sourceOf(url: string, line: number, column: number): string | null;
}

export async function buildMapped(): Promise<MappedScreen> {
  const out = join(ROOT, '.cache/bench/dist');
  await build({ root: ROOT, configFile: join(ROOT, 'vite.config.ts'), logLevel: 'error', build: { outDir: out, emptyOutDir: true, sourcemap: true } });
  const maps = new Map<string, SourceMap>();
  const assets = join(out, 'assets');
  for (const name of readdirSync(assets)) {
    if (name.endsWith('.js.map')) maps.set(`/assets/${name.slice(0, -4)}`, new SourceMap(JSON.parse(readFileSync(join(assets, name), 'utf8')) as SourceMapPayload));
  }
  return {
    serveTo: async (page, origin) => {
      await page.route(`${origin}/**`, async (route) => {
        const { pathname } = new URL(route.request().url());
        const file = join(out, pathname === '/' ? 'index.html' : pathname);
        if (pathname.startsWith('/api') || pathname.startsWith('/socket.io') || !existsSync(file)) { await route.fallback(); return; }
        await route.fulfill({ body: await readFile(file), contentType: TYPES[extname(file)] ?? 'application/octet-stream' });
      });
    },
    sourceOf: (url, line, column) => {
      const map = url === '' ? undefined : maps.get(new URL(url).pathname);
      const entry = map?.findEntry(line, column);
      return entry && 'originalSource' in entry ? entry.originalSource : null;
    },
  };
}

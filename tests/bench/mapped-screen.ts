/** The screen as it is shipped, but with source maps: so that a profile of the minified page can say which folder its time was spent in. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { ROOT } from '../helpers/child.ts';
import type { Answer } from './overlay.ts';

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

export interface MappedScreen {
  /** The file at a path of the page; null where the screen has none. */
  fileAt(path: string): Promise<Answer | null>;
  /** Source file of a place in a built script; null for a script that is not the screen's. Line and column from 0. */
  sourceOf(url: string, line: number, column: number): string | null;
}

export async function buildMapped(): Promise<MappedScreen> {
  const out = join(ROOT, '.cache/bench/dist');
  await build({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'error', build: { outDir: out, emptyOutDir: true, sourcemap: true } });
  const maps = new Map<string, SourceMap>();
  const assets = join(out, 'assets');
  for (const name of readdirSync(assets)) {
    if (name.endsWith('.js.map')) maps.set(`/assets/${name.slice(0, -4)}`, new SourceMap(JSON.parse(readFileSync(join(assets, name), 'utf8')) as SourceMapPayload));
  }
  return {
    fileAt: async (path) => {
      const file = join(out, path === '/' ? 'index.html' : path);
      return path.startsWith('/api') || !existsSync(file) ? null : { body: await readFile(file), type: TYPES[extname(file)] ?? 'application/octet-stream' };
    },
    sourceOf: (url, line, column) => {
      const map = url === '' ? undefined : maps.get(new URL(url).pathname);
      const entry = map?.findEntry(line, column);
      return entry && 'originalSource' in entry ? entry.originalSource : null;
    },
  };
}

/** Builds the screen when its sources are newer than what is built. */
import { stat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { saying } from './say.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = ['screen', 'server/wire', 'vite.config.ts', 'package-lock.json'];

async function newest(path: string): Promise<number> {
  const info = await stat(path);
  if (!info.isDirectory()) return info.mtimeMs;
  const inside = await Promise.all((await readdir(path)).map((name) => newest(join(path, name))));
  return Math.max(0, ...inside);
}

/** Returns the folder of the built screen (dist/), up to date. */
export async function ensureScreen(): Promise<string> {
  const dist = join(ROOT, 'dist');
  const built = await stat(join(dist, 'index.html')).then((info) => info.mtimeMs, () => 0);
  const changed = Math.max(...await Promise.all(SOURCES.map((name) => newest(join(ROOT, name)))));
  if (built < changed) {
    await saying('building the screen', async () => {
      const { build } = await import('vite');
      // Whoever starts it (a test runner sets `test`): what is served is what is measured, without the libraries' own warnings.
      const { NODE_ENV } = process.env;
      process.env.NODE_ENV = 'production';
      try { await build({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'error' }); } finally { if (NODE_ENV === undefined) delete process.env.NODE_ENV; else process.env.NODE_ENV = NODE_ENV; }
    });
  }
  return dist;
}

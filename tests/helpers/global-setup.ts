/** Before any test: what the tests need is found, fetched or named as missing, never skipped in silence. */
import { existsSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { findRedis } from '../../server/start/redis-binary.ts';
import { say } from '../../server/start/say.ts';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { findBrowser } from './browser-binary.ts';
import { SHARED_DATA } from './shared-data.ts';

export default async function setup(project: TestProject): Promise<void> {
  say(`tests use Redis ${(await findRedis()).command}`);
  // Whoever names a few files on the command line need not wait for a screen that none of them shows.
  // Vitest has them as a property that its types leave out.
  const named = (Reflect.get(project.vitest, 'filenamePattern') as string[] | undefined) ?? [];
  if (named.length === 0 || named.some((name) => name.includes('browser'))) {
    say(`tests use Chromium ${await findBrowser()}`);
    await ensureScreen();
  }
  if (!existsSync(SHARED_DATA)) say(`NOT RUN: tests on real data, since ${SHARED_DATA} is absent; each of them says so by its name`);
}

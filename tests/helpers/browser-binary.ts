/**
 * Finds a real Chromium for browser tests: CHROME_BIN → PATH → as root on Debian its package is
 * installed, said aloud → an error that names the command.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { onPath } from '../../server/start/redis-binary.ts';
import { say, saying } from '../../server/start/say.ts';

const run = promisify(execFile);
const NAMES = ['chromium', 'chromium-headless-shell', 'google-chrome', 'google-chrome-stable'];
const HINT = 'No Chromium was found for the browser tests. Run: apt-get install -y --no-install-recommends chromium-headless-shell   (or set CHROME_BIN to a Chromium 90 or later)';

export async function findBrowser(): Promise<string> {
  if (process.env.CHROME_BIN) return process.env.CHROME_BIN;
  const found = await onPath(NAMES);
  if (found) return found;
  if (process.getuid?.() !== 0 || !(await onPath(['apt-get']))) throw new Error(HINT);
  const apt = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 600_000 };
  try {
    await saying('no Chromium on this machine: installing chromium-headless-shell with apt-get', async () => {
      await run('apt-get', ['update', '-qq'], apt);
      await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell'], apt);
    });
  } catch (cause) {
    throw new Error(`${HINT}\n(${cause instanceof Error ? cause.message : String(cause)})`, { cause });
  }
  const installed = await onPath(NAMES);
  if (!installed) throw new Error(HINT);
  say(`Chromium is ${installed}`);
  return installed;
}

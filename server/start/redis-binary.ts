/**
 * Finds a real Redis server binary, or fetches the distribution's own package without root.
 * Order (stack.md): REDIS_SERVER_BIN → redis-server or valkey-server on PATH → a copy under
 * `.cache/` → Debian's packages unpacked into `.cache/` → an error that names one command.
 */
import { execFile } from 'node:child_process';
import { access, constants, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { say, saying } from './say.ts';

const run = promisify(execFile);

export interface RedisBinary { command: string; env: Record<string, string> }

/** What a fetched Redis needs beside it; `redis-tools` holds the binary that is also the server. */
const DEBIAN_PACKAGES = ['redis-tools', 'libjemalloc2', 'liblua5.1-0', 'liblzf1', 'lua-cjson', 'lua-bitop', 'libatomic1'];

export const INSTALL_HINT = `No Redis server was found. Install one with one of
  apt-get install redis-server   (Debian, Ubuntu)
  dnf install redis              (Fedora, openEuler)
  brew install redis             (macOS)
or run one: docker run -p 6379:6379 redis:7, and set REDIS_URL=redis://localhost:6379`;

async function executable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(() => true, () => false);
}

/** First executable of these names on PATH, or null. */
export async function onPath(names: string[], path = process.env.PATH ?? ''): Promise<string | null> {
  for (const name of names) {
    for (const folder of path.split(delimiter).filter(Boolean)) {
      if (await executable(join(folder, name))) return join(folder, name);
    }
  }
  return null;
}

/** Throws with INSTALL_HINT when there is none and none can be fetched. */
export async function findRedis(cache = resolve('.cache/redis')): Promise<RedisBinary> {
  const named = process.env.REDIS_SERVER_BIN;
  if (named) {
    if (await executable(named)) return { command: named, env: {} };
    throw new Error(`REDIS_SERVER_BIN: ${named} is not an executable file`);
  }
  const found = await onPath(['redis-server', 'valkey-server']);
  if (found) return { command: found, env: {} };
  const cached = await fromCache(cache);
  if (cached) return cached;
  if (!(await onPath(['apt-get'])) || !(await onPath(['dpkg-deb']))) throw new Error(INSTALL_HINT);
  try {
    await saying('no Redis on this machine: fetching Debian\'s own package into .cache/redis (7 MB, no root needed)', () => fetchDebian(cache));
  } catch (cause) {
    throw new Error(`${INSTALL_HINT}\n(fetching Debian's package failed: ${cause instanceof Error ? cause.message : String(cause)})`, { cause });
  }
  const fetched = await fromCache(cache);
  if (!fetched) throw new Error(INSTALL_HINT);
  say(`Redis is in ${fetched.command}`);
  return fetched;
}

async function fromCache(cache: string): Promise<RedisBinary | null> {
  const command = join(cache, 'root/usr/bin/redis-server');
  if (!(await executable(command))) return null;
  const libraries = join(cache, 'root/usr/lib');
  const archs = (await readdir(libraries)).filter((name) => name.includes('-linux-'));
  return { command, env: { LD_LIBRARY_PATH: archs.map((arch) => join(libraries, arch)).join(':') } };
}

/** apt with state of its own, so that neither root nor the machine's lists are needed or touched. */
async function fetchDebian(cache: string): Promise<void> {
  const work = `${cache}.part`;
  await rm(work, { recursive: true, force: true });
  for (const folder of ['lists/partial', 'archives/partial', 'debs', 'root']) await mkdir(join(work, folder), { recursive: true });
  const options = [
    '-o', `Dir::State::Lists=${join(work, 'lists')}`,
    '-o', `Dir::Cache=${work}`,
    '-o', `Dir::Cache::Archives=${join(work, 'archives')}`,
    '-o', 'APT::Sandbox::User=root', '-o', 'Debug::NoLocking=1',
  ];
  await run('apt-get', [...options, 'update'], { timeout: 180_000 });
  await run('apt-get', [...options, 'download', ...DEBIAN_PACKAGES], { cwd: join(work, 'debs'), timeout: 180_000 });
  for (const deb of await readdir(join(work, 'debs'))) {
    await run('dpkg-deb', ['-x', join(work, 'debs', deb), join(work, 'root')]);
  }
  // Debian ships one binary; it becomes the server by its name.
  await symlink('redis-check-rdb', join(work, 'root/usr/bin/redis-server'));
  for (const folder of ['lists', 'archives', 'debs']) await rm(join(work, folder), { recursive: true, force: true });
  await rm(cache, { recursive: true, force: true });
  await rename(work, cache);
}

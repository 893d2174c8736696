/** `npm start` itself: up from nothing, down by Ctrl-C with nothing left behind, and up again where it stopped. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { socketPath } from '../../server/start/redis-process.ts';
import type { ClockSpec } from '../../server/wire/clock.ts';
import { startChild, waitFor, type TestChild } from '../helpers/child.ts';
import { shippedCity } from '../helpers/product.ts';
import { freePort } from '../helpers/redis-cluster.ts';
import { startWitness, type Witness } from '../helpers/witness.ts';

const SPEED = 60;
let data = '';
let port = 0;
const running: TestChild[] = [];
beforeAll(async () => { data = await mkdtemp(join(tmpdir(), 'yp-')); port = await freePort(); });
afterAll(async () => {
  for (const child of running) await child.stop();
  await rm(data, { recursive: true, force: true });
});

async function npmStart(...more: string[]): Promise<TestChild> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(YIPING_|REDIS_URL$)/.test(name)));
  const child = await startChild({ name: 'npm start', args: ['server/start/start.ts', '--scale', '0.01', '--speed', String(SPEED), ...more], env: { ...env, PORT: String(port), YIPING_DATA: data } });
  running.push(child);
  return child;
}

const untilReady = (child: TestChild): Promise<true> => Promise.race([
  waitFor('/readyz to answer 200', async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok, 180_000, 100),
  child.ended.then((how) => { throw new Error(`npm start ended (${how}); its last lines:\n${child.lines().slice(-20).join('\n')}`); }),
]);

/** Every process that stems from `pid`, by the kernel's own table: "pid name". */
async function offspring(pid: number): Promise<Map<number, string>> {
  const parents = new Map<number, { parent: number; name: string }>();
  for (const entry of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => null);
    if (stat === null) continue;
    parents.set(Number(entry), { parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]), name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')) });
  }
  const found = new Map<number, string>();
  for (let grew = true, known = new Set([pid]); grew; known = new Set([...known, ...found.keys()])) {
    grew = false;
    for (const [own, { parent, name }] of parents) if (known.has(parent) && !found.has(own)) { found.set(own, name); grew = true; }
  }
  return found;
}
const alive = (pid: number): boolean => { try { process.kill(pid, 0); return true; } catch { return false; } };

async function witnessOf(child: TestChild): Promise<Witness> {
  const home = join(data, 'simulated-1-0.01');
  const clock = JSON.parse(await readFile(join(home, 'clock.json'), 'utf8')) as ClockSpec;
  const feedsUrl = await child.until('it named the feeds', (line) => /simulated feeds: (\S+)/.exec(line)?.[1], 1_000);
  return startWitness({ dir: home, config: await shippedCity(), clock, feedsUrl, redisUrl: `unix://${socketPath(join(home, 'redis'))}`, now: () => Math.floor(clock.origin + (Date.now() - clock.startedAt) * clock.rate) });
}

/** Ctrl-C. */
async function interrupt(child: TestChild): Promise<void> {
  const born = await offspring(child.pid);
  expect([...born.values()].some((name) => name.includes('redis'))).toBe(true);
  expect(born.size).toBeGreaterThanOrEqual(3);
  process.kill(child.pid, 'SIGINT');
  expect(await child.ended).toBe(0);
  // A helper of the compiler ends by itself when its parent has, a moment later.
  await expect.poll(() => [...born].filter(([pid]) => alive(pid)).map(([pid, name]) => `${pid} ${name}`), { timeout: 5_000 }).toEqual([]);
  expect(child.lines().join('\n')).toContain('stopped; all data are kept');
}

it('brings the city up, ends all of it with Ctrl-C, and goes on from where it stopped', async () => {
  const first = await npmStart();
  await untilReady(first);
  const before = await witnessOf(first);
  await before.untilEqual({ ms: 120_000, cursors: 2 });
  const stopped = await before.store.feedState('case');
  await before.close();
  await interrupt(first);
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();

  const second = await npmStart();
  await untilReady(second);
  const after = await witnessOf(second);
  const proofs = await after.untilEqual({ ms: 120_000, cursors: 2 });
  const now = await after.store.feedState('case');
  await after.close();
  expect(now.cursor! > stopped.cursor!).toBe(true);
  // Not all of the history once more.
  expect(now.accepted - stopped.accepted).toBeLessThan(stopped.accepted / 2);
  expect(proofs.find(({ family }) => family === 'case')!.names.size).toBeGreaterThan(50);
  await interrupt(second);
});

it('refuses what it does not know at once, with what it expected, and starts nothing', async () => {
  const child = await npmStart('--faults', 'storm');
  expect(await child.ended).toBe(1);
  expect(child.lines()).toEqual(['yiping: --faults: found "storm", expected none, mild, wild']);
});

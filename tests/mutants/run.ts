/**
 * Applies each mutant to a copy of the working tree and runs the tests that should notice.
 * `npm run mutants [-- --only name]…`; exits 1 when one survives, is stale, or breaks more than it should.
 */
import { execFile, spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { z } from 'zod';
import { applied, MUTANTS, type Mutant } from './mutants.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Few histories suffice: a bug that needs ten thousand would not be a plain one. */
const ENV = { YIPING_SEQUENCES: '300' };
/** A mutant may make a test wait for ever. */
const MOST_MS = 240_000;

const Report = z.array(z.object({ test: z.string(), why: z.string() }));

type Verdict = 'killed' | 'SURVIVED' | 'STALE' | 'BROKEN';
interface Outcome { name: string; verdict: Verdict; by: string; seconds: number }

const running = new Set<number>();
const say = (line: string): void => { process.stdout.write(`${line}\n`); };

/** Tracked and new files, as they stand: what is not committed yet counts too. */
async function copyTree(into: string): Promise<void> {
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: ROOT, maxBuffer: 2 ** 26 });
  // In a worktree node_modules may be a link, which .gitignore does not name.
  for (const path of stdout.split('\0').filter((name) => name !== '' && name !== 'node_modules')) {
    await mkdir(dirname(join(into, path)), { recursive: true });
    // A file that is deleted but not yet committed as such is left out.
    await copyFile(join(ROOT, path), join(into, path)).catch((cause: NodeJS.ErrnoException) => { if (cause.code !== 'ENOENT') throw cause; });
  }
  await symlink(join(ROOT, 'node_modules'), join(into, 'node_modules'));
  // Redis, where it had to be fetched.
  await symlink(join(ROOT, '.cache'), join(into, '.cache')).catch(() => undefined);
}

/** The environment without what another test runner, of which this may be a child, has put there. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|YIPING_|TEST$|NODE_OPTIONS$)/.test(name)));
}

/** Failed tests, each with why; null when none failed. Throws when the run itself broke. */
async function runTests(tree: string, tests: readonly string[]): Promise<string | null> {
  const report = join(tree, 'failures.json');
  await rm(report, { force: true });
  const child = spawn(process.execPath, [
    join(tree, 'node_modules/vitest/vitest.mjs'), 'run', '--config', '.config/vitest.config.ts', '--bail', '1', '--maxWorkers', '1',
    '--reporter', 'tests/mutants/failures-reporter.ts', ...tests,
  ], { cwd: tree, env: { ...inherited(), ...ENV, YP_FAILURES: report }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const { pid } = child;
  if (pid !== undefined) running.add(pid);
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { words = (words + chunk.toString()).slice(-3_000); });
  let hung = false;
  const limit = setTimeout(() => { hung = true; endGroup(pid); }, MOST_MS);
  const code = await new Promise<number | null>((done, fail) => { child.once('error', fail); child.once('close', done); });
  clearTimeout(limit);
  if (pid !== undefined) running.delete(pid);
  if (hung) return `no end within ${MOST_MS / 1000} s`;
  if (code === 0) return null;
  const text = await readFile(report, 'utf8').catch(() => null);
  const failed = text === null ? [] : Report.parse(JSON.parse(text));
  if (failed.length === 0) throw new Error(`the tests broke without one of them failing:\n${words}`);
  return failed.map(({ test, why }) => `${test}: ${shortly(why)}`).join('; ');
}

/** Of totals that differ, the first of them. */
function shortly(why: string): string {
  const lines = why.split('\n').map((line) => line.trim()).filter(Boolean);
  return (lines.find((line) => line.includes(': found ')) ?? lines[0] ?? '').slice(0, 140);
}

/** Ends a run and the processes it started. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try { process.kill(-pid, 'SIGKILL'); } catch { /* it has ended by itself */ }
}

async function tryMutant(tree: string, mutant: Mutant): Promise<Outcome> {
  const began = Date.now();
  const path = join(tree, mutant.file);
  const outcome = (verdict: Verdict, by: string): Outcome => ({ name: mutant.name, verdict, by, seconds: (Date.now() - began) / 1000 });
  const source = await readFile(path, 'utf8');
  let changed: string;
  try { changed = applied(mutant, source); } catch (cause) { return outcome('STALE', String(cause)); }
  await writeFile(path, changed);
  try {
    const by = await runTests(tree, mutant.tests);
    return by === null ? outcome('SURVIVED', mutant.why) : outcome('killed', by);
  } catch (cause) {
    return outcome('BROKEN', String(cause));
  } finally {
    await writeFile(path, source);
  }
}

/** Does `work` for each of `list`, one after another in each tree. */
async function inLanes<T>(trees: readonly string[], list: readonly T[], work: (tree: string, one: T) => Promise<void>): Promise<void> {
  const queue = [...list];
  await Promise.all(trees.map(async (tree) => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) await work(tree, one);
  }));
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const unknown = (values.only ?? []).filter((name) => !MUTANTS.some((m) => m.name === name));
  if (unknown.length > 0) throw new Error(`--only: found ${unknown.join(', ')}, expected of ${MUTANTS.map((m) => m.name).join(', ')}`);
  const chosen = values.only ? MUTANTS.filter((m) => values.only?.includes(m.name)) : MUTANTS;
  const folder = await mkdtemp(join(tmpdir(), 'yp-mutants-'));
  const leave = (): void => { for (const pid of running) endGroup(pid); void rm(folder, { recursive: true, force: true }).then(() => process.exit(130)); };
  process.once('SIGINT', leave);
  process.once('SIGTERM', leave);
  try {
    const trees = Array.from({ length: Math.min(2, cpus().length, chosen.length) }, (_, i) => join(folder, `tree-${i}`));
    await Promise.all(trees.map(copyTree));
    const began = Date.now();
    const files = [...new Set(chosen.flatMap((m) => m.tests))];
    say(`${chosen.length} mutants; first the ${files.length} test files without any`);
    await inLanes(trees, files, async (tree, file) => {
      const failed = await runTests(tree, [file]);
      if (failed !== null) throw new Error(`without any mutant: ${failed}`);
      say(`  green      ${file}`);
    });
    const outcomes: Outcome[] = [];
    await inLanes(trees, chosen, async (tree, mutant) => {
      const outcome = await tryMutant(tree, mutant);
      outcomes.push(outcome);
      say(`  ${outcome.verdict.padEnd(10)} ${outcome.name.padEnd(36)} ${outcome.seconds.toFixed(0).padStart(3)} s  ${outcome.by}`);
    });
    const bad = outcomes.filter((o) => o.verdict !== 'killed');
    say(`${outcomes.length - bad.length} of ${outcomes.length} killed in ${((Date.now() - began) / 1000).toFixed(0)} s${bad.length > 0 ? `; NOT: ${bad.map((o) => `${o.name} (${o.verdict})`).join(', ')}` : ''}`);
    return bad.length > 0 ? 1 : 0;
  } finally {
    for (const pid of running) endGroup(pid);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

process.exitCode = await main();

/** A supervised child process: restarted when it dies, ended in order when the whole ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { say } from './say.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Child { stop(): Promise<void>; /** Never resolves while it is kept running; rejects when it cannot be. */ readonly given: Promise<never> }

export interface ChildOptions {
  name: string;
  /** TypeScript entry, relative to the repository root, then its arguments. */
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Each line of its stdout. */
  onLine?: (line: string) => void;
  /** How long it may take to end by itself, ms. */
  patience?: number;
}

/** More than this many deaths within a minute and the fault is not one that a restart mends. */
const MANY = 5;

export function keepRunning(options: ChildOptions): Child {
  let stopping = false;
  let child: ChildProcess | null = null;
  let ended = Promise.resolve();
  const deaths: number[] = [];
  let giveUp: (cause: Error) => void = () => undefined;
  const given = new Promise<never>((_, fail) => { giveUp = fail; });
  given.catch(() => undefined);
  const start = (): void => {
    const running = spawn(process.execPath, ['--import', 'tsx', ...options.args], { cwd: ROOT, env: options.env, stdio: ['ignore', options.onLine ? 'pipe' : 'inherit', 'inherit'], detached: true });
    child = running;
    const { onLine } = options;
    if (onLine && running.stdout) createInterface({ input: running.stdout }).on('line', onLine);
    ended = new Promise((done) => running.once('close', (code, signal) => {
      done();
      if (stopping) return;
      deaths.push(Date.now());
      while (deaths[0] !== undefined && deaths[0] < Date.now() - 60_000) deaths.shift();
      if (deaths.length >= MANY) { giveUp(new Error(`${options.name} ended ${MANY} times within a minute (last: ${signal ?? `exit ${String(code)}`}); see its last lines above`)); return; }
      say(`${options.name} ended (${signal ?? `exit ${String(code)}`}); starting it again`);
      setTimeout(() => { if (!stopping) start(); }, 500 * deaths.length);
    }));
  };
  start();
  return {
    given,
    stop: async () => {
      stopping = true;
      child?.kill('SIGTERM');
      const late = setTimeout(() => { say(`${options.name} did not end in time; killing it`); child?.kill('SIGKILL'); }, options.patience ?? 15_000);
      await ended;
      clearTimeout(late);
    },
  };
}

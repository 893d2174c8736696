/** A program of the product as a child process of a test: its lines, its pid, its end. Never an orphan. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onPath } from '../../server/start/redis-binary.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KEPT_LINES = 400;

export interface ChildOptions {
  name: string;
  /** TypeScript entry, relative to the repository root, then its arguments. */
  args: string[];
  env?: NodeJS.ProcessEnv;
  /** Words for node itself, before the entry. */
  node?: string[];
  /** Each line of stdout and stderr, as it comes. */
  onLine?: (line: string) => void;
}

export interface TestChild {
  readonly pid: number;
  /** Its last lines, stdout and stderr together. */
  lines(): string[];
  /** First line of stdout or stderr, past or to come, for which `pick` finds something. Throws with its last lines when it ends before, or after `ms`. */
  until<T>(what: string, pick: (line: string) => T | undefined, ms: number): Promise<T>;
  /** Resolves when it has ended: exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
  /** SIGTERM, SIGKILL after `patience` ms. */
  stop(patience?: number): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  process: ChildProcess;
}

/** Starts `node --import tsx ARGS`. */
export async function startChild(options: ChildOptions): Promise<TestChild> {
  const words = [process.execPath, ...(options.node ?? []), '--import', 'tsx', ...options.args];
  // With setpriv a killed test runner leaves nothing behind.
  const guard = await onPath(['setpriv']);
  const command = guard ? [guard, '--pdeathsig', 'KILL', ...words] : words;
  const child = spawn(command[0] ?? '', command.slice(1), { cwd: ROOT, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true });
  const kept: string[] = [];
  const listeners = new Set<(line: string) => void>();
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      kept.push(line);
      if (kept.length > KEPT_LINES) kept.shift();
      options.onLine?.(line);
      for (const listener of listeners) listener(line);
    });
  }
  let over = false;
  const ended = new Promise<number | string>((done) => child.once('close', (code, signal) => { over = true; done(signal ?? code ?? 0); }));
  const kill = async (): Promise<void> => { if (!over) child.kill('SIGKILL'); await ended; };
  return {
    pid: child.pid ?? 0, process: child, ended, kill,
    lines: () => [...kept],
    until: <T>(what: string, pick: (line: string) => T | undefined, ms: number) => new Promise<T>((done, fail) => {
      const finish = (): void => { listeners.delete(look); clearTimeout(timer); };
      const look = (line: string): void => {
        const found = pick(line);
        if (found !== undefined) { finish(); done(found); }
      };
      const lastWords = (why: string): Error => new Error(`${options.name}: ${why} before ${what}. Its last lines:\n${kept.slice(-30).join('\n')}`);
      const timer = setTimeout(() => { finish(); fail(lastWords(`${ms} ms passed`)); }, ms);
      listeners.add(look);
      void ended.then((how) => { finish(); fail(lastWords(`ended (${how})`)); });
      for (const line of kept) look(line);
    }),
    stop: async (patience = 20_000) => {
      if (!over) child.kill('SIGTERM');
      const late = setTimeout(() => { if (!over) child.kill('SIGKILL'); }, patience);
      await ended;
      clearTimeout(late);
    },
  };
}

/** An error that waiting longer cannot mend. */
export class Hopeless extends Error {}

/** Bounded wait: polls until `look` returns something other than undefined/false/null. What it throws counts as "not yet", but for Hopeless. Throws with `what` after `ms`. */
export async function waitFor<T>(what: string, look: () => Promise<T | undefined | false | null> | T | undefined | false | null, ms = 30_000, every = 50): Promise<T> {
  const limit = Date.now() + ms;
  let last: unknown = null;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined && found !== false && found !== null) return found as T;
    } catch (cause) {
      if (cause instanceof Hopeless) throw cause;
      last = cause;
    }
    if (Date.now() > limit) throw new Error(`waited ${ms} ms for ${what}${last instanceof Error ? `; last error: ${last.message}` : ''}`);
    await new Promise((done) => setTimeout(done, every));
  }
}

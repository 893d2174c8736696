/**
 * The simulated upstream systems of one demonstration: a child on the loopback whose clock stands wherever it is put. What it
 * answers follows from its seed, its cues and that clock alone, so that one that died is begun again and goes on as if it had not.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface SimulatorOptions {
  /** Words after `serve`: city, seed, scale, cues … */
  words: readonly string[];
  /** World's ms at which its clock stands first. */
  at: number;
  env: Readonly<Record<string, string | undefined>>;
  log: { info(fields: object, text: string): void; warn(fields: object, text: string): void };
}

/** Deaths in all after which it is given up: what ends it is not mended by beginning again. */
const MANY = 4;
/** A city that must be made first takes its time, ms. */
const START_MS = 120_000;
const CLOCK_MS = 10_000;
/** It may work on its last answer, ms. */
const END_MS = 3_000;
const LOOK_MS = 50;
const LAST_LINES = 8;

export class Simulator {
  private child: ChildProcess | null = null;
  private listening: Promise<string>;
  private port = '0';
  private deaths = 0;
  private closing = false;
  private at: number;
  private readonly token = randomBytes(16).toString('hex');
  private lines: string[] = [];

  private constructor(private readonly options: SimulatorOptions) {
    this.at = options.at;
    this.listening = this.start();
  }

  /** Fulfilled once it answers; rejects with its last words where it does not begin. */
  static async open(options: SimulatorOptions): Promise<Simulator> {
    const simulator = new Simulator(options);
    try { await simulator.listening; } catch (cause) { await simulator.close(); throw cause; }
    return simulator;
  }

  get url(): string { return `http://127.0.0.1:${this.port}`; }
  get pid(): number { return this.child?.pid ?? 0; }

  /** Its clock stands at `at`, ms, from now on. Rejects where it does not answer. */
  async setClock(at: number): Promise<void> {
    this.at = at;
    await this.listening;
    const answer = await this.putClock(this.url);
    if (!answer.ok) throw new Error(`the demonstration's simulator: found status ${answer.status} (${(await answer.text()).slice(0, 200)}), expected 200`);
    await answer.arrayBuffer();
  }

  /** Fulfilled once it answers again; rejects with why it is given up. */
  async ready(): Promise<void> {
    for (const until = Date.now() + START_MS; !this.closing;) {
      await this.listening;
      if (await fetch(this.url, { signal: AbortSignal.timeout(CLOCK_MS) }).then(() => true, () => false)) return;
      if (Date.now() > until) throw this.why(`found no answer within ${START_MS / 1000} s`);
      // Its end is heard of a moment after it.
      await sleep(LOOK_MS);
    }
    throw new Error('the demonstration has ended');
  }

  /** Fulfilled when its process has ended. */
  async close(): Promise<void> {
    this.closing = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    const late = setTimeout(() => { child.kill('SIGKILL'); }, END_MS);
    child.kill('SIGTERM');
    child.stdin?.destroy();
    await ended;
    clearTimeout(late);
  }

  private start(): Promise<string> {
    this.lines = [];
    const words = ['mock-feeds/main.ts', 'serve', '--port', this.port, '--speed', '0', '--origin', String(this.options.at), '--admin-token', this.token, '--end-with', 'stdin', ...this.options.words];
    // A session of its own, so that Ctrl-C at the terminal ends it only in its turn; its end of the pipe ends it with this process.
    const child = spawn(process.execPath, ['--import', 'tsx', ...words], { cwd: ROOT, env: this.options.env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    this.child = child;
    child.stdin.on('error', () => undefined);
    const listening = new Promise<string>((resolve, reject) => {
      const late = setTimeout(() => { reject(this.why(`found no answer within ${START_MS / 1000} s`)); child.kill('SIGKILL'); }, START_MS);
      const hear = (line: string): void => {
        this.lines = [...this.lines, line].slice(-LAST_LINES);
        const url = /"listening":\s*"([^"]+)"/.exec(line)?.[1];
        if (url) { clearTimeout(late); this.port = new URL(url).port; resolve(url); }
      };
      for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', hear);
      child.once('error', (cause) => { clearTimeout(late); reject(this.why(cause.message)); });
      child.once('close', (code, signal) => { clearTimeout(late); reject(this.why(`ended (${signal ?? `exit ${String(code)}`})`)); this.died(signal ?? `exit ${String(code)}`); });
    });
    listening.catch(() => undefined);
    return listening;
  }

  private why(found: string): Error { return new Error(`the demonstration's simulator: ${found}. Its last lines:\n${this.lines.join('\n')}`); }

  /** It is begun again at the same address; one that never listened, or dies again and again, is given up. */
  private died(how: string): void {
    if (this.closing || this.port === '0') return;
    this.deaths++;
    const { log } = this.options;
    if (this.deaths >= MANY) {
      this.listening = Promise.reject(this.why(`ended ${this.deaths} times (last: ${how})`));
      this.listening.catch(() => undefined);
      log.warn({ how, deaths: this.deaths }, 'the simulator of the demonstration is given up');
      return;
    }
    log.warn({ how, deaths: this.deaths }, 'the simulator of the demonstration has ended: it is begun again');
    this.listening = this.start().then(async (url) => { if (this.at !== this.options.at) await this.putClock(url); return url; });
    this.listening.catch(() => undefined);
  }

  private putClock(url: string): Promise<Response> {
    return fetch(`${url}/admin/clock`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-admin-token': this.token }, body: JSON.stringify({ now: this.at, rate: 0 }), signal: AbortSignal.timeout(CLOCK_MS),
    });
  }
}

/** A private Redis process: unix socket, append-only file, ended with its parent. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createConnection } from 'node:net';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { mendTail } from './aof-tail.ts';
import { findRedis, onPath } from './redis-binary.ts';

export interface RedisProcess {
  /** Path of the unix socket, or null when listening on a port. */
  socket: string | null;
  port: number | null;
  pid: number;
  /** Resolves when the process has ended, with what it last printed. */
  ended: Promise<string>;
  /** SIGTERM; Redis fsyncs its append-only file before it ends. */
  stop(): Promise<void>;
  /** SIGKILL, as a power cut would. */
  kill(): Promise<void>;
}

export interface RedisOptions {
  dir: string;
  /** Listen on this loopback port instead of a unix socket. */
  port?: number;
  /** Further redis.conf words: ['--cluster-enabled', 'yes'] */
  config?: string[];
}

/** Unix socket paths must stay under 108 bytes: a long data folder gets a short name in the temp folder. */
export function socketPath(dir: string): string {
  const plain = join(resolve(dir), 'redis.sock');
  if (Buffer.byteLength(plain) < 100) return plain;
  return join(tmpdir(), `yiping-${createHash('sha1').update(plain).digest('hex').slice(0, 16)}.sock`);
}

/** Starts Redis and resolves once it answers (its data loaded). Throws with its last words if it ends before. */
export async function startRedisProcess(options: RedisOptions): Promise<RedisProcess> {
  await mkdir(options.dir, { recursive: true });
  await chmod(options.dir, 0o700);
  const binary = await findRedis();
  await mendTail(options.dir);
  const socket = options.port === undefined ? socketPath(options.dir) : null;
  const listen = socket ? ['--port', '0', '--unixsocket', socket, '--unixsocketperm', '700'] : ['--port', String(options.port), '--bind', '127.0.0.1'];
  if (socket) await rm(socket, { force: true });
  // In a longer listpack it costs more to find a field than to count one up.
  const args = [...listen, '--dir', resolve(options.dir), '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', '',
    '--aof-load-truncated', 'yes', '--hash-max-listpack-entries', '64', '--daemonize', 'no', ...(options.config ?? [])];
  // setpriv lets a killed parent leave no orphan behind; where it is missing Redis still ends on stop().
  const guard = await onPath(['setpriv']);
  const child = guard
    ? spawn(guard, ['--pdeathsig', 'TERM', binary.command, ...args], { env: { ...process.env, ...binary.env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    : spawn(binary.command, args, { env: { ...process.env, ...binary.env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let words = '';
  const listenTo = (chunk: Buffer): void => { words = (words + chunk.toString()).slice(-4_000); };
  child.stdout.on('data', listenTo);
  child.stderr.on('data', listenTo);
  const ended = new Promise<string>((done) => child.once('close', () => done(words)));
  const failed = new Promise<never>((_, fail) => child.once('error', fail));
  await Promise.race([untilAnswering(socket ? { path: socket } : { port: options.port ?? 0, host: '127.0.0.1' }, ended), failed]);
  return {
    socket, port: options.port ?? null, pid: child.pid ?? 0, ended,
    stop: () => end(child, 'SIGTERM', ended),
    kill: () => end(child, 'SIGKILL', ended),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals, ended: Promise<string>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  await ended;
}

/** PING until PONG: a socket that accepts is not yet a Redis that has loaded its file. */
async function untilAnswering(target: { path: string } | { port: number; host: string }, ended: Promise<string>): Promise<void> {
  let over: string | null = null;
  void ended.then((words) => { over = words; });
  const limit = Date.now() + 120_000;
  while (Date.now() < limit) {
    if (over !== null) throw new Error(`Redis ended before it answered. Its last words:\n${String(over)}`);
    if (await pong(target)) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error('Redis did not answer within 120 s');
}

function pong(target: { path: string } | { port: number; host: string }): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection(target);
    const finish = (value: boolean): void => { socket.destroy(); done(value); };
    socket.setTimeout(1_000, () => finish(false));
    socket.once('error', () => finish(false));
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => finish(data.toString().startsWith('+PONG')));
  });
}

import { createConnection } from 'node:net';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRedis } from '../../server/start/redis-binary.ts';
import { socketPath, startRedisProcess } from '../../server/start/redis-process.ts';

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'yp-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

function ask(path: string, command: string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = createConnection(path, () => socket.write(`${command}\r\n`));
    socket.once('data', (data) => { socket.destroy(); done(data.toString().trim()); });
    socket.once('error', fail);
  });
}

describe('the private Redis', () => {
  it('keeps what it acknowledged over a clean stop and a start', async () => {
    const first = await startRedisProcess({ dir: folder });
    await ask(first.socket ?? '', 'SET a 1');
    await first.stop();
    const second = await startRedisProcess({ dir: folder });
    expect(await ask(second.socket ?? '', 'GET a')).toBe('$1\r\n1');
    await second.stop();
  });
  it('says its last words when it cannot start', async () => {
    await expect(startRedisProcess({ dir: folder, config: ['--no-such-word', 'x'] })).rejects.toThrow(/ended before it answered[\s\S]*no-such-word/);
  });
  it('keeps its socket path under the system\'s limit in a long data folder', async () => {
    const long = join(folder, 'x'.repeat(120));
    await mkdir(long);
    expect(Buffer.byteLength(socketPath(long))).toBeLessThan(108);
    const redis = await startRedisProcess({ dir: long });
    expect(await ask(redis.socket ?? '', 'PING')).toBe('+PONG');
    await redis.stop();
  });
  it('names REDIS_SERVER_BIN when that is no executable', async () => {
    const file = join(folder, 'not-redis');
    await writeFile(file, '');
    process.env.REDIS_SERVER_BIN = file;
    try {
      await expect(findRedis()).rejects.toThrow(/REDIS_SERVER_BIN: .*not-redis is not an executable file/);
    } finally {
      delete process.env.REDIS_SERVER_BIN;
    }
  });
});

/** What Redis says of itself. */
import { Redis } from 'ioredis';

export interface RedisProbe {
  /** A number of INFO, by its field name. Throws when there is none. */
  number(field: string): Promise<number>;
  /** Calls of every command so far, those inside scripts too. */
  calls(): Promise<{ all: number; scripts: number; byName: Record<string, number> }>;
  /** Starts a rewrite of the append-only file and resolves when it is over. */
  rewrite(): Promise<void>;
  client: Redis;
  close(): void;
}

export function probeRedis(path: string): RedisProbe {
  const client = new Redis({ path, lazyConnect: false });
  const number = async (field: string): Promise<number> => {
    const found = new RegExp(`^${field}:(-?[\\d.]+)`, 'm').exec(await client.info());
    if (!found) throw new Error(`INFO has no ${field}`);
    return Number(found[1]);
  };
  return {
    client, number,
    calls: async () => {
      const text = await client.info('commandstats');
      const byName: Record<string, number> = {};
      for (const [, name, calls] of text.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)) if (name !== undefined && !/^(info|config|ping|client|hello)/.test(name)) byName[name] = Number(calls);
      const scripts = Object.entries(byName).reduce((sum, [name, n]) => sum + (/^(eval|evalsha|fcall)/.test(name) ? n : 0), 0);
      return { all: Object.values(byName).reduce((a, b) => a + b, 0), scripts, byName };
    },
    rewrite: async () => {
      await client.bgrewriteaof();
      const limit = Date.now() + 120_000;
      while (await number('aof_rewrite_in_progress') === 1 || await number('aof_rewrite_scheduled') === 1) {
        if (Date.now() > limit) throw new Error('the append-only file was not rewritten within 120 s');
        await new Promise((done) => setTimeout(done, 100));
      }
    },
    close: () => { client.disconnect(); },
  };
}

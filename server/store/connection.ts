/** One connection to Redis, in whichever form it runs: single, unix socket, TLS, Sentinel, Cluster. */
import { readFileSync } from 'node:fs';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { parseTarget, withoutPassword } from './target.ts';
import type { RedisTarget } from './types.ts';

/** Writing and reading steps; each is scripts/<name>.lua, those of `WITH_LIB` with lib.lua before them. */
export const SCRIPTS = ['put', 'reapply', 'remove', 'feed', 'allocate', 'purge', 'watermark', 'rows', 'wall'] as const;
export type ScriptName = (typeof SCRIPTS)[number];
const WITH_LIB: ReadonlySet<ScriptName> = new Set(['put', 'reapply', 'remove', 'feed']);

export type Client = Redis | Cluster;
export type Arg = string | number | Buffer;

export interface Connection {
  readonly client: Client;
  /** Runs one script; replies of bulk strings come as Buffers. */
  run(script: ScriptName, metaKey: string, args: readonly Arg[]): Promise<unknown>;
  /** Changes whenever the connection was lost or the topology changed: what was cached may be gone. */
  generation(): number;
  close(): Promise<void>;
}

/**
 * A command waits for a lost connection to come back for about ten seconds, then fails, so that its
 * feed can say so. None is sent a second time unasked: the caller pulls again from the cursor.
 */
const PATIENCE: RedisOptions = {
  maxRetriesPerRequest: 20, autoResendUnfulfilledCommands: false, enableReadyCheck: true,
  // No wait is without end, whatever else goes wrong.
  commandTimeout: 30_000,
  retryStrategy: (times) => Math.min(times * 50, 1000),
};

function open(target: RedisTarget): Client {
  const { kind, hosts, options, name } = parseTarget(target);
  if (kind === 'cluster') {
    return new Cluster(hosts, {
      redisOptions: { ...options, maxRetriesPerRequest: 2 }, slotsRefreshTimeout: 2000, slotsRefreshInterval: 5000,
      clusterRetryStrategy: (times) => Math.min(times * 50, 1000), retryDelayOnFailover: 200, retryDelayOnClusterDown: 300,
      maxRedirections: 60, enableReadyCheck: true,
    });
  }
  if (kind === 'sentinel') return new Redis({ ...PATIENCE, ...options, sentinels: hosts, name, ...(options.tls ? { enableTLSForSentinelMode: true } : {}) });
  return new Redis({ ...PATIENCE, ...options, ...(hosts[0] ? { host: hosts[0].host, port: hosts[0].port } : {}) });
}

interface Unanswered { command: { reject(cause: Error): void } }

/**
 * ioredis 6 forgets the commands that were under way when it is told not to send them again: their
 * promises would never settle, and whoever waits on one would wait for ever.
 */
function rejectUnanswered(client: Client): void {
  const queue = Reflect.get(client, 'prevCommandQueue') as { shift(): Unanswered | undefined } | null | undefined;
  if (!queue) return;
  for (let item = queue.shift(); item; item = queue.shift()) item.command.reject(new Error('the connection to Redis was lost before it answered'));
}

const sourceOf = (name: string): string => readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8');

export async function connect(target: RedisTarget): Promise<Connection> {
  const client = open(target);
  let generation = 0;
  const lost = (): void => { generation++; };
  client.on('close', () => { lost(); rejectUnanswered(client); });
  client.on('-node', lost);
  client.on('+node', lost);
  // The command that was under way rejects with the reason; here only an unheard event is avoided.
  client.on('error', lost);
  for (const name of SCRIPTS) {
    client.defineCommand(`yiping${name}`, { numberOfKeys: 1, lua: (WITH_LIB.has(name) ? sourceOf('lib') : '') + sourceOf(name) });
  }
  try {
    await client.ping();
  } catch (cause) {
    client.disconnect();
    throw new Error(`Redis at ${withoutPassword(target)} does not answer`, { cause });
  }
  return {
    client,
    run: (script, metaKey, args) => {
      const command = Reflect.get(client, `yiping${script}Buffer`) as (...args: Arg[]) => Promise<unknown>;
      return command.call(client, metaKey, ...args);
    },
    generation: () => generation,
    close: async () => {
      client.removeAllListeners('close');
      await client.quit().catch(() => { client.disconnect(); });
    },
  };
}

/** The baseline of intake: nothing but a script that carries 1,000 increments a call. */
import { Redis } from 'ioredis';
import type { Increment } from './increments.ts';

const CARRY = 1_000;
/** Calls under way at once: Redis never waits for Node. */
const AHEAD = 4;
const SCRIPT = 'for i = 1, #ARGV, 3 do redis.call("HINCRBY", ARGV[i], ARGV[i + 1], ARGV[i + 2]) end';

/** Sends all increments; seconds it took. */
export async function bareSeconds(path: string, increments: readonly Increment[]): Promise<number> {
  const redis = new Redis({ path });
  try {
    const sha = await redis.script('LOAD', SCRIPT) as string;
    const calls: (string | number)[][] = [];
    for (let from = 0; from < increments.length; from += CARRY) calls.push(increments.slice(from, from + CARRY).flat());
    const began = performance.now();
    let next = 0;
    await Promise.all(Array.from({ length: AHEAD }, async () => {
      for (let args = calls[next++]; args; args = calls[next++]) await redis.evalsha(sha, 0, ...args);
    }));
    return (performance.now() - began) / 1000;
  } finally { redis.disconnect(); }
}

/** Takes a world that is not to last out of Redis: all that a demonstration wrote. */
import { Cluster, type Redis } from 'ioredis';
import type { World } from '../wire/messages.ts';
import { connect } from './connection.ts';
import { prefixOf } from './keys.ts';
import type { RedisTarget } from './types.ts';

/** Keys looked at in one step: a fraction of a millisecond of Redis. */
const AT_ONCE = 1_000;

/** Drops every key of the city's own shard in that world; gives how many. The live world's are never among them. */
export async function clearWorld(target: RedisTarget, world: Exclude<World, 'live'>, city: string): Promise<number> {
  const redis = await connect(target);
  try {
    const { client } = redis;
    const prefix = prefixOf(world, city);
    let dropped = 0;
    for (const node of client instanceof Cluster ? client.nodes('master') : [client]) dropped += await clearNode(node, prefix);
    return dropped;
  } finally { await redis.close(); }
}

async function clearNode(node: Redis, prefix: string): Promise<number> {
  let dropped = 0, cursor = '0';
  do {
    const [next, keys] = await node.scan(cursor, 'MATCH', `${prefix.replace(/[*?[\]\\]/g, '\\$&')}*`, 'COUNT', AT_ONCE);
    cursor = next;
    // All of a shard's keys lie in one slot.
    if (keys.length > 0) dropped += await node.unlink(...keys);
  } while (cursor !== '0');
  return dropped;
}

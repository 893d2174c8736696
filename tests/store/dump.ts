/**
 * Every counter that stands in Redis, read raw (not through the product's readers) into the keys of
 * recount.ts. A zero, a negative or a field that no name explains is an error of its own.
 */
import type { Cluster, Redis } from 'ioredis';

export type Raw = Redis | Cluster;

const MIN = 60_000;

interface Names { regions: Map<number, string>; indicators: Map<number, string>; words: Map<number, string> }

/** `half`: ms by which the zone's hours are off the epoch's; `firstHour`: number of the first (shifted) hour of a local day. */
export interface Zone { half: number; firstHour: (day: number) => number }

export async function dump(redis: Raw, world: string, shards: readonly string[], zone: Zone): Promise<Map<string, number>> {
  const all = new Map<string, number>();
  for (const shard of shards) await dumpShard(redis, `{${world}:${shard}}:`, zone, all);
  return all;
}

/** All keys of a shard lie in one slot, so whoever holds it now is asked, also after a failover. */
async function keysOf(redis: Raw, prefix: string): Promise<string[]> {
  return await redis.eval("return redis.call('KEYS', ARGV[1])", 1, `${prefix}m`, `${prefix}[gqhdux]:*`) as string[];
}

async function namesOf(redis: Raw, prefix: string): Promise<Names> {
  const [rg, ind, wd] = await Promise.all([redis.hgetall(`${prefix}rg`), redis.hgetall(`${prefix}in`), redis.hgetall(`${prefix}wd`)]);
  const turn = (hash: Record<string, string>): Map<number, string> => new Map(Object.entries(hash).map(([name, n]) => [Number(n), name]));
  return { regions: turn(rg), indicators: new Map([...turn(ind)].map(([n, name]) => [n, name.slice(name.indexOf('|') + 1)])), words: turn(wd) };
}

async function dumpShard(redis: Raw, prefix: string, zone: Zone, all: Map<string, number>): Promise<void> {
  const [keys, names] = await Promise.all([keysOf(redis, prefix), namesOf(redis, prefix)]);
  if (keys.length === 0) return;
  const pipeline = redis.pipeline();
  for (const key of keys) pipeline.hgetall(key);
  const replies = await pipeline.exec();
  keys.forEach((key, i) => {
    for (const [field, text] of Object.entries(replies![i]![1] as Record<string, string>)) {
      const name = nameOf(key.slice(prefix.length).split(':'), field, names, zone);
      const value = Number(text);
      if (!(value > 0) || name.includes('undefined')) throw new Error(`${key} ${field} = ${text} (${name}): expected a positive count under known names`);
      all.set(name, (all.get(name) ?? 0) + value);
    }
  });
}

function nameOf([kind, a, b]: string[], field: string, names: Names, zone: Zone): string {
  const { half } = zone;
  if (kind === 'x') {
    const [cls, cell] = field.split(':');
    return `heat ${Number(a) * 60 * MIN - half} ${names.words.get(Number(cls))} ${cell!.padEnd(15, 'f')}`;
  }
  const region = names.regions.get(Number(a)), f = Number(field), group = Number(b);
  if (kind === 'g') return `${region} g ${names.indicators.get(f)}`;
  if (kind === 'q') return `${region} m ${(group * 60 + (f % 64)) * MIN - half} ${names.indicators.get(Math.floor(f / 64))}`;
  if (kind === 'd') return `${region} d ${group * 32 + (f % 32)} ${names.indicators.get(Math.floor(f / 32))}`;
  if (kind === 'u') {
    const what = Math.floor(f / 32);
    return `${region} d ${group * 32 + (f % 32)} ${what === 0 ? '~sum' : what === 1 ? '~count' : `~bin ${what - 2}`}`;
  }
  // Of hours the field holds the hour modulo 32: the one that lies in local day `group`.
  const first = zone.firstHour(group);
  return `${region} h ${(first + ((((f % 32) - first) % 32) + 32) % 32) * 60 * MIN - half} ${names.indicators.get(Math.floor(f / 32))}`;
}

/**
 * Every key of Redis, in one place. All of a shard's keys carry its hash tag, so that one script may
 * touch them on a Cluster; the scripts build the same names from the prefix they are given.
 *
 * | key after `{world:shard}:` | type | what |
 * |---|---|---|
 * | m | hash | registry counts rn in wn pn · seq · watermarks wm:* · reaped:* |
 * | rg in wd pa pp is | hashes, string | registry: regions, indicators, words, paths (both ways), depths |
 * | e:<kind> | hash | id → packed entity with its set |
 * | due | zset | <kind>:<id> by the instant at which time alone changes it |
 * | g:<region> | hash | present state |
 * | q:<region>:<hour> | hash | minutes of one hour, field indicator × 64 + minute |
 * | h:<region>:<day> | hash | hours of one local day, field indicator × 32 + hour mod 32 |
 * | d:<region>:<block> | hash | 32 days, field indicator × 32 + day mod 32 |
 * | u:<region>:<block> | hash | durations of 32 days: (0 sum, 1 count, 2 + bin) × 32 + day mod 32 |
 * | x:<hour> | hash | heat: class:cell → cases |
 * | c:<day> cn | string, hash | fixed-width rows of the day's cases; next slot of a day |
 * | rc | zset | the newest cases by time of report |
 * | ch | zset | regions by the sequence number of their last change |
 * | f:<feed> dl:<feed> | hash, stream | cursor, asOf, counts; dead letters |
 * | lo:<kind> | hash | (city's shard) id → shards that may hold it |
 * | ps pb:<n> s:<station> | hash, strings | (city's shard) slots of staff, position blocks, readings |
 * | wl:<wall> | hash | (city's shard) v version, s state: what a wall of many browsers shows |
 */
import type { Kind } from '../wire/entity.ts';

export type Prefix = string & { readonly prefix: unique symbol };

export const prefixOf = (world: string, shard: string): Prefix => `{${world}:${shard}}:` as Prefix;

export const KEY = {
  meta: (p: Prefix) => `${p}m`,
  regions: (p: Prefix) => `${p}rg`,
  indicators: (p: Prefix) => `${p}in`,
  words: (p: Prefix) => `${p}wd`,
  paths: (p: Prefix) => `${p}pa`,
  pathList: (p: Prefix) => `${p}pp`,
  entities: (p: Prefix, kind: Kind) => `${p}e:${kind}`,
  due: (p: Prefix) => `${p}due`,
  gauges: (p: Prefix, region: number) => `${p}g:${region}`,
  minutes: (p: Prefix, region: number, hour: number) => `${p}q:${region}:${hour}`,
  hours: (p: Prefix, region: number, day: number) => `${p}h:${region}:${day}`,
  days: (p: Prefix, region: number, block: number) => `${p}d:${region}:${block}`,
  durations: (p: Prefix, region: number, block: number) => `${p}u:${region}:${block}`,
  heat: (p: Prefix, hour: number) => `${p}x:${hour}`,
  columns: (p: Prefix, day: number) => `${p}c:${day}`,
  columnSlots: (p: Prefix) => `${p}cn`,
  recent: (p: Prefix) => `${p}rc`,
  changed: (p: Prefix) => `${p}ch`,
  feed: (p: Prefix, feed: string) => `${p}f:${feed}`,
  deadLetters: (p: Prefix, feed: string) => `${p}dl:${feed}`,
  locator: (p: Prefix, kind: Kind) => `${p}lo:${kind}`,
  staffSlots: (p: Prefix) => `${p}ps`,
  positions: (p: Prefix, block: number) => `${p}pb:${block}`,
  series: (p: Prefix, station: string) => `${p}s:${station}`,
  wall: (p: Prefix, wall: string) => `${p}wl:${wall}`,
} as const;

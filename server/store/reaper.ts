/**
 * Retention by the world's clock. First the watermark moves, so that no script adds to or takes from
 * what lies below; then what lies below is dropped, whole groups at a time. A crash between the two is
 * made good by the next call: the reaper's own mark moves last.
 */
import { dayStart, hourOf, localDay } from '../wire/clock.ts';
import type { Connection } from './connection.ts';
import { KEY } from './keys.ts';
import type { Shard } from './shard.ts';
import type { StoreOptions } from './types.ts';

const AT_ONCE = 500;

/** First group of each grain that is kept at `now`. */
export function watermarksAt(now: number, zone: string, keep: StoreOptions['retention']): [hour: number, day: number, block: number, column: number] {
  return [
    hourOf(zone, now - keep.minutes), localDay(zone, now - keep.hours),
    Math.floor(localDay(zone, now - keep.days) / 32), localDay(zone, now - keep.cases),
  ];
}

/** Keys of one shard that lie in group `n` of each grain. */
function* keysOf(grain: number, n: number, shard: Shard, zone: string): Generator<string> {
  const p = shard.prefix;
  if (grain === 3) { yield KEY.columns(p, n); return; }
  if (grain === 1) {
    for (let hour = hourOf(zone, dayStart(zone, n)); hour < hourOf(zone, dayStart(zone, n + 1)); hour++) yield KEY.heat(p, hour);
  }
  for (let region = 1; region < shard.registry.regionCount(); region++) {
    if (grain === 0) yield KEY.minutes(p, region, n);
    else if (grain === 1) yield KEY.hours(p, region, n);
    else { yield KEY.days(p, region, n); yield KEY.durations(p, region, n); }
  }
}

const GRAINS = ['minute', 'hour', 'day', 'column'] as const;

export async function reapShard(redis: Connection, shard: Shard, now: number, zone: string, keep: StoreOptions['retention'],
  afterScript: (name: string) => void): Promise<number> {
  const meta = KEY.meta(shard.prefix);
  const marks = (await redis.run('watermark', meta, watermarksAt(now, zone, keep)) as number[]).map(Number);
  afterScript('watermark');
  let dropped = 0;
  for (const [grain, name] of GRAINS.entries()) {
    const from = marks[grain * 2]!, to = marks[grain * 2 + 1]!;
    let batch: string[] = [];
    const drop = async (): Promise<void> => {
      if (batch.length > 0) dropped += await redis.client.unlink(...batch);
      batch = [];
    };
    for (let n = from; n < to; n++) {
      for (const key of keysOf(grain, n, shard, zone)) {
        batch.push(key);
        if (batch.length >= AT_ONCE) await drop();
      }
      if (grain === 3) await redis.client.hdel(KEY.columnSlots(shard.prefix), String(n));
    }
    await drop();
    if (to > from) {
      await redis.client.hset(meta, `reaped:${name}`, to);
      afterScript('reaped');
    }
  }
  return dropped;
}

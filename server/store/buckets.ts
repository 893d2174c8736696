/** Reads of time buckets and heat; a bucket below the retention watermark reads as zero. */
import { dayStart, hourOf, localDay, zoneFraction } from '../wire/clock.ts';
import type { Connection } from './connection.ts';
import { KEY } from './keys.ts';
import type { Shard } from './shard.ts';
import type { BucketRead, Grain } from './types.ts';
import { cellFrom } from './value-codec.ts';

interface Place { start: number; key: (shard: Shard, region: number) => string; field: (indicator: number) => number }

const MINUTE = 60_000, HOUR = 3_600_000;

/** The buckets of a grain that begin in [first bucket containing `from`, to). */
function placesOf(zone: string, grain: Grain, from: number, to: number): Place[] {
  const fraction = zoneFraction(zone);
  const places: Place[] = [];
  if (grain === 'day') {
    for (let day = localDay(zone, from); dayStart(zone, day) < to; day++) {
      places.push({ start: dayStart(zone, day), key: (s, r) => KEY.days(s.prefix, r, Math.floor(day / 32)), field: (n) => n * 32 + (day % 32) });
    }
    return places;
  }
  const step = grain === 'hour' ? HOUR : MINUTE;
  for (let start = Math.floor((from + fraction) / step) * step - fraction; start < to; start += step) {
    const hour = hourOf(zone, start);
    if (grain === 'hour') {
      const day = localDay(zone, start);
      places.push({ start, key: (s, r) => KEY.hours(s.prefix, r, day), field: (n) => n * 32 + (hour % 32) });
    } else {
      const minute = Math.floor((start + fraction) / MINUTE) % 60;
      places.push({ start, key: (s, r) => KEY.minutes(s.prefix, r, hour), field: (n) => n * 64 + minute });
    }
  }
  return places;
}

export async function readBuckets(redis: Connection, shards: readonly Shard[], zone: string, code: string, names: readonly string[],
  grain: Grain, from: number, to: number): Promise<BucketRead> {
  const places = placesOf(zone, grain, from, to);
  const series: Record<string, number[]> = {};
  for (const name of names) series[name] = new Array<number>(places.length).fill(0);
  await Promise.all(shards.map(async (shard) => {
    const region = shard.registry.regionNumber(code);
    if (region === undefined) return;
    const byKey = new Map<string, { fields: number[]; into: [list: number[], index: number][] }>();
    places.forEach((place, index) => {
      const key = place.key(shard, region);
      let wanted = byKey.get(key);
      if (!wanted) byKey.set(key, wanted = { fields: [], into: [] });
      for (const name of names) {
        for (const n of shard.registry.numbersOf(name.startsWith('today.') ? name : `today.${name}`)) {
          wanted.fields.push(place.field(n));
          wanted.into.push([series[name]!, index]);
        }
      }
    });
    await Promise.all([...byKey].filter(([, wanted]) => wanted.fields.length > 0).map(async ([key, { fields, into }]) => {
      const values = await redis.client.hmget(key, ...fields.map(String));
      values.forEach((value, i) => { if (value) into[i]![0][into[i]![1]]! += Number(value); });
    }));
  }));
  return { from: places[0]?.start ?? from, starts: places.map((p) => p.start), series };
}

export async function readHeat(redis: Connection, shards: readonly Shard[], fromHour: number, toHour: number, heatClass?: string): Promise<Map<string, number>> {
  const cells = new Map<string, number>();
  for (const shard of shards) {
    const wanted = heatClass === undefined ? null : shard.registry.wordNumber(heatClass);
    if (wanted === undefined) continue;
    for (let hour = fromHour; hour < toHour; hour += 24) {
      const pipeline = redis.client.pipeline();
      for (let h = hour; h < Math.min(hour + 24, toHour); h++) pipeline.hgetall(KEY.heat(shard.prefix, h));
      for (const [error, hash] of await pipeline.exec() ?? []) {
        if (error) throw error;
        addHeat(cells, hash as Record<string, string>, wanted);
      }
    }
  }
  return cells;
}

/** Field: "class:cell", the cell in hex without its trailing f's. */
function addHeat(cells: Map<string, number>, hash: Record<string, string>, wanted: number | null): void {
  for (const [field, count] of Object.entries(hash)) {
    const colon = field.indexOf(':');
    if (wanted !== null && Number(field.slice(0, colon)) !== wanted) continue;
    const cell = cellFrom(field.slice(colon + 1));
    cells.set(cell, (cells.get(cell) ?? 0) + Number(count));
  }
}

/** Reads rows of regions: one script a shard, summed over the shards that know the region. */
import { dayStart, hourOf, localDay, zoneFraction } from '../wire/clock.ts';
import { isDetail, type CounterRow } from '../wire/counters.ts';
import { Reader, Writer } from './bytes.ts';
import type { Arg, Connection } from './connection.ts';
import { quantile } from './histogram.ts';
import { KEY } from './keys.ts';
import type { Shard } from './shard.ts';

/** Names that have an equal elapsed window of yesterday, in the order rows.lua returns them. */
const YESTERDAY = ['reported', 'closed'] as const;

interface Durations { sum: number; count: number; bins: Map<number, number> }
export interface RawRow { counters: Map<string, number>; durations: Durations }

/** Which buckets "today so far" and "yesterday as far" are, at `now`. */
function windowsOf(zone: string, now: number): { today: number; yesterday: number; hours: number[]; partial: number; minutes: number } {
  const today = localDay(zone, now);
  const start = dayStart(zone, today - 1);
  const target = Math.min(start + (now - dayStart(zone, today)), dayStart(zone, today));
  const partial = hourOf(zone, target);
  const hours: number[] = [];
  for (let hour = hourOf(zone, start); hour < partial; hour++) hours.push(hour);
  const minutes = Math.floor((target + zoneFraction(zone) - partial * 3_600_000) / 60_000);
  return { today, yesterday: today - 1, hours, partial, minutes };
}

function todayNumbers(shard: Shard, detail: boolean): number[] {
  const numbers: number[] = [];
  for (const name of shard.registry.allNames()) {
    if (name.startsWith('today.') && (detail || !isDetail(name))) numbers.push(...shard.registry.numbersOf(name));
  }
  return numbers;
}

/** One list of fields a name, made equally long with a field that no indicator has. */
function fieldsOf(shard: Shard, fields: (indicator: number) => number[]): { packed: Buffer; each: number } {
  const lists = YESTERDAY.map((name) => shard.registry.numbersOf(`today.${name}`).flatMap(fields));
  const each = Math.max(...lists.map((list) => list.length));
  const out = new Writer();
  for (const list of lists) for (let i = 0; i < each; i++) out.u32(list[i] ?? 0);
  return { packed: out.take(), each };
}

export function rowArgs(shard: Shard, zone: string, now: number, detail: boolean): Arg[] {
  const w = windowsOf(zone, now);
  const wanted = new Writer();
  for (const n of todayNumbers(shard, detail)) wanted.u16(n);
  const hours = fieldsOf(shard, (n) => w.hours.map((hour) => n * 32 + (hour % 32)));
  const minutes = fieldsOf(shard, (n) => Array.from({ length: w.minutes }, (_, minute) => n * 64 + minute));
  return [shard.prefix, w.today, w.yesterday, w.partial, wanted.take(), hours.packed, minutes.packed, `${hours.each},${minutes.each}`];
}

/** Adds what one shard says of a region. */
function addRow(into: RawRow, shard: Shard, packed: Buffer, detail: boolean): void {
  const from = new Reader(packed);
  const add = (name: string, value: number): void => { into.counters.set(name, (into.counters.get(name) ?? 0) + value); };
  for (let kind = 0; kind < 2; kind++) {
    for (let n = from.u16(); n > 0; n--) {
      const name = shard.registry.nameOf(from.u16()), value = from.i32();
      if (detail || !isDetail(name)) add(name, value);
    }
  }
  into.durations.sum += from.f64();
  into.durations.count += from.u32();
  for (let n = from.u16(); n > 0; n--) {
    const bin = from.u16();
    into.durations.bins.set(bin, (into.durations.bins.get(bin) ?? 0) + from.u32());
  }
  for (const name of YESTERDAY) add(`yesterday.${name}`, from.f64());
}

function finish(row: RawRow): CounterRow {
  const { sum, count, bins } = row.durations;
  const out: CounterRow = {};
  for (const [name, value] of row.counters) if (value !== 0) out[name] = value;
  if (count > 0) {
    out['today.durationSum'] = sum;
    out['today.durationCount'] = count;
    out['today.durationMedian'] = Math.round(quantile(bins, 0.5) ?? 0);
    out['today.durationP90'] = Math.round(quantile(bins, 0.9) ?? 0);
  }
  return out;
}

export interface RowsRead { rows: Record<string, CounterRow>; feeds: Map<string, string[][]> }

/** `atOnce`: regions a script; Infinity makes the answer of a shard one moment. */
export async function readRows(redis: Connection, shards: readonly Shard[], codes: readonly string[], zone: string, now: number,
  detail: boolean, feeds: readonly string[], atOnce: number): Promise<RowsRead> {
  const raw = new Map<string, RawRow>(codes.map((code) => [code, { counters: new Map(), durations: { sum: 0, count: 0, bins: new Map() } }]));
  const feedReplies = new Map<string, string[][]>(feeds.map((feed) => [feed, []]));
  await Promise.all(shards.map(async (shard) => {
    const known = [...raw.keys()].filter((code) => shard.registry.regionNumber(code) !== undefined);
    if (known.length === 0 && feeds.length === 0) return;
    const head = rowArgs(shard, zone, now, detail);
    for (let i = 0; i === 0 || i < known.length; i += atOnce) {
      const part = known.slice(i, i + atOnce);
      const numbers = part.map((code) => shard.registry.regionNumber(code)!);
      const reply = await redis.run('rows', KEY.meta(shard.prefix), [...head, feeds.length, ...feeds, ...numbers]) as (Buffer | Buffer[])[];
      part.forEach((code, j) => { addRow(raw.get(code)!, shard, reply[j] as Buffer, detail); });
      if (i === 0) feeds.forEach((feed, j) => { feedReplies.get(feed)!.push((reply[part.length + j] as Buffer[]).map(String)); });
    }
  }));
  const rows: Record<string, CounterRow> = {};
  for (const [code, row] of raw) rows[code] = finish(row);
  return { rows, feeds: feedReplies };
}

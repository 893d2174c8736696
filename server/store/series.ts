/** Readings of each station in a ring of 5-min slots, 25 h long. */
import type { Connection } from './connection.ts';
import { KEY, type Prefix } from './keys.ts';
import type { Reading } from './types.ts';

const STEP_MIN = 5;
const SLOTS = 25 * 60 / STEP_MIN;
/** minute u32, then f32 (NaN: absent) of each of: */
const VALUES = ['level', 'flow', 'rain5m', 'rain1h'] as const;
const WIDTH = 4 + 4 * VALUES.length;
const RING_MS = SLOTS * STEP_MIN * 60_000;

export class Series {
  private readonly redis: Connection;
  private readonly prefix: Prefix;
  /** Newest minute written of each station: a reading from before the ring must not overwrite a slot in it. */
  private readonly newest = new Map<string, number>();

  constructor(redis: Connection, prefix: Prefix) { this.redis = redis; this.prefix = prefix; }

  async append(readings: readonly Reading[]): Promise<void> {
    const pipeline = this.redis.client.pipeline();
    for (const r of readings) {
      const newest = this.newest.get(r.station) ?? 0;
      if (r.at <= newest - RING_MS) continue;
      this.newest.set(r.station, Math.max(newest, r.at));
      const minute = Math.floor(r.at / 60_000);
      const record = Buffer.alloc(WIDTH);
      record.writeUInt32BE(minute, 0);
      VALUES.forEach((name, i) => record.writeFloatBE(r[name] ?? NaN, 4 + 4 * i));
      pipeline.setrange(KEY.series(this.prefix, r.station), (Math.floor(minute / STEP_MIN) % SLOTS) * WIDTH, record);
    }
    for (const [error] of await pipeline.exec() ?? []) if (error) throw error;
  }

  async drop(stations: readonly string[]): Promise<void> {
    for (const station of stations) this.newest.delete(station);
    const pipeline = this.redis.client.pipeline();
    for (const station of stations) pipeline.unlink(KEY.series(this.prefix, station));
    for (const [error] of await pipeline.exec() ?? []) if (error) throw error;
  }

  /** Oldest first, from ≤ at < to, to the minute. */
  async read(station: string, from: number, to: number): Promise<Reading[]> {
    const bytes = await this.redis.client.getBuffer(KEY.series(this.prefix, station));
    const list: Reading[] = [];
    for (let at = 0; bytes && at + WIDTH <= bytes.length; at += WIDTH) {
      const time = bytes.readUInt32BE(at) * 60_000;
      if (time === 0 || time < from - (from % 60_000) || time >= to) continue;
      const reading: Reading = { station, at: time };
      VALUES.forEach((name, i) => {
        const value = bytes.readFloatBE(at + 4 + 4 * i);
        // f32 holds seven digits: what was read as 12.34 comes back as 12.34.
        if (!Number.isNaN(value)) reading[name] = Number(value.toPrecision(7));
      });
      list.push(reading);
    }
    return list.sort((a, b) => a.at - b.at);
  }
}

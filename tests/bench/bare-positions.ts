/** The baseline of positions: pull, parse, pack, write as one block; every ten seconds. A child process. */
import { Redis } from 'ioredis';

const [, , feedsUrl, redisPath] = process.argv;
const SLOT = 16;

interface Answer { t: number; cols: string[]; rows: [string, number, number, number, number][] }

async function main(url: string, path: string): Promise<void> {
  const redis = new Redis({ path });
  const slots = new Map<string, number>();
  let block = Buffer.alloc(0);
  let since = 0;
  const beat = async (): Promise<void> => {
    const { t, rows } = await (await fetch(`${url}/staff/positions?since=${since}`)).json() as Answer;
    since = t;
    for (const [id, lng, lat, at, duty] of rows) {
      let slot = slots.get(id);
      if (slot === undefined) slots.set(id, slot = slots.size);
      if (block.length < (slot + 1) * SLOT) block = Buffer.concat([block, Buffer.alloc(Math.max(1 << 20, block.length))]);
      block.writeInt32LE(Math.round(lng * 1e7), slot * SLOT);
      block.writeInt32LE(Math.round(lat * 1e7), slot * SLOT + 4);
      block.writeUInt32LE(at, slot * SLOT + 8);
      block.writeUInt8(duty, slot * SLOT + 12);
    }
    await redis.set('bare:positions', block.subarray(0, slots.size * SLOT));
    process.stdout.write(`${JSON.stringify({ wrote: rows.length })}\n`);
  };
  await beat();
  setInterval(() => void beat(), 10_000);
}

if (feedsUrl !== undefined && redisPath !== undefined) void main(feedsUrl, redisPath);

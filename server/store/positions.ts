/** Positions of staff in packed blocks of 1,024 slots × 16 bytes; little-endian, as screens take them. */
import { DUTY_STATES, type Position } from '../wire/entity.ts';
import type { Connection } from './connection.ts';
import { KEY, type Prefix } from './keys.ts';
import type { PositionBlock } from './types.ts';

export const SLOTS = 1024;
export const SLOT_BYTES = 16;
const DEGREE = 1e7;
/** With more changed slots than this a block is written whole. */
const FEW = 48;

export class Positions {
  private readonly redis: Connection;
  private readonly prefix: Prefix;
  private slots = new Map<string, number>();
  private blocks = new Map<number, Buffer>();
  private loaded = false;

  constructor(redis: Connection, prefix: Prefix) { this.redis = redis; this.prefix = prefix; }

  private async load(): Promise<void> {
    const stored = await this.redis.client.hgetall(KEY.staffSlots(this.prefix));
    this.slots = new Map(Object.entries(stored).map(([id, slot]) => [id, Number(slot)]));
    this.blocks = new Map();
    const count = Math.ceil(this.slots.size / SLOTS);
    for (let n = 0; n < count; n++) {
      const bytes = await this.redis.client.getBuffer(KEY.positions(this.prefix, n));
      const block = Buffer.alloc(SLOTS * SLOT_BYTES);
      if (bytes) bytes.copy(block);
      this.blocks.set(n, block);
    }
    this.loaded = true;
  }

  /** What is cached must be what this Redis holds, also after it was put back to an older state. */
  private async current(): Promise<void> {
    if (!this.loaded || await this.redis.client.hlen(KEY.staffSlots(this.prefix)) !== this.slots.size) await this.load();
  }

  async put(positions: readonly Position[]): Promise<PositionBlock[]> {
    await this.current();
    const fresh: Record<string, number> = {};
    for (const { id } of positions) {
      if (this.slots.has(id)) continue;
      fresh[id] = this.slots.size;
      this.slots.set(id, this.slots.size);
    }
    try {
      if (Object.keys(fresh).length > 0) await this.redis.client.hset(KEY.staffSlots(this.prefix), fresh);
      const touched = this.write(positions);
      await this.flush(touched);
      return [...touched.keys()].map((n) => ({ from: n * SLOTS, count: SLOTS, bytes: this.blocks.get(n)! }));
    } catch (error) {
      this.loaded = false;
      throw error;
    }
  }

  private write(positions: readonly Position[]): Map<number, Set<number>> {
    const touched = new Map<number, Set<number>>();
    for (const p of positions) {
      const slot = this.slots.get(p.id)!;
      const n = Math.floor(slot / SLOTS), at = (slot % SLOTS) * SLOT_BYTES;
      let block = this.blocks.get(n);
      if (!block) this.blocks.set(n, block = Buffer.alloc(SLOTS * SLOT_BYTES));
      const seconds = Math.floor(p.at / 1000);
      if (block.readUInt32LE(at + 8) > seconds) continue;
      block.writeInt32LE(Math.round(p.lng * DEGREE), at);
      block.writeInt32LE(Math.round(p.lat * DEGREE), at + 4);
      block.writeUInt32LE(seconds, at + 8);
      block[at + 12] = DUTY_STATES.indexOf(p.duty);
      let slots = touched.get(n);
      if (!slots) touched.set(n, slots = new Set());
      slots.add(at);
    }
    return touched;
  }

  private async flush(touched: Map<number, Set<number>>): Promise<void> {
    const pipeline = this.redis.client.pipeline();
    for (const [n, offsets] of touched) {
      const key = KEY.positions(this.prefix, n), block = this.blocks.get(n)!;
      if (offsets.size > FEW) pipeline.set(key, block);
      else for (const at of offsets) pipeline.setrange(key, at, block.subarray(at, at + SLOT_BYTES));
    }
    for (const [error] of await pipeline.exec() ?? []) if (error) throw error;
  }

  async read(): Promise<{ blocks: PositionBlock[]; slots: ReadonlyMap<string, number> }> {
    await this.current();
    return { blocks: [...this.blocks].map(([n, bytes]) => ({ from: n * SLOTS, count: SLOTS, bytes })), slots: this.slots };
  }
}

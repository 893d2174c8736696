/**
 * Positions of staff in packed blocks of 1,024 slots × 16 bytes; little-endian, as screens take them. Who has
 * left the roster leaves the slot to the next who comes.
 */
import { DUTY_STATES, type Position } from '../wire/entity.ts';
import type { Connection } from './connection.ts';
import { KEY, type Prefix } from './keys.ts';
import type { PositionBlock } from './types.ts';

export const SLOTS = 1024;
export const SLOT_BYTES = 16;
const DEGREE = 1e7;
/** With more changed slots than this a block is written whole. */
const FEW = 48;
const EMPTY = Buffer.alloc(SLOT_BYTES);

export class Positions {
  private readonly redis: Connection;
  private readonly prefix: Prefix;
  private slots = new Map<string, number>();
  private blocks = new Map<number, Buffer>();
  /** Slots below `top` that nobody has. */
  private vacant: number[] = [];
  private top = 0;
  /** Of the connection it was loaded over; null: not loaded. */
  private loadedFrom: number | null = null;

  constructor(redis: Connection, prefix: Prefix) { this.redis = redis; this.prefix = prefix; }

  private async load(): Promise<void> {
    const generation = this.redis.generation();
    const stored = await this.redis.client.hgetall(KEY.staffSlots(this.prefix));
    this.slots = new Map(Object.entries(stored).map(([id, slot]) => [id, Number(slot)]));
    const taken = new Set(this.slots.values());
    this.top = 0;
    for (const slot of taken) this.top = Math.max(this.top, slot + 1);
    this.blocks = new Map();
    for (let n = 0; n < Math.ceil(this.top / SLOTS); n++) {
      const bytes = await this.redis.client.getBuffer(KEY.positions(this.prefix, n));
      const block = Buffer.alloc(SLOTS * SLOT_BYTES);
      if (bytes) bytes.copy(block);
      this.blocks.set(n, block);
    }
    this.vacant = [];
    for (let slot = this.top - 1; slot >= 0; slot--) {
      if (taken.has(slot)) continue;
      this.vacant.push(slot);
      this.empty(slot);
    }
    this.loadedFrom = generation;
  }

  /** What is cached must be what this Redis holds, also after it was put back to an older state. */
  private async current(): Promise<void> {
    if (this.loadedFrom !== this.redis.generation() || await this.redis.client.hlen(KEY.staffSlots(this.prefix)) !== this.slots.size) await this.load();
  }

  async put(positions: readonly Position[]): Promise<PositionBlock[]> {
    await this.current();
    const fresh: Record<string, number> = {};
    for (const { id } of positions) {
      if (this.slots.has(id)) continue;
      const slot = this.vacant.pop() ?? this.top++;
      fresh[id] = slot;
      this.slots.set(id, slot);
    }
    return this.orForget(async () => {
      if (Object.keys(fresh).length > 0) await this.redis.client.hset(KEY.staffSlots(this.prefix), fresh);
      const touched = this.write(positions);
      await this.flush(touched);
      return [...touched.keys()].map((n) => ({ from: n * SLOTS, count: SLOTS, bytes: this.blocks.get(n)! }));
    });
  }

  async free(ids: readonly string[]): Promise<void> {
    await this.current();
    const leaving = ids.filter((id) => this.slots.has(id));
    if (leaving.length === 0) return;
    const touched = new Map<number, Set<number>>();
    for (const id of leaving) {
      const slot = this.slots.get(id)!;
      this.slots.delete(id);
      this.vacant.push(slot);
      this.empty(slot);
      touch(touched, slot);
    }
    await this.orForget(async () => {
      await this.redis.client.hdel(KEY.staffSlots(this.prefix), ...leaving);
      await this.flush(touched);
    });
  }

  private async orForget<T>(work: () => Promise<T>): Promise<T> {
    try { return await work(); } catch (error) {
      this.loadedFrom = null;
      throw error;
    }
  }

  private empty(slot: number): void { this.blocks.get(Math.floor(slot / SLOTS))?.set(EMPTY, (slot % SLOTS) * SLOT_BYTES); }

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
      touch(touched, slot);
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

/** Offsets of changed slots, by block. */
function touch(touched: Map<number, Set<number>>, slot: number): void {
  const n = Math.floor(slot / SLOTS);
  let offsets = touched.get(n);
  if (!offsets) touched.set(n, offsets = new Set());
  offsets.add((slot % SLOTS) * SLOT_BYTES);
}

/** Fixed-width rows of the cases by day, for filters that no counter answers. A blank row is no case. */
import { CASE_STAGES, CASE_STATUSES, type Case } from '../wire/entity.ts';
import type { Registry } from './registry.ts';
import { NO_PLACE, type CaseRows } from './types.ts';

export const ROW = 24;
export const DEGREE = 1e6;

/** minute u32 · path u24 · category u16 · source u16 · flags u8 (0x80 always) · deadline minute u32 · lng i32 · lat i32 */
export function encodeRow(c: Case, numbers: Registry): Buffer {
  const row = Buffer.alloc(ROW);
  row.writeUInt32BE(Math.floor(c.times.reported / 60_000), 0);
  row.writeUIntBE(numbers.pathOf(c.region).number, 4, 3);
  row.writeUInt16BE(numbers.numberOf(c.category), 7);
  row.writeUInt16BE(numbers.numberOf(c.source), 9);
  row[11] = 0x80 | CASE_STAGES.indexOf(c.stage) | (CASE_STATUSES.indexOf(c.status) << 3) | (c.urgent ? 32 : 0) | (c.supervised ? 64 : 0);
  row.writeUInt32BE(c.deadline === undefined ? 0 : Math.floor(c.deadline / 60_000), 12);
  row.writeInt32BE(c.lng === undefined || c.lat === undefined ? NO_PLACE : Math.round(c.lng * DEGREE), 16);
  row.writeInt32BE(c.lng === undefined || c.lat === undefined ? NO_PLACE : Math.round(c.lat * DEGREE), 20);
  return row;
}

/** Blank rows are left out; numbers are the shard's own. */
export function decodeRows(bytes: Buffer, numbers: Pick<Registry, 'regionOfPath' | 'wordOf'>): CaseRows {
  const whole = Math.floor(bytes.length / ROW);
  let count = 0;
  for (let i = 0; i < whole; i++) if (bytes[i * ROW + 11]! & 0x80) count++;
  const rows: CaseRows = {
    count, minute: new Uint32Array(count), path: new Uint32Array(count), category: new Uint16Array(count), source: new Uint16Array(count),
    flags: new Uint8Array(count), deadline: new Uint32Array(count), lng: new Int32Array(count), lat: new Int32Array(count),
    regionOf: (path) => numbers.regionOfPath(path), wordOf: (word) => numbers.wordOf(word),
  };
  for (let at = 0, i = 0; i < count; at += ROW) {
    if (!(bytes[at + 11]! & 0x80)) continue;
    rows.minute[i] = bytes.readUInt32BE(at);
    rows.path[i] = bytes.readUIntBE(at + 4, 3);
    rows.category[i] = bytes.readUInt16BE(at + 7);
    rows.source[i] = bytes.readUInt16BE(at + 9);
    rows.flags[i] = bytes[at + 11]!;
    rows.deadline[i] = bytes.readUInt32BE(at + 12);
    rows.lng[i] = bytes.readInt32BE(at + 16);
    rows.lat[i] = bytes.readInt32BE(at + 20);
    i++;
  }
  return rows;
}

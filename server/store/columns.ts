/** Fixed-width rows of the cases by day, for filters that no counter answers. A blank row is no case. */
import { CASE_STAGES, CASE_STATUSES, type Case } from '../wire/entity.ts';
import type { Registry } from './registry.ts';
import type { CaseColumn } from './types.ts';

export const ROW = 24;
const NONE = -0x80000000;
const DEGREE = 1e6;

/** minute u32 · path u24 · category u16 · source u16 · flags u8 (0x80 always) · deadline minute u32 · lng i32 · lat i32 */
export function encodeRow(c: Case, numbers: Registry): Buffer {
  const row = Buffer.alloc(ROW);
  row.writeUInt32BE(Math.floor(c.times.reported / 60_000), 0);
  row.writeUIntBE(numbers.pathOf(c.region).number, 4, 3);
  row.writeUInt16BE(numbers.numberOf(c.category), 7);
  row.writeUInt16BE(numbers.numberOf(c.source), 9);
  row[11] = 0x80 | CASE_STAGES.indexOf(c.stage) | (CASE_STATUSES.indexOf(c.status) << 3) | (c.urgent ? 32 : 0) | (c.supervised ? 64 : 0);
  row.writeUInt32BE(c.deadline === undefined ? 0 : Math.floor(c.deadline / 60_000), 12);
  row.writeInt32BE(c.lng === undefined || c.lat === undefined ? NONE : Math.round(c.lng * DEGREE), 16);
  row.writeInt32BE(c.lng === undefined || c.lat === undefined ? NONE : Math.round(c.lat * DEGREE), 20);
  return row;
}

export function decodeRows(bytes: Buffer, numbers: Registry): CaseColumn[] {
  const list: CaseColumn[] = [];
  for (let at = 0; at + ROW <= bytes.length; at += ROW) {
    const flags = bytes[at + 11]!;
    if (!(flags & 0x80)) continue;
    const lng = bytes.readInt32BE(at + 16), deadline = bytes.readUInt32BE(at + 12);
    list.push({
      minute: bytes.readUInt32BE(at), region: numbers.regionOfPath(bytes.readUIntBE(at + 4, 3)),
      category: numbers.wordOf(bytes.readUInt16BE(at + 7)), source: numbers.wordOf(bytes.readUInt16BE(at + 9)),
      stage: CASE_STAGES[flags & 7]!, status: CASE_STATUSES[(flags >> 3) & 3]!, urgent: (flags & 32) > 0, supervised: (flags & 64) > 0,
      deadlineMinute: deadline || null, lng: lng === NONE ? null : lng / DEGREE, lat: lng === NONE ? null : bytes.readInt32BE(at + 20) / DEGREE,
    });
  }
  return list;
}

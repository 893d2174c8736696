/**
 * What a recording is written in: one operation after the other, a byte that names it first. A frame is what changed from one
 * picture to the next; a keyframe says everything in the same words, to be read into an empty fold.
 *
 *   frame      ms since the frame before · bytes of what follows
 *   name, code the next number stands for this counter, this region
 *   rows       local day · count · each: region, count, each: place in the row, where it is new the counter, value less the one before
 *   infos      points, first index, [[id, region, …], …]; region '' for one that left
 *   moves      points, states and places (points.ts)
 *   station    the entity, its reading included        reading   [id, version, updatedAt, reading]
 *   states     [[station, state], …]                   series    station, readings (series.ts)
 *   readings   [[station, at, level, rain5m], …], late ones
 *   cases      entities                                remove    kind, id
 *   alerts     { put, remove } of those in force       feeds     those whose health changed
 */
import { Writer, type Reader } from '../store/bytes.ts';
import type { Change, RowTable } from './row-table.ts';

export const OP = { frame: 1, name: 2, code: 3, rows: 4, infos: 5, moves: 6, station: 7, reading: 8, states: 9, series: 10, readings: 11, cases: 12, remove: 13, alerts: 14, feeds: 15 } as const;
export const POINTS = ['cameras', 'staff'] as const;
export type PointsKind = (typeof POINTS)[number];
export const REMOVED = ['case', 'station'] as const;
export type Removed = (typeof REMOVED)[number];

/** Operations in the making. */
export class Ops extends Writer {
  text(op: number, text: string): void { this.u8(op); this.words(text); }
  json(op: number, value: unknown): void { this.text(op, JSON.stringify(value)); }
  removed(kind: Removed, id: string): void { this.u8(OP.remove); this.u8(REMOVED.indexOf(kind)); this.words(id); }
  words(text: string): void { this.varint(Buffer.byteLength(text)); this.utf8(text); }
}

export function readWords(from: Reader): string {
  const length = from.varint();
  from.at += length;
  return from.bytes.toString('utf8', from.at - length, from.at);
}
export const readJson = <T>(from: Reader): T => JSON.parse(readWords(from)) as T;

export interface RowChanges { row: number; changes: readonly Change[] }

export function writeRows(out: Ops, day: number, rows: readonly RowChanges[]): void {
  if (rows.length === 0) return;
  out.u8(OP.rows);
  out.varint(day);
  out.varint(rows.length);
  for (const { row, changes } of rows) {
    out.varint(row);
    out.varint(changes.length);
    for (const { place, name, before, after } of changes) {
      // Counters are whole numbers; a sum that is none is written as it is.
      const whole = Number.isSafeInteger(before) && Number.isSafeInteger(after);
      out.varint(place * 2 + (whole ? 0 : 1));
      if (before === 0) out.varint(name);
      if (whole) out.signed(after - before); else out.f64(after);
    }
  }
}

/** `changed` gets the number of each row; null: nobody asks. Millions of these are read where a cursor is set late in an hour. */
export function readRows(from: Reader, table: RowTable, changed: Set<number> | null): void {
  const day = from.varint();
  for (let rows = from.varint(); rows > 0; rows--) {
    const row = from.varint();
    table.setDay(row, day);
    const count = from.varint();
    if (table.lengthOf(row) === 0) table.prepare(row, count);
    for (let left = count; left > 0; left--) {
      const word = from.varint();
      const [place, whole] = [word >> 1, (word & 1) === 0];
      if (place === table.lengthOf(row)) { const name = from.varint(); table.append(row, name, whole ? from.signed() : from.f64()); }
      else table.put(row, place, whole ? table.at(row, place) + from.signed() : from.f64());
    }
    changed?.add(row);
  }
}

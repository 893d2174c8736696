/**
 * A recorded file as an upstream would have shown it while the day went by: a record appears at its
 * time of creation without what closing added to it, and becomes as published at its time of closing.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { zonedReader } from './zone.ts';

const Raw = z.record(z.string(), z.unknown());
type Raw = z.infer<typeof Raw>;

export interface RecordingOptions {
  file: string;
  /** Columns */
  id: string; created: string; closed: string; status: string;
  /** What the status is until closing, where it is published as `closedWord`. */
  openWord: string; closedWord: string;
  /** Columns that closing fills, besides `closed`. */
  blank: string[];
  zone: string;
}

/** One state of one record from `at` (epoch ms) on. `until` is when its next state comes; Infinity for the last. */
export interface Step { at: number; id: string; until: number; row: string; number: number }

export interface Recording { steps: Step[]; from: number; to: number; records: number }

/** Orders ids as the addresses do: numbers by value, other text by letters. */
export function compareIds(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Reads newline-delimited JSON, gzipped or not. Throws with the line that does not fit. */
export function readRecording(o: RecordingOptions): Recording {
  const bytes = readFileSync(o.file);
  const text = (o.file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const read = zonedReader(o.zone);
  const steps: Step[] = [];
  let records = 0;
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') return;
    const where = `${o.file}:${i + 1}`;
    const raw = Raw.parse(JSON.parse(line));
    addSteps(o, raw, records++, timeOf(raw[o.created], o.created, where, read), closedTime(raw[o.closed], o.closed, where, read), steps);
  });
  steps.sort((a, b) => a.at - b.at || compareIds(a.id, b.id));
  return { steps, from: steps[0]?.at ?? 0, to: steps.at(-1)?.at ?? 0, records };
}

function timeOf(value: unknown, column: string, where: string, read: (text: string) => number | null): number {
  const ms = typeof value === 'string' ? read(value) : null;
  if (ms === null) throw new Error(`${where}: ${column}: found ${JSON.stringify(value)}, expected a time such as 09/01/2024 12:00:00 AM`);
  return ms;
}

const closedTime = (value: unknown, column: string, where: string, read: (text: string) => number | null): number | null =>
  (value === undefined || value === null || value === '' ? null : timeOf(value, column, where, read));

function addSteps(o: RecordingOptions, raw: Raw, number: number, created: number, closed: number | null, steps: Step[]): void {
  const id = String(raw[o.id]);
  const row = (values: Raw, at: number): string => JSON.stringify({ ...values, _at: at });
  if (closed === null || closed <= created) {
    steps.push({ at: created, id, until: Infinity, row: row(raw, created), number });
    return;
  }
  const before: Raw = { ...raw };
  for (const column of [o.closed, ...o.blank]) delete before[column];
  if (before[o.status] === o.closedWord) before[o.status] = o.openWord;
  steps.push({ at: created, id, until: closed, row: row(before, created), number });
  steps.push({ at: closed, id, until: Infinity, row: row(raw, closed), number });
}

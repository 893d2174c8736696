/** A station's day of readings as bytes: to the second, level and rain to the thousandth. Read only when somebody asks. */
import { Reader } from '../store/bytes.ts';
import type { Reading } from '../store/index.ts';
import { OP, type Ops } from './ops.ts';
import type { SeriesPoint } from './shown.ts';

const HAS = { level: 1, rain: 2 } as const;
const thousandths = (value: number): number => Math.round(value * 1000);

/** `points` oldest first. Station · bytes of what follows · readings. */
export function writeSeries(out: Ops, station: string, points: readonly SeriesPoint[], scratch: Ops): void {
  if (points.length === 0) return;
  scratch.reset();
  let [second, level] = [0, 0];
  for (const { at, level: value, rain5m } of points) {
    const next = Math.floor(at / 1000);
    scratch.varint(next - second);
    second = next;
    scratch.u8((value === undefined ? 0 : HAS.level) | (rain5m === undefined ? 0 : HAS.rain));
    if (value !== undefined) { scratch.signed(thousandths(value) - level); level = thousandths(value); }
    if (rain5m !== undefined) scratch.signed(thousandths(rain5m));
  }
  const bytes = scratch.take();
  out.text(OP.series, station);
  out.varint(bytes.length);
  out.raw(bytes);
}

/** A series where it stands among the operations, and readings that came later. */
export class KeptSeries {
  private readonly bytes: Buffer | null;
  private readonly later: { at: number; level: number | null; rain5m: number | null }[] = [];

  /** Reads past it; without a reader there is nothing yet. */
  constructor(from: Reader | null) {
    if (!from) { this.bytes = null; return; }
    const length = from.varint();
    this.bytes = from.bytes.subarray(from.at, from.at + length);
    from.at += length;
  }

  add(at: number, level: number | null, rain5m: number | null): void { this.later.push({ at, level, rain5m }); }

  readings(station: string): Reading[] {
    const readings: Reading[] = [];
    const push = (at: number, level: number | null, rain5m: number | null): void => {
      const reading: Reading = { station, at };
      if (level !== null) reading.level = level;
      if (rain5m !== null) reading.rain5m = rain5m;
      readings.push(reading);
    };
    const from = this.bytes && new Reader(this.bytes);
    let [second, level] = [0, 0];
    while (from && from.left > 0) {
      second += from.varint();
      const has = from.u8();
      if (has & HAS.level) level += from.signed();
      push(second * 1000, has & HAS.level ? level / 1000 : null, has & HAS.rain ? from.signed() / 1000 : null);
    }
    for (const { at, level: value, rain5m } of this.later) push(at, value, rain5m);
    return readings;
  }
}

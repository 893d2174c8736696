/** A station's day of readings as bytes: to the second, level and rain to the thousandth. */
import type { Reader } from '../store/bytes.ts';
import { OP, readWords, type Ops } from './ops.ts';
import type { SeriesPoint } from './shown.ts';

const HAS = { level: 1, rain: 2 } as const;
const thousandths = (value: number): number => Math.round(value * 1000);

/** `points` oldest first. */
export function writeSeries(out: Ops, station: string, points: readonly SeriesPoint[]): void {
  if (points.length === 0) return;
  out.text(OP.series, station);
  out.varint(points.length);
  let [second, level] = [0, 0];
  for (const { at, level: value, rain5m } of points) {
    const next = Math.floor(at / 1000);
    out.varint(next - second);
    second = next;
    out.u8((value === undefined ? 0 : HAS.level) | (rain5m === undefined ? 0 : HAS.rain));
    if (value !== undefined) { out.signed(thousandths(value) - level); level = thousandths(value); }
    if (rain5m !== undefined) out.signed(thousandths(rain5m));
  }
}

export function readSeries(from: Reader): { station: string; points: SeriesPoint[] } {
  const station = readWords(from);
  const points: SeriesPoint[] = [];
  let [second, level] = [0, 0];
  for (let left = from.varint(); left > 0; left--) {
    second += from.varint();
    const has = from.u8();
    const point: SeriesPoint = { at: second * 1000 };
    if (has & HAS.level) { level += from.signed(); point.level = level / 1000; }
    if (has & HAS.rain) point.rain5m = from.signed() / 1000;
    points.push(point);
  }
  return { station, points };
}

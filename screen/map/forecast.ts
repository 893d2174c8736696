/**
 * When a rising level reaches its next threshold: a straight line through the readings of the last hour,
 * and no more than that. Nothing is said of a level that falls, stands still or swings. Pure.
 */
import type { StationItem } from '../../server/wire/messages.ts';
import { FORECAST } from '../look/words.ts';
import { nextThreshold } from './thresholds.ts';

export interface Reading { at: number; level: number }
export interface Forecast {
  /** The threshold's name, and when it is reached, world's clock. */
  word: string; at: number;
  /** Rise per hour, and how many minutes of readings it rests on. */
  rate: number; minutes: number;
}

export const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Further ahead a straight line says nothing. */
export const HORIZON = 6 * HOUR;
/** Readings of less than this are no trend yet. */
const LEAST = 20 * MINUTE;
/** A level that strays further from its line than this share of the whole rise is not steady. */
const STRAY = 0.25;

/** Rise per hour of the readings (in order of time); null where it is no steady rise of at least two `step`s, what a gauge can tell. */
export function steadyRise(readings: readonly Reading[], step: number): { rate: number; minutes: number } | null {
  const last = readings.at(-1);
  const first = readings[0];
  if (!last || !first || last.at - first.at < LEAST) return null;
  const before = readings[readings.length - 2]!;
  if (last.level < before.level || last.level - first.level < 2 * step) return null;
  const hours = readings.map(({ at }) => (at - last.at) / HOUR);
  const midHour = hours.reduce((a, b) => a + b, 0) / hours.length;
  const midLevel = readings.reduce((sum, { level }) => sum + level, 0) / readings.length;
  let upper = 0, lower = 0;
  readings.forEach(({ level }, i) => { upper += (hours[i]! - midHour) * (level - midLevel); lower += (hours[i]! - midHour) ** 2; });
  const rate = upper / lower;
  const rise = (rate * (last.at - first.at)) / HOUR;
  const steady = rate > 0 && readings.every(({ level }, i) => Math.abs(level - midLevel - rate * (hours[i]! - midHour)) <= STRAY * rise);
  return steady ? { rate, minutes: Math.round((last.at - first.at) / MINUTE) } : null;
}

/** Least step of a gauge: a centimetre, in metres or (ponding) in centimetres. */
const stepOf = (station: StationItem): number => (station.type === 'ponding' ? 1 : 0.01);

export function forecastOf(station: StationItem, readings: readonly Reading[]): Forecast | null {
  const next = nextThreshold(station);
  if (next === null || station.level === null || station.readAt === null || station.state === 'silent') return null;
  const trend = steadyRise(readings, stepOf(station));
  if (trend === null) return null;
  const away = ((next.value - station.level) / trend.rate) * HOUR;
  return away <= HORIZON ? { word: next.word, at: station.readAt + away, ...trend } : null;
}

/** What a station's own word of the last hour gives: two readings an hour apart. */
export const hourAgo = ({ readAt, level, rise }: StationItem): Reading[] =>
  (readAt === null || level === null ? [] : [...(rise === null ? [] : [{ at: readAt - HOUR, level: level - rise }]), { at: readAt, level }]);

/** Who says how soon: the readings gathered, or before there are any the hour that comes with a station. */
export type Outlook = (station: StationItem) => Forecast | null;
export const hourOutlook: Outlook = (station) => forecastOf(station, hourAgo(station));

/** "45 分钟", "1 小时 20 分": beyond an hour to ten minutes, since no line is better than that. */
function spanText(ms: number): string {
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 60) return FORECAST.minutes(minutes);
  const tens = Math.round(minutes / 10);
  return FORECAST.hours(Math.floor(tens / 6), (tens % 6) * 10);
}

/** "约 1 小时 20 分后达警戒". */
export const forecastText = ({ at, word }: Forecast, now: number): string =>
  (at - now < MINUTE ? FORECAST.soon(word) : FORECAST.reaches(spanText(at - now), word));

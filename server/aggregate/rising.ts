/**
 * Rising water: how fast a level rises, and between when and when it reaches its thresholds. Pure.
 *
 * A straight line through the readings of the last hour, led on from its end. A rise that slows is led on slowing; one
 * that grows is not led on growing, save for the earliest bound. The slope is uncertain by the scatter about the line
 * (its standard error), by how it changed within the hour and by what the gauge can tell; at the latest it fades away
 * within hours, as rises do, and then a threshold may never be reached. A test casts all this back over the series of
 * storms and prints what became of it.
 */

export interface LevelReading { /** Epoch ms. */ at: number; level: number }
export interface Threshold { name: 'alert' | 'warning' | 'danger'; value: number }
/** Between which times, ms after the last reading; `late` null: perhaps never, as it rises now. */
export interface Reach extends Threshold { soon: number; likely: number; late: number | null }
export interface Rising {
  /** Rise per hour: likely, least, most. Unit of the level. */
  rate: number; low: number; high: number;
  /** ms of readings that it rests on. */
  span: number;
  /** Thresholds above the level that may be reached within the horizon, the nearest first. */
  reaches: Reach[];
}

const HOUR = 3_600_000;
/** Readings older than this before the last do not speak of its rise. */
const WINDOW = HOUR;
/** Readings of less than this are no trend yet. */
const LEAST_SPAN = 20 * 60_000;
/** Further ahead no line says anything. */
export const HORIZON = 3 * HOUR;
/** Standard errors of the slope, and share of its change, that the bounds lie apart. */
const [ERRORS, BEND] = [1.64, 0.75];

/** No rise is sure to go on: at the least it may fade away within so many hours. */
const FADES = 3;

/** ms until a rise of `rate` per hour, itself changing by `bend`, has come to `up`; null: never. */
function timeTo(up: number, rate: number, bend: number): number | null {
  if (bend === 0) return rate > 0 ? (up / rate) * HOUR : null;
  const root = rate ** 2 + 2 * bend * up;
  return root < 0 ? null : ((Math.sqrt(root) - rate) / bend) * HOUR;
}

/** Slope per hour of the least-squares line, its standard error, or null of fewer than three readings. */
function slopeOf(readings: readonly LevelReading[]): { slope: number; error: number } | null {
  const n = readings.length;
  if (n < 3) return null;
  const from = readings[0]!.at;
  const x = readings.map(({ at }) => (at - from) / HOUR);
  const [meanX, meanY] = [x.reduce((a, b) => a + b, 0) / n, readings.reduce((sum, { level }) => sum + level, 0) / n];
  let [xx, xy] = [0, 0];
  readings.forEach(({ level }, i) => { xx += (x[i]! - meanX) ** 2; xy += (x[i]! - meanX) * (level - meanY); });
  if (xx === 0) return null;
  const slope = xy / xx;
  const scatter = readings.reduce((sum, { level }, i) => sum + (level - meanY - slope * (x[i]! - meanX)) ** 2, 0);
  return { slope, error: Math.sqrt(scatter / (n - 2) / xx) };
}

/**
 * `readings` in order of time; `step`: the least that the gauge can tell, in the level's unit. null: it does not rise
 * by as much as can be told, or too little is known of it.
 */
export function rising(readings: readonly LevelReading[], thresholds: readonly Threshold[], step: number): Rising | null {
  const last = readings.at(-1);
  if (!last) return null;
  const recent = readings.filter(({ at }) => at > last.at - WINDOW - 1);
  const span = last.at - (recent[0]?.at ?? last.at);
  const line = slopeOf(recent);
  if (!line || span < LEAST_SPAN) return null;
  if (line.slope <= 0 || (line.slope * span) / HOUR < 2 * step) return null;
  const middle = last.at - span / 2;
  const [early, later] = [slopeOf(recent.filter(({ at }) => at <= middle)), slopeOf(recent.filter(({ at }) => at >= middle))];
  /** How the rise itself changes, per hour and hour. */
  const bend = early && later ? (later.slope - early.slope) / (span / 2 / HOUR) : 0;
  const apart = Math.hypot(ERRORS * line.error, (Math.abs(bend) * span) / 2 / HOUR * BEND, (step * HOUR) / span);
  // At the last reading; a rise that grows is not led on beyond it, one that slows is.
  const rate = Math.max(0, line.slope + (bend * span) / 2 / HOUR);
  if (rate * (span / HOUR) < step) return null;
  const [low, high] = [Math.max(0, rate - apart), rate + apart];
  const reaches = thresholds.filter(({ value }) => value > last.level).sort((a, b) => a.value - b.value)
    .flatMap((threshold): Reach[] => {
      const up = threshold.value - last.level;
      const likely = timeTo(up, rate, Math.min(0, bend));
      const soon = timeTo(up, high, Math.max(0, bend));
      if (likely === null || soon === null || likely > HORIZON + 1) return [];
      return [{ ...threshold, soon, likely, late: timeTo(up, low, Math.min(0, bend) - rate / FADES) }];
    });
  return { rate, low, high, span, reaches };
}

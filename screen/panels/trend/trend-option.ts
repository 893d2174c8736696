/** The strip of 24 hours as an ECharts option: cases as bars, rain from above, closed and level as lines. Pure. */
import type { EChartsCoreOption } from 'echarts/core';
import type { TrendData } from '../../../server/wire/messages.ts';
import { minuteTime } from '../../look/format.ts';
import { SEAM_AIR } from '../../look/seams.ts';
import { COLOURS, FONTS, SIZES } from '../../look/tokens.ts';
import { TREND } from '../../look/words.ts';
import { textWidth } from '../../map/boxes.ts';

const HOUR = 3_600_000;
/** The word "now" stands at the right end: an hour's label any nearer would lie under it, on the narrowest strip too. */
const NOW_ROOM = 2 * HOUR;
export const RAIN = '#7fb6e6';
export const LEVEL = '#c9b6ff';

type Values = (number | null)[];
const padded = (values: Values | undefined, length: number): Values => Array.from({ length }, (_, i) => values?.[i] ?? null);
export const top = (values: Values): number => values.reduce<number>((most, v) => (v !== null && v > most ? v : most), 0);

/** Hours that get a label: every fourth full local hour. `null` keeps the tick unlabelled. */
export function hourLabel(zone: string, ms: number, step: number): string | null {
  const time = minuteTime(zone, ms);
  const [h, m] = time.split(':').map(Number);
  return h! % 4 === 0 && m! * 60_000 < step ? `${String(h).padStart(2, '0')}:00` : null;
}

/** Half the width of an hour's label, design px. */
const HALF = 0.5 * textWidth('00:00', SIZES.caption, 0.46);
/** Of the strip: its width and where seams run through it, design px. */
export interface StripRoom { width: number; seams: readonly number[] }
/** Whether the label in the middle of the bucket `i` of `length` would lie on a seam. */
export const onSeam = ({ width, seams }: StripRoom, i: number, length: number): boolean =>
  seams.some((x) => Math.abs(((i + 0.5) / length) * width - x) < HALF + SEAM_AIR);

export interface TrendSummary { reported: number; closed: number; rain: number | null; level: number | null }
/** Totals of the window for the legend: the chart's parts in numbers. */
export function trendSummary(data: TrendData): TrendSummary {
  const sum = (values: Values | undefined): number => (values ?? []).reduce<number>((total, v) => total + (v ?? 0), 0);
  const rain = data.series['rain'];
  const level = data.series['level']?.filter((v): v is number => v !== null) ?? [];
  return { reported: sum(data.series['reported']), closed: sum(data.series['closed']), rain: rain?.some((v) => v !== null) ? sum(rain) : null, level: level.at(-1) ?? null };
}

export const hasTrend = (data: TrendData): boolean => Object.values(data.series).some((values) => values.some((v) => v !== null));

/** `scale`: real px a design px. The newest bucket is still filling and is drawn lighter. */
export function trendOption(data: TrendData, zone: string, scale: number, room: StripRoom = { width: 0, seams: [] }): EChartsCoreOption {
  const length = Math.max(0, ...Object.values(data.series).map((values) => values.length));
  const reported = padded(data.series['reported'], length);
  const rain = padded(data.series['rain'], length);
  const level = padded(data.series['level'], length);
  const most = Math.max(4, top(reported), top(padded(data.series['closed'], length)));
  const levels = level.filter((v): v is number => v !== null);
  const px = (n: number): number => Math.round(n * scale * 10) / 10;
  const times = Array.from({ length }, (_, i) => data.from + i * data.step);
  return {
    animation: false,
    textStyle: { fontFamily: FONTS.figure, fontSize: px(SIZES.caption) },
    grid: { left: 0, right: 0, top: px(2), bottom: px(26) },
    xAxis: {
      type: 'category', data: times, boundaryGap: true, axisTick: { show: false },
      axisLine: { lineStyle: { color: COLOURS.rule, width: px(1) } },
      axisLabel: {
        color: COLOURS.ink3, fontSize: px(SIZES.caption), margin: px(8), hideOverlap: true,
        // Labels at the very edges would be cut in half, and one on a seam by the bezel.
        interval: (i: number) => i > HOUR / data.step / 2 && i < length - NOW_ROOM / data.step && !onSeam(room, i, length) && hourLabel(zone, times[i] ?? 0, data.step) !== null,
        formatter: (value: string) => hourLabel(zone, Number(value), data.step) ?? '',
      },
    },
    // Rain hangs in the upper third, cases stand in the lower two: the two never cover each other.
    yAxis: [
      { type: 'value', show: false, min: 0, max: most * 1.45 },
      { type: 'value', show: false, inverse: true, min: 0, max: Math.max(1, top(rain)) * 3.4 },
      levels.length > 0 ? { type: 'value', show: false, min: Math.min(...levels) - spread(levels) * 0.6, max: Math.max(...levels) + spread(levels) * 0.35 } : { type: 'value', show: false },
    ],
    series: [
      { name: TREND.reported, type: 'bar', yAxisIndex: 0, barCategoryGap: '28%', itemStyle: { color: COLOURS.barPast, borderRadius: [px(1.5), px(1.5), 0, 0] }, data: reported.map((v, i) => (i === length - 1 ? { value: v, itemStyle: { color: COLOURS.accent } } : v)) },
      { name: TREND.rain, type: 'bar', yAxisIndex: 1, barGap: '-100%', itemStyle: { color: RAIN, opacity: 0.75 }, data: rain },
      { name: TREND.closed, type: 'line', yAxisIndex: 0, symbol: 'none', lineStyle: { color: COLOURS.good, width: px(1.6) }, data: padded(data.series['closed'], length) },
      { name: TREND.level, type: 'line', yAxisIndex: 2, symbol: 'none', connectNulls: true, lineStyle: { color: LEVEL, width: px(2) }, data: level },
    ],
  };
}

/** Range of the levels, never less than 0.2 m: a calm river is drawn calm. */
function spread(levels: readonly number[]): number {
  return Math.max(0.2, Math.max(...levels) - Math.min(...levels));
}

/** The six figures of the table: value, unit, and the parts under it. Pure. */
import { change, RATES, type CounterRow, type Rate } from '../../../server/wire/counters.ts';
import { count, durationParts, durationText, percent } from '../../look/format.ts';
import { HEADLINE as W } from '../../look/words.ts';

export type HeadlineKey = 'accepted' | 'onTime' | 'overdue' | 'duration' | 'video' | 'duty';
export interface HeadlineFigure { key: HeadlineKey; label: string; value: string; unit: string; part: string; attention: boolean }

export function changeText(today: number, before: number): string {
  const by = change(today, before);
  if (by === null) return '—';
  if (by === 0) return W.same;
  return by > 0 ? W.up(percent(by)) : W.down(percent(-by));
}

const rateFigure = (key: HeadlineKey, label: string, rate: Rate, part: (a: string, b: string) => string, none: string): HeadlineFigure => ({
  key, label, value: percent(rate.value), unit: rate.value === null ? '' : '%', attention: false,
  part: rate.value === null ? none : part(count(rate.numerator), count(rate.denominator)),
});

/** `connected` says of which kinds the city has a feed: a figure of none says 未接入, not 0. */
export function headline(row: CounterRow, connected: { cases: boolean; video: boolean; staff: boolean }): HeadlineFigure[] {
  const n = (name: string): number => row[name] ?? 0;
  const closed = n('today.durationCount');
  const mean = durationParts(closed > 0 ? n('today.durationSum') / closed : null);
  const figures: HeadlineFigure[] = [
    { key: 'accepted', label: W.accepted, value: count(n('today.accepted')), unit: W.cases, attention: false, part: W.sameTime(changeText(n('today.reported'), n('yesterday.reported'))) },
    rateFigure('onTime', W.onTime, RATES.onTime(row), W.onTimePart, W.durationNone),
    { key: 'overdue', label: W.overdue, value: count(n('overdue')), unit: W.cases, attention: n('overdue') > 0, part: W.overduePart(count(n('overdueUrgent'))) },
    { key: 'duration', label: W.duration, value: mean.value, unit: mean.unit, attention: false, part: closed > 0 ? W.durationPart(durationText(n('today.durationMedian')), durationText(n('today.durationP90'))) : W.durationNone },
    rateFigure('video', W.video, RATES.video(row), W.videoPart, W.videoNone),
    rateFigure('duty', W.duty, RATES.duty(row), W.dutyPart, W.dutyNone),
  ];
  const off = new Set<string>([...(connected.cases ? [] : ['accepted', 'onTime', 'overdue', 'duration']), ...(connected.video ? [] : ['video']), ...(connected.staff ? [] : ['duty'])]);
  return figures.map((figure) => (off.has(figure.key) ? { ...figure, value: '—', unit: '', part: W.notConnected, attention: false } : figure));
}

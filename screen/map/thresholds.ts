/** What each threshold of a station is called, and which comes next. Pure. */
import type { StationItem } from '../../server/wire/messages.ts';

export function thresholdWords(type: StationItem['type']): { alert: string; warning: string; danger: string } {
  if (type === 'reservoir') return { alert: '设防', warning: '汛限', danger: '设计' };
  if (type === 'ponding') return { alert: '积水', warning: '积水', danger: '深积水' };
  return { alert: '设防', warning: '警戒', danger: '保证' };
}

/** The threshold that matters next: 警戒 below it, 保证 above it. */
export function nextThreshold(station: StationItem): { word: string; value: number } | null {
  const { level } = station;
  if (level === null) return null;
  const word = thresholdWords(station.type);
  const order = station.type === 'ponding'
    ? [{ word: '10 cm', value: station.warning }, { word: '25 cm', value: station.danger }]
    : [{ word: word.warning, value: station.warning }, { word: word.danger, value: station.danger }];
  for (const { word: name, value } of order) if (value !== null && level < value) return { word: name, value };
  return null;
}

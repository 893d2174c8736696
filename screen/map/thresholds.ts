/** What each threshold of a station is called, and which comes next. Pure. */
import type { StationItem } from '../../server/wire/messages.ts';
import { GAUGE } from '../look/words.ts';

export const thresholdWords = (type: StationItem['type']): { alert: string; warning: string; danger: string } =>
  (type === 'reservoir' || type === 'ponding' ? GAUGE.limits[type] : GAUGE.limits.usual);

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

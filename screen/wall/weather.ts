/** The weather as the rain stations tell it; null where the place has none. Pure. */
import type { StationItem } from '../../server/wire/messages.ts';
import { fixed } from '../look/format.ts';
import { RAIN_CLASSES, WEATHER } from '../look/words.ts';

/** Class by the mean of 24 h over the reporting stations (domain's table), with the heaviest hour beside it. */
export function weatherOf(items: readonly StationItem[]): { name: string; hour: string } | null {
  const rain = items.filter((s) => s.type === 'rain' && s.state !== 'silent' && s.rain24h !== null);
  if (rain.length === 0) return null;
  const mean = rain.reduce((sum, s) => sum + (s.rain24h ?? 0), 0) / rain.length;
  const hour = Math.max(...rain.map((s) => s.rain1h ?? 0));
  const name = RAIN_CLASSES.find(([least]) => mean >= least)?.[1] ?? '';
  return { name, hour: hour >= 0.1 ? WEATHER.hour(fixed(hour, 1)) : '' };
}

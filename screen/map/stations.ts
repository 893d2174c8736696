/** A station as the map tells it: how full, how bad, and one sentence. Pure. */
import type { AlertItem, StationItem } from '../../server/wire/messages.ts';
import { FORECAST, GAUGE as W } from '../look/words.ts';
import { forecastText, HOUR, hourOutlook, type Forecast, type Outlook } from './forecast.ts';
import { SEVERITY } from './palette.ts';
import { nextThreshold, thresholdWords } from './thresholds.ts';

export type Severity = keyof typeof SEVERITY;

const RANK: Record<StationItem['state'], number> = { silent: -1, normal: 0, alert: 1, warning: 2, danger: 3 };
const COLOUR: Record<StationItem['state'], Severity> = { silent: 'none', normal: 'blue', alert: 'yellow', warning: 'orange', danger: 'red' };
export const severityOf = (station: StationItem): Severity => COLOUR[station.state];
export const rankOf = (station: StationItem): number => RANK[station.state];

/** The word that stands beside a gauge, so that colour is never alone; none when all is normal. */
export function stateWord(station: StationItem): string | null {
  if (station.state === 'silent') return W.silent;
  if (station.state === 'normal') return null;
  const word = thresholdWords(station.type)[station.state];
  return station.type === 'ponding' ? word : W.over(word);
}

const unitOf = (station: StationItem): 'cm' | 'm' => (station.type === 'ponding' ? 'cm' : 'm');
const digitsOf = (station: StationItem): number => (station.type === 'ponding' ? 0 : 2);
const said = (station: StationItem, value: number): string => `${Math.abs(value).toFixed(digitsOf(station))} ${unitOf(station)}`;
/** "4.38 m"; null without a reading. */
export const levelText = (station: StationItem): string | null => (station.level === null ? null : said(station, station.level));

/** 0–1 heights in a gauge: of the water and of each threshold that is known. */
export interface Gauge { fill: number; marks: number[]; /** Of the threshold that comes next. */ next: number | null }

export function gauge(station: StationItem): Gauge | null {
  const { level } = station;
  const marks = [station.alert, station.warning, station.danger].filter((v): v is number => v !== null);
  if (level === null || marks.length === 0) return null;
  const high = Math.max(...marks);
  const low = station.type === 'ponding' ? 0 : Math.min(...marks) - Math.max(1.5, (high - Math.min(...marks)) * 1.6);
  // The highest threshold stands at 85 %, so that water above it still shows as above.
  const at = (v: number): number => Math.min(1, Math.max(0, ((v - low) / Math.max(1e-9, high - low)) * 0.85));
  const next = nextThreshold(station);
  return { fill: at(level), marks: marks.map(at), next: next && at(next.value) };
}

export interface Sentence { title: string; detail: string }
/** `ahead`: when the next threshold is reached, and what says so; null where nobody can tell. */
export interface Told extends Sentence { ahead: string | null }

const STILL = { ponding: 0.2, other: 0.005 } as const;

function movement(station: StationItem): string[] {
  const { rise } = station;
  if (rise === null) return [];
  const still = station.type === 'ponding' ? STILL.ponding : STILL.other;
  return [Math.abs(rise) > still ? (rise > 0 ? W.rise : W.fall)(said(station, rise)) : W.steady];
}

/** "江湾站 4.38 m" / "距警戒 0.17 m · 每小时涨 0.21 m" / "按近 60 分钟涨率，约 49 分钟后达警戒". */
export function tell(station: StationItem, forecast: Forecast | null, now: number): Told {
  const level = levelText(station);
  const title = level === null ? station.name : `${station.name} ${level}`;
  if (station.level === null) return { title, detail: stateWord(station) ?? W.noReading, ahead: null };
  const parts: string[] = [];
  const word = thresholdWords(station.type);
  const { level: height } = station;
  // The highest that is passed, as the panels have it.
  const passed = (['danger', 'warning'] as const).find((name) => station[name] !== null && height >= station[name]);
  if (station.type !== 'ponding' && passed) parts.push(W.overBy(word[passed], said(station, height - station[passed]!)));
  const next = nextThreshold(station);
  if (next) parts.push((station.type === 'ponding' ? W.belowDepth : W.below)(next.word, said(station, next.value - station.level)));
  return { title, detail: [...parts, ...movement(station)].join(' · '), ahead: forecast && FORECAST.ahead(forecast.minutes, forecastText(forecast, now)) };
}

/** All of it in two, by the hour that came with the station. */
export function sentence(station: StationItem): Sentence {
  const { title, detail, ahead } = tell(station, hourOutlook(station), station.readAt ?? 0);
  return { title, detail: ahead === null ? detail : `${detail} · ${ahead}` };
}

const TYPE_WEIGHT: Record<StationItem['type'], number> = { river: 3, reservoir: 2, sluice: 1, ponding: 1, rain: 0, pump: 0 };
const ALERT_WEIGHT = { blue: 1, yellow: 2, orange: 3, red: 4 } as const;

/** Orders stations by how much they matter now: state, then an alert that names it, then time left, then kind. */
export function urgency(station: StationItem, alerts: readonly AlertItem[], forecast: Forecast | null): number {
  if (station.state === 'silent' || station.level === null || gauge(station) === null) return -1;
  const named = Math.max(0, ...alerts.filter((a) => a.station === station.id).map((a) => ALERT_WEIGHT[a.colour]));
  const left = hoursLeft(station, forecast);
  const soon = left === null ? 0 : Math.max(0, 1 - left / 6);
  const flowing = station.type === 'river' || station.type === 'reservoir' ? 1 : 0;
  return rankOf(station) * 10 + named * 4 + flowing * 6 + soon * 8 + TYPE_WEIGHT[station.type] * 0.1;
}

/** Hours from the last reading to the next threshold. */
const hoursLeft = (station: StationItem, forecast: Forecast | null): number | null => (forecast ? (forecast.at - station.readAt!) / HOUR : null);

/**
 * The one that gets a sentence; null when all is quiet. `held` stays unless another is clearly worse,
 * so that two stations of equal weight do not take turns.
 */
export function mostCritical(stations: readonly StationItem[], alerts: readonly AlertItem[], held: string | null, outlook: Outlook = hourOutlook): StationItem | null {
  let best: StationItem | null = null;
  let most = 8;
  for (const station of stations) {
    if (station.lng === null || station.lat === null) continue;
    const forecast = outlook(station);
    const weight = urgency(station, alerts, forecast);
    if (rankOf(station) === 0 && (hoursLeft(station, forecast) ?? 99) > 3) continue;
    const held1 = station.id === held ? weight + 1.5 : weight;
    if (held1 > most) { most = held1; best = station; }
  }
  return best;
}

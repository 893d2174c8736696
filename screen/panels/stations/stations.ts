/** River, reservoir and ponding stations by how near they stand to their threshold, and the heaviest rain. Pure. */
import { STATION_STATES } from '../../../server/wire/entity.ts';
import type { StationItem, StationsData } from '../../../server/wire/messages.ts';
import { count, fixed } from '../../look/format.ts';
import { STATION_STATE, STATIONS as W } from '../../look/words.ts';
import { HOUR, hourOutlook, type Outlook } from '../../map/forecast.ts';

export type StationState = StationItem['state'];
export interface StationRow {
  id: string; name: string; state: StationState; word: string; value: string; unit: string; text: string;
  /** Fill of the gauge and where its 警戒 and 保证 stand, 0–1; null where it has none. */
  gauge: { fill: number; warning: number; danger: number | null } | null;
}
export interface StationsModel { rows: StationRow[]; scope: string; total: number }

const unitOf = (s: StationItem): string => (s.type === 'ponding' ? 'cm' : 'm');
const digitsOf = (s: StationItem): number => (s.type === 'ponding' ? 0 : 2);

/** Hours until 警戒 at the present rise; null where it is not rising, has passed it, or has no limit. */
export function hoursToWarning(s: StationItem): number | null {
  if (s.level === null || s.warning === null || s.rise === null || s.rise <= 0 || s.level >= s.warning) return null;
  return (s.warning - s.level) / s.rise;
}

/** Who says how soon, and the world's clock (null: as of each reading). */
export interface Ahead { of: Outlook; now: number | null }
const BY_HOUR: Ahead = { of: hourOutlook, now: null };

/** Time left until the next limit, where the level rises steadily enough to tell. */
function etaText(s: StationItem, { of, now }: Ahead): string[] {
  const forecast = of(s);
  if (forecast === null || s.readAt === null) return [];
  const hours = (forecast.at - (now ?? s.readAt)) / HOUR;
  return [W.eta(hours < 1.5 ? W.minutes(fixed(Math.max(1, hours * 60), 0)) : W.hours(fixed(hours, 1)))];
}

function against(s: StationItem): string {
  if (s.state === 'silent') return W.silent;
  if (s.level === null) return W.noReading;
  const gap = (limit: number): string => `${fixed(Math.abs(limit - s.level!), digitsOf(s))} ${unitOf(s)}`;
  if (s.danger !== null && s.level >= s.danger) return W.over(W.danger, gap(s.danger));
  if (s.warning === null) return W.noLimit;
  const name = W.warning[s.type];
  return s.level >= s.warning ? W.over(name, gap(s.warning)) : W.short(name, gap(s.warning));
}

function movement(s: StationItem): string[] {
  if (s.rise === null || s.state === 'silent') return [];
  const v = `${fixed(Math.abs(s.rise), digitsOf(s))} ${unitOf(s)}`;
  const still = s.type === 'ponding' ? 0.5 : 0.005;
  if (Math.abs(s.rise) < still) return [W.steady];
  return [s.rise > 0 ? W.rise(v) : W.fall(v)];
}

export function gaugeOf(s: StationItem): StationRow['gauge'] {
  if (s.level === null || s.warning === null) return null;
  const span = s.danger !== null && s.danger > s.warning ? s.danger - s.warning : Math.max(0.5, s.warning * 0.1);
  const low = Math.min(s.warning - span * 3, s.level);
  const high = Math.max((s.danger ?? s.warning + span) + span * 0.4, s.level);
  const at = (v: number): number => (v - low) / (high - low);
  return { fill: at(s.level), warning: at(s.warning), danger: s.danger === null ? null : at(s.danger) };
}

const rank = (state: StationState): number => (state === 'silent' ? -1 : STATION_STATES.indexOf(state));

/** Gravest state first; then what reaches its limit soonest; then what stands nearest to it. */
export function byUrgency(a: StationItem, b: StationItem): number {
  const far = 1e9;
  return rank(b.state) - rank(a.state) || (hoursToWarning(a) ?? far) - (hoursToWarning(b) ?? far)
    || marginOf(a) - marginOf(b) || (a.id < b.id ? -1 : 1);
}
/** Distance to 警戒 as a share of it, so that metres and centimetres can be compared. */
const marginOf = (s: StationItem): number => (s.level === null || s.warning === null || s.warning === 0 ? 1e9 : (s.warning - s.level) / Math.abs(s.warning));

/** The `most` first by `order`, without sorting thousands that nobody will see. */
export function first<T>(items: Iterable<T>, most: number, order: (a: T, b: T) => number): T[] {
  const best: T[] = [];
  for (const item of items) {
    if (best.length === most && (most === 0 || order(item, best[most - 1]!) >= 0)) continue;
    let at = best.length;
    while (at > 0 && order(item, best[at - 1]!) < 0) at--;
    best.splice(at, 0, item);
    if (best.length > most) best.pop();
  }
  return best;
}

const levelRow = (s: StationItem, ahead: Ahead): StationRow => ({
  id: s.id, name: s.name, state: s.state, word: s.state === 'normal' ? '' : STATION_STATE[s.state], gauge: gaugeOf(s),
  value: fixed(s.level, digitsOf(s)), unit: s.level === null ? '' : unitOf(s),
  text: [against(s), ...movement(s), ...etaText(s, ahead)].join(' · '),
});

/** A pump, or a rain station that does not report: no level to hold against a limit, but what is there is said. */
const otherRow = (s: StationItem): StationRow => ({
  id: s.id, name: s.name, state: s.state, word: s.state === 'normal' ? '' : STATION_STATE[s.state], gauge: null, value: '', unit: '',
  text: s.state === 'silent' ? W.silent : s.type !== 'pump' || s.running === null ? W.noReading : s.running ? W.running : W.idle,
});
const others = (a: StationItem, b: StationItem): number => rank(b.state) - rank(a.state) || Number(b.running) - Number(a.running) || (a.id < b.id ? -1 : 1);

function partOf(data: StationsData, only: 'water' | 'ponding'): StationsData {
  const items = data.items.filter((s) => (only === 'ponding' ? s.type === 'ponding' : s.type === 'river' || s.type === 'reservoir' || s.type === 'sluice'));
  return { ...data, items, total: items.length };
}

/** The heaviest rain of the last hour; null where no rain station reports. */
export function heaviestRain(items: readonly StationItem[]): StationItem | null {
  return items.reduce<StationItem | null>((most, s) => (s.type === 'rain' && s.rain1h !== null && s.state !== 'silent' && (most === null || s.rain1h > (most.rain1h ?? -1)) ? s : most), null);
}

/** `only`: water in its bed, or on the streets; null: all of it, and the rain. */
export function stationRows(all: StationsData, most: number, only: 'water' | 'ponding' | null = null, ahead = BY_HOUR): StationsModel {
  const data = only === null ? all : partOf(all, only);
  const rain = only === null ? heaviestRain(data.items) : null;
  const levels = data.items.filter((s) => s.type === 'river' || s.type === 'reservoir' || s.type === 'ponding' || s.type === 'sluice');
  const rows = first(levels, rain ? most - 1 : most, byUrgency).map((s) => levelRow(s, ahead));
  if (rain) {
    rows.push({
      id: rain.id, name: W.rainTop(rain.name), state: rain.state, word: rain.state === 'normal' ? '' : STATION_STATE[rain.state], gauge: null,
      value: fixed(rain.rain1h, 1), unit: W.rainUnit, text: rain.rain24h === null ? '' : W.rain24h(fixed(rain.rain24h, 1)),
    });
  }
  // Where that leaves room, a place with pumps only must not look as if it had nothing.
  const left = data.items.filter((s) => s.type === 'pump' || (s.type === 'rain' && rain === null));
  rows.push(...first(left, Math.max(0, most - rows.length), others).map(otherRow));
  const over = data.items.filter((s) => s.state === 'alert' || s.state === 'warning' || s.state === 'danger').length;
  const silent = data.items.filter((s) => s.state === 'silent').length;
  return { rows, total: data.total, scope: W.counts(count(data.total), count(over), count(silent)) };
}

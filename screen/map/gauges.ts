/** Which stations stand on the map as gauges, and the word beside each. Pure; in CSS pixels. */
import type { StationItem } from '../../server/wire/messages.ts';
import { inside, Occupied, textWidth, type Rect } from './boxes.ts';
import { forecastText, type Forecast } from './forecast.ts';
import { gauge, levelText, rankOf, severityOf, stateWord, type Gauge, type Severity } from './stations.ts';

/** Beside its gauge, from which `dx`, `dy` lead: the state's word, and how soon the next one comes. */
export interface Note { word: string | null; ahead: string | null; dx: number; dy: number; anchor: 'start' | 'middle' | 'end' }
export interface GaugeItem { id: string; x: number; y: number; gauge: Gauge; severity: Severity; silent: boolean; note: Note | null; critical: boolean; /** Rises steadily towards its next threshold. */ ahead: boolean }
/** A station with its place on the screen. */
export interface Standing { station: StationItem; x: number; y: number; gauge: Gauge }

/** Design px: the tube of a gauge. */
export const GAUGE = { w: 9, h: 26 } as const;
/** The mark of what rises stands so far right of its gauge's middle. */
export const AHEAD = 8.5;
export const NOTE = 14.8;
/** Least pixels between gauges of stations that are well, by depth: the city shows a few, a street all. */
const QUIET_GAP = [120, 70, 36, 20, 20];

/** What stands in the city view as a gauge: a station with a level and a threshold; the well ones only on rivers and reservoirs there. */
const drawn = (station: StationItem, depth: number): boolean => {
  if (rankOf(station) > (station.type === 'ponding' && depth === 0 ? 1 : 0)) return true;
  if (depth === 0) return station.type === 'river' || station.type === 'reservoir';
  return depth >= 2 || station.type !== 'ponding';
};

export const gaugeRect = (x: number, y: number, scale: number): Rect =>
  ({ x: x - (GAUGE.w / 2 + 3) * scale, y: y - GAUGE.h * scale, w: (GAUGE.w + 6) * scale, h: (GAUGE.h + 3) * scale });

/** The critical one first, then by gravity. */
export function standing(stations: readonly StationItem[], depth: number, critical: StationItem | null, at: (s: StationItem) => { x: number; y: number } | null): Standing[] {
  return stations
    .filter((s) => drawn(s, depth))
    .sort((a, b) => Number(b === critical) - Number(a === critical) || rankOf(b) - rankOf(a) || (a.id < b.id ? -1 : 1))
    .flatMap((station) => {
      const filled = gauge(station);
      const place = filled && at(station);
      return filled && place ? [{ station, ...place, gauge: filled }] : [];
    });
}

/** Those of `all` that find room off what is taken and off each other; takes it. */
export function placeGauges(all: readonly Standing[], critical: StationItem | null, depth: number, scale: number, taken: Occupied, spaced: Occupied): Standing[] {
  const quiet = QUIET_GAP[Math.min(depth, QUIET_GAP.length - 1)]!;
  return all.filter(({ station, x, y }) => {
    const rect = gaugeRect(x, y, scale);
    const gap = (rankOf(station) <= 0 ? quiet : 8) * scale;
    if (station !== critical && (!taken.free(rect, 2 * scale) || !spaced.free(rect, gap))) return false;
    taken.take(rect);
    spaced.take(rect);
    return true;
  });
}

/** What may stand beside a gauge, the fullest first. */
function notes(station: StationItem, forecast: Forecast | null, now: number): Pick<Note, 'word' | 'ahead'>[] {
  const word = stateWord(station);
  const level = levelText(station);
  const short = word !== null && station.type === 'ponding' && level ? `${word} ${level}` : word;
  const ahead = forecast && forecastText(forecast, now);
  if (short === null) return ahead === null ? [] : [{ word: null, ahead }];
  return [...(ahead === null ? [] : [{ word: short, ahead: ` · ${ahead}` }]), { word: short, ahead: null }];
}

/** Where notes find room: off what is taken, and between the panels. */
export interface NoteWall { scale: number; taken: Occupied; frame: Rect }

export function gaugeItem(at: Standing, critical: StationItem | null, wall: NoteWall, forecast: Forecast | null, now: number): GaugeItem {
  const { station, x, y } = at;
  const isCritical = station === critical;
  const note = isCritical ? null : notes(station, forecast, now).reduce<Note | null>((placed, said) => placed ?? placeNote(said, at, wall, forecast !== null), null);
  return { id: station.id, x, y, gauge: at.gauge, severity: severityOf(station), silent: station.state === 'silent', note, critical: isCritical, ahead: forecast !== null };
}

/** The word on the first free side of a gauge; the gauge's colour and shape remain where none is. */
function placeNote(said: Pick<Note, 'word' | 'ahead'>, { x, y }: Standing, { scale, taken, frame }: NoteWall, marked: boolean): Note | null {
  const w = textWidth(`${said.word ?? ''}${said.ahead ?? ''}`, NOTE * scale) + 4 * scale;
  const h = 18 * scale;
  const sides: readonly (readonly [number, number, Note['anchor']])[] = [[marked ? AHEAD + 6 : 11, -7, 'start'], [-11, -7, 'end'], [0, 19, 'middle'], [0, -GAUGE.h - 6, 'middle']];
  for (const [dx, dy, anchor] of sides) {
    const left = x + dx * scale - (anchor === 'start' ? 0 : anchor === 'end' ? w : w / 2);
    const rect: Rect = { x: left, y: y + dy * scale - 14 * scale, w, h };
    if (!inside(rect, frame) || !taken.free(rect, scale)) continue;
    taken.take(rect);
    return { ...said, dx: dx * scale, dy: dy * scale, anchor };
  }
  return null;
}

/** Lays out what the page draws over the map: labels, gauges, the one sentence, counts. Pure; in CSS pixels of a view at rest. */
import type { AlertItem, StationItem } from '../../server/wire/messages.ts';
import { inside, Occupied, textWidth, type Rect } from './boxes.ts';
import type { Bin } from './layers/bins.ts';
import { toX, toY, type Projection } from './projection.ts';
import type { Shape } from './shapes.ts';
import { gauge, levelText, mostCritical, rankOf, sentence, severityOf, stateWord, type Gauge, type Sentence, type Severity } from './stations.ts';
import { screenX, screenY, type Padding, type Size, type View } from './view.ts';

export interface LabelItem { code: string; name: string; x: number; y: number; /** Half its width. */ half: number; size: number; figure: string | null; alert: AlertItem['colour'] | null }
export interface GaugeItem { id: string; x: number; y: number; gauge: Gauge; severity: Severity; silent: boolean; note: string | null; noteLeft: boolean; critical: boolean }
export interface Callout { x: number; y: number; textX: number; textY: number; anchor: 'start' | 'end'; width: number; severity: Severity; sentence: Sentence }
/** `figure`: only the large ones say their number; a hundred numbers would say nothing. */
export interface BinItem { kind: 'camera' | 'staff'; x: number; y: number; size: number; figure: string | null }
export interface Overlay { labels: LabelItem[]; gauges: GaugeItem[]; callout: Callout | null; bins: BinItem[] }

export interface LabelSource { shape: Shape; name: string; at: readonly [number, number]; figure: string | null; alert: AlertItem['colour'] | null }

export interface OverlayInput {
  view: View; size: Size; padding: Padding; scale: number; projection: Projection; depth: number;
  labels: readonly LabelSource[];
  stations: readonly StationItem[]; alerts: readonly AlertItem[]; held: string | null;
  bins: readonly { kind: 'camera' | 'staff'; bins: readonly Bin[] }[];
  /** Where legends stand. */
  reserved: readonly Rect[];
}

/** Design px: the tube of a gauge, and the figure beside a count. */
export const GAUGE = { w: 9, h: 26 } as const;
export const BIN_FIGURE = 14.8;
/** Share of the largest count from which a count is written out. */
const SPOKEN = 0.22;
/** Least pixels between gauges of stations that are well, by depth: the city shows a few, a street all. */
const QUIET_GAP = [120, 70, 36, 20, 20];

/** What stands in the city view as a gauge: a station with a level and a threshold; the well ones only on rivers and reservoirs there. */
const drawn = (station: StationItem, depth: number): boolean => {
  if (rankOf(station) > (station.type === 'ponding' && depth === 0 ? 1 : 0)) return true;
  if (depth === 0) return station.type === 'river' || station.type === 'reservoir';
  return depth >= 2 || station.type !== 'ponding';
};

function placeLabels(input: OverlayInput, taken: Occupied): LabelItem[] {
  const { view, size, scale } = input;
  const em = (input.labels.length > 24 ? 16 : input.labels.length > 14 ? 18 : 20) * scale;
  const out: LabelItem[] = [];
  for (const { shape, name, at, figure, alert } of [...input.labels].sort((a, b) => b.shape.area - a.shape.area)) {
    const x = screenX(view, size, at[0]);
    const y = screenY(view, size, at[1]);
    const wide = (shape.box[2] - shape.box[0]) * view.k;
    const high = (shape.box[3] - shape.box[1]) * view.k;
    const w = textWidth(name, em * 1.06) + (alert ? em * 1.3 : 0);
    // A name may hang over a small region's border, but not swallow the region.
    if (w > wide * 1.9 || em > high * 1.1) continue;
    const shown = figure !== null && w * 1.25 < wide && em * 3.4 < high ? figure : null;
    const h = em * (shown ? 2.1 : 1.15);
    for (const dy of [0, -0.9, 0.9, -1.8, 1.8]) {
      const rect: Rect = { x: x - w / 2, y: y + dy * em - h / 2, w, h };
      if (!taken.free(rect, 3 * scale)) continue;
      taken.take(rect);
      out.push({ code: shape.code, name, x, y: rect.y + em * 0.95, half: w / 2, size: em, figure: shown, alert });
      break;
    }
  }
  return out;
}

/** Where the sentence may stand, design px from its station: near first, then further out. */
const CALLOUT_PLACES: readonly (readonly [number, number])[] = [60, 110, 180, 280, 400].flatMap((reach) =>
  [-1, 1].flatMap((side) => [-0.4, 0.2, -1, 0.8].map((rise) => [side * reach, rise * reach - 25] as const)));

/** Empty space wanted around the sentence. */
const AIR = 7;
/** How many of some points along the leader lie on something. */
function crossed(taken: Occupied, x: number, y: number, toX: number, toY: number, scale: number): number {
  let hits = 0;
  for (let t = 0.15; t < 1; t += 0.07) if (!taken.free({ x: x + (toX - x) * t, y: y + (toY - y) * t, w: 1, h: 1 }, 3 * scale)) hits++;
  return hits;
}

function placeCallout(input: OverlayInput, station: StationItem, taken: Occupied): Callout {
  const { view, size, scale, padding, projection } = input;
  const x = screenX(view, size, toX(projection, station.lng!));
  const y = screenY(view, size, toY(projection, station.lat!));
  const text = sentence(station);
  const w = Math.max(textWidth(text.title, 19 * scale), textWidth(text.detail, 16 * scale)) + 10 * scale;
  const h = 50 * scale;
  const frame: Rect = { x: padding.left, y: padding.top, w: size.width - padding.left - padding.right, h: size.height - padding.top - padding.bottom };
  let best: { rect: Rect; right: boolean; cost: number } | null = null;
  for (const [dx, dy] of CALLOUT_PLACES) {
    const right = dx > 0;
    const rect: Rect = { x: right ? x + dx * scale : x + dx * scale - w, y: y + dy * scale, w, h };
    // To cover a name is worse than a longer leader.
    const cost = taken.cost({ x: rect.x - AIR * scale, y: rect.y - AIR * scale, w: w + 2 * AIR * scale, h: h + 2 * AIR * scale }) * 8
      + crossed(taken, x, y, right ? rect.x : rect.x + w, rect.y + h, scale) * 4_000 * scale * scale + (inside(rect, frame) ? 0 : 1e7) + (Math.abs(dx) + Math.abs(dy)) * scale * scale * 6;
    if (!best || cost < best.cost) best = { rect, right, cost };
  }
  const { rect, right } = best!;
  taken.take(rect);
  return { x, y, textX: right ? rect.x : rect.x + w, textY: rect.y, anchor: right ? 'start' : 'end', width: w, severity: severityOf(station), sentence: text };
}

const gaugeRect = (x: number, y: number, scale: number): Rect =>
  ({ x: x - (GAUGE.w / 2 + 3) * scale, y: y - GAUGE.h * scale, w: (GAUGE.w + 6) * scale, h: (GAUGE.h + 3) * scale });

function placeGauges(input: OverlayInput, critical: StationItem | null, taken: Occupied): GaugeItem[] {
  const { view, size, scale, projection } = input;
  const spaced = new Occupied();
  const quiet = QUIET_GAP[Math.min(input.depth, QUIET_GAP.length - 1)]! * scale;
  const out: GaugeItem[] = [];
  const order = input.stations
    .filter((s) => s.lng !== null && s.lat !== null && drawn(s, input.depth))
    .sort((a, b) => Number(b === critical) - Number(a === critical) || rankOf(b) - rankOf(a) || (a.id < b.id ? -1 : 1));
  for (const station of order) {
    const filled = gauge(station);
    if (!filled) continue;
    const x = screenX(view, size, toX(projection, station.lng!));
    const y = screenY(view, size, toY(projection, station.lat!));
    if (x < 0 || y < 0 || x > size.width || y > size.height) continue;
    const rect = gaugeRect(x, y, scale);
    const isCritical = station === critical;
    const calm = rankOf(station) <= 0;
    if (!isCritical && (!taken.free(rect, 2 * scale) || !spaced.free(rect, calm ? quiet : 8 * scale))) continue;
    taken.take(rect);
    spaced.take(rect);
    const word = stateWord(station);
    const level = levelText(station);
    const wanted = isCritical || word === null ? null : station.type === 'ponding' && level ? `${word} ${level}` : word;
    const note = wanted === null ? null : placeNote(wanted, rect, scale, taken);
    out.push({ id: station.id, x, y, gauge: filled, severity: severityOf(station), silent: station.state === 'silent', note: note?.text ?? null, noteLeft: note?.left ?? false, critical: isCritical });
  }
  return out;
}

/** The word beside a gauge, on whichever side is free; the gauge's colour and shape remain where neither is. */
function placeNote(text: string, beside: Rect, scale: number, taken: Occupied): { text: string; left: boolean } | null {
  const w = textWidth(text, 14 * scale) + 4 * scale;
  for (const left of [false, true]) {
    const rect: Rect = { x: left ? beside.x - w - 2 * scale : beside.x + beside.w + 2 * scale, y: beside.y + 4 * scale, w, h: 18 * scale };
    if (!taken.free(rect, scale)) continue;
    taken.take(rect);
    return { text, left };
  }
  return null;
}

function placeBins(input: OverlayInput, taken: Occupied): BinItem[] {
  const { view, size, scale } = input;
  const out: BinItem[] = [];
  for (const { kind, bins } of input.bins) {
    const most = Math.max(1, ...bins.map((b) => b.count));
    for (const bin of bins) {
      const side = (3.5 + 7 * Math.sqrt(bin.count / most)) * scale;
      const x = screenX(view, size, bin.x);
      const y = screenY(view, size, bin.y);
      const text = bin.count >= most * SPOKEN ? String(bin.count) : null;
      const w = side + (text === null ? 0 : textWidth(text, BIN_FIGURE * scale, 0.46) + 4 * scale);
      const rect: Rect = { x: x - side / 2, y: y - 9 * scale, w, h: 18 * scale };
      if (!taken.free(rect, 2 * scale)) continue;
      taken.take(rect);
      out.push({ kind, x, y, size: side, figure: text });
    }
  }
  return out;
}

export function layOut(input: OverlayInput): Overlay & { critical: string | null } {
  const taken = new Occupied();
  for (const rect of input.reserved) taken.take(rect);
  const critical = mostCritical(input.stations, input.alerts, input.held);
  if (critical) {
    const { view, size, projection, scale } = input;
    taken.take(gaugeRect(screenX(view, size, toX(projection, critical.lng!)), screenY(view, size, toY(projection, critical.lat!)), scale));
  }
  const labels = placeLabels(input, taken);
  const callout = critical ? placeCallout(input, critical, taken) : null;
  const gauges = placeGauges(input, critical, taken);
  return { labels, callout, gauges, bins: placeBins(input, taken), critical: critical?.id ?? null };
}

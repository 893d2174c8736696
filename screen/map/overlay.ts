/**
 * Lays out what the page draws over the map: labels, gauges, the one sentence, counts. Pure; in CSS pixels
 * of a view at rest. Marks of severity stand where they are and come first; what can move keeps off them.
 */
import type { AlertItem, StationItem } from '../../server/wire/messages.ts';
import { Occupied, textWidth, type Rect } from './boxes.ts';
import { placeCallout, RING, type Callout } from './callout.ts';
import { hourOutlook, type Outlook } from './forecast.ts';
import { gaugeItem, gaugeRect, placeGauges, standing, type GaugeItem, type Standing } from './gauges.ts';
import { placeLabels, type LabelItem, type LabelSource } from './labels.ts';
import type { Bin } from './layers/bins.ts';
import { toX, toY, type Projection } from './projection.ts';
import { mostCritical, rankOf } from './stations.ts';
import { between, screenX, screenY, type Padding, type Size, type View } from './view.ts';

/** `figure`: only the large ones say their number; a hundred numbers would say nothing. */
export interface BinItem { kind: 'camera' | 'staff'; x: number; y: number; size: number; figure: string | null; figureLeft: boolean }
export interface Overlay { labels: LabelItem[]; gauges: GaugeItem[]; callout: Callout | null; bins: BinItem[] }

/** The station that has the sentence, and where the sentence stood. */
export interface Held { station: string; place: number }

export interface OverlayInput {
  view: View; size: Size; padding: Padding; scale: number; projection: Projection; depth: number;
  labels: readonly LabelSource[];
  stations: readonly StationItem[]; alerts: readonly AlertItem[]; held: Held | null;
  /** When each reaches its next threshold; the world's clock. */
  outlook?: Outlook; now?: number;
  bins: readonly { kind: 'camera' | 'staff'; bins: readonly Bin[] }[];
  /** Where legends stand. */
  reserved: readonly Rect[];
  /** Where tiles of the wall meet: nothing is written across. */
  seams: readonly Rect[];
}

/** Design px: the figure beside a count. */
export const BIN_FIGURE = 14.8;
/** Share of the largest count from which a count is written out. */
const SPOKEN = 0.22;

function placeBin(kind: BinItem['kind'], bin: Bin, most: number, input: OverlayInput, taken: Occupied): BinItem | null {
  const { view, size, scale } = input;
  const side = (3.5 + 7 * Math.sqrt(bin.count / most)) * scale;
  const x = screenX(view, size, bin.x);
  const y = screenY(view, size, bin.y);
  const text = bin.count >= most * SPOKEN ? String(bin.count) : null;
  const beside = text === null ? 0 : textWidth(text, BIN_FIGURE * scale, 0.46) + 4 * scale;
  const sides: readonly (readonly [string | null, boolean])[] = text === null ? [[null, false]] : [[text, false], [text, true], [null, false]];
  for (const [figure, figureLeft] of sides) {
    const rect: Rect = { x: x - side / 2 - (figureLeft ? beside : 0), y: y - 9 * scale, w: side + (figure === null ? 0 : beside), h: 18 * scale };
    if (!taken.free(rect, 2 * scale)) continue;
    taken.take(rect);
    return { kind, x, y, size: side, figure, figureLeft };
  }
  return null;
}

const placeBins = (input: OverlayInput, taken: Occupied): BinItem[] => input.bins.flatMap(({ kind, bins }) => {
  const most = Math.max(1, ...bins.map((b) => b.count));
  return bins.flatMap((bin) => placeBin(kind, bin, most, input, taken) ?? []);
});

export function layOut(input: OverlayInput): Overlay & { held: Held | null } {
  const { view, size, scale, depth, projection } = input;
  const spot = (s: StationItem): { x: number; y: number } | null => {
    if (s.lng === null || s.lat === null) return null;
    const x = screenX(view, size, toX(projection, s.lng)), y = screenY(view, size, toY(projection, s.lat));
    return x < 0 || y < 0 || x > size.width || y > size.height ? null : { x, y };
  };
  const { outlook = hourOutlook, now = 0 } = input;
  const critical = mostCritical(input.stations, input.alerts, input.held?.station ?? null, outlook);
  const centre = critical && spot(critical);
  const all = standing(input.stations, depth, critical, spot);
  const spaced = new Occupied();
  const fixed: Rect[] = [...input.reserved];
  if (centre) fixed.push({ x: centre.x - RING.r * scale, y: centre.y - (RING.up + RING.r) * scale, w: 2 * RING.r * scale, h: 2 * RING.r * scale });
  const among = (rects: readonly Rect[]): Occupied => { const out = new Occupied(); rects.forEach((r) => out.take(r)); return out; };

  const marks = placeGauges(all.filter(({ station }) => rankOf(station) > 0 || station === critical), critical, depth, scale, among(fixed), spaced);
  const start = (also: readonly Rect[]): Occupied => {
    const out = among([...fixed, ...input.seams, ...also]);
    for (const { x, y } of marks) out.take(gaugeRect(x, y, scale));
    return out;
  };
  const firm = start([]);
  let taken = start([]);
  let labels = placeLabels(input.labels, input, taken, [...fixed, ...input.seams]);
  const held = critical && input.held?.station === critical.id ? input.held.place : null;
  const sentence = critical && centre ? placeCallout({ station: critical, forecast: outlook(critical), now }, centre, input, { taken, firm }, held, input.seams) : null;
  if (sentence && taken.cost(sentence.rect) > 0) {
    // No free place is left for the sentence among the names: then they make room for it.
    taken = start([sentence.rect]);
    labels = placeLabels(input.labels, input, taken, [...fixed, ...input.seams, sentence.rect]);
  } else if (sentence) taken.take(sentence.rect);
  const item = (at: Standing): GaugeItem => gaugeItem(at, critical, { scale, taken, frame: between(size, input.padding) }, outlook(at.station), now);
  const severe = marks.map((at) => item(at));
  const rest = placeGauges(all.filter(({ station }) => rankOf(station) <= 0 && station !== critical), critical, depth, scale, taken, spaced);
  const gauges = [...severe, ...rest.map((at) => item(at))];
  return {
    labels, callout: sentence?.callout ?? null, gauges, bins: placeBins(input, taken),
    held: critical && sentence ? { station: critical.id, place: sentence.place } : null,
  };
}

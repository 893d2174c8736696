/** Where names stand: each at its region's middle, or at the freest place about it. Pure; in CSS pixels. */
import { inside, Occupied, textWidth, type Rect } from './boxes.ts';
import type { Mark } from './layers/alert-areas.ts';
import { inShape, type Shape } from './shapes.ts';
import { between, screenX, screenY, worldX, worldY, type Padding, type Size, type View } from './view.ts';

export interface LabelItem { code: string; name: string; x: number; y: number; /** Half its width. */ half: number; size: number; figure: string | null; alert: Mark | null }
export interface LabelSource { shape: Shape; name: string; at: readonly [number, number]; figure: string | null; alert: Mark | null }
export interface Canvas { view: View; size: Size; scale: number; padding: Padding }

/** Places about the middle, ems. */
const AROUND: readonly (readonly [number, number])[] = [
  [0, 0], [0, -0.9], [0, 0.9], [-1.2, 0], [1.2, 0], [-1.2, -0.9], [1.2, -0.9], [-1.2, 0.9], [1.2, 0.9], [0, -1.8], [0, 1.8],
  [-2.4, 0], [2.4, 0], [-1.2, -1.8], [1.2, -1.8], [-1.2, 1.8], [1.2, 1.8], [-2.4, -1.2], [2.4, -1.2], [-2.4, 1.2], [2.4, 1.2],
  [0, -2.7], [0, 2.7], [-2.4, -2.4], [2.4, -2.4], [-2.4, 2.4], [2.4, 2.4],
];
/** Pixels that must be clear about a name, and those that should. */
const TIGHT = 3;
const WIDE = 10;
/** What it is worth, in ems of distance, to have room, and to stand in one's own region. */
const ROOM = 0.7;
const HOME = 3;
/** Share of a name that may lie over something else where no place is free. */
const COVERED = 0.4;
/** So few names must all be there; of many, one that finds no room is left out. */
const FEW = 14;

const atHome = (shape: Shape, { view, size }: Canvas, x: number, y: number): boolean =>
  shape.polygons.length === 0 || inShape(shape, worldX(view, size, x), worldY(view, size, y));

/** The free place that costs least; null where none is free. */
function place(source: LabelSource, canvas: Canvas, em: number, w: number, h: number, taken: Occupied): Rect | null {
  const { view, size, scale } = canvas;
  const frame = between(size, canvas.padding);
  const x = screenX(view, size, source.at[0]);
  const y = screenY(view, size, source.at[1]);
  let best: Rect | null = null;
  let least = Infinity;
  for (const [dx, dy] of AROUND) {
    const away = Math.hypot(dx, dy);
    if (away >= least) continue;
    const rect: Rect = { x: x + dx * em - w / 2, y: y + dy * em - h / 2, w, h };
    // Beyond the frame stand panels, path and tools.
    if (!inside(rect, frame) || !taken.free(rect, TIGHT * scale)) continue;
    const cost = away + (taken.free(rect, WIDE * scale) ? 0 : ROOM) + (away === 0 || atHome(source.shape, canvas, x + dx * em, y + dy * em) ? 0 : HOME);
    if (cost < least) { least = cost; best = rect; }
  }
  return best;
}

/** Where everything is taken: the place at home that covers least of the marks and nothing of `words`, so that no large region is without its name; null where it would cover too much. */
function crowded(source: LabelSource, canvas: Canvas, em: number, w: number, h: number, taken: Occupied, words: Occupied): Rect | null {
  const { view, size, scale } = canvas;
  const frame = between(size, canvas.padding);
  const x = screenX(view, size, source.at[0]);
  const y = screenY(view, size, source.at[1]);
  let best: Rect | null = null;
  let least = w * h * COVERED;
  // With its end by the middle it is still the region's own, and clear of a seam that runs through that.
  const beside = [-1, 1].flatMap((side) => [0, -1.2, 1.2].map((dy) => [side * (w / em / 2 + 0.6), dy] as const));
  for (const [dx, dy] of [...AROUND, ...beside]) {
    if (Math.abs(dx) < w / em / 2 && Math.hypot(dx, dy) > 0 && !atHome(source.shape, canvas, x + dx * em, y + dy * em)) continue;
    const rect: Rect = { x: x + dx * em - w / 2, y: y + dy * em - h / 2, w, h };
    if (!inside(rect, frame) || !words.free(rect, TIGHT * scale)) continue;
    const cost = taken.cost(rect);
    if (cost < least) { least = cost; best = rect; }
  }
  return best;
}

/** Largest regions first. A name whose figure finds no room stands without it. `read`: what else is read there, and may not be covered. */
export function placeLabels(labels: readonly LabelSource[], canvas: Canvas, taken: Occupied, read: readonly Rect[]): LabelItem[] {
  const words = new Occupied();
  for (const rect of read) words.take(rect);
  const em = (labels.length > 24 ? 16 : labels.length > 14 ? 18 : 20) * canvas.scale;
  const out: LabelItem[] = [];
  for (const source of [...labels].sort((a, b) => b.shape.area - a.shape.area)) {
    const { shape, name, figure, alert } = source;
    const wide = (shape.box[2] - shape.box[0]) * canvas.view.k;
    const high = (shape.box[3] - shape.box[1]) * canvas.view.k;
    const w = textWidth(name, em * 1.06) + (alert ? em * 1.3 : 0);
    // A name may hang over a small region's border, but not swallow the region.
    if (w > wide * 1.9 || em > high * 1.1) continue;
    const roomy = figure !== null && w * 1.25 < wide && em * 3.4 < high;
    const whole = roomy ? place(source, canvas, em, w, em * 2.1, taken) : null;
    const rect = whole ?? place(source, canvas, em, w, em * 1.15, taken) ?? (labels.length <= FEW ? crowded(source, canvas, em, w, em * 1.15, taken, words) : null);
    if (!rect) continue;
    taken.take(rect);
    words.take(rect);
    out.push({ code: shape.code, name, x: rect.x + w / 2, y: rect.y + em * 0.95, half: w / 2, size: em, figure: whole ? figure : null, alert });
  }
  return out;
}

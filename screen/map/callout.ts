/** Where the one sentence stands, and its leader. Pure; in CSS pixels. */
import type { StationItem } from '../../server/wire/messages.ts';
import { inside, overlaps, textWidth, type Occupied, type Rect } from './boxes.ts';
import type { Forecast } from './forecast.ts';
import { severityOf, tell, type Severity, type Told } from './stations.ts';
import { between, type Padding, type Size } from './view.ts';

export interface Callout { x: number; y: number; textX: number; textY: number; anchor: 'start' | 'end'; width: number; height: number; severity: Severity; sentence: Told }
/** `place`: which of the places, so that it can be held. */
export interface Placed { callout: Callout; rect: Rect; place: number }

/** The ring about the critical station, design px: its leader begins there. */
export const RING = { up: 12, r: 30 } as const;

/** Where the sentence may stand, design px from its station: near first, then further out. */
const PLACES: readonly (readonly [number, number])[] = [60, 110, 180, 280, 400, 540].flatMap((reach) =>
  [-1, 1].flatMap((side) => [-0.4, 0.2, -1, 0.8, -1.6, 1.4].map((rise) => [side * reach, rise * reach - 25] as const)));

/** Where none of those is free: anywhere in the frame, in so many steps across and down. */
const STEPS = 8;

/** Design px: two lines, and one more where the time left is known. */
const HEIGHT = { two: 52, three: 76 } as const;
/** Empty space wanted around the sentence. */
const AIR = 7;
/** What is worse by far than a long leader, in square pixels: to lie on something that can make room, on a gauge or a legend, to reach under a panel. */
const COVERS = 1e6;
const FIRM = 3e6;
const OUTSIDE = 1e7;
/** … and to be cut by the bezel between two tiles. */
const ACROSS = 3e7;
/** A place held is left only for one that is this much better: a level that moves must not make it jump. */
const HOLD = 0.7;

/** How many of some points along the leader lie on something. */
function crossed(taken: Occupied, x: number, y: number, toX: number, toY: number, scale: number): number {
  const ring = RING.r * 1.5 * scale;
  let hits = 0;
  for (let t = 0.1; t < 1; t += 0.06) {
    const dx = (toX - x) * t, dy = (toY - y) * t;
    if (Math.hypot(dx, dy) > ring && !taken.free({ x: x + dx, y: y + dy, w: 1, h: 1 }, 3 * scale)) hits++;
  }
  return hits;
}

/** `taken`: all that stands; `firm`: of it what cannot move, the gauges and their levels. */
export function placeCallout(
  { station, forecast, now }: { station: StationItem; forecast: Forecast | null; now: number },
  at: { x: number; y: number }, wall: { size: Size; padding: Padding; scale: number }, { taken, firm }: { taken: Occupied; firm: Occupied }, held: number | null, seams: readonly Rect[] = [],
): Placed {
  const { size, padding, scale } = wall;
  const { x, y } = at;
  const text = tell(station, forecast, now);
  const w = Math.max(textWidth(text.title, 20 * scale), textWidth(text.detail, 16.5 * scale), textWidth(text.ahead ?? '', 16.5 * scale)) + 10 * scale;
  const h = (text.ahead === null ? HEIGHT.two : HEIGHT.three) * scale;
  const frame = between(size, padding);
  let best = { rect: { x, y, w, h }, right: true, place: 0 };
  let least = Infinity;
  const weigh = (rect: Rect, right: boolean, [dx, dy]: readonly [number, number], place: number): void => {
    const covers = taken.cost(rect);
    const squeezed = taken.cost({ x: rect.x - AIR * scale, y: rect.y - AIR * scale, w: w + 2 * AIR * scale, h: h + 2 * AIR * scale }) * 8;
    const leader = crossed(taken, x, y - RING.up * scale, right ? rect.x : rect.x + w, rect.y + h, scale) * 4_000 + (Math.abs(dx) + Math.abs(dy)) * 6;
    const cost = ((covers > 0 ? COVERS : 0) + (firm.cost(rect) > 0 ? FIRM : 0) + (inside(rect, frame) ? 0 : OUTSIDE) + (seams.some((seam) => overlaps(rect, seam)) ? ACROSS : 0) + leader) * scale * scale + squeezed;
    const weighed = place === held ? cost * HOLD : cost;
    if (weighed < least) { least = weighed; best = { rect, right, place }; }
  };
  PLACES.forEach(([dx, dy], place) => {
    const right = dx > 0;
    const wanted = right ? x + dx * scale : x + dx * scale - w;
    // Above or below its station it may stand as far to the side as the frame lets it.
    const apart = dy * scale + h < -(RING.up + RING.r) * scale || dy > RING.r;
    weigh({ x: apart ? Math.max(frame.x, Math.min(wanted, frame.x + frame.w - w)) : wanted, y: y + dy * scale, w, h }, right, [dx, dy], place);
  });
  if (least >= FIRM * HOLD * scale * scale) {
    for (let place = 0; place < STEPS * STEPS; place++) {
      const rect: Rect = { x: frame.x + ((frame.w - w) * (place % STEPS)) / (STEPS - 1), y: frame.y + ((frame.h - h) * Math.floor(place / STEPS)) / (STEPS - 1), w, h };
      const right = rect.x + w / 2 > x;
      weigh(rect, right, [((right ? rect.x : rect.x + w) - x) / scale, (rect.y - y) / scale], PLACES.length + place);
    }
  }
  const { rect, right, place } = best;
  const callout: Callout = { x, y, textX: right ? rect.x : rect.x + w, textY: rect.y, anchor: right ? 'start' : 'end', width: w, height: h, severity: severityOf(station), sentence: text };
  return { callout, rect, place };
}

/**
 * Rain between its gauges: each place has the mean of the gauges within reach, the nearer the more (inverse
 * distance, after Shepard), and beyond their reach there is none: what nobody measured is not drawn. Pure.
 */
import type { StationItem } from '../../../server/wire/messages.ts';
import { RAIN_CLASSES } from '../../look/words.ts';
import { RAIN, type Rgba } from '../palette.ts';
import { toX, toY, type Box, type Projection } from '../projection.ts';
import type { Shape } from '../shapes.ts';

/** Metres over which a gauge speaks for the ground about it. */
export const REACH = 10_000;
/** Pixels across the region: finer than gauges stand apart, and small enough to be made in a tick. */
const FINE = 240;

/** x, y in metres and mm, three numbers a gauge. */
export type Gauges = Float32Array;

/** Gauges that report and have a place; those of `before` where nothing changed, so that nothing is drawn anew. */
export function rainGauges(items: readonly StationItem[], p: Projection, before: Gauges | null): Gauges {
  const rows = items.flatMap(({ type, state, rain24h, lng, lat }) =>
    (type === 'rain' && state !== 'silent' && rain24h !== null && lng !== null && lat !== null ? [[toX(p, lng), toY(p, lat), rain24h] as const] : []));
  const made = Float32Array.from(rows.flat());
  return before && before.length === made.length && before.every((v, i) => v === made[i]) ? before : made;
}

/** mm by pixel, row 0 in the north; NaN where no gauge reaches or the region ends. */
export interface Field { width: number; height: number; box: Box; mm: Float32Array }

/** A gauge's weight at a distance: endless on the spot, nothing at the end of its reach, so that none comes or goes with a jump. */
export const weightAt = (metres: number, reach: number): number => (metres >= reach ? 0 : ((reach - metres) / (reach * Math.max(metres, 1))) ** 2);

export function rainField(gauges: Gauges, shape: Shape, reach = REACH, fine = FINE): Field {
  const { box } = shape;
  const pixel = Math.max(box[2] - box[0], box[3] - box[1]) / fine;
  const width = Math.max(1, Math.ceil((box[2] - box[0]) / pixel));
  const height = Math.max(1, Math.ceil((box[3] - box[1]) / pixel));
  const sum = new Float32Array(width * height);
  const mm = new Float32Array(width * height);
  for (let g = 0; g < gauges.length; g += 3) {
    const u = (gauges[g]! - box[0]) / pixel - 0.5, v = (box[3] - gauges[g + 1]!) / pixel - 0.5;
    const r = reach / pixel;
    for (let j = Math.max(0, Math.ceil(v - r)); j <= Math.min(height - 1, Math.floor(v + r)); j++) {
      for (let i = Math.max(0, Math.ceil(u - r)); i <= Math.min(width - 1, Math.floor(u + r)); i++) {
        const weight = weightAt(Math.hypot(i - u, j - v) * pixel, reach);
        sum[j * width + i]! += weight;
        mm[j * width + i]! += weight * gauges[g + 2]!;
      }
    }
  }
  const inside = insideOf(shape, pixel, width, height);
  for (let i = 0; i < mm.length; i++) mm[i] = inside[i] && sum[i]! > 0 ? mm[i]! / sum[i]! : NaN;
  return { width, height, box: [box[0], box[3] - height * pixel, box[0] + width * pixel, box[3]], mm };
}

/** 1 where a pixel's middle lies in the shape: row by row between the borders that it crosses. */
function insideOf({ polygons, box }: Shape, pixel: number, width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height);
  const crossings: number[][] = Array.from({ length: height }, () => []);
  for (const { positions, holes } of polygons) {
    let from = 0;
    for (const end of [...holes, positions.length]) {
      for (let i = from, j = end - 2; i < end; j = i, i += 2) {
        const [ax, ay, bx, by] = [positions[j]!, positions[j + 1]!, positions[i]!, positions[i + 1]!];
        const top = (box[3] - Math.max(ay, by)) / pixel - 0.5, bottom = (box[3] - Math.min(ay, by)) / pixel - 0.5;
        for (let row = Math.max(0, Math.ceil(top)); row < bottom && row < height; row++) {
          crossings[row]!.push(ax + ((box[3] - (row + 0.5) * pixel - ay) / (by - ay)) * (bx - ax));
        }
      }
      from = end;
    }
  }
  crossings.forEach((xs, row) => {
    xs.sort((a, b) => a - b);
    for (let k = 0; k + 1 < xs.length; k += 2) {
      const first = Math.max(0, Math.ceil((xs[k]! - box[0]) / pixel - 0.5)), last = Math.min(width - 1, Math.floor((xs[k + 1]! - box[0]) / pixel - 0.5));
      if (last >= first) out.fill(1, row * width + first, row * width + last + 1);
    }
  });
  return out;
}

/** Least mm of each class that is drawn, the lightest first. */
export const RAIN_BOUNDS = RAIN_CLASSES.map(([least]) => least).filter((least) => least > 0).reverse();
/** 0 … for the classes drawn; −1 for no rain and for no data. */
export function rainClass(mm: number): number {
  let k = -1;
  while (k + 1 < RAIN_BOUNDS.length && mm >= RAIN_BOUNDS[k + 1]!) k++;
  return k;
}

/** What is clear has the lightest class's colour, so that no edge darkens where a renderer blends the two. */
export function rainPixels({ mm }: Field): Uint8ClampedArray<ArrayBuffer> {
  const clear: Rgba = [RAIN[0]![0], RAIN[0]![1], RAIN[0]![2], 0];
  const out = new Uint8ClampedArray(mm.length * 4);
  for (let i = 0; i < mm.length; i++) out.set(RAIN[rainClass(mm[i]!)] ?? clear, i * 4);
  return out;
}

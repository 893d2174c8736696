/**
 * Heat: cases per km², a Gaussian of one width in metres over the cells' centres, at every zoom, as one small raster.
 * The GPU (or a processor in its place) then draws a single picture, whatever the number of cells.
 */
import { BitmapLayer } from '@deck.gl/layers';
import type { HeatData } from '../../../server/wire/messages.ts';
import { heatColour } from '../palette.ts';
import { toX, toY, type Box, type Projection } from '../projection.ts';

export interface Raster { width: number; height: number; box: Box; /** Cases per km², row 0 in the north; where two windows are compared, how many more. */ density: Float32Array; /** Greatest size of any. */ max: number }

export type CellCentre = (cell: string) => readonly [lat: number, lng: number];

/** Centres of cells, kept in projected metres: asking H3 costs more than all the rest. */
export function makeCentres(p: Projection, centre: CellCentre): (cell: string) => readonly [number, number] {
  const known = new Map<string, readonly [number, number]>();
  return (cell) => {
    let at = known.get(cell);
    if (!at) {
      const [lat, lng] = centre(cell);
      at = [toX(p, lng), toY(p, lat)];
      known.set(cell, at);
    }
    return at;
  };
}

const REACH = 3;
/** Pixels per standard deviation. */
const FINE = 2;
/** A case's place within its pixel is told apart to so many parts. */
const PARTS = 16;
const WIDE = Math.ceil(FINE * REACH);
/** Weights of the pixels about a point, by its place within its own; they add up to one. */
const STAMPS = Array.from({ length: PARTS }, (_, part) => {
  const weights = Array.from({ length: 2 * WIDE + 1 }, (_w, i) => Math.exp(-(((i - WIDE - (part + 0.5) / PARTS) / FINE) ** 2) / 2));
  const sum = weights.reduce((a, b) => a + b, 0);
  return Float64Array.from(weights, (weight) => weight / sum);
});

/**
 * `area`, `kernel` in metres; the raster reaches three deviations beyond the area, so that no blob is cut. `cells`: of the
 * region, and of what lies about it. A stamp a cell, since most of a city's pixels have none: blurring them all took five times as long.
 */
export function heatRaster(cells: readonly HeatData['cells'][], centre: (cell: string) => readonly [number, number], area: Box, kernel: number): Raster {
  const pixel = kernel / FINE;
  const box: Box = [area[0] - kernel * REACH, area[1] - kernel * REACH, area[2] + kernel * REACH, area[3] + kernel * REACH];
  const width = Math.max(1, Math.ceil((box[2] - box[0]) / pixel));
  const height = Math.max(1, Math.ceil((box[3] - box[1]) / pixel));
  const density = new Float32Array(width * height);
  const perPixel = 1e6 / (pixel * pixel);
  for (const part of cells) {
    for (const cell in part) {
      const count = part[cell]!;
      if (count <= 0) continue;
      const [x, y] = centre(cell);
      stamp(density, width, height, (x - box[0]) / pixel - 0.5, (box[3] - y) / pixel - 0.5, count * perPixel);
    }
  }
  fade(density, width, height, FINE * REACH);
  let max = 0;
  for (const v of density) if (v > max) max = v;
  return { width, height, box: [box[0], box[3] - height * pixel, box[0] + width * pixel, box[3]], density, max };
}

/** Beyond the area not every neighbour is known: it fades over the margin, px, rather than end at an edge. */
function fade(values: Float32Array, width: number, height: number, margin: number): void {
  const share = (i: number, length: number): number => Math.min(1, Math.max(0, Math.min(i + 0.5, length - i - 0.5) / margin));
  const across = Float32Array.from({ length: width }, (_, x) => share(x, width));
  for (let y = 0; y < height; y++) {
    const down = share(y, height);
    for (let x = 0; x < width; x++) values[y * width + x]! *= down * across[x]!;
  }
}

/** Adds one weight, spread about (u, v), pixels; what leaves the raster is lost. */
function stamp(to: Float32Array, width: number, height: number, u: number, v: number, weight: number): void {
  const [i, j] = [Math.floor(u), Math.floor(v)];
  const [across, down] = [STAMPS[Math.floor((u - i) * PARTS)]!, STAMPS[Math.floor((v - j) * PARTS)]!];
  const [left, right] = [Math.max(0, i - WIDE), Math.min(width - 1, i + WIDE)];
  for (let y = Math.max(0, j - WIDE); y <= Math.min(height - 1, j + WIDE); y++) {
    const share = weight * down[y - j + WIDE]!;
    for (let x = left; x <= right; x++) to[y * width + x]! += share * across[x - i + WIDE]!;
  }
}

/** How much denser `now` is than `before`, of one area and kernel. */
export function difference(now: Raster, before: Raster): Raster {
  const density = now.density.map((value, i) => value - before.density[i]!);
  let max = 0;
  for (const v of density) if (Math.abs(v) > max) max = Math.abs(v);
  return { ...now, density, max };
}

/** The part of the raster that is denser than `low`: an empty picture costs a slow renderer as much as a full one. */
export function crop(raster: Raster, low: number): Raster {
  const { width, height, density, box } = raster;
  let left = width, right = -1, top = height, bottom = -1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (Math.abs(density[y * width + x]!) <= low) continue;
      left = Math.min(left, x); right = Math.max(right, x);
      top = Math.min(top, y); bottom = y;
    }
  }
  if (right < 0) return { ...raster, width: 0, height: 0, density: new Float32Array(0) };
  // A pixel of margin, so that the edge still fades to nothing.
  left = Math.max(0, left - 1); right = Math.min(width - 1, right + 1);
  top = Math.max(0, top - 1); bottom = Math.min(height - 1, bottom + 1);
  const px = (box[2] - box[0]) / width;
  const py = (box[3] - box[1]) / height;
  const w = right - left + 1;
  const h = bottom - top + 1;
  const out = new Float32Array(w * h);
  for (let y = 0; y < h; y++) out.set(density.subarray((top + y) * width + left, (top + y) * width + left + w), y * w);
  return { ...raster, width: w, height: h, density: out, box: [box[0] + left * px, box[3] - (bottom + 1) * py, box[0] + (right + 1) * px, box[3] - top * py] };
}

export interface HeatScale { low: number; high: number }

/** Neighbours lend a cell density: so many times its own is as dense as it gets about the fullest one. */
const NEIGHBOURS = 2.5;

/**
 * Ends of the ramp, cases per km², from the greatest count of one cell in the whole city, wherever one looks: so one colour
 * means one density at every zoom. Up to the next 1–1.2–1.5–2–2.5–3–4–5–6–8 step, so that it stays put while figures move
 * a little; from what two cases at one place make, since one alone is no hot spot. Kernel in metres.
 */
export function heatScale(most: number, kernel: number): HeatScale {
  if (most <= 0) return { low: 0, high: 1 };
  const one = 1e6 / (2 * Math.PI * kernel * kernel);
  const peak = most * one * NEIGHBOURS;
  const power = 10 ** Math.floor(Math.log10(peak));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((s) => s * power >= peak * 0.999) ?? 10;
  const high = Math.max(Number((step * power).toPrecision(2)), Number((one * 4).toPrecision(1)));
  return { low: Number(Math.max(high / 25, Math.min(one * 2, high / 3)).toPrecision(2)), high };
}

/** Position on the ramp, 0–1, or down to −1 for less; the square root lets the many mild places be seen beside the few hot ones. */
export function heatAt(density: number, { low, high }: HeatScale): number {
  const size = Math.abs(density);
  return size <= low ? 0 : Math.sign(density) * Math.min(1, Math.sqrt((size - low) / (high - low)));
}

const STEPS = 255;

export function heatPixels(raster: Raster, scale: HeatScale): Uint8ClampedArray<ArrayBuffer> {
  const table = new Uint8Array((2 * STEPS + 1) * 4);
  for (let i = -STEPS; i <= STEPS; i++) table.set(heatColour(i / STEPS), (STEPS + i) * 4);
  const out = new Uint8ClampedArray(raster.width * raster.height * 4);
  for (let i = 0; i < raster.density.length; i++) {
    const at = (STEPS + Math.round(heatAt(raster.density[i]!, scale) * STEPS)) * 4;
    out[i * 4] = table[at]!;
    out[i * 4 + 1] = table[at + 1]!;
    out[i * 4 + 2] = table[at + 2]!;
    out[i * 4 + 3] = table[at + 3]!;
  }
  return out;
}

/** A raster's pixels, and where they lie, metres. */
export interface Picture { id: string; width: number; height: number; box: Box; pixels: Uint8ClampedArray<ArrayBuffer> }
export const pictureLayer = ({ id, width, height, box, pixels }: Picture): BitmapLayer => new BitmapLayer({
  id,
  image: new ImageData(pixels, width, height),
  bounds: [box[0], box[1], box[2], box[3]],
  textureParameters: { minFilter: 'linear', magFilter: 'linear', mipmapFilter: 'nearest', addressModeU: 'clamp-to-edge', addressModeV: 'clamp-to-edge' },
});

/** The same as an address, for the map without WebGL. */
export function pictureAddress({ width, height, pixels }: Picture, doc: Document): string {
  const canvas = doc.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  // Kept by the processor: to read it back from a graphics card that software plays costs seconds.
  canvas.getContext('2d', { willReadFrequently: true })?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas.toDataURL();
}

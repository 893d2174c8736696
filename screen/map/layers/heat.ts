/**
 * Heat: cases per km², a Gaussian of fixed width in metres over the cells' centres, as one small raster.
 * The GPU (or a processor in its place) then draws a single picture, whatever the number of cells.
 */
import { BitmapLayer } from '@deck.gl/layers';
import type { HeatData } from '../../../server/wire/messages.ts';
import { heatColour } from '../palette.ts';
import { toX, toY, type Box, type Projection } from '../projection.ts';

/** Standard deviation in metres by depth (city, district, street, community, grid): the legend states it. */
export const KERNEL = [1_500, 600, 250, 150, 150] as const;
export const kernelAt = (depth: number): number => KERNEL[Math.min(Math.max(depth, 0), KERNEL.length - 1)]!;

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
const FINE = 2.5;

/** `area` in metres; the raster reaches three deviations beyond it, so that no blob is cut. */
export function heatRaster(cells: HeatData['cells'], centre: (cell: string) => readonly [number, number], area: Box, kernel: number): Raster {
  const pixel = kernel / FINE;
  const box: Box = [area[0] - kernel * REACH, area[1] - kernel * REACH, area[2] + kernel * REACH, area[3] + kernel * REACH];
  const width = Math.max(1, Math.ceil((box[2] - box[0]) / pixel));
  const height = Math.max(1, Math.ceil((box[3] - box[1]) / pixel));
  const density = new Float32Array(width * height);
  const perPixel = 1e6 / (pixel * pixel);
  for (const cell in cells) {
    const count = cells[cell]!;
    if (count <= 0) continue;
    const [x, y] = centre(cell);
    splat(density, width, height, (x - box[0]) / pixel - 0.5, (box[3] - y) / pixel - 0.5, count * perPixel);
  }
  blur(density, width, height, FINE);
  let max = 0;
  for (const v of density) if (v > max) max = v;
  return { width, height, box: [box[0], box[3] - height * pixel, box[0] + width * pixel, box[3]], density, max };
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

/** Shares one weight among the four pixels around it, so that moving cells do not jump. */
function splat(to: Float32Array, width: number, height: number, u: number, v: number, weight: number): void {
  const i = Math.floor(u);
  const j = Math.floor(v);
  for (const [di, dj] of [[0, 0], [1, 0], [0, 1], [1, 1]] as const) {
    const x = i + di;
    const y = j + dj;
    if (x < 0 || y < 0 || x >= width || y >= height) continue;
    to[y * width + x]! += weight * (di ? u - i : 1 - (u - i)) * (dj ? v - j : 1 - (v - j));
  }
}

/** Separable Gaussian in place, `sigma` in pixels; mass is kept but for what leaves the raster. */
function blur(values: Float32Array, width: number, height: number, sigma: number): void {
  const reach = Math.ceil(sigma * REACH);
  const weights = Array.from({ length: reach * 2 + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)));
  const sum = weights.reduce((a, b) => a + b, 0);
  const kernel = Float32Array.from(weights, (w) => w / sum);
  const pass = (lines: number, length: number, lineStep: number, step: number): void => {
    const line = new Float32Array(length + reach * 2);
    for (let l = 0; l < lines; l++) {
      let any = false;
      for (let i = 0; i < length; i++) { const v = values[l * lineStep + i * step]!; line[reach + i] = v; if (v !== 0) any = true; }
      if (!any) continue;
      for (let i = 0; i < length; i++) {
        let v = 0;
        for (let k = 0; k < kernel.length; k++) v += kernel[k]! * line[i + k]!;
        values[l * lineStep + i * step] = v;
      }
    }
  };
  pass(height, width, width, 1);
  pass(width, height, 1, width);
}

export interface HeatScale { low: number; high: number }

/**
 * Ends of the ramp: the peak up to the next 1–1.2–1.5–2–2.5–3–4–5–6–8 step, so that it stays put while
 * figures move a little; from what two cases at one place make, since one alone is no hot spot.
 * Densities per km², kernel in metres.
 */
export function heatScale(max: number, kernel: number): HeatScale {
  if (max <= 0) return { low: 0, high: 1 };
  const one = 1e6 / (2 * Math.PI * kernel * kernel);
  const power = 10 ** Math.floor(Math.log10(max));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((s) => s * power >= max * 0.999) ?? 10;
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

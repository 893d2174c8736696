/** Lines of every kind: borders, outline and its glow, rivers, roads. One description, drawn by deck.gl or as SVG. */
import { PathLayer } from '@deck.gl/layers';
import { BORDER, CONTEXT_LINE, GLOW, INNER_BORDER, OUTLINE, type Rgba } from '../palette.ts';
import type { PathSet } from '../paths.ts';

export interface Line {
  id: string;
  set: PathSet;
  colour: Rgba;
  /** CSS pixels, or metres with `metres`. */
  width: number;
  metres?: boolean;
  /** Never thinner than this many pixels. */
  least?: number;
}

export const pathData = (set: PathSet): { length: number; startIndices: Uint32Array; attributes: { getPath: { value: Float32Array; size: 2 } } } =>
  ({ length: set.count, startIndices: set.starts, attributes: { getPath: { value: set.positions, size: 2 } } });

/** Binary: no accessor per line. */
export const lineLayer = ({ id, set, colour, width, metres, least }: Line): PathLayer => new PathLayer({
  id,
  data: pathData(set) as unknown as [],
  _pathType: 'open', positionFormat: 'XY',
  getColor: [...colour], getWidth: width, widthUnits: metres ? 'common' : 'pixels', widthMinPixels: least ?? 0,
  jointRounded: true, capRounded: true,
});

/** Pixels a line is wide at `k` pixels per metre. */
export const lineWidth = (line: Line, k: number): number => Math.max(line.metres ? line.width * k : line.width, line.least ?? 0);

const tint = (colour: readonly [number, number, number], alpha: number): Rgba => [colour[0], colour[1], colour[2], alpha];

/** A soft light outside the outline: a few wide, faint strokes; drawn under the fill, which hides its inner half. */
export const glowLines = (outline: PathSet, scale: number): Line[] =>
  ([[38, 7], [26, 10], [16, 16], [8, 28]] as const)
    .map(([width, alpha]) => ({ id: `glow-${width}`, set: outline, colour: tint(GLOW, alpha), width: width * scale }));

export const innerLine = (set: PathSet, scale: number): Line => ({ id: 'inner', set, colour: INNER_BORDER, width: 1.1 * scale });
export const borderLines = (borders: PathSet, outline: PathSet, scale: number): Line[] => [
  { id: 'borders', set: borders, colour: BORDER, width: 1.4 * scale },
  { id: 'outline', set: outline, colour: OUTLINE, width: 2.2 * scale },
];
export const aroundLines = (borders: PathSet, outline: PathSet, scale: number): Line[] => [
  { id: 'around-borders', set: borders, colour: CONTEXT_LINE, width: scale },
  { id: 'around-outline', set: outline, colour: CONTEXT_LINE, width: 1.5 * scale },
];

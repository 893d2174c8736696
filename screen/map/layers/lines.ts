/** Lines of every kind: borders, outline and its glow. Binary: no accessor per line. */
import { PathLayer, type PathLayerProps } from '@deck.gl/layers';
import { GLOW, type Rgba } from '../palette.ts';
import type { PathSet } from '../shapes.ts';

export const pathData = (set: PathSet): { length: number; startIndices: Uint32Array; attributes: { getPath: { value: Float32Array; size: 2 } } } =>
  ({ length: set.count, startIndices: set.starts, attributes: { getPath: { value: set.positions, size: 2 } } });

export interface Stroke { colour: Rgba; /** Pixels, or metres with `metres`. */ width: number; metres?: boolean; minPixels?: number; maxPixels?: number; closed?: boolean }

export function lineLayer(id: string, set: PathSet, stroke: Stroke, extra: Partial<PathLayerProps> = {}): PathLayer {
  return new PathLayer({
    id,
    data: pathData(set) as unknown as [],
    _pathType: stroke.closed ? 'loop' : 'open',
    positionFormat: 'XY',
    getColor: [...stroke.colour],
    getWidth: stroke.width,
    widthUnits: stroke.metres ? 'common' : 'pixels',
    widthMinPixels: stroke.minPixels ?? 0,
    widthMaxPixels: stroke.maxPixels ?? 1e4,
    jointRounded: true, capRounded: true,
    ...extra,
  });
}

/** A soft light outside the outline: a few wide, faint strokes; drawn under the fill, which hides its inner half. */
export const glowLayers = (id: string, outline: PathSet, scale: number): PathLayer[] =>
  [[34, 9], [22, 13], [12, 22], [6, 34]].map(([width, alpha], i) =>
    lineLayer(`${id}-${i}`, outline, { colour: [...GLOW, alpha!] as unknown as Rgba, width: width! * scale }));

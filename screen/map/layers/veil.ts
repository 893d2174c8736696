/** Dims all but the region shown, so that roads and rivers run on without drawing the eye away. */
import { SolidPolygonLayer } from '@deck.gl/layers';
import { VEIL } from '../palette.ts';
import type { Shape } from '../shapes.ts';

/** How far the veil reaches beyond the region, in its own sizes: more than the widest wall shows. */
const REACH = 12;

/** A wide rectangle with the region's outer rings as holes. */
export function veil(outline: Shape): { positions: Float32Array; holeIndices: number[] } {
  const [w, s, e, n] = outline.box;
  const r = Math.max(e - w, n - s) * REACH;
  const rings = outline.polygons.map(({ positions, holes }) => positions.subarray(0, holes[0] ?? positions.length));
  const positions = new Float32Array(10 + rings.reduce((sum, ring) => sum + ring.length, 0));
  positions.set([w - r, s - r, e + r, s - r, e + r, n + r, w - r, n + r, w - r, s - r]);
  const holeIndices: number[] = [];
  let at = 10;
  for (const ring of rings) {
    holeIndices.push(at);
    positions.set(ring, at);
    at += ring.length;
  }
  return { positions, holeIndices };
}

export const veilLayer = (outline: Shape): SolidPolygonLayer<Shape> => new SolidPolygonLayer<Shape>({
  id: 'veil', data: [outline], positionFormat: 'XY', getPolygon: veil, getFillColor: [...VEIL],
});

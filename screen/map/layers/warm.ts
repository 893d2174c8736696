/**
 * One of every kind of layer, far out of sight. A kind's shader is compiled when it is first drawn, and
 * that halts the page for tenths of a second: better at the start than at someone's first drill.
 */
import type { Layer } from '@deck.gl/core';
import { pictureLayer } from './heat.ts';
import { lineLayer } from './lines.ts';
import { discLayer, pointColours, squareLayer, type Points } from './points.ts';
import { fillLayer } from './regions.ts';

const FAR = 1e7;

export function warmLayers(): Layer[] {
  const point: Points = { count: 1, positions: Float32Array.from([FAR, FAR, 0]), states: new Uint8Array(1) };
  const clear = [0, 0, 0, 0] as const;
  const corner = Float32Array.from([FAR, FAR, FAR + 1, FAR, FAR, FAR + 1, FAR, FAR]);
  return [
    discLayer('warm-disc', point, pointColours(point.states, [clear]), { px: 1 }),
    squareLayer('warm-square', point, clear, { px: 1 }),
    fillLayer('warm-fill', [{ child: 0, positions: corner, holeIndices: [] }], [[0, 0, 0]]),
    lineLayer({ id: 'warm-line', set: { positions: corner, starts: Uint32Array.from([0, 4]), count: 1 }, colour: clear, width: 1 }),
    pictureLayer({ id: 'warm-picture', width: 1, height: 1, box: [FAR, FAR, FAR + 1, FAR + 1], pixels: new Uint8ClampedArray(4) }),
  ];
}

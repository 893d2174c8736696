/** Cameras and staff as they travel → positions and colours as deck takes them. Binary throughout. */
import { ScatterplotLayer } from '@deck.gl/layers';
import type { PointsData } from '../../../server/wire/messages.ts';
import type { Rgba } from '../palette.ts';
import { toX, toY, type Projection } from '../projection.ts';

/** Those points that have a position: x,y,0 in metres and their state. */
export interface Points { count: number; positions: Float32Array; states: Uint8Array }

type Bytes = Uint8Array | ArrayBuffer;
const asBytes = (b: Bytes): Uint8Array => (b instanceof Uint8Array ? b : new Uint8Array(b));
/** Bytes off the wire may begin at an odd offset, where a Uint16Array may not. */
function asPairs(b: Bytes): Uint16Array {
  const bytes = asBytes(b);
  return bytes.byteOffset % 2 === 0
    ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1)
    : new Uint16Array(bytes.slice().buffer);
}

const NOWHERE = 0xffff;

export function decodePoints(data: PointsData, p: Projection): Points {
  const xy = asPairs(data.xy as Bytes);
  const state = asBytes(data.state as Bytes);
  const n = Math.min(data.count, xy.length >> 1, state.length);
  const [west, south, east, north] = data.bbox;
  const x0 = toX(p, west);
  const y0 = toY(p, south);
  const sx = (toX(p, east) - x0) / 65_535;
  const sy = (toY(p, north) - y0) / 65_535;
  const positions = new Float32Array(n * 3);
  const states = new Uint8Array(n);
  let count = 0;
  for (let i = 0; i < n; i++) {
    const u = xy[i * 2]!;
    const v = xy[i * 2 + 1]!;
    if (u === NOWHERE && v === NOWHERE) continue;
    positions[count * 3] = x0 + u * sx;
    positions[count * 3 + 1] = y0 + v * sy;
    states[count++] = state[i]!;
  }
  return { count, positions: positions.subarray(0, count * 3), states: states.subarray(0, count) };
}

/** Every slot, with its person or without (NaN): slots are stable, so that a person can be followed. Metres. */
export interface Slots { count: number; x: Float32Array; y: Float32Array; states: Uint8Array }

export function decodeSlots(data: PointsData, p: Projection): Slots {
  const xy = asPairs(data.xy as Bytes);
  const states = asBytes(data.state as Bytes);
  const count = Math.min(data.count, xy.length >> 1, states.length);
  const [west, south, east, north] = data.bbox;
  const x = new Float32Array(count), y = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const u = xy[i * 2]!, v = xy[i * 2 + 1]!;
    const nowhere = u === NOWHERE && v === NOWHERE;
    x[i] = nowhere ? NaN : toX(p, west + (u / 65_535) * (east - west));
    y[i] = nowhere ? NaN : toY(p, south + (v / 65_535) * (north - south));
  }
  return { count, x, y, states };
}

/** Only the points that keep says, as a whole new set. */
export function selectPoints(points: Points, keep: (x: number, y: number, state: number) => boolean): Points {
  const positions = new Float32Array(points.positions.length);
  const states = new Uint8Array(points.count);
  let count = 0;
  for (let i = 0; i < points.count; i++) {
    const x = points.positions[i * 3]!;
    const y = points.positions[i * 3 + 1]!;
    if (!keep(x, y, points.states[i]!)) continue;
    positions[count * 3] = x;
    positions[count * 3 + 1] = y;
    states[count++] = points.states[i]!;
  }
  return { count, positions: positions.subarray(0, count * 3), states: states.subarray(0, count) };
}

/** Points as the page draws them where there is no WebGL: one path of no length for all of a kind, whose line's end is the mark. `px`: its width on the screen. */
export interface Dots { id: string; d: string; colour: Rgba; px: number; shape: 'square' | 'round'; /** Is it an outline only? */ hollow: boolean }

/** Metres, north up negative, to a decimetre. */
export function dotPath({ count, positions }: Points): string {
  let d = '';
  for (let i = 0; i < count; i++) d += `M${positions[i * 3]!.toFixed(1)} ${(-positions[i * 3 + 1]!).toFixed(1)}h0`;
  return d;
}

export function pointColours(states: Uint8Array, palette: readonly Rgba[]): Uint8Array {
  const out = new Uint8Array(states.length * 4);
  for (let i = 0; i < states.length; i++) out.set(palette[Math.min(states[i]!, palette.length - 1)]!, i * 4);
  return out;
}

const binary = (points: Points, colours?: Uint8Array): [] => ({
  length: points.count,
  attributes: {
    getPosition: { value: points.positions, size: 3 },
    ...(colours ? { getFillColor: { value: colours, size: 4, normalized: true } } : {}),
  },
}) as unknown as [];

/** A square where its parent draws a disc: cameras are told from people by shape. */
export class SquareLayer extends ScatterplotLayer {
  static override layerName = 'SquareLayer';
  override getShaders(): { fs: string } {
    const shaders = super.getShaders() as { fs: string };
    return { ...shaders, fs: shaders.fs.replace(ROUND, 'max(abs(unitPosition.x), abs(unitPosition.y))') };
  }
}
/** What the parent's fragment shader measures by; a test makes sure that it still does. */
export const ROUND = 'length(unitPosition)';

export interface PointStyle { px: number; /** Outline only, of this many pixels: what is not working is hollow. */ hollow?: number }

const look = ({ px, hollow }: PointStyle): { getRadius: number; radiusUnits: 'pixels'; filled: boolean; stroked: boolean; getLineWidth: number; lineWidthUnits: 'pixels'; antialiasing: boolean } =>
  ({ getRadius: px / 2, radiusUnits: 'pixels', filled: hollow === undefined, stroked: hollow !== undefined, getLineWidth: hollow ?? 0, lineWidthUnits: 'pixels', antialiasing: true });

export const squareLayer = (id: string, points: Points, colour: Rgba, style: PointStyle): SquareLayer =>
  new SquareLayer({ id, data: binary(points), getFillColor: [...colour], getLineColor: [...colour], ...look(style) });

export const discLayer = (id: string, points: Points, colours: Uint8Array, style: PointStyle): ScatterplotLayer =>
  new ScatterplotLayer({ id, data: binary(points, colours), ...look(style) });

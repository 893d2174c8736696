/**
 * Points as bytes: coordinates quantised to 16 bits over a frame, and the shortest way to say which
 * slots changed. Little-endian, as every machine this runs on is.
 */
import { NOWHERE } from '../wire/fold.ts';
import type { PointsDelta } from '../wire/messages.ts';

/** [west, south, east, north] */
export type Frame = [number, number, number, number];

/**
 * The frame points of a region are quantised over: its bounds and a margin on every side, since
 * people walk out of their own grid. A point beyond it has no position in this region's view.
 */
export function frameOf(bbox: Readonly<Frame>, margin: number): Frame {
  const dx = Math.max((bbox[2] - bbox[0]) * margin, 1e-4);
  const dy = Math.max((bbox[3] - bbox[1]) * margin, 1e-4);
  return [bbox[0] - dx, bbox[1] - dy, bbox[2] + dx, bbox[3] + dy];
}

/** Writes the quantised pair of a point at xy[2·slot]; NaN or outside the frame gives NOWHERE. True if it differs. */
export function quantise(xy: Uint16Array, slot: number, lng: number, lat: number, frame: Readonly<Frame>): boolean {
  let x = NOWHERE;
  let y = NOWHERE;
  if (lng >= frame[0] && lng <= frame[2] && lat >= frame[1] && lat <= frame[3]) {
    x = Math.round(((lng - frame[0]) / (frame[2] - frame[0])) * 65_535);
    // The corner itself would read as "no position".
    y = Math.min(NOWHERE - 1, Math.round(((lat - frame[1]) / (frame[3] - frame[1])) * 65_535));
  }
  const at = slot * 2;
  if (xy[at] === x && xy[at + 1] === y) return false;
  xy[at] = x;
  xy[at + 1] = y;
  return true;
}

/** Slots skipped between ascending slots, 255 meaning "255 and read on". */
export function encodeGaps(slots: Uint32Array): Uint8Array {
  const bytes: number[] = [];
  let next = 0;
  for (const slot of slots) {
    let gap = slot - next;
    for (; gap >= 255; gap -= 255) bytes.push(255);
    bytes.push(gap);
    next = slot + 1;
  }
  return Uint8Array.from(bytes);
}

const gapsLength = (slots: Uint32Array): number => {
  let length = 0;
  let next = 0;
  for (const slot of slots) {
    length += 1 + Math.floor((slot - next) / 255);
    next = slot + 1;
  }
  return length;
};

const bytesOf = (values: Uint16Array | Uint32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** The delta of ascending, distinct `slots` out of the full arrays, in the shortest of the three forms. */
export function encodePoints(count: number, slots: Uint32Array, xy: Uint16Array, state: Uint8Array): PointsDelta {
  const first = slots[0]!;
  const span = slots[slots.length - 1]! - first + 1;
  const gaps = gapsLength(slots);
  const each = Math.min(gaps, slots.length * 4) + slots.length * 5;
  if (span * 5 <= each) {
    return { count, blocks: [{ from: first, xy: bytesOf(xy.slice(first * 2, (first + span) * 2)), state: state.slice(first, first + span) }] };
  }
  const newXy = new Uint16Array(slots.length * 2);
  const newState = new Uint8Array(slots.length);
  slots.forEach((slot, i) => {
    newXy[i * 2] = xy[slot * 2]!;
    newXy[i * 2 + 1] = xy[slot * 2 + 1]!;
    newState[i] = state[slot]!;
  });
  const which = gaps <= slots.length * 4 ? { gaps: encodeGaps(slots) } : { slots: bytesOf(slots) };
  return { count, ...which, xy: bytesOf(newXy), state: newState };
}

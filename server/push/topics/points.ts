/** cameras and staff: the points of one region, in slots that stay the same for an epoch. */
import { NOWHERE } from '../../wire/fold.ts';
import type { PointsData, PointsDelta } from '../../wire/messages.ts';
import type { Region } from '../../wire/region.ts';
import type { PushRegions } from '../deps.ts';
import { within } from '../fan.ts';
import type { PointMirror } from '../mirrors/points.ts';
import { encodePoints, frameOf, quantise, type Frame } from '../points-codec.ts';
import type { Source } from './source.ts';

/** Share of the region's size that is added on every side, so that people who walk out of it stay on the map. */
const MARGIN = { cameras: 0.02, staff: 0.25 } as const;

export class PointsSource<T extends 'cameras' | 'staff'> implements Source<'cameras' | 'staff'> {
  private readonly frame: Frame;
  private readonly inside: (region: string) => boolean;
  private readonly slots = new Map<number, number>();
  private touched: number[] = [];
  private count = 0;
  private xy = new Uint16Array(128).fill(NOWHERE);
  private state = new Uint8Array(64);

  constructor(readonly topic: T, private readonly region: Region, private readonly mirror: PointMirror, regions: PushRegions) {
    this.frame = frameOf(region.bbox, MARGIN[topic]);
    this.inside = within(regions, region.code);
    mirror.fan.add(region.code, this);
  }

  touch(index: number): void { this.touched.push(index); }

  load(): Promise<void> {
    this.slots.clear();
    this.touched = [];
    this.count = 0;
    for (let index = 0; index < this.mirror.size; index++) {
      if (this.inside(this.mirror.region(index))) this.write(index);
    }
    return Promise.resolve();
  }

  due(): boolean { return this.touched.length > 0; }

  commit(): PointsDelta | null {
    const before = this.count;
    const changed: number[] = [];
    for (const index of this.touched) {
      const slot = this.write(index);
      if (slot !== null) changed.push(slot);
    }
    this.touched = [];
    if (changed.length === 0 && this.count === before) return null;
    const slots = distinct(changed);
    return slots.length === 0 ? { count: this.count } : encodePoints(this.count, slots, this.xy, this.state);
  }

  snapshot(): PointsData {
    // Copies: the arrays move on while the packet still waits for a slow transport.
    const xy = this.xy.slice(0, this.count * 2);
    return { region: this.region.code, bbox: this.frame, count: this.count, xy: new Uint8Array(xy.buffer), state: this.state.slice(0, this.count) };
  }

  close(): void { this.mirror.fan.delete(this.region.code, this); }

  /** Brings one point's slot to the present; null where nothing differs. One that left keeps an empty slot. */
  private write(index: number): number | null {
    const present = this.inside(this.mirror.region(index));
    let slot = this.slots.get(index);
    const fresh = slot === undefined;
    if (slot === undefined) {
      if (!present) return null;
      this.slots.set(index, slot = this.count++);
      if (this.count > this.state.length) this.grow();
      this.xy[slot * 2] = this.xy[slot * 2 + 1] = NOWHERE;
      this.state[slot] = 0;
    }
    const moved = quantise(this.xy, slot, present ? this.mirror.lng[index]! : NaN, present ? this.mirror.lat[index]! : NaN, this.frame);
    const state = present ? this.mirror.state[index]! : 0;
    if (!moved && !fresh && this.state[slot] === state) return null;
    this.state[slot] = state;
    return slot;
  }

  private grow(): void {
    const xy = new Uint16Array(this.xy.length * 2).fill(NOWHERE);
    xy.set(this.xy);
    this.xy = xy;
    const state = new Uint8Array(this.state.length * 2);
    state.set(this.state);
    this.state = state;
  }
}

/** Ascending, each once; a typed array sorts tens of thousands without calling back. */
function distinct(slots: readonly number[]): Uint32Array {
  const sorted = Uint32Array.from(slots).sort();
  let length = 0;
  for (const slot of sorted) if (length === 0 || slot !== sorted[length - 1]) sorted[length++] = slot;
  return sorted.subarray(0, length);
}

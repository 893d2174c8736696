/**
 * Staff on the map. The roster says who exists and in which grid; positions say where a person is.
 * A person stands in the view of the home region and of all above it, wherever the person walks:
 * so the dots of a view are the same people as its numbers.
 */
import { DUTY_STATES, type DutyState, type Position, type Staff } from '../../wire/entity.ts';
import type { Judge, PushRegions, PushStore } from '../deps.ts';
import { PointMirror } from './points.ts';

const SWEEP_MS = 2000;
const STEP = 16;

export class StaffMirror {
  readonly points: PointMirror;
  private readonly duty: DutyState[] = [];
  private seen = new Float64Array(1024);
  private sweptAt = -Infinity;

  constructor(regions: PushRegions, private readonly judge: Judge) { this.points = new PointMirror(regions); }

  /** Roster entries, in the order of arrival. */
  put(entities: readonly Staff[], now: number): void {
    for (const entity of entities) {
      const index = this.indexOf(entity.id);
      if (!this.points.place(index, entity.region, entity.version.value)) continue;
      const seenAt = entity.seenAt ?? 0;
      if (seenAt >= this.seen[index]!) this.report(index, entity.duty, seenAt, now);
    }
  }

  remove(ids: readonly string[]): void { for (const id of ids) this.points.remove(id); }

  positions(positions: readonly Position[], now: number): void {
    for (const { id, lng, lat, at, duty } of positions) {
      const index = this.indexOf(id);
      if (at < this.seen[index]!) continue;
      this.points.move(index, lng, lat);
      this.report(index, duty, at, now);
    }
  }

  /** Silence turns people off duty with no record arriving: looks for it every two seconds. */
  sweep(now: number, wall: number): void {
    if (wall - this.sweptAt < SWEEP_MS) return;
    this.sweptAt = wall;
    for (let index = 0; index < this.points.size; index++) {
      if (this.points.exists(index)) this.points.setState(index, this.stateOf(index, now));
    }
  }

  async load(store: Pick<PushStore, 'scan' | 'readPositions'>, now: number): Promise<void> {
    for await (const page of store.scan('staff')) this.put(page.map((stored) => stored.entity), now);
    const { blocks, slots } = await store.readPositions();
    const ids: string[] = [];
    for (const [id, slot] of slots) ids[slot] = id;
    for (const block of blocks) this.positions(unpack(block.from, block.bytes, ids), now);
  }

  private report(index: number, duty: DutyState, seenAt: number, now: number): void {
    this.duty[index] = duty;
    this.seen[index] = seenAt;
    this.points.setState(index, this.stateOf(index, now));
  }

  private stateOf(index: number, now: number): number {
    return DUTY_STATES.indexOf(this.judge.duty(this.duty[index] ?? 'offDuty', this.seen[index] || undefined, now));
  }

  private indexOf(id: string): number {
    const index = this.points.indexOf(id);
    if (index >= this.seen.length) {
      const seen = new Float64Array(this.seen.length * 2);
      seen.set(this.seen);
      this.seen = seen;
    }
    return index;
  }
}

/** The store's packed block: lng i32, lat i32 (1e-7°), time u32 (s), duty u8, 3 spare; time 0 = never reported. */
function unpack(from: number, bytes: Uint8Array, ids: readonly string[]): Position[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const positions: Position[] = [];
  for (let at = 0; at + STEP <= bytes.byteLength; at += STEP) {
    const id = ids[from + at / STEP];
    const seconds = view.getUint32(at + 8, true);
    if (id === undefined || seconds === 0) continue;
    positions.push({
      id, lng: view.getInt32(at, true) / 1e7, lat: view.getInt32(at + 4, true) / 1e7,
      at: seconds * 1000, duty: DUTY_STATES[view.getUint8(at + 12)] ?? 'offDuty',
    });
  }
  return positions;
}

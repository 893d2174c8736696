/**
 * Staff on the map. The roster says who exists and in which grid; positions say where a person is.
 * A person stands in the view of the home region and of all above it, wherever the person walks:
 * so the dots of a view are the same people as its numbers.
 */
import { DUTY_STATES, STAFF_ROLES, type DutyState, type Position, type Staff } from '../../wire/entity.ts';
import type { Judge, PushRegions, PushStore } from '../deps.ts';
import type { Contacts } from '../../wire/nearby.ts';
import { nameFor, phoneFor } from '../contacts.ts';
import { PointMirror } from './points.ts';

const SWEEP_MS = 2000;
const STEP = 16;

export class StaffMirror {
  readonly points: PointMirror;
  /** What the roster says of each, by its index among the points; one and the same object for all who are alike. */
  readonly posts: Post[] = [];
  private readonly roster = new Reports();
  private readonly walked = new Reports();
  private sweptAt = -Infinity;

  /** Name and telephone as a screen may have them, by index; more of them is not kept here. */
  readonly names: string[] = [];
  readonly phones: string[] = [];

  constructor(regions: PushRegions, private readonly judge: Judge, private readonly contacts: Contacts) {
    this.points = new PointMirror(regions, (index) => { this.empty(index); });
  }

  /** When the position was reported, ms; null: there is none. */
  positionAt(index: number): number | null { return this.walked.at(index) > 0 ? this.walked.at(index) * 1000 : null; }

  /** Roster entries, in the order of arrival. */
  put(entities: readonly Staff[], now: number): void {
    for (const entity of entities) {
      const index = this.points.indexOf(entity.id);
      if (!this.points.place(index, entity.region, entity.version.value)) continue;
      this.posts[index] = postOf(entity);
      this.names[index] = nameFor(this.contacts, entity.name);
      this.phones[index] = phoneFor(this.contacts, entity.phone);
      this.roster.set(index, entity.duty, entity.seenAt ?? 0);
      this.points.setState(index, this.stateOf(index, now));
    }
  }

  remove(ids: readonly string[]): void { for (const id of ids) this.points.remove(id); }

  /** Of staff on the roster: the intake tells of no others. */
  positions(positions: readonly Position[], now: number): void {
    for (const { id, lng, lat, at, duty } of positions) {
      const index = this.points.indexOf(id);
      if (seconds(at) < this.walked.at(index)) continue;
      this.walked.set(index, duty, at);
      this.points.move(index, lng, lat);
      this.points.setState(index, this.stateOf(index, now));
    }
  }

  private empty(index: number): void {
    delete this.posts[index];
    this.names[index] = this.phones[index] = '';
    this.roster.set(index, 'offDuty', 0);
    this.walked.set(index, 'offDuty', 0);
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

  /** The later of the two says the duty; a position of the same second is the better witness. */
  private stateOf(index: number, now: number): number {
    const from = this.walked.at(index) >= this.roster.at(index) && this.walked.at(index) > 0 ? this.walked : this.roster;
    const seenAt = from.at(index) * 1000;
    return DUTY_STATES.indexOf(this.judge.duty(from.duty(index), seenAt > 0 ? seenAt : undefined, now));
  }
}

export type Post = Readonly<Pick<Staff, 'role' | 'expected'>>;
const POSTS: readonly Post[] = STAFF_ROLES.flatMap((role) => [{ role, expected: false }, { role, expected: true }]);
const postOf = ({ role, expected }: Staff): Post => POSTS[STAFF_ROLES.indexOf(role) * 2 + (expected ? 1 : 0)]!;

const seconds = (ms: number): number => Math.floor(ms / 1000);

/** Last duty heard of each, and when: in whole seconds, as the store keeps it, so that a restart changes nothing. */
class Reports {
  private times = new Uint32Array(1024);
  private duties = new Uint8Array(1024);

  at(index: number): number { return this.times[index] ?? 0; }
  duty(index: number): DutyState { return DUTY_STATES[this.duties[index] ?? 0]!; }
  set(index: number, duty: DutyState, at: number): void {
    while (index >= this.times.length) this.grow();
    this.times[index] = seconds(at);
    this.duties[index] = DUTY_STATES.indexOf(duty);
  }

  private grow(): void {
    const times = new Uint32Array(this.times.length * 2);
    times.set(this.times);
    this.times = times;
    const duties = new Uint8Array(this.duties.length * 2);
    duties.set(this.duties);
    this.duties = duties;
  }
}

/** The store's packed block: lng i32, lat i32 (1e-7°), time u32 (s), duty u8, 3 spare; time 0 = never reported. */
function unpack(from: number, bytes: Uint8Array, ids: readonly string[]): Position[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const positions: Position[] = [];
  for (let at = 0; at + STEP <= bytes.byteLength; at += STEP) {
    const id = ids[from + at / STEP];
    const time = view.getUint32(at + 8, true);
    if (id === undefined || time === 0) continue;
    positions.push({
      id, lng: view.getInt32(at, true) / 1e7, lat: view.getInt32(at + 4, true) / 1e7,
      at: time * 1000, duty: DUTY_STATES[view.getUint8(at + 12)] ?? 'offDuty',
    });
  }
  return positions;
}

/** Cameras or staff as they were last recorded, and as they are folded again: columns by index. */
import type { Reader, Writer } from '../store/bytes.ts';
import type { ShownPoints } from './shown.ts';

/** Parts of a degree that places are kept to: cameras stand still, and 1e-5° is about a metre to who walks. */
export const UNITS = { cameras: 1e7, staff: 1e5 } as const;
/** Of one without a place. */
export const NOWHERE = -0x80000000;
const FLAG = { state: 7, moved: 8, nowhere: 16 } as const;

export class PointColumns {
  size = 0;
  constructor(readonly unit: number) {}
  ids: string[] = [];
  regions: string[] = [];
  /** What else is shown of each: a camera's name; a role, whether expected, name and telephone. */
  infos: (readonly string[])[] = [];
  x = new Int32Array(1024).fill(NOWHERE);
  y = new Int32Array(1024).fill(NOWHERE);
  state = new Uint8Array(1024);
  /** World's seconds at which the place was last written. */
  at = new Uint32Array(1024);

  /** Its own arrays. */
  copy(): PointColumns {
    const copy = new PointColumns(this.unit);
    Object.assign(copy, { size: this.size, ids: this.ids.slice(), regions: this.regions.slice(), infos: this.infos.slice(), x: this.x.slice(), y: this.y.slice(), state: this.state.slice(), at: this.at.slice() });
    return copy;
  }

  reserve(size: number): void {
    if (size > this.state.length) {
      const wide = Math.max(size, this.state.length * 2);
      const [x, y, state, at] = [new Int32Array(wide).fill(NOWHERE), new Int32Array(wide).fill(NOWHERE), new Uint8Array(wide), new Uint32Array(wide)];
      x.set(this.x); y.set(this.y); state.set(this.state); at.set(this.at);
      Object.assign(this, { x, y, state, at });
    }
    for (; this.size < size; this.size++) { this.ids[this.size] = ''; this.regions[this.size] = ''; this.infos[this.size] = []; }
  }

  /**
   * Brings states to the present, and places of those whose last one is `every` ms old; writes what differs. Gives how many
   * were written.
   */
  takeMoves(shown: ShownPoints, now: number, every: number, out: Writer): number {
    const changed: number[] = [];
    const due = Math.floor((now - every) / 1000);
    for (let i = 0; i < this.size; i++) {
      if (shown.state[i] !== this.state[i] || (this.at[i]! <= due && this.moved(shown, i))) changed.push(i);
    }
    if (changed.length === 0) return 0;
    out.varint(changed.length);
    let before = 0;
    for (const i of changed) {
      const [x, y] = this.at[i]! <= due ? [this.units(shown.lng[i]!, shown.lat[i]!), this.units(shown.lat[i]!, shown.lng[i]!)] : [this.x[i]!, this.y[i]!];
      this.write(i, before, x, y, shown.state[i]!, now, out);
      before = i;
    }
    return changed.length;
  }

  private moved({ lng, lat }: ShownPoints, i: number): boolean {
    return this.units(lng[i]!, lat[i]!) !== this.x[i] || this.units(lat[i]!, lng[i]!) !== this.y[i];
  }
  /** With half a place there is none. */
  private units(degrees: number, other: number): number { return Number.isNaN(degrees + other) ? NOWHERE : Math.round(degrees * this.unit); }

  private write(i: number, before: number, x: number, y: number, state: number, now: number, out: Writer): void {
    const moved = x !== this.x[i] || y !== this.y[i];
    const nowhere = x === NOWHERE;
    out.varint(i - before);
    out.u8(state | (moved ? FLAG.moved : 0) | (nowhere ? FLAG.nowhere : 0));
    if (moved && !nowhere) {
      const known = this.x[i] !== NOWHERE;
      out.signed(x - (known ? this.x[i]! : 0));
      out.signed(y - (known ? this.y[i]! : 0));
    }
    this.put(i, x, y, state, moved ? now : null);
  }

  /** Every state and place of these columns, to be read into empty ones. */
  writeAll(out: Writer, now: number): void {
    const empty = new PointColumns(this.unit);
    empty.reserve(this.size);
    out.varint(this.size);
    for (let i = 0; i < this.size; i++) empty.write(i, i === 0 ? 0 : i - 1, this.x[i]!, this.y[i]!, this.state[i]!, now, out);
  }

  /** Reads what takeMoves or writeAll wrote; `changed` gets each index; null: nobody asks. */
  readMoves(from: Reader, now: number, changed: Set<number> | null): void {
    let i = 0;
    for (let left = from.varint(); left > 0; left--) {
      i += from.varint();
      const flags = from.u8();
      let [x, y] = [this.x[i]!, this.y[i]!];
      if (flags & FLAG.nowhere) x = y = NOWHERE;
      else if (flags & FLAG.moved) {
        const known = x !== NOWHERE;
        x = (known ? x : 0) + from.signed();
        y = (known ? y : 0) + from.signed();
      }
      this.put(i, x, y, flags & FLAG.state, flags & FLAG.moved ? now : null);
      changed?.add(i);
    }
  }

  private put(i: number, x: number, y: number, state: number, movedAt: number | null): void {
    this.x[i] = x; this.y[i] = y; this.state[i] = state;
    if (movedAt !== null) this.at[i] = Math.floor(movedAt / 1000);
  }

  /** Degrees; NaN for no place. */
  lng(i: number): number { return this.x[i] === NOWHERE ? NaN : this.x[i]! / this.unit; }
  lat(i: number): number { return this.y[i] === NOWHERE ? NaN : this.y[i]! / this.unit; }
}

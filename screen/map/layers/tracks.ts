/**
 * Where staff have been: the last places of each by slot, in typed arrays of a bounded size, and the lines
 * they make, by age. A person who stands still makes no line; one who jumps, or whose slot another has got, begins anew.
 */
import type { PathSet } from '../paths.ts';
import type { Slots } from './points.ts';

/** Slots followed at most; a view of more counts its staff, and draws no tracks. */
export const MOST_SLOTS = 8_192;
/** Places kept of each: one in a thirtieth of the window, and what is needed at its ends. */
const PLACES = 32;
/** Metres within which a person has not moved: what receivers stray. */
const STILL = 15;
/** m/s and metres: faster and further than this nobody walked or drove. */
const SPEED = 40;
const JUMP = 300;

export class StaffTracks {
  private readonly x: Float32Array;
  private readonly y: Float32Array;
  /** When the person was last seen there. */
  private readonly at: Float64Array;
  private readonly last: Uint8Array;
  private readonly length: Uint8Array;
  private now = -Infinity;

  constructor(private readonly window: number, private readonly most = MOST_SLOTS) {
    this.x = new Float32Array(most * PLACES);
    this.y = new Float32Array(most * PLACES);
    this.at = new Float64Array(most * PLACES);
    this.last = new Uint8Array(most);
    this.length = new Uint8Array(most);
  }

  clear(): void { this.length.fill(0); this.now = -Infinity; }

  /** Takes everyone's place at `now`. */
  take(slots: Slots, now: number): void {
    if (now < this.now - this.window) this.clear();
    this.now = now;
    const n = Math.min(slots.count, this.most);
    this.length.fill(0, n);
    for (let i = 0; i < n; i++) this.step(i, slots.x[i]!, slots.y[i]!, now);
  }

  private step(i: number, x: number, y: number, now: number): void {
    if (Number.isNaN(x)) { this.length[i] = 0; return; }
    if (this.length[i] === 0) { this.put(i, x, y, now); return; }
    const at = i * PLACES + this.last[i]!;
    const moved = Math.hypot(x - this.x[at]!, y - this.y[at]!);
    const seconds = (now - this.at[at]!) / 1_000;
    if (moved > JUMP && moved > SPEED * seconds) { this.length[i] = 0; this.put(i, x, y, now); }
    else if (moved < STILL) this.at[at] = now;
    else if (now - this.at[at]! >= this.window / (PLACES - 2)) this.put(i, x, y, now);
  }

  private put(i: number, x: number, y: number, now: number): void {
    const place = this.length[i] === 0 ? 0 : (this.last[i]! + 1) % PLACES;
    this.last[i] = place;
    this.length[i] = Math.min(PLACES, this.length[i]! + 1);
    const at = i * PLACES + place;
    this.x[at] = x;
    this.y[at] = y;
    this.at[at] = now;
  }

  /** Lines from place to place up to where each stands in `slots`, by age: the newest band first. Only of those that `keep` says. */
  lines(slots: Slots, now: number, bands: number, keep: (x: number, y: number, state: number) => boolean): PathSet[] {
    const made = Array.from({ length: bands }, (): { xy: number[]; starts: number[] } => ({ xy: [], starts: [] }));
    const n = Math.min(slots.count, this.most);
    for (let i = 0; i < n; i++) {
      if (this.length[i] === 0 || !keep(slots.x[i]!, slots.y[i]!, slots.states[i]!)) continue;
      let [toX, toY] = [slots.x[i]!, slots.y[i]!];
      let open = -1;
      for (let k = 0; k < this.length[i]!; k++) {
        const at = i * PLACES + ((this.last[i]! - k + PLACES) % PLACES);
        const age = now - this.at[at]!;
        if (age > this.window) break;
        const [x, y] = [this.x[at]!, this.y[at]!];
        if (k > 0 || Math.hypot(x - toX, y - toY) >= STILL) {
          const band = Math.min(bands - 1, Math.max(0, Math.floor((age / this.window) * bands)));
          const { xy, starts } = made[band]!;
          if (open !== band) { starts.push(xy.length / 2); xy.push(toX, toY); open = band; }
          xy.push(x, y);
        }
        [toX, toY] = [x, y];
      }
    }
    return made.map(({ xy, starts }) => ({ positions: Float32Array.from(xy), starts: Uint32Array.from([...starts, xy.length / 2]), count: starts.length }));
  }
}

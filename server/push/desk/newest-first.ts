/** The rows of an index in the order of their report, newest first, alike by id: kept from question to question, so that only what came or moved since is sorted. */

const [STANDS, WAITS] = [1, 2];
/** More than so many are never sorted at once. */
const AT_ONCE = 1 << 18;

export class NewestFirst {
  private order: Uint32Array = new Uint32Array(0);
  private waiting: number[] = [];
  /** Of each row: whether it stands in `order` where it belongs, whether it waits to be put there. */
  private state = new Uint8Array(0);
  private gone = false;

  constructor(private readonly reported: (row: number) => number, private readonly id: (row: number) => string) {}

  get byteLength(): number { return this.order.byteLength + this.state.byteLength; }

  /** A row came, or its time is another. */
  put(row: number): void {
    this.leave(row);
    this.state[row]! |= WAITS;
    if (this.waiting.push(row) >= AT_ONCE) this.rows();
  }
  remove(row: number): void { this.leave(row); }

  rows(): Uint32Array {
    if (this.waiting.length === 0 && !this.gone) return this.order;
    const fresh = this.sorted(this.waiting.filter((row) => { const waits = this.state[row] === WAITS; if (waits) this.state[row] = STANDS | WAITS; return waits; }));
    this.waiting = [];
    const kept = this.gone ? this.standing() : this.order;
    for (const row of fresh) this.state[row] = STANDS;
    this.order = fresh.length === 0 ? kept : this.merge(kept, fresh);
    this.gone = false;
    return this.order;
  }

  private leave(row: number): void {
    if (row >= this.state.length) { const larger = new Uint8Array(Math.max(4096, row + 1 + (row >> 3))); larger.set(this.state); this.state = larger; }
    if (this.state[row] === STANDS) this.gone = true;
    this.state[row] = 0;
  }

  private standing(): Uint32Array {
    const { order, state } = this;
    const out = new Uint32Array(order.length);
    let n = 0;
    for (let i = 0; i < order.length; i++) if (state[order[i]!] === STANDS) out[n++] = order[i]!;
    return out.slice(0, n);
  }

  /** By the time as one number each, which sorts without a comparison being called; then those of one second by id. */
  private sorted(rows: readonly number[]): Uint32Array {
    const keys = Float64Array.from(rows, (row, i) => (0xffffffff - this.reported(row)) * AT_ONCE + i).sort();
    const out = Uint32Array.from(keys, (key) => rows[key % AT_ONCE]!);
    for (let from = 0; from < out.length;) {
      let to = from + 1;
      while (to < out.length && this.reported(out[to]!) === this.reported(out[from]!)) to++;
      if (to - from > 1) {
        const same = [...out.subarray(from, to)].map((row) => ({ row, id: this.id(row) })).sort((a, b) => (a.id < b.id ? -1 : 1));
        same.forEach(({ row }, i) => { out[from + i] = row; });
      }
      from = to;
    }
    return out;
  }

  private merge(a: Uint32Array, b: Uint32Array): Uint32Array {
    const out = new Uint32Array(a.length + b.length);
    for (let i = 0, j = 0, n = 0; n < out.length; n++) out[n] = j >= b.length || (i < a.length && this.before(a[i]!, b[j]!)) ? a[i++]! : b[j++]!;
    return out;
  }
  private before(a: number, b: number): boolean {
    const [x, y] = [this.reported(a), this.reported(b)];
    return x === y ? this.id(a) < this.id(b) : x > y;
  }
}

/** Finds the row of an id: open addressing over numbers, so that an id costs about twelve bytes and no object. */

const [EMPTY, GONE] = [0, -1];
const LEAST = 1 << 12;

/** FNV-1a over the id's UTF-16 units. */
export function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

export class IdTable {
  /** Row + 1. */
  private cells = new Int32Array(LEAST);
  private used = 0;
  private count = 0;

  /** `hash` and `is` tell of a row its id's hash, and whether it has this id. */
  constructor(private readonly hash: (row: number) => number, private readonly is: (row: number, id: string) => boolean) {}

  get byteLength(): number { return this.cells.byteLength; }

  /** -1: not here. */
  find(id: string): number {
    const at = this.cellOf(id);
    return at < 0 ? -1 : this.cells[at]! - 1;
  }

  /** `id` must not be here yet; its row already has it. */
  add(id: string, row: number): void {
    if ((this.used + 1) * 10 > this.cells.length * 7) this.rebuild();
    this.place(hashOf(id), row);
    this.count++;
  }

  delete(id: string): void {
    const at = this.cellOf(id);
    if (at < 0) return;
    this.cells[at] = GONE;
    this.count--;
  }

  private cellOf(id: string): number {
    const [hash, mask] = [hashOf(id), this.cells.length - 1];
    for (let at = hash & mask; this.cells[at] !== EMPTY; at = (at + 1) & mask) {
      const row = this.cells[at]! - 1;
      if (this.cells[at] !== GONE && this.hash(row) === hash && this.is(row, id)) return at;
    }
    return -1;
  }

  private place(hash: number, row: number): void {
    const mask = this.cells.length - 1;
    let at = hash & mask;
    while (this.cells[at] !== EMPTY) at = (at + 1) & mask;
    this.cells[at] = row + 1;
    this.used++;
  }

  /** Larger where it is full, else only rid of what is gone. */
  private rebuild(): void {
    const before = this.cells;
    this.cells = new Int32Array(this.count * 2 >= before.length ? before.length * 2 : before.length);
    this.used = 0;
    for (const cell of before) if (cell !== EMPTY && cell !== GONE) this.place(this.hash(cell - 1), cell - 1);
  }
}

/** Rows that have changed and that no screen looks at: read beside the pictures, a batch at a time. */
import type { Store } from '../store/index.ts';
import type { CounterRow } from '../wire/counters.ts';

export interface SlowRow { code: string; detail: true; row: CounterRow }

const EVERY_MS = 1_000;
const AT_ONCE = 1_200;

export class SlowRows {
  private pending = new Set<string>();
  /** Of those that are `left` no picture has had a newer one since the batch was asked for. */
  private batch: { left: Set<string>; at: number; rows: Record<string, CounterRow> | null; pictures: number } | null = null;
  private readAt = -Infinity;

  constructor(private readonly store: Pick<Store, 'readRows'>, private readonly now: () => number) {}

  /** Rows that are not recorded as they are now. */
  get behind(): number { return this.pending.size + (this.batch?.left.size ?? 0); }

  changed(codes: Iterable<string>): void { for (const code of codes) this.pending.add(code); }

  /** A picture has read it: what is on its way may be older. */
  shown(code: string, detail: boolean): void {
    const overtaken = this.batch?.left.delete(code) ?? false;
    if (detail) this.pending.delete(code); else if (overtaken) this.pending.add(code);
  }

  /** Called with each picture, of which `shown` was told: rows that stand in it. What came while a picture was on its way may be newer than that one, and waits for the next. */
  take(): { at: number; rows: SlowRow[] } | null {
    const { batch } = this;
    if (!batch?.rows || ++batch.pictures < 2) return null;
    this.batch = null;
    return { at: batch.at, rows: Object.entries(batch.rows).flatMap(([code, row]): SlowRow[] => (batch.left.has(code) ? [{ code, row, detail: true }] : [])) };
  }

  /** Asks for the next batch, once a second at most; `wall` ms. */
  async read(wall: number): Promise<void> {
    if (this.batch || this.pending.size === 0 || wall - this.readAt < EVERY_MS) return;
    this.readAt = wall;
    const codes = [...this.pending].slice(0, AT_ONCE);
    const batch: NonNullable<SlowRows['batch']> = this.batch = { left: new Set(codes), at: this.now(), rows: null, pictures: 0 };
    for (const code of codes) this.pending.delete(code);
    try {
      batch.rows = await this.store.readRows(codes, batch.at, { detail: true });
    } catch {
      // The store is away, which others say; they are asked for again.
      this.changed(batch.left);
      this.batch = null;
    }
  }
}

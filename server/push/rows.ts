/** Reads the rows that a tick's summaries want, each once. */
import type { CounterRow } from '../wire/counters.ts';
import type { PushStore } from './deps.ts';
import type { RowReader } from './topics/source.ts';

/** Rows asked of the store in one call. */
const AT_ONCE = 400;

export class TickRows implements RowReader {
  private readonly wanted = { plain: new Set<string>(), detail: new Set<string>() };
  private readonly read = { plain: new Map<string, CounterRow>(), detail: new Map<string, CounterRow>() };

  want(code: string, detail: boolean): void { this.wanted[detail ? 'detail' : 'plain'].add(code); }
  get(code: string, detail: boolean): CounterRow | undefined { return this.read[detail ? 'detail' : 'plain'].get(code); }
  /** All that has been read. */
  *all(): Iterable<{ code: string; detail: boolean; row: CounterRow }> {
    for (const [code, row] of this.read.plain) yield { code, row, detail: false };
    for (const [code, row] of this.read.detail) yield { code, row, detail: true };
  }
  get size(): number { return this.wanted.plain.size + this.wanted.detail.size; }

  async fetch(store: Pick<PushStore, 'readRows'>, now: number): Promise<void> {
    await Promise.all([this.fetchOf('plain', store, now), this.fetchOf('detail', store, now)]);
  }

  private async fetchOf(which: 'plain' | 'detail', store: Pick<PushStore, 'readRows'>, now: number): Promise<void> {
    const codes = [...this.wanted[which]];
    for (let i = 0; i < codes.length; i += AT_ONCE) {
      const part = codes.slice(i, i + AT_ONCE);
      const rows = await store.readRows(part, now, { detail: which === 'detail' });
      for (const code of part) this.read[which].set(code, rows[code] ?? {});
    }
  }
}

/** Reads the rows that a tick's summaries want, each once: a region is the same in its own view and in its parent's. */
import { isDetail, type CounterRow } from '../wire/counters.ts';
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
    for (const [code, row] of this.read.plain) if (!this.read.detail.has(code)) yield { code, row, detail: false };
    for (const [code, row] of this.read.detail) yield { code, row, detail: true };
  }
  get size(): number { return new Set([...this.wanted.plain, ...this.wanted.detail]).size; }

  async fetch(store: Pick<PushStore, 'readRows'>, now: number): Promise<void> {
    const { plain, detail } = this.wanted;
    await Promise.all([this.fetchOf('plain', [...plain].filter((code) => !detail.has(code)), store, now), this.fetchOf('detail', [...detail], store, now)]);
    for (const code of plain) if (detail.has(code)) this.read.plain.set(code, withoutDetail(this.read.detail.get(code) ?? {}));
  }

  private async fetchOf(which: 'plain' | 'detail', codes: readonly string[], store: Pick<PushStore, 'readRows'>, now: number): Promise<void> {
    for (let i = 0; i < codes.length; i += AT_ONCE) {
      const part = codes.slice(i, i + AT_ONCE);
      const rows = await store.readRows(part, now, { detail: which === 'detail' });
      for (const code of part) this.read[which].set(code, rows[code] ?? {});
    }
  }
}

const withoutDetail = (row: CounterRow): CounterRow => Object.fromEntries(Object.entries(row).filter(([name]) => !isDetail(name)));

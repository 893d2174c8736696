/** summary: counters of a region, of each child and of its 未落格. */
import type { CounterRow } from '../../wire/counters.ts';
import type { SummaryData, SummaryDelta } from '../../wire/messages.ts';
import { unplacedOf } from '../../wire/region.ts';
import type { PushRegions, PushStore } from '../deps.ts';
import { diffRow } from '../diff.ts';
import type { Source, Tick } from './source.ts';

const MINUTE = 60_000;
/** A fast world's minutes pass too quickly to follow each of them. */
const LEAST_REFRESH_MS = 5000;

export class SummarySource implements Source<'summary'> {
  readonly topic = 'summary';
  private readonly codes: readonly string[];
  private rows: Record<string, CounterRow> = {};
  private readonly dirty = new Set<string>();
  private minute = NaN;
  private day = NaN;
  private refreshedAt = 0;

  /** `phase` (ms) spreads the refreshes of many summaries over the minute. */
  constructor(private readonly region: string, regions: PushRegions, private readonly store: Pick<PushStore, 'readRows' | 'still'>, private readonly phase: number) {
    this.codes = [region, ...regions.children(region).map((child) => child.code), unplacedOf(region)];
  }

  async load(tick: Tick): Promise<void> {
    this.dirty.clear();
    const [own, others] = await this.store.still(() => Promise.all([
      this.store.readRows([this.region], tick.now, { detail: true }),
      this.store.readRows(this.codes.slice(1), tick.now, { detail: false }),
    ]));
    const rows: Record<string, CounterRow> = {};
    for (const code of this.codes) rows[code] = (code === this.region ? own : others)[code] ?? {};
    this.rows = rows;
    this.refreshed(tick);
    // What changed while it was read is read once more at the next tick.
    for (const code of this.codes) this.dirty.add(code);
  }

  due(tick: Tick): boolean {
    for (const code of this.codes) if (tick.changed.has(code)) this.dirty.add(code);
    // Comparisons with yesterday move with the clock alone, and at midnight today starts from nothing.
    const moved = this.minuteOf(tick) !== this.minute && tick.wall - this.refreshedAt >= LEAST_REFRESH_MS;
    if (moved || tick.day !== this.day) {
      for (const code of this.codes) this.dirty.add(code);
      this.refreshed(tick);
    }
    for (const code of this.dirty) tick.rows.want(code, code === this.region);
    return this.dirty.size > 0;
  }

  commit(tick: Tick): SummaryDelta | null {
    const changes: SummaryDelta['rows'] = {};
    let any = false;
    for (const code of this.dirty) {
      const row = tick.rows.get(code, code === this.region);
      if (row === undefined) continue;
      this.dirty.delete(code);
      const change = diffRow(this.rows[code] ?? {}, row);
      if (change === null) continue;
      this.rows = { ...this.rows, [code]: row };
      changes[code] = change;
      any = true;
    }
    return any ? { rows: changes } : null;
  }

  snapshot(): SummaryData { return { region: this.region, rows: this.rows }; }
  close(): void { /* watches nothing: each tick says what changed */ }

  private minuteOf(tick: Tick): number { return Math.floor((tick.now + this.phase) / MINUTE); }
  private refreshed(tick: Tick): void {
    this.minute = this.minuteOf(tick);
    this.day = tick.day;
    this.refreshedAt = tick.wall;
  }
}

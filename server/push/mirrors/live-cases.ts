/**
 * Every case that a figure of the present, of today or of yesterday counts: not ended, or with a stage reached
 * since yesterday began. Read from the store at the first question, and from then on fed by the intake: who
 * never asks pays nothing.
 */
import { dayStart, localDay } from '../../wire/clock.ts';
import type { Case } from '../../wire/entity.ts';
import type { PushStore } from '../deps.ts';

export class LiveCases {
  private readonly kept = new Map<string, Case>();
  private readonly gone = new Set<string>();
  private state: 'idle' | 'filling' | 'whole' = 'idle';
  /** What has ended is here if it reached a stage since. */
  private from = Infinity;

  constructor(private readonly zone: string) {}

  /** Since when those that have ended are here; null while they are not all read: ask again. */
  since(store: Pick<PushStore, 'scan'>, now: number): number | null {
    if (this.state === 'idle') void this.fill(store, now);
    if (this.state !== 'whole') return null;
    const from = this.yesterday(now);
    if (from > this.from) this.forget(from);
    return this.from;
  }

  all(): Iterable<Case> { return this.kept.values(); }

  put(entities: readonly Case[]): void {
    if (this.state === 'idle') return;
    for (const entity of entities) {
      const before = this.kept.get(entity.id);
      if ((before && entity.version.value < before.version.value) || this.gone.has(entity.id)) continue;
      if (wanted(entity, this.from)) this.kept.set(entity.id, entity);
      else this.kept.delete(entity.id);
    }
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) {
      this.kept.delete(id);
      if (this.state === 'filling') this.gone.add(id);
    }
  }

  private async fill(store: Pick<PushStore, 'scan'>, now: number): Promise<void> {
    this.state = 'filling';
    this.from = this.yesterday(now);
    try {
      for await (const page of store.scan('case')) this.put(page.map((stored) => stored.entity));
      this.state = 'whole';
    } catch {
      // The store is away: the next question tries again.
      this.state = 'idle';
      this.kept.clear();
    }
    this.gone.clear();
  }

  private forget(from: number): void {
    this.from = from;
    for (const [id, entity] of this.kept) if (!wanted(entity, from)) this.kept.delete(id);
  }

  private yesterday(now: number): number { return dayStart(this.zone, localDay(this.zone, now) - 1); }
}

function wanted({ status, times }: Case, from: number): boolean {
  if (status === 'open' || status === 'suspended') return true;
  return Object.values(times).some((at) => at !== undefined && at >= from);
}

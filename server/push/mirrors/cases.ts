/** The newest cases of the city, by time of report: what the lists of newest cases are cut from. */
import type { Case } from '../../wire/entity.ts';
import type { CaseItem } from '../../wire/messages.ts';
import type { Judge, PushRegions, PushStore } from '../deps.ts';
import { Fan } from '../fan.ts';
import type { IdWatcher } from './stations.ts';

/** Share kept beyond the limit before the oldest are dropped, so that dropping is seldom. */
const SLACK = 1.5;

export class CaseMirror {
  readonly fan: Fan<IdWatcher>;
  private readonly kept = new Map<string, Case>();
  /** Cases reported before this have been dropped and do not come back. */
  private floor = -Infinity;

  constructor(regions: PushRegions, private readonly limit: number, private readonly judge: Judge, private readonly categoryName: (category: string) => string) {
    this.fan = new Fan(regions);
  }

  put(entities: readonly Case[]): void {
    for (const entity of entities) {
      if (entity.times.reported < this.floor) continue;
      const before = this.kept.get(entity.id);
      if (before && entity.version.value < before.version.value) continue;
      this.kept.set(entity.id, entity);
      if (before && before.region !== entity.region) this.touch(entity.id, before.region);
      this.touch(entity.id, entity.region);
    }
    if (this.kept.size > this.limit * SLACK) this.drop();
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) {
      const before = this.kept.get(id);
      if (before && this.kept.delete(id)) this.touch(id, before.region);
    }
  }

  async load(store: Pick<PushStore, 'recentCases'>): Promise<void> { this.put(await store.recentCases(this.limit)); }

  get(id: string): Case | undefined { return this.kept.get(id); }
  all(): Iterable<Case> { return this.kept.values(); }

  /** When this case's item will change by the clock alone; Infinity: never. */
  turnsAt(entity: Case, now: number): number { return this.judge.overdueAt(entity, now) ?? Infinity; }

  item(entity: Case, now: number): CaseItem {
    return {
      id: entity.id, category: entity.category, categoryName: this.categoryName(entity.category), address: entity.address,
      region: entity.region, stage: entity.stage, status: entity.status, urgent: entity.urgent,
      overdue: this.judge.overdue(entity, now), source: entity.source, reportedAt: entity.times.reported,
      updatedAt: entity.updatedAt, lng: entity.lng ?? null, lat: entity.lat ?? null,
    };
  }

  private drop(): void {
    const oldest = [...this.kept.values()].sort((a, b) => b.times.reported - a.times.reported).slice(this.limit);
    this.floor = oldest[0]!.times.reported;
    for (const entity of oldest) {
      this.kept.delete(entity.id);
      this.touch(entity.id, entity.region);
    }
  }

  private touch(id: string, region: string): void {
    for (const watcher of this.fan.of(region)) watcher.touch(id);
  }
}

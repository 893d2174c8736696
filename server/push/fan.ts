/**
 * Who watches which region: from an entity's region to the sources of the subscriptions above it.
 * The answer is kept per region, so that 60,000 moving points cost a look-up each.
 */
import type { PushRegions } from './deps.ts';

export class Fan<S> {
  private readonly watchers = new Map<string, Set<S>>();
  private readonly above = new Map<string, readonly S[]>();

  constructor(private readonly regions: PushRegions) {}

  add(region: string, source: S): void {
    let set = this.watchers.get(region);
    if (!set) this.watchers.set(region, set = new Set());
    set.add(source);
    this.above.clear();
  }

  delete(region: string, source: S): void {
    const set = this.watchers.get(region);
    if (!set?.delete(source)) return;
    if (set.size === 0) this.watchers.delete(region);
    this.above.clear();
  }

  /** Sources of `region` and of every region above it. */
  of(region: string): readonly S[] {
    if (this.watchers.size === 0) return [];
    let found = this.above.get(region);
    if (!found) {
      const sources: S[] = [];
      for (const step of this.regions.path(region)) for (const source of this.watchers.get(step.code) ?? []) sources.push(source);
      this.above.set(region, found = sources);
    }
    return found;
  }

  /** Every source, wherever it looks. */
  *all(): Iterable<S> {
    for (const set of this.watchers.values()) yield* set;
  }
}

/** Whether an entity's region lies in the watched one; remembers each answer. */
export function within(regions: PushRegions, watched: string): (region: string) => boolean {
  const known = new Map<string, boolean>();
  return (region) => {
    let answer = known.get(region);
    if (answer === undefined) known.set(region, answer = regions.path(region).some((step) => step.code === watched));
    return answer;
  };
}

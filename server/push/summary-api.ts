/** /api/summary: the figures of the wall as JSON, read from the store at the moment they are asked for. */
import { RATES } from '../wire/counters.ts';
import type { ApiSummary } from '../wire/messages.ts';
import { unplacedOf } from '../wire/region.ts';
import type { PushDeps } from './deps.ts';

/** However many ask, a region is read this seldom, ms. */
const KEPT_MS = 200;

type Deps = Pick<PushDeps, 'store' | 'regions' | 'clock' | 'world' | 'feeds'>;

export class SummaryApi {
  private readonly kept = new Map<string, { at: number; answer: Promise<ApiSummary> }>();

  constructor(private readonly deps: Deps, private readonly wall: () => number) {}

  /** null for an unknown region. Rejects while the store cannot be read. */
  get(code: string): Promise<ApiSummary> | null {
    const region = this.deps.regions.get(code);
    if (!region) return null;
    const wall = this.wall();
    const known = this.kept.get(code);
    if (known && wall - known.at < KEPT_MS) return known.answer;
    for (const [other, { at }] of this.kept) if (wall - at >= KEPT_MS) this.kept.delete(other);
    const answer = this.read(code);
    this.kept.set(code, { at: wall, answer });
    return answer;
  }

  private async read(code: string): Promise<ApiSummary> {
    const { store, regions, clock, world } = this.deps;
    const now = clock.now();
    const children = regions.children(code);
    const [own, others] = await store.still(() => Promise.all([
      store.readRows([code], now, { detail: true }),
      store.readRows([...children.map((child) => child.code), unplacedOf(code)], now, { detail: false }),
    ]));
    const counters = own[code] ?? {};
    const feeds = [...this.deps.feeds()];
    const used = feeds.filter((feed) => feed.state !== 'off' && (feed.kinds?.length ?? 0) > 0);
    const whole = used.length > 0 && used.every((feed) => feed.asOf !== null);
    return {
      world, region: regions.get(code)!, now,
      asOf: whole ? Math.min(...used.map((feed) => feed.asOf ?? Infinity)) : null,
      counters,
      rates: Object.fromEntries(Object.entries(RATES).map(([name, rate]) => [name, rate(counters)])),
      children: children.map((child) => ({ code: child.code, name: child.name, counters: others[child.code] ?? {} })),
      unplaced: others[unplacedOf(code)] ?? {},
      feeds,
    };
  }
}

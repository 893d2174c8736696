/** Messages as the server would send them, for tests of the screen. */
import { PROTOCOL, type ApiRegions, type Beat, type Delta, type FeedHealth, type Hello, type Snapshot, type SnapshotOf, type Topic } from '../../server/wire/messages.ts';
import type { Region } from '../../server/wire/region.ts';

export const T0 = Date.UTC(2025, 6, 16, 12, 16, 42);

export const hello = (over: Partial<Hello> = {}): Hello => ({
  protocol: PROTOCOL, build: 'b1', world: 'live', epoch: 'e1',
  city: { code: 'C', name: '示例市', title: '示例市 · 一屏', simulated: true, centre: [118, 29], mapApproval: null, league: true, levels: [{ level: 'district', name: '区' }, { level: 'street', name: '街道' }] },
  clock: { now: T0, rate: 1, zone: 'Asia/Shanghai' }, ...over,
});
export const feed = (name: string, over: Partial<FeedHealth> = {}): FeedHealth => ({
  feed: name, state: 'fresh', asOf: T0, coverage: 1, accepted: 1, rejected: 0, reasons: {}, notes: {}, progress: null, error: null, ...over,
});
export const beat = (over: Partial<Beat> = {}): Beat => ({ world: 'live', epoch: 'e1', now: T0, feeds: [], storeAwaySince: null, ...over });

export function snapshot<T extends Topic>(topic: T, data: SnapshotOf<T>, over: Partial<Snapshot<T>> = {}): Snapshot<T> {
  return { world: 'live', epoch: 'e1', sub: `${topic}|C`, topic, seq: 0, asOf: T0, data, ...over };
}
export const summaryDelta = (seq: number, row: Record<string, number | null>, over: Partial<Delta<'summary'>> = {}): Delta<'summary'> =>
  ({ world: 'live', epoch: 'e1', sub: 'summary|C', topic: 'summary', seq, asOf: T0 + seq, data: { rows: { C: row } }, ...over });

export const region = (code: string, over: Partial<Region> = {}): Region =>
  ({ code, name: `名${code}`, level: 'district', parent: 'C', bbox: [0, 0, 1, 1], label: [0.5, 0.5], residents: 10_000, ...over });
export const city = region('C', { level: 'city', parent: null, name: '示例市' });
/** A tree of a city with districts A and B, A with streets A1 and A2; the path ends with the region itself. */
export const regionsOf = (code: string): ApiRegions | null => {
  const [a, b] = [region('A'), region('B')];
  const streets = ['A1', 'A2'].map((c) => region(c, { level: 'street', parent: 'A' }));
  switch (code) {
    case 'C': return { region: city, path: [city], children: [a, b] };
    case 'A': return { region: a, path: [city, a], children: streets };
    case 'B': return { region: b, path: [city, b], children: [] };
    case 'A1': return { region: streets[0]!, path: [city, a, streets[0]!], children: [] };
    default: return null;
  }
};

/** Timers by hand: `run(ms)` lets time pass. */
export class HandClock {
  at = 0;
  private readonly timers = new Set<{ due: number; run: () => void; each: number | null }>();
  readonly later = (run: () => void, ms: number): (() => void) => this.add(run, ms, null);
  readonly every = (run: () => void, ms: number): (() => void) => this.add(run, ms, ms);
  readonly mono = (): number => this.at;
  private add(run: () => void, ms: number, each: number | null): () => void {
    const timer = { due: this.at + ms, run, each };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }
  run(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const next = [...this.timers].filter((t) => t.due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.at = next.due;
      if (next.each === null) this.timers.delete(next); else next.due += next.each;
      next.run();
    }
    this.at = end;
  }
}
/** A frame by hand: what was scheduled runs with `draw()`. */
export class HandFrame {
  private waiting: (() => void)[] = [];
  scheduled = 0;
  readonly schedule = (run: () => void): void => { this.scheduled++; this.waiting.push(run); };
  draw(): void { const runs = this.waiting; this.waiting = []; for (const run of runs) run(); }
}
/** Lets every promise that is already settled run its course. */
export const settle = async (): Promise<void> => { for (let i = 0; i < 8; i++) await Promise.resolve(); };
